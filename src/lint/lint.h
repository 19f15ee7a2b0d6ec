/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linting one document: what the rules are handed, and how they report. A rule is asked only if it is switched on; it
 * looks at what it is handed, reports, and keeps nothing.
 */
#ifndef RP_LINT_LINT_H
#define RP_LINT_LINT_H

#include <rampart/catalog.h>

#include "lint/rule.h"
#include "lint/small_table.h"
#include "policy/ast.h"

/* The levels that are set, by the rule. */
struct rampart_linter {
    struct rampart_options options;
    struct rampart_catalog *own_catalog;
    const struct rampart_catalog *catalog; /* the one that is asked: its own, or one that it was given */
    enum rampart_lint_level levels[RP_LINT_RULES];
    struct rp_small_tables tables;
    bool require_complete; /* what is not known before an apply is an error */
    struct rampart_strs outside; /* folders beside an account file's own whose files it may name */
};

struct rp_lint_edits;

/* One document while it is linted. */
struct rp_lint {
    const struct rampart_linter *linter;
    const struct rampart_policy *policy;
    struct rampart_diags *findings;
    struct rp_arena *scratch;    /* for the document's time */
    struct rp_lint_edits *edits; /* what would be written instead; NULL: nobody wants to know */
    bool part;                   /* the text of the source holds more than the document */
};

/* Whether the rule is switched on: asking saves the work of looking. */
bool rp_lint_asks(const struct rp_lint *lint, enum rp_lint_rule rule);

/* The severity of what the rule finds, as it is set. */
enum rampart_severity rp_lint_severity(const struct rampart_linter *linter, enum rp_lint_rule rule);

/*
 * Reports a finding at a place of the document, unless the rule is switched off. The message says what is wrong, without
 * a full stop. Returns whether it was reported: then rp_lint_suggest() says what to write instead.
 */
__attribute__((format(printf, 4, 5))) bool rp_lint_find(const struct rp_lint *lint, enum rp_lint_rule rule,
                                                        struct rp_span span, const char *format, ...);
__attribute__((format(printf, 2, 3))) void rp_lint_suggest(const struct rp_lint *lint, const char *format,
                                                           ...);

/* Asks the rules of all families. Errors: as theirs. */
enum rampart_status rp_lint_ask_rules(const struct rp_lint *lint);

/*
 * Asks all rules about a policy; `part`: its text holds more than it. The findings from the `first`-th on are about it, and say in which statement they are.
 * Errors: as the rules below.
 */
enum rampart_status rp_lint_policy(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                   bool part, struct rampart_diags *findings, size_t first);

/* rampart_lint_document() of a document that is a string of another text; NULL: it is not. */
enum rampart_status rp_lint_inside(const struct rampart_linter *linter,
                                   const struct rampart_document *document, const struct rp_inside *inside,
                                   struct rampart_diags *findings);

/* What the reader said from the `first`-th finding on is a rule's as well, and takes its level. */
void rp_lint_settle(const struct rampart_linter *linter, struct rampart_diags *findings, size_t first);

/* As much of a text of the document as fits into a message. */
struct rampart_str rp_lint_shown(struct rampart_str text);

/*
 * The rules, a file for each family. Each looks at the whole document and reports what it finds.
 * Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT (a pattern that is too large to be compared).
 */
enum rampart_status rp_lint_refused(const struct rp_lint *lint);
enum rampart_status rp_lint_never(const struct rp_lint *lint);
enum rampart_status rp_lint_otherwise(const struct rp_lint *lint);
enum rampart_status rp_lint_broad(const struct rp_lint *lint);
enum rampart_status rp_lint_idle(const struct rp_lint *lint);
enum rampart_status rp_lint_style(const struct rp_lint *lint);

/* Those of any family that ask the catalogue. */
void rp_lint_known(const struct rp_lint *lint);

#endif
