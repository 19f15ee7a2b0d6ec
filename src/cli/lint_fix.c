/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint --fix. */
#include "cli/command.h"
#include "cli/diff.h"
#include "cli/lint.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/read.h"

/* A document that cannot be read is no failure of mending: lint tells what is wrong with it. */
static bool mend(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                 const struct rampart_document *document, struct rampart_fix **ret_fix)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = rampart_lint_fix(linter, document, diags, ret_fix);
    bool refused = status == RAMPART_INVALID_INPUT && rampart_diags_count(diags) > 0;
    if (refused) (void)cli_print_diags(arguments, diags, true);
    rampart_diags_free(diags);
    if (status == RAMPART_OK || status == RAMPART_INVALID_INPUT) return !refused;
    cli_error("%s", rampart_status_name(status));
    return false;
}

bool lint_fix_file(const struct cli_arguments *arguments, const struct rampart_linter *linter,
                   const char *path, const struct rampart_document *document, struct rampart_fix **ret_fix)
{
    if (!mend(arguments, linter, document, ret_fix)) return false;
    if (*ret_fix == NULL || rampart_fix_count(*ret_fix) == 0) return true;
    if (cli_count(arguments, LINT_DIFF) == 0) return cli_output_write(path, rampart_fix_text(*ret_fix));
    if (cli_diff(stdout, cli_file_name(path), document->text, rampart_fix_text(*ret_fix))) return true;
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}
