/* SPDX-License-Identifier: Apache-2.0 */
/* What an open decision hangs on: the unknown keys, each with the open conditions that ask about it. */
#ifndef RP_DECIDE_KEYS_H
#define RP_DECIDE_KEYS_H

#include "base/table.h"
#include "decide/verdict.h"

enum { RP_RESIDUAL_KEYS = 16, RP_RESIDUAL_CONDITIONS = 64 };

struct rp_residual_key {
    struct rampart_str name; /* as the first condition spells it */
    const struct rp_rule_condition
        *conditions[RP_RESIDUAL_CONDITIONS]; /* each once, however often attached */
    size_t count;
    bool crowded; /* there are more conditions than that */
};

/* Keys beyond the first RP_RESIDUAL_KEYS, in the order of the walk, are left out. */
struct rp_residual {
    struct rp_residual_key keys[RP_RESIDUAL_KEYS];
    size_t count;
    bool unread; /* a condition is open by a value that was given and that its operator cannot read: no key stands for it */
};

/* Looks through the statements that neither match nor fail for certain. Allocates nothing, as all of these. */
enum rampart_status rp_residual_find(const struct rp_rules *rules, const struct rp_question *question,
                                     struct rp_residual *ret_residual);

/* Adds what the statements of one unit leave open, whomever they bind. `residual` is zeroed at first. */
enum rampart_status rp_residual_add(struct rp_residual *residual, const struct rp_unit *unit,
                                    const struct rp_question *question);

/* Whether the key alone may settle the decision; most often that is out of the question. */
bool rp_residual_may_decide(const struct rp_residual_key *key, const struct rp_question *question);

/*
 * How an unknown key may turn out, as far as some conditions can tell: absent, present without a value, or with a
 * set of values. Of the sets that meet the same conditions one is enough.
 */

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

/*
 * What two of the cases come to together that may be: Conditional where they differ, and else the denial that is true of
 * both.
 */
struct rampart_verdict rp_verdict_unite(struct rampart_verdict a, struct rampart_verdict b);

/*
 * A decision that a key leaves open although every way the key may turn out decides alike: `Allow` under
 * StringEquals k v and under StringNotEquals k v. Conditions are looked at one by one when a request is decided, so
 * that is seen only by going through the ways.
 */

/*
 * Decides as rp_walk(), and where that is Conditional, once more by each unknown key alone. `ret_key` is the key
 * whose every completion gave the verdict; empty when none was needed or none settled it. Only what rules say
 * counts: a unit must not stand with truths that were worked out beforehand. Errors: as rp_walk(), and
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_split_walk(const struct rp_rules *rules, const struct rp_question *question,
                                  struct rampart_verdict *ret_verdict, struct rampart_str *ret_key);

#endif
