/* SPDX-License-Identifier: Apache-2.0 */
/* Which operators the cases have seen decide which way: a table that must be full. */
#ifndef RP_TESTS_COVERAGE_H
#define RP_TESTS_COVERAGE_H

#include "support/ask.h"

/* What a case shows of the one condition in it. */
enum coverage_way {
    COVERAGE_ALLOW_TRUE = 0, /* it held, so an Allow allowed */
    COVERAGE_ALLOW_FALSE,    /* it failed, so an Allow did not */
    COVERAGE_DENY_TRUE,      /* it held, so a Deny denied */
    COVERAGE_UNKNOWN,        /* nobody knows the key, so the verdict was Conditional */
    COVERAGE_ABSENT,         /* the key was certainly absent */
    COVERAGE_WAYS
};

#define COVERAGE_OPERATORS 21

struct coverage {
    unsigned seen[COVERAGE_OPERATORS][COVERAGE_WAYS];
};

/* Counts a case that passed, if it holds exactly one condition with one of RAM's operators. */
void coverage_count(struct coverage *coverage, const struct ask *question, const char *outcome);

/* Prints every operator and way that no case has shown; returns how many there are. */
unsigned coverage_report(const struct coverage *coverage);

#endif
