/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Layers that nobody showed". */
#include "decide/unseen.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/match.h"
#include "decide/rule.h"

bool rp_is_foreign(const struct rp_question *question)
{
    struct rampart_str own = question->request->identity.account;
    if (own.len == 0 || rp_request_assumes_role(question->request)) return false;
    return question->account.len > 0 && !rp_str_equal(question->account, own);
}

bool rp_is_out_of_reach(unsigned absent, const struct rp_question *question)
{
    if (!rp_is_foreign(question)) return false;
    unsigned joint = question->unseen == NULL ? 0 : question->unseen->joint;
    return (joint & ~absent) == 0;
}

struct rp_unseen_power rp_unseen_power(const struct rp_rules *rules, const struct rp_question *question)
{
    struct rp_unseen_power power = {0, 0};
    if (question->unseen == NULL || question->request->alone) return power;
    power = rp_is_foreign(question) ? question->unseen->other : question->unseen->own;
    const unsigned without = rules->absent_layers | rp_unseen_idle(question->unseen, rules->held_layers);
    power.allow &= ~without;
    power.deny &= ~without;
    return power;
}

/* Only what identities are granted, or not, is asked of these layers too: other layers are gates before them. */
static bool is_of_identity(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_IDENTITY || layer == RAMPART_LAYER_RESOURCE_GROUP;
}

/*
 * A Deny of an identity policy is final in its own account. On another account's resource the layer that may let in
 * does not ask it.
 */
unsigned rp_unseen_openers(struct rp_unseen_power power, bool foreign, struct rampart_verdict alone)
{
    switch (alone.outcome) {
    case RAMPART_OUTCOME_ALLOW: return power.deny;
    case RAMPART_OUTCOME_CONDITIONAL: return power.allow | power.deny;
    case RAMPART_OUTCOME_DENY: break;
    }
    if (!is_of_identity(alone.layer)) return 0;
    return alone.deny == RAMPART_IMPLICIT_DENY || foreign ? power.allow : 0;
}

struct rampart_verdict rp_unseen_open(const struct rp_rules *rules, const struct rp_question *question,
                                      struct rampart_verdict verdict)
{
    const struct rp_unseen_power power = rp_unseen_power(rules, question);
    if (rp_unseen_openers(power, rp_is_foreign(question), verdict) == 0) return verdict;
    return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
}

/* ---- the call that shows a layer ---- */

/* Whether a shell takes the text as it is. */
static bool is_plain_word(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && rp_str_find(RP_STR("-_./+:@"), c) == sizeof "-_./+:@" - 1) return false;
    }
    return text.len > 0 && text.data[0] != '-';
}

/* The call with a place of it filled; one that a shell would take otherwise stays a place. */
static bool fill_place(struct rp_arena *arena, struct rampart_str place, struct rampart_str value,
                       struct rampart_str *call)
{
    for (size_t i = 0; i + place.len <= call->len && is_plain_word(value); i++) {
        if (!rp_str_starts(rp_str_from(*call, i), place)) continue;
        const struct rampart_str parts[] = {rp_str_part(*call, 0, i), value,
                                            rp_str_from(*call, i + place.len)};
        return rp_arena_join(arena, parts, sizeof parts / sizeof *parts, call);
    }
    return true;
}

enum rampart_status rp_unseen_tell(struct rp_arena *arena, const struct rp_unseen_layer *layer,
                                   struct rampart_unseen *ret_told)
{
    struct rampart_unseen told = {.layer = layer->layer, .call = layer->call};
    RP_TRY_MEMORY(rp_arena_copy(arena, layer->of, &told.of));
    RP_TRY_MEMORY(fill_place(arena, RP_STR("{name}"), layer->of, &told.call));
    RP_TRY_MEMORY(fill_place(arena, RP_STR("{rest}"), layer->rest, &told.call));
    *ret_told = told;
    return RAMPART_OK;
}
