/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the two readers a page is for, and the day that it prints. */
#include "base/str.h"
#include "base/try.h"
#include "pack/page.h"
#include "pack/words.h"

/* What stands behind the blanks and comments at the beginning. */
static struct rampart_str page_beginning(struct rampart_str text)
{
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = rp_str_from(text, 3); /* a byte order mark */
    for (;;) {
        if (text.len > 0 && rp_is_blank(text.data[0])) {
            text = rp_str_from(text, 1);
            continue;
        }
        if (!rp_str_starts(text, RP_STR("<!--"))) return text;
        while (text.len > 0 && !rp_str_starts(text, RP_STR("-->"))) text = rp_str_from(text, 1);
        text = rp_str_from(text, 3);
    }
}

/* Looks for the day that the page prints. Errors: RAMPART_NO_MEMORY. */
static enum rampart_status page_find_date(const struct rp_reading *reading, struct rp_page *page)
{
    char day[10];
    for (size_t i = 0; i < page->count; i++) {
        if (!rp_words_date(page->pieces[i].text, day)) continue;
        RP_TRY_MEMORY(rp_arena_copy(reading->arena, (struct rampart_str){day, sizeof day}, &page->date));
        return RAMPART_OK;
    }
    return RAMPART_OK;
}

enum rampart_status rp_page_read(const struct rp_reading *reading, struct rp_page *ret_page)
{
    const struct rampart_str name = reading->source->name;
    bool html = rp_str_starts(page_beginning(reading->source->text), RP_STR("<"));
    if (rp_str_ends_fold(name, RP_STR(".md")) || rp_str_ends_fold(name, RP_STR(".markdown"))) html = false;
    if (rp_str_ends_fold(name, RP_STR(".html")) || rp_str_ends_fold(name, RP_STR(".htm"))) html = true;
    RP_TRY(html ? rp_page_html(reading, ret_page) : rp_page_markdown(reading, ret_page));
    return page_find_date(reading, ret_page);
}
