/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Suggestions: what would have to be written in which policy for a denied request to be allowed.
 *
 * The smallest changes are looked for. Each is made in memory and decided anew before it is handed out, so a
 * suggestion always does what it says. It grants exactly what was refused, and no more where that can be
 * written. Only the reader knows whether the request should be allowed at all.
 *
 * Words: a change is one edit at one place. A suggestion is a list of changes that together make the request
 * allowed; there may be several suggestions, and any one suffices.
 *
 * Ownership: All pointers of the suggestions live as long as they do.
 *
 * Thread-safety: Suggestions do not change once they are made. rampart_suggest() may be called from any
 * thread; the request belongs to one thread at a time, the set to any number.
 *
 * Example: the missing action is added to the statement that came closest.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/suggest.h>
 *
 *     static void print(const struct rampart_suggestions *suggestions)
 *     {
 *         for (size_t i = 0; i < suggestions->count; i++)
 *             for (size_t j = 0; j < suggestions->items[i].change_count; j++) {
 *                 const struct rampart_change *change = &suggestions->items[i].changes[j];
 *                 printf("%zu. %s %.*s\n", i + 1, rampart_change_name(change->kind),
 *                        change->values.count > 0 ? (int)change->values.items[0].len : 0,
 *                        change->values.count > 0 ? change->values.items[0].data : "");
 *             }
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *policy = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_request *request = NULL;
 *         struct rampart_suggestions *suggestions = NULL;
 *         if (rampart_policy_read_file(NULL, "examples/policies/cancel-refresh.json", RAMPART_POLICY_IDENTITY, NULL,
 *                                      &policy))
 *             return 1;
 *         const struct rampart_attachment attachment = {.policy = policy};
 *         const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
 *         if (rampart_set_new(NULL, &parts, NULL, &set) || rampart_request_new(NULL, &request) ||
 *             rampart_request_set_action(request, rampart_str("ess:RollbackInstanceRefresh"), NULL) ||
 *             rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg-1"), NULL) ||
 *             rampart_request_finish(request, NULL) || rampart_suggest(set, request, NULL, &suggestions))
 *             return 1;
 *         print(suggestions);
 *         rampart_suggestions_free(suggestions);
 *         rampart_request_free(request);
 *         rampart_set_free(set);
 *         rampart_policy_free(policy);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     1. addStatement acs:ess:cn-hangzhou:1:scalinggroup/asg-1
 *     2. addValue ess:RollbackInstanceRefresh
 */
#ifndef RAMPART_SUGGEST_H
#define RAMPART_SUGGEST_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kinds of changes. rampart_change_name() has the words of reports. */
enum rampart_change_kind {
    /*
     * A new statement about exactly the action and the resources that are refused. It stands in a policy of
     * its own, to be attached to the principal or to the level of control policies; or in the one session or
     * trust policy there is.
     */
    RAMPART_CHANGE_ADD_STATEMENT = 0,

    /* More values in one element, or in one condition, of a statement. */
    RAMPART_CHANGE_ADD_VALUE,

    /* Fewer values there. */
    RAMPART_CHANGE_REMOVE_VALUE,

    /* One more condition in a Deny, which makes an exception from it. */
    RAMPART_CHANGE_ADD_CONDITION
};

/* One change at one place. */
struct rampart_change {
    enum rampart_change_kind kind;
    enum rampart_layer layer;

    /* The level, as in struct rampart_attachment. */
    unsigned level;

    /* The statement that is changed. All of this is empty for a new one. */
    struct rampart_str policy;
    struct rampart_str attached_to; /* empty: the principal itself */
    size_t statement;               /* counting from 0 */
    struct rampart_str sid;
    enum rampart_effect effect;
    struct rampart_place place;

    /* The part of it that is changed: Action, Resource, Principal, or a condition by its operator and key. */
    enum rampart_element element;
    bool negated; /* NotAction, NotResource */
    struct rampart_str op, key;

    /* The values that are added or removed. For a new statement, its resources. */
    struct rampart_strs values;

    /* `json` is the whole document of a new policy. */
    bool new_policy;

    /* JSON: the whole statement as it is to be, or a whole document. */
    struct rampart_str json;
};

/* One suggestion: with all of these changes the request is allowed. */
struct rampart_suggestion {
    const struct rampart_change *changes;
    size_t change_count;
};

/* The suggestions that were found. */
struct rampart_suggestions {
    /* The one with the narrowest new statements stands first. */
    const struct rampart_suggestion *items;
    size_t count;

    /* The reasons why nothing, or nothing narrower, could be suggested. Sentences without a full stop. */
    struct rampart_strs notes;
};

/*
 * Looks for changes that turn the denial of a finished request into an Allow. There are none for a request
 * that is not denied. System policies are never changed, for they belong to the cloud.
 *
 * A new statement names action and resource exactly. Where a resource cannot be written exactly, since it
 * holds "*", "?" or "${", none is suggested and a note says so. The search is bounded: with many statements
 * that deny at once it may find nothing. It decides the request many times over.
 *
 * Ownership: The caller frees the suggestions with rampart_suggestions_free(). The set must outlive them. The
 * request need not, unless it has a session policy of its own (rampart_request_session_policy()).
 * Errors: as rampart_explain(); RAMPART_MISUSE when an argument but `diags` is NULL, and for a request that
 * is not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suggest(const struct rampart_set *set, struct rampart_request *request, struct rampart_diags *diags,
                struct rampart_suggestions **ret_suggestions);

/* Frees the suggestions and everything they point to. NULL is allowed. */
RAMPART_API void rampart_suggestions_free(struct rampart_suggestions *suggestions);

/*
 * Returns "addStatement", "addValue", "removeValue" or "addCondition".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_change_name(enum rampart_change_kind kind);

#ifdef __cplusplus
}
#endif

#endif
