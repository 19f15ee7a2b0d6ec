/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/suite.h>

#include "support/diag_lines.h"

enum { TEXT = 4096 };

/* What reading the text says; "" when it is read. */
static const char *complaints(const char *text)
{
    static char lines[TEXT];
    struct rampart_diags *diags = NULL;
    struct rampart_suite *suite = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status = rampart_suite_read(NULL, rampart_str(text), rampart_str("t.yaml"), diags, &suite);
    diag_lines(diags, lines, sizeof lines);
    assert_int_equal(status, lines[0] == '\0' ? RAMPART_OK : RAMPART_INVALID_INPUT);
    rampart_suite_free(suite);
    rampart_diags_free(diags);
    return lines;
}

#define ABOUT "policies: [p.json]\n"

static void test_a_mistake_is_told_with_its_place_and_what_to_write(void **state)
{
    (void)state;
    assert_string_equal(complaints("[]"), "TST001 1:1 expected a file of tests, { … }, not a list");
    assert_string_equal(complaints("tests: []\n"),
                        "TST002 1:1 the file does not say what its tests are about | write account: FILE, or "
                        "policies: [FILE, …]\nTST002 1:8 the file has no tests");
    assert_string_equal(complaints(ABOUT), "TST002 1:1 the file has no tests");
    assert_string_equal(complaints(ABOUT "test: []\n"),
                        "TST003 2:1 a file of tests has no member \"test\" | did you mean \"tests\"?");
    assert_string_equal(complaints("account: a\n" ABOUT "tests: [{expect: Allow}]\n"),
                        "TST004 2:1 account and policies cannot be used together");
    assert_string_equal(complaints(ABOUT "tests: [{name: a, expect: Alow}]\n"),
                        "TST004 2:27 invalid expected decision: \"Alow\" | write Allow, Deny, ImplicitDeny, ExplicitDeny "
                        "or Conditional");
    assert_string_equal(complaints(ABOUT "tests: [{name: a}]\n"),
                        "TST002 2:9 the test \"a\" expects nothing | write Allow, Deny, ImplicitDeny, ExplicitDeny or "
                        "Conditional under expect");
    assert_string_equal(complaints(ABOUT "tests: [{name: a, expect: Allow, by: P}]\n"),
                        "TST004 2:38 \"P\" names no statement | write the policy and the number of the statement, such as "
                        "CancelRefresh#0");
    assert_string_equal(complaints(ABOUT "tests: [{expect: ImplicitDeny, by: P#0}]\n"),
                        "TST004 2:36 no statement makes an implicit deny, so that by says nothing | leave it out, or "
                        "expect ExplicitDeny");
    assert_string_equal(complaints(ABOUT "tests: [{expect: Allow, cases: []}]\n"), "TST002 2:32 the test has no cases");
    assert_string_equal(complaints(ABOUT "tests: [{expect: Allow, cases: [{cases: []}]}]\n"),
                        "TST003 2:34 cases stand in a test, and nowhere else");
    assert_string_equal(complaints(ABOUT "defaults: {name: a}\ntests: [{expect: Allow}]\n"),
                        "TST003 2:12 each test has name of its own");
    assert_string_equal(complaints("policies: []\ntests: [{expect: Allow}]\n"), "TST002 1:11 the file names no policy");
    assert_string_equal(complaints("account: ''\ntests: [{expect: Allow}]\n"), "TST004 1:10 \"\" is no path");
}

static void test_two_tests_cannot_have_one_name(void **state)
{
    (void)state;
    assert_string_equal(complaints(ABOUT "tests: [{name: a, expect: Allow}, {name: a, expect: Deny}]\n"),
                        "TST005 2:35 two tests have the name \"a\"");
    assert_string_equal(complaints(ABOUT "tests: [{expect: Allow}, {name: test 1, expect: Deny}]\n"),
                        "TST005 2:26 two tests have the name \"test 1\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mistake_is_told_with_its_place_and_what_to_write),
        cmocka_unit_test(test_two_tests_cannot_have_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
