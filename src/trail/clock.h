/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times that an account's conditions compare acs:CurrentTime with. Two times with none of these between them have
 * the same answers, so that calls at different times can be one question.
 */
#ifndef RP_TRAIL_CLOCK_H
#define RP_TRAIL_CLOCK_H

#include "decide/compiled.h"
#include "policy/operand.h"

enum { RP_CLOCK_SPAN = 24 };

struct rp_clock {
    struct rp_instant *instants; /* sorted, perhaps some twice */
    size_t count, room;
    bool exact; /* a condition compares the time as a text: every time is a question of its own */
};

/* In the arena; the account must outlive the clock. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_clock_init(struct rp_clock *clock, struct rp_arena *arena,
                                  const struct rp_compiled *const *accounts, size_t count);

/*
 * Names the span of a time: times with the same answers have one name. It is a text of the buffer, or the time itself.
 */
struct rampart_str rp_clock_span(const struct rp_clock *clock, struct rampart_str time, char *buffer);

#endif
