/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of `rampart lint` share. */
#ifndef CLI_LINT_H
#define CLI_LINT_H

#include <rampart/lint.h>

#include "cli/options.h"

enum {
    LINT_KIND = CLI_OWN,
    LINT_SELECT,
    LINT_IGNORE,
    LINT_LEVEL,
    LINT_FAIL_ON,
    LINT_RULES,
    LINT_EXPLAIN,
    LINT_FIX,
    LINT_DIFF
};

extern const struct cli_usage lint_usage;

/* Checks what the table of options cannot. Complains and returns false. */
bool lint_command_line(const struct cli_arguments *arguments);

/* Sets the linter as --select, --ignore and --level say, in this order. False: a word is no rule, see `diags`. */
bool lint_choose_rules(const struct cli_arguments *arguments, struct rampart_linter *linter,
                       struct rampart_diags *diags);

/*
 * --fix: mends the document of a file and writes it, or with --diff shows what would change. *ret_fix holds the mended
 * text, NULL: it was left as it is. Complains and returns false when that fails.
 */
bool lint_fix_file(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                   const char *path, const struct rampart_document *document, struct rampart_fix **ret_fix);

/* --rules and --explain: the list of the rules, and the page of one. The exit code of the program. */
int lint_list_rules(const struct cli_arguments *arguments);
int lint_explain_rule(const struct cli_arguments *arguments);

#endif
