/* SPDX-License-Identifier: Apache-2.0 */
#include "report/printed.h"

void rp_printed_start(struct rp_printed *printed, const struct rp_print *like)
{
    rp_buf_init(&printed->text, &like->out->allocator, like->out->cap);
    printed->print = *like;
    printed->print.out = &printed->text;
    printed->print.color = false;
    printed->print.columns = 0;
    printed->print.verbose = true;
}

struct rampart_str rp_printed_line(const struct rp_printed *printed)
{
    struct rampart_str text = rp_buf_text(&printed->text);
    while (text.len > 0 && rp_is_blank(text.data[0])) text = rp_str_from(text, 1);
    while (text.len > 0 && rp_is_blank(text.data[text.len - 1])) text.len--;
    return text;
}

void rp_printed_free(struct rp_printed *printed, struct rp_buf *out)
{
    if (out->failed == RAMPART_OK) out->failed = printed->text.failed;
    rp_buf_free(&printed->text);
}
