/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the explanation share. It is a second pass over the same matching, made only when asked for. */
#ifndef RP_DECIDE_EXPLAIN_H
#define RP_DECIDE_EXPLAIN_H

#include <rampart/set.h>

#include "decide/candidates.h"
#include "decide/match.h"
#include "decide/verdict.h"

struct rp_explainer {
    struct rp_candidates *candidates;
    const struct rp_rules *rules; /* the layers of the candidates */
    struct rp_question question;       /* about the resource that decides */
    struct rp_arena *arena;            /* of the decision */
    struct rampart_decision *decision;
    bool brief; /* without the nearest */
    bool causes; /* only what leaves it open */
    bool with_formula;
    /*
     * The verdict, unseen layers included: everything else is about the one without them, which `decision` has
     * until the end.
     */
    struct rampart_verdict verdict;
    struct rampart_str decided_by_key; /* the key whose every completion gave the verdict; empty: there is none */
    struct rp_step_trace *steps;  /* every one, also behind the one that decides */
    size_t step_count;
    struct rampart_str *unseen; /* the documents of the decision that are not known, as they are found */
    const struct rp_step_trace *deciding; /* of a Deny: the step that cannot allow; NULL: no step decided */
};

/*
 * A flag beside rampart_explain_flag, for many questions that only count: the decision is known to be Conditional, and
 * only what leaves it open is found: unseen layers, unknown keys and layers. The statements that matched come with it, but
 * no sentence, formula, assumption or example.
 */
enum { RP_EXPLAIN_CAUSES = 1 << 16 };

/* Those of an account with as many levels of control policies as most have. */
enum { RP_FEW_STEPS = 5 + RP_STEPS_AFTER_CONTROL };

/*
 * A decision of which nothing is known yet, and its memory, which is the request's allocator's, holds it and is
 * given back with it: rules that are made for it alone may lie in there too. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_decision_new(const struct rampart_request *request,
                                    struct rampart_decision **ret_decision, struct rp_arena **ret_arena);

/*
 * Fills it as rampart_explain(), of which it is the inside; `flags` as there. The candidates were produced in
 * the decision's memory.
 */
enum rampart_status rp_decision_explain(struct rp_candidates *candidates, unsigned flags,
                                        struct rampart_decision *decision);

/* A decision by these rules, which must outlive it. Errors: as rampart_explain(). */
enum rampart_status rp_rules_explain(const struct rp_rules *rules, struct rampart_request *request,
                                     unsigned flags, struct rampart_decision **ret_decision);

/* The rules by which it was made are freed with it. */
void rp_decision_keep(struct rampart_decision *decision, struct rp_rules *rules);

/* Which statement this is and where it stands; without the patterns that matched. */
struct rampart_reason rp_reason_of(const struct rp_rule *rule);

/* The values as such texts. False when memory is refused. */
bool rp_value_texts(struct rp_arena *arena, const struct rp_rule *rule, const struct rp_values *values,
                    struct rampart_strs *ret_texts);

/* The place of an offset in the rule's document. */
struct rampart_place rp_place_of(const struct rp_rule *rule, uint32_t offset);

/* Fills matched, conditions, unknown_keys (reasons.c) and nearest (nearest.c). */
enum rampart_status rp_explain_reasons(struct rp_explainer *explainer);
enum rampart_status rp_explain_nearest(struct rp_explainer *explainer);

/* An Allow statement that did not match. */
struct rp_candidate {
    const struct rp_rule *rule;
    const struct rp_rule_condition *condition; /* the first that is not met */
    enum rampart_element element;              /* the first that failed */
    unsigned failed;
    size_t agreement; /* how many characters of the best pattern agree with what was asked */
    size_t number;    /* in the order of the documents */
};

/* Tells of one of the nearest (nearest.c). */
enum rampart_status rp_explain_near_miss(struct rp_explainer *explainer, const struct rp_candidate *candidate,
                                         struct rampart_near_miss *miss);

/* A few patterns, in the arena of the decision. */
struct rp_texts {
    struct rampart_str *items;
    size_t count, capacity;
};

/* Adds a text that the list does not have. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_texts_add(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str text);

/* Adds those of the patterns that the pattern asked about has a part in common with. */
enum rampart_status rp_texts_add_common(const struct rp_explainer *explainer,
                                         const struct rampart_str *patterns, size_t count,
                                         struct rp_texts *texts);

/* Of a Conditional about a pattern: which part of it is allowed (witness.c), and one resource on either side of it, each
 * of which was asked about (witness.c). */
enum rampart_status rp_explain_holds(struct rp_explainer *explainer);
enum rampart_status rp_explain_witness(struct rp_explainer *explainer);

/* Under which conditions it is allowed, as one formula (formula.c). The verdict stands. Errors: as rp_unit_match(). */
enum rampart_status rp_explain_formula(struct rp_explainer *explainer);

/*
 * What must hold when both formulas must, which may go before it does. `one` may be NULL: only
 * the other must. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_formula_both(struct rp_arena *arena, const struct rampart_formula *one,
                                    const struct rampart_formula *other, const struct rampart_formula **ret_both);

/* On which assumptions the verdict turns (switches.c). */
enum rampart_status rp_explain_assumptions(struct rp_explainer *explainer);

/* Whether it is to be said that the time is the clock's, which a condition asked for (reasons.c). */
enum rampart_status rp_explain_time(struct rp_explainer *explainer);

/* What the layers that nobody showed leave open, and that they do (reasons.c). */
enum rampart_status rp_explain_unseen(struct rp_explainer *explainer);

/* The sentence about the verdict without unseen layers; everything else must stand (reasons.c). */
enum rampart_status rp_explain_message(struct rp_explainer *explainer);

#endif
