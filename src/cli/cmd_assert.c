/* SPDX-License-Identifier: Apache-2.0 */
/* rampart assert: does an account keep these rules, for every principal and every request? */
#include <stdlib.h>

#include <rampart/report.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request_options.h"

enum { HOLD = 0, REFUTED = 1, UNDETERMINED = 3 };

static const struct cli_option cmd_assert_operand = {
    CLI_OPERAND, '\0', "RULES", "RULES", false, "a file of rules, YAML or JSON, as lint --rules-from takes it"};

static const struct cli_row cmd_assert_rows[] = {
    {.id = CLI_HEADING, .help = "Rules"},
    {.id = CLI_SETTINGS, .help = "instead of RULES: the rules in these settings of lint, such as\n.rampart.yaml"},
    {.id = CLI_HEADING, .help = "Account"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_HEADING, .help = "Readings"},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    CLI_REPORT_ROWS("text|json|html|markdown",
                    "text for people (default), JSON for programs, a page to send, or a\n"
                    "comment for a pull request"),
};

static const char cmd_assert_epilogue[] =
    "A rule is proved for all requests at once, or refuted by a request that the\n"
    "account was asked about. What is not known of the account keeps a rule from being\n"
    "proved.\n"
    "\n"
    "Exit codes\n"
    "  0  every rule holds\n"
    "  1  a rule is refuted\n"
    "  2  cannot tell: bad usage, bad input, or a failure to read or write\n"
    "  3  no rule is refuted, and of one it could not be told\n"
    "\n"
    "Example\n"
    "  rampart assert rules.yaml -a account.yaml\n";

static const struct cli_usage cmd_assert_usage = {
    .command = "assert",
    .synopsis = "{RULES | --settings FILE} -a FILE [OPTION]...",
    .about = "Tells which rules of your own an account keeps, and who breaks the others.",
    .rows = cmd_assert_rows,
    .row_count = sizeof cmd_assert_rows / sizeof *cmd_assert_rows,
    .epilogue = cmd_assert_epilogue,
    .operand = &cmd_assert_operand,
};

static bool cmd_assert_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_count(arguments, CLI_SETTINGS) > 0 || cli_needs(arguments, CLI_OPERAND, "RULES (or --settings FILE)");
    good &= cli_apart(arguments, CLI_OPERAND, CLI_SETTINGS, "RULES and --settings");
    good &= cli_needs(arguments, CLI_ACCOUNT, "--account PATH");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

struct asserting {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct rampart_account *account;
    struct rampart_set *set;
    bool refused;
    bool broken, open; /* a rule is refuted; of one it could not be told */
};

static bool cmd_assert_read(struct asserting *asserting)
{
    if (!cli_proceed(&asserting->refused, cli_diags_new(NULL, &asserting->diags)) ||
        !cli_proceed(&asserting->refused, rampart_inventory_new(NULL, &asserting->inventory)) ||
        !cli_fill_assumptions(asserting->arguments, &asserting->options, asserting->diags, &asserting->refused) ||
        !cli_read_catalog(asserting->arguments, NULL, &asserting->options, asserting->diags, &asserting->refused,
                          &asserting->catalog) ||
        !cli_read_account(asserting->arguments, &asserting->options, asserting->inventory, asserting->diags,
                          &asserting->refused, &asserting->account) ||
        asserting->refused)
        return false;
    const struct rampart_set_parts parts = {.account = asserting->account};
    return cli_proceed(&asserting->refused,
                       rampart_set_new(&asserting->options, &parts, asserting->diags, &asserting->set)) &&
           !asserting->refused;
}

static enum rampart_status cmd_assert_write(const void *context, struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_assertions(NULL, context, style, writer);
}

static bool cmd_assert_print(const struct asserting *asserting, const struct rampart_assertions *assertions)
{
    return cli_print_report(asserting->arguments, &(struct cli_report){cmd_assert_write,
                                                                       assertions,
                                                                       {.account = asserting->account,
                                                                        .inventory = asserting->inventory,
                                                                        .catalog = asserting->catalog,
                                                                        .warnings = asserting->diags}});
}

static void cmd_assert_count(struct asserting *asserting, const struct rampart_assertions *assertions)
{
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) {
        const enum rampart_assertion_outcome outcome = rampart_assertion(assertions, i)->outcome;
        asserting->broken |= outcome == RAMPART_REFUTED;
        asserting->open |= outcome == RAMPART_UNDETERMINED;
    }
}

static bool cmd_assert_ask(struct asserting *asserting, const struct rampart_rules *rules)
{
    struct rampart_assertions *assertions = NULL;
    struct cli_progress progress;
    cli_progress_start(&progress, "steps", cli_count(asserting->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_diff_options how = {.progress = cli_progress_done, .progress_context = &progress};
    const enum rampart_status status = rampart_assert(asserting->set, rules, &how, asserting->diags, &assertions);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot tell: %s", rampart_status_name(status));
    bool good = cli_proceed(&asserting->refused, status) && !asserting->refused;
    good = cli_print_diags(asserting->arguments, asserting->diags) && good && cmd_assert_print(asserting, assertions);
    if (good) cmd_assert_count(asserting, assertions);
    if (good && rampart_assertion_count(assertions) == 0) {
        cli_error("there is no rule, so nothing was asked");
        good = false;
    }
    rampart_assertions_free(assertions);
    return good;
}

/* The rules of a file of rules, or of settings. */
static bool cmd_assert_rules(struct asserting *asserting)
{
    const char *file = cli_value(asserting->arguments, CLI_OPERAND), *path = cli_value(asserting->arguments, CLI_SETTINGS);
    struct rampart_rules *own = NULL;
    struct rampart_lint_settings *settings = NULL;
    const enum rampart_status status = file != NULL
                                           ? rampart_rules_read_file(NULL, file, asserting->diags, &own)
                                           : rampart_lint_settings_read_file(NULL, path, asserting->diags, &settings);
    bool good = cli_proceed(&asserting->refused, status) && !asserting->refused;
    if (good)
        good = cmd_assert_ask(asserting, file != NULL ? own : rampart_lint_settings_rules(settings));
    else
        (void)cli_print_diags(asserting->arguments, asserting->diags);
    rampart_lint_settings_free(settings);
    rampart_rules_free(own);
    return good;
}

static int cmd_assert_run(const struct cli_arguments *arguments)
{
    struct asserting asserting = {.arguments = arguments};
    if (!cmd_assert_command_line(arguments)) return CLI_FAILED;
    bool good = cmd_assert_read(&asserting);
    if (!good) (void)cli_print_diags(arguments, asserting.diags);
    good = good && cmd_assert_rules(&asserting);
    rampart_set_free(asserting.set);
    rampart_account_free(asserting.account);
    rampart_inventory_free(asserting.inventory);
    rampart_diags_free(asserting.diags);
    rampart_catalog_free(asserting.catalog);
    if (!good) return CLI_FAILED;
    return asserting.broken ? REFUTED : asserting.open ? UNDETERMINED : HOLD;
}

int cli_assert(int argc, char **argv)
{
    return cli_run(&cmd_assert_usage, argc, argv, cmd_assert_run);
}
