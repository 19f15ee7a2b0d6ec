/* SPDX-License-Identifier: Apache-2.0 */
/* A question to a whole account, and what is known of the answer so far. */
#ifndef RP_ANALYSIS_WHO_CAN_H
#define RP_ANALYSIS_WHO_CAN_H

#include "analysis/evaluation.h"

struct rampart_who_can {
    struct rp_arena arena; /* holds everything, the result itself included */
    struct rampart_allocator allocator;
    struct rampart_options options;
    struct rampart_who_can_options how;
    size_t done, known; /* questions, for the progress */
    const struct rampart_account *account;
    struct rampart_request *question; /* nobody asks; the same texts as the caller's */
    struct rampart_request *asker;    /* for what is explained */
    struct rp_askers askers;
    struct rampart_who_can_row *rows; /* by the index of the asker */
    bool watching;                    /* for what the statements touch: */
    unsigned touched;                 /* bits of enum rp_assumed */
    struct rampart_rules *rules;      /* of the decision */
    struct rampart_decision *decision;
    const struct rampart_who_can_row *explained; /* what the decision is about; NULL: nothing */
};

/* Tells the progress now and then; `more` questions became known. */
void rp_who_can_tell(struct rampart_who_can *result, size_t done, size_t more);

/* Makes `request` the finished question who may assume the role, nobody asking. */
enum rampart_status rp_who_can_assume(const struct rampart_who_can *result,
                                      const struct rampart_who_can_row *role,
                                      struct rampart_request *request);

/* Makes the rows. */
enum rampart_status rp_who_can_ask(struct rampart_who_can *result, const struct rp_documents *documents);

/* Notices what an alternative to the assumptions touches in an evaluation that was aimed (assumptions.c). */
enum rampart_status rp_who_can_watch(struct rampart_who_can *result, const struct rp_evaluation *evaluation);

/* Says of each row on which assumptions it turns (assumptions.c). */
enum rampart_status rp_who_can_otherwise(struct rampart_who_can *result,
                                         const struct rp_documents *documents);

/* Improves the rows by the roles that principals may assume (chains.c). */
enum rampart_status rp_who_can_chains(struct rampart_who_can *result, const struct rp_documents *documents);

#endif
