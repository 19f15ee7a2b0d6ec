/* SPDX-License-Identifier: Apache-2.0 */
/* A denial in every form it comes in, what is no denial, and where a mistake is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/denial.h>

#include "base/str.h"
#include "support/diag_lines.h"

static struct rampart_diags *diags;

static enum rampart_status read(const char *text, struct rampart_denial **ret_denial)
{
    rampart_diags_clear(diags);
    return rampart_denial_read(NULL, rampart_str(text), rampart_str("d.json"), diags, ret_denial);
}

static struct rampart_denial *must_read(const char *text)
{
    struct rampart_denial *denial = NULL;
    char lines[1024];
    if (read(text, &denial) != RAMPART_OK) fail_msg("%s", diag_lines(diags, lines, sizeof lines));
    return denial;
}

static void is(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("\"%.*s\", expected \"%s\"", RP_ARG(text), expected);
}

static void has_action(const char *text, const char *action)
{
    struct rampart_denial *denial = must_read(text);
    is(denial->action, action);
    rampart_denial_free(denial);
}

#define DETAIL "{\"AuthAction\":\"ess:A\",\"NoPermissionType\":\"ImplicitDeny\"}"
#define STRING "{\\\"authAction\\\":\\\"ess:B\\\"}"

static void the_body_of_an_error(void **state)
{
    (void)state;
    struct rampart_denial *denial = must_read(
        "{\"RequestId\":\"r\",\"HostId\":\"h\",\"Code\":\"NoPermission\",\"Message\":\"m\",\"Recommend\":"
        "\"u\","
        "\"AccessDeniedDetail\":{\"AuthAction\":\"a:B\",\"AuthResource\":\"acs:x\",\"AuthPrincipalType\":"
        "\"SubUser\",\"AuthPrincipalOwnerId\":1,\"AuthPrincipalDisplayName\":\"2\",\"NoPermissionType\":"
        "\"ImplicitDeny\",\"PolicyType\":\"ControlPolicy\",\"EncodedDiagnosticMessage\":\"AQ\",\"New\":[1]}"
        "}");
    is(denial->request_id, "r");
    is(denial->host, "h");
    is(denial->code, "NoPermission");
    is(denial->message, "m");
    is(denial->recommend, "u");
    is(denial->action, "a:B");
    is(denial->resource, "acs:x");
    is(denial->principal_type, "SubUser");
    is(denial->owner, "1");
    is(denial->principal_name, "2");
    is(denial->no_permission_type, "ImplicitDeny");
    is(denial->policy_type, "ControlPolicy");
    is(denial->diagnostic, "AQ");
    assert_false(denial->decoded);
    rampart_denial_free(denial);
}

static void every_wrapping(void **state)
{
    (void)state;
    has_action(DETAIL, "ess:A");
    has_action("{\"data\":{\"accessDeniedDetail\":" DETAIL "}}", "ess:A");
    has_action("{\"AccessDeniedDetail\":\"" STRING "\"}", "ess:B");
    has_action("\"" STRING "\"", "ess:B");
    has_action("{\"Data\":{\"body\":[\"x\",\"" STRING "\"]}}", "ess:B");
    has_action("SDKError: failed {not this} and {\"Code\":\"c\",\"Data\":" DETAIL "} at line 3\n", "ess:A");
    has_action("{\"a\":\"{\",\"AccessDeniedDetail\":" DETAIL "}", "ess:A");
    has_action("odd { start\n{\"AccessDeniedDetail\":" DETAIL "}\n", "ess:A");
}

static void the_lines_of_a_command(void **state)
{
    (void)state;
    struct rampart_denial *denial =
        must_read("ERROR: SDK.ServerError\r\nErrorCode: NoPermission\r\nRecommend: u\n"
                  "RequestId: r-1\nMessage: You are not: no.\n");
    is(denial->code, "NoPermission");
    is(denial->recommend, "u");
    is(denial->request_id, "r-1");
    is(denial->message, "You are not: no.");
    is(denial->action, "");
    rampart_denial_free(denial);
}

static void a_decoded_message(void **state)
{
    (void)state;
    struct rampart_denial *denial = must_read(
        "{\"DecodedDiagnosticMessage\":{\"ExplicitDeny\":true,\"NoPermissionPolicyType\":\"ControlPolicy\","
        "\"AuthPrincipal\":{\"AuthPrincipalType\":\"Federated\"},"
        "\"AuthConditions\":[{\"ConditionKey\":\"k\",\"ConditionValues\":[\"1\",true]}],"
        "\"MatchedPolicies\":{\"MatchedPolicy\":[{\"PolicyIdentifier\":\"p\",\"PolicyType\":\"Custom\","
        "\"Effect\":"
        "\"Deny\",\"AttachedScope\":\"Folder\"}]}}}");
    assert_true(denial->decoded);
    is(denial->no_permission_type, "ExplicitDeny");
    is(denial->policy_type, "ControlPolicy");
    is(denial->principal_type, "Federated");
    assert_int_equal(denial->condition_count, 1);
    is(denial->conditions[0].key, "k");
    assert_int_equal(denial->conditions[0].values.count, 2);
    is(denial->conditions[0].values.items[1], "true");
    assert_int_equal(denial->policy_count, 1);
    is(denial->policies[0].name, "p");
    is(denial->policies[0].scope, "Folder");
    rampart_denial_free(denial);
}

static void refuses(const char *text, const char *expected)
{
    struct rampart_denial *denial = NULL;
    char lines[1024];
    assert_int_equal(read(text, &denial), RAMPART_INVALID_INPUT);
    diag_lines(diags, lines, sizeof lines);
    if (strstr(lines, expected) == NULL) fail_msg("\"%s\", expected \"%s\"", lines, expected);
}

static void what_is_no_denial(void **state)
{
    (void)state;
    refuses("", "DEN001");
    refuses("hello { world }\n", "DEN001");
    refuses("{\"Users\":{\"User\":[]}}", "DEN001");
    refuses("{\"AuthAction\":\"a:B\"", "SYN");
    refuses("{\"AuthAction\":\"a:B\",\"AuthAction\":\"a:C\"}", "SYN013");
}

static void a_member_of_a_wrong_type_is_shown(void **state)
{
    (void)state;
    refuses("{\n \"AuthAction\": [1]}", "DEN002 2:16");
    refuses("{\"AccessDeniedDetail\":\"{\\\"AuthAction\\\":{}}\"}", "DEN002 1:40");
    refuses("an error\n  {\"AuthConditions\":[1]}", "DEN002 2:21");
    refuses("{\"ExplicitDeny\":\"perhaps\"}", "DEN002 1:17");
    refuses("{\"MatchedPolicies\":\"none\"}", "DEN002 1:20");
}

static void misuse_is_refused(void **state)
{
    (void)state;
    struct rampart_denial *denial = NULL;
    assert_int_equal(rampart_denial_read(NULL, RP_STR("{}"), RP_STR(""), NULL, &denial), RAMPART_MISUSE);
    assert_int_equal(rampart_denial_read(NULL, RP_STR("{}"), RP_STR(""), diags, NULL), RAMPART_MISUSE);
    rampart_denial_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_of_an_error),   cmocka_unit_test(every_wrapping),
        cmocka_unit_test(the_lines_of_a_command), cmocka_unit_test(a_decoded_message),
        cmocka_unit_test(what_is_no_denial),      cmocka_unit_test(a_member_of_a_wrong_type_is_shown),
        cmocka_unit_test(misuse_is_refused),
    };
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rampart_diags_free(diags);
    return failed;
}
