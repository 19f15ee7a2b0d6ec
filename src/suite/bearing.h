/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What bears on a request of a test: the policies, and what their statements come to. A mutant of a policy that does not
 * bear on it changes nothing, and neither does one whose statement comes to what it came to before.
 */
#ifndef RP_SUITE_BEARING_H
#define RP_SUITE_BEARING_H

#include "suite/suite.h"

/* A statement that may be true of some resource of the request. */
struct rp_borne {
    const struct rp_statement *statement;
    bool all; /* it is true of every one, wherever it is attached, and for the whole account */
};

struct rp_bearing {
    const struct rampart_set *asked; /* which answers the request */
    const struct rampart_policy **policies; /* by their addresses */
    size_t policy_count;
    struct rp_borne *items; /* by their addresses */
    size_t count;
};

/* The i-th unit of rules: those of the principal, of control policies, of instances, of resources. NULL: there are no more. */
const struct rp_unit *rp_rules_unit(const struct rp_rules *rules, size_t i);

/* Finds it, in the arena. Errors: as rp_set_rules(). */
enum rampart_status rp_bearing_find(struct rp_arena *arena, const struct rampart_set *set,
                                    struct rampart_request *request, struct rp_bearing *ret_bearing);

/* Whether the policy bears on it. */
bool rp_bearing_has(const struct rp_bearing *bearing, const struct rampart_policy *policy);

/* What is known of the statement; NULL: it is false of every resource, or does not bear on the request. */
const struct rp_borne *rp_bearing_statement(const struct rp_bearing *bearing, const struct rp_statement *statement);

#endif
