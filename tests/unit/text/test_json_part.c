/* SPDX-License-Identifier: Apache-2.0 */
/* Several values in one text, each read where it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "support/diag_lines.h"
#include "text/json.h"
#include "text/tree.h"

#define VALUES RP_STR(" {\"a\":\"}\\\\\"}\n[1,\n{}]\n7 \n\"x\" ")

static void assert_part(struct rampart_str text, struct rp_span *part, const char *expected)
{
    assert_true(rp_json_next_value(text, part->end, part));
    assert_int_equal(part->end - part->start, strlen(expected));
    assert_memory_equal(text.data + part->start, expected, strlen(expected));
}

static void test_values(void **state)
{
    struct rp_span part = {0, 0};
    (void)state;
    assert_part(VALUES, &part, "{\"a\":\"}\\\\\"}");
    assert_part(VALUES, &part, "[1,\n{}]");
    assert_part(VALUES, &part, "7 ");
    assert_part(VALUES, &part, "\"x\" ");
    assert_false(rp_json_next_value(VALUES, part.end, &part));
    assert_false(rp_json_next_value(RP_STR(" \n\t\r"), 0, &part));
}

/* What never closes goes to the end; what closes nothing is a value of a line. */
static void test_odd_values(void **state)
{
    struct rp_span part = {0, 0};
    (void)state;
    assert_part(RP_STR("{\"a\": [} \n \"b\\\""), &part, "{\"a\": [} \n \"b\\\"");
    part = (struct rp_span){0, 0};
    assert_part(RP_STR("]\n{}"), &part, "]");
    part = (struct rp_span){0, 0};
    assert_part(RP_STR("\xEF\xBB\xBF{}\n{}"), &part, "\xEF\xBB\xBF{}");
    assert_part(RP_STR("\xEF\xBB\xBF{}\n{}"), &part, "{}");
}

static enum rampart_status read_part(const char *text, struct rp_span part, char *lines, size_t size)
{
    struct rp_arena arena;
    struct rp_source source;
    struct rampart_diags *diags = NULL;
    struct rp_node *root = NULL;
    const struct rampart_limits limits = rampart_default_limits();
    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&source, &arena, RP_STR("a"), rampart_str(text)), RAMPART_OK);
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};
    enum rampart_status status = rp_json_read_part(&reading, part, &root);
    if (status == RAMPART_OK) {
        assert_int_equal(root->span.start, part.start);
        assert_int_equal(root->span.end, part.end);
    }
    (void)diag_lines(diags, lines, size);
    rampart_diags_free(diags);
    rp_arena_free(&arena);
    return status;
}

/* Places are those of the whole text; what stands around the part does not matter. */
static void test_read(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_part("{\n{\"a\":1}\n}", (struct rp_span){2, 9}, lines, sizeof lines), RAMPART_OK);
    assert_string_equal(lines, "");
    assert_int_equal(read_part("{}\n{\"a\" 1}\n}", (struct rp_span){3, 10}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_string_equal(lines,
                        "SYN001 2:5 no colon after the key \"a\" | write : between the key and its value");
    assert_int_equal(read_part("{}\n{}x\n", (struct rp_span){3, 6}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "SYN003 2:3 "));
}

/* A byte order mark is a mistake of the text, and is said once. */
static void test_mark(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_part("\xEF\xBB\xBF{}\n{}", (struct rp_span){0, 5}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "SYN014 1:1 "));
    assert_int_equal(read_part("\xEF\xBB\xBF{}\n{}", (struct rp_span){6, 8}, lines, sizeof lines),
                     RAMPART_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_odd_values),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
