/* SPDX-License-Identifier: Apache-2.0 */
/* Layers of the resource that nobody showed: they may let in and shut out whoever asks, and are told of once. */
#include "analysis/who_can.h"
#include "base/try.h"
#include "decide/unseen.h"

/* The rows are about principals of the account. */
static bool is_foreign(const struct rampart_who_can *result)
{
    const struct rampart_str owner = result->question->resources->account;
    return owner.len > 0 && !rp_str_equal(owner, result->compiled->account->id);
}

/* What leaves nothing open: it is said to be absent, or left out as none of its kind is held. */
static unsigned without_of(const struct rampart_who_can *result)
{
    const struct rp_unseen_layers *unseen = result->question->resources->unseen;
    const unsigned idle = unseen == NULL ? 0 : rp_unseen_idle(unseen, result->compiled->held_layers);
    return result->compiled->account->absent_layers | idle;
}

static struct rp_unseen_power power_of(const struct rampart_who_can *result)
{
    const struct rp_unseen_layers *unseen = result->question->resources->unseen;
    if (unseen == NULL) return (struct rp_unseen_power){0, 0};
    return is_foreign(result) ? unseen->other : unseen->own;
}

enum rampart_status rp_who_can_find_unseen(struct rampart_who_can *result)
{
    const struct rp_unseen_layers *unseen = result->question->resources->unseen;
    const struct rp_unseen_power power = power_of(result);
    const unsigned all = power.allow | power.deny, open = all & ~without_of(result);
    if (unseen == NULL) return RAMPART_OK;
    result->assumed_absent = all & result->compiled->account->absent_layers &
                             ~rp_unseen_idle(unseen, result->compiled->held_layers);
    if (open == 0) return RAMPART_OK;
    result->unseen = RP_NEW_ARRAY(&result->arena, struct rampart_unseen, unseen->count);
    RP_TRY_MEMORY(result->unseen != NULL);
    for (size_t i = 0; i < unseen->count; i++)
        if ((open & 1U << unseen->layers[i].layer) != 0)
            RP_TRY(rp_unseen_tell(&result->arena, &unseen->layers[i],
                                  &result->unseen[result->unseen_count++]));
    return RAMPART_OK;
}

struct rampart_verdict rp_who_can_opened(const struct rampart_who_can *result, struct rampart_verdict alone)
{
    struct rp_unseen_power power = power_of(result);
    power.allow &= ~without_of(result);
    power.deny &= ~without_of(result);
    if (rp_unseen_openers(power, is_foreign(result), alone) == 0) return alone;
    return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
}

void rp_who_can_open_rows(const struct rampart_who_can *result)
{
    if (result->unseen_count == 0) return; /* the rows may not be made yet */
    struct rampart_who_can_row *rows = rp_who_can_rows(result);
    for (size_t i = 0; i < rampart_who_can_count(result); i++)
        rows[i].verdict = rp_who_can_opened(result, rows[i].verdict);
}

const struct rampart_unseen *rampart_who_can_unseen(const struct rampart_who_can *result, size_t i)
{
    return result != NULL && i < result->unseen_count ? &result->unseen[i] : NULL;
}

unsigned rampart_who_can_assumed_absent(const struct rampart_who_can *result)
{
    return result == NULL ? 0 : result->assumed_absent;
}
