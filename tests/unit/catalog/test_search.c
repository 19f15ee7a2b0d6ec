/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/open_catalog.h"

static void assert_str(struct rampart_str actual, const char *expected)
{
    assert_true(rp_str_equal(actual, rampart_str(expected)));
}

static const struct rampart_catalog_found *search(void **state, enum rampart_catalog_subject subject,
                                                  const char *text)
{
    const struct rampart_catalog_found *found = NULL;
    assert_int_equal(rampart_catalog_search(NULL, *state, subject, rampart_str(text), NULL, &found),
                     RAMPART_OK);
    return found;
}

static void one_action_comes_with_its_arns_and_keys(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_ACTION, "ecs:attachdisk");
    assert_int_equal(found->action_count, 1);
    assert_str(found->actions[0].action.action, "ecs:AttachDisk");
    assert_int_equal(found->actions[0].arn_count, 2);
    assert_int_equal(found->actions[0].older_count, 2);
    assert_int_equal(found->key_count, 2); /* its own, of the 20 of ecs */
    rampart_catalog_found_free(found);
}

static void a_name_without_colon_is_looked_for_everywhere(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_ACTION, "AttachDisk");
    assert_int_equal(found->action_count, 2);
    assert_int_equal(found->key_count, 0);
    rampart_catalog_found_free(found);
}

static void what_is_not_known_may_have_a_suggestion(void **state)
{
    const struct {
        enum rampart_catalog_subject subject;
        const char *asked, *suggestion;
    } cases[] = {
        {RAMPART_CATALOG_ACTION, "ess:CancleInstanceRefresh", "ess:CancelInstanceRefresh"},
        {RAMPART_CATALOG_ACTION, "actiontrial:CreateTrail", "actiontrail:CreateTrail"},
        {RAMPART_CATALOG_ACTION, "ess:VerifyUser", "ess:DescribeRegions"},
        {RAMPART_CATALOG_ACTION, "ess:Frobnicate", ""},
        {RAMPART_CATALOG_ACTION, "", ""},
        {RAMPART_CATALOG_SERVICE, "actiontrial", "actiontrail"},
        {RAMPART_CATALOG_SERVICE, "", ""},
        {RAMPART_CATALOG_RESOURCE, "scalinggruop", "scalinggroup"},
        {RAMPART_CATALOG_RESOURCE, "", ""},
        {RAMPART_CATALOG_KEY, "acs:SorceIp", "acs:SourceIp"},
        {RAMPART_CATALOG_KEY, "", ""},
        {RAMPART_CATALOG_REGEX, "^nosuch:", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rampart_catalog_found *found = search(state, cases[i].subject, cases[i].asked);
        assert_int_equal(rampart_catalog_found_count(found), 0);
        assert_str(found->suggestion, cases[i].suggestion);
        rampart_catalog_found_free(found);
    }
}

static void a_type_comes_with_the_actions_on_it(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_RESOURCE, "LOGSTORE");
    assert_int_equal(found->type_count, 1);
    assert_true(found->action_count > 4);
    for (size_t i = 0; i < found->action_count; i++) assert_str(found->actions[i].action.service, "log");
    rampart_catalog_found_free(found);
}

static void a_service_comes_with_all_it_has(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_SERVICE, "OSS");
    assert_int_equal(found->service_count, 1);
    assert_true(found->action_count > 150);
    assert_int_equal(found->type_count, 2);
    assert_int_equal(found->key_count, 12);
    rampart_catalog_found_free(found);
}

static void expressions_find_case_aside(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_REGEX, "^ESS:.*refresh$");
    assert_int_equal(found->action_count, 5);
    rampart_catalog_found_free(found);
}

static void lists_are_whole(void **state)
{
    const struct rampart_catalog_found *found = search(state, RAMPART_CATALOG_SERVICES, "");
    assert_int_equal(found->service_count, rampart_catalog_found_count(found));
    assert_true(found->service_count > 570);
    rampart_catalog_found_free(found);
    found = search(state, RAMPART_CATALOG_REGIONS, "");
    assert_int_equal(found->region_count, 41);
    rampart_catalog_found_free(found);
}

static void misuse_is_refused(void **state)
{
    const struct rampart_catalog_found *found = NULL;
    assert_int_equal(rampart_catalog_search(NULL, NULL, RAMPART_CATALOG_KEY, RP_STR(""), NULL, &found),
                     RAMPART_MISUSE);
    assert_int_equal(rampart_catalog_search(NULL, *state, RAMPART_CATALOG_KEY, RP_STR(""), NULL, NULL),
                     RAMPART_MISUSE);
    assert_int_equal(
        rampart_catalog_search(NULL, *state, (enum rampart_catalog_subject)99, RP_STR(""), NULL, &found),
        RAMPART_MISUSE);
    rampart_catalog_found_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_action_comes_with_its_arns_and_keys),
        cmocka_unit_test(a_name_without_colon_is_looked_for_everywhere),
        cmocka_unit_test(what_is_not_known_may_have_a_suggestion),
        cmocka_unit_test(a_type_comes_with_the_actions_on_it),
        cmocka_unit_test(a_service_comes_with_all_it_has),
        cmocka_unit_test(expressions_find_case_aside),
        cmocka_unit_test(lists_are_whole),
        cmocka_unit_test(misuse_is_refused),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
