/* SPDX-License-Identifier: Apache-2.0 */
/* The switches by name and by number, and what can be changed about them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "policy/assumption.h"
#include "support/diag_lines.h"

static enum rampart_status assume(rampart_switches *assumptions, const char *name, const char *value)
{
    return rampart_assume(assumptions, rampart_str(name), rampart_str(value), NULL);
}

static void defaults_come_first(void **state)
{
    (void)state;
    rampart_switches none = 0;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        enum rampart_assumption assumption = (enum rampart_assumption)i;
        assert_int_equal(rampart_assumption_chosen(0, assumption), 0);
        assert_int_equal(
            assume(&none, rampart_assumption_name(assumption), rampart_assumption_value(assumption, 0)),
            RAMPART_OK);
        assert_int_equal(none, 0);
    }
    assert_null(rampart_assumption_name(RAMPART_ASSUMPTIONS));
    assert_null(rampart_assumption_value(RAMPART_ASSUMPTIONS, 0));
    assert_null(rampart_assumption_value(RAMPART_ASSUME_KEY_CASE, 3));
    assert_null(rampart_assumption_value(RAMPART_ASSUME_KEY_CASE, 4));
    assert_null(rampart_assumption_value(RAMPART_ASSUME_RG_DENY, 2));
    assert_int_equal(rampart_assumption_chosen(~(rampart_switches)0, RAMPART_ASSUMPTIONS), 0);
}

/* Each value is set by its name, stands beside the others, and can be taken back. */
static void values_are_set_by_name(void **state)
{
    (void)state;
    rampart_switches all = 0;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        enum rampart_assumption assumption = (enum rampart_assumption)i;
        const char *name = rampart_assumption_name(assumption), *value = NULL;
        for (size_t number = 1; (value = rampart_assumption_value(assumption, number)) != NULL; number++) {
            assert_int_equal(assume(&all, name, value), RAMPART_OK);
            assert_int_equal(rampart_assumption_chosen(all, assumption), number);
        }
    }
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        assert_true(rampart_assumption_chosen(all, (enum rampart_assumption)i) > 0);
    assert_int_equal(assume(&all, "key-case", "sensitive"), RAMPART_OK);
    assert_int_equal(rampart_assumption_chosen(all, RAMPART_ASSUME_KEY_CASE), 1);
    assert_int_equal(assume(&all, "key-case", "name-insensitive"), RAMPART_OK);
    assert_int_equal(rampart_assumption_chosen(all, RAMPART_ASSUME_KEY_CASE), 0);
    assert_true(rampart_assumption_chosen(all, RAMPART_ASSUME_MISSING_POSITIVE) > 0);
}

static void check_message(const char *name, const char *value, const char *expected)
{
    struct rampart_diags *diags = NULL;
    rampart_switches assumptions = 7;
    char lines[1024];
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_assume(&assumptions, rampart_str(name), rampart_str(value), diags),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(assumptions, 7);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), expected);
    rampart_diags_free(diags);
}

static void what_there_is_not_is_refused(void **state)
{
    (void)state;
    check_message("resource-cases", "sensitive",
                  "REQ014 0:0 unknown assumption \"resource-cases\" | did you mean \"resource-case\"?");
    check_message("zzz", "x",
                  "REQ014 0:0 unknown assumption \"zzz\" | list them with `rampart check --assumptions`");
    check_message("", "",
                  "REQ014 0:0 unknown assumption \"\" | list them with `rampart check --assumptions`");
    check_message("rg-deny", "Staged",
                  "REQ014 0:0 rg-deny cannot be \"Staged\" | it is staged or any-deny-wins");
    check_message("key-case", "",
                  "REQ014 0:0 key-case cannot be \"\" | it is name-insensitive, sensitive or insensitive");
    assert_int_equal(assume(NULL, "rg-deny", "staged"), RAMPART_MISUSE);
}

/* Whatever is assumed, the alternatives are all values but those that are set, each with nothing else changed. */
static void check_alternatives(rampart_switches assumed)
{
    struct rp_alternative alternative = {.number = 0}, beyond;
    size_t count = 0, cursor = 0;
    for (unsigned a = 0; a < RAMPART_ASSUMPTIONS; a++) {
        enum rampart_assumption assumption = (enum rampart_assumption)a;
        for (size_t number = 0; rampart_assumption_value(assumption, number) != NULL; number++) {
            if (number == rampart_assumption_chosen(assumed, assumption)) continue;
            assert_true(rp_alternative_next(assumed, ~(rampart_switches)0, &cursor, &alternative));
            count++;
            assert_int_equal(alternative.assumption, assumption);
            assert_int_equal(alternative.number, number);
            for (unsigned b = 0; b < RAMPART_ASSUMPTIONS; b++)
                assert_int_equal(rampart_assumption_chosen(alternative.assumed, (enum rampart_assumption)b),
                                 b == a ? number
                                        : rampart_assumption_chosen(assumed, (enum rampart_assumption)b));
        }
    }
    assert_int_equal(count, RP_ALTERNATIVES);
    assert_false(rp_alternative_next(assumed, ~(rampart_switches)0, &cursor, &beyond));
}

static void alternatives_change_one_switch(void **state)
{
    (void)state;
    check_alternatives(0);
    check_alternatives(RP_ASSUME_KEY_EXACT | RP_ASSUME_GROUP_DENY);
    check_alternatives(RP_ASSUME_KEY_FOLD | RP_ASSUME_FIELDS | RP_ASSUME_ACTION_EXACT);
}

/* Of all alternatives, those that change one of these switches, in the same order. */
static void check_touched(rampart_switches assumed, rampart_switches touched)
{
    struct rp_alternative wanted, alternative;
    size_t all = 0, cursor = 0;
    while (rp_alternative_next(assumed, ~(rampart_switches)0, &all, &wanted)) {
        if ((touched & (assumed ^ wanted.assumed)) == 0) continue;
        assert_true(rp_alternative_next(assumed, touched, &cursor, &alternative));
        assert_int_equal(alternative.assumption, wanted.assumption);
        assert_int_equal(alternative.number, wanted.number);
        assert_int_equal(alternative.assumed, wanted.assumed);
    }
    assert_false(rp_alternative_next(assumed, touched, &cursor, &alternative));
}

/* Every single switch, every two of them, and all of the first ones together. */
static void alternatives_may_be_those_that_change_something(void **state)
{
    (void)state;
    enum { SWITCHES = 34 };
    const rampart_switches assumed = RP_ASSUME_KEY_EXACT | RP_ASSUME_GROUP_DENY | RP_ASSUME_UNREADABLE_UNMET;
    for (unsigned i = 0; i < SWITCHES; i++)
        for (unsigned k = 0; k < SWITCHES; k++) {
            check_touched(0, (rampart_switches)1 << i | (rampart_switches)1 << k);
            check_touched(assumed, (rampart_switches)1 << i | (rampart_switches)1 << k);
            check_touched(assumed, ((rampart_switches)1 << i) - 1);
        }
    check_touched(assumed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_come_first),
        cmocka_unit_test(values_are_set_by_name),
        cmocka_unit_test(what_there_is_not_is_refused),
        cmocka_unit_test(alternatives_change_one_switch),
        cmocka_unit_test(alternatives_may_be_those_that_change_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
