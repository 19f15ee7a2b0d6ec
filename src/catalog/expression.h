/* SPDX-License-Identifier: Apache-2.0 */
/* A regular expression of a person, matched within limits. */
#ifndef RP_CATALOG_EXPRESSION_H
#define RP_CATALOG_EXPRESSION_H

#include "text/diag.h"

struct rp_expression {
    struct rampart_allocator allocator;
    void *general, *code, *data, *context; /* of PCRE2 */
};

/* The expression must stay where it is. Errors: RAMPART_INVALID_INPUT, reported with its place; RAMPART_NO_MEMORY. */
enum rampart_status rp_expression_compile(struct rp_expression *expression,
                                          const struct rampart_allocator *allocator, struct rampart_str text,
                                          struct rampart_diags *diags);

/* Tells whether it is found anywhere in the text, case aside. Errors: RAMPART_LIMIT, reported; RAMPART_NO_MEMORY. */
enum rampart_status rp_expression_find(struct rp_expression *expression, struct rampart_str text,
                                       struct rampart_diags *diags, bool *ret_found);

void rp_expression_free(struct rp_expression *expression);

#endif
