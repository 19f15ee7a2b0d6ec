/* SPDX-License-Identifier: Apache-2.0 */
/* What users hold, once for all that hold the same: of many users most differ by their names alone. */
#ifndef RP_ACCOUNT_HOLDINGS_H
#define RP_ACCOUNT_HOLDINGS_H

#include "account/account.h"

/* A table with open addressing that is at most half full. Zeroed: of nothing. */
struct rp_holdings {
    const struct rp_holding **slots;
    size_t mask, count;
};

/*
 * The one that equals it, of which a copy with its lists is made in `arena` unless there is one. The index grows in `scratch`.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_holdings_share(struct rp_holdings *index, struct rp_arena *scratch, struct rp_arena *arena,
                                  const struct rp_holding *held, const struct rp_holding **ret_shared);

#endif
