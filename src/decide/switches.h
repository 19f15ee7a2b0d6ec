/* SPDX-License-Identifier: Apache-2.0 */
/* The undocumented points that a statement is sensitive to: only under those is a decision worth making anew. */
#ifndef RP_DECIDE_SWITCHES_H
#define RP_DECIDE_SWITCHES_H

#include "decide/index.h"
#include "decide/match.h"

/*
 * The switches about resources that may change which ones are matched, by one statement or by several of which
 * `readings` and `colons` are known together.
 */
rampart_switches rp_open_readings(rampart_switches readings, size_t colons, struct rp_arn_shape shape);

/*
 * Adds the switches, as bits of enum rp_assumed, that may change what the i-th rule of the unit comes to: each
 * one that does, and some that do not. Errors: a pattern that could not be matched.
 */
enum rampart_status rp_unit_sensitive_switches(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                    rampart_switches *sensitive);

/*
 * The switches that may change the verdict on a finished request, alone or several at once, with what is `assumed` for
 * all others: each one that does, and many that do not. Errors: a pattern that could not be matched.
 */
enum rampart_status rp_rules_touching(const struct rp_rules *rules, struct rampart_request *request,
                                      rampart_switches assumed, rampart_switches *ret_touching);

#endif
