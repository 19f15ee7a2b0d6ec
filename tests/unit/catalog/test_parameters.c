/* SPDX-License-Identifier: Apache-2.0 */
/* The places of a template, and which parameters fill them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <rampart/catalog.h>

#include "catalog/parameters.h"

static void places_are_told_by_where_they_stand(void **state)
{
    static const struct {
        const char *name, *kind;
        bool is_account, is_region;
    } expected[] = {{"RegionID", "", false, true},
                    {"accountid", "", true, false},
                    {"accountId", "account", false, false},
                    {"regionId", "", false, false}};
    const struct rampart_str template = RP_STR("acs:x:{#RegionID}:{#accountid}:account/{#accountId}-{#regionId}");
    struct rp_place place;
    size_t cursor = 0, count = 0;
    (void)state;
    while (rp_place_next(template, &cursor, &place)) {
        assert_in_range(count, 0, 3);
        assert_true(rp_str_equal(place.name, rampart_str(expected[count].name)));
        assert_true(rp_str_equal(place.kind, rampart_str(expected[count].kind)));
        assert_int_equal(place.is_account, expected[count].is_account);
        assert_int_equal(place.is_region, expected[count].is_region);
        count++;
    }
    assert_int_equal(count, 4);
    cursor = 0;
    assert_false(rp_place_next(RP_STR("acs:x:*:*:}{#a"), &cursor, &place));
    assert_false(rp_place_next(RP_STR("*"), &cursor, &place));
}

/* "A B[kind=value]" of the fillers of a place, in their order; "~" before a name of which the case does not count. */
static void assert_fillers(const char *action, const char *name, const char *kind, const char *expected)
{
    const struct rp_place place = {.name = rampart_str(name), .kind = rampart_str(kind)};
    struct rp_filler_cursor cursor = {.row = 0};
    struct rp_filler filler;
    char printed[200] = "";
    size_t len = 0;
    while (rp_filler_next(rampart_str(action), &place, &cursor, &filler)) {
        len += (size_t)snprintf(printed + len, sizeof printed - len, "%s%s%.*s", len > 0 ? " " : "",
                                filler.spelt ? "" : "~", RP_ARG(filler.name));
        if (filler.kind.len > 0)
            len += (size_t)snprintf(printed + len, sizeof printed - len, "[%.*s=%.*s]", RP_ARG(filler.kind),
                                    RP_ARG(filler.value));
    }
    assert_string_equal(printed, expected);
}

static void the_nearest_rows_count(void **state)
{
    (void)state;
    assert_fillers("ecs:AttachDisk", "diskId", "disk", "~diskId");
    assert_fillers("rds:DescribeParameters", "dbinstanceid", "dbinstance", "DBInstanceId");
    assert_fillers("ecs:AttachNetworkInterface", "ENIID", "eni", "NetworkInterfaceId"); /* of the service */
    assert_fillers("ecs:DescribeEniMonitorData", "eniId", "eni", "EniId");              /* of the action */
    assert_fillers("ecs:TagResources", "eniId", "eni", "ResourceId[ResourceType=eni]");
    assert_fillers("vpc:AssociateEipAddress", "NatGatewayId", "natgateway", "InstanceId[InstanceType=Nat]");
    assert_fillers("oss:GetObject", "objectName", "", "key object objectName"); /* of any */
    assert_fillers("ecs:CreateDisk", "diskId", "disk", "");                     /* there is none */
    assert_fillers("sts:AssumeRole", "*", "", "RoleArn");
    assert_fillers("ecs:AttachDisk", "*", "", "");
    assert_fillers("ess:ChangeResourceGroup", "ScalingGroupId", "scalinggroup", "ResourceId");
    assert_fillers("ess:DeleteScalingRule", "ScalingGroupId", "scalinggroup", "");
    assert_fillers("nosuch", "a", "", "~a");
}

/* The names that a call may have, in one line. */
static void assert_parameters(const char *action, const char *expected)
{
    struct rampart_str names[16];
    char printed[256] = "";
    const size_t count = rampart_api_parameters(NULL, rampart_str(action), names, 16);
    assert_true(count <= 16);
    for (size_t i = 0, len = 0; i < count; i++)
        len += (size_t)snprintf(printed + len, sizeof printed - len, "%s%.*s", i > 0 ? " " : "", RP_ARG(names[i]));
    assert_string_equal(printed, expected);
    assert_int_equal(rampart_api_parameters(NULL, rampart_str(action), NULL, 0), count);
}

static void an_action_lists_its_parameters(void **state)
{
    struct rampart_str one[1];
    (void)state;
    assert_parameters("ess:CancelInstanceRefresh", "RegionId ScalingGroupId InstanceRefreshTaskId");
    assert_parameters("ecs:AttachDisk", "RegionId diskId instanceId"); /* each once, though an older page has them too */
    assert_parameters("oss:GetObject", "RegionId bucket bucketName key object objectName");
    assert_parameters("ram:AttachPolicyToUser", "PolicyName PolicyType UserName"); /* no region, and what tells the kind */
    assert_parameters("sts:AssumeRole", "RoleArn");
    assert_parameters("nosuch:Thing", "");
    assert_int_equal(rampart_api_parameters(NULL, RP_STR("oss:GetObject"), one, 1), 6);
    assert_int_equal(one[0].len, 8);
}

static void lists_have_dotted_names(void **state)
{
    static const struct {
        const char *param;
        bool spelt, fills;
    } cases[] = {
        {"Group.Id", true, true},      {"Group.1.Id", true, true},    {"Group.1.Id.2", true, true},
        {"Group.Ids", true, true},     {"Group.12.Ids.3", true, true}, {"Groups.Id", true, false},
        {"Group.Idss", true, false},   {"Group", true, false},        {"Group.Id.x", true, false},
        {"group.id", true, false},     {"group.id", false, true},     {"GROUP.1.IDs", false, true},
        {"", true, false},             {"1", true, false},            {"Group..Id", true, false},
        {"Group.1x.Id", true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rp_filler filler = {.name = RP_STR("Group.Id"), .spelt = cases[i].spelt};
        if (rp_filler_is(&filler, rampart_str(cases[i].param), false) != cases[i].fills)
            fail_msg("%s: %d", cases[i].param, cases[i].fills);
        assert_int_equal(rp_filler_is(&filler, rampart_str(cases[i].param), true),
                         cases[i].fills || strcmp(cases[i].param, "group.id") == 0);
    }
    assert_true(rp_params_alike(RP_STR("Id.1"), RP_STR("Id.2")));
    assert_false(rp_params_alike(RP_STR("Id.1"), RP_STR("Ids.1")));
    assert_false(rp_params_alike(RP_STR("Id"), RP_STR("id")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_told_by_where_they_stand),
        cmocka_unit_test(the_nearest_rows_count),
        cmocka_unit_test(an_action_lists_its_parameters),
        cmocka_unit_test(lists_have_dotted_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
