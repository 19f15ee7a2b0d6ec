/* SPDX-License-Identifier: Apache-2.0 */
/* Where templates fit, which values they take, and that every template of the tables is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "denial/template.h"

static void is(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("\"%.*s\", expected \"%s\"", RP_ARG(text), expected);
}

/* `expected` is the value of the slot; NULL: the template fits nowhere. */
static void finds(const char *template, const char *text, enum rp_slot slot, const char *expected)
{
    struct rp_fit fit;
    const bool found = rp_template_find(rampart_str(template), rampart_str(text), 0, &fit);
    if (found != (expected != NULL)) fail_msg("%s is %sfound in %s", template, found ? "" : "not ", text);
    if (found) is(fit.values[slot], expected);
}

static void text_stands_for_itself(void **state)
{
    (void)state;
    finds("code: {code}", "an error, code: X.Y.", RP_SLOT_CODE, "X.Y");
    finds("code: {code}.", "an error, code: X.", RP_SLOT_CODE, "X");
    finds("code: {code}", "an error, Code: X", RP_SLOT_CODE, NULL);
    finds("code: {code}", "a barcode: X", RP_SLOT_CODE, NULL);
    finds("code: {code}", "a\\ncode: X", RP_SLOT_CODE, "X");
    finds("code: {code} end", "code: X code: Y end", RP_SLOT_CODE, "Y");
}

static void a_blank_is_any_blanks(void **state)
{
    (void)state;
    finds("code: {code}", "code:X", RP_SLOT_CODE, NULL);
    finds("code: {code}", "code: \r\n\t X", RP_SLOT_CODE, "X");
    finds("code: {code}", "code:\\n\\tX", RP_SLOT_CODE, "X");
    finds("code: {code}", "code:\\X", RP_SLOT_CODE, NULL);
}

static void an_action_and_a_resource_have_their_shapes(void **state)
{
    static const char template[] = "on {resource} by {action}";
    (void)state;
    finds(template, "on acs:oss:*:1:b/a by oss:Get*", RP_SLOT_RESOURCE, "acs:oss:*:1:b/a");
    finds(template, "on acs:oss:*:1:b/a by oss:Get*", RP_SLOT_ACTION, "oss:Get*");
    finds(template, "on * by a:B", RP_SLOT_RESOURCE, "*");
    finds(template, "on acs:oss:b by a:B", RP_SLOT_RESOURCE, NULL);
    finds(template, "on oss:x:x:x:b by a:B", RP_SLOT_RESOURCE, NULL);
    finds(template, "on * by B", RP_SLOT_ACTION, NULL);
    finds(template, "on * by a:", RP_SLOT_ACTION, NULL);
    finds(template, "on * by a:b:c", RP_SLOT_ACTION, NULL);
    finds("on {resource}", "on acs:a:b:c:d.", RP_SLOT_RESOURCE, "acs:a:b:c:d.");
    finds("on {action}", "on a:B.", RP_SLOT_ACTION, "a:B");
    finds("on '{resource}'", "on 'acs:a:b:c:d'", RP_SLOT_RESOURCE, "acs:a:b:c:d");
}

static void a_sentence_ends_where_the_template_goes_on(void **state)
{
    static const char template[] = "says: {message} id: {request}";
    (void)state;
    finds(template, "says: not, so id: it is. id: 5", RP_SLOT_MESSAGE, "not, so");
    finds(template, "says: a id: x", RP_SLOT_MESSAGE, "a");
    finds(template, "says: a", RP_SLOT_MESSAGE, NULL);
    finds("says: {message}", "says: a b \r\nc", RP_SLOT_MESSAGE, "a b");
    finds("says: {message}", "says: a b\\n at c", RP_SLOT_MESSAGE, "a b");
    finds("says: {message}", "says: ", RP_SLOT_MESSAGE, NULL);
    finds("Object={object}", "Object=", RP_SLOT_OBJECT, "");
    finds("Object={object}", "Object=a, b=c\nd", RP_SLOT_OBJECT, "a, b=c");
}

static void values_are_checked_alone(void **state)
{
    (void)state;
    assert_true(rp_slot_takes(RP_SLOT_CODE, RP_STR("Forbidden.RAM")));
    assert_false(rp_slot_takes(RP_SLOT_CODE, RP_STR("Forbidden, RAM")));
    assert_false(rp_slot_takes(RP_SLOT_CODE, RP_STR("")));
    assert_true(rp_slot_takes(RP_SLOT_MESSAGE, RP_STR("a b")));
    assert_true(rp_slot_takes(RP_SLOT_ACTION, RP_STR("yundun-cert:A")));
    assert_false(rp_slot_takes(RP_SLOT_ACTION, RP_STR("go on: stop")));
}

static void templates_are_checked(void **state)
{
    (void)state;
    assert_true(rp_template_good(RP_STR("text {word} text {code}")));
    assert_false(rp_template_good(RP_STR("")));
    assert_false(rp_template_good(RP_STR("a {code}"))); /* begins anywhere */
    assert_false(rp_template_good(RP_STR("{code} text")));
    assert_false(rp_template_good(RP_STR("text {code}{word}"))); /* where does the first one end? */
    assert_false(rp_template_good(RP_STR("text {colour}")));
}

static void every_template_of_the_tables_is_good(void **state)
{
    const struct rampart_str tables[] = {rp_catalog_denial_messages(), rp_catalog_denial_frames()};
    struct rampart_str rows, row;
    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (rows = rp_tsv_rows(tables[i]); rp_tsv_next(&rows, &row);)
            if (!rp_template_good(rp_tsv_field(row, 0))) fail_msg("%.*s", RP_ARG(rp_tsv_field(row, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stands_for_itself),
        cmocka_unit_test(a_blank_is_any_blanks),
        cmocka_unit_test(an_action_and_a_resource_have_their_shapes),
        cmocka_unit_test(a_sentence_ends_where_the_template_goes_on),
        cmocka_unit_test(values_are_checked_alone),
        cmocka_unit_test(templates_are_checked),
        cmocka_unit_test(every_template_of_the_tables_is_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
