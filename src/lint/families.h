/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules about documents, one file a family. To add a rule: a row in rule_table.h, its page in policies/rules/, a
 * function in the family's file that the function below calls, and a case in tests/unit/lint/test_FILE.c.
 *
 * Each function looks at the whole document and reports its findings.
 * Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT (a pattern is too large to be compared).
 */
#ifndef RP_LINT_FAMILIES_H
#define RP_LINT_FAMILIES_H

#include "lint/findings.h"

/* "refused" (refused.c): the document can be read, but the cloud does not take it. */
enum rampart_status rp_lint_refused(const struct rp_lint *lint);

/*
 * "never-matches" (never_matches.c; unmet_conditions.c has the conditions of a statement, unseen_characters.c what looks
 * like another text): no request can match.
 */
enum rampart_status rp_lint_never_matches(const struct rp_lint *lint);
void rp_lint_unseen_characters(const struct rp_lint *lint, const struct rp_statement *statement);
/* True when "arn-service" reports the service of the action: what else the statement's resources lack follows from it. */
bool rp_lint_is_of_other_service(const struct rp_lint *lint, const struct rp_statement *statement,
                                 struct rampart_str action);
enum rampart_status rp_lint_unmet_conditions(const struct rp_lint *lint,
                                             const struct rp_statement *statement);

/* Rules of the user's own (custom.c). */
enum rampart_status rp_lint_custom(const struct rp_lint *lint);

/* "means-otherwise" (misleading.c): the document does something else than it seems to say. */
enum rampart_status rp_lint_misleading(const struct rp_lint *lint);

/*
 * "broad" (broad.c; broad_writes.c has the writing actions of a statement): an Allow grants more than it seems to, or
 * than anybody needs.
 */
enum rampart_status rp_lint_broad(const struct rp_lint *lint);
struct rp_escalation_places;
void rp_lint_broad_writes(const struct rp_lint *lint, const struct rp_escalation_places *escalation);

/* Rules of any family that look names up in the catalogue (known.c). */
enum rampart_status rp_lint_known(const struct rp_lint *lint);

/* The actions that alone carry a key, separated by commas (carried_keys.c); empty: the table does not tell. */
struct rampart_str rp_lint_carriers(struct rampart_str key);

/* Keys that other actions than the statement's carry (carried_keys.c): a rule of "never-matches". */
void rp_lint_carried_keys(const struct rp_lint *lint, const struct rp_statement *statement);

/* Rules of any family about policies of resources (resource_rules.c). */
enum rampart_status rp_lint_resource_rules(const struct rp_lint *lint);

/* "idle" (redundant.c): a part of the document can be left out, and nothing changes. */
enum rampart_status rp_lint_redundant(const struct rp_lint *lint);
struct rp_lint_prepared;
/*
 * Allows under several Denies, and statements beside several others, that only together cover them (redundant_together.c). `all`:
 * each statement of the document; `found`: those that were reported, which cover nothing any more; the new ones are added.
 */
enum rampart_status rp_lint_shadowed_together(const struct rp_lint *lint, const struct rp_lint_prepared *all, bool *found);
enum rampart_status rp_lint_covered_together(const struct rp_lint *lint, const struct rp_lint_prepared *all, bool *found);

/* "style" (style.c): the same can be written more plainly. */
enum rampart_status rp_lint_style(const struct rp_lint *lint);

#endif
