/* SPDX-License-Identifier: Apache-2.0 */
/* Generated policies as the engine and as its naive twin take them, and requests for both. */
#ifndef RP_TESTS_TWINS_H
#define RP_TESTS_TWINS_H

#include <rampart/rampart.h>

#include "support/generate.h"

struct twins {
    const struct generated_policies *made;
    struct rampart_policy *policies[GENERATED_ROOM];
    struct rampart_attachment attachments[GENERATED_ROOM];
    struct rp_rules *rules;
    struct naive_policies naive;
};

/* False: the library refused what the generator made, which is printed. */
bool twins_load(const struct generated_policies *made, struct twins *ret_twins);
void twins_free(struct twins *twins);

/* Who asks, as requests are told; empty: nobody. */
void naive_principal_text(const struct naive_request *asked, char *ret_text, size_t size);

/* Clears the request and fills and finishes it. False: the library refused it, which is printed. */
bool request_of_naive(const struct naive_request *asked, struct rampart_request *request);

/*
 * What the request takes for granted is said to those who decide: the switches, and the layers of resources that there
 * are none of.
 */
void assume_as_naive(const struct naive_request *asked, struct rp_rules *rules);
void assume_account_as_naive(const struct naive_request *asked, const struct rampart_account *account);

/* The same as request_of_naive(); a resource with wildcards stands for all that it matches. */
bool request_of_naive_patterns(const struct naive_request *asked, struct rampart_request *request);

/* For a failing property: everything that is needed to see it. */
void twins_print(const struct twins *twins, const struct naive_request *asked);
void verdict_print(const char *whose, const struct rampart_verdict *verdict);

/* Outcome, and for a Deny its type and layer. */
bool verdict_same(const struct rampart_verdict *a, const struct rampart_verdict *b);

#endif
