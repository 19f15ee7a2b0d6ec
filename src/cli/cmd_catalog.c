/* SPDX-License-Identifier: Apache-2.0 */
/* rampart catalog: which actions, ARN shapes and condition keys are known? */
#include "cli/catalog_import.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"

enum { FOUND = 0, NOT_FOUND = 1 };

static const struct cli_option cmd_catalog_operand = {
    CLI_OPERAND,
    '\0',
    "ACTION",
    "ACTION",
    true,
    "an action, or all that a pattern with * and ? matches;\n"
    "without a colon, in every service"};

static const struct cli_row cmd_catalog_rows[] = {
    {.id = CLI_HEADING, .help = "Other lookups (one at a time)"},
    {.id = CLI_MATCH},
    {.id = CLI_SERVICE},
    {.id = CLI_RESOURCE,
     .value = "TYPE",
     .once = true,
     .help = "a type of resource, and the actions that use it"},
    {.id = CLI_KEY},
    {.id = CLI_SERVICES},
    {.id = CLI_REGIONS},
    {.id = CLI_HEADING, .help = "Catalogue"},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "A newer catalogue"},
    {.id = CLI_IMPORT},
    {.id = CLI_SOURCES},
    {.id = CLI_DATE},
    {.id = CLI_VERIFY},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT},
    {.id = CLI_OUTPUT,
     .help = "write the report to FILE, completely or not at all; with\n"
             "--import, the new catalogue into the new folder FILE"},
    {.id = CLI_QUIET},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_catalog_epilogue[] =
    "Every row names its evidence. An action that is not in the catalogue may still\n"
    "exist; this never changes a decision.\n"
    "\n"
    "Exit codes\n"
    "  0  found\n"
    "  1  not found\n"
    "  2  cannot answer: bad usage, a damaged table, or a failure to read or write\n"
    "With --import: 0 it is written, 2 it is not. With --verify: 0 it is whole, 1 it\n"
    "is damaged, 2 it cannot be read.\n"
    "\n"
    "Example\n"
    "  rampart catalog ess:CancelInstanceRefresh\n"
    "  rampart catalog 'ess:*InstanceRefresh'\n"
    "  rampart catalog --service ess\n"
    "  rampart catalog --import feedlion.md --date 2026-11-30 --output catalogue\n"
    "  rampart catalog --verify catalogue\n";

static const struct cli_usage cmd_catalog_usage = {
    .command = "catalog",
    .synopsis = "[ACTION] [OPTION]...",
    .about =
        "Looks up services, actions, ARNs, condition keys and regions, with the evidence\n"
        "for each; makes a newer catalogue of help pages, metadata and responses.",
    .rows = cmd_catalog_rows,
    .row_count = sizeof cmd_catalog_rows / sizeof *cmd_catalog_rows,
    .epilogue = cmd_catalog_epilogue,
    .operand = &cmd_catalog_operand,
};

/* The lookups. A command line has one of them. */
static const struct {
    enum cli_option_id option;
    enum rampart_catalog_subject subject;
} cmd_catalog_subjects[] = {
    {CLI_OPERAND, RAMPART_CATALOG_ACTION},  {CLI_MATCH, RAMPART_CATALOG_REGEX},
    {CLI_SERVICE, RAMPART_CATALOG_SERVICE}, {CLI_RESOURCE, RAMPART_CATALOG_RESOURCE},
    {CLI_KEY, RAMPART_CATALOG_KEY},         {CLI_SERVICES, RAMPART_CATALOG_SERVICES},
    {CLI_REGIONS, RAMPART_CATALOG_REGIONS},
};

enum { SUBJECT_COUNT = sizeof cmd_catalog_subjects / sizeof *cmd_catalog_subjects };

struct lookup {
    const struct cli_arguments *arguments;
    struct rampart_diags *diags;
    struct rampart_catalog *catalog;
    const struct rampart_catalog_found *found;
    bool told; /* why the catalogue is refused */
};

/* The lookup of the command line; SUBJECT_COUNT, with an error, when there is none or more than one. */
static size_t cmd_catalog_subject(const struct cli_arguments *arguments)
{
    size_t asked = 0, which = SUBJECT_COUNT;
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        if (cli_count(arguments, cmd_catalog_subjects[i].option) == 0) continue;
        which = i;
        asked += cli_count(arguments, cmd_catalog_subjects[i].option);
    }
    const char *text = asked == 1 ? cli_value(arguments, cmd_catalog_subjects[which].option) : NULL;
    if (text != NULL && text[0] == '\0') {
        cli_error("the value to look up is empty: is a variable of the shell not set?");
        return SUBJECT_COUNT;
    }
    if (asked == 1) return which;
    cli_error("%s: give an action, or one of --service, --match, --resource, --key, --services, --regions",
              asked == 0 ? "nothing to look up" : "more than one thing to look up");
    return SUBJECT_COUNT;
}

static enum rampart_status cmd_catalog_look_up(struct lookup *lookup, size_t which)
{
    struct rampart_options options = {.catalog = NULL};
    bool refused = false;
    enum rampart_status status = cli_diags_new(NULL, &lookup->diags);
    if (status != RAMPART_OK) return status;
    if (!cli_read_catalog(lookup->arguments, NULL, &options, lookup->diags, &refused, &lookup->catalog)) {
        lookup->told = true;
        return RAMPART_INVALID_INPUT;
    }
    if (lookup->catalog == NULL) status = rampart_catalog_open(NULL, &lookup->catalog);
    if (status != RAMPART_OK) return status;
    const char *text = cli_value(lookup->arguments, cmd_catalog_subjects[which].option);
    return rampart_catalog_search(NULL, lookup->catalog, cmd_catalog_subjects[which].subject,
                                  rampart_str(text), lookup->diags, &lookup->found);
}

static enum rampart_status cmd_catalog_write(const void *context, struct rampart_report_style style,
                                             const struct rampart_writer *writer)
{
    return rampart_report_catalog(NULL, context, style, writer);
}

static int cmd_catalog_answer(struct lookup *lookup, size_t which)
{
    enum rampart_status status = cmd_catalog_look_up(lookup, which);
    if (status != RAMPART_OK && !lookup->told && (lookup->diags == NULL || rampart_diags_count(lookup->diags) == 0))
        cli_error("%s", rampart_status_name(status));
    bool told = cli_print_diags(lookup->arguments, lookup->diags);
    if (status != RAMPART_OK || !told ||
        !cli_print_report(lookup->arguments,
                          &(struct cli_report){.print = cmd_catalog_write, .context = lookup->found,
                                                .style = {.catalog = lookup->catalog}}))
        return CLI_FAILED;
    return rampart_catalog_found_count(lookup->found) > 0 ? FOUND : NOT_FOUND;
}

/* True for --import or --verify alone, with nothing to look up. */
static bool cmd_catalog_is_alone(const struct cli_arguments *arguments, enum cli_option_id command)
{
    static const enum cli_option_id others[] = {CLI_MATCH, CLI_SERVICE, CLI_RESOURCE, CLI_KEY, CLI_SERVICES, CLI_REGIONS};
    const enum cli_option_id other = command == CLI_IMPORT ? CLI_VERIFY : CLI_OPERAND;
    size_t more = cli_count(arguments, other);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) more += cli_count(arguments, others[i]);
    if (more == 0) return true;
    cli_error("--%s stands alone: it looks nothing up", cli_option_of(arguments, command)->name);
    cli_point_to_help(arguments->usage->command);
    return false;
}

/* --sources and --date belong to --import. */
static bool cmd_catalog_is_lookup(const struct cli_arguments *arguments)
{
    static const enum cli_option_id of_import[] = {CLI_SOURCES, CLI_DATE};
    for (size_t i = 0; i < sizeof of_import / sizeof *of_import; i++) {
        if (cli_count(arguments, of_import[i]) == 0) continue;
        cli_error("--%s is for --import", cli_option_of(arguments, of_import[i])->name);
        return false;
    }
    return true;
}

static int cmd_catalog_run(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_IMPORT) > 0)
        return cmd_catalog_is_alone(arguments, CLI_IMPORT) ? cli_catalog_import(arguments) : CLI_FAILED;
    if (cli_count(arguments, CLI_VERIFY) > 0)
        return cmd_catalog_is_alone(arguments, CLI_VERIFY) ? cli_catalog_verify(arguments) : CLI_FAILED;
    size_t which = cmd_catalog_subject(arguments);
    bool apart = cmd_catalog_is_lookup(arguments) && cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    if (which == SUBJECT_COUNT || !apart) {
        cli_point_to_help(arguments->usage->command);
        return CLI_FAILED;
    }
    struct lookup lookup = {.arguments = arguments};
    int code = cmd_catalog_answer(&lookup, which);
    rampart_catalog_found_free(lookup.found);
    rampart_catalog_free(lookup.catalog);
    rampart_diags_free(lookup.diags);
    return code;
}

int cli_catalog(int argc, char **argv)
{
    return cli_run(&cmd_catalog_usage, argc, argv, cmd_catalog_run);
}
