/* SPDX-License-Identifier: Apache-2.0 */
/* What an account decides on the calls of events. Equal questions, of which a trail is full, are asked once. */
#ifndef RP_TRAIL_JUDGE_H
#define RP_TRAIL_JUDGE_H

#include <rampart/replay.h>

#include "base/table.h"
#include "trail/clock.h"
#include "trail/resource.h"

/* The circumstances that an event may tell. */
enum rp_circumstance {
    RP_TOLD_TIME = 0,
    RP_TOLD_ADDRESS,
    RP_TOLD_SECURE,
    RP_TOLD_MFA,
    RP_TOLD_VPC,
    RP_CIRCUMSTANCES
};

/* Who calls, with what circumstances: what of an event is the same for all that its call needs. */
struct rp_caller {
    struct rampart_str principal;              /* "user/alice", "role/ci/SESSION", "root" */
    struct rampart_str holder;                 /* the same without a session */
    struct rampart_str told[RP_CIRCUMSTANCES]; /* empty: not told */
};

/* What an account decides. The reason is why a decision is Conditional; the keys are those of CONDITION_KEYS. */
struct rp_answer {
    enum rampart_outcome outcome;
    enum rampart_replay_reason reason;
    struct rampart_str keys;
    unsigned open; /* the circumstances among them, a bit each */
};

struct rp_memo;

struct rp_judge {
    const struct rampart_set *set;
    struct rampart_diags *faults; /* the caller's: why it has no answer */
    struct rampart_request *request;
    struct rp_memo *memo;
    struct rp_arena arena; /* of the texts of answers */
    struct rp_intern texts;
    struct rp_clock clock;
};

/* The set, whose account is compiled, and the faults must outlive the judge. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_judge_init(struct rp_judge *judge, const struct rampart_options *options,
                                  const struct rampart_set *set, struct rampart_diags *faults);
void rp_judge_free(struct rp_judge *judge);

/* Whether the account has the caller. */
bool rp_judge_knows(const struct rp_judge *judge, const struct rp_caller *caller);

/*
 * Decides on an action and the parts it needs, which the account must know the caller of. Errors: RAMPART_NO_MEMORY,
 * RAMPART_LIMIT, RAMPART_INVALID_INPUT, which is among the faults (account/held.h).
 */
enum rampart_status rp_judge_ask(struct rp_judge *judge, const struct rp_caller *caller,
                                 struct rampart_str action, const struct rp_part *parts,
                                 struct rp_answer *ret_answer);

/* Of two answers to what must both be allowed, that to both. */
struct rp_answer rp_answer_both(const struct rp_answer *a, const struct rp_answer *b);

#endif
