/* SPDX-License-Identifier: Apache-2.0 */
/* Plans that are cut off or damaged end in a status, and large ones cost linear time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/needs.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/growth.h"
#include "support/slurp.h"

static void read_any(struct rampart_str text)
{
    struct rampart_needs *needs = NULL;
    struct rampart_needs_policies policies;
    assert_int_equal(rampart_needs_new(NULL, NULL, &needs), RAMPART_OK);
    if (rampart_needs_read(needs, text, RP_STR("plan.json"), NULL) == RAMPART_OK)
        assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_OK);
    rampart_needs_free(needs);
}

static void plans_that_are_cut_off_or_changed_end_in_a_status(void **state)
{
    char *text = NULL;
    size_t len = 0;
    struct chance chance = chance_begin();
    (void)state;
    assert_true(slurp("tests/golden/inputs/needs/regions.json", &text, &len));
    for (size_t cut = 0; cut < len; cut += 7) read_any((struct rampart_str){text, cut});
    for (unsigned i = 0; i < 500; i++) {
        char *changed = malloc(len);
        assert_non_null(changed);
        memcpy(changed, text, len);
        for (unsigned k = 0; k < 3; k++) changed[chance_below(&chance, (unsigned)len)] = "{}[]\",:0a"[chance_below(&chance, 9)];
        read_any((struct rampart_str){changed, len});
        free(changed);
    }
    free(text);
}

/* The shapes that a plan may have in the place of each value. */
static void members_of_other_types_end_in_a_status(void **state)
{
    static const char *const values[] = {"null", "1", "true", "\"x\"", "[]", "{}", "[1]", "[{}]", "{\"a\":{}}", "[[]]", "{\"id\":[{\"a\":1}]}"};
    static const char *const places[] = {
        "{\"format_version\":\"1\",\"resource_changes\":%s}",
        "{\"format_version\":\"1\",\"resource_changes\":[%s]}",
        "{\"format_version\":\"1\",\"prior_state\":%s}",
        "{\"format_version\":\"1\",\"prior_state\":{\"values\":%s}}",
        "{\"format_version\":\"1\",\"values\":{\"root_module\":%s}}",
        "{\"format_version\":\"1\",\"values\":{\"root_module\":{\"child_modules\":%s}}}",
        "{\"format_version\":\"1\",\"deferred_changes\":[%s],\"values\":{}}",
        "{\"format_version\":\"1\",\"values\":{},\"configuration\":%s}",
        "{\"format_version\":\"1\",\"values\":{},\"configuration\":{\"provider_config\":%s}}",
        "{\"format_version\":\"1\",\"values\":{},\"configuration\":{\"provider_config\":{\"alicloud\":{\"name\":\"alicloud\",\"expressions\":%s}}}}",
        "{\"format_version\":\"1\",\"values\":{},\"configuration\":{\"provider_config\":{\"alicloud\":{\"name\":\"alicloud\",\"expressions\":"
        "{\"assume_role\":%s,\"region\":{\"references\":[1]}}}}}}",
        "{\"format_version\":\"1\",\"resource_changes\":[{\"address\":\"a.b\",\"type\":\"alicloud_instance\",\"change\":%s}]}",
        "{\"format_version\":\"1\",\"resource_changes\":[{\"address\":\"a.b\",\"type\":\"alicloud_instance\",\"change\":{\"actions\":%s}}]}",
        "{\"format_version\":\"1\",\"resource_changes\":[{\"address\":\"a.b\",\"type\":\"alicloud_instance\",\"change\":{\"actions\":[\"update\"],"
        "\"before\":{\"id\":%s,\"tags\":%s},\"after\":%s,\"after_unknown\":%s,\"before_sensitive\":%s,\"importing\":%s}}]}",
    };
    (void)state;
    for (size_t p = 0; p < sizeof places / sizeof *places; p++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            char text[1024] = "";
            for (const char *at = places[p]; *at != '\0'; at += at[0] == '%' ? 2 : 1)
                strncat(text, at[0] == '%' ? values[v] : at, at[0] == '%' ? sizeof text - strlen(text) - 1 : 1);
            read_any(rampart_str(text));
        }
}

/* ---- growth ---- */

struct grown {
    const char *head, *item, *tail; /* `item` has the number twice at most */
};

static void work(void *context, size_t length)
{
    const struct grown *grown = context;
    struct rp_buf text;
    rp_buf_init(&text, NULL, (size_t)1 << 28);
    rp_buf_printf(&text, "%s", grown->head);
    for (size_t i = 0; i < length; i++) {
        if (i > 0) rp_buf_add_byte(&text, ',');
        for (const char *at = grown->item; *at != '\0'; at++) {
            if (*at == '#')
                rp_buf_printf(&text, "%zu", i);
            else
                rp_buf_add_byte(&text, *at);
        }
    }
    rp_buf_printf(&text, "%s", grown->tail);
    assert_int_equal(text.failed, RAMPART_OK);
    read_any(rp_buf_text(&text));
    rp_buf_free(&text);
}

static void large_plans_cost_linear_time(void **state)
{
    static const struct grown rows[] = {
        {"{\"format_version\":\"1\",\"resource_changes\":[",
         "{\"address\":\"alicloud_vpc.v#\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"delete\"],\"before\":{\"id\":\"vpc-#\"}}}", "]}"},
        {"{\"format_version\":\"1\",\"values\":{\"root_module\":{\"resources\":[",
         "{\"address\":\"alicloud_vpc.v#\",\"type\":\"alicloud_vpc\",\"values\":{\"id\":\"v*#\"}}", "]}}}"},
        {"{\"format_version\":\"1\",\"resource_changes\":[{\"address\":\"a.b\",\"type\":\"alicloud_db_instance\",\"change\":{\"actions\":[\"update\"],"
         "\"before\":{\"id\":[", "\"#\"", "]},\"after\":{}}}]}"},
        {"{\"format_version\":\"1\",\"values\":{},\"configuration\":{\"provider_config\":{", "\"alicloud.p#\":{\"name\":\"alicloud\"}", "}}}"},
        {"{\"format_version\":\"1\",\"resource_changes\":[{\"address\":\"a.b\",\"type\":\"alicloud_db_instance\",\"change\":{\"actions\":[\"update\"],"
         "\"before\":{", "\"a#\":1", "},\"after\":{}}}]}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct growing growing = {work, (void *)(uintptr_t)&rows[i], 512};
        const double growth = growth_of(&growing);
        if (growth > 3) fail_msg("row %zu: a byte costs %.1f times as much", i, growth);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_that_are_cut_off_or_changed_end_in_a_status),
        cmocka_unit_test(members_of_other_types_end_in_a_status),
        cmocka_unit_test(large_plans_cost_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
