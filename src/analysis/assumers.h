/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Those of an account who may assume roles, as classes: who holds the same documents about sts:AssumeRole is asked about a
 * role once. Of the documents only those are asked about a role that may be about it, and classes that can do no better are
 * passed over for good, so that a search through all roles costs about as much as the lists are long.
 *
 *     the role ─▶ documents that may be about it ─▶ classes and groups that hold them ─▶ classes that may assume it
 */
#ifndef RP_ANALYSIS_ASSUMERS_H
#define RP_ANALYSIS_ASSUMERS_H

#include "analysis/classes.h"
#include "analysis/evaluation.h"

/* The best way to be allowed that is known of a class, beside those of its members alone. */
struct rp_way {
    enum rampart_outcome outcome;
    uint32_t via; /* the role, as in cells; 0: what its members may do directly, the worst of them */
    uint32_t via_count;
};

/* By the document and by the group: the classes that hold it, or are in it; those that are passed over stand last. */
struct rp_class_lists {
    const uint32_t *starts;
    uint32_t *ends, *items;
};

/* Which classes are still worth asking: those that are not certainly allowed, and those that are not allowed at all. */
struct rp_open_classes {
    struct rp_class_lists documents, groups;
};

struct rp_keyed_document {
    uint64_t key;
    struct rp_document_id document;
};

struct rp_assumers {
    const struct rampart_account *account;
    struct rp_classes classes;
    struct rp_way *ways; /* by the class */
    bool *listed;        /* by the class: it holds some document, and may be allowed to assume a role */
    size_t denied_left;  /* of the listed classes, those without any way */
    size_t farthest;     /* no conditional way is longer */
    struct rp_open_classes open, fresh;
    struct rp_lists group_lists; /* by the document: the groups that hold it, as places among the account's groups */
    /* The documents: those that may be about any role, and those about roles of a name alone. */
    struct rp_document_id *general, *subset;
    size_t general_count;
    struct rp_keyed_document *keyed;
    size_t keyed_count;
    const uint32_t *open_holders; /* of whom something is unknown */
    size_t open_count;
    /* What is found about one role: by the class and by the group; zero but for those in the lists. */
    uint16_t *masks, *group_masks;
    bool *named; /* by the class: the role's trust policy names its members */
    uint32_t *touched, *touched_groups;
    size_t touched_count, touched_group_count;
};

/* Users and roles that trust policies name. Those whom one statement names stand together, and are told from others. */
struct rp_named_holder {
    struct rp_identity identity;
    size_t statement; /* a number of it */
    const struct rp_named_holder *next;
};

/* Makes the classes, in the arena, by an evaluation of sts:AssumeRole that is open and narrowed. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_assumers_make(struct rp_arena *arena, const struct rp_evaluation *evaluation,
                                     const struct rp_named_holder *named, struct rp_assumers **ret_assumers);

/* Begins a search: every class is worth asking, and its way is not known. */
void rp_assumers_begin(struct rp_assumers *assumers);

/* Sets the way of a class, which is better than the one before. */
void rp_assumers_set_way(struct rp_assumers *assumers, uint32_t class, struct rp_way way);

/* From here on ways are conditional: classes that may have a nearer one are worth asking again. */
void rp_assumers_turn(struct rp_assumers *assumers);

/* Lets the evaluation ask of the documents those that may be about the role; NULL: about any. */
void rp_assumers_narrow(struct rp_assumers *assumers, struct rp_evaluation *evaluation, const struct rampart_str *role);

/* What a role has to offer. */
struct rp_offer {
    bool certain;     /* some may certainly assume it who are then certainly allowed */
    size_t via_count; /* of those who assume it */
};

/* Whether what the role offers may help any class. */
bool rp_assumers_may_gain(const struct rp_assumers *assumers, struct rp_offer offer);

/*
 * Finds the classes that may assume the role of the evaluation, which ran, and whom that helps: they stand in `touched`, with
 * their masks, until rp_assumers_forget().
 */
void rp_assumers_find(struct rp_assumers *assumers, const struct rp_evaluation *evaluation, struct rp_offer offer);
void rp_assumers_forget(struct rp_assumers *assumers);

#endif
