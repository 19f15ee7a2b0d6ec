/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second account that has everything in common with another one but its lists, so that one document may be another: for
 * asking what would be if.
 */
#ifndef RP_ACCOUNT_COPY_H
#define RP_ACCOUNT_COPY_H

#include "account/account.h"

/*
 * Copies the account, or the organisation with its members, with `to` in place of the document `from`. The copy lies in
 * the arena, and is not to be freed by itself; the account must outlive it, and has no image. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_copy(struct rp_arena *arena, const struct rampart_account *account,
                                    const struct rampart_policy *from, struct rampart_policy *to,
                                    const struct rampart_account **ret_copy);

#endif
