/* SPDX-License-Identifier: Apache-2.0 */
/* Names of condition keys: docs/semantics.md, "Case". */
#ifndef RP_POLICY_KEY_H
#define RP_POLICY_KEY_H

#include <rampart/status.h>

/* Equal but for ASCII case up to the first '/'; what follows it, a tag's key, is compared exactly. */
bool rp_key_equal(struct rampart_str a, struct rampart_str b);

/* The same with key-case as assumed (policy/assumption.h). */
bool rp_key_equal_as(unsigned assumed, struct rampart_str a, struct rampart_str b);

#endif
