/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the explanation share. It is a second pass over the same matching, made only when asked for. */
#ifndef RP_ENGINE_EXPLAIN_H
#define RP_ENGINE_EXPLAIN_H

#include "engine/decide.h"

struct rp_explainer {
    const struct rampart_rules *rules;
    struct rp_question question; /* about the resource that decides */
    struct rp_arena *arena;      /* of the decision */
    struct rampart_decision *decision;
    struct rampart_str settling; /* the key whose every completion gave the verdict; empty: there is none */
    struct rp_step deciding;     /* of a Deny: the step that cannot allow; unit NULL: no step decided */
    struct rp_result result;     /* of that step */
};

/* Which statement this is and where it stands; without the patterns that matched. */
struct rampart_reason rp_reason_of(const struct rp_rule *rule);

/* The values as texts. False when memory is refused. */
bool rp_value_texts(struct rp_arena *arena, const struct rp_values *values, struct rampart_strs *ret_texts);

/* Where a span of the rule's document stands. */
struct rampart_place rp_place_of(const struct rp_rule *rule, struct rp_span span);

/* Fills matched, conditions, unknown_keys (explain_reasons.c) and nearest (explain_nearest.c). */
enum rampart_status rp_explain_reasons(struct rp_explainer *explainer);
enum rampart_status rp_explain_nearest(struct rp_explainer *explainer);

/* On which assumptions the verdict turns (explain_assumptions.c). */
enum rampart_status rp_explain_assumptions(struct rp_explainer *explainer);

/* The sentence; everything else must stand (explain_message.c). */
enum rampart_status rp_explain_message(struct rp_explainer *explainer);

#endif
