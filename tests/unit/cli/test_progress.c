/* SPDX-License-Identifier: Apache-2.0 */
/* How far a run has come, in numbers that are real; and nothing where no terminal is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/progress.h"

static void counts_and_bytes(void **state)
{
    static const struct {
        struct cli_progress progress;
        const char *text;
    } cases[] = {
        {{.noun = "requests", .count = 1}, "1 requests"},
        {{.noun = "requests", .count = 1234567}, "1,234,567 requests"},
        {{.noun = "questions", .count = 12345, .known = 41210}, "12,345 of 41,210 questions"},
        {{.noun = "requests", .count = 1000, .bytes = 34999999, .size = 120000000}, "1,000 requests, 34 of 120 MB"},
        {{.noun = "files", .bytes = 9999, .size = 99999}, "9 of 99 kB"},
        {{.noun = "files", .bytes = 1, .size = 9999999}, "0 of 9999 kB"},
        {{.noun = "files", .bytes = 1, .size = 10000000}, "0 of 10 MB"},
        {{.noun = "files", .bytes = 3200000000, .size = 12000000000}, "3 of 12 GB"},
        {{.noun = "files", .bytes = 12000000}, "12 MB"}, /* of a pipe, whose end nobody knows */
        {{.noun = "files", .bytes = 12000000, .size = 11000000}, "12 MB"}, /* it grew meanwhile */
        {{.noun = "files", .count = 2, .known = 3, .bytes = 12000, .size = 20000}, "2 of 3 files, 12 of 20 kB"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[CLI_PROGRESS_TEXT];
        cli_progress_write(&cases[i].progress, text);
        assert_string_equal(text, cases[i].text);
    }
}

/* Of files the sum is known; of anything else it is not, and then no sum is shown. */
static void what_there_is_to_read(void **state)
{
    (void)state;
    struct cli_progress progress;
    cli_progress_start(&progress, "files", false, NULL);
    cli_progress_expect(&progress, "examples/policies/freeze.yaml");
    assert_int_equal(progress.size, 0); /* nobody wants to see it */
    progress.wanted = true;
    cli_progress_expect(&progress, "examples/policies/freeze.yaml");
    const uint64_t one = progress.size;
    assert_true(one > 0);
    cli_progress_expect(&progress, "examples/policies/freeze.yaml");
    assert_int_equal(progress.size, 2 * one);
    cli_progress_expect(&progress, "examples/policies");
    assert_int_equal(progress.size, 0);
    cli_progress_expect(&progress, "examples/policies/freeze.yaml");
    assert_int_equal(progress.size, 0);
    cli_progress_more_read(&progress, 7);
    cli_progress_step(&progress);
    cli_progress_done(&progress, 5, 9);
    assert_int_equal(progress.bytes, 7);
    assert_int_equal(progress.count, 5);
    assert_int_equal(progress.known, 9);
    assert_int_equal(progress.width, 0); /* it was not wanted */
    cli_progress_end(&progress);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_bytes),
        cmocka_unit_test(what_there_is_to_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
