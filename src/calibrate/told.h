/* SPDX-License-Identifier: Apache-2.0 */
/* What the refusal of a call says about its action and resource, beside what the catalogue derives. */
#ifndef RP_CALIBRATE_TOLD_H
#define RP_CALIBRATE_TOLD_H

#include "calibrate/notes.h"
#include "trail/replay.h"

/*
 * True in *ret_contradicts: the refusal names another action or resource; the note's `what`, `detail` and `kind` (1: the
 * resource) say which, and *ret_told what it names. Texts are of the replay's arena, for one event. `diags` is scratch.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_told_compare(const struct rp_observed *observed, struct rampart_diags *diags,
                                    struct rp_note *note, struct rampart_str *ret_told, bool *ret_contradicts);

#endif
