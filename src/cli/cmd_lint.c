/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint: what is wrong or risky in these documents? */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/lint.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/read.h"

enum { CLEAN = 0, FOUND = 1, MOST_FINDINGS = 1000000 };

/* A run over all documents. */
struct run {
    const struct cli_arguments *arguments;
    struct rampart_linter *linter;
    struct rampart_diags *findings;
    struct cli_output output;
    size_t found; /* at the level that fails */
};

static enum rampart_severity threshold(const struct cli_arguments *arguments)
{
    const char *word = cli_value(arguments, LINT_FAIL_ON);
    if (word == NULL || strcmp(word, "warning") == 0) return RAMPART_WARNING;
    return strcmp(word, "error") == 0 ? RAMPART_ERROR : RAMPART_NOTE;
}

static enum rampart_policy_kind kind_of(const struct cli_arguments *arguments)
{
    static const char *const words[] = {"identity", "session", "control", "trust"};
    const char *word = cli_value(arguments, LINT_KIND);
    for (size_t i = 0; word != NULL && i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0) return (enum rampart_policy_kind)i;
    return RAMPART_POLICY_ANY;
}

static bool print_findings(struct run *run)
{
    for (int severity = RAMPART_ERROR; severity <= (int)threshold(run->arguments); severity++)
        run->found += rampart_diags_found(run->findings, (enum rampart_severity)severity);
    if (cli_count(run->arguments, CLI_QUIET) > 0) return true;
    const struct rampart_report_style style = {RAMPART_REPORT_TEXT,
                                               cli_wants_color(run->arguments, run->output.file)};
    const struct rampart_writer writer = cli_writer(run->output.file);
    return rampart_report_diags(NULL, run->findings, style, &writer) == RAMPART_OK;
}

/* What is left after mending is what is found. */
static enum rampart_status lint_document(struct run *run, const struct rampart_document *document,
                                         const struct rampart_fix *fix)
{
    struct rampart_document left = *document;
    if (fix != NULL) left.text = rampart_fix_text(fix);
    rampart_diags_clear(run->findings);
    return rampart_lint_document(run->linter, &left, run->findings);
}

static bool lint_file(struct run *run, const char *path)
{
    size_t len = 0;
    char *text = cli_read(path, &len);
    if (text == NULL) return false;
    const struct rampart_document document = {
        .text = {text, len},
        .file = rampart_str(cli_file_name(path)),
        .kind = kind_of(run->arguments),
    };
    struct rampart_fix *fix = NULL;
    bool good = cli_count(run->arguments, LINT_FIX) == 0 ||
                lint_fix_file(run->arguments, run->linter, path, &document, &fix);
    enum rampart_status status = lint_document(run, &document, fix);
    rampart_fix_free(fix);
    free(text);
    if (status != RAMPART_OK && status != RAMPART_LIMIT) cli_error("%s", rampart_status_name(status));
    return print_findings(run) && good && status == RAMPART_OK;
}

static bool lint_files(struct run *run)
{
    bool good = true;
    if (!cli_output_open(&run->output, run->arguments)) return false;
    for (size_t i = 0; i < run->arguments->count; i++)
        if (run->arguments->items[i].option->id == CLI_OPERAND)
            good &= lint_file(run, run->arguments->items[i].value);
    return cli_output_close(&run->output, true) && good;
}

static bool start(struct run *run)
{
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    if (rampart_diags_new(&options, &run->findings) != RAMPART_OK ||
        rampart_linter_new(NULL, &run->linter) != RAMPART_OK) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    if (lint_choose_rules(run->arguments, run->linter, run->findings)) return true;
    (void)cli_print_diags(run->arguments, run->findings, true);
    return false;
}

static int lint(const struct cli_arguments *arguments)
{
    struct run run = {.arguments = arguments};
    bool good = start(&run) && lint_files(&run);
    rampart_linter_free(run.linter);
    rampart_diags_free(run.findings);
    if (!good) return CLI_FAILED;
    return run.found > 0 ? FOUND : CLEAN;
}

static int run(const struct cli_arguments *arguments)
{
    if (!lint_command_line(arguments)) return CLI_FAILED;
    if (cli_count(arguments, LINT_RULES) > 0) return lint_list_rules(arguments);
    if (cli_count(arguments, LINT_EXPLAIN) > 0) return lint_explain_rule(arguments);
    return lint(arguments);
}

int cli_lint(int argc, char **argv)
{
    return cli_run(&lint_usage, argc, argv, run);
}
