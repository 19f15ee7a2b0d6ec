/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What would have to be written in which policy for a denied request to be allowed: the smallest changes, each of them
 * made in memory and decided anew before it is handed out.
 */
#ifndef RAMPART_SUGGEST_H
#define RAMPART_SUGGEST_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

enum rampart_change_kind {
    /*
     * A new statement about exactly the action and the resources that are refused: in a policy of its own, attached to
     * the principal or to the level of control policies; in the one session or trust policy there is.
     */
    RAMPART_CHANGE_ADD_STATEMENT = 0,
    RAMPART_CHANGE_ADD_VALUE,    /* more values in one element, or one condition, of a statement */
    RAMPART_CHANGE_REMOVE_VALUE, /* fewer */
    RAMPART_CHANGE_ADD_CONDITION /* an exception from a Deny: one more condition */
};

/* One change at one place. */
struct rampart_change {
    enum rampart_change_kind kind;
    enum rampart_layer layer;
    unsigned level; /* of a control policy; 0 is the account itself */

    /* The statement that is changed; of a new one these are empty. */
    struct rampart_str policy;
    struct rampart_str attached_to; /* empty: the principal itself */
    size_t statement;               /* counts from 0 */
    struct rampart_str sid;
    enum rampart_effect effect;
    struct rampart_place place; /* of the statement */

    /* The part of it: Action, Resource, Principal, or a condition by its operator and key. */
    enum rampart_element element;
    bool negated;               /* NotAction, NotResource */
    struct rampart_str op, key; /* of a condition */
    struct rampart_strs values; /* that are added or removed; of a new statement its resources */

    /* JSON: the whole statement as it is to be, or the whole document of a new policy. */
    bool new_policy;
    struct rampart_str json;
};

/* One way: with all of these changes the request is allowed. */
struct rampart_suggestion {
    const struct rampart_change *changes;
    size_t change_count;
};

/*
 * Every way that was found, the one with the narrowest new statements first, and what there is to know beside them:
 * why nothing, or nothing narrower, could be suggested. All pointers live as long as the handle.
 */
struct rampart_suggestions {
    const struct rampart_suggestion *items;
    size_t count;
    struct rampart_strs notes; /* sentences without a full stop */
};

/*
 * Looks for changes that turn the denial of a finished request into an Allow. Of a request that is not denied there are
 * none. System policies are never changed. A new statement names action and resource exactly; where a resource cannot
 * be written exactly (it holds "*", "?" or "${"), none is suggested and a note says so. The ways are few: with many
 * statements that deny at once there may be none.
 * The set must outlive the suggestions; the request need not. The caller frees them with rampart_suggestions_free(). The
 * request belongs to one thread at a time, the set to any number. Errors: as rampart_explain(); `diags` may be NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suggest(const struct rampart_set *set, struct rampart_request *request, struct rampart_diags *diags,
                struct rampart_suggestions **ret_suggestions);

/* Frees them. NULL is allowed. */
RAMPART_API void rampart_suggestions_free(struct rampart_suggestions *suggestions);

/* "addStatement", "addValue", "removeValue", "addCondition". Static memory. */
RAMPART_API const char *rampart_change_name(enum rampart_change_kind kind);

#ifdef __cplusplus
}
#endif

#endif
