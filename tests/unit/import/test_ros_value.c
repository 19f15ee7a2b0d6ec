/* SPDX-License-Identifier: Apache-2.0 */
/* The costs of values of a template, and damaged templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/failing.h"
#include "support/ros_lines.h"
#include "support/slurp.h"

#define TEMPLATE "examples/ros/team.yaml" /* tests run in the root of the source */

/* ---- values that grow ---- */

static void begin(struct rp_buf *sections, const char *text)
{
    rp_buf_init(sections, NULL, 1 << 24);
    rp_buf_printf(sections, "%s", text);
}

static void expect_end(struct rp_buf *sections, const char *expression, const char *message)
{
    rp_buf_add_byte(sections, '\0');
    ros_expect_value(sections->data, expression, message);
    rp_buf_free(sections);
}

/* Each local is twice as long as the one before: the last would have 2^60 bytes. */
static void texts_of_texts_end(void **state)
{
    struct rp_buf sections;
    (void)state;
    begin(&sections, "Locals:\n  L0: {Value: '01234567'}\n");
    for (unsigned n = 1; n <= 60; n++)
        rp_buf_printf(&sections, "  L%u: {Value: !Sub '${L%u}${L%u}'}\n", n, n - 1, n - 1);
    expect_end(&sections, "!Ref L60",
               "ROS010 27:16 the functions of the template make it too large | split the template");
}

/* The same with values in lists. */
static void lists_of_lists_end(void **state)
{
    struct rp_buf sections;
    (void)state;
    begin(&sections, "Locals:\n  L0: {Value: a}\n");
    for (unsigned n = 1; n <= 60; n++)
        rp_buf_printf(&sections, "  L%u: {Value: [!Ref L%u, !Ref L%u]}\n", n, n - 1, n - 1);
    expect_end(&sections, "!Ref L60",
               "ROS010 25:27 the functions of the template make it too large | split the template");
}

/* Neither a chain of names nor one of values, which are asked for one by one, may be endlessly long. */
static void chains_end(void **state)
{
    struct rp_buf sections;
    (void)state;
    begin(&sections, "Conditions:\n  C0: true\n");
    for (unsigned n = 1; n <= 100; n++) rp_buf_printf(&sections, "  C%u: !Not C%u\n", n, n - 1);
    expect_end(&sections, "!If [C100, yes1, no1]", "yes1");
    begin(&sections, "Conditions:\n  C0: true\n");
    for (unsigned n = 1; n <= 20000; n++) rp_buf_printf(&sections, "  C%u: !Not C%u\n", n, n - 1);
    expect_end(
        &sections, "!If [C20000, yes1, no1]",
        "ROS010 19882:16 the functions of the template are nested too deep | write some of the values out");
    begin(&sections, "Locals:\n  L0: {Value: a}\n");
    for (unsigned n = 1; n <= 1000; n++) rp_buf_printf(&sections, "  L%u: {Value: [!Ref L%u]}\n", n, n - 1);
    rp_buf_printf(&sections, "  All: {Value: [");
    for (unsigned n = 0; n <= 1000; n++) rp_buf_printf(&sections, "!Ref L%u, ", n);
    rp_buf_printf(&sections, "a]}\n");
    expect_end(
        &sections, "!Ref All",
        "ROS010 256:18 the functions of the template are nested too deep | write some of the values out");
}

/* A separator that may begin everywhere, a mapping that is long to look through. */
static void searches_end(void **state)
{
    struct rp_buf sections;
    (void)state;
    begin(&sections, "Parameters:\n  A: {Default: '");
    for (unsigned n = 0; n < 50000; n++) rp_buf_printf(&sections, "a");
    rp_buf_printf(&sections, "'}\n  B: {Default: '");
    for (unsigned n = 0; n < 40000; n++) rp_buf_printf(&sections, "a");
    rp_buf_printf(&sections, "b'}\nLocals:\n  All: {Value: [");
    for (unsigned n = 0; n < 1000; n++) rp_buf_printf(&sections, "!Split [!Ref B, !Ref A],");
    rp_buf_printf(&sections, "a]}\n");
    expect_end(&sections, "!Ref All",
               "ROS010 10:65 the functions of the template make it too large | split the template");
    begin(&sections, "Mappings:\n  M:\n    m:\n");
    for (unsigned n = 0; n < 50000; n++) rp_buf_printf(&sections, "      k%u: v\n", n);
    rp_buf_printf(&sections, "Locals:\n  All: {Value: [");
    for (unsigned n = 0; n < 20000; n++) rp_buf_printf(&sections, "!FindInMap [M, m, k],");
    rp_buf_printf(&sections, "a]}\n");
    expect_end(&sections, "!Ref All",
               "ROS010 50010:1760 the functions of the template make it too large | split the template");
}

/* ---- damage ---- */

static char *template_text(size_t *ret_size)
{
    char *text = NULL;
    assert_true(slurp(TEMPLATE, &text, ret_size));
    return text;
}

/* Whatever is left of a template: an account with the gaps of every template, or errors. */
static void expect_sense(const char *text)
{
    struct rp_buf lines;
    rp_buf_init(&lines, NULL, 1 << 20);
    const struct ros_read read = {.text = text, .account = "1000000000000001", .whole = true};
    enum rampart_status status = ros_read(&read, &lines);
    rp_buf_add_byte(&lines, '\0');
    if (status == RAMPART_OK)
        assert_non_null(strstr(lines.data, "gap unmanaged : a template shows the resources of its stack"));
    else
        assert_int_equal(status, RAMPART_INVALID_INPUT);
    rp_buf_free(&lines);
}

static void torn_templates_are_not_complete(void **state)
{
    size_t size = 0;
    char *text = template_text(&size);
    (void)state;
    for (size_t end = size; end > 0; end--) {
        text[end] = '\0';
        expect_sense(text);
    }
    free(text);
}

static void changed_templates_end_in_a_status(void **state)
{
    static const char signs[] = {'!', '$', '[', '}', '\n', '&', ':', 'a', '\x80'};
    size_t size = 0;
    char *text = template_text(&size);
    (void)state;
    for (size_t at = 0; at < size; at++) {
        char was = text[at];
        text[at] = signs[at % sizeof signs];
        expect_sense(text);
        text[at] = was;
    }
    free(text);
}

/* ---- memory ---- */

static void survives_refused_memory(void **state)
{
    const struct rampart_options options = failing_options();
    const size_t held = failing_held();
    size_t size = 0;
    char *text = template_text(&size);
    (void)state;
    for (size_t n = 1;; n++) {
        struct rp_buf lines;
        rp_buf_init(&lines, NULL, 1 << 20);
        failing_start(n);
        enum rampart_status status = ros_read(&(struct ros_read){.text = text, .options = &options}, &lines);
        const bool refused = failing_refused();
        failing_start(0);
        rp_buf_free(&lines);
        assert_int_equal(failing_held(), held);
        assert_int_equal(status, refused ? RAMPART_NO_MEMORY : RAMPART_OK);
        if (!refused) break;
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_texts_end),
        cmocka_unit_test(lists_of_lists_end),
        cmocka_unit_test(chains_end),
        cmocka_unit_test(searches_end),
        cmocka_unit_test(torn_templates_are_not_complete),
        cmocka_unit_test(changed_templates_end_in_a_status),
        cmocka_unit_test(survives_refused_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
