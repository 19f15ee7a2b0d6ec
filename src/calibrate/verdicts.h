/* SPDX-License-Identifier: Apache-2.0 */
/* What observations together say about each reading. */
#ifndef RP_CALIBRATE_VERDICTS_H
#define RP_CALIBRATE_VERDICTS_H

#include "calibrate/notes.h"

enum { RP_SWITCH_VALUES = 3 };

/*
 * Lists every value of every switch with its verdict, in the arena.
 *
 * A value is refuted by an observation when every combination with it contradicts the calls, with values of the other
 * switches that are not refuted themselves, and some combination without it explains them. So what is settled by calls that
 * turn on one switch helps to read those that turn on several. Where all values of a switch are refuted, the switch is
 * disputed, and settles nothing.
 *
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_verdicts_find(const struct rp_notes *notes, struct rp_arena *arena,
                                     const struct rampart_calibration_reading **ret_readings, size_t *ret_count);

#endif
