/* SPDX-License-Identifier: Apache-2.0 */
/* Generated policies put together: up to some thousand statements on one principal. */
#ifndef RP_TESTS_MANY_POLICIES_H
#define RP_TESTS_MANY_POLICIES_H

#include "support/twins.h"

enum { MOST_GENERATED = 600, MOST_POLICIES = MOST_GENERATED * GENERATED_POLICIES };

/* Policies generated many times over, attached as each time; a level of control policies denies as soon as one does. */
struct many_policies {
    struct rampart_policy *policies[MOST_POLICIES];
    struct rampart_attachment attachments[MOST_POLICIES];
    size_t count, statements;
    unsigned levels;
    struct rp_rules *rules;
};

/* Fails the test when the library refuses what was generated. */
void many_policies_make(struct chance *chance, size_t times, struct many_policies *many);
void many_policies_free(struct many_policies *many);

#endif
