/* SPDX-License-Identifier: Apache-2.0 */
/* Decides on the calls of events. Equal questions, of which a trail is full, are decided once. */
#ifndef RP_TRAIL_EVALUATOR_H
#define RP_TRAIL_EVALUATOR_H

#include <rampart/replay.h>

#include "base/buf.h"
#include "base/table.h"
#include "trail/caller.h"
#include "trail/clock.h"
#include "trail/resource.h"

/*
 * The decision on a call, or on a part of it. The reason says why it is Conditional; the keys are those of
 * CONDITION_KEYS.
 */
struct rp_call_answer {
    enum rampart_outcome outcome;
    enum rampart_replay_reason reason;
    struct rampart_str keys;
    unsigned open; /* the circumstances among the keys, a bit each */
};

struct rp_answer_cache;

/*
 * Decisions under readings that are not the set's own (decide/readings.h). Each is made with all that the event tells, and
 * none is remembered; of a call that needs several things, all are asked for.
 */
struct rp_other_readings {
    bool on;
    struct rp_buf *questions; /* is told what would be asked, and nothing is decided; NULL: it is asked */
    rampart_switches assumed;
    rampart_switches touching; /* may change the decisions; collected */
};

struct rp_evaluator {
    const struct rampart_set *set;
    struct rampart_diags *faults; /* the caller's: why there is no answer */
    struct rampart_request *request;
    struct rp_answer_cache *cache;
    struct rp_arena arena; /* of the texts of answers */
    struct rp_intern texts;
    struct rp_clock clock;
    struct rp_other_readings readings;
};

/* The set, whose account is compiled, and the faults must outlive the evaluator. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_evaluator_init(struct rp_evaluator *evaluator, const struct rampart_options *options,
                                      const struct rampart_set *set, struct rampart_diags *faults);
void rp_evaluator_free(struct rp_evaluator *evaluator);

/* True: the account has the caller. */
bool rp_evaluator_has(const struct rp_evaluator *evaluator, const struct rp_caller *caller);

/*
 * Decides on an action and what it requires; the account must have the caller. Errors: RAMPART_NO_MEMORY,
 * RAMPART_LIMIT, RAMPART_INVALID_INPUT, which is among the faults (decide/unseen.h).
 */
enum rampart_status rp_evaluator_decide(struct rp_evaluator *evaluator, const struct rp_caller *caller,
                                        struct rampart_str action, const struct rp_requirement *requirements,
                                        struct rp_call_answer *ret_answer);

/* The answer to two questions that must both be allowed. */
struct rp_call_answer rp_call_answer_both(const struct rp_call_answer *a, const struct rp_call_answer *b);

/* The answer to two questions of which one must be allowed, and nobody knows which: open unless they agree. */
struct rp_call_answer rp_call_answer_either(const struct rp_call_answer *a, const struct rp_call_answer *b);

#endif
