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

/* ---- actions of other services ---- */

/* The resources, separated by blanks. */
static void assert_arns(const struct fixture *fixture, const char *expected)
{
    char printed[1000] = "";
    size_t len = 0;
    for (size_t i = 0; i < fixture->resources.count; i++)
        len += (size_t)snprintf(printed + len, sizeof printed - len, "%s%.*s", i > 0 ? " " : "",
                                RP_ARG(fixture->resources.arns[i]));
    assert_string_equal(printed, expected);
}

#define ECS "acs:ecs:cn-hangzhou:" ACCOUNT ":"

static void each_part_of_a_list_is_a_resource(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ecs:RebootInstances", ACCOUNT, REGION, PARAM("InstanceId.1", "i-1"),
                          PARAM("InstanceId.2", "i-2")),
                     RAMPART_OK);
    assert_arns(fixture, ECS "instance/i-1 " ECS "instance/i-2");
    assert_int_equal(
        FILL(fixture, "ecs:DescribeInstances", ACCOUNT, REGION, PARAM("InstanceIds", "[\"i-1\", \"i-\\u0032\"]")),
        RAMPART_OK);
    assert_arns(fixture, ECS "instance/i-1 " ECS "instance/i-2");
    assert_int_equal(FILL(fixture, "log:GetLogStore", ACCOUNT, REGION, PARAM("project", "p"),
                          PARAM("logstore", "[\"a\",\"b\"]")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:log:cn-hangzhou:" ACCOUNT ":project/p/logstore/a acs:log:cn-hangzhou:" ACCOUNT
                         ":project/p/logstore/b");
    assert_found(fixture, 0);
}

static void an_empty_list_names_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ecs:DescribeInstances", ACCOUNT, REGION, PARAM("InstanceIds", "[]")),
                     RAMPART_OK);
    assert_arns(fixture, ECS "instance/*");
    assert_int_equal(FILL(fixture, "ecs:RunCommand", ACCOUNT, REGION, PARAM("InstanceId", "[]")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ001",
                "--param InstanceId=… is required: the ARN of ecs:RunCommand is made from it",
                "pass it, or the ARN with --resource");
}

static void what_is_no_list_of_values_is_no_list(void **state)
{
    static const char *const values[] = {"[\"i-1\"", "[[\"i-1\"]]", "[{\"a\":1}]", "i-1,i-2"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 4; i++) {
        const struct rp_param params[] = {REGION, {RP_STR("InstanceIds"), rampart_str(values[i])}};
        rampart_diags_clear(fixture->diags);
        assert_int_equal(fill(fixture, "ecs:DescribeInstances", params, 2, ACCOUNT), RAMPART_INVALID_INPUT);
        assert_found(fixture, 1);
        assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                    i < 3 ? "the value of --param InstanceIds contains '[', which no ID contains"
                          : "the value of --param InstanceIds contains ',', which no ID contains",
                    "write several as a list: InstanceIds=[\"…\",\"…\"]");
    }
}

static void of_two_lists_nobody_knows_what_belongs_together(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "log:GetLogStore", ACCOUNT, REGION, PARAM("project", "[\"p\",\"q\"]"),
                          PARAM("logstore", "[\"a\",\"b\"]")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                "{#project} and {#logstore} in the ARN of log:GetLogStore have several values each: which of "
                "them belong together is not known",
                "pass every ARN with --resource");
}

static void two_parameters_of_one_place_are_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ecs:DescribeInstances", ACCOUNT, REGION, PARAM("InstanceId", "i-1"),
                          PARAM("InstanceIds", "[\"i-2\"]")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                "--param InstanceId and --param InstanceIds both fill {#instanceId} in the ARN of "
                "ecs:DescribeInstances",
                "pass one of them, or every ARN with --resource");
}

static void the_kind_tells_which_resource_is_meant(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "vpc:UnassociateEipAddress", ACCOUNT, REGION, PARAM("AllocationId", "eip-1"),
                          PARAM("InstanceId", "havip-1"), PARAM("InstanceType", "HaVip")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:vpc:cn-hangzhou:" ACCOUNT ":eip/eip-1 acs:vpc:cn-hangzhou:" ACCOUNT ":havip/havip-1");
    assert_int_equal(FILL(fixture, "vpc:UnassociateEipAddress", ACCOUNT, REGION, PARAM("AllocationId", "eip-1"),
                          PARAM("InstanceId", "ngw-1"), PARAM("InstanceType", "Nat")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:vpc:cn-hangzhou:" ACCOUNT ":eip/eip-1");
    assert_int_equal(FILL(fixture, "vpc:UnassociateEipAddress", ACCOUNT, REGION, PARAM("AllocationId", "eip-1")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:vpc:cn-hangzhou:" ACCOUNT ":eip/eip-1");
    assert_found(fixture, 0);
    assert_int_equal(FILL(fixture, "vpc:UnassociateEipAddress", ACCOUNT, REGION, PARAM("AllocationId", "eip-1"),
                          PARAM("InstanceId", "i-1")),
                     RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ001",
                "--param InstanceType=… is required: the ARN of vpc:UnassociateEipAddress is made from it",
                "pass it, or the ARN with --resource");
}

/* The table requires a VPC and a VBR: the one that the call names, for it names one. */
static void one_of_two_required_resources_is_named(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "vpc:GrantInstanceToCen", ACCOUNT, REGION, PARAM("InstanceId", "vpc-1"),
                          PARAM("InstanceType", "VPC")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:vpc:cn-hangzhou:" ACCOUNT ":vpc/vpc-1");
    assert_int_equal(FILL(fixture, "cen:PublishRouteEntries", ACCOUNT, PARAM("CenId", "cen-1"),
                          PARAM("ChildInstanceId", "vbr-1"), PARAM("ChildInstanceType", "VBR")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:cen:*:" ACCOUNT ":ceninstance/cen-1 acs:vpc:*:" ACCOUNT ":virtualborderrouter/vbr-1");
    assert_found(fixture, 0);
    assert_int_equal(FILL(fixture, "cen:PublishRouteEntries", ACCOUNT, PARAM("CenId", "cen-1"),
                          PARAM("ChildInstanceId", "ccn-1"), PARAM("ChildInstanceType", "CCN")),
                     RAMPART_INVALID_INPUT);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006",
                "the ARN of cen:PublishRouteEntries is not known for this value of --param ChildInstanceType, only "
                "for others such as VBR",
                "correct the value, or pass the ARN with --resource");
    rampart_diags_clear(fixture->diags);
    assert_int_equal(FILL(fixture, "cen:PublishRouteEntries", ACCOUNT, PARAM("CenId", "cen-1")),
                     RAMPART_INVALID_INPUT);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ001",
                "--param ChildInstanceId=… is required: the ARN of cen:PublishRouteEntries is made from it",
                "pass it, or the ARN with --resource");
}

/* A policy is the account's or the cloud's: which one the call tells, or nobody knows. */
static void the_type_tells_which_policy_is_meant(void **state)
{
    struct fixture *fixture = *state;
    static const char *const actions[] = {"ram:GetPolicy", "ram:ListPolicyVersions"};
    for (size_t i = 0; i < 2; i++) {
        char message[200];
        assert_int_equal(FILL(fixture, actions[i], ACCOUNT, PARAM("PolicyName", "p")), RAMPART_INVALID_INPUT);
        assert_found(fixture, 1);
        (void)snprintf(message, sizeof message,
                       "--param PolicyType=… is required: the ARN of %s is made from it", actions[i]);
        assert_diag(fixture, 0, RAMPART_ERROR, "REQ001", message, "pass it, or the ARN with --resource");
        rampart_diags_clear(fixture->diags);
        assert_int_equal(FILL(fixture, actions[i], ACCOUNT, PARAM("PolicyName", "p"), PARAM("PolicyType", "Own")),
                         RAMPART_INVALID_INPUT);
        assert_found(fixture, 1);
        (void)snprintf(message, sizeof message,
                       "the ARN of %s is not known for this value of --param PolicyType, only for others such as %s",
                       actions[i], i == 0 ? "System" : "Custom");
        assert_diag(fixture, 0, RAMPART_ERROR, "REQ006", message, "correct the value, or pass the ARN with --resource");
        rampart_diags_clear(fixture->diags);
        assert_int_equal(FILL(fixture, actions[i], ACCOUNT, PARAM("PolicyName", "p"),
                              PARAM("PolicyType", "[\"System\",\"Custom\"]")),
                         RAMPART_INVALID_INPUT);
        assert_found(fixture, 1);
        (void)snprintf(message, sizeof message,
                       "--param PolicyType has several values, and the ARN of %s depends on it", actions[i]);
        assert_diag(fixture, 0, RAMPART_ERROR, "REQ006", message, "pass one value, or every ARN with --resource");
        rampart_diags_clear(fixture->diags);
    }
}

static void a_global_service_needs_no_region(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ram:GetRole", ACCOUNT, PARAM("RoleName", "ci")), RAMPART_OK);
    assert_arns(fixture, "acs:ram:*:" ACCOUNT ":role/ci");
    assert_int_equal(FILL(fixture, "ecs:AttachInstanceRamRole", ACCOUNT, REGION,
                          PARAM("InstanceIds", "[\"i-1\"]"), PARAM("RamRoleName", "ci")),
                     RAMPART_OK);
    assert_arns(fixture, ECS "instance/i-1 acs:ram:*:" ACCOUNT ":role/ci");
}

static void a_name_is_no_part_of_an_arn(void **state)
{
    static const struct {
        const char *value, *message;
    } cases[] = {
        {"", "the value of --param RoleName is empty"},
        {"a*", "the value of --param RoleName contains '*', which no name contains"},
        {"a?", "the value of --param RoleName contains '?', which no name contains"},
        {"a/b", "the value of --param RoleName contains '/', which no name contains"},
        {"acs:ram::1:role/a", "the value of --param RoleName contains ':', which no name contains"},
        {"a,b", "the value of --param RoleName contains ',', which no name contains"},
        {"a b", "the value of --param RoleName contains the byte 0x20, which no name contains"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rp_param params[] = {{RP_STR("RoleName"), rampart_str(cases[i].value)}};
        rampart_diags_clear(fixture->diags);
        assert_int_equal(fill(fixture, "ram:GetRole", params, 1, ACCOUNT), RAMPART_INVALID_INPUT);
        assert_found(fixture, 1);
        assert_str(rampart_diags_at(fixture->diags, 0)->message, cases[i].message);
    }
    assert_int_equal(
        FILL(fixture, "oss:GetObject", ACCOUNT, REGION, PARAM("bucket", "b"), PARAM("key", "a, b/c:d*.txt")),
        RAMPART_OK);
    assert_arns(fixture, "acs:oss:cn-hangzhou:" ACCOUNT ":b/a, b/c:d*.txt");
}

static void a_whole_arn_is_taken_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "sts:AssumeRole", ACCOUNT, PARAM("RoleArn", "acs:ram::2:role/ci")),
                     RAMPART_OK);
    assert_arns(fixture, "acs:ram::2:role/ci");
    assert_found(fixture, 0);
    assert_int_equal(FILL(fixture, "sts:AssumeRole", ACCOUNT, PARAM("RoleArn", "ci")), RAMPART_INVALID_INPUT);
    assert_found(fixture, 1);
    assert_diag(fixture, 0, RAMPART_ERROR, "REQ006", "the value of --param RoleArn is not an ARN", "");
}

static void an_action_without_templates_gives_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "nosuch:Thing", ACCOUNT, REGION), RAMPART_OK);
    assert_int_equal(fixture->resources.count, 0);
    assert_found(fixture, 0);
}

static void an_older_statement_is_told_of(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(FILL(fixture, "ecs:RunInstances", ACCOUNT, REGION), RAMPART_OK);
    assert_arns(fixture, "*");
    assert_found(fixture, 1);
    const struct rampart_diag *diag = rampart_diags_at(fixture->diags, 0);
    assert_int_equal(diag->severity, RAMPART_WARNING);
    assert_true(rp_str_starts(diag->message, RP_STR("tables disagree on what ecs:RunInstances is authorised on: "
                                                    "the newest counts; that of 2021-07-19 (AlibabaCloudDocs/ecs) "
                                                    "says acs:ecs:{#regionId}:{#accountId}:image/{#imageNo}, ")));
}

/* As long a list as a parameter may have: it takes a moment, and not the square of it. */
static void many_values_cost_a_moment(void **state)
{
    enum { MANY = 12000 };
    struct fixture *fixture = *state;
    struct rp_param *params = calloc(MANY + 2, sizeof *params);
    char(*names)[24] = calloc(MANY, sizeof *names);
    assert_non_null(params);
    assert_non_null(names);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "ResourceId.%zu", i);
        params[i] = (struct rp_param){rampart_str(names[i]), RP_STR("i-1")};
    }
    params[MANY] = (struct rp_param){RP_STR("ResourceType"), RP_STR("instance")};
    params[MANY + 1] = (struct rp_param)REGION;
    assert_int_equal(fill(fixture, "ecs:TagResources", params, MANY + 2, ACCOUNT), RAMPART_OK);
    assert_int_equal(fixture->resources.count, MANY);
    free(names);
    free(params);
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
        assert_int_equal(rampart_api_takes(NULL, rampart_str(cases[i].action), rampart_str(cases[i].parameter)),
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
        TEST(each_part_of_a_list_is_a_resource),
        TEST(an_empty_list_names_nothing),
        TEST(what_is_no_list_of_values_is_no_list),
        TEST(of_two_lists_nobody_knows_what_belongs_together),
        TEST(two_parameters_of_one_place_are_refused),
        TEST(the_kind_tells_which_resource_is_meant),
        TEST(one_of_two_required_resources_is_named),
        TEST(the_type_tells_which_policy_is_meant),
        TEST(a_global_service_needs_no_region),
        TEST(a_name_is_no_part_of_an_arn),
        TEST(a_whole_arn_is_taken_as_it_is),
        TEST(an_action_without_templates_gives_nothing),
        TEST(an_older_statement_is_told_of),
        TEST(many_values_cost_a_moment),
        TEST(refused_memory_is_survived),
        TEST(what_an_api_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
