/* SPDX-License-Identifier: Apache-2.0 */
/* Names of condition keys under each switch, and the values that a request can have of a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/assumption.h"
#include "policy/key.h"

static bool equal(rampart_switches assumed, const char *a, const char *b)
{
    return rp_key_equal_as(assumed, rampart_str(a), rampart_str(b));
}

static void the_case_of_a_name_does_not_count_and_that_of_a_tag_does(void **state)
{
    (void)state;
    assert_true(equal(0, "acs:SourceIp", "ACS:sourceip"));
    assert_true(equal(0, "acs:ResourceTag/Team", "acs:resourcetag/Team"));
    assert_false(equal(0, "acs:ResourceTag/Team", "acs:ResourceTag/team"));
    assert_false(equal(0, "acs:SourceIp", "acs:SourceI"));
    assert_false(equal(0, "acs:SourceIp", "acs:SourceIq"));
    assert_true(rp_key_equal(RP_STR("acs:SourceIp"), RP_STR("acs:sourceIp")));
}

static void the_switch_key_case_changes_both(void **state)
{
    (void)state;
    assert_true(equal(RP_ASSUME_KEY_EXACT, "acs:SourceIp", "acs:SourceIp"));
    assert_false(equal(RP_ASSUME_KEY_EXACT, "acs:SourceIp", "acs:sourceip"));
    assert_true(equal(RP_ASSUME_KEY_FOLD, "acs:ResourceTag/Team", "acs:ResourceTag/team"));
    assert_false(equal(RP_ASSUME_KEY_FOLD, "acs:ResourceTag/Team", "acs:ResourceTag/Tean"));
}

static void a_value_has_the_form_of_its_type(void **state)
{
    (void)state;
    static const struct {
        enum rp_value_type type;
        const char *text;
        bool fits;
    } cases[] = {
        {RP_TYPE_UNKNOWN, "anything", true},
        {RP_TYPE_STRING, "", true},
        {RP_TYPE_NUMBER, "0.5", true},
        {RP_TYPE_NUMBER, "five", false},
        {RP_TYPE_DATE, "2026-01-31T08:00:00Z", true},
        {RP_TYPE_DATE, "2026-01-31", false}, /* documents may have a date alone; requests have an instant */
        {RP_TYPE_DATE, "2026-01-31T08:00:00", false},
        {RP_TYPE_BOOL, "True", true},
        {RP_TYPE_BOOL, "1", false},
        {RP_TYPE_IP, "203.0.113.10", true},
        {RP_TYPE_IP, "203.0.113.0/24", false}, /* a request comes from one address */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (rp_value_fits(cases[i].type, rampart_str(cases[i].text)) != cases[i].fits)
            fail_msg("\"%s\" of type %d", cases[i].text, (int)cases[i].type);
}

static void a_key_takes_the_empty_text_unless_it_is_filled(void **state)
{
    (void)state;
    const struct rp_catalog_key filled = {.type = RP_TYPE_STRING, .filled = true},
                                address = {.type = RP_TYPE_IP}, text = {.type = RP_TYPE_STRING};
    assert_true(rp_key_takes(NULL, RP_STR("")));
    assert_true(rp_key_takes(&text, RP_STR("")));
    assert_false(rp_key_takes(&filled, RP_STR("")));
    assert_true(rp_key_takes(&filled, RP_STR("a")));
    assert_false(rp_key_takes(&address, RP_STR("")));
}

static void messages_say_what_to_write(void **state)
{
    (void)state;
    assert_string_equal(rp_value_expected(RP_TYPE_STRING), "its value");
    assert_string_equal(rp_value_expected(RP_TYPE_BOOL), "true or false");
    assert_false(rp_value_has_form(RP_TYPE_UNKNOWN));
    assert_true(rp_value_has_form(RP_TYPE_IP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_case_of_a_name_does_not_count_and_that_of_a_tag_does),
        cmocka_unit_test(the_switch_key_case_changes_both),
        cmocka_unit_test(a_value_has_the_form_of_its_type),
        cmocka_unit_test(a_key_takes_the_empty_text_unless_it_is_filled),
        cmocka_unit_test(messages_say_what_to_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
