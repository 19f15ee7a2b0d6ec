/* SPDX-License-Identifier: Apache-2.0 */
#include "support/chance.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct chance chance_begin(void)
{
    const char *given = getenv("RAMPART_SEED");
    const struct chance chance = {given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL)};
    (void)fprintf(stderr, "RAMPART_SEED=%" PRIu64 "\n", chance.state);
    return chance;
}

/* The numbers are those of splitmix64. */
unsigned chance_below(struct chance *chance, unsigned below)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (unsigned)((z ^ (z >> 31)) % below);
}

bool chance_of(struct chance *chance, unsigned percent)
{
    return chance_below(chance, 100) < percent;
}
