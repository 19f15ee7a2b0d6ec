/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times that an account's conditions compare the time of a call with. Between two of them all times are alike to it,
 * so that calls at different times can be one question.
 */
#ifndef RP_TRAIL_CLOCK_H
#define RP_TRAIL_CLOCK_H

#include "account/compiled.h"
#include "policy/operand.h"

enum { RP_CLOCK_SPAN = 24 };

struct rp_clock {
    struct rp_instant *instants; /* sorted, perhaps some twice */
    size_t count, room;
    bool exact; /* a condition compares the time as a text: every time is one of its own */
};

/* In the arena; the account must outlive the clock. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_clock_init(struct rp_clock *clock, struct rp_arena *arena,
                                  const struct rp_compiled *account);

/* What a time is called: the same for times that are alike. A text of the buffer, or the time itself. */
struct rampart_str rp_clock_span(const struct rp_clock *clock, struct rampart_str time, char *buffer);

#endif
