/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint: what is wrong or risky in these documents? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/lint_fix.h"
#include "cli/lint_run.h"
#include "cli/lint_setup.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/texts.h"

enum { CLEAN = 0, FOUND = 1 };

static const struct cli_option cmd_lint_operand = {
    CLI_OPERAND, '\0', "FILE|FOLDER...",
    "FILE",      true, "policy documents, JSON or YAML, or folders of them; - is standard input"};

static const struct cli_row cmd_lint_rows[] = {
    {.id = CLI_HEADING, .help = "Documents"},
    {.id = CLI_KIND,
     .value = "auto|identity|session|control|trust|bucket|access-point|endpoint|key|secret|project|instance|accesskey",
     .once = true,
     .help = "the kind of the documents (auto: by their shape)"},
    {.id = CLI_ACCOUNT, .value = "FILE", .help = "lint every document of an account file"},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_HEADING, .help = "Rules"},
    {.id = CLI_SELECT},
    {.id = CLI_IGNORE},
    {.id = CLI_LEVEL},
    {.id = CLI_FAIL_ON},
    {.id = CLI_FIX},
    {.id = CLI_DIFF, .help = "with --fix: write nothing, show what would change"},
    {.id = CLI_REQUIRE_COMPLETE, .help = "fail if a document cannot be read or is not known yet"},
    {.id = CLI_SETTINGS},
    {.id = CLI_NO_SETTINGS},
    {.id = CLI_CATALOG,
     .help = "use the tables of a folder for services, actions, keys and\n"
             "regions; a table that is not there is taken from those built in"},
    {.id = CLI_BASELINE},
    {.id = CLI_RULES_FROM},
    {.id = CLI_RULES},
    {.id = CLI_EXPLAIN},
    CLI_REPORT_ROWS("text|json|sarif|github|junit|gitlab|baseline|html|markdown",
                    "text for people (default), a page to send, a comment for a pull\n"
                    "request, or a format for programs and CI systems"),
};

static const char cmd_lint_epilogue[] =
    "RULE is an id or a name: RAM301, notaction-allow; or a family as --rules lists\n"
    "them; or all.\n"
    "\n"
    "Exit codes\n"
    "  0  nothing was found at the level of --fail-on or above\n"
    "  1  something was found\n"
    "  2  an input could not be read, no input was one that can hold documents, or\n"
    "     bad usage\n"
    "\n"
    "Examples\n"
    "  rampart lint policies/cancel.json\n"
    "  rampart lint --fix --diff policies/*.json\n"
    "  terraform show -json plan.tfplan | rampart lint --require-complete -\n";

static const struct cli_usage cmd_lint_usage = {
    .command = "lint",
    .synopsis = "[OPTION]... FILE|FOLDER...",
    .about =
        "Finds what is wrong or risky in policy documents, and in those within account\n"
        "files, plans and states of Terraform, exports and responses of the API, and ROS\n"
        "templates.",
    .rows = cmd_lint_rows,
    .row_count = sizeof cmd_lint_rows / sizeof *cmd_lint_rows,
    .epilogue = cmd_lint_epilogue,
    .operand = &cmd_lint_operand,
};

/* ---- the command line ---- */

static bool cmd_lint_has_files_only(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND && strcmp(arguments->items[i].value, "-") == 0) {
            cli_error("--fix cannot change standard input; add --diff to see what it would change");
            return false;
        }
    return true;
}

static bool cmd_lint_listing_format(const struct cli_arguments *arguments)
{
    const char *format = cli_value(arguments, CLI_FORMAT);
    if (format == NULL || strcmp(format, "text") == 0 || strcmp(format, "json") == 0) return true;
    cli_error("--explain prints text, and --rules text or json, not %s", format);
    return false;
}

/* Documents on the command line would be ignored, so they are an error. */
static bool cmd_lint_lists_only(const struct cli_arguments *arguments)
{
    size_t documents = cli_count(arguments, CLI_OPERAND) + cli_count(arguments, CLI_ACCOUNT);
    if (documents == 0 && cli_count(arguments, CLI_FIX) == 0) return true;
    cli_error("--rules and --explain check no documents: leave out the documents or the option");
    return false;
}

/* The documents of an account file are files of their own, and are fixed by their own names. */
static bool cmd_lint_fixes_documents(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_FIX) == 0 || cli_count(arguments, CLI_ACCOUNT) == 0) return true;
    cli_error("--fix changes only documents named on the command line: leave out --account");
    return false;
}

static bool cmd_lint_command_line(const struct cli_arguments *arguments)
{
    bool listing = cli_count(arguments, CLI_RULES) > 0 || cli_count(arguments, CLI_EXPLAIN) > 0;
    if (listing && !(cmd_lint_listing_format(arguments) && cmd_lint_lists_only(arguments))) return false;
    if (cli_count(arguments, CLI_SETTINGS) > 0 && cli_count(arguments, CLI_NO_SETTINGS) > 0) {
        cli_error("--settings and --no-settings cannot be used together");
        return false;
    }
    bool good = listing || cli_count(arguments, CLI_OPERAND) > 0 || cli_count(arguments, CLI_ACCOUNT) > 0;
    if (!good) cli_error("no documents given: name their files, or - for standard input");
    if (cli_count(arguments, CLI_DIFF) > 0 && cli_count(arguments, CLI_FIX) == 0) {
        cli_error("--diff shows what --fix would change: add --fix");
        good = false;
    }
    good &= cmd_lint_fixes_documents(arguments);
    if (cli_count(arguments, CLI_FIX) > 0 && cli_count(arguments, CLI_DIFF) == 0)
        good &= cmd_lint_has_files_only(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* The choices of --kind behind "auto" stand in the order of enum rampart_policy_kind. */
static enum rampart_policy_kind cmd_lint_kind(const struct cli_arguments *arguments)
{
    size_t choice = cli_choice(arguments, CLI_KIND);
    return choice == 0 ? RAMPART_POLICY_ANY : (enum rampart_policy_kind)(choice - 1);
}

/* ---- which rules ---- */

/* ---- settings ---- */

/* ---- --rules and --explain ---- */

static int cmd_lint_list_rules(const struct cli_arguments *arguments)
{
    struct cli_output output;
    if (!cli_output_open(&output, arguments)) return CLI_FAILED;
    const struct rampart_report_style style = {.format = cli_report_format(arguments), .color = false};
    const struct rampart_writer writer = cli_writer(output.file);
    bool good = rampart_report_lint_rules(NULL, style, &writer) == RAMPART_OK;
    return cli_output_close(&output, good) ? 0 : CLI_FAILED;
}

static int cmd_lint_refuse_rule(const char *word)
{
    enum { MOST_RULES = 256 };
    const char *names[MOST_RULES];
    size_t count = 0;
    for (; count < rampart_lint_rule_count() && count < MOST_RULES; count++)
        names[count] = rampart_lint_rule_at(count)->name;
    const char *near = cli_nearest(word, strlen(word), names, count);
    if (near != NULL)
        cli_error("unknown rule \"%s\"; did you mean \"%s\"?", word, near);
    else
        cli_error("unknown rule \"%s\"", word);
    return CLI_FAILED;
}

static int cmd_lint_print(const struct cli_arguments *arguments, const struct rampart_str *parts, size_t count)
{
    struct cli_output output;
    if (!cli_output_open(&output, arguments)) return CLI_FAILED;
    const struct rampart_writer writer = cli_writer(output.file);
    bool good = true;
    for (size_t i = 0; i < count && good; i++) good = writer.write(writer.context, parts[i]);
    return cli_output_close(&output, good) ? 0 : CLI_FAILED;
}

/* A rule of the user's own has no page but itself. */
static int cmd_lint_explain_own(const struct cli_arguments *arguments, const struct rampart_rules *rules)
{
    const struct rampart_str word = rampart_str(cli_value(arguments, CLI_EXPLAIN));
    const struct rampart_str parts[] = {rampart_str("# "), word, rampart_str("\n\nA rule of your own, in "),
                                        rampart_rules_file(rules), rampart_str(":\n\n```yaml\n"),
                                        rampart_rules_text(rules, word), rampart_str("\n```\n")};
    return cmd_lint_print(arguments, parts, sizeof parts / sizeof *parts);
}

static const struct rampart_rules *cmd_lint_find_own(const char *word, const struct rampart_lint_settings *settings,
                                                     struct rampart_rules *const *rules, size_t count)
{
    const struct rampart_rules *own = rampart_lint_settings_rules(settings);
    if (rampart_rules_text(own, rampart_str(word)).len > 0) return own;
    for (size_t i = 0; i < count; i++)
        if (rampart_rules_text(rules[i], rampart_str(word)).len > 0) return rules[i];
    return NULL;
}

static int cmd_lint_explain_named(const struct cli_arguments *arguments, struct rampart_diags *diags)
{
    struct rampart_lint_settings *settings = NULL;
    struct rampart_rules **rules = NULL;
    size_t count = 0;
    int code = CLI_FAILED;
    if (lint_setup_read_rules(arguments, CLI_RULES_FROM, diags, &rules, &count) &&
        lint_setup_read_settings(arguments, rules, count, diags, &settings)) {
        const char *word = cli_value(arguments, CLI_EXPLAIN);
        const struct rampart_rules *own = cmd_lint_find_own(word, settings, rules, count);
        code = own == NULL ? cmd_lint_refuse_rule(word) : cmd_lint_explain_own(arguments, own);
    } else {
        (void)cli_print_diags(arguments, diags);
    }
    rampart_lint_settings_free(settings);
    lint_setup_free_rules(rules, count);
    return code;
}

static int cmd_lint_explain_rule(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(cli_value(arguments, CLI_EXPLAIN)));
    if (rule != NULL) {
        const struct rampart_str page = rampart_lint_rule_page(rule);
        return cmd_lint_print(arguments, &page, 1);
    }
    if (cli_diags_new(NULL, &diags) != RAMPART_OK) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return CLI_FAILED;
    }
    const int code = cmd_lint_explain_named(arguments, diags);
    rampart_diags_free(diags);
    return code;
}

/* ---- the report ---- */

/* A run over all documents that are named, and where its report goes. */
struct linting {
    struct lint_run run;
    struct cli_output output;
    struct cli_texts texts;
};

/* Where no file may be replaced, and none is read again for a page, nobody need know what was read: each file costs less. */
static bool cmd_lint_forgo_notes(const struct lint_run *run)
{
    struct stat output;
    const bool may_replace = cli_count(run->arguments, CLI_OUTPUT) > 0 || cli_count(run->arguments, CLI_FIX) > 0;
    if (may_replace || run->format == RAMPART_LINT_HTML) return true;
    if (fstat(STDOUT_FILENO, &output) != 0) {
        const int reason = errno;
        if (reason != EBADF) cli_error("cannot look at standard output: %s", strerror(reason));
        return reason == EBADF; /* it is closed, which writing to it tells */
    }
    if (!S_ISREG(output.st_mode)) rampart_diags_watch(run->findings, (struct rampart_watcher){NULL, NULL});
    return true;
}

static bool cmd_lint_begin(struct linting *linting)
{
    struct lint_run *run = &linting->run;
    struct cli_stream *file = linting->output.file;
    const struct rampart_lint_style style = {
        .format = run->format,
        .color = cli_wants_color(run->arguments, file),
        .columns = cli_columns(file),
        .fail_on = run->fail_on,
        .root = rampart_str(run->folder),
        .inventory = run->inventory,
        .settings = run->settings,
        .baseline = run->baseline,
        .catalog = run->catalog,
        .texts = cli_texts(&linting->texts),
    };
    const bool quiet = cli_count(run->arguments, CLI_QUIET) > 0;
    const struct rampart_writer writer = quiet ? (struct rampart_writer){NULL, lint_run_discard} : cli_writer(file);
    if (!cmd_lint_forgo_notes(run)) {
        run->failed = true;
        return false;
    }
    cli_progress_start(&run->progress, "files", !quiet, file);
    enum rampart_status status = rampart_lint_report_begin(NULL, style, &writer, &run->report);
    return status == RAMPART_OK || lint_run_fail(run, status);
}

/* ---- the files ---- */

/* Reports on the waivers themselves, after all documents. */
static bool cmd_lint_review_waivers(struct lint_run *run)
{
    const struct rampart_lint_count none = {0};
    if (run->settings == NULL) return true;
    rampart_diags_clear(run->findings);
    enum rampart_status status =
        rampart_lint_settings_review(run->settings, run->linter, run->today, run->findings);
    if (status != RAMPART_OK) return lint_run_fail(run, status);
    const struct rampart_diag *first = rampart_diags_at(run->findings, 0);
    if (first == NULL) return true;
    status = rampart_lint_report_add(run->report, first->file, &none, run->findings);
    return status == RAMPART_OK || lint_run_fail(run, status);
}

static bool cmd_lint_files(struct lint_run *run)
{
    bool good = true;
    for (size_t i = 0; good && i < run->arguments->count; i++) {
        const struct cli_argument *argument = &run->arguments->items[i];
        if (argument->option->id == CLI_OPERAND) good = lint_run_path(run, argument->value);
        if (argument->option->id == CLI_ACCOUNT) good = lint_run_file(run, argument->value, false);
    }
    cli_progress_end(&run->progress);
    if (!good || !cmd_lint_review_waivers(run)) return false;
    if (run->failed) rampart_lint_report_fail(run->report, cli_failure_kept(), false);
    enum rampart_status status = rampart_lint_report_end(run->report);
    return status == RAMPART_OK || lint_run_fail(run, status);
}

static bool cmd_lint_write_report(struct linting *linting)
{
    struct lint_run *run = &linting->run;
    if (!cli_output_open(&linting->output, run->arguments)) return false;
    bool good = cmd_lint_begin(linting) && cmd_lint_files(run);
    /* A JSON file stays as it was, and standard output gets the error; SARIF itself says that the run failed. */
    bool kept = good && !(run->failed && run->format == RAMPART_LINT_JSON);
    return cli_output_close(&linting->output, kept) && kept;
}

/* Reports a run that could not begin: code scanning must not get the report of the run before. */
static bool cmd_lint_report_failure(struct linting *linting)
{
    struct lint_run *run = &linting->run;
    if (run->format != RAMPART_LINT_SARIF || !cli_output_open(&linting->output, run->arguments)) return false;
    bool good = cmd_lint_begin(linting);
    cli_progress_end(&run->progress);
    rampart_lint_report_fail(run->report, cli_failure_kept(), true);
    good = good && rampart_lint_report_end(run->report) == RAMPART_OK;
    return cli_output_close(&linting->output, good);
}

/* ---- the command ---- */

/* A report is not clean if nothing was read. */
static bool cmd_lint_covers_enough(const struct lint_run *run)
{
    const struct rampart_lint_count *count = &rampart_lint_report_summary(run->report)->count;
    size_t unread = rampart_inventory_count(run->inventory, RAMPART_FILE_SKIPPED) +
                    rampart_inventory_count(run->inventory, RAMPART_FILE_QUARANTINED);
    if (rampart_inventory_count(run->inventory, RAMPART_FILE_READ) == 0) {
        cli_error("no policy document was found, so nothing was checked");
        return false;
    }
    if (cli_count(run->arguments, CLI_REQUIRE_COMPLETE) == 0 || (unread == 0 && count->undetermined == 0))
        return true;
    cli_error("--require-complete: not everything could be checked (%zu not read, %zu not determined)",
              unread, count->undetermined);
    return false;
}

static int cmd_lint_code(const struct lint_run *run)
{
    if (run->failed || !cmd_lint_covers_enough(run)) return CLI_FAILED;
    if (run->format == RAMPART_LINT_BASELINE) return CLEAN; /* what was found is known now */
    const struct rampart_lint_summary *summary = rampart_lint_report_summary(run->report);
    for (int severity = RAMPART_ERROR; severity <= (int)run->fail_on; severity++)
        if (summary->found[severity] > 0) return FOUND;
    return CLEAN;
}

/* Reports the findings that --fix leaves; with --diff, the diff is the whole report. */
static int cmd_lint_fix_and_report(struct linting *linting)
{
    struct lint_run *run = &linting->run;
    size_t changed = 0;
    bool fixes = cli_count(run->arguments, CLI_FIX) > 0;
    if (fixes && !lint_fix_may(run->arguments)) return CLI_FAILED;
    if (fixes)
        run->failed |=
            !lint_fix_operands(run->arguments, run->linter, run->kind, &changed);
    if (fixes && cli_count(run->arguments, CLI_DIFF) > 0)
        return run->failed ? CLI_FAILED : changed > 0 ? FOUND : CLEAN;
    return cmd_lint_write_report(linting) ? cmd_lint_code(run) : CLI_FAILED;
}

static bool cmd_lint_start(struct lint_run *run)
{
    if (rampart_inventory_new(NULL, &run->inventory) != RAMPART_OK) return lint_run_fail(run, RAMPART_NO_MEMORY);
    if (lint_run_start(run) && lint_run_know(run, (struct rampart_str){NULL, 0})) return true;
    (void)cli_print_diags(run->arguments, run->findings);
    return false;
}

static int cmd_lint_documents(const struct cli_arguments *arguments)
{
    struct linting linting = {.run = {.arguments = arguments,
                                      /* the choices of --format stand in the order of the enum */
                                      .format = (enum rampart_lint_format)cli_choice(arguments, CLI_FORMAT),
                                      .rules_option = CLI_RULES_FROM,
                                      .kind = cmd_lint_kind(arguments)}};
    bool started = cmd_lint_start(&linting.run);
    int code = started ? cmd_lint_fix_and_report(&linting) : CLI_FAILED;
    if (!started) (void)cmd_lint_report_failure(&linting);
    lint_run_free(&linting.run);
    cli_texts_free(&linting.texts);
    rampart_inventory_free(linting.run.inventory);
    return code;
}

static int cmd_lint_run(const struct cli_arguments *arguments)
{
    if (!cmd_lint_command_line(arguments)) return CLI_FAILED;
    if (cli_count(arguments, CLI_RULES) > 0) return cmd_lint_list_rules(arguments);
    if (cli_count(arguments, CLI_EXPLAIN) > 0) return cmd_lint_explain_rule(arguments);
    return cmd_lint_documents(arguments);
}

int cli_lint(int argc, char **argv)
{
    return cli_run(&cmd_lint_usage, argc, argv, cmd_lint_run);
}
