/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one call shows about the undocumented points: it is decided under every combination of the readings that may change
 * it, and each is held against what the cloud did.
 */
#ifndef RP_CALIBRATE_READINGS_H
#define RP_CALIBRATE_READINGS_H

#include "calibrate/notes.h"
#include "trail/replay.h"

/* A call that more combinations may change shows nothing. */
enum { RP_MOST_COMBINATIONS = 128, RP_MOST_SWITCHES = 7 /* of two values each */ };

/* The outcomes of a combination. */
enum { RP_EXPLAINS = '+', RP_CONTRADICTS = '-', RP_LEAVES_OPEN = '?' };

/*
 * The outcomes under all combinations of the values of some switches, those of the last switch next to one another. Every
 * switch matters to some of them.
 */
struct rp_outcomes {
    enum rampart_assumption switches[RP_MOST_SWITCHES];
    size_t switch_count;
    char outcomes[RP_MOST_COMBINATIONS];
    size_t count; /* 0: nothing is shown */
};

/* The number of values of a switch. */
size_t rp_switch_values(enum rampart_assumption assumption);

/* The value of the i-th switch in a combination. */
size_t rp_outcomes_value(const struct rp_outcomes *outcomes, size_t combination, size_t i);

/* The readings of a combination, beside those of the other switches. */
rampart_switches rp_outcomes_assumed(const struct rp_outcomes *outcomes, size_t combination, rampart_switches others);

/*
 * What the call shows; *ret_entangled: more combinations may change it than are tried. Errors: as rp_replay_ask().
 */
enum rampart_status rp_readings_try(const struct rp_observed *observed, struct rp_outcomes *ret_outcomes,
                                    bool *ret_entangled);

/* What would be asked about the call: calls with equal texts that ended alike show the same. Errors: the same. */
enum rampart_status rp_readings_name(const struct rp_observed *observed, struct rp_buf *out);

/* The names of the switches, separated by commas, in the arena; and back. False: a text is none of an observation. */
enum rampart_status rp_outcomes_write(const struct rp_outcomes *outcomes, struct rp_arena *arena,
                                      struct rampart_str *ret_switches);
bool rp_outcomes_read(struct rampart_str switches, struct rampart_str text, struct rp_outcomes *ret_outcomes);

#endif
