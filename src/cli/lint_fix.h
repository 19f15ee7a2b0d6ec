/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint --fix. */
#ifndef CLI_LINT_FIX_H
#define CLI_LINT_FIX_H

#include <rampart/lint.h>

#include "cli/options.h"

/* Notes the operands as inputs, so that no report replaces one of them. Prints an error and returns false on failure. */
bool lint_fix_may(const struct cli_arguments *arguments);

/*
 * Fixes the documents of all operands and writes them, or prints a diff with --diff. *ret_changed is how many files differ.
 * Prints an error and returns false when a document cannot be fixed.
 */
bool lint_fix_operands(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                       enum rampart_policy_kind kind, size_t *ret_changed);

#endif
