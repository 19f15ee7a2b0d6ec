/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question, asked by every principal of an account: each document and each level of control policies is evaluated
 * once, and what it comes to spreads to those who hold it (analysis/spread.h). Principals whose policies came to the
 * same have the same answer, which is worked out once, unless something asks who asks.
 */
#ifndef RP_ANALYSIS_EVALUATION_H
#define RP_ANALYSIS_EVALUATION_H

#include "analysis/about.h"
#include "analysis/asked.h"
#include "analysis/marks.h"
#include "analysis/recall.h"
#include "decide/verdict.h"

/* The verdict on all principals with one mark. */
struct rp_mark_verdict {
    struct rampart_verdict verdict;
    bool known;
};

/* What a document leaves open, whoever asks. */
struct rp_open {
    struct rp_asked asked;
    bool known;
};

struct rp_evaluation {
    const struct rp_compiled *compiled;
    struct rp_arena arena;           /* what stays for the action */
    struct rampart_request *request; /* nobody asks; of the caller */
    unsigned assumed;                /* enum rp_assumed: under which it is asked */
    struct rampart_request *asker;   /* the same from one principal after the other */
    struct rp_about about;           /* the action */
    uint64_t resource;               /* as in rp_about_find() */
    uint16_t *documents;             /* by the document: its mark at account scope */
    uint16_t *marks; /* by the holder (decide/subjects.h): of all it holds, and of its groups */
    enum rampart_truth
        *reached; /* by the resource group: whether the resource lies in it; UNKNOWN: some do */
    struct rp_rules *bound; /* what bears on everybody: control and trust policies */
    struct rp_rules *free;  /* the same without control policies, for service-linked roles */
    struct rp_truths *levels;    /* of the control policies */
    struct rp_mark_verdict *answers;   /* by the mark, for those who are bound; behind them for the others */
    struct rp_open *open;        /* by the document; NULL: no row was looked into yet */
    struct rp_asked asked;       /* what `bound` leaves open */
    bool uniform;                /* nothing that bears on everybody asks who asks */
};

/* Finds the documents as rp_about_find() does. rp_evaluation_close() may be called after a failure. */
enum rampart_status rp_evaluation_open(const struct rp_compiled *compiled,
                                       struct rampart_request *request, uint64_t resource,
                                       struct rp_evaluation *evaluation);
void rp_evaluation_close(struct rp_evaluation *evaluation);

/*
 * Evaluates what does not hang on who asks. `request` is finished and about the action the evaluation is for; it is asked
 * as `assumed`. `recall` is what was kept when the same was asked otherwise; if nothing was, all documents are evaluated.
 */
enum rampart_status rp_evaluation_aim(struct rp_evaluation *evaluation, struct rampart_request *request,
                                      unsigned assumed, const struct rp_recall *recall);

/* What the principal's own policies come to; not for root, which has none. */
static inline uint16_t rp_evaluation_mark(const struct rp_evaluation *evaluation,
                                          const struct rp_asker *asker)
{
    return evaluation->marks[asker->holdings - evaluation->compiled->holdings];
}

/* Whether all who are bound and have the mark come out alike by the mark; what is open then is each one's own. */
static inline bool rp_evaluation_is_uniform(const struct rp_evaluation *evaluation, uint16_t mark)
{
    return evaluation->uniform && (mark & RP_MARK_PERSONAL) == 0;
}

/* Whether all who are bound and have the mark have one verdict, and it has been asked for. */
static inline bool rp_evaluation_is_settled(const struct rp_evaluation *evaluation, uint16_t mark)
{
    return rp_evaluation_is_uniform(evaluation, mark) && evaluation->answers[mark].known &&
           evaluation->answers[mark].verdict.outcome != RAMPART_OUTCOME_CONDITIONAL;
}

/* The verdict on one principal. */
enum rampart_status rp_evaluation_decide(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         struct rampart_verdict *ret_verdict);

#endif
