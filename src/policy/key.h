/* SPDX-License-Identifier: Apache-2.0 */
/* Names of condition keys: docs/semantics.md, "Case". */
#ifndef RP_POLICY_KEY_H
#define RP_POLICY_KEY_H

#include <rampart/status.h>

/* True when two names of one length are one key, with key-case as assumed (policy/assumption.h). */
bool rp_key_alike(unsigned assumed, struct rampart_str a, struct rampart_str b);

/* The same of any two names: mostly their lengths tell. */
static inline bool rp_key_equal_as(unsigned assumed, struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && rp_key_alike(assumed, a, b);
}

/* Equal but for ASCII case up to the first '/'; what follows it, a tag's key, is compared exactly. */
static inline bool rp_key_equal(struct rampart_str a, struct rampart_str b)
{
    return rp_key_equal_as(0, a, b);
}

#endif
