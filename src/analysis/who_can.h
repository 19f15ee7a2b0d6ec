/* SPDX-License-Identifier: Apache-2.0 */
/* A question to a whole account, and what is known of the answer so far. */
#ifndef RP_ANALYSIS_WHO_CAN_H
#define RP_ANALYSIS_WHO_CAN_H

#include "analysis/evaluation.h"

/*
 * By the asker. Made when they are first needed, for most questions are answered by counting; their memory is there
 * before, so that making them cannot fail.
 */
struct rp_who_can_rows {
    struct rampart_who_can_row *items;
    bool made;
};

struct rampart_who_can {
    struct rp_arena arena; /* holds everything, the result itself included */
    struct rampart_allocator allocator;
    struct rampart_options options;
    struct rampart_who_can_options how;
    unsigned assumed; /* enum rp_assumed: under which it is being asked */
    size_t done, known; /* questions, for the progress */
    const struct rp_compiled *compiled;
    struct rp_compiled *own;         /* the same if it was compiled for this question alone; else NULL */
    struct rampart_request *question;     /* nobody asks; the same texts as the caller's */
    struct rampart_request *asker;        /* for what is explained */
    struct rampart_request *assuming;     /* who may assume the role that is asked about */
    struct rp_evaluation itself, by_role; /* of `question` and of `assuming`; open while it is asked */
    struct rp_recall recall, *role_recalls; /* of `itself`; by the role, of `by_role` */
    unsigned *touches;                      /* by the document, of the evaluation that is watched */
    uint8_t *direct; /* by the asker: the verdict without assuming roles (who_can_rows.c) */
    struct rp_who_can_rows *rows;
    struct rampart_unseen *unseen; /* layers of the resource (who_can_unseen.c) */
    size_t unseen_count;
    unsigned assumed_absent;
    bool watching;               /* for what the statements touch: */
    unsigned touched;            /* bits of enum rp_assumed */
    struct rp_rules *rules; /* of the decision */
    struct rampart_decision *decision;
    const struct rampart_who_can_row *explained; /* what the decision is about; NULL: nothing */
};

/* The rows (who_can_rows.c). */
struct rampart_who_can_row *rp_who_can_rows(const struct rampart_who_can *result);
uint8_t rp_verdict_pack(struct rampart_verdict verdict);
struct rampart_verdict rp_verdict_unpack(uint8_t packed);

/* Finds out which layers of the resource were not seen. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_find_unseen(struct rampart_who_can *result);

/* What they leave open of a verdict without them. */
struct rampart_verdict rp_who_can_opened(const struct rampart_who_can *result, struct rampart_verdict alone);

/* Makes the verdicts of the rows, which were those without them, the verdicts with them. */
void rp_who_can_open_rows(const struct rampart_who_can *result);

/* Tells the progress now and then; `more` questions became known. */
void rp_who_can_tell(struct rampart_who_can *result, size_t done, size_t more);

/* Makes `request` the finished question who may assume the role, nobody asking. */
enum rampart_status rp_who_can_assume(const struct rampart_who_can *result,
                                      const struct rampart_who_can_row *role,
                                      struct rampart_request *request);

/*
 * Opens the evaluation of a request. Which documents are about its action is the same under all assumptions, so that
 * is done once for all of them. `resource` is as in rp_about_find().
 */
enum rampart_status rp_who_can_open(const struct rampart_who_can *result, struct rampart_request *request,
                                    uint64_t resource, struct rp_evaluation *evaluation);

/* Makes the rows. */
enum rampart_status rp_who_can_ask(struct rampart_who_can *result);

/*
 * Notices what an alternative to the assumptions touches in an evaluation that was aimed, and keeps what it does not
 * (assumptions.c).
 */
enum rampart_status rp_who_can_watch(struct rampart_who_can *result, struct rp_evaluation *evaluation,
                                     struct rp_recall *recall);

/* Says of each row on which assumptions it turns (assumptions.c). */
enum rampart_status rp_who_can_otherwise(struct rampart_who_can *result);

/* Improves the rows by the roles that principals may assume (chains.c). */
enum rampart_status rp_who_can_chains(struct rampart_who_can *result);

/* rampart_who_can() by an account that is compiled for this question. */
enum rampart_status rp_account_who_can(const struct rampart_options *options,
                                       const struct rampart_account *account,
                                       const struct rampart_request *request,
                                       const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                       struct rampart_who_can **ret_result);

#endif
