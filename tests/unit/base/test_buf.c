/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"

static void *refuse(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static void release_nothing(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

static void it_grows(void **state)
{
    (void)state;
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, 10000);
    assert_null(rp_buf_text(&buf).data);
    for (int i = 0; i < 500; i++) {
        rp_buf_add(&buf, RP_STR("ab"));
        rp_buf_add_byte(&buf, '\0');
        rp_buf_printf(&buf, "%03d", i);
    }
    assert_int_equal(buf.failed, RAMPART_OK);
    assert_int_equal(buf.len, 3000);
    assert_memory_equal(rp_buf_text(&buf).data + 2994,
                        "ab\0"
                        "499",
                        6);
    rp_buf_free(&buf);
    assert_int_equal(buf.len, 0);
}

static void the_cap_holds_and_failure_stays(void **state)
{
    (void)state;
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, 5);
    rp_buf_add(&buf, RP_STR("12345"));
    assert_int_equal(buf.failed, RAMPART_OK);
    rp_buf_add_byte(&buf, '6');
    assert_int_equal(buf.failed, RAMPART_LIMIT);
    rp_buf_printf(&buf, "%d", 7);
    rp_buf_add(&buf, RP_STR(""));
    assert_int_equal(buf.failed, RAMPART_LIMIT);
    assert_true(rp_str_equal(rp_buf_text(&buf), RP_STR("12345")));
    rp_buf_free(&buf);
    rp_buf_add(&buf, RP_STR("again"));
    assert_true(rp_str_equal(rp_buf_text(&buf), RP_STR("again")));
    rp_buf_free(&buf);
}

static void a_part_is_never_added(void **state)
{
    (void)state;
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, 4);
    rp_buf_add(&buf, RP_STR("12"));
    rp_buf_printf(&buf, "%s", "345");
    assert_int_equal(buf.failed, RAMPART_LIMIT);
    assert_true(rp_str_equal(rp_buf_text(&buf), RP_STR("12")));
    rp_buf_free(&buf);
}

static void refused_memory_is_told(void **state)
{
    (void)state;
    struct rampart_allocator allocator = {NULL, refuse, release_nothing};
    struct rp_buf buf;
    rp_buf_init(&buf, &allocator, 100);
    rp_buf_add_byte(&buf, 'a');
    assert_int_equal(buf.failed, RAMPART_NO_MEMORY);
    assert_int_equal(buf.len, 0);
    rp_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_grows),
        cmocka_unit_test(the_cap_holds_and_failure_stays),
        cmocka_unit_test(a_part_is_never_added),
        cmocka_unit_test(refused_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
