/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worlds made by chance from a seed: documents as JSON texts with the places they are attached to, and requests
 * about them. The words are few, so that patterns and values meet often and every outcome is frequent.
 */
#ifndef RP_TESTS_GENERATE_H
#define RP_TESTS_GENERATE_H

#include "support/chance.h"
#include "support/naive_eval.h"

#define GENERATED_POLICIES 10
#define GENERATED_ROOM 20 /* for policies that a test adds */
#define GENERATED_TEXT 6144

struct generated_policy {
    char text[GENERATED_TEXT];
    enum rampart_policy_kind kind;
    enum rampart_layer layer;
    unsigned level;
    enum rampart_effect_scope scope;
    bool uncertain; /* of an instance: nobody knows whether the session is that one's */
    struct rampart_str members; /* of the resource group it is attached to */
};

struct generated_policies {
    struct generated_policy policies[GENERATED_ROOM];
    size_t count;
    unsigned levels;
};

void generate_policies(struct chance *chance, struct generated_policies *ret_twins);

/* A request; its texts are static. At most `unknown` of its keys are unknown. */
void generate_request(struct chance *chance, size_t unknown, struct naive_request *ret_request);

/* The actions and resources that requests are made of; NULL ends each list. */
const char *const *generate_actions(void);
const char *const *generate_resources(void);

/* What generated documents compare a key with; the key counts from 0, and has a name. At the end: NULL. */
const char *const *generate_operands(size_t key, const char **ret_name);

/*
 * Values of a key, one for each choice of comparisons with the generator's operands that a value can meet, by trying
 * out many; NULL ends the list (generate_values.c).
 */
const char *const *generate_every_value(const char *key);

#endif
