/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

static void texts_are_put_together(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Join ['-', [a, !Ref B, 1]]", "a-logs-1"},
        {"!Join ['', []]", ""},
        {"!Join ['-', !Ref L]", "a-b"},
        {"!Join ['-', [a, true]]", "a part of Fn::Join is true or false (t.yaml:5:17)"},
        {"!Join ['-', [a, !Ref Open]]", "the parameter Open has no value (t.yaml:5:17)"},
        {"!Join ['-', a]",
         "ROS008 5:7 this is no argument of Fn::Join | its form is Fn::Join: [between, [part, part]]"},
        {"!Split ['/', a/b//c]", "a,b,,c"},
        {"!Split ['::', 'a::b']", "a,b"},
        {"!Split ['/', '']", ""},
        {"!Split ['', a]",
         "ROS008 5:8 this is no argument of Fn::Split | its form is Fn::Split: [between, text]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value("Parameters:\n  B: {Type: String, Default: logs}\n  Num: {Type: Number, Default: "
                         "3}\n  Open: {Type: String}\n  L: {Type: CommaDelimitedList, Default: 'a, "
                         "b'}\nMappings: {M: {cn: {host: h-1, list: [x, z]}}}\nConditions: {On1: true, Off1: "
                         "false, Maybe: {'Fn::Equals': [!Ref Open, x]}}\n",
                         cases[i].expression, cases[i].value);
}

static void names_in_a_text_are_replaced(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Sub 'acs:oss:*:*:${B}/${Num}'", "acs:oss:*:*:logs/3"},
        {"!Sub ['${B}-${C}', {B: own, C: !Ref Num}]", "own-3"},
        {"!Sub '${!B} $B $ ${B'", "${B} $B $ ${B"},
        {"!Sub ''", ""},
        {"!Sub '${ALIYUN::AccountId}'", "1000000000000001"},
        {"!Sub 'a${Open}b'", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Sub '${L}'", "the value of ${L} is no text (t.yaml:5:1)"},
        {"!Sub ['${C}', {C: !Ref Open}]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Sub '${P.PolicyName}'", "p"},
        {"!Sub '${P.Other}'", "Other of the resource P is known when it is made (t.yaml:5:1)"},
        {"!Sub '${Openn}'", "ROS006 5:1 the template has no parameter \"Openn\" | did you mean \"Open\"?"},
        {"!Sub [a, b]", "ROS008 5:6 this is no argument of Fn::Sub | its form is Fn::Sub: text, or Fn::Sub: "
                        "[text, {name: value}]"},
        {"!Sub {a: b}", "ROS008 5:6 this is no argument of Fn::Sub | its form is Fn::Sub: text, or Fn::Sub: "
                        "[text, {name: value}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value("Parameters:\n  B: {Type: String, Default: logs}\n  Num: {Type: Number, Default: "
                         "3}\n  Open: {Type: String}\n  L: {Type: CommaDelimitedList, Default: 'a, "
                         "b'}\nMappings: {M: {cn: {host: h-1, list: [x, z]}}}\nConditions: {On1: true, Off1: "
                         "false, Maybe: {'Fn::Equals': [!Ref Open, x]}}\n",
                         cases[i].expression, cases[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_put_together),
        cmocka_unit_test(names_in_a_text_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
