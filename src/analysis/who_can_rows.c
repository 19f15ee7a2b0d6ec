/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of an answer, and counting them. */
#include "analysis/who_can.h"
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

/* The askers are sorted: roles, root, users. */
static enum rampart_principal_kind kind_at(const struct rampart_who_can *result, size_t i)
{
    size_t roles = result->compiled->account->role_count;
    if (i == roles) return RAMPART_PRINCIPAL_ROOT;
    return i < roles ? RAMPART_PRINCIPAL_ROLE : RAMPART_PRINCIPAL_USER;
}

static enum rampart_outcome outcome_at(const struct rampart_who_can *result, size_t i)
{
    if (result->rows->made) return result->rows->items[i].verdict.outcome;
    return (enum rampart_outcome)(result->direct[i] & OUTCOMES);
}

struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        if (kinds != 0 && (kinds & 1U << kind_at(result, i)) == 0) continue;
        enum rampart_outcome outcome = outcome_at(result, i);
        sum.principals++;
        sum.allow += outcome == RAMPART_OUTCOME_ALLOW;
        sum.conditional += outcome == RAMPART_OUTCOME_CONDITIONAL;
        sum.deny += outcome == RAMPART_OUTCOME_DENY;
    }
    return sum;
}
