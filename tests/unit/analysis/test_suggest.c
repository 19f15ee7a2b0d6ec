/* SPDX-License-Identifier: Apache-2.0 */
/* The way from a denial to an Allow: what is not asked for, what stays open, and several resources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "support/ways.h"

#define GROUP "acs:ess:cn-x:1:scalinggroup/a"
#define CANCEL "ess:CancelInstanceRefresh"

#define ALLOW_ALL SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")

static void what_is_allowed_needs_nothing(void **state)
{
    (void)state;
    struct scene scene;
    const struct scene_policy policy = {"p.json", ALLOW_ALL, RAMPART_LAYER_IDENTITY, 0, 0};
    scene_open(&scene, &policy, 1, 0);
    scene_ask(&scene, NULL, CANCEL, GROUP);
    assert_string_equal(ways(&scene), "");
    scene_close(&scene);
}

static void what_would_hang_on_a_key_is_not_suggested(void **state)
{
    (void)state;
    struct scene scene;
    const struct scene_policy policy = {"p.json",
                                        SCENE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":"
                                                        "\"*\",\"Condition\":{\"Bool\":{\"k\":\"true\"}}"),
                                        RAMPART_LAYER_IDENTITY, 0, 0};
    scene_open(&scene, &policy, 1, 0);
    scene_ask(&scene, NULL, CANCEL, GROUP);
    assert_string_equal(
        ways(&scene),
        "note: with one change it would still hang on k: say whether the request has it, and what\n");
    scene_close(&scene);
}

static void several_resources_share_a_statement(void **state)
{
    (void)state;
    struct scene scene;
    scene_open(&scene, NULL, 0, 0);
    scene_ask(&scene, NULL, CANCEL, GROUP);
    assert_int_equal(
        rampart_request_add_resource(scene.request, RP_STR("acs:ess:cn-x:1:scalinggroup/b"), NULL),
        RAMPART_OK);
    assert_string_equal(
        ways(&scene),
        "addStatement Resource {\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" CANCEL
        "\",\"Resource\":[\"" GROUP "\",\"acs:ess:cn-x:1:scalinggroup/b\"]}]}\n");
    scene_close(&scene);
}

static void the_root_cannot_be_helped_to_assume_a_role(void **state)
{
    (void)state;
    struct scene scene;
    scene_open(&scene, NULL, 0, 0);
    scene_ask(&scene, "root", "sts:AssumeRole", "acs:ram::1:role/r");
    assert_string_equal(ways(&scene), "note: no change of these policies allows it\n");
    scene_close(&scene);
}

static void a_role_is_let_in_by_both_sides(void **state)
{
    (void)state;
    struct scene scene;
    const struct scene_policy policy = {"t.json",
                                        SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                                        "\"Principal\":{\"Service\":\"ecs.aliyuncs.com\"}"),
                                        RAMPART_LAYER_TRUST, 0, 0};
    scene_open(&scene, &policy, 1, 0);
    scene_ask(&scene, "role/ci/s", "sts:AssumeRole", "acs:ram::1:role/r");
    const char *told = ways(&scene);
    ways_have(told, "\"Resource\":\"acs:ram::1:role/r\"}]}; addStatement Principal "
                    "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:"
                    "role/ci\"}}\n");
    ways_have(told, "addValue Principal "
                    "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:"
                    "role/ci\",\"Service\":\"ecs.aliyuncs.com\"}}\n");
    scene_close(&scene);
}

static void misuse_is_refused(void **state)
{
    (void)state;
    struct scene scene;
    struct rampart_suggestions *suggestions = NULL;
    scene_open(&scene, NULL, 0, 0);
    assert_int_equal(rampart_suggest(NULL, scene.rules, scene.request, &suggestions), RAMPART_MISUSE);
    assert_int_equal(rampart_suggest(NULL, NULL, scene.request, &suggestions), RAMPART_MISUSE);
    rampart_suggestions_free(NULL);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allowed_needs_nothing),
        cmocka_unit_test(what_would_hang_on_a_key_is_not_suggested),
        cmocka_unit_test(several_resources_share_a_statement),
        cmocka_unit_test(the_root_cannot_be_helped_to_assume_a_role),
        cmocka_unit_test(a_role_is_let_in_by_both_sides),
        cmocka_unit_test(misuse_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
