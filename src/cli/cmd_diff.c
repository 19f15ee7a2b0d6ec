/* SPDX-License-Identifier: Apache-2.0 */
/* rampart diff: who gains and who loses what between two versions? */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <rampart/report.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request_options.h"
#include "cli/sources.h"

enum { SAME = 0, DIFFERENT = 1, LEFT_OPEN = 3 };

static const struct cli_option cmd_diff_operand = {
    CLI_OPERAND, '\0', "OLD NEW", "PATH", true,
    "two policy documents, or two accounts as --account of rampart\n"
    "check takes them; one Terraform plan: before against after"};

static const struct cli_row cmd_diff_rows[] = {
    {.id = CLI_HEADING, .help = "Inputs"},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_TEMPLATE_PARAM},
    {.id = CLI_REQUIRE_COMPLETE},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_AS_COMPLETE},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Gate"},
    {.id = CLI_FAIL_ON,
     .value = "gain|difference",
     .help = "gain: exit with 1 only for gains that --allow does not list\n"
             "(default: difference)"},
    {.id = CLI_ALLOW},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT,
     .value = "text|json|csv|html|markdown",
     .help = "text for people (default), JSON or CSV for programs, a page to\n"
             "send, or a comment for a pull request"},
    {.id = CLI_OUTPUT},
    {.id = CLI_QUIET},
    {.id = CLI_VERBOSE, .help = "list all principals of each difference"},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_diff_epilogue[] =
    "Compares all requests at once. Each difference names the actions and resources\n"
    "by patterns, the conditions before and now, and a request that both sides were\n"
    "asked about. What the input does not show of resources is taken to be the same\n"
    "on both sides.\n"
    "\n"
    "Exit codes\n"
    "  0  nothing changes; with --fail-on gain: there is no gain that is not listed\n"
    "  1  something changes; with --fail-on gain: there is such a gain\n"
    "  2  cannot tell: bad usage, bad input, or a failure to read or write\n"
    "  3  it could not be told whether something changes\n"
    "\n"
    "Examples\n"
    "  rampart diff old.json new.json\n"
    "\n"
    "  rampart diff account.yaml next/account.yaml\n"
    "\n"
    "  rampart diff --fail-on gain --allow gains.yaml plan.json\n";

static const struct cli_usage cmd_diff_usage = {
    .command = "diff",
    .synopsis = "OLD NEW [OPTION]...\n"
                "       rampart diff PLAN [OPTION]...",
    .about = "Lists who gains and who loses what between two versions, each with a request\n"
             "that shows it.",
    .rows = cmd_diff_rows,
    .row_count = sizeof cmd_diff_rows / sizeof *cmd_diff_rows,
    .epilogue = cmd_diff_epilogue,
    .operand = &cmd_diff_operand,
};

enum { SIDES = 2 };

struct side {
    const char *path;
    bool before; /* a plan, as it is before the apply */
    char *text;  /* of a document; NULL: it is an account */
    size_t len;
    struct rampart_policy *policy;
    struct rampart_account *account;
    struct rampart_set *set;
};

struct diffing {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    struct side sides[SIDES];
    struct rampart_diff_list **lists;
    size_t list_count;
    struct rampart_diff *diff;
    bool refused;
};

static void cmd_diff_free(struct diffing *diffing)
{
    rampart_diff_free(diffing->diff);
    for (size_t i = 0; i < diffing->list_count; i++) rampart_diff_list_free(diffing->lists[i]);
    free(diffing->lists);
    for (int i = 0; i < SIDES; i++) {
        rampart_set_free(diffing->sides[i].set);
        rampart_account_free(diffing->sides[i].account);
        rampart_policy_free(diffing->sides[i].policy);
        free(diffing->sides[i].text);
    }
    rampart_diags_free(diffing->diags);
    rampart_catalog_free(diffing->catalog);
}

/* ---- the command line ---- */

static bool cmd_diff_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "OLD NEW");
    if (cli_count(arguments, CLI_OPERAND) > SIDES) {
        cli_error("more than two sides: write rampart diff OLD NEW");
        good = false;
    }
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* One operand is a plan, which is both sides. */
static void cmd_diff_name_sides(struct diffing *diffing)
{
    size_t count = 0;
    for (size_t i = 0; i < diffing->arguments->count; i++)
        if (diffing->arguments->items[i].option->id == CLI_OPERAND)
            diffing->sides[count++].path = diffing->arguments->items[i].value;
    if (count == SIDES) return;
    diffing->sides[1].path = diffing->sides[0].path;
    diffing->sides[0].before = true;
}

/* ---- inputs ---- */

static bool cmd_diff_is_folder(const char *path)
{
    struct stat status;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A document is read here, an account by the library. */
static bool cmd_diff_look(struct side *side)
{
    if (cmd_diff_is_folder(side->path)) return true;
    char *text = cli_read(side->path, &side->len);
    if (text == NULL) return false;
    const struct rampart_str whole = {text, side->len};
    side->text = text;
    if (rampart_input_is_document(rampart_str(side->path), whole)) return true;
    if (strcmp(side->path, "-") == 0) {
        cli_error("<stdin>: standard input can be a policy document only");
        return false;
    }
    free(text);
    side->text = NULL;
    return true;
}

static bool cmd_diff_read_document(struct diffing *diffing, struct side *side)
{
    const struct rampart_document document = {.text = {side->text, side->len},
                                              .file = rampart_str(cli_file_name(side->path)),
                                              .kind = RAMPART_POLICY_IDENTITY};
    return cli_proceed(&diffing->refused,
                       rampart_policy_read(&diffing->options, &document, diffing->diags, &side->policy));
}

/* As if the other side were not on the command line. */
static bool cmd_diff_read_account(struct diffing *diffing, struct side *side)
{
    static const struct cli_option before = {.id = CLI_BEFORE, .name = "before"};
    struct cli_arguments arguments = *diffing->arguments;
    arguments.items = calloc(arguments.count + 2, sizeof *arguments.items);
    if (arguments.items == NULL) return cli_proceed(&diffing->refused, RAMPART_NO_MEMORY);
    size_t count = 0;
    for (size_t i = 0; i < diffing->arguments->count; i++) {
        const struct cli_argument *argument = &diffing->arguments->items[i];
        if (argument->option->id != CLI_OPERAND) arguments.items[count++] = *argument;
    }
    arguments.items[count++] = (struct cli_argument){&cmd_diff_operand, side->path};
    if (side->before) arguments.items[count++] = (struct cli_argument){&before, NULL};
    arguments.count = count;
    const bool good = cli_read_account_at(&arguments, CLI_OPERAND, &diffing->options, NULL, diffing->diags,
                                          &diffing->refused, &side->account);
    free(arguments.items);
    return good;
}

static bool cmd_diff_read_sides(struct diffing *diffing)
{
    for (int i = 0; i < SIDES; i++) {
        struct side *side = &diffing->sides[i];
        if (!cmd_diff_look(side)) return false;
        if (side->text != NULL ? !cmd_diff_read_document(diffing, side) : !cmd_diff_read_account(diffing, side))
            return false;
    }
    if (cli_count(diffing->arguments, CLI_OPERAND) < SIDES && diffing->sides[0].text != NULL) {
        cli_error("one document alone has no other side: write rampart diff OLD NEW");
        return false;
    }
    if ((diffing->sides[0].text == NULL) == (diffing->sides[1].text == NULL)) return !diffing->refused;
    cli_error("\"%s\" and \"%s\": a policy document and an account cannot be compared", diffing->sides[0].path,
              diffing->sides[1].path);
    return false;
}

/* ---- comparing ---- */

static bool cmd_diff_make_sets(struct diffing *diffing)
{
    for (int i = 0; i < SIDES; i++) {
        struct side *side = &diffing->sides[i];
        const struct rampart_attachment attachment = {.policy = side->policy};
        const struct rampart_set_parts parts = {
            .account = side->account, .attachments = &attachment, .attachment_count = side->policy != NULL};
        if (!cli_proceed(&diffing->refused, rampart_set_new(&diffing->options, &parts, diffing->diags, &side->set)))
            return false;
    }
    return !diffing->refused;
}

static bool cmd_diff_compare(struct diffing *diffing)
{
    struct cli_progress progress;
    cli_progress_start(&progress, "steps", cli_count(diffing->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_diff_options how = {.progress = cli_progress_done, .progress_context = &progress};
    const enum rampart_status status =
        rampart_diff(diffing->sides[0].set, diffing->sides[1].set, &how, diffing->diags, &diffing->diff);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot compare: %s", rampart_status_name(status));
    return cli_proceed(&diffing->refused, status) && !diffing->refused;
}

/* ---- gains that are listed ---- */

static bool cmd_diff_read_list(struct diffing *diffing, const char *path)
{
    struct rampart_str text = {NULL, 0};
    char *bytes = cli_read(path, &text.len);
    if (bytes == NULL) return false;
    text.data = bytes;
    const enum rampart_status status =
        rampart_diff_list_read(&diffing->options, text, rampart_str(cli_file_name(path)), diffing->diags,
                               &diffing->lists[diffing->list_count]);
    free(bytes);
    diffing->list_count += status == RAMPART_OK;
    return cli_proceed(&diffing->refused, status);
}

static bool cmd_diff_read_lists(struct diffing *diffing)
{
    diffing->lists = calloc(diffing->arguments->count + 1, sizeof(struct rampart_diff_list *));
    if (diffing->lists == NULL) return cli_proceed(&diffing->refused, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < diffing->arguments->count; i++)
        if (diffing->arguments->items[i].option->id == CLI_ALLOW &&
            !cmd_diff_read_list(diffing, diffing->arguments->items[i].value))
            return false;
    return !diffing->refused;
}

static bool cmd_diff_hold(struct diffing *diffing)
{
    struct cli_clock clock;
    if (diffing->list_count == 0) return true;
    if (!cli_read_clock(&clock)) return false;
    const struct rampart_str today = {clock.text, sizeof "YYYY-MM-DD" - 1};
    for (size_t i = 0; i < diffing->list_count; i++)
        if (!cli_proceed(&diffing->refused,
                         rampart_diff_hold(diffing->diff, diffing->lists[i], today, diffing->diags)))
            return false;
    return true;
}

/* ---- the answer ---- */

static enum rampart_status cmd_diff_write(const void *context, struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    return rampart_report_diff(NULL, context, style, writer);
}

static bool cmd_diff_print(const struct diffing *diffing)
{
    struct rampart_report_source sources[SIDES];
    const size_t count = cli_count(diffing->arguments, CLI_OPERAND);
    for (size_t i = 0; i < count; i++)
        if (!cli_source(diffing->sides[i].path, diffing->sides[i].account, &sources[i])) return false;
    return cli_print_report(diffing->arguments, &(struct cli_report){cmd_diff_write,
                                                                     diffing->diff,
                                                                     {.account = diffing->sides[1].account,
                                                                      .account_before = diffing->sides[0].account,
                                                                      .sources = sources,
                                                                      .source_count = count,
                                                                      .catalog = diffing->catalog}});
}

static int cmd_diff_code(const struct diffing *diffing)
{
    const bool gains = cli_count(diffing->arguments, CLI_FAIL_ON) > 0 && cli_choice(diffing->arguments, CLI_FAIL_ON) == 0;
    for (size_t i = 0; i < rampart_diff_count(diffing->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(diffing->diff, i);
        if (!gains || (row->change == RAMPART_DIFF_GAIN && row->allowed == NULL)) return DIFFERENT;
    }
    return rampart_diff_open_count(diffing->diff) > 0 ? LEFT_OPEN : SAME;
}

static bool cmd_diff_read(struct diffing *diffing)
{
    return cli_proceed(&diffing->refused, cli_diags_new(NULL, &diffing->diags)) &&
           cli_fill_assumptions(diffing->arguments, &diffing->options, diffing->diags, &diffing->refused) &&
           cli_read_catalog(diffing->arguments, NULL, &diffing->options, diffing->diags, &diffing->refused,
                            &diffing->catalog) &&
           cmd_diff_read_lists(diffing) && cmd_diff_read_sides(diffing);
}

static int cmd_diff_run(const struct cli_arguments *arguments)
{
    if (!cmd_diff_command_line(arguments)) return CLI_FAILED;
    struct diffing diffing = {.arguments = arguments};
    cmd_diff_name_sides(&diffing);
    const bool answered = cmd_diff_read(&diffing) && cmd_diff_make_sets(&diffing) && cmd_diff_compare(&diffing) &&
                          cmd_diff_hold(&diffing);
    const bool printed = cli_print_diags(arguments, diffing.diags) && answered && cmd_diff_print(&diffing);
    const int code = printed ? cmd_diff_code(&diffing) : CLI_FAILED;
    if (answered && printed) {
        for (int i = 0; i < SIDES && diffing.sides[i].account != NULL; i++)
            cli_warn_of_gaps(arguments, diffing.sides[i].account);
    }
    cmd_diff_free(&diffing);
    return code;
}

int cli_diff(int argc, char **argv)
{
    return cli_run(&cmd_diff_usage, argc, argv, cmd_diff_run);
}
