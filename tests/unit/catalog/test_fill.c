/* SPDX-License-Identifier: Apache-2.0 */
/* From parameters to an ARN: what is filled, and every way in which it cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/catalog.h>

#include "catalog/embedded.h"
#include "catalog/fill.h"
#include "catalog/tsv.h"
#include "support/ration.h"

#define ACCOUNT "1234567890123456"
#define PARAM(name, value)             \
    {                                  \
        {(name), sizeof(name) - 1},    \
        {                              \
            (value), sizeof(value) - 1 \
        }                              \
    }
#define REGION PARAM("RegionId", "cn-hangzhou")
#define GROUP PARAM("ScalingGroupId", "asg-bp1igpak5ft1flypqrst")
#define TASK PARAM("InstanceRefreshTaskId", "ir-aca123sf")

struct fixture {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rp_call_resources resources;
    struct rampart_str arn; /* the first of them */
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL || rampart_diags_new(NULL, &fixture->diags) != RAMPART_OK) return -1;
    rp_arena_init(&fixture->arena, NULL);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rp_arena_free(&fixture->arena);
    rampart_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static enum rampart_status fill(struct fixture *fixture, const char *action, const struct rp_param *params,
                                size_t count, const char *account)
{
    const struct rp_call call = {.action = rampart_str(action),
                                 .params = params,
                                 .param_count = count,
                                 .account = rampart_str(account)};
    enum rampart_status status = rp_arn_fill(&fixture->arena, &call, fixture->diags, &fixture->resources);
    if (status == RAMPART_OK && fixture->resources.count > 0) fixture->arn = fixture->resources.arns[0];
    return status;
}

/* Fills with the parameters that follow. */
#define FILL(fixture, action, account, ...)                           \
    fill((fixture), (action), (const struct rp_param[]){__VA_ARGS__}, \
         sizeof((const struct rp_param[]){__VA_ARGS__}) / sizeof(struct rp_param), (account))

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

static void assert_diag(const struct fixture *fixture, size_t i, enum rampart_severity severity,
                        const char *code, const char *message, const char *help)
{
    const struct rampart_diag *diag = rampart_diags_at(fixture->diags, i);
    assert_non_null(diag);
    assert_int_equal(diag->severity, severity);
    assert_string_equal(diag->code, code);
    assert_str(diag->message, message);
    assert_str(diag->help, help);
    assert_int_equal(diag->line, 0);
}

static void assert_found(const struct fixture *fixture, size_t count)
{
    assert_int_equal(rampart_diags_count(fixture->diags), count);
}

static void the_arn_of_a_cancel(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP, TASK), RAMPART_OK);
    assert_str(fixture->arn, "acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-bp1igpak5ft1flypqrst");
    assert_found(fixture, 0);
}

static void an_operation_without_resource_needs_no_account(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(fill(fixture, "ess:DescribeRegions", NULL, 0, ""), RAMPART_OK);
    assert_str(fixture->arn, "*");
    assert_int_equal(FILL(fixture, "ess:CreateDiagnoseReport", "", REGION, GROUP), RAMPART_OK);
    assert_str(fixture->arn, "*");
    assert_found(fixture, 0);
}

static void the_group_can_come_from_another_parameter(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:ChangeResourceGroup", ACCOUNT, REGION, PARAM("ResourceId", "asg-1"),
                          PARAM("NewResourceGroupId", "rg-1")),
                     RAMPART_OK);
    assert_str(fixture->arn, "acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-1");
    assert_int_equal(
        FILL(fixture, "ess:DescribeScalingGroups", ACCOUNT, REGION, PARAM("ScalingGroupIds.1", "asg-2")),
        RAMPART_OK);
    assert_str(fixture->arn, "acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-2");
    assert_found(fixture, 0);
}

static void every_missing_parameter_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *required = "ess:CancelInstanceRefresh takes RegionId, ScalingGroupId, InstanceRefreshTaskId";
    static const char *const names[] = {"RegionId", "ScalingGroupId", "InstanceRefreshTaskId"};
    assert_int_equal(fill(fixture, "ess:CancelInstanceRefresh", NULL, 0, ACCOUNT), RAMPART_INVALID_INPUT);
    assert_found(fixture, 3);
    for (size_t i = 0; i < 3; i++) {
        char message[160];
        snprintf(message, sizeof message, "--param %s=… is required: %s", names[i], required);
        assert_diag(fixture, i, RAMPART_ERROR, "REQ001", message, "");
    }
    rampart_diags_clear(fixture->diags);
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ001",
                "--param InstanceRefreshTaskId=… is required: ess:CancelInstanceRefresh takes RegionId, "
                "ScalingGroupId, InstanceRefreshTaskId",
                "");
}

static void what_only_the_arn_needs_is_named_too(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:DescribeInstanceRefreshes", ACCOUNT, REGION), RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(
        fixture, 0, RAMPART_ERROR, "REQ001",
        "--param ScalingGroupId=… is required: the ARN of ess:DescribeInstanceRefreshes is made from it",
        "pass it, or the ARN with --resource");
}

static void a_missing_account_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", "", REGION, GROUP, TASK),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ001",
                "the account ID is missing: the ARN of ess:CancelInstanceRefresh contains it",
                "pass --account-id, or the principal as a full ARN");
}

static void a_misspelt_name_has_a_suggestion(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(
        FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, PARAM("scalinggroupid", "asg-1"), TASK),
        RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                "ess:CancelInstanceRefresh has no known parameter scalinggroupid",
                "did you mean ScalingGroupId?");
}

static void an_optional_name_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP, TASK,
                          PARAM("OwnerAccount", ""), PARAM("ScalingGroupName", "web")),
                     RAMPART_OK);
    assert_found(fixture, 2);
    assert_diag(
        fixture, 0, RAMPART_WARNING, "REQ026",
        "the parameter OwnerAccount is not used: the ARN of ess:CancelInstanceRefresh does not contain it",
        "leave it out; pass values for conditions with --context");
}

/* One bad value of ScalingGroupId; all else is well. */
static void assert_bad_group(struct fixture *fixture, struct rampart_str value, const char *message,
                             const char *help)
{
    struct rp_param params[] = {REGION, {RP_STR("ScalingGroupId"), value}, TASK};
    rampart_diags_clear(fixture->diags);
    assert_int_equal(fill(fixture, "ess:CancelInstanceRefresh", params, 3, ACCOUNT), RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006", message, help);
}

static void a_value_that_is_no_id_is_refused(void **state)
{
    struct fixture *fixture = *state;
    const char *alone = "write only the ID; pass a whole ARN with --resource";
    assert_bad_group(fixture, RP_STR(""), "the value of --param ScalingGroupId is empty", "");
    assert_bad_group(
        fixture, RP_STR("asg-1*"), "the value of --param ScalingGroupId contains '*', which no ID contains",
        "write the whole ID: the documentation masks its examples with '*', but a call has the ID");
    assert_bad_group(fixture, RP_STR("asg-?"),
                     "the value of --param ScalingGroupId contains '?', which no ID contains", "");
    assert_bad_group(fixture, RP_STR("x/y"),
                     "the value of --param ScalingGroupId contains '/', which no ID contains", alone);
    assert_bad_group(fixture, RP_STR("acs:ess"),
                     "the value of --param ScalingGroupId contains ':', which no ID contains", alone);
    assert_bad_group(fixture, RP_STR("a\nb"),
                     "the value of --param ScalingGroupId contains the byte 0x0A, which no ID contains", "");
    assert_bad_group(fixture, RP_STR("a\0b"),
                     "the value of --param ScalingGroupId contains the byte 0x00, which no ID contains", "");
    assert_bad_group(fixture, RP_STR("asg-\xff"),
                     "the value of --param ScalingGroupId contains the byte 0xFF, which no ID contains", "");
}

static void an_id_that_the_arn_does_not_hold_is_checked_as_well(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP,
                          PARAM("InstanceRefreshTaskId", "ir-*")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, PARAM("RegionId", "*"), GROUP, TASK),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 2);
}

static void two_regions_do_not_fill_one_arn(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP, TASK, REGION),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                "--param RegionId is given 2 times, but an ARN has one value",
                "pass one value, or every ARN with --resource");
}

static void an_unknown_arn_must_be_given(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(fill(fixture, "ess:RecordLifecycleActionHeartbeat", NULL, 0, ACCOUNT),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ008",
                "the catalogue does not contain the ARN of ess:RecordLifecycleActionHeartbeat",
                "pass the ARN with --resource");
}

static void a_group_that_no_parameter_names_must_be_given(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:DeleteScalingRule", ACCOUNT, REGION, PARAM("ScalingRuleId", "asr-1")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(
        fixture, 0, RAMPART_ERROR, "REQ008",
        "the ARN of ess:DeleteScalingRule contains {#ScalingGroupId}, which no known parameter of the call fills",
        "pass the ARN with --resource; its form is "
        "acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}");
}

static void an_inferred_arn_is_filled_with_a_warning(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ess:AttachInstances", ACCOUNT, REGION, PARAM("ScalingGroupId", "asg-1")),
                     RAMPART_OK);
    assert_str(fixture->arn, "acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-1");
    assert_found(fixture, 1);
    assert_diag(
        fixture, 0, RAMPART_WARNING, "REQ008",
        "the ARN of ess:AttachInstances is inferred from its neighbours: no table that states it was found",
        "pass --resource if you know the ARN");
}

static void an_api_that_is_no_action_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(fill(fixture, "ess:VerifyUser", NULL, 0, ACCOUNT), RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ008",
                "ess:VerifyUser is not an action: the API VerifyUser is authorised by ess:DescribeRegions",
                "ask about ess:DescribeRegions");
}

static void diagnostics_are_optional(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_diags *diags = fixture->diags;
    fixture->diags = NULL;
    assert_int_equal(fill(fixture, "ess:CancelInstanceRefresh", NULL, 0, ""), RAMPART_INVALID_INPUT);
    assert_int_equal(FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP, TASK), RAMPART_OK);
    fixture->diags = diags;
}

/* Every template of the catalogue is filled to the last placeholder. */
static void every_template_can_be_filled(void **state)
{
    struct fixture *fixture = *state;
    struct rp_ess_row row;
    struct rampart_str line, left = rp_tsv_rows(rp_catalog_ess());
    size_t filled = 0;
    while (rp_tsv_next(&left, &line)) {
        assert_true(rp_ess_read_row(line, &row));
        struct rp_param params[16] = {REGION, {row.group_param, RP_STR("asg-1")}};
        size_t count = 2;
        for (size_t from = 0; from < row.required.len;) {
            struct rampart_str name = rp_str_from(row.required, from);
            name = rp_str_part(name, 0, rp_str_find(name, ','));
            from += name.len + 1;
            if (rp_str_equal(name, RP_STR("RegionId")) || rp_str_equal(name, row.group_param)) continue;
            assert_in_range(count, 2, 15);
            params[count++] = (struct rp_param){name, RP_STR("x")};
        }
        const struct rp_call call = {
            .action = row.action, .params = params, .param_count = count, .account = RP_STR(ACCOUNT)};
        if (!rp_ess_is_own(&row)) continue;
        if (rp_arn_fill(&fixture->arena, &call, fixture->diags, &fixture->resources) != RAMPART_OK) continue;
        filled++;
        fixture->arn = fixture->resources.arns[0];
        if (rp_str_equal(row.arn, RP_STR("*")))
            assert_str(fixture->arn, "*");
        else
            assert_str(fixture->arn, "acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-1");
    }
    assert_int_equal(filled, 69); /* the others have no template, or nothing that fills it */
}

static void refused_memory_is_survived(void **state)
{
    struct fixture *fixture = *state;
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        rp_arena_free(&fixture->arena);
        rp_arena_init(&fixture->arena, &allocator);
        assert_in_range(allowed, 0, 20);
        status = FILL(fixture, "ess:CancelInstanceRefresh", ACCOUNT, REGION, GROUP, TASK);
        if (allowed == 0) assert_int_equal(status, RAMPART_NO_MEMORY);
        rp_arena_free(&fixture->arena);
        rp_arena_init(&fixture->arena, NULL);
    }
    assert_int_equal(status, RAMPART_OK);
}

/* Of a list or map its name counts; what is optional is not in the tables. */
static void what_an_api_takes(void **state)
{
    static const struct {
        const char *action, *parameter;
        bool taken;
    } cases[] = {
        {"ess:CancelInstanceRefresh", "RegionId", true},
        {"ess:CancelInstanceRefresh", "InstanceRefreshTaskId", true},
        {"ess:CancelInstanceRefresh", "InstanceRefreshTaskId.1", true},
        {"ess:CancelInstanceRefresh", "Stage", false},
        {"ess:CancelInstanceRefresh", "", false},
        {"ess:NoSuchThing", "RegionId", false},
        {"oss:GetObject", "bucket", true},
        {"ecs:AttachDisk", "RegionId", true},
        {"ecs:AttachDisk", "diskid", true},
        {"ecs:AttachDisk", "Device", false},
        {"ecs:TagResources", "ResourceType", true},
        {"ecs:RebootInstance", "InstanceId.12", true},
        {"sts:AssumeRole", "RoleArn", true},
        {"", "RegionId", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rampart_api_takes(rampart_str(cases[i].action), rampart_str(cases[i].parameter)),
                         cases[i].taken);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_arn_of_a_cancel),
        TEST(an_operation_without_resource_needs_no_account),
        TEST(the_group_can_come_from_another_parameter),
        TEST(every_missing_parameter_is_named),
        TEST(what_only_the_arn_needs_is_named_too),
        TEST(a_missing_account_is_asked_for),
        TEST(a_misspelt_name_has_a_suggestion),
        TEST(an_optional_name_changes_nothing),
        TEST(a_value_that_is_no_id_is_refused),
        TEST(an_id_that_the_arn_does_not_hold_is_checked_as_well),
        TEST(two_regions_do_not_fill_one_arn),
        TEST(an_unknown_arn_must_be_given),
        TEST(a_group_that_no_parameter_names_must_be_given),
        TEST(an_inferred_arn_is_filled_with_a_warning),
        TEST(an_api_that_is_no_action_is_refused),
        TEST(diagnostics_are_optional),
        TEST(every_template_can_be_filled),
        TEST(refused_memory_is_survived),
        TEST(what_an_api_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
