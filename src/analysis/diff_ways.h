/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One action on one resource, asked of two sides in every way in which the condition keys may turn out. The evaluator is
 * asked with what is known so far; where it leaves the answer open, the next key is taken in each of its ways. So keys
 * that do not matter are never taken up.
 */
#ifndef RP_ANALYSIS_DIFF_WAYS_H
#define RP_ANALYSIS_DIFF_WAYS_H

#include <rampart/diff.h>

#include "analysis/diff_pool.h"

enum {
    RP_DIFF_WAYS = 1 << 12, /* of one action on one resource */
    RP_DIFF_ASKS = 1 << 17, /* of a whole comparison */
    RP_DIFF_KEYS = 16       /* that are taken up one after another */
};

/* What is asked, of whom. */
struct rp_diff_asker {
    const struct rampart_set *sides[RP_DIFF_SIDES];
    struct rampart_request *request; /* used again and again */
    struct rampart_str principal;    /* empty: nobody */
    bool missing[RP_DIFF_SIDES];     /* the principal is not there, and may do nothing */
    bool foreign;                    /* of another account, whose own policies nobody read: on both sides they are the same */
    bool names_resources;            /* OLD is a model without resources: policies of these are named, not compared */
    size_t asks;
};

struct rp_diff_case {
    struct rampart_str action, resource;
    /* The changed statements that are about both. Where none of them can match any more, there is no difference. */
    const struct rp_statement *const *changed;
    size_t changed_count;
    bool matched; /* it is wanted which statements of the new side's own policies may match */
};

/* A way in which the sides differ. */
struct rp_diff_found {
    bool is;
    const struct rampart_diff_key *keys;
    size_t key_count;
    struct rampart_verdict verdicts[RP_DIFF_SIDES];
};

struct rp_diff_ways {
    bool asked;   /* false: no request is about this action and this resource, as they are written */
    bool refused; /* no request can have them at all */
    struct rp_diff_found found[2]; /* by enum rampart_diff_change */
    bool conditional;              /* keys were taken up */
    bool open;                     /* it could not be told in some way */
    enum rampart_diff_reason reason;
    struct rampart_str what; /* the key */
    const struct rp_statement **matched; /* those that do or may, where nothing is known of keys */
    size_t matched_count;
};

/*
 * Asks about the case in all ways, in the arena. Each difference in the result was asked of both sides by itself. Errors:
 * as rampart_decide().
 */
enum rampart_status rp_diff_ask(struct rp_diff_asker *asker, struct rp_arena *arena, const struct rp_diff_case *about,
                                struct rp_diff_ways *ret_ways);

/*
 * Under which conditions either side allows the case, which are told by decisions: they are to be freed after the
 * formulas, if they are not NULL. Errors: as rp_diff_ask().
 */
enum rampart_status rp_diff_explain(struct rp_diff_asker *asker, const struct rp_diff_case *about,
                                    struct rampart_decision *ret_decisions[RP_DIFF_SIDES]);

#endif
