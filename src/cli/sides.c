/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sides.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request_options.h"
#include "cli/sources.h"

const struct cli_option cli_sides_operand = {
    CLI_OPERAND, '\0', "OLD NEW", "PATH", true,
    "two policy documents, or two accounts as --account of rampart\n"
    "check takes them; one Terraform plan: before against after"};

void cli_sides_free(struct cli_sides *sides)
{
    rampart_diff_free(sides->diff);
    for (size_t i = 0; i < sides->list_count; i++) rampart_diff_list_free(sides->lists[i]);
    free(sides->lists);
    for (int i = 0; i < CLI_SIDES; i++) {
        rampart_set_free(sides->items[i].set);
        rampart_account_free(sides->items[i].account);
        rampart_policy_free(sides->items[i].policy);
        free(sides->items[i].text);
    }
    rampart_inventory_free(sides->inventory);
    rampart_diags_free(sides->diags);
    rampart_catalog_free(sides->catalog);
}

/* ---- the command line ---- */

bool cli_sides_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "OLD NEW");
    if (cli_count(arguments, CLI_OPERAND) > CLI_SIDES) {
        cli_error("more than two sides: write rampart %s OLD NEW", arguments->usage->command);
        good = false;
    }
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* One operand is a plan, which is both sides. */
static void sides_name(struct cli_sides *sides)
{
    size_t count = 0;
    for (size_t i = 0; i < sides->arguments->count; i++)
        if (sides->arguments->items[i].option->id == CLI_OPERAND)
            sides->items[count++].path = sides->arguments->items[i].value;
    if (count == CLI_SIDES) return;
    sides->items[1].path = sides->items[0].path;
    sides->items[0].before = true;
}

/* ---- inputs ---- */

static bool sides_is_folder(const char *path)
{
    struct stat status;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A document is read here, an account by the library. */
static bool sides_look(struct cli_side *side)
{
    if (sides_is_folder(side->path)) return true;
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

static bool sides_read_document(struct cli_sides *sides, struct cli_side *side)
{
    const struct rampart_document document = {.text = {side->text, side->len},
                                              .file = rampart_str(cli_file_name(side->path)),
                                              .kind = RAMPART_POLICY_IDENTITY};
    return cli_proceed(&sides->refused, rampart_inventory_add(sides->inventory, RAMPART_FILE_READ, document.file,
                                                              (struct rampart_str){"", 0})) &&
           cli_proceed(&sides->refused,
                       rampart_policy_read(&sides->options, &document, sides->diags, &side->policy));
}

/* As if the other side were not on the command line. */
static bool sides_read_account(struct cli_sides *sides, struct cli_side *side)
{
    static const struct cli_option before = {.id = CLI_BEFORE, .name = "before"};
    struct cli_arguments arguments = *sides->arguments;
    arguments.items = calloc(arguments.count + 2, sizeof *arguments.items);
    if (arguments.items == NULL) return cli_proceed(&sides->refused, RAMPART_NO_MEMORY);
    size_t count = 0;
    for (size_t i = 0; i < sides->arguments->count; i++) {
        const struct cli_argument *argument = &sides->arguments->items[i];
        if (argument->option->id != CLI_OPERAND) arguments.items[count++] = *argument;
    }
    arguments.items[count++] = (struct cli_argument){&cli_sides_operand, side->path};
    if (side->before) arguments.items[count++] = (struct cli_argument){&before, NULL};
    arguments.count = count;
    const bool good = cli_read_account_at(&arguments, CLI_OPERAND, &sides->options, sides->inventory, sides->diags,
                                          &sides->refused, &side->account);
    free(arguments.items);
    return good;
}

static bool sides_read_both(struct cli_sides *sides)
{
    for (int i = 0; i < CLI_SIDES; i++) {
        struct cli_side *side = &sides->items[i];
        if (!sides_look(side)) return false;
        if (side->text != NULL ? !sides_read_document(sides, side) : !sides_read_account(sides, side))
            return false;
    }
    if (cli_count(sides->arguments, CLI_OPERAND) < CLI_SIDES && sides->items[0].text != NULL) {
        cli_error("one document alone has no other side: write rampart %s OLD NEW", sides->arguments->usage->command);
        return false;
    }
    if ((sides->items[0].text == NULL) == (sides->items[1].text == NULL)) return !sides->refused;
    cli_error("\"%s\" and \"%s\": a policy document and an account cannot be compared", sides->items[0].path,
              sides->items[1].path);
    return false;
}

/* ---- comparing ---- */

static bool sides_make_sets(struct cli_sides *sides)
{
    for (int i = 0; i < CLI_SIDES; i++) {
        struct cli_side *side = &sides->items[i];
        const struct rampart_attachment attachment = {.policy = side->policy};
        const struct rampart_set_parts parts = {
            .account = side->account, .attachments = &attachment, .attachment_count = side->policy != NULL};
        if (!cli_proceed(&sides->refused, rampart_set_new(&sides->options, &parts, sides->diags, &side->set)))
            return false;
    }
    return !sides->refused;
}

static bool sides_compare(struct cli_sides *sides)
{
    struct cli_progress progress;
    cli_progress_start(&progress, "steps", cli_count(sides->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_diff_options how = {.progress = cli_progress_done, .progress_context = &progress};
    const enum rampart_status status =
        rampart_diff(sides->items[0].set, sides->items[1].set, &how, sides->diags, &sides->diff);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot compare: %s", rampart_status_name(status));
    return cli_proceed(&sides->refused, status) && !sides->refused;
}

/* ---- gains that are listed ---- */

static bool sides_read_list(struct cli_sides *sides, const char *path)
{
    struct rampart_str text = {NULL, 0};
    char *bytes = cli_read(path, &text.len);
    if (bytes == NULL) return false;
    text.data = bytes;
    const enum rampart_status status =
        rampart_diff_list_read(&sides->options, text, rampart_str(cli_file_name(path)), sides->diags,
                               &sides->lists[sides->list_count]);
    free(bytes);
    sides->list_count += status == RAMPART_OK;
    return cli_proceed(&sides->refused, status);
}

static bool sides_read_lists(struct cli_sides *sides)
{
    sides->lists = calloc(sides->arguments->count + 1, sizeof(struct rampart_diff_list *));
    if (sides->lists == NULL) return cli_proceed(&sides->refused, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < sides->arguments->count; i++)
        if (sides->arguments->items[i].option->id == CLI_ALLOW &&
            !sides_read_list(sides, sides->arguments->items[i].value))
            return false;
    return !sides->refused;
}

static bool sides_hold(struct cli_sides *sides)
{
    struct cli_clock clock;
    if (sides->list_count == 0) return true;
    if (!cli_read_clock(&clock)) return false;
    const struct rampart_str today = {clock.text, sizeof "YYYY-MM-DD" - 1};
    for (size_t i = 0; i < sides->list_count; i++)
        if (!cli_proceed(&sides->refused,
                         rampart_diff_hold(sides->diff, sides->lists[i], today, sides->diags)))
            return false;
    return true;
}

/* ---- from the command line to the answer ---- */

static bool sides_read(struct cli_sides *sides)
{
    return cli_proceed(&sides->refused, cli_diags_new(NULL, &sides->diags)) &&
           cli_proceed(&sides->refused, rampart_inventory_new(NULL, &sides->inventory)) &&
           cli_fill_assumptions(sides->arguments, &sides->options, sides->diags, &sides->refused) &&
           cli_read_catalog(sides->arguments, NULL, &sides->options, sides->diags, &sides->refused, &sides->catalog) &&
           sides_read_lists(sides) && sides_read_both(sides);
}

bool cli_sides_answer(struct cli_sides *sides)
{
    sides_name(sides);
    return sides_read(sides) && sides_make_sets(sides) && sides_compare(sides) && sides_hold(sides);
}

bool cli_sides_style(const struct cli_sides *sides, struct rampart_report_source sources[CLI_SIDES],
                     struct rampart_report_style *ret_style)
{
    const size_t count = cli_count(sides->arguments, CLI_OPERAND);
    for (size_t i = 0; i < count; i++)
        if (!cli_source(sides->items[i].path, sides->items[i].account, &sources[i])) return false;
    *ret_style = (struct rampart_report_style){.account = sides->items[1].account,
                                               .account_before = sides->items[0].account,
                                               .sources = sources,
                                               .source_count = count,
                                               .inventory = sides->inventory,
                                               .catalog = sides->catalog};
    return true;
}

bool cli_sides_fail(const struct cli_sides *sides, bool gains)
{
    for (size_t i = 0; i < rampart_diff_count(sides->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(sides->diff, i);
        if (!gains || (row->change == RAMPART_DIFF_GAIN && row->allowed == NULL)) return true;
    }
    return false;
}
