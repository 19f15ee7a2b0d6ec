/* SPDX-License-Identifier: Apache-2.0 */
/* The rules by their numbers. The table is rule_table.h; the pages are in policies/rules/. */
#ifndef RP_LINT_RULE_H
#define RP_LINT_RULE_H

#include <rampart/lint.h>

enum rp_lint_rule {
#define RP_LINT_RULE(identifier, id, name, family, severity) RP_LINT_##identifier,
#include "lint/rule_table.h"
#undef RP_LINT_RULE
    RP_LINT_RULES
};

/* The rule of a number. */
const struct rampart_lint_rule *rp_lint_rule(enum rp_lint_rule number);

/* The number of a rule by the code of a diagnostic. RP_LINT_RULES: no rule has the code. */
enum rp_lint_rule rp_lint_rule_of(const char *code);

/* The name of the rule that a misspelt word is nearest to. NULL: none is near. */
const char *rp_lint_rule_nearest(struct rampart_str word);

#endif
