/* SPDX-License-Identifier: Apache-2.0 */
/* What of an account bears on a principal: its own policies, its groups', the directory's, a role's trust. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/account.h>

#include "base/str.h"
#include "support/diag_lines.h"
#include "support/rules.h"

#define HEAD "rampart: 1\naccount: '100'\n"
#define ALLOW(action) "{Version: '1', Statement: [{Effect: Allow, Action: '" action "', Resource: '*'}]}"
#define DENY(action) "{Version: '1', Statement: [{Effect: Deny, Action: '" action "', Resource: '*'}]}"
#define TRUST(principal)                                                                                \
    "{Version: '1', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {RAM: '" principal \
    "'}}]}"

static const char everybody[] = HEAD
    "policies:\n"
    "  Cancel: " ALLOW(
        "ess:Cancel*") "\n"
                       "  All: " ALLOW(
                           "*") "\n"
                                "  Assume: " ALLOW(
                                    "sts:AssumeRole") "\n"
                                                      "  NoDelete: " DENY(
                                                          "ess:Delete*") "\n"
                                                                         "users:\n"
                                                                         "  alice: {groups: [deployers], "
                                                                         "policies: [NoDelete]}\n"
                                                                         "  bob: {policies: [{name: Cancel, "
                                                                         "resourceGroup: prod}, Assume]}\n"
                                                                         "  carol: {policies: []}\n"
                                                                         "groups:\n"
                                                                         "  deployers: {policies: [Cancel]}\n"
                                                                         "roles:\n"
                                                                         "  ci: {trust: " TRUST(
                                                                             "acs:ram::100:root") ", "
                                                                                                  "policies: "
                                                                                                  "[Cancel]}"
                                                                                                  "\n"
                                                                                                  "  blind: "
                                                                                                  "{policies:"
                                                                                                  " []}\n"
                                                                                                  "  linked: "
                                                                                                  "{serviceLi"
                                                                                                  "nked: "
                                                                                                  "true, "
                                                                                                  "policies: "
                                                                                                  "[All]}\n"
                                                                                                  "resourceGr"
                                                                                                  "oups:\n"
                                                                                                  "  prod: "
                                                                                                  "['acs:ess:"
                                                                                                  "*:*:"
                                                                                                  "scalinggro"
                                                                                                  "up/"
                                                                                                  "prod-*']"
                                                                                                  "\n";

static const char directory[] = "resourceDirectory:\n"
                                "  controlPolicies:\n"
                                "    - [FullAliyunAccess]\n"
                                "    - [FullAliyunAccess, NoDelete]\n";

struct row {
    const char *principal, *action, *resource;
    const char *expected; /* "Allow group/deployers": the outcome and what the first reason is attached to */
};

static const struct row rows[] = {
    {"user/alice", "ess:CancelX", "*", "Allow group/deployers"},
    {"user/alice", "ess:DeleteX", "*", "Deny ExplicitDeny AccountLevelIdentityBasedPolicy user/alice"},
    {"user/carol", "ess:CancelX", "*", "Deny ImplicitDeny AccountLevelIdentityBasedPolicy"},
    {"user/bob", "ess:CancelX", "acs:ess:x:100:scalinggroup/prod-1", "Allow user/bob prod"},
    {"user/bob", "ess:CancelX", "acs:ess:x:100:scalinggroup/test-1",
     "Deny ImplicitDeny AccountLevelIdentityBasedPolicy"},
    {"role/ci/s1", "ess:CancelX", "*", "Allow role/ci"},
    {"root", "ess:DeleteX", "*", "Allow"},
    {"user/bob", "sts:AssumeRole", "acs:ram::100:role/ci", "Allow user/bob"},
    {"user/carol", "sts:AssumeRole", "acs:ram::100:role/ci",
     "Deny ImplicitDeny AccountLevelIdentityBasedPolicy"},
    {"user/bob", "sts:AssumeRole", "acs:ram::100:role/blind", "Conditional AssumeRolePolicy user/bob"},
    {"user/bob", "sts:AssumeRole", "acs:ram::200:role/ci", "Conditional AssumeRolePolicy user/bob"},
    {"acs:ram::200:user/zoe", "ess:CancelX", "*", "Conditional AccountLevelIdentityBasedPolicy"},
    {"acs:ram::200:root", "ess:CancelX", "*", "Conditional ControlPolicy"},
    {"acs:ram::200:root", "ess:CancelX", "acs:ess:x:200:scalinggroup/a", "Conditional ControlPolicy"},
    {"acs:ram::200:root", "ess:CancelX", "acs:ess:x:100:scalinggroup/a",
     "Deny ImplicitDeny AccountLevelIdentityBasedPolicy"},
    {"acs:ram::200:user/zoe", "sts:AssumeRole", "acs:ram::100:role/ci", "Deny ImplicitDeny AssumeRolePolicy"},
};

static const struct row bound_rows[] = {
    {"role/ci", "ess:CancelX", "*", "Allow role/ci"},
    {"role/ci", "ess:DeleteX", "*", "Deny ExplicitDeny ControlPolicy"},
    {"role/linked", "ess:DeleteX", "*", "Allow role/linked"},
    {"root", "ess:DeleteX", "*", "Allow"},
    {"acs:ram::200:root", "ess:DeleteX", "*", "Conditional ControlPolicy"},
};

struct fixture {
    struct rampart_diags *diags;
    struct rampart_account *account;
    char lines[2048];
};

static void open(struct fixture *fixture, const char *first, const char *second)
{
    char text[8192];
    *fixture = (struct fixture){0};
    snprintf(text, sizeof text, "%s%s", first, second);
    assert_int_equal(rampart_diags_new(NULL, &fixture->diags), RAMPART_OK);
    enum rampart_status status = rampart_account_read(NULL, rampart_str(text), rampart_str("account.yaml"),
                                                      fixture->diags, &fixture->account);
    assert_string_equal(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines), "");
    assert_int_equal(status, RAMPART_OK);
}

static void close(struct fixture *fixture)
{
    rampart_account_free(fixture->account);
    rampart_diags_free(fixture->diags);
}

static struct rampart_request *request_of(struct fixture *fixture, const struct row *row)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_account_id(fixture->account), NULL),
                     RAMPART_OK);
    if (row->principal != NULL)
        assert_int_equal(rampart_request_set_principal(request, rampart_str(row->principal), NULL),
                         RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(row->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(row->resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

static void add(char *line, size_t size, const char *word, struct rampart_str text)
{
    size_t used = strlen(line);
    snprintf(line + used, size - used, "%s%s%.*s", used > 0 ? " " : "", word, RP_ARG(text));
}

static void describe(const struct rampart_decision *decision, char *line, size_t size)
{
    static const struct rampart_str none = {"", 0};
    const struct rampart_verdict *verdict = &decision->verdict;
    line[0] = '\0';
    add(line, size, rampart_outcome_name(verdict->outcome), none);
    if (verdict->outcome == RAMPART_OUTCOME_DENY) {
        add(line, size, rampart_deny_name(verdict->deny), none);
        add(line, size, rampart_layer_name(verdict->layer), none);
    }
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        add(line, size, rampart_layer_name(decision->unknown_layers[i]), none);
    if (decision->matched_count == 0) return;
    if (decision->matched[0].attached_to.len > 0) add(line, size, "", decision->matched[0].attached_to);
    if (decision->matched[0].resource_group.len > 0) add(line, size, "", decision->matched[0].resource_group);
}

static void ask(struct fixture *fixture, const struct row *row)
{
    char line[256];
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;
    struct rampart_request *request = request_of(fixture, row);
    assert_int_equal(
        rp_account_rules(NULL, fixture->account, request, NULL, 0, 0, fixture->diags, &rules),
        RAMPART_OK);
    assert_int_equal(rp_rules_explain(rules, request, 0, &decision), RAMPART_OK);
    describe(decision, line, sizeof line);
    assert_string_equal(line, row->expected);
    rampart_decision_free(decision);
    rp_rules_free(rules);
    rampart_request_free(request);
}

static void every_principal_gets_what_is_its_own(void **state)
{
    (void)state;
    struct fixture fixture;
    open(&fixture, everybody, "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) ask(&fixture, &rows[i]);
    close(&fixture);
}

static void control_policies_bind_members(void **state)
{
    (void)state;
    struct fixture fixture;
    open(&fixture, everybody, directory);
    for (size_t i = 0; i < sizeof bound_rows / sizeof *bound_rows; i++) ask(&fixture, &bound_rows[i]);
    close(&fixture);
}

static void the_management_account_is_not_bound(void **state)
{
    (void)state;
    const struct row row = {"role/linked", "ess:DeleteX", "*", "Allow role/linked"};
    char management[512];
    struct fixture fixture;
    snprintf(management, sizeof management, "%s  member: false\n", directory);
    open(&fixture, everybody, management);
    ask(&fixture, &row);
    close(&fixture);
}

static void refuse(struct fixture *fixture, const struct row *row, struct rampart_request *request)
{
    struct rp_rules *rules = NULL;
    assert_int_equal(
        rp_account_rules(NULL, fixture->account, request, NULL, 0, 0, fixture->diags, &rules),
        RAMPART_INVALID_INPUT);
    assert_string_equal(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines), row->expected);
    rampart_diags_clear(fixture->diags);
    rampart_request_free(request);
}

static void what_is_not_in_the_account_is_refused(void **state)
{
    (void)state;
    const struct row refused[] = {
        {"user/alicia", "ess:X", "*",
         "REQ002 0:0 account 100 has no user \"alicia\" | did you mean \"alice\"?"},
        {"role/nothing", "ess:X", "*", "REQ002 0:0 account 100 has no role \"nothing\""},
        {NULL, "ess:X", "*",
         "REQ001 0:0 the request has no principal | give a principal of the account, such as user/alice or "
         "role/ci"},
    };
    struct fixture fixture;
    open(&fixture, everybody, "");
    for (size_t i = 0; i < 3; i++) refuse(&fixture, &refused[i], request_of(&fixture, &refused[i]));
    close(&fixture);
}

/* A list that may go on does not show who is missing: what such a principal holds is not known. */
static void who_was_not_seen_may_be_there(void **state)
{
    (void)state;
    static const char lists[] = "incomplete: [{what: users}, {what: roles}]\n"
                                "resourceDirectory:\n"
                                "  controlPolicies: [[FullAliyunAccess], [FullAliyunAccess, NoDelete]]\n";
    static const char open_layers[] =
        "Conditional AccountLevelIdentityBasedPolicy ResourceGroupLevelIdentityBasedPolicy";
    const struct row unseen[] = {
        {"user/alicia", "ess:X", "*", open_layers},
        {"role/nothing/s1", "ess:X", "*", open_layers},
        {"role/nothing", "ess:DeleteX", "*", "Deny ExplicitDeny ControlPolicy"},
        {"role/AliyunServiceRoleForX", "ess:DeleteX", "*",
         open_layers}, /* not bound if it is what it seems */
        {"user/nobody", "sts:AssumeRole", "acs:ram::100:role/blind",
         "Conditional AccountLevelIdentityBasedPolicy AssumeRolePolicy"},
    };
    struct fixture fixture;
    open(&fixture, everybody, lists);
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) ask(&fixture, &unseen[i]);
    assert_int_equal(rampart_diags_found(fixture.diags, RAMPART_WARNING), 5);
    assert_non_null(strstr(diag_lines(fixture.diags, fixture.lines, sizeof fixture.lines),
                           "the known part of account 100 has no user \"alicia\" | did you mean \"alice\"?"));
    close(&fixture);
}

static void extra_policies_come_beside_the_accounts_own(void **state)
{
    (void)state;
    const struct row row = {"user/carol", "ess:CancelX", "*", NULL};
    struct fixture fixture;
    struct rampart_policy *policy = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict;
    struct rampart_document document = {.text = rampart_str(ALLOW("*")), .format = RAMPART_FORMAT_YAML};
    open(&fixture, everybody, directory);
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    const struct rampart_attachment extra[] = {
        {.policy = policy}, {.policy = policy, .layer = RAMPART_LAYER_CONTROL, .level = 0}};
    struct rampart_request *request = request_of(&fixture, &row);
    for (size_t count = 1; count <= 2;
         count++) { /* without its policy, the level above the account's denies */
        assert_int_equal(rp_account_rules(NULL, fixture.account, request, extra, count, 1, NULL, &rules),
                         RAMPART_OK);
        assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
        assert_int_equal(verdict.outcome, count == 2 ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY);
        rp_rules_free(rules);
    }
    rampart_request_free(request);
    rampart_policy_free(policy);
    close(&fixture);
}

static void levels_beyond_counting_are_refused(void **state)
{
    (void)state;
    const struct row row = {"user/carol", "ess:CancelX", "*", NULL};
    const struct rampart_attachment extra = {.layer = RAMPART_LAYER_CONTROL, .level = UINT_MAX};
    struct fixture fixture;
    struct rp_rules *rules = NULL;
    open(&fixture, everybody, directory);
    struct rampart_request *request = request_of(&fixture, &row);
    assert_int_equal(rp_account_rules(NULL, fixture.account, request, &extra, 1, 1, NULL, &rules),
                     RAMPART_MISUSE);
    assert_int_equal(rp_account_rules(NULL, fixture.account, request, NULL, 0, UINT_MAX, NULL, &rules),
                     RAMPART_LIMIT);
    assert_null(rules);
    rampart_request_free(request);
    close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_principal_gets_what_is_its_own),
        cmocka_unit_test(control_policies_bind_members),
        cmocka_unit_test(the_management_account_is_not_bound),
        cmocka_unit_test(what_is_not_in_the_account_is_refused),
        cmocka_unit_test(who_was_not_seen_may_be_there),
        cmocka_unit_test(extra_policies_come_beside_the_accounts_own),
        cmocka_unit_test(levels_beyond_counting_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
