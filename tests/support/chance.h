/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers by chance, the same ones from the same seed. */
#ifndef RP_TESTS_CHANCE_H
#define RP_TESTS_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* From RAMPART_SEED in the environment, or else from the time; says from which, to standard error, to repeat the run. */
struct chance chance_begin(void);

/* A number below `below`. */
unsigned chance_below(struct chance *chance, unsigned below);

/* True `percent` times in a hundred. */
bool chance_of(struct chance *chance, unsigned percent);

#endif
