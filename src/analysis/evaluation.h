/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question, asked by every principal of an account: each document, each group and each level of control
 * policies is evaluated once, and a principal's answer is put together from what its policies came to.
 */
#ifndef RP_ANALYSIS_EVALUATION_H
#define RP_ANALYSIS_EVALUATION_H

#include "analysis/asked.h"
#include "analysis/documents.h"
#include "analysis/principals.h"
#include "engine/decide.h"

/* What a document comes to. */
struct rp_finding {
    struct rp_truths truths;
    struct rp_asked asked; /* what it leaves open, whoever asks */
    bool about;            /* a statement of it is about the action */
    bool personal;         /* it comes out differently for different principals: `truths` say nothing */
};

/* What the policies of a group or of a principal come to together. */
struct rp_holding {
    struct rp_truths account_scope, resource_groups;
    struct rp_asked asked;
    bool personal;
};

struct rp_evaluation {
    const struct rampart_options *options;
    const struct rampart_account *account;
    const struct rp_documents *documents;
    struct rp_arena arena;           /* what stays for the action */
    struct rampart_request *request; /* nobody asks; of the caller */
    struct rampart_request *asker;   /* the same from one principal after the other */
    size_t *about;                   /* the documents that are about the action */
    size_t about_count;
    struct rp_finding *findings; /* by the index of the document */
    bool *reached;               /* by the index of the resource group: the resource lies in it */
    struct rp_holding *groups;   /* by the index of the group */
    struct rampart_rules *bound; /* what bears on everybody: control and trust policies */
    struct rampart_rules *free;  /* the same without control policies, for service-linked roles; or NULL */
    struct rp_truths *levels;    /* of the control policies */
    struct rp_asked asked;       /* what `bound` leaves open */
};

/* Finds the documents about the request's action. rp_evaluation_close() may be called after a failure. */
enum rampart_status rp_evaluation_open(const struct rampart_options *options,
                                       const struct rp_documents *documents, struct rampart_request *request,
                                       struct rp_evaluation *evaluation);
void rp_evaluation_close(struct rp_evaluation *evaluation);

/* Evaluates what does not hang on who asks. `request` is finished and about the action the evaluation is for. */
enum rampart_status rp_evaluation_aim(struct rp_evaluation *evaluation, struct rampart_request *request);

/* Whether the principal's own policies leave any chance of an Allow: cheap, and most often they do not. */
enum rampart_status rp_evaluation_may_allow(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                            bool *ret_may);

/* The verdict on one principal. */
enum rampart_status rp_evaluation_decide(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         struct rampart_verdict *ret_verdict);

#endif
