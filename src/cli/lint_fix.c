/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint_fix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/text_diff.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/walk.h"

/* The files while they are fixed. */
struct fixing {
    const struct cli_arguments *arguments;
    const struct rampart_linter *linter;
    enum rampart_policy_kind kind;
    size_t changed;
    bool failed;
};

/* A document that cannot be read is no failure here: lint reports its errors. */
static bool lint_fix_document(const struct fixing *fixing, const struct rampart_document *document,
                              struct rampart_fix **ret_fix)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = rampart_lint_fix(fixing->linter, document, diags, ret_fix);
    bool refused = status == RAMPART_INVALID_INPUT && rampart_diags_count(diags) > 0;
    if (refused) (void)cli_print_diags(fixing->arguments, diags);
    rampart_diags_free(diags);
    if (status == RAMPART_OK || status == RAMPART_INVALID_INPUT) return !refused;
    cli_error("%s", rampart_status_name(status));
    return false;
}

/* The report must not replace a file that is fixed. */
static bool lint_fix_may_report(const struct cli_arguments *arguments)
{
    return cli_output_may(cli_value(arguments, CLI_OUTPUT));
}

static bool lint_fix_write(struct fixing *fixing, const char *path, struct rampart_str text,
                           const struct rampart_fix *fix)
{
    if (fix == NULL || rampart_fix_count(fix) == 0) return true;
    fixing->changed++;
    if (cli_count(fixing->arguments, CLI_DIFF) == 0)
        return lint_fix_may_report(fixing->arguments) && cli_output_write_back(path, rampart_fix_text(fix));
    if (cli_text_diff(cli_stdout(), cli_file_name(path), text, rampart_fix_text(fix))) return true;
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}

static bool lint_fix_file(struct fixing *fixing, const char *path)
{
    size_t len = 0;
    char *text = cli_read(path, &len);
    if (text == NULL) return false;
    const struct rampart_document document = {
        .text = {text, len},
        .file = rampart_str(cli_file_name(path)),
        .kind = fixing->kind,
    };
    struct rampart_fix *fix = NULL;
    bool good =
        lint_fix_document(fixing, &document, &fix) && lint_fix_write(fixing, path, document.text, fix);
    rampart_fix_free(fix);
    free(text);
    return good;
}

/* In folders only JSON is fixed: YAML would lose its comments. */
static bool lint_fix_visit(void *context, const char *path)
{
    struct fixing *fixing = context;
    size_t len = strlen(path), ending = sizeof ".json" - 1, inputs = cli_inputs_count();
    if (len > ending && strcmp(path + len - ending, ".json") == 0)
        fixing->failed |= !lint_fix_file(fixing, path);
    cli_inputs_forget(inputs); /* the lint run notes which of them are inputs */
    return true;
}

static void lint_fix_path(struct fixing *fixing, const char *path)
{
    struct cli_walk walk = {.visit = lint_fix_visit, .context = fixing, .endings = cli_document_endings};
    bool good = false;
    switch (cli_walk_kind(&walk, path)) {
    case CLI_FILE: good = lint_fix_file(fixing, path); break;
    case CLI_FOLDER: good = cli_walk_folder(&walk, path) && !walk.failed; break;
    case CLI_UNCERTAIN: break;
    }
    fixing->failed |= !good;
}

/* The named files are noted as inputs before any of them is written. */
bool lint_fix_may(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_OPERAND || cli_inputs_note_named(argument->value)) continue;
        cli_error("cannot read %s: %s", argument->value, strerror(errno));
        return false;
    }
    return lint_fix_may_report(arguments);
}

bool lint_fix_operands(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                       enum rampart_policy_kind kind, size_t *ret_changed)
{
    struct fixing fixing = {arguments, linter, kind, 0, false};
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND) lint_fix_path(&fixing, arguments->items[i].value);
    *ret_changed = fixing.changed;
    return !fixing.failed;
}
