/* SPDX-License-Identifier: Apache-2.0 */
/* Texts changed by chance: what makes hostile inputs of honest ones. */
#ifndef RP_TESTS_FUZZ_MUTATE_H
#define RP_TESTS_FUZZ_MUTATE_H

#include <rampart/status.h>

#include "support/chance.h"

/* Bytes with room for more; what does not fit is left out. */
struct mutant {
    char *data;
    size_t len, room;
};

/* Changes it in one way; `other` is a text to take parts of. */
void mutate(struct chance *chance, struct mutant *mutant, struct rampart_str other);

#endif
