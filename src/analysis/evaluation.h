/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question with the principal unknown: each document and each level of control policies is evaluated once, and the
 * effects propagate to all who hold the documents (analysis/propagate.h). Principals with one mask have one verdict,
 * which is worked out once, unless something asks who asks (analysis/row_verdict.h).
 */
#ifndef RP_ANALYSIS_EVALUATION_H
#define RP_ANALYSIS_EVALUATION_H

#include "analysis/action_candidates.h"
#include "analysis/classes.h"
#include "analysis/effect_mask.h"
#include "analysis/key_usage.h"
#include "decide/verdict.h"

/*
 * The masks of documents for one resource, kept for asking again under other assumptions. A document that an assumption
 * does not touch keeps its mask, and most documents have no effect and are touched by none: the list of the others is
 * short.
 */
struct rp_kept_mask {
    struct rp_document_id document;
    uint16_t mask;
    rampart_switches switches; /* bits of enum rp_assumed that may change the mask */
};

struct rp_kept_masks {
    struct rp_kept_mask *items;
    size_t count;
    rampart_switches assumed; /* when they were kept */
    bool known;
};

/* The verdict on all principals with one mask. */
struct rp_mask_verdict {
    struct rampart_verdict verdict;
    bool known;
};

/* The keys that a document leaves open, whoever asks. */
struct rp_document_usage {
    struct rp_key_usage usage;
    bool known;
};

struct rp_evaluation {
    const struct rp_compiled *compiled;
    struct rp_arena arena;                  /* what stays for the action */
    struct rampart_request *request;        /* without a principal; of the caller */
    rampart_switches assumed;                       /* enum rp_assumed: under which it is asked */
    struct rampart_request *as_principal;   /* the same from one principal after the other */
    struct rp_arena asker;                  /* the ARN of that principal */
    struct rp_action_candidates candidates; /* for the action */
    const struct rp_document_id *asked;     /* the candidates that may have an effect; the others are not asked */
    size_t asked_count;
    uint64_t resource;                      /* as in rp_action_candidates_find() */
    size_t kept;                            /* how many masks were, so far */
    uint16_t *document_masks;               /* by the document: its mask at account scope */
    uint16_t *holder_masks; /* by the holder (decide/subjects.h): of all it holds, and of its groups; NULL: of none */
    enum rampart_truth
        *reached;           /* by the resource group: it holds the resource; UNKNOWN: some of the resources */
    struct rp_rules *bound; /* the frame of every principal: control and trust policies */
    struct rp_rules *free;  /* the frame of service-linked roles: without control policies */
    struct rp_truths *levels;         /* of the control policies; there is room for level_room of them */
    unsigned level_room;
    struct rp_mask_verdict *verdicts; /* by the class of principals and the mask */
    struct rp_document_usage *usages; /* by the document; NULL: no row needed them yet */
    struct rp_key_usage frame_usage;  /* of `bound` */
    bool uniform;                     /* nothing in the frames asks who asks */
    struct rp_shown_here here;        /* what is shown of the resource, for whom the account's policies bind */
    bool shown;                       /* there is something */
    const rampart_switches *switches; /* by the document: what its mask turns on; NULL: nobody looked */
    struct rp_classing classing;      /* of the holders by what has an effect, or may have; room is made when it is first asked for */
    struct rp_mask_verdict *class_verdicts; /* by the class, of those that are Conditional by their masks */
    size_t class_room;                /* for so many of them */
    bool *class_groups;               /* by the group: it holds some of that */
    bool classed;                     /* in this run */
};

/*
 * Principals of one class and mask have one verdict: those whom control policies bind, and service-linked roles. Policies
 * of resources tell roles from users, and users whose UID is not known from others.
 */
enum rp_evaluation_class { RP_CLASS_BOUND, RP_CLASS_FREE, RP_CLASS_ROLE, RP_CLASS_UNKNOWN_UID, RP_CLASSES };


/* What an evaluation is for. */
struct rp_evaluation_use {
    uint64_t resource; /* as in rp_action_candidates_find() */
    bool narrow;       /* the candidates */
    bool documents;    /* the masks of documents alone: whose they are is found elsewhere */
};

/*
 * Finds the candidates as rp_action_candidates_find() does. They serve all assumptions. rp_evaluation_close() may be
 * called after a failure.
 */
enum rampart_status rp_evaluation_open(const struct rp_compiled *compiled, struct rampart_request *request,
                                       struct rp_evaluation_use use, struct rp_evaluation *evaluation);

/* From now on it asks of the candidates these alone; the list must last until it asks of others. */
void rp_evaluation_ask_of(struct rp_evaluation *evaluation, const struct rp_document_id *documents, size_t count);

void rp_evaluation_close(struct rp_evaluation *evaluation);

/*
 * Evaluates all that does not depend on who asks. `request` is finished, has the action of the evaluation, and is
 * asked as `assumed`. `kept` are the masks of the same question under other assumptions; without any, all documents
 * are evaluated.
 */
enum rampart_status rp_evaluation_run(struct rp_evaluation *evaluation, struct rampart_request *request,
                                      rampart_switches assumed, const struct rp_kept_masks *kept);

/*
 * Tells the holders apart by the documents that have an effect in this run, or under other assumptions where that was
 * watched; whoever is asked for himself is a class of his
 * own. Not where something in the frames asks who asks. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_evaluation_class(struct rp_evaluation *evaluation);

/* Keeps the masks of the evaluation. `switches` are by the document. */
enum rampart_status rp_evaluation_keep(struct rp_evaluation *evaluation, const rampart_switches *switches,
                                       struct rp_arena *arena, struct rp_kept_masks *ret_kept);

/* The mask of the principal's own policies; not for root, which has none. */
static inline uint16_t rp_evaluation_mask(const struct rp_evaluation *evaluation,
                                          const struct rp_account_principal *principal)
{
    return evaluation->holder_masks[principal->id.at];
}

/*
 * True: all bound principals with the mask have one verdict by it. What a Conditional verdict leaves open is each
 * one's own.
 */
static inline bool rp_evaluation_is_uniform(const struct rp_evaluation *evaluation, uint16_t mask)
{
    return evaluation->uniform && (mask & RP_EFFECT_PERSONAL) == 0;
}

/* The policy of the resource of this number that is shown; NULL: there are no more. */
static inline const struct rp_unit *rp_evaluation_shown(const struct rp_evaluation *evaluation, size_t i)
{
    const struct rp_shown_here *here = &evaluation->here;
    if (!evaluation->shown || i >= here->gate_count + here->count) return NULL;
    return i < here->gate_count ? &here->gates[i]->unit : &here->items[i - here->gate_count].shown->unit;
}

/* True: all bound users with the mask have one verdict, and it is known. */
static inline bool rp_evaluation_is_settled(const struct rp_evaluation *evaluation, uint16_t mask)
{
    return !evaluation->shown && rp_evaluation_is_uniform(evaluation, mask) && evaluation->verdicts[mask].known &&
           evaluation->verdicts[mask].verdict.outcome != RAMPART_OUTCOME_CONDITIONAL;
}

#endif
