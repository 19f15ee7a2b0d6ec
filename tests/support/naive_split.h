/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The naive twin of decide/keys.c: an unknown key is absent, present without a value, or has one, two or three of all
 * the values that the generated documents could ever tell apart. What every way comes to is the verdict.
 */
#ifndef RP_TESTS_NAIVE_SPLIT_H
#define RP_TESTS_NAIVE_SPLIT_H

#include "policy/ast.h"
#include "support/naive_eval.h"

#define NAIVE_OPEN 256

/* The open conditions of open statements, in the order of the walk. */
struct naive_open {
    const struct rp_condition *conditions[NAIVE_OPEN];
    size_t count;
};

/* Puts the verdict in the place of a Conditional one when a key settles it: the first in the order of the walk. */
void naive_split(const struct naive_policies *held, const struct naive_request *request, const char *resource,
                 const struct naive_open *open, struct rampart_verdict *verdict);

/*
 * Values of the key, one for each choice of conditions in the documents that a value can meet or leave open;
 * returns how many. `possible`: only those that a request can have. `ret_values` has room for NAIVE_CLASSES.
 */
#define NAIVE_CLASSES 256
size_t naive_classes(const struct naive_policies *held, const struct naive_request *request, const char *key,
                     bool possible, const char **ret_values);

/* The generator's name of a key that is written so; NULL: none of its keys. */
const char *naive_key_name(struct rampart_str written);

/* The type of the conditions about the key, as naive_type(); 'm': several, then it is never split. */
char naive_open_type(const struct naive_open *open, const char *key);

#endif
