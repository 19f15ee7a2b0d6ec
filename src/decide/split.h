/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision that a key leaves open although every way the key may turn out decides alike: `Allow` under
 * StringEquals k v and under StringNotEquals k v. Conditions are looked at one by one when a request is decided, so
 * that is seen only by going through the ways.
 */
#ifndef RP_ENGINE_SPLIT_H
#define RP_ENGINE_SPLIT_H

#include "decide/decide.h"

/*
 * Decides as rp_walk(), and where that is Conditional, once more by each unknown key alone. `ret_key` is the key
 * whose every completion gave the verdict; empty when none was needed or none settled it. Only what rules say
 * counts: a unit must not stand with truths that were worked out beforehand. Errors: as rp_walk(), and
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_split_walk(const struct rp_rules *rules, const struct rp_question *question,
                                  struct rampart_verdict *ret_verdict, struct rampart_str *ret_key);

/* The same, and what unseen layers leave open. */
enum rampart_status rp_split_decide(const struct rp_rules *rules, const struct rp_question *question,
                                    struct rampart_verdict *ret_verdict);

#endif
