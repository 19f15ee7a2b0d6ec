/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules of lint are on, at which level, and which findings are waived: the command line, and the settings. */
#ifndef CLI_LINT_SETUP_H
#define CLI_LINT_SETUP_H

#include <rampart/lint.h>

#include "cli/options.h"

/* Sets the levels that --select, --ignore and --level say. Returns false with an error, or a diagnostic. */
bool lint_setup_choose(const struct cli_arguments *arguments, struct rampart_linter *linter, struct rampart_diags *diags);

/*
 * Reads the settings that --settings names, or finds them; there may be none. Their waivers may name rules of `rules`, the
 * files of the command line. Returns false with an error, or a diagnostic.
 */
bool lint_setup_read_settings(const struct cli_arguments *arguments, struct rampart_rules *const *rules, size_t count,
                              struct rampart_diags *diags, struct rampart_lint_settings **ret_settings);

/* The severity that a word of so many bytes names. False: it names none, and nothing is written. */
bool lint_setup_severity(const char *word, size_t len, enum rampart_severity *ret_severity);

/* The level from which on findings are failures, by --fail-on or by the settings, which may be NULL. */
enum rampart_severity lint_setup_fail_on(const struct cli_arguments *arguments,
                                         const struct rampart_lint_settings *settings);

struct rampart_lint_date lint_setup_today(void);

/*
 * The rules of the user's own in the files of an option. The caller frees them, also on failure. Returns false with an error,
 * or a diagnostic.
 */
bool lint_setup_read_rules(const struct cli_arguments *arguments, enum cli_option_id id, struct rampart_diags *diags,
                           struct rampart_rules ***ret_rules, size_t *ret_count);
void lint_setup_free_rules(struct rampart_rules **rules, size_t count);

#endif
