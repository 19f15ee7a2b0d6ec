/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint --fix. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diff.h"
#include "cli/inputs.h"
#include "cli/lint.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/read.h"
#include "cli/walk.h"

/* All files while they are mended. */
struct mending {
    const struct cli_arguments *arguments;
    const struct rampart_linter *linter;
    size_t changed;
    bool failed;
};

/* A document that cannot be read is no failure of mending: lint tells what is wrong with it. */
static bool mend(const struct mending *mending, const struct rampart_document *document,
                 struct rampart_fix **ret_fix)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = rampart_lint_fix(mending->linter, document, diags, ret_fix);
    bool refused = status == RAMPART_INVALID_INPUT && rampart_diags_count(diags) > 0;
    if (refused) (void)cli_print_diags(mending->arguments, diags);
    rampart_diags_free(diags);
    if (status == RAMPART_OK || status == RAMPART_INVALID_INPUT) return !refused;
    cli_error("%s", rampart_status_name(status));
    return false;
}

/* The report must not take the place of what is mended. */
static bool may_report(const struct cli_arguments *arguments)
{
    return cli_output_may(cli_value(arguments, CLI_OUTPUT));
}

static bool hand_out(struct mending *mending, const char *path, struct rampart_str text,
                     const struct rampart_fix *fix)
{
    if (fix == NULL || rampart_fix_count(fix) == 0) return true;
    mending->changed++;
    if (cli_count(mending->arguments, LINT_DIFF) == 0)
        return may_report(mending->arguments) && cli_output_write_back(path, rampart_fix_text(fix));
    if (cli_diff(cli_stdout(), cli_file_name(path), text, rampart_fix_text(fix))) return true;
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}

static bool mend_file(struct mending *mending, const char *path)
{
    size_t len = 0;
    char *text = cli_read(path, &len);
    if (text == NULL) return false;
    const struct rampart_document document = {
        .text = {text, len},
        .file = rampart_str(cli_file_name(path)),
        .kind = lint_kind(mending->arguments),
    };
    struct rampart_fix *fix = NULL;
    bool good = mend(mending, &document, &fix) && hand_out(mending, path, document.text, fix);
    rampart_fix_free(fix);
    free(text);
    return good;
}

/* YAML in a folder is nobody's wish to mend it. */
static bool visit(void *context, const char *path)
{
    struct mending *mending = context;
    size_t len = strlen(path), ending = sizeof ".json" - 1, inputs = cli_inputs_count();
    if (len > ending && strcmp(path + len - ending, ".json") == 0)
        mending->failed |= !mend_file(mending, path);
    cli_inputs_forget(inputs); /* linting tells which of them are inputs */
    return true;
}

static void mend_operand(struct mending *mending, const char *path)
{
    struct cli_walk walk = {.visit = visit, .context = mending, .endings = cli_document_endings};
    bool good = false;
    switch (cli_what_lies_at(&walk, path)) {
    case CLI_FILE: good = mend_file(mending, path); break;
    case CLI_FOLDER: good = cli_walk_folder(&walk, path) && !walk.failed; break;
    case CLI_UNCERTAIN: break;
    }
    mending->failed |= !good;
}

/* What was named is an input before any of it is written. */
bool lint_fix_may(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_OPERAND || cli_inputs_note_named(argument->value)) continue;
        cli_error("cannot read %s: %s", argument->value, strerror(errno));
        return false;
    }
    return may_report(arguments);
}

bool lint_fix_operands(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                       size_t *ret_changed)
{
    struct mending mending = {arguments, linter, 0, false};
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND) mend_operand(&mending, arguments->items[i].value);
    *ret_changed = mending.changed;
    return !mending.failed;
}
