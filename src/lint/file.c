/* SPDX-License-Identifier: Apache-2.0 */
/* Files: what one holds, and what is found in it. */
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "lint/lint.h"
#include "text/load.h"

static struct rampart_str name_of(const char *path)
{
    return strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
}

static enum rampart_status lint_text(const struct rampart_linter *linter,
                                     const struct rampart_lint_input *input, struct rampart_str text,
                                     struct rampart_diags *findings, struct rampart_lint_count *count)
{
    const struct rampart_document document = {
        .text = text, .file = name_of(input->path), .kind = input->kind};
    count->documents = 1;
    return rampart_lint_document(linter, &document, findings);
}

enum rampart_status rampart_lint_file(const struct rampart_linter *linter,
                                      const struct rampart_lint_input *input, struct rampart_diags *findings,
                                      struct rampart_lint_count *ret_count)
{
    if (linter == NULL || input == NULL || input->path == NULL || findings == NULL || ret_count == NULL)
        return RAMPART_MISUSE;
    struct rampart_lint_count count = {0};
    struct rp_buf text;
    rp_buf_init(&text, linter->options.allocator, rp_limits_of(&linter->options).account_bytes);
    enum rampart_status status = rp_load(input->path, &text, findings);
    if (status == RAMPART_OK) status = lint_text(linter, input, rp_buf_text(&text), findings, &count);
    rp_buf_free(&text);
    if (status == RAMPART_IO || status == RAMPART_LIMIT) count.unreadable = 1;
    *ret_count = count;
    return status == RAMPART_OK && rp_diags_failed(findings) ? RAMPART_NO_MEMORY : status;
}
