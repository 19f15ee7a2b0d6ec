/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of known values. */
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
         "ROS008 5:7 invalid argument of Fn::Join | its form is Fn::Join: [between, [part, part]]"},
        {"!Split ['/', a/b//c]", "a,b,,c"},
        {"!Split ['::', 'a::b']", "a,b"},
        {"!Split ['/', '']", ""},
        {"!Split ['', a]",
         "ROS008 5:8 invalid argument of Fn::Split | its form is Fn::Split: [between, text]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value(ROS_SECTIONS, cases[i].expression, cases[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_put_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
