/* SPDX-License-Identifier: Apache-2.0 */
/* A page shows what others wrote and is driven by none of it; it shows the lines that it links to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "report/html_page.h"
#include "support/failing.h"

#define LARGEST 1000000

static bool read_text(void *context, struct rampart_str file, struct rampart_str *ret_text)
{
    if (rp_str_equal(file, RP_STR("gone"))) return false;
    *ret_text = rampart_str(context);
    return true;
}

/* The page has no NUL of its own. */
static bool has(struct rp_buf *buf, const char *text)
{
    rp_buf_add_byte(buf, '\0');
    assert_int_equal(buf->failed, RAMPART_OK);
    buf->len--;
    return strstr(buf->data, text) != NULL;
}

static void assert_has(struct rp_buf *buf, const char *expected)
{
    if (!has(buf, expected)) fail_msg("expected %s\nin %s", expected, buf->data);
}

static void assert_lacks(struct rp_buf *buf, const char *unexpected)
{
    if (has(buf, unexpected)) fail_msg("did not expect %s\nin %s", unexpected, buf->data);
}

static void text_is_no_markup(void **state)
{
    static const struct {
        const char *text, *as_text, *as_attribute;
    } cases[] = {
        {"a b", "a b", "a b"},
        {"<script>", "&lt;script&gt;", "&lt;script&gt;"},
        {"\" onload='x' &", "&quot; onload=&#39;x&#39; &amp;", "&quot; onload=&#39;x&#39; &amp;"},
        {"a\xE2\x80\xAE" "b", "a<span class=\"point\">U+202E</span>b", "a\xEF\xBF\xBD" "b"},
        {"\xFF", "<span class=\"point\">FF</span>", "\xEF\xBF\xBD"},
        {"\n", "<span class=\"point\">U+000A</span>", "\xEF\xBF\xBD"},
        {"\xE4\xBA\x91", "\xE4\xBA\x91", "\xE4\xBA\x91"},
    };
    struct rp_buf buf;
    struct rp_html html;
    (void)state;
    rp_buf_init(&buf, NULL, LARGEST);
    rp_html_start(&html, &buf, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf.len = 0;
        rp_html_text(&html, rampart_str(cases[i].text));
        assert_int_equal(buf.len, strlen(cases[i].as_text));
        assert_memory_equal(buf.data, cases[i].as_text, buf.len);
        buf.len = 0;
        rp_html_attribute(&html, rampart_str(cases[i].text));
        assert_int_equal(buf.len, strlen(cases[i].as_attribute));
        assert_memory_equal(buf.data, cases[i].as_attribute, buf.len);
    }
    rp_html_drop(&html);
    rp_buf_free(&buf);
}

/* A page with places in a document of this text. */
static enum rampart_status make_page(const struct rampart_allocator *allocator, struct rp_buf *buf, char *text,
                                     const char *file, const unsigned (*places)[2], size_t count)
{
    const struct rampart_report_texts texts = {text, read_text};
    struct rp_html html;
    rp_buf_init(buf, allocator, LARGEST);
    rp_html_start(&html, buf, &texts);
    rp_html_head(&html, "Title");
    for (size_t i = 0; i < count; i++)
        rp_html_place(&html, rampart_str(file), places[i][0], places[i][1], true);
    const enum rampart_status status = rp_html_finish(&html, NULL);
    return status == RAMPART_OK ? buf->failed : status;
}

static void places_link_to_their_lines(void **state)
{
    static const unsigned places[][2] = {{2, 3}, {2, 1}, {9, 1}, {0, 0}};
    char text[] = "first\r\n<second>\n\nlast";
    struct rp_buf buf;
    (void)state;
    assert_int_equal(make_page(NULL, &buf, text, "a&b", places, 4), RAMPART_OK);
    assert_has(&buf, "-2\">a&amp;b:2:3</a>");
    assert_has(&buf, "<span class=\"row\"><span class=\"number\">1</span>first</span>\n<span class=\"row mark\" id=\"d");
    assert_has(&buf, "-2\"><span class=\"number\">2</span>&lt;second&gt;</span>");
    assert_has(&buf, "<span class=\"number\">4</span>last</span>");
    assert_has(&buf, "-9\"><span class=\"number\">9</span>(the file has no such line any more)</span>");
    assert_has(&buf, "</a>a&amp;b<h2>Documents</h2>"); /* the last place is none, and no link */
    rp_buf_free(&buf);
}

static void a_file_that_is_gone_is_said_to_be(void **state)
{
    static const unsigned places[][2] = {{1, 1}};
    char text[] = "";
    struct rp_buf buf;
    (void)state;
    assert_int_equal(make_page(NULL, &buf, text, "gone", places, 1), RAMPART_OK);
    assert_has(&buf, "This file could not be read again.");
    assert_has(&buf, "-1\"><span class=\"number\">1</span>(the file has no such line any more)</span>");
    rp_buf_free(&buf);
}

static void a_place_that_may_not_be_shown_is_no_link(void **state)
{
    char text[] = "secret";
    const struct rampart_report_texts texts = {text, read_text};
    struct rp_buf buf;
    struct rp_html html;
    (void)state;
    rp_buf_init(&buf, NULL, LARGEST);
    rp_html_start(&html, &buf, &texts);
    rp_html_place(&html, RP_STR("f"), 1, 0, false);
    assert_int_equal(rp_html_finish(&html, NULL), RAMPART_OK);
    assert_has(&buf, "f:1</main>");
    assert_lacks(&buf, "secret");
    rp_buf_free(&buf);
}

static void a_long_document_shows_the_lines_around(void **state)
{
    static const unsigned places[][2] = {{300, 1}};
    char text[2001];
    struct rp_buf buf;
    (void)state;
    for (size_t i = 0; i < 1000; i++) memcpy(text + 2 * i, "x\n", 2);
    text[2000] = '\0';
    assert_int_equal(make_page(NULL, &buf, text, "f", places, 1), RAMPART_OK);
    assert_has(&buf, "<span class=\"row soft\">… 293 lines …</span>\n<span class=\"row\"><span class=\"number\">294</span>");
    assert_has(&buf, "<span class=\"number\">306</span>x</span>\n<span class=\"row soft\">… 694 lines …</span>");
    assert_lacks(&buf, "<span class=\"number\">293</span>");
    assert_lacks(&buf, "<span class=\"number\">307</span>");
    rp_buf_free(&buf);
}

static void a_long_line_shows_the_part_around(void **state)
{
    static const unsigned places[][2] = {{1, 501}};
    char text[1001];
    struct rp_buf buf;
    (void)state;
    memset(text, 'y', 1000);
    text[1000] = '\0';
    text[399] = 'a', text[400] = 'b', text[799] = 'c', text[800] = 'd';
    assert_int_equal(make_page(NULL, &buf, text, "f", places, 1), RAMPART_OK);
    assert_has(&buf, "<span class=\"number\">1</span>…by");
    assert_has(&buf, "yc…</span>");
    rp_buf_free(&buf);
}

static void every_allocation_may_fail(void **state)
{
    static const unsigned places[][2] = {{1, 1}, {2, 1}};
    char text[] = "a\nb";
    const struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    (void)state;
    for (size_t n = 1; status != RAMPART_OK; n++) {
        struct rp_buf buf;
        failing_start(n);
        status = make_page(options.allocator, &buf, text, "f", places, 2);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        failing_start(0);
        rp_buf_free(&buf);
        assert_int_equal(failing_held(), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_no_markup),
        cmocka_unit_test(places_link_to_their_lines),
        cmocka_unit_test(a_file_that_is_gone_is_said_to_be),
        cmocka_unit_test(a_place_that_may_not_be_shown_is_no_link),
        cmocka_unit_test(a_long_document_shows_the_lines_around),
        cmocka_unit_test(a_long_line_shows_the_part_around),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
