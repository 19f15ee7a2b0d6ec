/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the family "never matches". Each looks at one statement. */
#ifndef RP_LINT_NEVER_H
#define RP_LINT_NEVER_H

#include "lint/lint.h"

/* Actions, and resources, that are none. */
void rp_lint_never_action(const struct rp_lint *lint, const struct rp_statement *statement);
void rp_lint_never_resource(const struct rp_lint *lint, const struct rp_statement *statement);

/* Resources of another service than the actions. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_never_service(const struct rp_lint *lint, const struct rp_statement *statement);

/* Actions of OSS on buckets, and resources that are objects, or the other way round. */
void rp_lint_never_bucket(const struct rp_lint *lint, const struct rp_statement *statement);

/* What somebody should have filled in. */
void rp_lint_never_placeholder(const struct rp_lint *lint, const struct rp_statement *statement);

/* Conditions on keys that there are not, or with values that no key has. Errors: as struct rp_family. */
enum rampart_status rp_lint_never_condition(const struct rp_lint *lint, const struct rp_statement *statement);

/* Conditions on tags that the cloud does not fill in. */
void rp_lint_never_tag(const struct rp_lint *lint, const struct rp_statement *statement);

/* Conditions on one key that exclude each other. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_never_contradiction(const struct rp_lint *lint,
                                                const struct rp_statement *statement);

#endif
