/* SPDX-License-Identifier: Apache-2.0 */
/* The least policies: their statements, their wildcards, and how they are split. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/needs_lines.h"

static void assert_has(struct rampart_str document, const char *text)
{
    const struct rampart_str wanted = rampart_str(text);
    for (size_t i = 0; i + wanted.len <= document.len; i++)
        if (memcmp(document.data + i, wanted.data, wanted.len) == 0) return;
    fail_msg("no %s in %.*s", text, RP_ARG(document));
}

#define DELETED(number)                                                                                                    \
    "{\"address\":\"alicloud_vpc.v" number "\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"delete\"],\"before\":{\"id\":" \
    "\"vpc-" number "\"},\"after\":null}}"

static void actions_on_the_same_resources_share_a_statement(void **state)
{
    (void)state;
    struct rampart_needs *needs = needs_of_changes(DELETED("1") "," DELETED("2"));
    struct rampart_needs_policies policies;
    assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.writes = true}, &policies), RAMPART_OK);
    assert_int_equal(policies.count, 1);
    assert_true(policies.items[0].writes);
    assert_false(policies.items[0].reads);
    assert_true(rp_str_equal(policies.items[0].document,
                             RP_STR("{\n  \"Version\": \"1\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n"
                                    "      \"Action\": \"vpc:DeleteVpc\",\n      \"Resource\": [\"acs:vpc:cn-hangzhou:1:vpc/vpc-1\", "
                                    "\"acs:vpc:cn-hangzhou:1:vpc/vpc-2\"]\n    }\n  ]\n}\n")));
    assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_OK);
    assert_int_equal(policies.count, 1);
    assert_true(policies.items[0].writes && policies.items[0].reads);
    assert_has(policies.items[0].document, "\"vpc:DescribeVpcAttribute\"");
    assert_int_equal(policies.star_count, 0); /* a `*` of the documentation is none */
    rampart_needs_free(needs);
}

/* Of an action on `*` the rest is allowed with it, and is left out. */
static void what_a_wildcard_covers_is_left_out(void **state)
{
    (void)state;
    struct rampart_needs *needs = needs_of_changes(
        DELETED("1") ",{\"address\":\"alicloud_vpc.n\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"create\"],\"before\":null,"
                     "\"after\":{},\"after_unknown\":{\"id\":true}}}");
    struct rampart_needs_policies policies;
    assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = true}, &policies), RAMPART_OK);
    assert_has(policies.items[0].document, "\"acs:vpc:cn-hangzhou:1:vpc/*\"");
    for (size_t i = 0; i + 5 < policies.items[0].document.len; i++)
        assert_false(memcmp(policies.items[0].document.data + i, "vpc-1", 5) == 0);
    assert_int_equal(policies.star_count, 1);
    assert_true(rp_str_equal(policies.stars[0].open, RP_STR("id is known after apply")));
    rampart_needs_free(needs);
}

static void many_resources_make_several_documents(void **state)
{
    static char changes[1 << 16];
    struct rampart_needs_policies policies;
    size_t len = 0, found = 0;
    (void)state;
    for (unsigned i = 0; i < 300; i++)
        len += (size_t)snprintf(changes + len, sizeof changes - len,
                                "%s{\"address\":\"alicloud_vpc.v%u\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"delete\"],"
                                "\"before\":{\"id\":\"vpc-%u\"},\"after\":null}}",
                                i == 0 ? "" : ",", i, i);
    struct rampart_needs *needs = needs_of_changes(changes);
    assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_OK);
    assert_true(policies.count > 4);
    for (size_t i = 0; i < policies.count; i++) {
        const struct rampart_str document = policies.items[i].document;
        assert_true(document.len <= RAMPART_NEEDS_POLICY_BYTES);
        assert_true(policies.items[i].reads != policies.items[i].writes);
        assert_true(i == 0 || policies.items[i - 1].reads >= policies.items[i].reads);
        for (size_t at = 0; at + 8 < document.len; at++) found += memcmp(document.data + at, "vpc/vpc-", 8) == 0;
    }
    assert_int_equal(found, 2 * 300); /* to be read and to be deleted, each once */
    rampart_needs_free(needs);
}

static void a_type_that_is_not_known_is_counted(void **state)
{
    (void)state;
    struct rampart_needs *needs = needs_of_changes(
        "{\"address\":\"alicloud_zoo.x\",\"type\":\"alicloud_zoo\",\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{}}}");
    struct rampart_needs_policies policies;
    assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_OK);
    assert_int_equal(policies.count, 0);
    assert_int_equal(policies.unknown, 1);
    assert_int_equal(rampart_needs_make_policies(NULL, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_MISUSE);
    rampart_needs_free(needs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_on_the_same_resources_share_a_statement),
        cmocka_unit_test(what_a_wildcard_covers_is_left_out),
        cmocka_unit_test(many_resources_make_several_documents),
        cmocka_unit_test(a_type_that_is_not_known_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
