/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/key_usage.h"

#include "base/str.h"
#include "base/try.h"

/* The same for every spelling of a key. */
static uint64_t key_usage_bit(struct rampart_str name)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)rp_lower(name.data[i])) * 0x9E3779B97F4A7C15U;
    return (uint64_t)1 << (hash >> 58);
}

void rp_key_usage_unite(struct rp_key_usage *usage, const struct rp_key_usage *more)
{
    usage->often |= more->often | (usage->once & more->once);
    usage->once |= more->once;
}

enum rampart_status rp_key_usage_add(struct rp_key_usage *usage, const struct rp_unit *unit,
                                     const struct rp_question *question)
{
    struct rp_residual residual;
    residual.count = 0;
    RP_TRY(rp_residual_add(&residual, unit, question));
    if (residual.count == RP_RESIDUAL_KEYS) usage->often = UINT64_MAX; /* some may be left out */
    for (size_t i = 0; i < residual.count; i++) {
        const struct rp_residual_key *key = &residual.keys[i];
        struct rp_key_usage one = {.once = key_usage_bit(key->name)};
        if (rp_residual_may_decide(key, question)) one.often = one.once;
        rp_key_usage_unite(usage, &one);
    }
    return RAMPART_OK;
}
