/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Users and roles that hold the same, as far as a question goes: the same documents, by the same groups, of those that have
 * a part in it. What is found out about one of a class is true of all. A class is split by one list after the other, each
 * item of which takes one step, so that classes cost as much as the lists are long.
 */
#ifndef RP_ANALYSIS_CLASSES_H
#define RP_ANALYSIS_CLASSES_H

#include "decide/compiled.h"

/* A holder is a user or a role, as in the account's subjects. */
struct rp_classes {
    uint32_t *of; /* by the holder: its class */
    size_t holders, count;
    uint32_t *starts, *members; /* by the class: its holders, from starts[i] on and before starts[i + 1] */
};

/* So many there are before any list splits them. */
enum { RP_FIRST_CLASSES = 4 };

/* A class in the making: how many holders are of it, and of these in the split of that number, who go to another class. */
struct rp_class_in_split {
    uint32_t size, met, to, split;
};

/* Classes in the making. There are few, as a rule: their list grows with them. */
struct rp_classing {
    const struct rp_compiled *compiled;
    struct rp_arena *arena;
    uint32_t *of; /* by the holder: its class */
    bool *seen;   /* by the holder: the split that is made has met it; between splits nobody is */
    struct rp_class_in_split *classes;
    size_t holders, room;
    uint32_t count, split;
    bool failed; /* memory was refused: holders that should have been told apart may stand in one class */
};

/* Makes room for it, in the arena, which must outlive it and the classes that are handed out. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_classing_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                     struct rp_classing *ret_classing);

/*
 * Begins, also again, with what always tells principals apart: users, those whose UID is not known, roles, and those of
 * services; each of whom something is unknown stands alone.
 */
void rp_classing_begin(struct rp_classing *classing);

/* Tells those of the list, of which groups are passed over, from all others. Refused memory is told by `failed`. */
void rp_classing_split(struct rp_classing *classing, const struct rp_grantee_id *items, size_t count);

/* Tells one holder from all others. */
void rp_classing_single(struct rp_classing *classing, struct rp_grantee_id holder);

/* Tells apart by who holds the document at account scope, groups not asked, and by who is in the group. */
void rp_classing_by_document(struct rp_classing *classing, struct rp_document_id document);
void rp_classing_by_group(struct rp_classing *classing, struct rp_group_id group);

/* Hands out the classes; no more splits are made. Errors: RAMPART_NO_MEMORY, also that of a split. */
enum rampart_status rp_classing_finish(const struct rp_classing *classing, struct rp_classes *ret_classes);

#endif
