/* SPDX-License-Identifier: Apache-2.0 */
/* rampart catalog: which actions, ARN shapes and condition keys are known? */

#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/request_options.h"

enum { FOUND = 0, NOT_FOUND = 1 };

enum {
    CATALOG_ACTION = CLI_OWN,
    CATALOG_MATCH,
    CATALOG_SERVICE,
    CATALOG_RESOURCE,
    CATALOG_KEY,
    CATALOG_SERVICES,
    CATALOG_REGIONS,
    CATALOG_FOLDER
};

/* What may be asked: one of these options. */
static const struct {
    int option;
    enum rampart_catalog_subject subject;
} subjects[] = {
    {CATALOG_ACTION, RAMPART_CATALOG_ACTION},   {CATALOG_MATCH, RAMPART_CATALOG_REGEX},
    {CATALOG_SERVICE, RAMPART_CATALOG_SERVICE}, {CATALOG_RESOURCE, RAMPART_CATALOG_RESOURCE},
    {CATALOG_KEY, RAMPART_CATALOG_KEY},         {CATALOG_SERVICES, RAMPART_CATALOG_SERVICES},
    {CATALOG_REGIONS, RAMPART_CATALOG_REGIONS},
};

enum { SUBJECT_COUNT = sizeof subjects / sizeof *subjects };

static const struct cli_option action = {
    CATALOG_ACTION,
    '\0',
    "ACTION",
    "ACTION",
    true,
    "an action, or all that a pattern with * and ? matches;\n"
    "                              without a colon, in every service",
};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Other lookups (one at a time)"},
    {CATALOG_MATCH, '\0', "match", "REGEX", false, "the actions that match a regular expression (PCRE2)"},
    {CATALOG_SERVICE, '\0', "service", "CODE", false,
     "a service with its actions, resources and condition keys"},
    {CATALOG_RESOURCE, '\0', "resource", "TYPE", false,
     "a type of resource, and the actions that use it"},
    {CATALOG_KEY, '\0', "key", "KEY", false, "a condition key"},
    {CATALOG_SERVICES, '\0', "services", NULL, true, "all services"},
    {CATALOG_REGIONS, '\0', "regions", NULL, true, "all regions"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Catalogue"},
    {CATALOG_FOLDER, '\0', "catalog", "DIR", false,
     "use the tables of a folder instead of those built in; a table\n"
     "                              that is not there is taken from those built in"},
    CLI_COMMON_OPTIONS,
};

static const char epilogue[] =
    "Every row names its evidence. An action that is not in the catalogue may still exist; this never\n"
    "changes a decision.\n"
    "\n"
    "Exit codes\n"
    "  0  found\n"
    "  1  not found\n"
    "  2  cannot answer: bad usage, a damaged table, or a failure to read or write\n"
    "\n"
    "Example\n"
    "  rampart catalog ess:CancelInstanceRefresh\n"
    "  rampart catalog 'ess:*InstanceRefresh'\n"
    "  rampart catalog --service ess\n";

static const struct cli_usage usage = {
    .command = "catalog",
    .synopsis = "[ACTION] [OPTION]...",
    .about = "Looks up services, actions, ARNs, condition keys and regions, with the evidence for each.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
    .operand = &action,
};

struct lookup {
    const struct cli_arguments *arguments;
    struct rampart_diags *diags;
    struct rampart_catalog *catalog;
    const struct rampart_catalog_found *found;
};

/* The one question of the command line; SUBJECT_COUNT, complained of, when there is none or more than one. */
static size_t question(const struct cli_arguments *arguments)
{
    size_t asked = 0, which = SUBJECT_COUNT;
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        if (cli_count(arguments, subjects[i].option) == 0) continue;
        which = i;
        asked += cli_count(arguments, subjects[i].option);
    }
    const char *text = asked == 1 ? cli_value(arguments, subjects[which].option) : NULL;
    if (text != NULL && text[0] == '\0') {
        cli_error("the value to look up is empty: is a variable of the shell not set?");
        return SUBJECT_COUNT;
    }
    if (asked == 1) return which;
    cli_error("%s: give an action, or one of --service, --match, --resource, --key, --services, --regions",
              asked == 0 ? "nothing to look up" : "more than one thing to look up");
    return SUBJECT_COUNT;
}

static enum rampart_status open_catalog(struct lookup *lookup)
{
    const char *folder = cli_value(lookup->arguments, CATALOG_FOLDER);
    if (folder == NULL) return rampart_catalog_open(NULL, &lookup->catalog);
    return rampart_catalog_read_folder(NULL, folder, lookup->diags, &lookup->catalog);
}

static enum rampart_status look_up(struct lookup *lookup, size_t which)
{
    enum rampart_status status = cli_diags_new(NULL, &lookup->diags);
    if (status == RAMPART_OK) status = open_catalog(lookup);
    if (status != RAMPART_OK) return status;
    const char *text = cli_value(lookup->arguments, subjects[which].option);
    return rampart_catalog_search(NULL, lookup->catalog, subjects[which].subject, rampart_str(text),
                                  lookup->diags, &lookup->found);
}

static bool print_found(const struct lookup *lookup)
{
    const struct cli_arguments *arguments = lookup->arguments;
    if (cli_count(arguments, CLI_QUIET) > 0) return true;
    struct cli_output output;
    if (!cli_output_open(&output, arguments)) return false;
    struct rampart_report_style style = {.format = cli_report_format(arguments),
                                         .color = cli_wants_color(arguments, output.file)};
    struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_report_catalog(NULL, lookup->found, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

static int answer(struct lookup *lookup, size_t which)
{
    enum rampart_status status = look_up(lookup, which);
    if (status != RAMPART_OK && (lookup->diags == NULL || rampart_diags_count(lookup->diags) == 0))
        cli_error("%s", rampart_status_name(status));
    bool told = cli_print_diags(lookup->arguments, lookup->diags);
    if (status != RAMPART_OK || !told || !print_found(lookup)) return CLI_FAILED;
    return rampart_catalog_found_count(lookup->found) > 0 ? FOUND : NOT_FOUND;
}

static int run(const struct cli_arguments *arguments)
{
    size_t which = question(arguments);
    bool apart = cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    if (which == SUBJECT_COUNT || !apart) {
        cli_point_to_help(usage.command);
        return CLI_FAILED;
    }
    struct lookup lookup = {.arguments = arguments};
    int code = answer(&lookup, which);
    rampart_catalog_found_free(lookup.found);
    rampart_catalog_free(lookup.catalog);
    rampart_diags_free(lookup.diags);
    return code;
}

int cli_catalog(int argc, char **argv)
{
    return cli_run(&usage, argc, argv, run);
}
