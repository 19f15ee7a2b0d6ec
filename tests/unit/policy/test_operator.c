/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/operator.h"

static void knows_every_name_of_ram(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const struct rp_family *family;
        enum rp_comparison comparison;
        bool negated;
    } cases[] = {
        {"StringEquals", &rp_family_string, RP_COMPARE_EQUALS, false},
        {"StringNotEquals", &rp_family_string, RP_COMPARE_EQUALS, true},
        {"StringEqualsIgnoreCase", &rp_family_string, RP_COMPARE_EQUALS_FOLD, false},
        {"StringNotEqualsIgnoreCase", &rp_family_string, RP_COMPARE_EQUALS_FOLD, true},
        {"StringLike", &rp_family_string, RP_COMPARE_LIKE, false},
        {"StringNotLike", &rp_family_string, RP_COMPARE_LIKE, true},
        {"NumericEquals", &rp_family_number, RP_COMPARE_EQUALS, false},
        {"NumericNotEquals", &rp_family_number, RP_COMPARE_EQUALS, true},
        {"NumericLessThan", &rp_family_number, RP_COMPARE_LESS, false},
        {"NumericLessThanEquals", &rp_family_number, RP_COMPARE_LESS_EQUALS, false},
        {"NumericGreaterThan", &rp_family_number, RP_COMPARE_GREATER, false},
        {"NumericGreaterThanEquals", &rp_family_number, RP_COMPARE_GREATER_EQUALS, false},
        {"DateEquals", &rp_family_date, RP_COMPARE_EQUALS, false},
        {"DateNotEquals", &rp_family_date, RP_COMPARE_EQUALS, true},
        {"DateLessThan", &rp_family_date, RP_COMPARE_LESS, false},
        {"DateLessThanEquals", &rp_family_date, RP_COMPARE_LESS_EQUALS, false},
        {"DateGreaterThan", &rp_family_date, RP_COMPARE_GREATER, false},
        {"DateGreaterThanEquals", &rp_family_date, RP_COMPARE_GREATER_EQUALS, false},
        {"Bool", &rp_family_bool, RP_COMPARE_EQUALS, false},
        {"IpAddress", &rp_family_ip, RP_COMPARE_EQUALS, false},
        {"NotIpAddress", &rp_family_ip, RP_COMPARE_EQUALS, true},
    };
    assert_int_equal(sizeof cases / sizeof *cases, 21);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_operator op;
        if (!rp_operator_find(rampart_str(cases[i].name), &op)) fail_msg("%s is not known", cases[i].name);
        assert_string_equal(op.name, cases[i].name);
        assert_ptr_equal(op.family, cases[i].family);
        assert_int_equal(op.comparison, cases[i].comparison);
        assert_int_equal(op.negated, cases[i].negated);
        assert_int_equal(op.quantifier, RP_BARE);
        assert_false(op.if_exists || op.null);
        assert_true(rp_operator_supported(&op));
    }
}

static void knows_what_other_clouds_add(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        enum rp_quantifier quantifier;
        bool if_exists;
    } cases[] = {
        {"StringLikeIfExists", "StringLike", RP_BARE, true},
        {"BoolIfExists", "Bool", RP_BARE, true},
        {"StringEqualsIgnoreCaseIfExists", "StringEqualsIgnoreCase", RP_BARE, true},
        {"ForAnyValue:StringLike", "StringLike", RP_FOR_ANY_VALUE, false},
        {"ForAllValues:NotIpAddress", "NotIpAddress", RP_FOR_ALL_VALUES, false},
        {"ForAllValues:StringEqualsIfExists", "StringEquals", RP_FOR_ALL_VALUES, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_operator op;
        if (!rp_operator_find(rampart_str(cases[i].text), &op)) fail_msg("%s is not known", cases[i].text);
        assert_string_equal(op.name, cases[i].name);
        assert_int_equal(op.quantifier, cases[i].quantifier);
        assert_int_equal(op.if_exists, cases[i].if_exists);
        assert_false(rp_operator_supported(&op));
    }
}

static void null_is_an_operator_of_its_own(void **state)
{
    (void)state;
    struct rp_operator op;
    assert_true(rp_operator_find(RP_STR("Null"), &op));
    assert_true(op.null);
    assert_null(op.name);
    assert_null(op.family);
    assert_false(op.negated || op.if_exists);
    assert_false(rp_operator_supported(&op));
}

static void refuses_other_names(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "stringequals",
        "STRINGEQUALS",
        "StringEqual",
        "StringEquals ",
        "String",
        "ArnLike",
        "ArnEquals",
        "BinaryEquals",
        "NullIfExists",
        "ForAnyValue:Null",
        "ForAllValues:Null",
        "ForAnyValue:",
        "IfExists",
        "forAnyValue:StringLike",
        "ForAnyValue:ForAllValues:StringLike",
        "StringLikeIfExistsIfExists",
        "StringLikeifexists",
        "ForSomeValue:StringLike",
        "IPAddress",
        "Boolean",
        "NumericGreaterThanOrEquals",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rp_operator op = {.name = "untouched"};
        if (rp_operator_find(rampart_str(texts[i]), &op)) fail_msg("\"%s\" is known", texts[i]);
        assert_string_equal(op.name, "untouched");
    }
    struct rp_operator op;
    assert_false(rp_operator_find(RP_STR("Bool\0"), &op));
}

static void lists_every_basic_name(void **state)
{
    (void)state;
    size_t count = 0;
    const char *const *names = rp_operator_names(&count);
    assert_int_equal(count, 22);
    assert_string_equal(names[0], "StringEquals");
    assert_string_equal(names[20], "NotIpAddress");
    assert_string_equal(names[21], "Null");
    for (size_t i = 0; i < count; i++) {
        struct rp_operator op;
        assert_true(rp_operator_find(rampart_str(names[i]), &op));
    }
}

static void orderings_hold(void **state)
{
    (void)state;
    static const struct {
        enum rp_comparison comparison;
        bool less, same, more;
    } cases[] = {
        {RP_COMPARE_EQUALS, false, true, false},        {RP_COMPARE_LESS, true, false, false},
        {RP_COMPARE_LESS_EQUALS, true, true, false},    {RP_COMPARE_GREATER, false, false, true},
        {RP_COMPARE_GREATER_EQUALS, false, true, true}, {RP_COMPARE_LIKE, false, false, false},
        {RP_COMPARE_EQUALS_FOLD, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(rp_ordering_holds(-2, cases[i].comparison), cases[i].less);
        assert_int_equal(rp_ordering_holds(0, cases[i].comparison), cases[i].same);
        assert_int_equal(rp_ordering_holds(2, cases[i].comparison), cases[i].more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_every_name_of_ram),        cmocka_unit_test(knows_what_other_clouds_add),
        cmocka_unit_test(null_is_an_operator_of_its_own), cmocka_unit_test(refuses_other_names),
        cmocka_unit_test(lists_every_basic_name),         cmocka_unit_test(orderings_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
