/* SPDX-License-Identifier: Apache-2.0 */
/* A block says the same in text, in a page and in Markdown, and nothing of others drives any of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "report/blocks.h"
#include "support/failing.h"

#define LARGEST 1000000

enum form { TEXT, HTML, MARKDOWN };

/* Places as they come: in the file, within something else of the file, and none. */
static const struct rampart_place places[] = {
    {.file = {"a|b", 3}, .line = 4, .column = 5},
    {.file = {"plan", 4}, .line = 2, .column = 1, .address = {"one.two", 7}},
    {.line = 0},
};

static void put_block(struct rp_blocks *blocks, const char *value)
{
    rp_print_words(rp_block(blocks, RP_PAINT_RED, "WORD"), "head");
    rp_print_words(rp_block_place(blocks, places[0]), ", more");
    rp_block_end_head(blocks);
    rp_block_note(blocks, RP_STR("<note> of *others*"));
    rp_block_note(blocks, RP_STR(""));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        rp_print_text(rp_block_row(blocks, i == 0 ? "by" : ""), rampart_str(value));
        (void)rp_block_place(blocks, places[i]);
        rp_block_end_row(blocks);
    }
    rp_block_part(blocks);
    rp_print_words(rp_block_row(blocks, "on"), "other");
    rp_block_end_row(blocks);
    rp_block_end(blocks);
}

static enum rampart_status put(const struct rampart_allocator *allocator, struct rp_buf *out, enum form form,
                               const char *value)
{
    rp_buf_init(out, allocator, LARGEST);
    struct rp_print print = {.out = out};
    struct rp_html html;
    struct rp_blocks blocks;
    rp_html_start(&html, out, NULL);
    if (form == TEXT) rp_blocks_text(&blocks, &print);
    if (form == HTML) rp_blocks_html(&blocks, &print, &html);
    if (form == MARKDOWN) rp_blocks_markdown(&blocks, &print);
    put_block(&blocks, value);
    rp_blocks_free(&blocks);
    rp_html_drop(&html);
    return out->failed;
}

static void assert_put(enum form form, const char *value, const char *expected)
{
    struct rp_buf out;
    assert_int_equal(put(NULL, &out, form, value), RAMPART_OK);
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    rp_buf_free(&out);
}

static void as_text(void **state)
{
    (void)state;
    assert_put(TEXT, "a<b",
               "WORD  head, a|b:4, more\n"
               "  <note> of *others*\n"
               "  by           a<b, a|b:4\n"
               "               a<b, one.two in plan:2\n"
               "               a<b\n"
               "\n"
               "  on           other\n"
               "\n");
}

static void as_items_of_a_page(void **state)
{
    (void)state;
    assert_put(HTML, "a<b",
               "<li class=\"bad\"><p><span class=\"tag bad\">WORD</span> head, a|b:4:5, more</p>\n"
               "<p>&lt;note&gt; of *others*</p>\n"
               "<dl class=\"rows\">\n"
               "<dt>by</dt><dd><code>a&lt;b</code>, a|b:4:5</dd>\n"
               "<dd><code>a&lt;b</code>, <code>one.two</code> in plan:2:1</dd>\n"
               "<dd><code>a&lt;b</code></dd>\n"
               "</dl>\n"
               "<dl class=\"rows\">\n"
               "<dt>on</dt><dd><code>other</code></dd>\n"
               "</dl>\n"
               "</li>\n");
}

static void as_markdown(void **state)
{
    (void)state;
    assert_put(MARKDOWN, "`a\nb",
               "- **WORD** head, `a\\|b` line 4, more\\\n"
               "  \\<note\\> of \\*others\\*\\\n"
               "  by `` `a\\u000ab ``, `a\\|b` line 4\\\n"
               "  `` `a\\u000ab ``, `one.two` in `plan` line 2\\\n"
               "  `` `a\\u000ab ``\n"
               "\n"
               "  on `other`\n");
}

/* The beginning is there for who reads the page, all of it for who unfolds it. */
static void a_long_value_is_folded_away(void **state)
{
    char value[2001];
    struct rp_buf out;
    (void)state;
    memset(value, 'x', 2000);
    memcpy(value + 299, "\xE4\xBA\x91", 3); /* the cut falls into it */
    value[2000] = '\0';
    assert_int_equal(put(NULL, &out, HTML, value), RAMPART_OK);
    rp_buf_add_byte(&out, '\0');
    assert_non_null(strstr(out.data, "xx</code> …</summary><code>xx"));
    assert_non_null(strstr(out.data, "x\xE4\xBA\x91x"));
    assert_null(strstr(out.data, "\xE4\xBA</code>"));
    rp_buf_free(&out);
}

static void every_allocation_may_fail(void **state)
{
    const struct rampart_options options = failing_options();
    (void)state;
    for (enum form form = TEXT; form <= MARKDOWN; form++) {
        enum rampart_status status = RAMPART_NO_MEMORY;
        for (size_t n = 1; status != RAMPART_OK; n++) {
            struct rp_buf out;
            failing_start(n);
            status = put(options.allocator, &out, form, "value");
            assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
            failing_start(0);
            rp_buf_free(&out);
            assert_int_equal(failing_held(), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_text),
        cmocka_unit_test(as_items_of_a_page),
        cmocka_unit_test(as_markdown),
        cmocka_unit_test(a_long_value_is_folded_away),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
