/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of an answer, and counting them. */
#include "analysis/who_can.h"

#include <limits.h>

#include "base/str.h"

enum { DENY = 2, LAYER = 3, OUTCOMES = 3, DENIES = 1 };

uint8_t rp_verdict_pack(struct rampart_verdict verdict)
{
    return (uint8_t)((unsigned)verdict.outcome | (unsigned)verdict.deny << DENY |
                     (unsigned)verdict.layer << LAYER);
}

struct rampart_verdict rp_verdict_unpack(uint8_t packed)
{
    return (struct rampart_verdict){(enum rampart_outcome)(packed & OUTCOMES),
                                    (enum rampart_deny)(packed >> DENY & DENIES),
                                    (enum rampart_layer)(packed >> LAYER)};
}

struct rampart_who_can_row *rp_who_can_rows(const struct rampart_who_can *result)
{
    struct rp_who_can_rows *rows = result->rows;
    const struct rp_askers *askers = &result->compiled->askers;
    size_t prefix = sizeof "acs:ram:::" - 1 + result->compiled->account->id.len;
    for (size_t i = 0; i < askers->count && !rows->made; i++) {
        const struct rp_asker *asker = &askers->items[i];
        rows->items[i] = (struct rampart_who_can_row){
            .principal = asker->arn,
            .name = rp_str_from(asker->arn, prefix),
            .kind = asker->kind,
            .service_linked = asker->service_linked,
            .verdict = rp_verdict_unpack(result->direct[i]),
            .without_unseen = rp_verdict_unpack(result->direct[i]),
        };
    }
    rows->made = true;
    return rows->items;
}

size_t rampart_who_can_count(const struct rampart_who_can *result)
{
    return result->compiled->askers.count;
}

const struct rampart_who_can_row *rampart_who_can_row(const struct rampart_who_can *result, size_t i)
{
    return i < rampart_who_can_count(result) ? &rp_who_can_rows(result)[i] : NULL;
}

static enum rampart_outcome outcome_at(const struct rampart_who_can *result, size_t i)
{
    if (result->rows->made) return result->rows->items[i].verdict.outcome;
    return (enum rampart_outcome)(result->direct[i] & OUTCOMES);
}

/* Those from `first` on and before `end`, if their kind is asked for. */
static void add_up(const struct rampart_who_can *result, size_t first, size_t end,
                   struct rampart_who_can_summary *sum)
{
    size_t allow = 0, conditional = 0;
    for (size_t i = first; i < end; i++) {
        allow += outcome_at(result, i) == RAMPART_OUTCOME_ALLOW;
        conditional += outcome_at(result, i) == RAMPART_OUTCOME_CONDITIONAL;
    }
    sum->principals += end - first;
    sum->allow += allow;
    sum->conditional += conditional;
    sum->deny += end - first - allow - conditional;
}

/* The askers are sorted: roles, root, users. */
struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    size_t root = result->compiled->account->role_count, count = rampart_who_can_count(result);
    if (kinds == 0) kinds = UINT_MAX;
    if ((kinds & 1U << RAMPART_PRINCIPAL_ROLE) != 0) add_up(result, 0, root, &sum);
    if ((kinds & 1U << RAMPART_PRINCIPAL_ROOT) != 0) add_up(result, root, root + 1, &sum);
    if ((kinds & 1U << RAMPART_PRINCIPAL_USER) != 0) add_up(result, root + 1, count, &sum);
    return sum;
}
