/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

static void names_and_choices(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Ref B", "logs"},
        {"{Ref: Num}", "it is not understood: Resource must be a string or a list of strings, not a number"},
        {"!Ref Open", "the parameter Open has no value (t.yaml:5:1)"},
        {"[a, !Ref B, !Ref 'ALIYUN::NoValue']", "a,logs"},
        {"!Ref [B]", "ROS008 5:6 this is no argument of Ref | its form is Ref: name"},
        {"!If [On1, a, b]", "a"},
        {"!If [Off1, a, !Ref B]", "logs"},
        {"!If [Maybe, a, b]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [On1, a]",
         "ROS008 5:5 this is no argument of Fn::If | its form is Fn::If: [condition, value, other value]"},
        {"[!If [Off1, a, !Ref 'ALIYUN::NoValue'], b]", "b"},
        {"!Select [1, [a, b]]", "b"},
        {"!Select ['0', !Ref L]", "a"},
        {"!Select [host, {host: h}]", "h"},
        {"!Select [7, [a]]", "what Fn::Select takes is not known (t.yaml:5:1)"},
        {"!Select [-1, [a]]", "what Fn::Select takes is not known (t.yaml:5:1)"},
        {"!Select [0, [a, !Ref Open]]", "a"},
        {"!Select [1, [a, !Ref Open]]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Select [0]",
         "ROS008 5:9 this is no argument of Fn::Select | its form is Fn::Select: [number, [value, value]]"},
        {"!FindInMap [M, cn, host]", "h-1"},
        {"!FindInMap [M, cn, list]", "x,z"},
        {"!FindInMap [M, us, host]", "the mapping M has no such value (t.yaml:5:1)"},
        {"!FindInMap [M, !Ref Open, host]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!FindInMap [Num, cn, host]",
         "ROS006 5:13 the template has no mapping \"Num\" | define it, or write the value itself"},
        {"!FindInMap [Mm, cn, host]",
         "ROS006 5:13 the template has no mapping \"Mm\" | define it, or write the value itself"},
        {"!Jq [., {}]", "Fn::Jq is not worked out (t.yaml:5:1)"},
        {"{'Fn::Join': ['', [a]], b: c}", "Fn::Join stands beside other members (t.yaml:5:2)"},
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
        cmocka_unit_test(names_and_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
