/* SPDX-License-Identifier: Apache-2.0 */
/* Resource patterns under readings that the cloud does not exclude (docs/semantics.md, "Assumptions"). */
#ifndef RP_POLICY_ARN_PATTERN_H
#define RP_POLICY_ARN_PATTERN_H

#include "policy/assumption.h"
#include "policy/pattern.h"

/*
 * Whether the pattern matches the resource when colon-crossing, resource-case and empty-arn-field are as assumed.
 * Compiles as it goes, in `scratch`, which is emptied: slow, for the questions that need it. Errors: as
 * rp_pattern_compile() and rp_pattern_match().
 */
enum rampart_status rp_arn_pattern_match(struct rp_arena *scratch, struct rp_matcher *matcher,
                                         unsigned assumed, struct rampart_str pattern,
                                         struct rampart_str resource, bool *ret_match);

#endif
