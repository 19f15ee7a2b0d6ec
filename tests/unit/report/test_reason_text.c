/* SPDX-License-Identifier: Apache-2.0 */
/* A hint is given only where it is certain to be true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/reason_text.h"

/* The text of one statement that came close; from the word on, if there is one. */
static void assert_near(const struct rampart_near_miss *miss, bool verbose, const char *from,
                        const char *expected)
{
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, 10000);
    struct rp_print print = {.out = &buf, .verbose = verbose};
    const struct rampart_decision decision = {.nearest = miss, .nearest_count = 1};
    rp_print_nearest(&print, &decision);
    rp_buf_add_byte(&buf, '\0');
    const char *found = from == NULL ? buf.data : strstr(buf.data, from);
    assert_string_equal(found == NULL ? "" : found, expected);
    rp_buf_free(&buf);
}

/* The last line of the block is the hint, or there is none. */
static void assert_hint(const struct rampart_near_miss *miss, const char *expected)
{
    const bool none = expected[0] == '\0';
    assert_near(miss, true, none ? "the policy says" : expected, expected);
    if (none) assert_near(miss, true, "an ARN has", "");
    if (none) assert_near(miss, true, "pass its value", "");
}

static void the_one_thing_that_does_not_fit(void **state)
{
    (void)state;
    struct rampart_str actual = RP_STR("acs:ess:cn-b:1:g/x"), wanted = RP_STR("acs:ess:cn-a:1:g/x");
    struct rampart_near_miss miss = {.reason = {.policy = RP_STR("p"), .place = {RP_STR("p.json"), .line = 2}},
                                     .element = RAMPART_ELEMENT_RESOURCE,
                                     .expected = {&wanted, 1},
                                     .actual = {&actual, 1},
                                     .place = {RP_STR("p.json"), .line = 5, .column = 9}};
    assert_near(&miss, false, NULL, "  near  p#0, p.json:5: the region is \"cn-b\", the policy says \"cn-a\"\n");
    wanted = RP_STR("acs:ess:*:1:g/y*");
    miss.failed = 3;
    assert_near(&miss, false, NULL,
                "  near  p#0, p.json:5: Resource has \"acs:ess:*:1:g/y*\" (and 2 more elements)\n");
    miss = (struct rampart_near_miss){.reason = miss.reason,
                                      .element = RAMPART_ELEMENT_CONDITION,
                                      .op = RP_STR("Bool"),
                                      .key = RP_STR("acs:MFAPresent"),
                                      .expected = {&wanted, 1}};
    wanted = RP_STR("true");
    assert_near(&miss, false, NULL,
                "  near  p#0, p.json:2: Bool acs:MFAPresent \"true\" is not met: the request has no such key\n");
    miss.actual = (struct rampart_strs){&actual, 1};
    actual = RP_STR("false");
    assert_near(&miss, false, NULL,
                "  near  p#0, p.json:2: Bool acs:MFAPresent \"true\" is not met: it is \"false\"\n");
    miss = (struct rampart_near_miss){.reason = miss.reason, .element = RAMPART_ELEMENT_RESOURCE_GROUP};
    assert_near(&miss, false, NULL, "  near  p#0, p.json:2: the resource is not in the resource group\n");
}

static void resource_hints(void **state)
{
    static const struct {
        const char *pattern, *resource, *hint;
    } cases[] = {
        {"acs:ess:cn-a:1:g/x", "acs:ess:cn-b:1:g/x",
         "        the region is \"cn-b\", the policy says \"cn-a\"\n"},
        {"acs:ess:*:1:g/*", "acs:ess:cn-b:2:g/x",
         "        the account is \"2\", the policy says \"1\"\n"},
        {"acs:ecs:*:*:g/*", "acs:ess:cn-b:2:g/x",
         "        the service is \"ess\", the policy says \"ecs\"\n"},
        {"acs:ess:*:*:G/x", "acs:ess:cn-b:2:g/x",
         "        the resource part is \"g/x\", the policy says \"G/x\"; upper and lower case "
         "differ\n"},
        {"acs:ess:g/x", "acs:ess:cn-b:2:g/x",
         "        an ARN has five fields: acs:<service>:<region>:<account>:<resource>\n"},
        {"acs:ess:*:g/x", "acs:ess:cn-b:2:g/y", ""}, /* the star may take several fields */
        {"acs:ess:*:*:g/a*", "acs:ess:cn-b:2:g/x", ""},
        {"acs:ess:cn-a:1:g/x", "*", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rampart_str expected = rampart_str(cases[i].pattern), actual = rampart_str(cases[i].resource);
        struct rampart_near_miss miss = {
            .element = RAMPART_ELEMENT_RESOURCE, .expected = {&expected, 1}, .actual = {&actual, 1}};
        assert_hint(&miss, cases[i].hint);
        miss.negated = true;
        assert_hint(&miss, "");
    }
}

static void a_key_that_is_absent_can_be_given(void **state)
{
    (void)state;
    struct rampart_str value = RP_STR("10.0.0.8");
    struct rampart_near_miss miss = {.element = RAMPART_ELEMENT_CONDITION, .key = RP_STR("acs:SourceIp")};
    assert_hint(&miss, "        pass its value with --context acs:SourceIp=VALUE if the request has it\n");
    miss.actual = (struct rampart_strs){&value, 1};
    assert_hint(&miss, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resource_hints),
        cmocka_unit_test(the_one_thing_that_does_not_fit),
        cmocka_unit_test(a_key_that_is_absent_can_be_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
