/* SPDX-License-Identifier: Apache-2.0 */
/* Where a denial and a decision say the same, and where they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/denial.h>

#include "base/str.h"
#include "decide/rule.h"
#include "support/decision_fixture.h"
#include "support/sets.h"

#define DENY ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"")
#define ALLOW ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")

/* "subject cloud/here; …", then "note; " for each note. */
static const char *compare(const struct fixture_policy *policies, size_t count,
                           const struct rampart_denial *denial, bool *ret_reproduced)
{
    static char told[1024];
    struct decision_fixture fixture;
    struct rampart_set *set = NULL;
    struct rampart_denial_comparison *comparison = NULL;
    told[0] = '\0';
    decision_fixture_open(&fixture, policies, count, 0);
    decision_fixture_ask(&fixture, NULL, "ess:A", "acs:ess:x:1:y/z");
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(
        set_of_policies(NULL, fixture.rules->attachments, fixture.rules->attachment_count, 0, NULL, &set),
        RAMPART_OK);
    assert_int_equal(rampart_denial_compare(denial, set, fixture.request, decision, NULL, &comparison),
                     RAMPART_OK);
    for (size_t i = 0; i < comparison->difference_count; i++) {
        const struct rampart_denial_difference *difference = &comparison->differences[i];
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s %.*s/%.*s; ",
                       RP_ARG(difference->subject), RP_ARG(difference->cloud), RP_ARG(difference->here));
    }
    for (size_t i = 0; i < comparison->notes.count; i++)
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), "note; ");
    *ret_reproduced = comparison->reproduced;
    rampart_denial_comparison_free(comparison);
    rampart_set_free(set);
    decision_fixture_close(&fixture);
    return told;
}

static void compares(const char *policy, struct rampart_denial denial, const char *expected)
{
    const struct fixture_policy given = {"p.json", policy, RAMPART_LAYER_IDENTITY, 0, 0};
    bool reproduced = false;
    assert_string_equal(compare(&given, 1, &denial, &reproduced), expected);
    assert_int_equal(reproduced, strchr(expected, '/') == NULL);
}

static struct rampart_denial saying(const char *type, const char *layer)
{
    return (struct rampart_denial){.no_permission_type = rampart_str(type),
                                   .policy_type = rampart_str(layer)};
}

static void type_and_layer(void **state)
{
    (void)state;
    compares(DENY, saying("ExplicitDeny", "AccountLevelIdentityBasedPolicy"), "");
    compares(DENY, saying("explicitdeny", "IdentityBasedPolicy"), "");
    compares(DENY, saying("", ""), "");
    compares(DENY, saying("ImplicitDeny", "ControlPolicy"),
             "NoPermissionType ImplicitDeny/ExplicitDeny; PolicyType "
             "ControlPolicy/AccountLevelIdentityBasedPolicy; ");
    compares(DENY, saying("ExplicitDeny", "NewPolicy"), "note; ");
    compares(ALLOW, saying("ImplicitDeny", ""), "decision Deny/Allow; ");
}

/* Where the cloud names no policy type, the EC of OSS may stand for layers. */
static void layers_of_the_ec(void **state)
{
    const struct rampart_str bucket[] = {RP_STR("BucketPolicy")};
    const struct rampart_str ram[] = {RP_STR("ControlPolicy"), RP_STR("AccountLevelIdentityBasedPolicy")};
    struct rampart_denial denial = {.layers = {bucket, 1}};
    (void)state;
    compares(DENY, denial, "layer BucketPolicy/AccountLevelIdentityBasedPolicy; ");
    denial.layers = (struct rampart_strs){ram, 2};
    compares(DENY, denial, "");
    denial.layers = (struct rampart_strs){ram, 1};
    denial.policy_type = RP_STR("AccountLevelIdentityBasedPolicy");
    compares(DENY, denial, "");
    compares(DENY, saying("", "ResourceBasedPolicy"),
             "PolicyType ResourceBasedPolicy/AccountLevelIdentityBasedPolicy; ");
}

static struct rampart_denial about(const char *action, const char *resource, const char *type,
                                   const char *name)
{
    return (struct rampart_denial){.action = rampart_str(action),
                                   .resource = rampart_str(resource),
                                   .principal_type = rampart_str(type),
                                   .principal_name = rampart_str(name)};
}

/* What is asked here is ess:A of acs:ess:x:1:y/z by user alice. */
static void another_question_is_a_difference(void **state)
{
    (void)state;
    compares(DENY, about("ess:A", "acs:ess:x:1:y/z", "SubUser", "2000"), "");
    compares(DENY, about("ESS:a", "acs:ess:*:1:y/z", "Federated", "saml-provider/x"), "");
    compares(DENY, about("", "", "", ""), "");
    compares(DENY, about("ess:B", "", "", ""), "action ess:B/ess:A; ");
    compares(DENY, about("", "acs:ess:x:1:y", "", ""), "resource acs:ess:x:1:y/acs:ess:x:1:y/z; ");
    compares(DENY, about("", "", "RootUser", "1"), "principal RootUser 1/acs:ram::1:user/alice; ");
    compares(DENY, about("", "", "AssumedRoleUser", "alice:s"),
             "principal AssumedRoleUser alice:s/acs:ram::1:user/alice; ");
}

static void the_scope_tried_last_is_no_difference(void **state)
{
    (void)state;
    const char *none = ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ram:*\",\"Resource\":\"*\"");
    compares(none, saying("ImplicitDeny", "ResourceGroupLevelIdentityBasedPolicy"), "note; ");
    compares(DENY, saying("ExplicitDeny", "ResourceGroupLevelIdentityBasedPolicy"),
             "PolicyType ResourceGroupLevelIdentityBasedPolicy/AccountLevelIdentityBasedPolicy; ");
}

static struct rampart_denial naming(const struct rampart_denial_policy *policies, size_t count)
{
    return (struct rampart_denial){
        .no_permission_type = RP_STR("ExplicitDeny"), .policies = policies, .policy_count = count};
}

static void policies_by_name_type_effect_and_scope(void **state)
{
    (void)state;
    struct rampart_denial_policy policy = {.name = RP_STR("p"),
                                           .type = RP_STR("Custom"),
                                           .effect = RP_STR("Deny"),
                                           .entity = RP_STR("RamUser"),
                                           .scope = RP_STR("Account")};
    compares(DENY, naming(&policy, 1), "");
    policy.scope = RP_STR("ResourceGroup");
    compares(DENY, naming(&policy, 1),
             "policy p denies/is not attached in this way; policy p is not among those that deny/denies; ");
    policy.scope = RP_STR("");
    policy.type = RP_STR("System");
    compares(DENY, naming(&policy, 1),
             "policy p denies/is not attached in this way; policy p is not among those that deny/denies; ");
    policy = (struct rampart_denial_policy){.name = RP_STR("p"), .effect = RP_STR("Allow")};
    compares(DENY, naming(&policy, 1), "policy p is not among those that deny/denies; ");
    policy = (struct rampart_denial_policy){.name = RP_STR("cp-1"), .effect = RP_STR("Deny")};
    compares(DENY, naming(&policy, 1), "note; ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(type_and_layer),
        cmocka_unit_test(layers_of_the_ec),
        cmocka_unit_test(another_question_is_a_difference),
        cmocka_unit_test(the_scope_tried_last_is_no_difference),
        cmocka_unit_test(policies_by_name_type_effect_and_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
