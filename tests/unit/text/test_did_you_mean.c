/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/did_you_mean.h"

static void counts_edits(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned most, expected;
    } cases[] = {
        {"", "", 3, 0},
        {"", "abc", 3, 3},
        {"Effect", "Effect", 3, 0},
        {"Efect", "Effect", 3, 1},
        {"Effectt", "Effect", 3, 1},
        {"Effecd", "Effect", 3, 1},
        {"Effcet", "Effect", 3, 1},
        {"effect", "Effect", 3, 1},
        {"ca", "abc", 9, 3},
        {"kitten", "sitting", 9, 3},
        {"abcd", "badc", 9, 2},
        {"abc", "xyz", 1, 2},
        {"abc", "xyz", 0, 1},
        {"a", "abcdef", 2, 3},
        {"Effcet", "Effect", 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned there = rp_edit_distance(rampart_str(cases[i].a), rampart_str(cases[i].b), cases[i].most);
        unsigned back = rp_edit_distance(rampart_str(cases[i].b), rampart_str(cases[i].a), cases[i].most);
        if (there != cases[i].expected || back != cases[i].expected)
            fail_msg("%s, %s: %u and %u, not %u", cases[i].a, cases[i].b, there, back, cases[i].expected);
    }
}

static void long_texts_are_equal_or_far(void **state)
{
    (void)state;
    char text[200], other[200];
    memset(text, 'a', sizeof text);
    memset(other, 'a', sizeof other);
    struct rampart_str a = {text, sizeof text}, b = {other, sizeof other};
    assert_int_equal(rp_edit_distance(a, b, 5), 0);
    other[100] = 'b';
    assert_int_equal(rp_edit_distance(a, b, 5), 6);
    assert_int_equal(rp_edit_distance((struct rampart_str){text, 64}, (struct rampart_str){text, 62}, 5), 2);
    const char *const names[] = {"Effect"};
    assert_null(rp_nearest(a, names, 1));
}

static void finds_the_nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"Version",    "Statement",    "Effect",
                                        "Action",     "NotAction",    "Resource",
                                        "StringLike", "StringEquals", "StringEqualsIgnoreCase",
                                        "effect",     "IpAddress"};
    static const struct {
        const char *word, *expected;
    } cases[] = {
        {"Effect", "Effect"},
        {"effect", "effect"},
        {"EFFECT", "Effect"},
        {"Efect", "Effect"},
        {"Acton", "Action"},
        {"Actoin", "Action"},
        {"Resources", "Resource"},
        {"NotActions", "NotAction"},
        {"stringequals", "StringEquals"},
        {"StringEqual", "StringEquals"},
        {"ipadress", "IpAddress"},
        {"Banana", NULL},
        {"", NULL},
        {"Ef", NULL},
        {"Xyz", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near = rp_nearest(rampart_str(cases[i].word), names, sizeof names / sizeof *names);
        bool same = near == NULL || cases[i].expected == NULL ? near == cases[i].expected
                                                              : strcmp(near, cases[i].expected) == 0;
        if (!same) fail_msg("%s: %s", cases[i].word, near == NULL ? "nothing" : near);
    }
    assert_null(rp_nearest(rampart_str("Effect"), names, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_edits),
        cmocka_unit_test(long_texts_are_equal_or_far),
        cmocka_unit_test(finds_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
