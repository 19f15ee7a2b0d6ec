/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart lint` can be told. */
#include <string.h>

#include "cli/account_options.h"
#include "cli/lint.h"
#include "cli/message.h"

static const struct cli_option operand = {
    CLI_OPERAND, '\0', "FILE|FOLDER...",
    "FILE",      true, "policy documents, JSON or YAML, or folders of them; - is standard input"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Documents"},
    {LINT_KIND, '\0', "kind", "auto|identity|session|control|trust", false,
     "the kind of the documents (auto: a trust policy has a Principal)"},
    {LINT_ACCOUNT, 'a', "account", "FILE", true, "lint every document of an account file"},
    CLI_ALLOW_OUTSIDE_OPTION,
    {CLI_HEADING, '\0', NULL, NULL, false, "Rules"},
    {LINT_SELECT, '\0', "select", "RULE", true, "only this rule, or family of rules"},
    {LINT_IGNORE, '\0', "ignore", "RULE", true, "all but this rule, or family of rules"},
    {LINT_LEVEL, '\0', "level", "RULE=LEVEL", true, "report its findings as error, warning or note, or not (off)"},
    {LINT_FAIL_ON, '\0', "fail-on", "error|warning|note", false,
     "exit with 1 for findings of this level or above (default: as the\n"
     "                              settings say, else warning)"},
    {LINT_FIX, '\0', "fix", NULL, true, "fix what can be fixed without changing a decision"},
    {LINT_DIFF, 'd', "diff", NULL, true, "with --fix: write nothing, show what would change"},
    {LINT_REQUIRE_COMPLETE, '\0', "require-complete", NULL, false,
     "fail if a document cannot be read or is not known yet"},
    {LINT_SETTINGS, '\0', "settings", "FILE", false,
     "levels and waivers (default: .rampart.yaml here or in a folder\n"
     "                              above)"},
    {LINT_NO_SETTINGS, '\0', "no-settings", NULL, false, "read no settings"},
    {LINT_CATALOG, '\0', "catalog", "DIR", false,
     "use the tables of a folder for services, actions, keys and\n"
     "                              regions; a table that is not there is taken from those built in"},
    {LINT_RULES, '\0', "rules", NULL, true, "list all rules"},
    {LINT_EXPLAIN, '\0', "explain", "RULE", false, "print the page of a rule"},
    CLI_OUTPUT_OPTIONS("text|json|sarif|github|junit|gitlab",
                       "text for people (default), or a format for programs and CI systems"),
};

static const char epilogue[] =
    "RULE is an id or a name: RAM301, notaction-allow; or a family as --rules lists them; or all.\n"
    "\n"
    "Exit codes\n"
    "  0  nothing was found at the level of --fail-on or above\n"
    "  1  something was found\n"
    "  2  an input could not be read, no document was found, or bad usage\n"
    "\n"
    "Examples\n"
    "  rampart lint policies/cancel.json\n"
    "  rampart lint --fix --diff policies/*.json\n"
    "  terraform show -json plan.tfplan | rampart lint --require-complete -\n";

const struct cli_usage lint_usage = {
    .command = "lint",
    .synopsis = "[OPTION]... FILE|FOLDER...",
    .about = "Finds what is wrong or risky in policy documents, and in those within account files,\n"
             "plans and states of Terraform, exports and responses of the API, and ROS templates.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
    .operand = &operand,
};

static bool has_files_only(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND && strcmp(arguments->items[i].value, "-") == 0) {
            cli_error("--fix cannot change standard input; add --diff to see what it would change");
            return false;
        }
    return true;
}

static bool listing_format(const struct cli_arguments *arguments)
{
    const char *format = cli_value(arguments, CLI_FORMAT);
    if (format == NULL || strcmp(format, "text") == 0 || strcmp(format, "json") == 0) return true;
    cli_error("--explain prints text, and --rules text or json, not %s", format);
    return false;
}

/* Whoever names documents expects to hear of them. */
static bool lists_only(const struct cli_arguments *arguments)
{
    size_t documents = cli_count(arguments, CLI_OPERAND) + cli_count(arguments, LINT_ACCOUNT);
    if (documents == 0 && cli_count(arguments, LINT_FIX) == 0) return true;
    cli_error("--rules and --explain check no documents: leave out the documents or the option");
    return false;
}

/* The documents of an account file lie where it says, and are mended by their own names. */
static bool fixes_documents(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, LINT_FIX) == 0 || cli_count(arguments, LINT_ACCOUNT) == 0) return true;
    cli_error("--fix changes only documents named on the command line: leave out --account");
    return false;
}

bool lint_command_line(const struct cli_arguments *arguments)
{
    bool listing = cli_count(arguments, LINT_RULES) > 0 || cli_count(arguments, LINT_EXPLAIN) > 0;
    if (listing && !(listing_format(arguments) && lists_only(arguments))) return false;
    if (cli_count(arguments, LINT_SETTINGS) > 0 && cli_count(arguments, LINT_NO_SETTINGS) > 0) {
        cli_error("--settings and --no-settings cannot be used together");
        return false;
    }
    bool good = listing || cli_count(arguments, CLI_OPERAND) > 0 || cli_count(arguments, LINT_ACCOUNT) > 0;
    if (!good) cli_error("no documents given: name their files, or - for standard input");
    if (cli_count(arguments, LINT_DIFF) > 0 && cli_count(arguments, LINT_FIX) == 0) {
        cli_error("--diff shows what --fix would change: add --fix");
        good = false;
    }
    good &= fixes_documents(arguments);
    if (cli_count(arguments, LINT_FIX) > 0 && cli_count(arguments, LINT_DIFF) == 0)
        good &= has_files_only(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* The choices of --kind behind "auto" stand in the order of enum rampart_policy_kind. */
enum rampart_policy_kind lint_kind(const struct cli_arguments *arguments)
{
    size_t choice = cli_choice(arguments, LINT_KIND);
    return choice == 0 ? RAMPART_POLICY_ANY : (enum rampart_policy_kind)(choice - 1);
}

/* ---- which rules ---- */

static const struct {
    const char *word;
    enum rampart_lint_level level;
} levels[] = {{"error", RAMPART_LINT_ERROR},
              {"warning", RAMPART_LINT_WARNING},
              {"note", RAMPART_LINT_NOTE},
              {"off", RAMPART_LINT_OFF}};

static bool set_all(const struct cli_arguments *arguments, int id, struct rampart_linter *linter,
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
static bool set_level(struct rampart_linter *linter, const char *value, struct rampart_diags *diags)
{
    size_t len = strcspn(value, "=");
    const char *word = value[len] == '=' ? value + len + 1 : "";
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(word, levels[i].word) == 0)
            return rampart_linter_set(linter, (struct rampart_str){value, len}, levels[i].level, diags) ==
                   RAMPART_OK;
    cli_error("--level must be RULE=error|warning|note|off, not \"%s\"", value);
    return false;
}

bool lint_choose_rules(const struct cli_arguments *arguments, struct rampart_linter *linter,
                       struct rampart_diags *diags)
{
    bool good = true;
    if (cli_count(arguments, LINT_SELECT) > 0)
        good = rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, diags) == RAMPART_OK;
    good &= set_all(arguments, LINT_SELECT, linter, RAMPART_LINT_DEFAULT, diags);
    good &= set_all(arguments, LINT_IGNORE, linter, RAMPART_LINT_OFF, diags);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == LINT_LEVEL)
            good &= set_level(linter, arguments->items[i].value, diags);
    return good;
}

bool lint_open_catalog(const struct cli_arguments *arguments, struct rampart_linter *linter,
                       struct rampart_diags *diags, struct rampart_catalog **ret_catalog)
{
    const char *folder = cli_value(arguments, LINT_CATALOG);
    if (folder == NULL) return true;
    enum rampart_status status = rampart_catalog_read_folder(NULL, folder, diags, ret_catalog);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0)
        cli_error("%s: %s", folder, rampart_status_name(status));
    if (status != RAMPART_OK) return false;
    rampart_linter_use_catalog(linter, *ret_catalog);
    return true;
}
