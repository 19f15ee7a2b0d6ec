/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question, asked by every principal of an account: each document, each group and each level of control
 * policies is evaluated once, and a principal's answer is put together from what its policies came to. Principals whose
 * policies came to the same have the same answer, which is worked out once, unless something asks who asks.
 */
#ifndef RP_ANALYSIS_EVALUATION_H
#define RP_ANALYSIS_EVALUATION_H

#include "account/compiled.h"
#include "analysis/asked.h"
#include "analysis/marks.h"
#include "engine/decide.h"

/* The verdict on all principals with one mark. */
struct rp_answer {
    struct rampart_verdict verdict;
    bool known;
};

struct rp_evaluation {
    const struct rampart_compiled *compiled;
    struct rp_arena arena;           /* what stays for the action */
    struct rampart_request *request; /* nobody asks; of the caller */
    struct rampart_request *asker;   /* the same from one principal after the other */
    uint32_t *about;                 /* the documents that may be about the action */
    size_t about_count;
    uint16_t *documents;         /* by the document: its mark at account scope */
    uint16_t *groups;            /* by the group: the mark of all it holds */
    enum rampart_truth *reached; /* by the resource group: whether the resource lies in it; UNKNOWN: some do */
    struct rampart_rules *bound; /* what bears on everybody: control and trust policies */
    struct rampart_rules *free;  /* the same without control policies, for service-linked roles */
    struct rp_truths *levels;    /* of the control policies */
    struct rp_answer *answers;   /* by the mark, for those who are bound; behind them for the others */
    struct rp_asked *open;       /* by the document: what it leaves open, whoever asks */
    struct rp_asked asked;       /* what `bound` leaves open */
    bool uniform;                /* nothing that bears on everybody asks who asks */
};

/* Finds the documents about the request's action. rp_evaluation_close() may be called after a failure. */
enum rampart_status rp_evaluation_open(const struct rampart_compiled *compiled,
                                       struct rampart_request *request, struct rp_evaluation *evaluation);
void rp_evaluation_close(struct rp_evaluation *evaluation);

/* Whether the holder has a document that may be about the action. */
bool rp_evaluation_is_about(const struct rp_evaluation *evaluation, const struct rp_holder *holder);

/* Evaluates what does not hang on who asks. `request` is finished and about the action the evaluation is for. */
enum rampart_status rp_evaluation_aim(struct rp_evaluation *evaluation, struct rampart_request *request);

/* Whether the principal's own policies leave any chance of an Allow: cheap, and most often they do not. */
bool rp_evaluation_may_allow(const struct rp_evaluation *evaluation, const struct rp_asker *asker);

/* The verdict on one principal. */
enum rampart_status rp_evaluation_decide(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         struct rampart_verdict *ret_verdict);

#endif
