/* SPDX-License-Identifier: Apache-2.0 */
/* Generated worlds put together: up to some thousand statements on one principal. */
#ifndef RP_TESTS_CROWD_H
#define RP_TESTS_CROWD_H

#include "support/world.h"

enum { MOST_WORLDS = 600, MOST_IN_A_CROWD = MOST_WORLDS * GENERATED_POLICIES };

/* The policies of many worlds, attached as in each; a level of control policies denies as soon as one world's does. */
struct crowd {
    struct rampart_policy *policies[MOST_IN_A_CROWD];
    struct rampart_attachment attachments[MOST_IN_A_CROWD];
    size_t count, statements;
    unsigned levels;
    struct rampart_rules *rules;
};

/* Fails the test when the library refuses what was generated. */
void crowd_make(struct chance *chance, size_t worlds, struct crowd *crowd);
void crowd_free(struct crowd *crowd);

#endif
