/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/asked.h"

#include "base/str.h"
#include "base/try.h"

/* The same for every spelling of a key. */
static uint64_t bit_of(struct rampart_str name)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)rp_lower(name.data[i])) * 0x9E3779B97F4A7C15U;
    return (uint64_t)1 << (hash >> 58);
}

void rp_asked_unite(struct rp_asked *asked, const struct rp_asked *more)
{
    asked->often |= more->often | (asked->once & more->once);
    asked->once |= more->once;
}

enum rampart_status rp_asked_add(struct rp_asked *asked, const struct rp_unit *unit,
                                 const struct rp_question *question)
{
    struct rp_residual residual;
    residual.count = 0;
    RP_TRY(rp_residual_add(&residual, unit, question));
    if (residual.count == RP_RESIDUAL_KEYS) asked->often = UINT64_MAX; /* some may be left out */
    for (size_t i = 0; i < residual.count; i++) {
        const struct rp_residual_key *key = &residual.keys[i];
        struct rp_asked one = {.once = bit_of(key->name)};
        if (rp_residual_may_settle(key, question)) one.often = one.once;
        rp_asked_unite(asked, &one);
    }
    return RAMPART_OK;
}
