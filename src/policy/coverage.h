/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pattern covers, however it is spelt: `*`, `acs:*`, `acs:*:*:*:*` and `acs:*:*:?*:*` all cover everything.
 *
 * A pattern covers a set of texts when it matches each of them. A sample stands for the set: where the texts of the set
 * differ, it has characters that no pattern names, so that only a wildcard matches them. Two samples, one with short
 * fields and one with long ones, tell a `*` from a few `?`. The length of the patterns is all that it costs.
 */
#ifndef RP_POLICY_COVERAGE_H
#define RP_POLICY_COVERAGE_H

#include "base/str.h"

/* True when the pattern matches every action of the service; of the empty one: every action of every service. */
bool rp_covers_actions(struct rampart_str pattern, struct rampart_str service);

/*
 * True when the pattern matches every resource that a template stands for, in which {…} and `*` are any text:
 * "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}". An account that the pattern spells out counts as every
 * account: a policy is about the account that it is in. So does an empty region of a service that has none.
 */
bool rp_covers_template(struct rampart_str pattern, struct rampart_str template);

/* The same for every resource of a service; of the empty one: for every resource of every service. */
bool rp_covers_service(struct rampart_str pattern, struct rampart_str service);

#endif
