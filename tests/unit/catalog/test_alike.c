/* SPDX-License-Identifier: Apache-2.0 */
/* Names that are like a misspelt one: slips of the pen are found, and names that may well exist are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/alike.h"
#include "catalog/slips.h"
#include "support/folder.h"
#include "catalog/tsv.h"
#include "support/naive_catalog.h"
#include "support/open_catalog.h"

static void an_action_of_the_service_is_found(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rp_alike_action(*state, RP_STR("ess"), RP_STR("CancelInstanceRefresch"), &action));
    assert_true(rp_str_equal(action.action, RP_STR("ess:CancelInstanceRefresh")));
    assert_false(rp_alike_action(*state, RP_STR("ess"), RP_STR("Cancel"), &action)); /* too short */
    assert_false(rp_alike_action(*state, RP_STR("ecs"), RP_STR("CancelInstanceRefresch"), &action));
    struct rampart_str beginning;
    assert_true(rp_alike_beginning(*state, RP_STR("ess"), RP_STR("CancelInstence"), &beginning));
    assert_true(rp_str_equal(beginning, RP_STR("CancelInstance")));
    assert_false(rp_alike_beginning(*state, RP_STR("ess"), RP_STR("Frobnicate"), &beginning));
    assert_false(rp_alike_beginning(*state, RP_STR("nosuch"), RP_STR("CancelInstence"), &beginning));
}

/* Of rds more actions may exist than are known, and of ess none: only there a near name is what was meant. */
static void an_action_is_meant_where_all_are_known(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rp_alike_action(*state, RP_STR("rds"), RP_STR("DescribDBInstances"), &action));
    assert_false(rampart_catalog_near_action(*state, RP_STR("rds:DescribDBInstances"), &action));
    assert_true(rampart_catalog_near_action(*state, RP_STR("ecs:DescribInstances"), &action));
    assert_true(rampart_catalog_near_action(*state, RP_STR("ess:CancelInstanceRefresch"), &action));
    assert_true(rp_str_equal(action.action, RP_STR("ess:CancelInstanceRefresh")));
    assert_false(rampart_catalog_near_action(*state, RP_STR("nosuch:CancelInstanceRefresch"), &action));
    assert_false(rampart_catalog_near_action(*state, RP_STR("ess"), &action));
}

/* `DescribeScalingRulez` is as near to one rule as to all of them, where both are actions. */
static void of_two_that_are_as_near_none_is_meant(void **state)
{
    (void)state;
    char path[FOLDER_PATH];
    struct rampart_catalog *catalog = NULL;
    struct rampart_catalog_action action;
    folder_make(path);
    folder_write(path, "actions.tsv",
                 rampart_str("ess:DescribeRule\tget\tlocal\ness:DescribeRules\tget\tlocal\n"));
    assert_int_equal(rampart_catalog_read_folder(NULL, path, NULL, &catalog), RAMPART_OK);
    assert_false(rp_alike_action(catalog, RP_STR("ess"), RP_STR("DescribeRulez"), &action));
    assert_true(rp_alike_action(catalog, RP_STR("ess"), RP_STR("DescribeRuless"), &action));
    assert_true(rp_str_equal(action.action, RP_STR("ess:DescribeRules")));
    rampart_catalog_free(catalog);
    folder_remove(path);
}

static void a_key_is_found_also_without_its_service(void **state)
{
    struct rampart_catalog_key key;
    assert_true(rp_alike_key(*state, RP_STR("acs:SorceIp"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:SourceIp")));
    assert_true(rp_alike_key(*state, RP_STR("sourceip"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:SourceIp")));
    assert_true(rp_alike_key(*state, RP_STR("acs:ResorceTag/team"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:ResourceTag/*")));
    assert_false(rp_alike_key(*state, RP_STR("acs:Frobnicate"), &key));
    assert_true(rp_alike_key(*state, RP_STR("asc:SourceIp"), &key)); /* asc is no service */
    assert_false(rp_alike_key(*state, RP_STR("oss:SourceIp"), &key));
}

static void a_region_is_found_by_its_parts(void **state)
{
    struct rampart_catalog_region region;
    assert_true(rp_alike_region(*state, RP_STR("cn-hangzho"), 1, &region));
    assert_true(rp_str_equal(region.region, RP_STR("cn-hangzhou")));
    assert_false(rp_alike_region(*state, RP_STR("cn-wangzhou"), 1, &region)); /* a first letter */
    assert_false(rp_alike_region(*state, RP_STR("ap-southeast-9"), 1, &region));
}

static void a_service_is_found_by_its_code(void **state)
{
    struct rampart_catalog_action action;
    bool meant;
    assert_true(rp_alike_service(*state, RP_STR("vpcs"), RP_STR("CreateVpc"), &meant, &action));
    assert_true(meant);
    assert_true(rp_str_equal(action.action, RP_STR("vpc:CreateVpc")));
    assert_true(rp_alike_service(*state, RP_STR("vpcs"), RP_STR("Frobnicate"), &meant, &action));
    assert_false(meant);
    assert_true(rp_alike_service(*state, RP_STR("vpcs"), RP_STR("*"), &meant, &action));
    assert_false(meant);
    assert_false(
        rp_alike_service(*state, RP_STR("qq"), RP_STR("CreateVpc"), &meant, &action)); /* too short */
    assert_true(rp_is_other_code(*state, RP_STR("arms")));
    assert_false(rp_is_other_code(*state, RP_STR("nosuch")));
}

/* Each code with a letter left out, doubled, changed, and with two neighbours swapped. */
static void a_service_is_found_as_by_comparing_all(void **state)
{
    struct rampart_catalog_service service;
    struct rampart_catalog_action action;
    size_t cursor = 0, all_found = 0, all_meant = 0, all_other = 0, all_near = 0, tried = 0, number = 0;
    while (rampart_catalog_next_service(*state, &cursor, &service)) {
        if (number++ % 8 != 0) continue;
        for (size_t i = 0; i < 4 * service.code.len; i++, tried++) {
            char text[100];
            const size_t at = i / 4, len = service.code.len;
            size_t to = 0, having;
            for (size_t k = 0; k < len; k++) {
                if (i % 4 == 0 && k == at) continue;
                if (i % 4 == 1 && k == at) text[to++] = service.code.data[k];
                text[to++] = i % 4 == 2 && k == at ? 'q' : service.code.data[k];
            }
            if (i % 4 == 3 && at + 1 < len) {
                text[at] = service.code.data[at + 1];
                text[at + 1] = service.code.data[at];
            }
            const struct rampart_str code = {text, to}, name = RP_STR("TagResources");
            bool meant = false;
            const bool found = rp_alike_service(*state, code, name, &meant, &action);
            assert_int_equal(found, naive_catalog_service(*state, code, name, &having));
            assert_int_equal(found && meant, having == 1);
            const bool other = rp_is_other_code(*state, code);
            assert_int_equal(other, naive_catalog_other_code(*state, code));
            all_other += other;
            struct rampart_catalog_service near;
            struct rampart_str nearest = {NULL, 0};
            const bool is_near = rampart_catalog_near_service(*state, code, &near);
            assert_int_equal(is_near, naive_catalog_near_service(*state, code, &nearest));
            assert_true(!is_near || rp_str_equal(near.code, nearest));
            all_near += is_near;
            all_found += found;
            all_meant += found && meant;
        }
    }
    assert_true(tried > 1000 && all_found > 100 && all_meant > 10 && all_meant < all_found && all_other > 0);
    assert_true(all_near > 100 && all_near < tried);
}

/* Each code that a service has beside its own is one, in whatever letters; a part of one, or with more behind it, is none. */
static void every_other_code_is_known(void **state)
{
    struct rampart_catalog_service service;
    size_t cursor = 0, words = 0;
    while (rampart_catalog_next_service(*state, &cursor, &service)) {
        struct rampart_str list = service.other_codes, word;
        assert_int_equal(rp_is_other_code(*state, service.code), naive_catalog_other_code(*state, service.code));
        for (; rp_part_next(&list, ',', &word); words++) {
            char text[100];
            for (size_t i = 0; i <= word.len; i++)
                text[i] = i == word.len ? 'x' : (char)(word.data[i] - (word.data[i] >= 'a' && word.data[i] <= 'z' ? 'a' - 'A' : 0));
            assert_true(rp_is_other_code(*state, word));
            assert_true(rp_is_other_code(*state, (struct rampart_str){text, word.len}));
            for (size_t len = 0; len <= word.len + 1; len++) {
                const struct rampart_str part = {text, len};
                assert_int_equal(rp_is_other_code(*state, part), naive_catalog_other_code(*state, part));
            }
        }
    }
    assert_true(words > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_of_the_service_is_found),
        cmocka_unit_test(an_action_is_meant_where_all_are_known),
        cmocka_unit_test(of_two_that_are_as_near_none_is_meant),
        cmocka_unit_test(a_key_is_found_also_without_its_service),
        cmocka_unit_test(a_region_is_found_by_its_parts),
        cmocka_unit_test(a_service_is_found_by_its_code),
        cmocka_unit_test(a_service_is_found_as_by_comparing_all),
        cmocka_unit_test(every_other_code_is_known),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
