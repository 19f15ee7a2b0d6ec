/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A linter: the levels of the rules, and the tables of policies/catalog/ that only rules look up. Nothing in it changes
 * while documents are linted, so that several threads may share one.
 */
#ifndef RP_LINT_LINTER_H
#define RP_LINT_LINTER_H

#include <rampart/catalog.h>

#include "lint/rule.h"

enum rp_linter_table {
    RP_LINTER_API_ACTIONS = 0, /* APIs that are authorised by actions of other names */
    RP_LINTER_OSS_LEVELS,      /* an action of OSS works on objects, on a bucket, or on all buckets */
    RP_LINTER_PRODUCT_CODES,   /* names of products that are not the code of their service */
    RP_LINTER_TABLES           /* how many there are */
};

struct rampart_linter {
    struct rampart_allocator allocator;
    struct rampart_options options; /* with that allocator */
    struct rampart_catalog *own_catalog;
    const struct rampart_catalog *catalog; /* the one in use: its own, or the caller's */
    enum rampart_lint_level levels[RP_LINT_RULES];
    struct rampart_str tables[RP_LINTER_TABLES]; /* what follows the headers */
    bool require_complete;       /* a document that is known only after the apply is an error */
    struct rampart_strs outside; /* an account file may name files in these folders too */
};

/* Returns the row of a name, case aside. False: there is none. */
bool rp_linter_table_row(const struct rampart_linter *linter, enum rp_linter_table table,
                         struct rampart_str name, struct rampart_str *ret_line);

#endif
