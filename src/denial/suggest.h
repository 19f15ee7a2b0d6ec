/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions for rules that are made already. */
#ifndef RP_DENIAL_SUGGEST_H
#define RP_DENIAL_SUGGEST_H

#include <rampart/suggest.h>

#include "decide/rule.h"

/* rampart_suggest() for these rules, with the limits of `options`. The suggestions keep nothing of the rules. */
enum rampart_status rp_rules_suggest(const struct rampart_options *options, const struct rp_rules *rules,
                                     struct rampart_request *request,
                                     struct rampart_suggestions **ret_suggestions);

#endif
