/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/edit.h"

#include "base/str.h"
#include "lsp/session.h"
#include "text/json_write.h"

/* The length of what both begin with, back to the start of a line. */
static size_t edit_same_start(struct rampart_str a, struct rampart_str b)
{
    size_t same = 0;
    while (same < a.len && same < b.len && a.data[same] == b.data[same]) same++;
    while (same > 0 && a.data[same - 1] != '\n') same--;
    return same;
}

/* The length of what both end with, from the start of a line on; at most `most`. */
static size_t edit_same_end(struct rampart_str a, struct rampart_str b, size_t most)
{
    size_t same = 0;
    while (same < most && a.data[a.len - 1 - same] == b.data[b.len - 1 - same]) same++;
    while (same > 0 && same < a.len && a.data[a.len - 1 - same] != '\n') same--;
    return same;
}

void lsp_put_edits(struct rp_buf *out, const char *name, const struct lsp_lines *before, struct rampart_str after)
{
    const struct rampart_str text = before->text;
    rp_write_open(out, name, '[');
    if (!rp_str_equal(text, after)) {
        const size_t start = edit_same_start(text, after);
        const size_t end = edit_same_end(text, after, (text.len < after.len ? text.len : after.len) - start);
        rp_write_open(out, NULL, '{');
        lsp_put_range(out, "range", lsp_lines_range(before, start, text.len - end));
        rp_write_text(out, "newText", rp_str_part(after, start, after.len - end - start));
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}
