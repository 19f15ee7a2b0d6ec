/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actions that a pattern stands for, by the statements that touch them: those of the catalogue, and names that it does not
 * have. Two of one class are matched by the same statements, and the catalogue says the same of them as far as a decision
 * goes, so that a question about one of them is a question about all.
 */
#ifndef RP_ANALYSIS_ACTION_CLASSES_H
#define RP_ANALYSIS_ACTION_CLASSES_H

#include "account/account.h"
#include "decide/request.h"

struct rp_action_class {
    struct rampart_request *request; /* about the first of them; finished, without a principal */
    size_t *known;                   /* the numbers of those that the catalogue has */
    size_t known_count;
    struct rampart_str other; /* a name that the catalogue does not have; empty: the class has none */
};

/* One pattern, or an action by itself. */
struct rp_action_classes {
    struct rampart_str pattern;
    const struct rampart_str *names; /* of the catalogue, that the pattern matches, in the catalogue's order */
    size_t name_count;
    struct rp_action_class *items;
    size_t count, room;
    bool incomplete; /* there may be other names, by which further classes could be told apart */
};

/* What the classes are made of. */
struct rp_action_source {
    const struct rampart_request *base; /* the question without an action, not finished */
    struct rampart_options options;
    const struct rampart_catalog *catalog; /* never NULL */
    const struct rampart_account *const *accounts; /* whose statements tell actions apart; their texts are read, of no image */
    size_t account_count;
};

enum { RP_ACTION_CLASSES = 1 << 10 /* of one pattern */ };

/*
 * Finds the classes, in the arena; the requests are to be freed with rp_action_classes_free(), also after an error.
 * Errors: RAMPART_INVALID_INPUT, reported, for an action by itself that the question cannot be about; RAMPART_LIMIT for too
 * many classes; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_action_classes_find(struct rp_arena *arena, const struct rp_action_source *source,
                                           struct rampart_str pattern, struct rampart_diags *diags,
                                           struct rp_action_classes *ret_classes);
void rp_action_classes_free(struct rp_action_classes *classes);

/*
 * Names some of the actions of the catalogue, `wanted` by their numbers, by few patterns that take in no other one that the
 * pattern matches, or by the pattern itself but for those of *ret_except; each ends where a word of a name does. In the arena.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_action_classes_name(struct rp_arena *arena, const struct rp_action_classes *classes,
                                           const bool *wanted, struct rampart_strs *ret_patterns,
                                           struct rampart_strs *ret_except);

#endif
