/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of `rampart lint` share. */
#ifndef CLI_LINT_H
#define CLI_LINT_H

#include <rampart/lint.h>

#include "cli/request_options.h"

enum {
    LINT_KIND = CLI_AFTER_REQUEST,
    LINT_SELECT,
    LINT_IGNORE,
    LINT_LEVEL,
    LINT_FAIL_ON,
    LINT_REQUIRE_COMPLETE,
    LINT_ACCOUNT,
    LINT_SETTINGS,
    LINT_NO_SETTINGS,
    LINT_CATALOG,
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

/* Whether --fix may begin: no report takes the place of a file that is named. Complains and returns false. */
bool lint_fix_may(const struct cli_arguments *arguments);

/*
 * --fix: mends the documents of all operands and writes them, or with --diff shows what would change. *ret_changed is how
 * many files differ. Complains and returns false when one cannot be mended.
 */
bool lint_fix_operands(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                       size_t *ret_changed);

/* What the documents are for. */
enum rampart_policy_kind lint_kind(const struct cli_arguments *arguments);

/*
 * Reads the settings that --settings names, else those found in the working directory or above it; NULL: there are none.
 * False: they cannot be read, which is said in `diags` or on standard error.
 */
bool lint_read_settings(const struct cli_arguments *arguments, struct rampart_diags *diags,
                        struct rampart_lint_settings **ret_settings);

/*
 * Opens the catalogue of the folder that --catalog names, and has it asked; NULL: none is named. The caller frees it
 * after the linter. False: see `diags`, or standard error.
 */
bool lint_open_catalog(const struct cli_arguments *arguments, struct rampart_linter *linter,
                       struct rampart_diags *diags, struct rampart_catalog **ret_catalog);

/* The severity that fails: --fail-on, else the settings', else warnings. */
enum rampart_severity lint_fail_on(const struct cli_arguments *arguments,
                                   const struct rampart_lint_settings *settings);

/* The day it is, in UTC. */
struct rampart_lint_date lint_today(void);

/* --rules and --explain: the list of the rules, and the page of one. The exit code of the program. */
int lint_list_rules(const struct cli_arguments *arguments);
int lint_explain_rule(const struct cli_arguments *arguments);

#endif
