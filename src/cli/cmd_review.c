/* SPDX-License-Identifier: Apache-2.0 */
/* rampart review: what does this change, for a pull request: gains, losses, new findings, rules? */
#include <stdlib.h>
#include <string.h>

#include "cli/account_options.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/lint_run.h"
#include "cli/lint_setup.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/sides.h"

enum { NOTHING = 0, SOMETHING = 1, LEFT_OPEN = 3, MOST_FINDINGS = 1000000 };

static const struct cli_row cmd_review_rows[] = {
    {.id = CLI_HEADING, .help = "Inputs"},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_TEMPLATE_PARAM},
    {.id = CLI_REQUIRE_COMPLETE},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_AS_COMPLETE},
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Rules"},
    {.id = CLI_RULES,
     .value = "FILE",
     .once = true,
     .help = "rules of your own that the new version must keep, instead of\n"
             "those in the settings"},
    {.id = CLI_SETTINGS},
    {.id = CLI_NO_SETTINGS},
    {.id = CLI_BASELINE, .help = "findings in FILE are known too; lint -f baseline writes it"},
    {.id = CLI_HEADING, .help = "Gate"},
    {.id = CLI_FAIL_ON,
     .value = "WHAT",
     .help = "exit with 1 for a gain that --allow does not list (gain) or for\n"
             "any difference (difference), and for new findings of a level or\n"
             "above (error, warning, note); with a comma between two (default:\n"
             "difference, and as the settings say, else warning)"},
    {.id = CLI_ALLOW},
    CLI_REPORT_ROWS("text|json|markdown|html|sarif",
                    "text for people (default), JSON for programs, a comment for a pull\n"
                    "request, a page to send, or SARIF for code scanning"),
};

static const char cmd_review_epilogue[] =
    "OLD and NEW are compared as rampart diff does, the documents of NEW are linted, and\n"
    "what lint finds in OLD as well is known. Rules are asked of the new account as\n"
    "rampart assert does; in a document alone lint judges them.\n"
    "\n"
    "Exit codes\n"
    "  0  nothing of this: see --fail-on\n"
    "  1  something changes, there are new findings, or a rule is refuted\n"
    "  2  cannot tell: bad usage, bad input, or a failure to read or write\n"
    "  3  none of this, but of something it could not be told\n"
    "\n"
    "Examples\n"
    "  rampart review old/account.yaml account.yaml\n"
    "\n"
    "  rampart review --fail-on gain,error --allow gains.yaml -f markdown \\\n"
    "      old/account.yaml account.yaml\n";

static const struct cli_usage cmd_review_usage = {
    .command = "review",
    .synopsis = "OLD NEW [OPTION]...\n"
                "       rampart review PLAN [OPTION]...",
    .about = "Says what a change of policies does: who gains and who loses what, which findings\n"
             "of lint are new, and which rules are kept.",
    .rows = cmd_review_rows,
    .row_count = sizeof cmd_review_rows / sizeof *cmd_review_rows,
    .epilogue = cmd_review_epilogue,
    .operand = &cli_sides_operand,
};

struct reviewing {
    const struct cli_arguments *arguments;
    struct cli_sides sides;
    struct lint_run lint;
    struct rampart_diags *news;
    struct rampart_lint_summary summary;
    struct rampart_assertions *assertions; /* NULL: there are no rules */
    bool linted;
    bool gains; /* alone fail, of the differences */
    bool level; /* of findings that fail is said: */
    enum rampart_severity fail_on;
};

/* ---- the command line ---- */

static bool cmd_review_fails_on(struct reviewing *reviewing, const char *word, size_t len)
{
    if (lint_setup_severity(word, len, &reviewing->fail_on)) {
        reviewing->level = true;
        return true;
    }
    reviewing->gains = len == strlen("gain") && strncmp(word, "gain", len) == 0;
    return reviewing->gains || (len == strlen("difference") && strncmp(word, "difference", len) == 0);
}

static bool cmd_review_fail_on(struct reviewing *reviewing)
{
    const char *words = cli_value(reviewing->arguments, CLI_FAIL_ON);
    bool good = true;
    while (words != NULL && good) {
        const size_t len = strcspn(words, ",");
        good = cmd_review_fails_on(reviewing, words, len);
        if (!good)
            cli_error("--fail-on must be gain or difference, and error, warning or note, not \"%.*s\"", (int)len, words);
        words = words[len] == ',' ? words + len + 1 : NULL;
    }
    if (!good) cli_point_to_help(reviewing->arguments->usage->command);
    return good;
}

/* ---- lint ---- */

/* What is written goes to the end of a text that ends in NUL. */
struct text {
    char *data;
    size_t len;
};

static bool cmd_review_keep(void *context, struct rampart_str piece)
{
    struct text *text = context;
    char *more = realloc(text->data, text->len + piece.len + 1);
    if (more == NULL) return false;
    text->data = more;
    memcpy(text->data + text->len, piece.data, piece.len);
    text->len += piece.len;
    text->data[text->len] = '\0';
    return true;
}

static bool cmd_review_lint_document(struct reviewing *reviewing, const struct cli_side *side)
{
    const struct rampart_lint_count one = {.documents = 1};
    const struct rampart_document document = {.text = {side->text, side->len},
                                              .file = rampart_str(cli_file_name(side->path)),
                                              .kind = RAMPART_POLICY_IDENTITY};
    rampart_diags_clear(reviewing->lint.findings);
    const enum rampart_status status = rampart_lint_document(reviewing->lint.linter, &document, reviewing->lint.findings);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return lint_run_fail(&reviewing->lint, status);
    return lint_run_add(&reviewing->lint, cli_file_name(side->path), &one);
}

/* Lints one side into a baseline, which `writer` gets. */
static bool cmd_review_lint_side(struct reviewing *reviewing, const struct cli_side *side, struct rampart_diags *news,
                                 const struct rampart_writer *writer)
{
    struct lint_run *lint = &reviewing->lint;
    const struct rampart_lint_style style = {.format = RAMPART_LINT_BASELINE,
                                             .root = rampart_str(lint->folder),
                                             .baseline = lint->baseline,
                                             .news = news};
    rampart_lint_report_free(lint->report);
    lint->report = NULL;
    enum rampart_status status = rampart_lint_report_begin(NULL, style, writer, &lint->report);
    if (status != RAMPART_OK) return lint_run_fail(lint, status);
    cli_progress_start(&lint->progress, "files", cli_count(reviewing->arguments, CLI_QUIET) == 0, NULL);
    const bool good = side->text != NULL ? cmd_review_lint_document(reviewing, side) : lint_run_path(lint, side->path);
    cli_progress_end(&lint->progress);
    if (!good || lint->failed) return false;
    status = rampart_lint_report_end(lint->report);
    return status == RAMPART_OK || lint_run_fail(lint, status);
}

/* What the old version has is known, as if its files had the names of the new ones. A plan shows only what it leads to. */
static bool cmd_review_lint_old(struct reviewing *reviewing)
{
    const struct cli_side *old = &reviewing->sides.items[0], *new = &reviewing->sides.items[1];
    struct text known = {NULL, 0};
    const struct rampart_writer writer = {&known, cmd_review_keep};
    if (old->before) return lint_run_know(&reviewing->lint, (struct rampart_str){NULL, 0});
    reviewing->lint.from = old->path;
    reviewing->lint.to = new->path;
    const bool good = cmd_review_lint_side(reviewing, old, NULL, &writer) &&
                      lint_run_know(&reviewing->lint, (struct rampart_str){known.data, known.len});
    reviewing->lint.from = NULL;
    free(known.data);
    return good;
}

static bool cmd_review_lint(struct reviewing *reviewing)
{
    const struct cli_sides *sides = &reviewing->sides;
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    const struct rampart_writer nobody = {NULL, lint_run_discard};
    for (int i = 0; i < CLI_SIDES; i++)
        if (sides->items[i].account != NULL && rampart_account_is_image(sides->items[i].account)) return true;
    if (rampart_diags_new(&options, &reviewing->news) != RAMPART_OK) return lint_run_fail(&reviewing->lint, RAMPART_NO_MEMORY);
    if (!cmd_review_lint_old(reviewing) ||
        !cmd_review_lint_side(reviewing, &sides->items[1], reviewing->news, &nobody))
        return false;
    reviewing->summary = *rampart_lint_report_summary(reviewing->lint.report);
    reviewing->linted = true;
    return true;
}

/* ---- rules ---- */

/* In documents lint judges them. Those of the settings are for one account each; an organisation is linted by them alone. */
static bool cmd_review_assert(struct reviewing *reviewing)
{
    struct cli_sides *sides = &reviewing->sides;
    const struct cli_side *new = &sides->items[1];
    const bool named = reviewing->lint.rules_count > 0;
    const struct rampart_rules *rules =
        named ? reviewing->lint.rules[0] : rampart_lint_settings_rules(reviewing->lint.settings);
    if (new->account == NULL || rampart_rules_file(rules).len == 0) return true;
    if (!named && rampart_account_member_count(new->account) > 0) {
        cli_warning("the rules of the settings are asked of one account: of the organisation lint alone judges them");
        return true;
    }
    struct cli_progress progress;
    cli_progress_start(&progress, "steps", cli_count(reviewing->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_diff_options how = {.progress = cli_progress_done, .progress_context = &progress};
    const enum rampart_status status = rampart_assert(new->set, rules, &how, sides->diags, &reviewing->assertions);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot tell: %s", rampart_status_name(status));
    if (!cli_proceed(&sides->refused, status) || sides->refused) return false;
    if (rampart_assertion_count(reviewing->assertions) > 0) return true;
    rampart_assertions_free(reviewing->assertions);
    reviewing->assertions = NULL;
    if (named) cli_error("there is no rule in %s, so nothing was asked", cli_value(reviewing->arguments, CLI_RULES));
    return !named;
}

/* ---- the answer ---- */

static enum rampart_status cmd_review_write(const void *context, struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_review(NULL, context, style, writer);
}

static bool cmd_review_print(const struct reviewing *reviewing)
{
    const struct cli_sides *sides = &reviewing->sides;
    const struct rampart_review review = {.diff = sides->diff,
                                          .findings = reviewing->linted ? reviewing->news : NULL,
                                          .lint = reviewing->linted ? &reviewing->summary : NULL,
                                          .assertions = reviewing->assertions,
                                          .root = rampart_str(reviewing->lint.folder),
                                          .file = rampart_str(cli_file_name(sides->items[1].path))};
    struct rampart_report_source sources[CLI_SIDES];
    struct cli_report report = {.print = cmd_review_write, .context = &review};
    if (!cli_sides_style(sides, sources, &report.style)) return false;
    report.style.warnings = sides->diags;
    return cli_print_report(reviewing->arguments, &report);
}

static int cmd_review_code(const struct reviewing *reviewing)
{
    const enum rampart_severity worst = reviewing->level ? reviewing->fail_on : reviewing->lint.fail_on;
    bool open = rampart_diff_open_count(reviewing->sides.diff) > 0;
    bool fails = cli_sides_fail(&reviewing->sides, reviewing->gains);
    for (int severity = RAMPART_ERROR; reviewing->linted && severity <= (int)worst; severity++)
        fails |= rampart_diags_found(reviewing->news, (enum rampart_severity)severity) > 0;
    const size_t rules = reviewing->assertions == NULL ? 0 : rampart_assertion_count(reviewing->assertions);
    for (size_t i = 0; i < rules; i++) {
        const enum rampart_assertion_outcome outcome = rampart_assertion(reviewing->assertions, i)->outcome;
        fails |= outcome == RAMPART_REFUTED;
        open |= outcome == RAMPART_UNDETERMINED;
    }
    if (fails) return SOMETHING;
    return open ? LEFT_OPEN : NOTHING;
}

static bool cmd_review_answer(struct reviewing *reviewing)
{
    if (!cli_sides_answer(&reviewing->sides)) return false;
    reviewing->lint.rules_apart = reviewing->sides.items[1].account != NULL;
    if (!lint_run_start(&reviewing->lint)) {
        (void)cli_print_diags(reviewing->arguments, reviewing->lint.findings);
        return false;
    }
    return cmd_review_lint(reviewing) && cmd_review_assert(reviewing);
}

static int cmd_review_run(const struct cli_arguments *arguments)
{
    struct reviewing reviewing = {
        .arguments = arguments,
        .sides = {.arguments = arguments},
        .lint = {.arguments = arguments, .format = RAMPART_LINT_JSON, .rules_option = CLI_RULES, .kind = RAMPART_POLICY_ANY}};
    if (!cli_sides_command_line(arguments) || !cmd_review_fail_on(&reviewing)) return CLI_FAILED;
    const bool answered = cmd_review_answer(&reviewing);
    const bool printed = cli_print_diags(arguments, reviewing.sides.diags) && answered && cmd_review_print(&reviewing);
    const int code = printed ? cmd_review_code(&reviewing) : CLI_FAILED;
    rampart_assertions_free(reviewing.assertions);
    rampart_diags_free(reviewing.news);
    lint_run_free(&reviewing.lint);
    cli_sides_free(&reviewing.sides);
    return code;
}

int cli_review(int argc, char **argv)
{
    return cli_run(&cmd_review_usage, argc, argv, cmd_review_run);
}
