/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request comes to, and what can be settled of a decision that is open: by its unknown keys (decide/keys.h), and
 * of a pattern by its resources. Statements are held against a pattern one by one, so that "some" of it may be all or
 * nothing: where several patterns together take in everything, or where one denies whatever the other allows. The
 * resources are parted by the patterns of the statements (policy/text_cells.h), and one of each cell is asked about.
 */
#ifndef RP_DECIDE_SETTLE_H
#define RP_DECIDE_SETTLE_H

#include "decide/verdict.h"

enum { RP_OUTCOMES = 3 };

/* What the resources of a pattern come to. */
struct rp_set_answer {
    bool complete; /* each cell was asked about: an outcome without a resource is that of none */
    struct rampart_verdict together;            /* on all of those that were asked about */
    struct rampart_str examples[RP_OUTCOMES]; /* by the outcome: a resource; empty: none was met */
};

/*
 * Asks about a pattern, which the question is about, until the outcomes that are met differ, or with `all` until no cell is
 * left or each outcome has an example. What is shown of resources parts them too, and is not looked at: then the answer is
 * not complete. The texts lie in the arena. Errors: as rp_walk(), and RAMPART_NO_MEMORY.
 */
enum rampart_status rp_set_ask(const struct rp_rules *rules, const struct rp_question *question, bool all,
                               struct rp_arena *arena, struct rp_set_answer *ret_answer);

/*
 * As rp_split_walk(), and of a pattern once more by its resources: then *ret_key says that these settled it.
 */
enum rampart_status rp_settle_walk(const struct rp_rules *rules, const struct rp_question *question,
                                   struct rampart_verdict *ret_verdict, struct rampart_str *ret_key);

/* The same, and what unseen layers leave open. */
enum rampart_status rp_settle(const struct rp_rules *rules, const struct rp_question *question,
                              struct rampart_verdict *ret_verdict);

#endif
