/* SPDX-License-Identifier: Apache-2.0 */
/* Policies, a request and the decision on it, for unit tests; what goes wrong fails the test. */
#ifndef RP_TESTS_DECISION_FIXTURE_H
#define RP_TESTS_DECISION_FIXTURE_H

#include <rampart/decision.h>

struct fixture_policy {
    const char *name, *text; /* without a text: policies that nobody knows */
    enum rampart_layer layer;
    unsigned level;
    enum rampart_effect_scope scope;
};

struct decision_fixture {
    struct rampart_diags *diags;
    struct rampart_policy *policies[8];
    struct rp_rules *rules;
    struct rampart_request *request;
    struct rampart_decision *decision;
};

/* The whole document around the members of one statement. */
#define ONE_STATEMENT(members) "{\"Version\":\"1\",\"Statement\":[{" members "}]}"

/* Reads and compiles; fails the test when anything is refused. */
void decision_fixture_open(struct decision_fixture *fixture, const struct fixture_policy *policies,
                           size_t count, unsigned control_levels);

/* A request by user alice of account 1 (unless `principal` says otherwise), not finished yet. */
void decision_fixture_ask(struct decision_fixture *fixture, const char *principal, const char *action,
                          const char *resource);

/* Finishes the request, decides and explains; both must agree. */
const struct rampart_decision *decision_fixture_answer(struct decision_fixture *fixture);

void decision_fixture_close(struct decision_fixture *fixture);

#endif
