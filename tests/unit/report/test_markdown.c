/* SPDX-License-Identifier: Apache-2.0 */
/* What others wrote is text in a comment, and no markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "report/markdown.h"

#define LARGEST 1000

static void assert_written(struct rp_buf *buf, const char *expected)
{
    assert_int_equal(buf->len, strlen(expected));
    assert_memory_equal(buf->data, expected, buf->len);
    buf->len = 0;
}

static void text_is_no_markup(void **state)
{
    static const struct {
        const char *text, *as_text, *as_code;
    } cases[] = {
        {"a b-c.d", "a b-c.d", "`a b-c.d`"},
        {"*a* _b_ [c](d)", "\\*a\\* \\_b\\_ \\[c\\]\\(d\\)", "`*a* _b_ [c](d)`"},
        {"<img> @all #1", "\\<img\\> \\@all \\#1", "`<img> @all #1`"},
        {"a|b", "a\\|b", "`a\\|b`"},
        {"a`b``c", "a\\`b\\`\\`c", "``` a`b``c ```"},
        {"a\nb", "aU+000Ab", "`aU+000Ab`"},
        {"\xE2\x80\xAE\xFF", "U+202E%FF", "`U+202E%FF`"},
        {"", "", "`  `"},
    };
    struct rp_buf buf;
    (void)state;
    rp_buf_init(&buf, NULL, LARGEST);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_markdown_text(&buf, rampart_str(cases[i].text));
        assert_written(&buf, cases[i].as_text);
        rp_markdown_code(&buf, rampart_str(cases[i].text));
        assert_written(&buf, cases[i].as_code);
    }
    rp_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(text_is_no_markup)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
