/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

static void conditions_decide(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!If [Prod, 'yes', 'no']", "yes"},
        {"!If [Test, 'yes', 'no']", "no"},
        {"!If [{'Fn::Equals': [a, a]}, 'yes', 'no']", "yes"},
        {"!If [{'Fn::Equals': [a, b]}, 'yes', 'no']", "no"},
        {"!If [!And [Prod, !Not [Test]], 'yes', 'no']", "yes"},
        {"!If [!And [Prod, Test, Maybe], 'yes', 'no']", "no"},
        {"!If [!And [Prod, Maybe], 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Or [Maybe, Prod], 'yes', 'no']", "yes"},
        {"!If [!Or [Test, Maybe], 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Or [Test, Test], 'yes', 'no']", "no"},
        {"!If [!Not Maybe, 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Ref F, 'yes', 'no']", "yes"},
        {"!If [!Equals [!Ref F, false], 'yes', 'no']", "no"},
        {"!If [!Equals [!Ref F, prod], 'yes', 'no']", "no"},
        {"!If [!Equals [!Ref F, 'True'], 'yes', 'no']",
         "Fn::Equals compares values of which it is not certain whether they are equal (t.yaml:5:1)"},
        {"!If [!Equals [!Ref Num, '3'], 'yes', 'no']",
         "Fn::Equals compares values of which it is not certain whether they are equal (t.yaml:5:1)"},
        {"!If [!Equals [!Ref Num, 3], 'yes', 'no']", "yes"},
        {"!If [!Equals [!Ref Num, 3.0], 'yes', 'no']",
         "Fn::Equals compares values of which it is not certain whether they are equal (t.yaml:5:1)"},
        {"!If [!Equals [[a], [a]], 'yes', 'no']",
         "Fn::Equals compares something else than texts (t.yaml:5:1)"},
        {"!If [!Equals [a], 'yes', 'no']",
         "ROS008 5:14 this is no argument of Fn::Equals | its form is Fn::Equals: [one, other]"},
        {"!If [!And [], 'yes', 'no']",
         "ROS008 5:11 this is no argument of Fn::And | its form is Fn::And: [condition, condition]"},
        {"!If [!Not [Prod, Prod], 'yes', 'no']",
         "ROS008 5:11 this is no argument of Fn::Not | its form is Fn::Not: condition"},
        {"!If [Prd, 'yes', 'no']",
         "ROS006 5:6 the template has no condition \"Prd\" | did you mean \"Prod\"?"},
        {"!If [!Join ['', [x]], 'yes', 'no']", "the condition is neither true nor false (t.yaml:5:1)"},
        {"!If [A, 'yes', 'no']", "ROS009 16:22 the condition A is defined by itself | write the value out in "
                                 "one of the places that lead around"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value("Parameters:\n  E: {Type: String, Default: prod}\n  F: {Type: Boolean, Default: "
                         "true}\n  Num: {Type: Number, Default: 3}\n  Open: {Type: String}\nConditions:\n  "
                         "Prod: !Equals [!Ref E, prod]\n  Test: !Not Prod\n  Maybe: !Equals [!Ref Open, x]\n "
                         " A: !And [B]\n  B: !Or [!Condition A]\n",
                         cases[i].expression, cases[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
