/* SPDX-License-Identifier: Apache-2.0 */
/* Documents, rules and a request for the unit tests of the engine, with what goes wrong told by cmocka. */
#ifndef RP_TESTS_SCENE_H
#define RP_TESTS_SCENE_H

#include <rampart/decision.h>

struct scene_policy {
    const char *name, *text; /* without a text: policies that nobody knows */
    enum rampart_layer layer;
    unsigned level;
    enum rampart_effect_scope scope;
};

struct scene {
    struct rampart_diags *diags;
    struct rampart_policy *policies[8];
    struct rampart_rules *rules;
    struct rampart_request *request;
    struct rampart_decision *decision;
};

/* The whole document around the members of one statement. */
#define SCENE_STATEMENT(members) "{\"Version\":\"1\",\"Statement\":[{" members "}]}"

/* Reads and compiles; fails the test when anything is refused. */
void scene_open(struct scene *scene, const struct scene_policy *policies, size_t count,
                unsigned control_levels);

/* A request by user alice of account 1 (unless `principal` says otherwise), not finished yet. */
void scene_ask(struct scene *scene, const char *principal, const char *action, const char *resource);

/* Finishes the request, decides and explains; both must agree. */
const struct rampart_decision *scene_answer(struct scene *scene);

void scene_close(struct scene *scene);

#endif
