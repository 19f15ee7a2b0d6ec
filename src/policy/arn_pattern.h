/* SPDX-License-Identifier: Apache-2.0 */
/* Resource patterns under readings that the cloud does not exclude (docs/semantics.md, "Assumptions"). */
#ifndef RP_POLICY_ARN_PATTERN_H
#define RP_POLICY_ARN_PATTERN_H

#include "policy/assumption.h"
#include "policy/pattern.h"

/*
 * Tells whether the pattern matches the resource when colon-crossing, resource-case and empty-arn-field are as assumed.
 * Compiles the pattern in `scratch` at each call and empties it, so it is slow. Errors: as rp_pattern_compile() and
 * rp_pattern_match().
 */
enum rampart_status rp_arn_pattern_match(struct rp_arena *scratch, struct rp_matcher *matcher,
                                         rampart_switches assumed, struct rampart_str pattern,
                                         struct rampart_str resource, bool *ret_match);

/*
 * The pattern with a `*` for each empty field and each missing one, as empty-arn-field=any reads it beside the pattern
 * itself; a `*` at its end stands for the missing ones already. The pattern has a colon. False: memory is refused.
 */
bool rp_arn_pattern_fill(struct rp_arena *scratch, struct rampart_str pattern,
                         struct rampart_str *ret_filled);

/*
 * The bits of those of the three that may change what the pattern matches; for resource-case, of resources in lower
 * case.
 */
rampart_switches rp_arn_pattern_readings(struct rampart_str pattern);

#endif
