/* SPDX-License-Identifier: Apache-2.0 */
/* One request about generated policies, decided by the engine and its naive twin, and anew under other values of the switches. */
#ifndef RP_TESTS_SWITCHED_H
#define RP_TESTS_SWITCHED_H

#include "support/twins.h"

struct switched {
    const struct twins *twins;
    struct naive_request asked; /* with what is assumed */
    struct rampart_verdict naive;
    struct rampart_decision *decision;
};

/* Decides and explains; fails the test when the two do not agree. */
void switched_open(struct switched *switched);
void switched_close(struct switched *switched);

/*
 * Another value of one switch: named if and only if the twin decides otherwise, with the twin's verdict; else the test
 * fails. Returns whether it does.
 */
bool switched_turns(const struct switched *switched, enum rampart_assumption assumption, size_t number);

/* Whether the decision names the value. */
const struct rampart_dependence *switched_find(const struct switched *switched,
                                               enum rampart_assumption assumption, size_t number);

#endif
