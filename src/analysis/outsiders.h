/* SPDX-License-Identifier: Apache-2.0 */
/* Whom policies of resources name outside the account. */
#ifndef RP_ANALYSIS_OUTSIDERS_H
#define RP_ANALYSIS_OUTSIDERS_H

#include "account/account.h"
#include "decide/rule.h"

/*
 * The ARN to ask about, in the arena; *ret_outside false: it names nobody outside. A star for a role stands for any, and so does
 * an account, whose users and roles it covers. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_outsider_arn(struct rp_arena *arena, const struct rampart_account *account,
                                    const struct rp_rule_principal *principal, struct rampart_str *ret_arn, bool *ret_outside);

#endif
