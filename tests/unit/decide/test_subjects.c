/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of who holds what, turned around: they say the same as those they were made from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/compiled.h"
#include "support/rules.h"

#define NOTHING "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}"

/* Users are holders 0 (alice) and 1 (bob), the role 2, the group 3; documents and groups are sorted by name. */
static const char text[] =
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P0\":" NOTHING ",\"P1\":" NOTHING ",\"P2\":" NOTHING
    "},"
    "\"groups\":{\"ops\":{\"policies\":[\"P1\",{\"name\":\"P0\",\"resourceGroup\":\"one\"}]}},"
    "\"users\":{\"alice\":{\"groups\":[\"ops\"],\"policies\":[\"P0\"]},"
    "\"bob\":{\"groups\":[\"ops\"],\"policies\":[\"P0\",{\"name\":\"P2\",\"resourceGroup\":\"two\"}]}},"
    "\"roles\":{\"r\":{\"policies\":[\"P1\",{\"name\":\"P1\",\"resourceGroup\":\"two\"}]}},"
    "\"resourceGroups\":{\"one\":[\"acs:ess:*\"],\"three\":[\"acs:ecs:*\"],\"two\":[\"acs:rds:*\"]}}";

static int set_up(void **state)
{
    struct rampart_account *account = NULL;
    struct rp_compiled *compiled = NULL;

    assert_int_equal(rampart_account_read(NULL, rampart_str(text), RP_STR("a.json"), NULL, &account),
                     RAMPART_OK);
    assert_int_equal(rp_account_compile(NULL, account, NULL, &compiled), RAMPART_OK);
    *state = compiled;
    return 0;
}

static int tear_down(void **state)
{
    struct rp_compiled *compiled = *state;
    const struct rampart_account *account = compiled->account;

    rp_compiled_free(compiled);
    rampart_account_free((struct rampart_account *)(uintptr_t)account);
    return 0;
}

static void assert_list(const struct rp_lists *lists, size_t list, const uint32_t *items, size_t count)
{
    assert_int_equal(lists->starts[list + 1] - lists->starts[list], count);
    for (size_t i = 0; i < count; i++) assert_int_equal(lists->items[lists->starts[list] + i].at, items[i]);
}

#define ASSERT_LIST(lists, list, ...) \
    assert_list((lists), (list), (const uint32_t[]){__VA_ARGS__}, sizeof((uint32_t[]){__VA_ARGS__}) / 4)

static void test_documents(void **state)
{
    const struct rp_compiled *compiled = *state;

    ASSERT_LIST(&compiled->grantees.documents, 0, 0, 1);
    ASSERT_LIST(&compiled->grantees.documents, 1, 2, 3);
    assert_list(&compiled->grantees.documents, 2, NULL, 0); /* bob has it on a resource group only */
}

static void test_resource_groups(void **state)
{
    const struct rp_compiled *compiled = *state;
    const struct rp_grantees *holders = &compiled->grantees;
    uint32_t two = holders->scoped.starts[2];

    ASSERT_LIST(&holders->scoped, 0, 3);
    assert_int_equal(holders->scoped_documents[holders->scoped.starts[0]].at, 0);
    assert_list(&holders->scoped, 1, NULL, 0);
    ASSERT_LIST(&holders->scoped, 2, 1, 2);
    assert_int_equal(holders->scoped_documents[two].at, 2);
    assert_int_equal(holders->scoped_documents[two + 1].at, 1);
}

static void test_members(void **state)
{
    const struct rp_compiled *compiled = *state;

    ASSERT_LIST(&compiled->grantees.members, 0, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_resource_groups),
        cmocka_unit_test(test_members),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
