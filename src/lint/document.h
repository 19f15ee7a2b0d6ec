/* SPDX-License-Identifier: Apache-2.0 */
/* The driver: it reads one document, runs the rules of all families on it, and names the statement of each finding. */
#ifndef RP_LINT_DOCUMENT_H
#define RP_LINT_DOCUMENT_H

#include "lint/findings.h"

struct rp_inside;

/* Runs the rules of all families. Errors: as in families.h. */
enum rampart_status rp_lint_run_rules(const struct rp_lint *lint);

/* Where a document stands. */
struct rp_lint_place {
    bool embedded;              /* its source's text holds more than the document */
    struct rampart_str account; /* that it belongs to; empty: it is not known */
    struct rampart_str standing; /* the name of the resource that has it; empty: it is not known */
    const struct rampart_strs *holders; /* who has it; NULL: it is not known */
};

/*
 * Runs all rules on a policy. Findings from the `first`-th on are about this policy; each gets its statement.
 * Errors: as in families.h.
 */
enum rampart_status rp_lint_policy(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                   const struct rp_lint_place *place, struct rampart_diags *findings, size_t first);

/* Does rampart_lint_document() for a document that is a string of another text; NULL: it has a text of its own. */
enum rampart_status rp_lint_document_inside(const struct rampart_linter *linter,
                                            const struct rampart_document *document, const struct rp_lint_place *place,
                                            const struct rp_inside *inside, struct rampart_diags *findings);

/* Gives the reader's diagnostics from the `first`-th on the levels of their rules (DOC… in rule_table.h). */
void rp_lint_set_levels(const struct rampart_linter *linter, struct rampart_diags *findings, size_t first);

#endif
