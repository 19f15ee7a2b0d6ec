/* SPDX-License-Identifier: Apache-2.0 */
/* What the files share that lint what a file holds. */
#ifndef RP_LINT_FILE_H
#define RP_LINT_FILE_H

#include "base/limits.h"
#include "lint/lint.h"
#include "text/tree.h"

/* One file while it is linted. */
struct rp_lint_file {
    const struct rampart_linter *linter;
    const struct rampart_lint_input *input;
    struct rampart_str name, text;
    struct rampart_limits limits; /* of documents, filled in */
    struct rampart_diags *findings;
    struct rampart_lint_count count;
    struct rp_arena arena;   /* for the file's time: its tree */
    struct rp_source source; /* set once the tree is read */
};

#endif
