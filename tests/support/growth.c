/* SPDX-License-Identifier: Apache-2.0 */
#include "support/growth.h"

#include "support/timing.h"

enum { TURNS = 15 };

static double time_of(const struct growing *growing, size_t length)
{
    double begun = seconds_used();
    for (size_t done = 0; done < growing->length; done += length) growing->work(growing->context, length);
    return seconds_used() - begun;
}

double growth_of(const struct growing *growing)
{
    double turns[TURNS];
    for (size_t i = 0; i < TURNS; i++) {
        double shorter = time_of(growing, growing->length / GROWTH);
        turns[i] = time_of(growing, growing->length) / shorter;
    }
    sort_times(turns, TURNS);
    return turns[TURNS / 2];
}
