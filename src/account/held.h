/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers of resources that the input holds without their being read, beside what is said to be absent. The two contradict each
 * other: whoever says that a bucket has no policy, and gives one, is to be asked which it is.
 */
#ifndef RP_ACCOUNT_HELD_H
#define RP_ACCOUNT_HELD_H

#include "account/account.h"
#include "text/diag.h"

/* All layers that the input holds, of whatever resource. */
unsigned rp_held_layers(const struct rampart_account *account);

/*
 * Reports each layer of a finished request that is said to be absent and that the account may hold, with the place where it
 * does; `diags` may be NULL. Errors: RAMPART_INVALID_INPUT, if there is one.
 */
enum rampart_status rp_held_check(const struct rampart_account *account, const struct rampart_request *request,
                                  struct rampart_diags *diags);

#endif
