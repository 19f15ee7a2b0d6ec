/* SPDX-License-Identifier: Apache-2.0 */
/* Pages made to hurt: whatever is repeated, a byte of a long page costs no more than one of a short page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/growth.h"
#include "support/page_facts.h"

enum { BYTES = 1 << 17, GROWS = 4 };

#define ROW_HEAD "Operation\n\nAccess level\n\nResource type\n\nCondition key\n\nAssociated operation\n\n"
#define HTML_HEAD                                                                                          \
    "<table><tr><td>Action<td>Access level<td>Resource type<td>Condition key<td>Dependent action</tr>"

struct hostile {
    const char *name, *before, *piece;
    char *text;
};

static void read_page(void *context, size_t length)
{
    const struct hostile *hostile = context;
    struct rampart_diags *diags;
    struct page_facts read;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    page_facts_read(&read, NULL, hostile->name, (struct rampart_str){hostile->text, length}, diags);
    assert_true(read.status == RAMPART_OK || read.status == RAMPART_INVALID_INPUT);
    page_facts_free(&read);
    rampart_diags_free(diags);
}

static void long_pages_cost_no_more_a_byte(void **state)
{
    static const struct hostile pages[] = {
        {"a.md", "", "[a](", NULL},          
        {"a.md", "", "](a](b", NULL},        {"a.md", "", "`a``", NULL},
        {"a.md", "", "<!--", NULL},          {"a.md", "", "Operation\n", NULL},
        {"a.md", "", "a <!--", NULL},        {"a.md", "", "a <!-- b\n", NULL},
        {"a.md", "", "<!-- a -->", NULL},    {"a.md", "", "a <!--\n-->", NULL},
        {"a.md", ROW_HEAD, "zoo:Open\nget\n\\*All Resources\n`*`\nNone\nNone\n", NULL},
        {"a.md", ROW_HEAD "zoo:Open\nget\n\\*A\n`*`\n", "zoo:Key\n", NULL},
        {"a.md", ROW_HEAD "zoo:Open\nget\n", "\\*A\n`*`\n", NULL},
        {"a.md", "Resource type\nARN\n", "A\nacs:a:::b\n", NULL},
        {"a.md", "Condition key\nDescription\nData type\na:b\n", "text\n", NULL},
        {"a.html", "", "<", NULL},           {"a.html", "", "<a ", NULL},
        {"a.html", "", "<a b='", NULL},      {"a.html", "", "<!--", NULL},
        {"a.html", "", "<table><td>", NULL}, {"a.html", "", "<td>a</td>", NULL},
        {"a.html", "", "<script>", NULL},    {"a.html", "", "&#x41;&", NULL},
        {"a.html", "", "<p>a</p>", NULL},    {"a.html", HTML_HEAD, "<tr><td>zoo:Open<td>get<td>*All Resources<td>None<td>None</tr>", NULL},
        {"a.html", HTML_HEAD "<tr><td>zoo:Open<td>get<td>*All Resources<td>", "zoo:Key ", NULL},
        {"a.html", "<link ", "a=b ", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct hostile hostile = pages[i];
        const size_t before = strlen(hostile.before), piece = strlen(hostile.piece);
        hostile.text = malloc(BYTES);
        assert_non_null(hostile.text);
        for (size_t at = 0; at < BYTES; at++)
            hostile.text[at] = at < before ? hostile.before[at] : hostile.piece[(at - before) % piece];
        const double growth = growth_of(&(struct growing){read_page, &hostile, BYTES});
        free(hostile.text);
        if (growth >= GROWS) fail_msg("%s of \"%s\" grows %.1f times", hostile.name, hostile.piece, growth);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(long_pages_cost_no_more_a_byte)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
