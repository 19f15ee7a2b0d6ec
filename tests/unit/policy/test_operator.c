/* SPDX-License-Identifier: Apache-2.0 */
/* The operators, and the families of texts and truth values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/operator.h"
#include "support/try_operand.h"

static bool string_holds(const char *value, enum rp_comparison comparison, const char *operand)
{
    return holds_between(&rp_family_string, value, comparison, operand);
}

static void equals_compares_bytes(void **state)
{
    (void)state;
    assert_true(string_holds("vpc-1", RP_COMPARE_EQUALS, "vpc-1"));
    assert_false(string_holds("VPC-1", RP_COMPARE_EQUALS, "vpc-1"));
    assert_false(string_holds("vpc-1 ", RP_COMPARE_EQUALS, "vpc-1"));
    assert_true(string_holds("", RP_COMPARE_EQUALS, ""));
    assert_false(string_holds("a", RP_COMPARE_EQUALS, ""));
    assert_false(string_holds("e\xCC\x81", RP_COMPARE_EQUALS, "\xC3\xA9")); /* nothing is normalised */
}

static void wildcards_are_literal_in_equals(void **state)
{
    (void)state;
    assert_false(string_holds("vpc-1", RP_COMPARE_EQUALS, "vpc-*"));
    assert_true(string_holds("vpc-*", RP_COMPARE_EQUALS, "vpc-*"));
    assert_false(string_holds("vpc-1", RP_COMPARE_EQUALS_FOLD, "vpc-?"));
    assert_true(string_holds("VPC-?", RP_COMPARE_EQUALS_FOLD, "vpc-?"));
}

static void ignoring_case_folds_unicode(void **state)
{
    (void)state;
    assert_true(string_holds("VPC-1", RP_COMPARE_EQUALS_FOLD, "vpc-1"));
    assert_true(string_holds("\xC3\x89", RP_COMPARE_EQUALS_FOLD, "\xC3\xA9"));
    assert_false(string_holds("vpc-10", RP_COMPARE_EQUALS_FOLD, "vpc-1"));
}

static void like_takes_wildcards_and_heeds_case(void **state)
{
    (void)state;
    assert_true(string_holds("vpc-1", RP_COMPARE_LIKE, "vpc-*"));
    assert_true(string_holds("vpc-1", RP_COMPARE_LIKE, "vpc-?"));
    assert_false(string_holds("vpc-10", RP_COMPARE_LIKE, "vpc-?"));
    assert_false(string_holds("VPC-1", RP_COMPARE_LIKE, "vpc-*"));
    assert_true(string_holds("", RP_COMPARE_LIKE, "*"));
    assert_true(string_holds("", RP_COMPARE_LIKE, ""));
}

static void every_text_is_a_value(void **state)
{
    (void)state;
    assert_true(is_usable(&rp_family_string, ""));
    assert_true(is_usable(&rp_family_string, "*"));
    check_family(&rp_family_string, "string", "x");
}

static void *refuse(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static void ignore(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

static void reports_refused_memory(void **state)
{
    (void)state;
    const struct rampart_allocator refusing = {NULL, refuse, ignore};
    static const enum rp_comparison comparisons[] = {RP_COMPARE_EQUALS_FOLD, RP_COMPARE_LIKE};
    struct rp_arena arena;
    rp_arena_init(&arena, &refusing);
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        struct rp_operand operand = {.usable = false};
        enum rampart_status status = rp_family_string.read(&arena, comparisons[i], RP_STR("a?"), &operand);
        assert_int_equal(status, RAMPART_NO_MEMORY);
        assert_false(operand.usable);
    }
}

static void some_texts_stand_for_all(void **state)
{
    static const enum rp_comparison all[] = {RP_COMPARE_EQUALS, RP_COMPARE_EQUALS_FOLD, RP_COMPARE_LIKE};
    static const char *const operands[] = {"prod", "PROD", "p*", "?rod", "*o*d", "", "task", "中", NULL};
    static const char *const samples[] = {"",
                                          "prod",
                                          "Prod",
                                          "PROD",
                                          "p*",
                                          "P*",
                                          "?rod",
                                          "?ROD",
                                          "xrod",
                                          "pod",
                                          "ood",
                                          "*o*d",
                                          "*O*D",
                                          "*O*d",
                                          "px",
                                          "x",
                                          "task",
                                          "TASK",
                                          "tasK",
                                          "tas\xE2\x84\xAA",
                                          "ta\xC5\xBFk",
                                          "中",
                                          "文",
                                          "p中d",
                                          "?rodd",
                                          NULL};
    (void)state;
    check_representatives(&rp_family_string, all, 3, operands, 0, samples);
}

static void reads_both_words_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool truth;
    } cases[] = {{"true", true}, {"false", false}, {"True", true}, {"FALSE", false}, {"tRuE", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool truth = !cases[i].truth;
        assert_true(rp_truth_read(rampart_str(cases[i].text), &truth));
        assert_int_equal(truth, cases[i].truth);
    }
}

static void refuses_everything_else(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "1", "0", "yes", "on", "t", " true", "true ", "truefalse", "tru"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is_usable(&rp_family_bool, texts[i])) fail_msg("\"%s\" was taken for a truth value", texts[i]);
        assert_false(holds_between(&rp_family_bool, texts[i], RP_COMPARE_EQUALS, "true"));
        assert_false(holds_between(&rp_family_bool, texts[i], RP_COMPARE_EQUALS, "false"));
    }
}

static void holds_when_both_are_the_same(void **state)
{
    (void)state;
    assert_true(holds_between(&rp_family_bool, "true", RP_COMPARE_EQUALS, "True"));
    assert_true(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "false"));
    assert_false(holds_between(&rp_family_bool, "true", RP_COMPARE_EQUALS, "false"));
    assert_false(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "true"));
    assert_false(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "no"));
    check_family(&rp_family_bool, "boolean", "false");
}

static void both_truth_values_stand_for_all(void **state)
{
    static const enum rp_comparison equals[] = {RP_COMPARE_EQUALS};
    static const char *const operands[] = {"true", "FALSE", NULL};
    static const char *const samples[] = {"true", "True", "false", NULL};
    (void)state;
    check_representatives(&rp_family_bool, equals, 1, operands, 0, samples);
}

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
        cmocka_unit_test(equals_compares_bytes),
        cmocka_unit_test(wildcards_are_literal_in_equals),
        cmocka_unit_test(ignoring_case_folds_unicode),
        cmocka_unit_test(like_takes_wildcards_and_heeds_case),
        cmocka_unit_test(every_text_is_a_value),
        cmocka_unit_test(reports_refused_memory),
        cmocka_unit_test(some_texts_stand_for_all),
        cmocka_unit_test(reads_both_words_in_any_case),
        cmocka_unit_test(refuses_everything_else),
        cmocka_unit_test(holds_when_both_are_the_same),
        cmocka_unit_test(both_truth_values_stand_for_all),
        cmocka_unit_test(knows_every_name_of_ram),
        cmocka_unit_test(knows_what_other_clouds_add),
        cmocka_unit_test(null_is_an_operator_of_its_own),
        cmocka_unit_test(refuses_other_names),
        cmocka_unit_test(lists_every_basic_name),
        cmocka_unit_test(orderings_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
