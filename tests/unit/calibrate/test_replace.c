/* SPDX-License-Identifier: Apache-2.0 */
/* What is equal stays equal, what begins alike begins alike, and nothing else is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calibrate/replace.h"
#include "policy/operand.h"

struct fixture {
    struct rp_replacer replacer;
    struct rp_arena arena;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    const struct rampart_allocator allocator = rp_allocator_of(NULL);

    assert_int_equal(rp_replacer_init(&fixture.replacer, &allocator), RAMPART_OK);
    rp_arena_init(&fixture.arena, NULL);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    rp_replacer_free(&fixture->replacer);
    rp_arena_free(&fixture->arena);
    return 0;
}

static struct rampart_str replaced(struct fixture *fixture, const char *text)
{
    struct rampart_str result;

    assert_int_equal(rp_replaced(&fixture->replacer, rampart_str(text), &fixture->arena, &result), RAMPART_OK);
    return result;
}

static void expect(struct fixture *fixture, const char *text, const char *expected)
{
    const struct rampart_str found = replaced(fixture, text);

    if (!rp_str_equal(found, rampart_str(expected))) fail_msg("%s became %.*s", text, RP_ARG(found));
}

static void test_words(void **state)
{
    struct fixture *fixture = *state;

    expect(fixture, "production", "aaaaaaaaaa");
    expect(fixture, "prod*", "aaaa*");
    expect(fixture, "Production", "Aaaaaaaaaa");
    expect(fixture, "project", "aaabaaa");
    expect(fixture, "bob", "baa");
    expect(fixture, "42-prod", "11-aaaa");
    expect(fixture, "43", "12");
    expect(fixture, "", "");
    expect(fixture, "b\xc3\xb6se", "b__ca");
}

static void test_fixed_words(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(rp_replacer_fix(&fixture->replacer, RP_STR("acs:ess:{#regionId}:scalinggroup/{#ScalingGroupId}")),
                     RAMPART_OK);
    expect(fixture, "acs:ess:*:1000000000000001:scalinggroup/web", "acs:ess:*:1111111111111111:scalinggroup/aaa");
    expect(fixture, "ScalingGroup", "ScalingGroup");
    expect(fixture, "scalinggroups", "baaaaaaaaaaaa");
}

static bool contains(struct fixture *fixture, const char *network, const char *address)
{
    struct rp_block block, one;

    assert_true(rp_block_read(replaced(fixture, network), true, &block));
    assert_true(rp_block_read(replaced(fixture, address), false, &one));
    return rp_block_contains(&block, &one);
}

static void test_addresses(void **state)
{
    struct fixture *fixture = *state;

    expect(fixture, "198.51.100.9", "192.0.2.10");
    expect(fixture, "198.51.100.9", "192.0.2.10");
    expect(fixture, "::ffff:198.51.100.9", "::ffff:192.0.2.10");
    expect(fixture, "198.51.100.0/255.255.255.0", "192.0.2.0/255.255.255.0");
    expect(fixture, "0.0.0.0/0", "0.0.0.0/0");
    assert_true(contains(fixture, "198.51.100.0/24", "198.51.100.200"));
    assert_true(contains(fixture, "198.51.0.0/16", "198.51.3.4"));
    assert_false(contains(fixture, "198.51.100.0/24", "198.51.101.9"));
    assert_false(contains(fixture, "10.0.0.0/8", "198.51.100.9"));
    assert_true(contains(fixture, "2001:db8:1::/48", "2001:db8:1::9"));
    assert_false(contains(fixture, "2001:db8:1::/48", "2001:db8:2::9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fixed_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_addresses, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
