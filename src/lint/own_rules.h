/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rules of the user's own, beside those of rampart. */
#ifndef RP_LINT_OWN_RULES_H
#define RP_LINT_OWN_RULES_H

#include "analysis/custom_rules.h"

/* As rp_custom_rules_read(), and no rule has the name of one of rampart's. */
enum rampart_status rp_lint_own_rules(struct rp_strict *strict, const struct rp_node *list, struct rampart_rules *ret_rules);

#endif
