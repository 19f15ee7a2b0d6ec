/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an unknown key may turn out, as far as some conditions can tell: absent, present without a value, or with a
 * set of values. Of the sets that meet the same conditions one is enough.
 */
#ifndef RP_ENGINE_COMPLETIONS_H
#define RP_ENGINE_COMPLETIONS_H

#include "base/table.h"
#include "decide/residual.h"

/* Beyond these the completions are not complete. */
enum {
    RP_COMPLETION_SETS = 256,     /* sets of values that meet different conditions */
    RP_COMPLETION_BYTES = 1 << 22 /* of values that are compared with operands, each with each */
};

struct rp_completions {
    struct rp_arena *arena;
    const struct rp_residual_key *asked;
    struct rp_question question;    /* supposes `key` */
    struct rp_context_key key;      /* the completion at hand */
    size_t given;                   /* how many there were so far */
    const struct rp_family *family; /* of the conditions; NULL: none asks about values */
    struct rp_operand_use *uses;    /* their operands */
    size_t use_count;
    struct rp_cells values; /* first some operands themselves, then those that stand for all */
    bool stand_ins;         /* which of the two `values` are */
    size_t next_value;      /* the first that was not looked at */
    bool unlike;            /* a value may be none of the family's type; that one is still to be looked at */
    struct rp_seen truths;  /* by set: which conditions it meets, and which it may meet */
    struct rp_context_value *sets[RP_COMPLETION_SETS];
    size_t sizes[RP_COMPLETION_SETS];
    size_t singles;               /* how many of the sets are single values */
    size_t next_set, next_single; /* the first pair that was not united */
    uint64_t all;                 /* the conditions that every value has to meet */
    bool complete;                /* at the end: there are no others */
};

/* `completions` is large; it borrows everything else and must stay where it is. */
void rp_completions_open(struct rp_completions *completions, struct rp_arena *arena,
                         const struct rp_residual_key *asked, const struct rp_question *question);

/*
 * Makes the next completion the one that `completions->question` supposes; at the end `ret_found` is false.
 * Errors: RAMPART_NO_MEMORY, and those of matching.
 */
enum rampart_status rp_completions_next(struct rp_completions *completions, bool *ret_found);

#endif
