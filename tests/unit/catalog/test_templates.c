/* SPDX-License-Identifier: Apache-2.0 */
/* What an action is authorised on, as the newest statement has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "catalog/templates.h"
#include "support/ration.h"

#define ECS "acs:ecs:{#regionId}:{#accountId}:"

/* "!template" required, "?template" optional; "*" behind one that stands in for others. */
static void assert_templates(const char *action, bool disputed, const char *expected)
{
    struct rp_templates templates;
    struct rp_arena arena;
    char printed[2000] = "";
    size_t len = 0;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_templates_of(&arena, NULL, rampart_str(action), &templates), RAMPART_OK);
    for (size_t i = 0; i < templates.count; i++) {
        const struct rp_template *template = &templates.items[i];
        len += (size_t)snprintf(printed + len, sizeof printed - len, "%s%s%.*s%s", i > 0 ? " " : "",
                                template->required   ? "!"
                                : template->optional ? "?"
                                                     : "",
                                RP_ARG(template->arn), template->stands_in ? " (all)" : "");
        assert_int_equal(template->star == i, strstr(printed, "(all)") == NULL || template->stands_in);
    }
    assert_string_equal(printed, expected);
    assert_int_equal(templates.older.len > 0, disputed);
    rp_arena_free(&arena);
}

static void the_newest_statement_counts(void **state)
{
    (void)state;
    assert_templates("ecs:AttachDisk", true, "!" ECS "disk/{#diskId} !" ECS "instance/{#instanceId}");
    assert_templates("ecs:runinstances", true, "!*");
    assert_templates("ecs:DescribeDisks", false, "?" ECS "disk/* (all) ?" ECS "disk/{#diskId}");
    assert_templates("ecs:RunCommand", false, "!" ECS "instance/{#instanceId}");
    assert_templates("ess:CancelInstanceRefresh", false,
                     "!acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}");
    assert_templates("ess:RecordLifecycleActionHeartbeat", false, "");
    assert_templates("ram:GetUser", false, "!acs:ram:*:{#accountId}:user/{#UserName}");
    assert_templates("nosuch:Thing", false, "");
    assert_templates("", false, "");
}

static void refused_memory_is_survived(void **state)
{
    enum rampart_status status = RAMPART_NO_MEMORY;
    (void)state;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        struct rp_templates templates;
        struct rp_arena arena;
        rp_arena_init(&arena, &allocator);
        assert_in_range(allowed, 0, 5);
        status = rp_templates_of(&arena, NULL, RP_STR("ecs:AttachDisk"), &templates);
        rp_arena_free(&arena);
    }
    assert_int_equal(status, RAMPART_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_statement_counts),
        cmocka_unit_test(refused_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
