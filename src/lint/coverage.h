/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement covers, by the catalogue and not by its spelling. Rules of the families "broad" and "never-matches"
 * ask here, so that all spellings of a grant have the same findings.
 */
#ifndef RP_LINT_COVERAGE_H
#define RP_LINT_COVERAGE_H

#include <stdint.h>

#include <rampart/catalog.h>

#include "base/str.h"
#include "policy/ast.h"

/* What ram:PassRole is about. No table of the cloud has it. */
#define RP_EVERY_ROLE RP_STR("acs:ram:*:*:role/*")

/*
 * True when every request meets the statement's conditions, as far as lint can tell: it has none, or each lets every
 * address in.
 */
bool rp_lint_is_unconditional(const struct rp_statement *statement);

/* True when one of the statement's resources covers every resource of the service; the empty one: of all services. */
bool rp_lint_covers_service(const struct rp_statement *statement, struct rampart_str service);

/* True when the statement's resources cover all that a template of an ARN stands for. */
bool rp_lint_covers_template(const struct rp_statement *statement, struct rampart_str template);

/*
 * True when the statement's resources cover all that the action can be about: each template that the catalogue has for
 * it, or every resource of its service.
 */
bool rp_lint_covers_resources_of(const struct rampart_catalog *catalog, const struct rp_statement *statement,
                                 struct rampart_str action);

/*
 * The same in parts, for statements that cover them together: a bit for each template, one for those that differ in the
 * account alone, as policies of the account and of the cloud do, of which a call needs one. ret_all: all of them.
 */
uint64_t rp_lint_covered_resources_of(const struct rampart_catalog *catalog, const struct rp_statement *statement,
                                      struct rampart_str action, uint64_t *ret_all);

/* True when the statement allows every action on everything, to everybody who has the policy. */
bool rp_lint_allows_everything(const struct rp_statement *statement);

/* What the catalogue has of a service: its actions, those that a table states, those that change something, and those that are both. */
struct rp_service_size {
    size_t actions, stated, writes, stated_writes;
};
struct rp_service_size rp_lint_service_size(const struct rampart_catalog *catalog, struct rampart_str service);

/*
 * True when unconditional Allows of the document cover each action that changes something on all resources of the service,
 * however they are listed, by the table of what its actions are authorised on. *ret_count: how many that are. False for a
 * service without such a table.
 */
bool rp_lint_covers_writes(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                           struct rampart_str service, size_t *ret_count);

/* True for the levels of access that change something. */
bool rp_lint_level_writes(struct rampart_str level);

/* True when the operation's name begins like that of one that reads: Get, List, Describe. */
bool rp_lint_reads_by_name(struct rampart_str action);

/*
 * True when an action that the pattern matches may change something: by the catalogue, or by its name where the
 * catalogue does not know it.
 */
bool rp_lint_may_write(const struct rampart_catalog *catalog, struct rampart_str pattern);

#endif
