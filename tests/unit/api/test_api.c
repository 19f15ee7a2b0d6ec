/* SPDX-License-Identifier: Apache-2.0 */
/* Questions as texts: what is answered, what is refused, and that no file is opened for any of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "base/str.h"
#include "support/failing.h"

#define GROUP "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1"
#define CANCEL(resource, condition)                                                                                      \
    "{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"ess:CancelInstanceRefresh\\\"," \
    "\\\"Resource\\\":\\\"" resource "\\\"" condition "}]}"
#define OFFICE ",\\\"Condition\\\":{\\\"IpAddress\\\":{\\\"acs:SourceIp\\\":\\\"203.0.113.0/24\\\"}}"
#define ASKED(members) "\"request\":{\"action\":\"ess:CancelInstanceRefresh\",\"resource\":\"" GROUP "\"" members "}"
#define POLICIES(text) "\"policies\":[{\"name\":\"cancel.json\",\"text\":\"" text "\"}]"
#define ACCOUNT                                                                                               \
    "{\"name\":\"account.yaml\",\"text\":\"rampart: 1\\naccount: \\\"1234567890123456\\\"\\n"                   \
    "policies:\\n  Cancel: policies/cancel.json\\n  Assume: {Version: \\\"1\\\", Statement: [{Effect: Allow, " \
    "Action: sts:AssumeRole, Resource: \\\"acs:ram:*:*:role/ci\\\"}]}\\n"                                       \
    "users:\\n  alice: {policies: [Cancel]}\\n  bob: {policies: [Assume]}\\n  carol: {}\\n"                     \
    "roles:\\n  ci: {trust: {Version: \\\"1\\\", Statement: [{Effect: Allow, Action: sts:AssumeRole, "          \
    "Principal: {RAM: [\\\"acs:ram::1234567890123456:root\\\"]}}]}, policies: [Cancel]}\\n\"}"

static const struct rp_api api = {.now = {"2026-11-30T08:00:00Z", 20}, .version = {"0.0", 3}};

/* The answer; the test frees it. */
static struct rp_api_answer ask_of(const struct rp_api *of, const char *method, const char *path, const char *body)
{
    struct rp_api_answer answer;
    rp_api_answer(of, rampart_str(method), rampart_str(path), rampart_str(body), &answer);
    assert_int_equal(answer.body.failed, RAMPART_OK);
    assert_true(answer.body.len > 0);
    assert_int_equal(answer.body.data[answer.body.len - 1], '\n');
    return answer;
}

static void expect(const char *path, const char *body, unsigned status, const char *part)
{
    struct rp_api_answer answer = ask_of(&api, strncmp(path, "/v1/version", 11) == 0 || strncmp(path, "/v1/ass", 7) == 0 ? "GET" : "POST",
                                         path, body);
    rp_buf_add_byte(&answer.body, '\0');
    if (answer.status != status || strstr(answer.body.data, part) == NULL)
        fail_msg("%s %s\n%u %s\nexpected: %u %s", path, body, answer.status, answer.body.data, status, part);
    rp_api_free(&answer);
}

/* ---- check ---- */

static void test_a_policy_allows_denies_and_leaves_open(void **state)
{
    (void)state;
    expect("/v1/check", "{" POLICIES(CANCEL("*", "")) "," ASKED("") "}", 200, "{\"decision\":\"Allow\"");
    expect("/v1/check", "{" POLICIES(CANCEL("acs:ess:*:*:scalinggroup/asg-2", "")) "," ASKED("") "}", 200,
           "{\"decision\":\"Deny\",\"noPermissionType\":\"ImplicitDeny\"");
    expect("/v1/check", "{" POLICIES(CANCEL("*", OFFICE)) "," ASKED("") "}", 200, "\"unknownKeys\":[\"acs:SourceIp\"]");
    expect("/v1/check", "{" POLICIES(CANCEL("*", OFFICE)) "," ASKED(",\"context\":{\"acs:SourceIp\":\"203.0.113.9\"}") "}", 200,
           "{\"decision\":\"Allow\"");
}

static void test_parameters_make_the_resource(void **state)
{
    (void)state;
    expect("/v1/check",
           "{" POLICIES(CANCEL("*", "")) ",\"accountId\":\"1234567890123456\",\"request\":{\"action\":\"ess:CancelInstanceRefresh\","
           "\"params\":{\"RegionId\":\"cn-hangzhou\",\"ScalingGroupId\":\"asg-1\",\"InstanceRefreshTaskId\":\"ir-1\"}}}",
           200, "\"resource\":\"" GROUP "\"");
    expect("/v1/check",
           "{" POLICIES(CANCEL("*", "")) ",\"accountId\":\"1234567890123456\",\"request\":{\"action\":\"ess:CancelInstanceRefresh\","
           "\"params\":{\"RegionId\":\"cn-hangzhou\"}}}",
           422, "ScalingGroupId");
}

static void test_suggestions_are_asked_for(void **state)
{
    (void)state;
    expect("/v1/check", "{" POLICIES(CANCEL("acs:ess:*:*:scalinggroup/asg-2", "")) ",\"suggest\":true," ASKED("") "}", 200,
           "\"change\":\"addStatement\"");
}

static void test_an_api_of_two_actions_is_asked_about_both(void **state)
{
    (void)state;
    expect("/v1/check",
           "{" POLICIES(CANCEL("*", "")) ",\"request\":{\"action\":\"oss:CopyObject\",\"resource\":[\"acs:oss:*:*:a/x\",\"acs:oss:*:*:b/y\"]}}",
           200, "\"requests\":[");
}

static void test_a_wrong_document_is_told_with_its_place(void **state)
{
    (void)state;
    expect("/v1/check", "{" POLICIES("{\\\"Version\\\":\\\"1\\\"}") "," ASKED("") "}", 422, "\"file\":\"cancel.json\",\"line\":1");
    expect("/v1/check", "{" POLICIES(CANCEL("*", "")) ",\"request\":{\"action\":\"ess:CancelInstanceRefrsh\",\"resource\":\"*\"}}", 422,
           "ess:CancelInstanceRefresh");
}

/* ---- the body ---- */

static void test_the_body_is_held_to_its_members(void **state)
{
    (void)state;
    expect("/v1/check", "", 400, "the body is empty");
    expect("/v1/check", "{\"a\":\n tru}", 400, "\"line\":2,\"column\":2");
    expect("/v1/check", "[]", 400, "the body is no object");
    expect("/v1/check", "{\"polices\":[]}", 400, "unknown member \\\"polices\\\"");
    expect("/v1/check", "{\"suggest\":true,\"suggest\":true}", 400, "\\\"suggest\\\" is there twice");
    expect("/v1/check", "{\"suggest\":1}", 400, "\\\"suggest\\\" is not true or false");
    expect("/v1/check", "{\"policies\":[]}", 400, "\\\"policies\\\" is not a text");
    expect("/v1/check", "{\"policies\":[{\"name\":\"a\",\"name\":\"b\"}]}", 400, "\\\"policies\\\" is not a text");
    expect("/v1/check", "{\"policies\":[{\"name\":\"a\",\"text\":\"\",\"path\":\"/etc/passwd\"}]}", 400, "\\\"policies\\\" is not a text");
    expect("/v1/check", "{\"policies\":[{\"name\":\"a\\u0000b\",\"text\":\"\"}]," ASKED("") "}", 400, "control character");
    expect("/v1/check", "{" ASKED("") "}", 400, "there are no policies that could decide");
    expect("/v1/check", "{\"account\":\"served\"," ASKED("") "}", 400, "there is no served account");
    expect("/v1/check", "{" POLICIES(CANCEL("*", "")) "}", 400, "there is no request");
}

static void test_paths_and_methods(void **state)
{
    struct rp_api_answer answer;
    (void)state;
    rp_api_answer(&api, RP_STR("GET"), RP_STR("/v1/check"), RP_STR(""), &answer);
    assert_int_equal(answer.status, 405);
    rp_api_free(&answer);
    rp_api_answer(&api, RP_STR("POST"), RP_STR("/v1/../etc/passwd"), RP_STR("{}"), &answer);
    assert_int_equal(answer.status, 404);
    rp_api_free(&answer);
    for (size_t i = 0; rp_api_path(i) != NULL; i++) assert_true(strncmp(rp_api_path(i)->path, "/v1/", 4) == 0);
    assert_string_equal(rp_api_path_member(0, 0), "account");
    assert_null(rp_api_path_member(0, 1000));
    assert_null(rp_api_path_member(1000, 0));
}

/* ---- accounts ---- */

static void test_an_account_names_texts_and_no_files(void **state)
{
    (void)state;
    const char *document = ",{\"name\":\"policies/cancel.json\",\"text\":\"" CANCEL("*", "") "\"}";
    char body[4096];
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s]," ASKED(",\"principal\":\"user/alice\"") "}", document);
    expect("/v1/check", body, 200, "\"file\":\"policies/cancel.json\"");
    expect("/v1/check", "{\"account\":" ACCOUNT "," ASKED(",\"principal\":\"user/alice\"") "}", 422,
           "not among the texts that were given");
    /* A file that is there is not opened either. */
    expect("/v1/check",
           "{\"account\":{\"name\":\"account.yaml\",\"text\":\"rampart: 1\\naccount: \\\"1\\\"\\npolicies: {A: /etc/passwd}\\n\"}," ASKED("") "}",
           422, "not among the texts that were given");
    expect("/v1/lint", "{\"documents\":[{\"name\":\"account.yaml\",\"text\":\"rampart: 1\\naccount: \\\"1\\\"\\npolicies: {A: /etc/passwd}\\n\"}]}",
           200, "not among the texts that were given");
    expect("/v1/check", "{\"account\":[{\"name\":\"a.json\",\"text\":\"" CANCEL("*", "") "\"},{\"name\":\"b.json\",\"text\":\"" CANCEL("*", "") "\"}]," ASKED("") "}",
           400, "nothing that says who holds them");
}

static void test_who_can_by_a_chain(void **state)
{
    (void)state;
    const char *document = ",{\"name\":\"./policies/cancel.json\",\"text\":\"" CANCEL("*", "") "\"}";
    char body[4096];
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s]," ASKED("") "}", document);
    expect("/v1/who-can", body, 200, "\"via\":[\"role/ci\"]");
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s],\"only\":[\"deny\"]," ASKED("") "}", document);
    expect("/v1/who-can", body, 200, "user/carol");
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s],\"only\":[\"never\"]," ASKED("") "}", document);
    expect("/v1/who-can", body, 400, "this word is not known here");
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s],\"actions\":[\"ess:Cancel*\"],\"request\":{\"resource\":\"" GROUP "\"}}", document);
    expect("/v1/who-can", body, 200, "user/alice");
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s]," ASKED(",\"principal\":\"user/bob\"") "}", document);
    expect("/v1/check", body, 200, "role/ci"); /* denied, and there is a way by a role */
    (void)snprintf(body, sizeof body, "{\"account\":[" ACCOUNT "%s],\"principal\":\"user/alice\"}", document);
    expect("/v1/what-can", body, 200, "ess:CancelInstanceRefresh");
}

/* An account that the program was started with. */
static void test_the_served_account(void **state)
{
    (void)state;
    const char *text = "rampart: 1\naccount: \"1234567890123456\"\nusers: {alice: {policies: [Cancel]}}\n"
                       "policies: {Cancel: {Version: \"1\", Statement: [{Effect: Allow, Action: \"*\", Resource: \"*\"}]}}\n";
    const struct rampart_named_text given = {RP_STR("account.yaml"), rampart_str(text)};
    const struct rampart_input input = {.texts = &given, .text_count = 1};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    assert_int_equal(rampart_account_read_input(NULL, &input, NULL, &account), RAMPART_OK);
    assert_int_equal(rampart_set_new(NULL, &(struct rampart_set_parts){.account = account}, NULL, &set), RAMPART_OK);
    const struct rp_api_account served = {.account = account, .set = set, .name = RP_STR("account.yaml"), .stale = RP_STR("it is gone")};
    struct rp_api of = api;
    of.account = &served;
    struct rp_api_answer answer = ask_of(&of, "POST", "/v1/check", "{" ASKED(",\"principal\":\"user/alice\"") "}");
    rp_buf_add_byte(&answer.body, '\0');
    assert_int_equal(answer.status, 200);
    assert_true(answer.served);
    assert_non_null(strstr(answer.body.data, "{\"decision\":\"Allow\""));
    assert_non_null(strstr(answer.body.data, "could not be read, so this is about its version before: it is gone"));
    rp_api_free(&answer);
    answer = ask_of(&of, "POST", "/v1/check", "{\"assume\":{\"resource-case\":\"insensitive\"}," ASKED(",\"principal\":\"user/alice\"") "}");
    assert_int_equal(answer.status, 400);
    rp_api_free(&answer);
    answer = ask_of(&of, "GET", "/v1/version", "");
    rp_buf_add_byte(&answer.body, '\0');
    assert_non_null(strstr(answer.body.data, "\"account\":{\"name\":\"account.yaml\",\"id\":\"1234567890123456\",\"accounts\":0,\"gaps\":0,\"stale\":\"it is gone\"}"));
    rp_api_free(&answer);
    rampart_set_free(set);
    rampart_account_free(account);
}

/* ---- the others ---- */

static void test_lint_and_fix(void **state)
{
    (void)state;
    const char *twice = "{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":[\\\"ess:DeleteScalingGroup\\\",\\\"ess:DeleteScalingGroup\\\"],\\\"Resource\\\":\\\"*\\\"}]}";
    char body[2048];
    (void)snprintf(body, sizeof body, "{\"documents\":[{\"name\":\"a.json\",\"text\":\"%s\"}]}", twice);
    expect("/v1/lint", body, 200, "\"file\":\"a.json\"");
    (void)snprintf(body, sizeof body, "{\"documents\":{\"name\":\"a.json\",\"text\":\"%s\"},\"rules\":{\"all\":\"off\"}}", twice);
    expect("/v1/lint", body, 400, "every rule is off");
    (void)snprintf(body, sizeof body, "{\"document\":{\"name\":\"a.json\",\"text\":\"%s\"}}", twice);
    expect("/v1/fix", body, 200, "\"fixed\":1,\"text\":\"{");
    expect("/v1/fix", "{\"document\":{\"name\":\"a.json\",\"text\":\"{\"}}", 422, "\"file\":\"a.json\",\"line\":1");
}

static void test_denials(void **state)
{
    (void)state;
    const char *denial = "\"denial\":{\"name\":\"error.txt\",\"text\":\"{\\\"Code\\\":\\\"Forbidden.RAM\\\",\\\"AccessDeniedDetail\\\":{\\\"AuthAction\\\":"
                         "\\\"ess:CancelInstanceRefresh\\\",\\\"NoPermissionType\\\":\\\"ImplicitDeny\\\",\\\"PolicyType\\\":\\\"AccountLevelIdentityBasedPolicy\\\"}}\"}";
    char body[2048];
    (void)snprintf(body, sizeof body, "{%s}", denial);
    expect("/v1/explain-denial", body, 200, "ess:CancelInstanceRefresh");
    (void)snprintf(body, sizeof body, "{%s," POLICIES(CANCEL("acs:ess:*:*:scalinggroup/asg-2", "")) ",\"request\":{\"resource\":\"" GROUP "\"}}", denial);
    expect("/v1/explain-denial", body, 200, "\"suggestions\":[");
    expect("/v1/explain-denial", "{\"denial\":{\"name\":\"e\",\"text\":\"nothing of the kind\"}}", 422, "\"error\":");
}

static void test_diff(void **state)
{
    (void)state;
    expect("/v1/diff",
           "{\"old\":{\"name\":\"old.json\",\"text\":\"" CANCEL("acs:ess:*:*:scalinggroup/asg-1", "") "\"},\"new\":{\"name\":\"new.json\",\"text\":\"" CANCEL("*", "") "\"}}",
           200, "gain");
    expect("/v1/diff", "{\"old\":{\"name\":\"old.json\",\"text\":\"" CANCEL("*", "") "\"}}", 400, "two versions are compared");
}

static void test_the_catalogue(void **state)
{
    (void)state;
    expect("/v1/catalog", "{\"action\":\"ess:CancelInstanceRefresh\"}", 200, "\"parameters\":[\"RegionId\",\"ScalingGroupId\",\"InstanceRefreshTaskId\"]");
    expect("/v1/catalog", "{\"action\":\"ess:Cancel\",\"regions\":true}", 400, "more than one thing");
    expect("/v1/complete", "{\"action\":\"ess:cancelinst\"}", 200,
           "\"actions\":[{\"action\":\"ess:CancelInstanceRefresh\",\"accessLevel\":\"update\",\"parameters\":[\"RegionId\",\"ScalingGroupId\",\"InstanceRefreshTaskId\"]}],\"more\":false");
    expect("/v1/complete", "{\"action\":\"ess:Refresh\"}", 200, "ess:CancelInstanceRefresh");
    expect("/v1/complete", "{\"action\":\"e\",\"limit\":1}", 200, "\"more\":true");
    expect("/v1/assumptions", "", 200, "\"resource-case\"");
    expect("/v1/version", "", 200, "{\"program\":\"rampart\",\"version\":\"0.0\",\"catalog\":{\"date\":\"");
}

/* ---- memory ---- */

/* Whatever is refused, there is the same decision or none, and nothing is held. */
static void refuse_each(const char *path, const char *body)
{
    char whole[64] = "";
    failing_start(0);
    bool refused = true;
    size_t n = 0;
    for (; refused; n++) {
        struct rp_api of = api;
        struct rp_api_answer answer;
        failing_start(n);
        of.options = failing_options();
        rp_api_answer(&of, RP_STR("POST"), rampart_str(path), rampart_str(body), &answer);
        refused = failing_refused();
        if (n == 0) {
            assert_int_equal(answer.status, 200);
            assert_true(answer.body.len >= sizeof whole);
            memcpy(whole, answer.body.data, 24);
            refused = true;
        } else if (answer.status == 200) {
            assert_memory_equal(answer.body.data, whole, 24);
        } else {
            assert_int_equal(answer.status, 500);
        }
        rp_api_free(&answer);
        assert_int_equal(failing_held(), 0);
        assert_true(n < 20000);
    }
    failing_start(0);
    assert_true(n > 5); /* each refusal was one of its own */
}

static void test_memory_that_is_refused(void **state)
{
    (void)state;
    refuse_each("/v1/check", "{" POLICIES(CANCEL("acs:ess:*:*:scalinggroup/asg-2", OFFICE)) ",\"suggest\":true," ASKED("") "}");
    refuse_each("/v1/complete", "{\"action\":\"ess:Cancel\"}");
    refuse_each("/v1/lint", "{\"documents\":[{\"name\":\"a.json\",\"text\":\"" CANCEL("*", OFFICE) "\"}]}");
    refuse_each("/v1/diff", "{\"old\":{\"name\":\"a\",\"text\":\"" CANCEL("*", OFFICE) "\"},\"new\":{\"name\":\"b\",\"text\":\"" CANCEL("*", "") "\"}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_policy_allows_denies_and_leaves_open),
        cmocka_unit_test(test_parameters_make_the_resource),
        cmocka_unit_test(test_suggestions_are_asked_for),
        cmocka_unit_test(test_an_api_of_two_actions_is_asked_about_both),
        cmocka_unit_test(test_a_wrong_document_is_told_with_its_place),
        cmocka_unit_test(test_the_body_is_held_to_its_members),
        cmocka_unit_test(test_paths_and_methods),
        cmocka_unit_test(test_an_account_names_texts_and_no_files),
        cmocka_unit_test(test_who_can_by_a_chain),
        cmocka_unit_test(test_the_served_account),
        cmocka_unit_test(test_lint_and_fix),
        cmocka_unit_test(test_denials),
        cmocka_unit_test(test_diff),
        cmocka_unit_test(test_the_catalogue),
        cmocka_unit_test(test_memory_that_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
