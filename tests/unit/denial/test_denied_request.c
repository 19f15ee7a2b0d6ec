/* SPDX-License-Identifier: Apache-2.0 */
/* The request of a denial: what is given comes first, what neither says is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/denial.h>

#include "base/str.h"
#include "decide/request.h"
#include "support/diag_lines.h"

struct filled {
    struct rampart_diags *diags;
    struct rampart_request *request;
    enum rampart_status status;
    char lines[1024];
};

static void fill(struct filled *filled, const struct rampart_denial *denial, const char *principal,
                 const char *account)
{
    *filled = (struct filled){0};
    assert_int_equal(rampart_diags_new(NULL, &filled->diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &filled->request), RAMPART_OK);
    if (account != NULL)
        assert_int_equal(rampart_request_set_account(filled->request, rampart_str(account), NULL),
                         RAMPART_OK);
    if (principal != NULL)
        assert_int_equal(rampart_request_set_principal(filled->request, rampart_str(principal), NULL),
                         RAMPART_OK);
    filled->status = rampart_denial_fill(denial, filled->request, 0, filled->diags);
    if (filled->status == RAMPART_OK)
        assert_int_equal(rampart_request_finish(filled->request, filled->diags), RAMPART_OK);
    diag_lines(filled->diags, filled->lines, sizeof filled->lines);
}

static void drop(struct filled *filled)
{
    rampart_request_free(filled->request);
    rampart_diags_free(filled->diags);
}

static struct rampart_denial a_denial(const char *type, const char *name)
{
    return (struct rampart_denial){.action = RP_STR("ess:A"),
                                   .resource = RP_STR("acs:ess:x:1:y/z"),
                                   .principal_type = rampart_str(type),
                                   .principal_name = rampart_str(name),
                                   .owner = RP_STR("1")};
}

static void asks_as(const char *type, const char *name, const char *expected)
{
    struct filled filled;
    const struct rampart_denial denial = a_denial(type, name);
    fill(&filled, &denial, NULL, NULL);
    assert_int_equal(filled.status, RAMPART_OK);
    struct rampart_str principal = rampart_request_principal(filled.request);
    if (!rp_str_equal(principal, rampart_str(expected)))
        fail_msg("%.*s, expected %s", RP_ARG(principal), expected);
    drop(&filled);
}

static void who_asked_is_made_from_the_denial(void **state)
{
    (void)state;
    asks_as("AssumedRoleUser", "ci:run-42", "acs:ram::1:role/ci/run-42");
    asks_as("AssumedRoleUser", "ci", "acs:ram::1:role/ci");
    asks_as("Federated", "saml-provider/idp", "acs:ram::1:saml-provider/idp");
    asks_as("RootUser", "1", "acs:ram::1:root");
}

static void an_id_is_no_name(void **state)
{
    (void)state;
    struct filled filled;
    const struct rampart_denial denial = a_denial("SubUser", "200000000000000011");
    fill(&filled, &denial, NULL, NULL);
    assert_int_equal(filled.status, RAMPART_INVALID_INPUT);
    assert_string_equal(filled.lines,
                        "DEN003 0:0 the error has only the ID of the user, 200000000000000011, but policies "
                        "are attached to names | pass it with --principal user/NAME");
    drop(&filled);
    fill(&filled, &denial, "user/alice", NULL);
    assert_int_equal(filled.status, RAMPART_OK);
    assert_true(rp_str_equal(rampart_request_principal(filled.request), RP_STR("acs:ram::1:user/alice")));
    drop(&filled);
}

static void everything_that_is_missing_is_asked_for(void **state)
{
    (void)state;
    struct filled filled;
    const struct rampart_denial denial = {.code = RP_STR("NoPermission")};
    fill(&filled, &denial, NULL, NULL);
    assert_int_equal(filled.status, RAMPART_INVALID_INPUT);
    assert_string_equal(filled.lines,
                        "DEN003 0:0 the denial has no action | pass it with --action ACTION\n"
                        "DEN003 0:0 the denial has no resource | pass it with --resource ARN (or --param "
                        "NAME=VALUE)\n"
                        "DEN003 0:0 the denial has no principal | pass it with --principal PRINCIPAL");
    drop(&filled);
}

/* `resource`: what the request is about; NULL: it is asked for. */
static void bucket_is(const char *action, const char *bucket, const char *object, const char *resource,
                      const char *lines)
{
    struct filled filled;
    const struct rampart_denial denial = {.action = rampart_str(action),
                                          .bucket = rampart_str(bucket),
                                          .object = rampart_str(object),
                                          .owner = RP_STR("1")};
    fill(&filled, &denial, "user/alice", NULL);
    assert_string_equal(filled.lines, lines);
    assert_int_equal(filled.status, resource == NULL ? RAMPART_INVALID_INPUT : RAMPART_OK);
    if (resource != NULL) assert_true(rp_str_equal(filled.request->resources->arn, rampart_str(resource)));
    drop(&filled);
}

static void a_bucket_is_taken_as_one_of_the_account(void **state)
{
    (void)state;
#define ASSUMED(path)                                                                                       \
    "DEN004 0:0 the error does not name the owner of the bucket b: it is taken as one of account 1 | pass " \
    "--resource acs:oss:*:OWNER:" path " if it is of another account"
    bucket_is("oss:GetBucketAcl", "b", "", "acs:oss:*:1:b", ASSUMED("b"));
    bucket_is("oss:GetBucketAcl", "b", "o", "acs:oss:*:1:b", ASSUMED("b"));
    bucket_is("oss:GetObject", "b", "d/o", "acs:oss:*:1:b/d/o", ASSUMED("b/d/o"));
#define UNTOLD                                                                                               \
    "DEN003 0:0 the error has only the bucket b, which does not tell the resource of this action | pass it " \
    "with --resource ARN"
    bucket_is("oss:GetObject", "b", "", NULL, UNTOLD);
    bucket_is("oss:NobodyKnows", "b", "", NULL, UNTOLD);
    bucket_is("ess:A", "b", "o", NULL, UNTOLD);
}

static void contradictions_are_warned_of(void **state)
{
    struct filled filled;
    const struct rampart_str conflict = RP_STR("x: 1 here, 2 there");
    struct rampart_denial denial = a_denial("RootUser", "1");
    (void)state;
    denial.conflicts = (struct rampart_strs){&conflict, 1};
    fill(&filled, &denial, NULL, NULL);
    assert_int_equal(filled.status, RAMPART_OK);
    assert_string_equal(filled.lines, "DEN005 0:0 the error contradicts itself: x: 1 here, 2 there");
    drop(&filled);
}

static void a_name_of_another_account_is_another_principal(void **state)
{
    (void)state;
    struct filled filled;
    const struct rampart_denial denial = a_denial("SubUser", "2");
    fill(&filled, &denial, "user/alice", "9");
    assert_int_equal(filled.status, RAMPART_INVALID_INPUT);
    assert_string_equal(filled.lines, "REQ005 0:0 the error is about a principal of account 1, not of 9 | "
                                      "pass the policies of that account");
    drop(&filled);
}

static void what_was_given_stays(void **state)
{
    (void)state;
    struct filled filled = {0};
    struct rampart_denial denial = a_denial("RootUser", "");
    const struct rampart_str values[] = {RP_STR("from the denial")};
    const struct rampart_denial_condition conditions[] = {{RP_STR("K"), {values, 1}},
                                                          {RP_STR("l"), {values, 1}}};
    denial.conditions = conditions;
    denial.condition_count = 2;
    assert_int_equal(rampart_request_new(NULL, &filled.request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(filled.request, RP_STR("ess:B"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(filled.request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_context(filled.request, RP_STR("k"), RP_STR("given"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_denial_fill(&denial, filled.request, 0, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(filled.request, NULL), RAMPART_OK);
    assert_true(rp_str_equal(rampart_request_action(filled.request), RP_STR("ess:B")));
    assert_int_equal(rampart_request_resource_count(filled.request), 1);
    assert_true(rp_str_equal(rampart_request_resource(filled.request, 0), RP_STR("*")));
    assert_int_equal(rampart_denial_fill(&denial, filled.request, 0, NULL), RAMPART_MISUSE);
    drop(&filled);
}

static void policies_of_anybody_need_no_principal(void **state)
{
    struct filled filled = {0};
    const struct rampart_denial denial = a_denial("SubUser", "200000000000000011"), empty = {.action = {NULL, 0}},
                                root = a_denial("RootUser", ""), bucket = {.bucket = RP_STR("reports")},
                                nameless = a_denial("AssumedRoleUser", "");
    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &filled.diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &filled.request), RAMPART_OK);
    assert_int_equal(rampart_denial_fill(&denial, filled.request, RAMPART_DENIAL_PRINCIPAL, filled.diags), RAMPART_OK);
    assert_int_equal(rampart_diags_count(filled.diags), 0);
    assert_int_equal(rampart_request_finish(filled.request, filled.diags), RAMPART_OK);
    assert_true(rp_str_equal(rampart_request_action(filled.request), RP_STR("ess:A")));
    drop(&filled);
    assert_int_equal(rampart_denial_lacks(&denial), RAMPART_DENIAL_PRINCIPAL);
    assert_int_equal(rampart_denial_lacks(&nameless), RAMPART_DENIAL_PRINCIPAL);
    assert_int_equal(rampart_denial_lacks(&root), 0);
    assert_int_equal(rampart_denial_lacks(&bucket), RAMPART_DENIAL_ACTION | RAMPART_DENIAL_PRINCIPAL);
    assert_int_equal(rampart_denial_lacks(&empty),
                     RAMPART_DENIAL_ACTION | RAMPART_DENIAL_RESOURCE | RAMPART_DENIAL_PRINCIPAL);
}

/* The key is open, although the request is complete: what the cloud printed is neither taken for a value nor for none. */
static void a_value_that_its_key_cannot_have_leaves_it_open(void **state)
{
    (void)state;
    struct filled filled = {0};
    struct rampart_denial denial = a_denial("RootUser", "");
    const struct rampart_str addresses[] = {RP_STR("10.0.0.1"), RP_STR("10.0.0.1:443")},
                             times[] = {RP_STR("2026-01-31T08:00:00Z")};
    const struct rampart_denial_condition conditions[] = {{RP_STR("acs:SourceIp"), {addresses, 2}},
                                                          {RP_STR("acs:CurrentTime"), {times, 1}}};
    const struct rp_context_key *values = NULL;
    denial.conditions = conditions;
    denial.condition_count = 2;
    assert_int_equal(rampart_diags_new(NULL, &filled.diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &filled.request), RAMPART_OK);
    assert_int_equal(rampart_request_set_time(filled.request, RP_STR("2020-01-01T00:00:00Z"), NULL),
                     RAMPART_OK);
    rampart_request_set_complete(filled.request, true);
    assert_int_equal(rampart_denial_fill(&denial, filled.request, 0, filled.diags), RAMPART_OK);
    assert_string_equal(
        diag_lines(filled.diags, filled.lines, sizeof filled.lines),
        "REQ007 0:0 the denial has the invalid value \"10.0.0.1:443\" for acs:SourceIp: the key "
        "is taken as unknown | "
        "pass one IP address alone, such as 203.0.113.10 with --context acs:SourceIp=VALUE");
    assert_int_equal(rampart_diags_found(filled.diags, RAMPART_ERROR), 0);
    assert_int_equal(rampart_request_finish(filled.request, NULL), RAMPART_OK);
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:SourceIp"), &values), RP_KEY_UNKNOWN);
    assert_null(values);
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:MFAPresent"), &values), RP_KEY_ABSENT);
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:CurrentTime"), &values), RP_KEY_PRESENT);
    assert_true(
        rp_str_equal(values->first->text, RP_STR("2020-01-01T00:00:00Z"))); /* given, so it comes first */
    assert_null(values->first->next);
    drop(&filled);
}

/* So do no value at all, and an empty one of a key that has none. */
static void what_is_empty_leaves_its_key_open(void **state)
{
    (void)state;
    struct filled filled = {0};
    struct rampart_denial denial = a_denial("RootUser", "");
    const struct rampart_str empty[] = {RP_STR("")};
    const struct rampart_denial_condition conditions[] = {{RP_STR("acs:SourceIp"), {NULL, 0}},
                                                          {RP_STR("acs:SourceVpc"), {empty, 1}},
                                                          {RP_STR("acs:ResourceTag/team"), {empty, 1}}};
    const struct rp_context_key *values = NULL;
    denial.conditions = conditions;
    denial.condition_count = 3;
    assert_int_equal(rampart_diags_new(NULL, &filled.diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &filled.request), RAMPART_OK);
    rampart_request_set_complete(filled.request, true);
    assert_int_equal(rampart_denial_fill(&denial, filled.request, 0, filled.diags), RAMPART_OK);
    assert_string_equal(diag_lines(filled.diags, filled.lines, sizeof filled.lines),
                        "REQ007 0:0 the denial has the invalid value \"\" for acs:SourceVpc: the key "
                        "is taken as unknown | "
                        "pass its value with --context acs:SourceVpc=VALUE");
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:SourceIp"), &values), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:SourceVpc"), &values), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:ResourceTag/team"), &values),
                     RP_KEY_PRESENT);
    drop(&filled);
}

/* Another's ARN tells that the wrong principal was named; one that is written otherwise is open. */
static void the_arn_is_held_against_who_asked(void **state)
{
    (void)state;
    static const struct {
        const char *principal, *arn;
        enum rampart_status status;
        enum rp_key_state key;
        const char *said;
    } cases[] = {
        {"acs:ram::1:user/alice", "acs:ram::1:user/alice", RAMPART_OK, RP_KEY_PRESENT, ""},
        {"acs:ram::1:user/alice", "acs:ram::1:user/bob", RAMPART_INVALID_INPUT, RP_KEY_ABSENT,
         "REQ002 0:0 the error is about acs:ram::1:user/bob, not about acs:ram::1:user/alice | pass that "
         "principal"},
        {"acs:ram::1:role/Ci", "acs:ram::1:role/Ci", RAMPART_OK, RP_KEY_UNKNOWN,
         "REQ007 0:0 the denial has the invalid value \"acs:ram::1:role/Ci\" for acs:PrincipalARN: the key "
         "is taken as unknown"},
        {"acs:ram::1:role/ci", "acs:ram::1:role/ci/s", RAMPART_OK, RP_KEY_UNKNOWN,
         "REQ007 0:0 the denial has the invalid value \"acs:ram::1:role/ci/s\" for acs:PrincipalARN: the key "
         "is taken as unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filled filled = {0};
        struct rampart_denial denial = a_denial("SubUser", "204000000000000000");
        const struct rampart_str arns[] = {rampart_str(cases[i].arn)};
        const struct rampart_denial_condition conditions[] = {{RP_STR("acs:PrincipalARN"), {arns, 1}}};
        const struct rp_context_key *values = NULL;
        denial.owner = RP_STR("1");
        denial.conditions = conditions;
        denial.condition_count = 1;
        assert_int_equal(rampart_diags_new(NULL, &filled.diags), RAMPART_OK);
        assert_int_equal(rampart_request_new(NULL, &filled.request), RAMPART_OK);
        assert_int_equal(rampart_request_set_principal(filled.request, rampart_str(cases[i].principal), NULL),
                         RAMPART_OK);
        assert_int_equal(rampart_denial_fill(&denial, filled.request, 0, filled.diags), cases[i].status);
        assert_string_equal(diag_lines(filled.diags, filled.lines, sizeof filled.lines), cases[i].said);
        if (cases[i].status == RAMPART_OK) {
            assert_int_equal(rampart_request_finish(filled.request, NULL), RAMPART_OK);
            assert_int_equal(rp_request_key(filled.request, 0, RP_STR("acs:PrincipalARN"), &values),
                             cases[i].key);
        }
        drop(&filled);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_asked_is_made_from_the_denial),
        cmocka_unit_test(an_id_is_no_name),
        cmocka_unit_test(everything_that_is_missing_is_asked_for),
        cmocka_unit_test(a_bucket_is_taken_as_one_of_the_account),
        cmocka_unit_test(contradictions_are_warned_of),
        cmocka_unit_test(a_name_of_another_account_is_another_principal),
        cmocka_unit_test(policies_of_anybody_need_no_principal),
        cmocka_unit_test(what_was_given_stays),
        cmocka_unit_test(a_value_that_its_key_cannot_have_leaves_it_open),
        cmocka_unit_test(what_is_empty_leaves_its_key_open),
        cmocka_unit_test(the_arn_is_held_against_who_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
