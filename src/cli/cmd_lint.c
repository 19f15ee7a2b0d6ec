/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint: what is wrong or risky in these documents? */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <rampart/lint.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/lint_fix.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/texts.h"
#include "cli/walk.h"

enum { CLEAN = 0, FOUND = 1, MOST_FINDINGS = 1000000 };

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

static const struct {
    const char *word;
    enum rampart_lint_level level;
} cmd_lint_levels[] = {{"error", RAMPART_LINT_ERROR},
                       {"warning", RAMPART_LINT_WARNING},
                       {"note", RAMPART_LINT_NOTE},
                       {"off", RAMPART_LINT_OFF}};

static bool cmd_lint_set_all(const struct cli_arguments *arguments, enum cli_option_id id, struct rampart_linter *linter,
                             enum rampart_lint_level level, struct rampart_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != id) continue;
        good &=
            rampart_linter_set(linter, rampart_str(arguments->items[i].value), level, diags) == RAMPART_OK;
    }
    return good;
}

/* RULE=LEVEL */
static bool cmd_lint_set_level(struct rampart_linter *linter, const char *value, struct rampart_diags *diags)
{
    size_t len = strcspn(value, "=");
    const char *word = value[len] == '=' ? value + len + 1 : "";
    for (size_t i = 0; i < sizeof cmd_lint_levels / sizeof *cmd_lint_levels; i++)
        if (strcmp(word, cmd_lint_levels[i].word) == 0)
            return rampart_linter_set(linter, (struct rampart_str){value, len}, cmd_lint_levels[i].level,
                                      diags) == RAMPART_OK;
    cli_error("--level must be RULE=error|warning|note|off, not \"%s\"", value);
    return false;
}

static bool cmd_lint_choose_rules(const struct cli_arguments *arguments, struct rampart_linter *linter,
                                  struct rampart_diags *diags)
{
    bool good = true;
    if (cli_count(arguments, CLI_SELECT) > 0)
        good = rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, diags) == RAMPART_OK;
    good &= cmd_lint_set_all(arguments, CLI_SELECT, linter, RAMPART_LINT_DEFAULT, diags);
    good &= cmd_lint_set_all(arguments, CLI_IGNORE, linter, RAMPART_LINT_OFF, diags);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_LEVEL)
            good &= cmd_lint_set_level(linter, arguments->items[i].value, diags);
    return good;
}

/* ---- settings ---- */

#define SETTINGS ".rampart.yaml"

enum { MOST_FOLDERS = 64, PATH_SIZE = 3 * MOST_FOLDERS + sizeof SETTINGS };

enum settings_found { SETTINGS_NONE, SETTINGS_FOUND, SETTINGS_UNCERTAIN };

static enum settings_found cmd_lint_look_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) return SETTINGS_FOUND;
    if (errno == ENOENT) return SETTINGS_NONE;
    cli_error("cannot look for %s: %s", path, strerror(errno));
    return SETTINGS_UNCERTAIN;
}

/* Finds the nearest settings, from the working directory up to the root: as many folders as its path has parts. */
static enum settings_found cmd_lint_find_settings(char path[PATH_SIZE])
{
    char folder[4096];
    if (getcwd(folder, sizeof folder) == NULL) {
        cli_error("cannot find the working directory: %s", strerror(errno));
        return SETTINGS_UNCERTAIN;
    }
    size_t folders = 0;
    for (const char *at = folder; *at != '\0'; at++) folders += at[0] == '/' && at[1] != '\0';
    if (folders > MOST_FOLDERS) folders = MOST_FOLDERS;
    for (size_t up = 0; up <= folders; up++) {
        for (size_t i = 0; i < up; i++) memcpy(path + 3 * i, "../", 3);
        memcpy(path + 3 * up, SETTINGS, sizeof SETTINGS);
        enum settings_found found = cmd_lint_look_for(path);
        if (found != SETTINGS_NONE) return found;
    }
    return SETTINGS_NONE;
}

/* Waivers may name rules of the files that the command line names. */
static bool cmd_lint_read_settings(const struct cli_arguments *arguments, struct rampart_rules *const *rules, size_t count,
                                   struct rampart_diags *diags, struct rampart_lint_settings **ret_settings)
{
    char found[PATH_SIZE];
    const char *path = cli_value(arguments, CLI_SETTINGS);
    if (cli_count(arguments, CLI_NO_SETTINGS) > 0) return true;
    if (path == NULL) {
        enum settings_found known = cmd_lint_find_settings(found);
        if (known != SETTINGS_FOUND) return known == SETTINGS_NONE;
        path = found;
    }
    enum rampart_status status = rampart_lint_settings_read_beside(NULL, path, (const struct rampart_rules *const *)rules, count,
                                                                   diags, ret_settings);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0) cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK;
}

static enum rampart_severity cmd_lint_fail_on(const struct cli_arguments *arguments,
                                              const struct rampart_lint_settings *settings)
{
    const char *word = cli_value(arguments, CLI_FAIL_ON);
    enum rampart_severity severity = RAMPART_WARNING;
    if (word == NULL) {
        (void)rampart_lint_settings_fail_on(settings, &severity);
        return severity;
    }
    if (strcmp(word, "error") == 0) return RAMPART_ERROR;
    return strcmp(word, "warning") == 0 ? RAMPART_WARNING : RAMPART_NOTE;
}

static struct rampart_lint_date cmd_lint_today(void)
{
    enum { FIRST_YEAR = 1900 };
    time_t now = time(NULL);
    struct tm day = {0};
    if (gmtime_r(&now, &day) == NULL) return (struct rampart_lint_date){0};
    return (struct rampart_lint_date){(unsigned)(day.tm_year + FIRST_YEAR), (unsigned)day.tm_mon + 1,
                                      (unsigned)day.tm_mday};
}

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

/* The rules of the user's own that the command line names. */
static bool cmd_lint_read_rules(const struct cli_arguments *arguments, struct rampart_diags *diags,
                                struct rampart_rules ***ret_rules, size_t *ret_count)
{
    *ret_rules = calloc(arguments->count + 1, sizeof **ret_rules);
    if (*ret_rules == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != CLI_RULES_FROM) continue;
        enum rampart_status status =
            rampart_rules_read_file(NULL, arguments->items[i].value, diags, &(*ret_rules)[*ret_count]);
        if (status != RAMPART_OK && rampart_diags_count(diags) == 0) cli_error("%s", rampart_status_name(status));
        if (status != RAMPART_OK) return false;
        ++*ret_count;
    }
    return true;
}

static void cmd_lint_free_rules(struct rampart_rules **rules, size_t count)
{
    for (size_t i = 0; i < count; i++) rampart_rules_free(rules[i]);
    free(rules);
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
    if (cmd_lint_read_rules(arguments, diags, &rules, &count) &&
        cmd_lint_read_settings(arguments, rules, count, diags, &settings)) {
        const char *word = cli_value(arguments, CLI_EXPLAIN);
        const struct rampart_rules *own = cmd_lint_find_own(word, settings, rules, count);
        code = own == NULL ? cmd_lint_refuse_rule(word) : cmd_lint_explain_own(arguments, own);
    } else {
        (void)cli_print_diags(arguments, diags);
    }
    rampart_lint_settings_free(settings);
    cmd_lint_free_rules(rules, count);
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

/* ---- the run ---- */

/* A run over all documents. */
struct lint_run {
    const struct cli_arguments *arguments;
    struct rampart_linter *linter;
    struct rampart_catalog *catalog;        /* NULL: the one built in */
    struct rampart_lint_settings *settings; /* NULL: there are none */
    struct rampart_diags *findings;
    struct rampart_inventory *inventory;
    struct rampart_lint_report *report;
    struct cli_output output;
    struct cli_texts texts;
    struct cli_progress progress;
    char folder[PATH_MAX];       /* the working directory */
    struct rampart_lint_baseline *baseline; /* NULL: there is none */
    struct rampart_rules **rules; /* the files of --rules-from */
    size_t rules_count;
    struct rampart_str *outside; /* the folders of --allow-outside */
    struct rampart_lint_date today;
    enum rampart_severity fail_on;
    enum rampart_policy_kind kind; /* looked up once: each look-up reads the whole command line */
    bool quiet, failed;
};

/* The choices of --format stand in the order of enum rampart_lint_format. */
static enum rampart_lint_format cmd_lint_format(const struct cli_arguments *arguments)
{
    return (enum rampart_lint_format)cli_choice(arguments, CLI_FORMAT);
}

/* ---- the report ---- */

static bool cmd_lint_discard(void *context, struct rampart_str piece)
{
    (void)context;
    (void)piece;
    return true;
}

/* Prints an error and ends the run, for a failure that is not about one document. */
static bool cmd_lint_fail(struct lint_run *run, enum rampart_status status)
{
    if (status != RAMPART_IO)
        cli_error("%s", rampart_status_name(status)); /* IO: closing the output prints the error */
    run->failed = true;
    return false;
}

/* Where no file may be replaced, and none is read again for a page, nobody need know what was read: each file costs less. */
static bool cmd_lint_forgo_notes(const struct lint_run *run)
{
    struct stat output;
    const bool may_replace = cli_count(run->arguments, CLI_OUTPUT) > 0 || cli_count(run->arguments, CLI_FIX) > 0;
    if (may_replace || cmd_lint_format(run->arguments) == RAMPART_LINT_HTML) return true;
    if (fstat(STDOUT_FILENO, &output) != 0) {
        const int reason = errno;
        if (reason != EBADF) cli_error("cannot look at standard output: %s", strerror(reason));
        return reason == EBADF; /* it is closed, which writing to it tells */
    }
    if (!S_ISREG(output.st_mode)) rampart_diags_watch(run->findings, (struct rampart_watcher){NULL, NULL});
    return true;
}

static bool cmd_lint_begin(struct lint_run *run)
{
    const struct rampart_lint_style style = {
        .format = cmd_lint_format(run->arguments),
        .color = cli_wants_color(run->arguments, run->output.file),
        .columns = cli_columns(run->output.file),
        .fail_on = run->fail_on,
        .root = rampart_str(run->folder),
        .inventory = run->inventory,
        .settings = run->settings,
        .baseline = run->baseline,
        .catalog = run->catalog,
        .texts = cli_texts(&run->texts),
    };
    run->quiet = cli_count(run->arguments, CLI_QUIET) > 0;
    const struct rampart_writer writer =
        run->quiet ? (struct rampart_writer){NULL, cmd_lint_discard} : cli_writer(run->output.file);
    if (!cmd_lint_forgo_notes(run)) {
        run->failed = true;
        return false;
    }
    cli_progress_start(&run->progress, "files", !run->quiet, run->output.file);
    enum rampart_status status = rampart_lint_report_begin(NULL, style, &writer, &run->report);
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

/* ---- the files ---- */

static bool cmd_lint_add(struct lint_run *run, const char *name, const struct rampart_lint_count *count)
{
    enum rampart_status status = RAMPART_OK;
    if (run->settings != NULL)
        status =
            rampart_lint_settings_waive(run->settings, rampart_str(run->folder), run->today, run->findings);
    if (status == RAMPART_OK)
        status = rampart_lint_report_add(run->report, rampart_str(name), count, run->findings);
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

/* The error is printed at once, because a report may stay unread; in text it is not printed twice. */
static bool cmd_lint_say_unreadable(struct lint_run *run)
{
    cli_progress_end(&run->progress);
    run->failed = true;
    if (!cli_print_diags(run->arguments, run->findings)) return false;
    if (cmd_lint_format(run->arguments) == RAMPART_LINT_TEXT) rampart_diags_clear(run->findings);
    return true;
}

/* Adds the file to the inventory. A file that was found in a folder and holds no policy is no document. */
static bool cmd_lint_note(struct lint_run *run, const char *name, const struct rampart_lint_count *count)
{
    enum rampart_file_state state = count->unreadable > 0 ? RAMPART_FILE_SKIPPED
                                    : count->skipped > 0  ? RAMPART_FILE_OTHER
                                                          : RAMPART_FILE_READ;
    const char *reason = count->unreadable > 0 ? "it could not be read" : "";
    enum rampart_status status =
        rampart_inventory_add(run->inventory, state, rampart_str(name), rampart_str(reason));
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

static bool cmd_lint_file(struct lint_run *run, const char *path, bool found)
{
    const struct rampart_lint_input input = {path, run->kind, found};
    struct rampart_lint_count count;
    const size_t inputs = cli_inputs_count();
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_file(run->linter, &input, run->findings, &count);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return cmd_lint_fail(run, status);
    cli_progress_step(&run->progress);
    /* A file in a folder that holds no policy, such as the report of the last run, is no input. */
    if (found && count.skipped > 0) cli_inputs_forget(inputs);
    if (count.unreadable > 0 && !cmd_lint_say_unreadable(run)) return false;
    const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
    return cmd_lint_note(run, name, &count) && cmd_lint_add(run, name, &count);
}

/* Reports on the waivers themselves, after all documents. */
static bool cmd_lint_review_waivers(struct lint_run *run)
{
    const struct rampart_lint_count none = {0};
    if (run->settings == NULL) return true;
    rampart_diags_clear(run->findings);
    enum rampart_status status =
        rampart_lint_settings_review(run->settings, run->linter, run->today, run->findings);
    if (status != RAMPART_OK) return cmd_lint_fail(run, status);
    const struct rampart_diag *first = rampart_diags_at(run->findings, 0);
    if (first == NULL) return true;
    status = rampart_lint_report_add(run->report, first->file, &none, run->findings);
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

static bool cmd_lint_visit(void *context, const char *path)
{
    return cmd_lint_file(context, path, true);
}

/* A path that could not be reached is in the report as well: a file that was not read is not clean. */
static bool cmd_lint_note_unreadable(void *context, const char *path, int reason)
{
    struct lint_run *run = context;
    struct rampart_lint_count count;
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_unreadable(path, reason, run->findings, &count);
    if (status != RAMPART_OK) return cmd_lint_fail(run, status);
    return cmd_lint_say_unreadable(run) && cmd_lint_note(run, path, &count) &&
           cmd_lint_add(run, path, &count);
}

static bool cmd_lint_path(struct lint_run *run, const char *path)
{
    struct cli_walk walk = {.visit = cmd_lint_visit,
                            .fault = cmd_lint_note_unreadable,
                            .context = run,
                            .endings = cli_document_endings,
                            .inventory = run->inventory};
    switch (cli_walk_kind(&walk, path)) {
    case CLI_FILE: return cmd_lint_file(run, path, false);
    case CLI_FOLDER: return cli_walk_folder(&walk, path);
    case CLI_UNCERTAIN: break;
    }
    return true;
}

static bool cmd_lint_files(struct lint_run *run)
{
    bool good = true;
    for (size_t i = 0; good && i < run->arguments->count; i++) {
        const struct cli_argument *argument = &run->arguments->items[i];
        if (argument->option->id == CLI_OPERAND) good = cmd_lint_path(run, argument->value);
        if (argument->option->id == CLI_ACCOUNT) good = cmd_lint_file(run, argument->value, false);
    }
    cli_progress_end(&run->progress);
    if (!good || !cmd_lint_review_waivers(run)) return false;
    if (run->failed) rampart_lint_report_fail(run->report, cli_failure_kept(), false);
    enum rampart_status status = rampart_lint_report_end(run->report);
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

static bool cmd_lint_write_report(struct lint_run *run)
{
    if (!cli_output_open(&run->output, run->arguments)) return false;
    bool good = cmd_lint_begin(run) && cmd_lint_files(run);
    /* A JSON file stays as it was, and standard output gets the error; SARIF itself says that the run failed. */
    bool kept = good && !(run->failed && cmd_lint_format(run->arguments) == RAMPART_LINT_JSON);
    return cli_output_close(&run->output, kept) && kept;
}

/* Reports a run that could not begin: code scanning must not get the report of the run before. */
static bool cmd_lint_report_failure(struct lint_run *run)
{
    if (cmd_lint_format(run->arguments) != RAMPART_LINT_SARIF ||
        !cli_output_open(&run->output, run->arguments))
        return false;
    bool good = cmd_lint_begin(run);
    cli_progress_end(&run->progress);
    rampart_lint_report_fail(run->report, cli_failure_kept(), true);
    good = good && rampart_lint_report_end(run->report) == RAMPART_OK;
    return cli_output_close(&run->output, good);
}

/* ---- the command ---- */

static bool cmd_lint_make_linter(struct lint_run *run)
{
    const struct rampart_str named = rampart_lint_settings_catalog(run->settings);
    struct rampart_options options = {.catalog = NULL};
    bool refused = false;
    if (!cli_read_catalog(run->arguments, named.len > 0 ? named.data : NULL, &options, run->findings, &refused,
                          &run->catalog))
        return false;
    enum rampart_status status = rampart_linter_new(&options, &run->linter);
    return status == RAMPART_OK || cmd_lint_fail(run, status);
}

static bool cmd_lint_use_rules(struct lint_run *run)
{
    for (size_t i = 0; i < run->rules_count; i++)
        if (rampart_linter_use_rules(run->linter, run->rules[i]) != RAMPART_OK) {
            cli_error("too many files of rules: combine some");
            return false;
        }
    return true;
}

/* The command line takes precedence over the settings. */
static bool cmd_lint_apply_settings(struct lint_run *run)
{
    if (!cmd_lint_read_rules(run->arguments, run->findings, &run->rules, &run->rules_count)) return false;
    if (!cmd_lint_read_settings(run->arguments, run->rules, run->rules_count, run->findings, &run->settings)) return false;
    if (!cmd_lint_make_linter(run)) return false;
    rampart_lint_settings_apply(run->settings, run->linter);
    run->outside = calloc(run->arguments->count, sizeof *run->outside);
    if (run->outside == NULL) return cmd_lint_fail(run, RAMPART_NO_MEMORY);
    rampart_linter_allow_outside(run->linter, cli_folders(run->arguments, run->outside));
    rampart_linter_require_complete(run->linter, cli_count(run->arguments, CLI_REQUIRE_COMPLETE) > 0);
    run->fail_on = cmd_lint_fail_on(run->arguments, run->settings);
    if (!cmd_lint_choose_rules(run->arguments, run->linter, run->findings) || !cmd_lint_use_rules(run)) return false;
    if (rampart_linter_has_rules(run->linter)) return true;
    cli_error("every rule is off, so nothing can be found: select at least one rule");
    return false;
}

static bool cmd_lint_read_baseline(struct lint_run *run)
{
    const char *path = cli_value(run->arguments, CLI_BASELINE);
    size_t len = 0, line = 0;
    if (path == NULL) return true;
    char *text = cli_read(path, &len);
    if (text == NULL) return false;
    enum rampart_status status =
        rampart_lint_report_baseline_read(NULL, (struct rampart_str){text, len}, &line, &run->baseline);
    free(text);
    if (status == RAMPART_INVALID_INPUT)
        cli_error("%s: line %zu is none of a baseline: each begins with a fingerprint of 16 digits", path, line);
    else if (status != RAMPART_OK)
        cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK;
}

static bool cmd_lint_start(struct lint_run *run)
{
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    if (cli_diags_new(&options, &run->findings) != RAMPART_OK ||
        rampart_inventory_new(NULL, &run->inventory) != RAMPART_OK)
        return cmd_lint_fail(run, RAMPART_NO_MEMORY);
    if (getcwd(run->folder, sizeof run->folder) == NULL) run->folder[0] = '\0';
    run->today = cmd_lint_today();
    if (cmd_lint_apply_settings(run) && cmd_lint_read_baseline(run)) return true;
    (void)cli_print_diags(run->arguments, run->findings);
    return false;
}

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
    if (cmd_lint_format(run->arguments) == RAMPART_LINT_BASELINE) return CLEAN; /* what was found is known now */
    const struct rampart_lint_summary *summary = rampart_lint_report_summary(run->report);
    for (int severity = RAMPART_ERROR; severity <= (int)run->fail_on; severity++)
        if (summary->found[severity] > 0) return FOUND;
    return CLEAN;
}

/* Reports the findings that --fix leaves; with --diff, the diff is the whole report. */
static int cmd_lint_fix_and_report(struct lint_run *run)
{
    size_t changed = 0;
    bool fixes = cli_count(run->arguments, CLI_FIX) > 0;
    if (fixes && !lint_fix_may(run->arguments)) return CLI_FAILED;
    if (fixes)
        run->failed |=
            !lint_fix_operands(run->arguments, run->linter, run->kind, &changed);
    if (fixes && cli_count(run->arguments, CLI_DIFF) > 0)
        return run->failed ? CLI_FAILED : changed > 0 ? FOUND : CLEAN;
    return cmd_lint_write_report(run) ? cmd_lint_code(run) : CLI_FAILED;
}

static int cmd_lint_documents(const struct cli_arguments *arguments)
{
    struct lint_run run = {.arguments = arguments, .kind = cmd_lint_kind(arguments)};
    bool started = cmd_lint_start(&run);
    int code = started ? cmd_lint_fix_and_report(&run) : CLI_FAILED;
    if (!started) (void)cmd_lint_report_failure(&run);
    rampart_lint_report_free(run.report);
    cli_texts_free(&run.texts);
    rampart_linter_free(run.linter);
    rampart_catalog_free(run.catalog);
    rampart_lint_report_baseline_free(run.baseline);
    rampart_diags_free(run.findings);
    rampart_lint_settings_free(run.settings);
    cmd_lint_free_rules(run.rules, run.rules_count);
    rampart_inventory_free(run.inventory);
    free(run.outside);
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
