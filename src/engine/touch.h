/* SPDX-License-Identifier: Apache-2.0 */
/* Which undocumented points a statement touches: only under those is a decision worth making anew. */
#ifndef RP_ENGINE_TOUCH_H
#define RP_ENGINE_TOUCH_H

#include "engine/index.h"

/*
 * The switches about resources that may change which ones are matched, by one statement or by several of which `readings`
 * and `colons` are known together.
 */
unsigned rp_open_readings(unsigned readings, size_t colons, struct rp_spelling spelling);

/*
 * The switches, as bits of enum rp_assumed, that may change what the statement comes to: each one that does, and
 * some that do not. Errors: a pattern that could not be matched.
 */
enum rampart_status rp_rule_touched(const struct rp_rule *rule, const struct rp_question *question,
                                    unsigned *ret_touched);

#endif
