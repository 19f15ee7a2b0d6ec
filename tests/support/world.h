/* SPDX-License-Identifier: Apache-2.0 */
/* A generated world in the library's hands: documents read, rules compiled, requests handed over. */
#ifndef RP_TESTS_WORLD_H
#define RP_TESTS_WORLD_H

#include <rampart/rampart.h>

#include "support/generate.h"

struct world {
    const struct generated_world *made;
    struct rampart_policy *policies[GENERATED_ROOM];
    struct rampart_attachment attachments[GENERATED_ROOM];
    struct rampart_rules *rules;
    struct naive_world naive;
};

/* False: the library refused what the generator made, which is printed. */
bool world_load(const struct generated_world *made, struct world *ret_world);
void world_free(struct world *world);

/* Who asks, as requests are told; empty: nobody. */
void world_principal(const struct naive_request *asked, char *ret_text, size_t size);

/* Clears the request and fills and finishes it. False: the library refused it, which is printed. */
bool world_ask(const struct naive_request *asked, struct rampart_request *request);

/*
 * What the request takes for granted is said to those who decide: the switches, and the layers of resources that there
 * are none of.
 */
void world_assume(const struct naive_request *asked, struct rampart_rules *rules);
void world_assume_account(const struct naive_request *asked, const struct rampart_account *account);

/* The same as world_ask(); a resource with wildcards stands for all that it matches. */
bool world_ask_patterns(const struct naive_request *asked, struct rampart_request *request);

/* For a failing property: everything that is needed to see it. */
void world_print(const struct world *world, const struct naive_request *asked);
void world_print_verdict(const char *whose, const struct rampart_verdict *verdict);

/* Outcome, and for a Deny its type and layer. */
bool world_same_verdict(const struct rampart_verdict *a, const struct rampart_verdict *b);

#endif
