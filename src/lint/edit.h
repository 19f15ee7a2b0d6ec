/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule would write instead: pieces of the text that are replaced, the rest of it stays as it is. */
#ifndef RP_LINT_EDIT_H
#define RP_LINT_EDIT_H

#include "base/buf.h"
#include "lint/lint.h"

struct rp_lint_edit {
    struct rp_span span;
    struct rampart_str text;
    struct rp_lint_edit *next;
};

/* Zeroed but for the arena: none yet. */
struct rp_lint_edits {
    struct rp_arena *arena;
    struct rp_lint_edit *first;
    size_t count;
    bool failed; /* memory was refused */
};

/* All of these do nothing unless edits are wanted. */

/* Takes a value out of its list; the only one is left alone. */
void rp_lint_remove(const struct rp_lint *lint, const struct rp_values *values, size_t i);

/* Puts a text in the place of a string, if no character of it needs an escape. */
void rp_lint_respell(const struct rp_lint *lint, struct rp_span span, struct rampart_str text);

/* Puts JSON as it is in the place of JSON. */
void rp_lint_replace(const struct rp_lint *lint, struct rp_span span, struct rampart_str json);

/*
 * Appends the text with its edits; of two that overlap only the first is made. *ret_made says how many were.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_apply(const struct rp_lint_edits *edits, struct rampart_str text,
                                  struct rp_buf *out, size_t *ret_made);

#endif
