/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What principals may do, asked in two ways: by rampart_what_can(), and by deciding every request of a small world where nothing
 * is said of condition keys. A request that lies in a row is decided as the row says; one that lies in none is denied; and none
 * lies in two. RAMPART_SEED in the environment repeats a run, RAMPART_TRIALS says how many there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/chance.h"

enum { TRIALS = 16, MOST_MORE = 1000, TEXT = 1 << 14, REPLACED = 1 << 15, USERS = 3, POLICIES = 5 };

#define PICK(list) (list)[chance_below(chance, sizeof(list) / sizeof *(list))]
#define ADD(...) len += (size_t)snprintf(text + len, TEXT - len, __VA_ARGS__)
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- the world ---- */

static const char *const actions[] = {"ess:CreateScalingGroup", "ess:DeleteScalingGroup", "ess:NobodyKnowsIt", "ecs:StartInstance",
                                      "oss:GetObject", "sts:AssumeRole"};
static const char *const action_patterns[] = {"*", "ess:*", "ess:CreateScalingGroup", "ESS:Delete*", "ecs:Start?nstance", "*:*e*",
                                              "sts:AssumeRole", "oss:Get*"};
static const char *const resources[] = {"acs:ess:cn-hangzhou:1:scalinggroup/a", "acs:ess:cn-hangzhou:1:scalinggroup/b",
                                        "acs:ecs:cn-beijing:1:instance/a", "acs:oss:cn-hangzhou:1:reports/a", "acs:oss:cn-hangzhou:1:other/a",
                                        "acs:ram::1:role/r", "acs:ram::1:role/s"};
static const char *const resource_patterns[] = {"*", "acs:ess:*:*:scalinggroup/a*", "acs:ess:*:*:*b", "acs:ecs:*:*:*",
                                                "acs:oss:*:*:reports/*", "acs:ram:*:*:role/r", "acs:*:*:*:*a"};
static const char *const principals[] = {"user/u0", "user/u1", "user/u2", "role/r", "role/s", "root"};
static const char *const truths[] = {"true", "false"};
static const char *const addresses[] = {"10.0.0.0/8", "10.1.0.0/16", "192.0.2.1"};
static const char *const who[] = {"acs:ram::1:user/u0", "acs:ram::1:user/*", "acs:ram::1:role/r"};

static size_t add_statement(struct chance *chance, char *text, size_t len)
{
    ADD("      - {Effect: %s, %sAction: [\"%s\"", chance_of(chance, 70) ? "Allow" : "Deny", chance_of(chance, 10) ? "Not" : "",
        PICK(action_patterns));
    if (chance_of(chance, 30)) ADD(", \"%s\"", PICK(action_patterns));
    ADD("], %sResource: \"%s\"", chance_of(chance, 10) ? "Not" : "", PICK(resource_patterns));
    if (chance_of(chance, 25))
        ADD(", Condition: {Bool: {\"acs:MFAPresent\": \"%s\"}}", PICK(truths));
    else if (chance_of(chance, 20))
        ADD(", Condition: {%sIpAddress: {\"acs:SourceIp\": \"%s\"}}", chance_of(chance, 30) ? "Not" : "", PICK(addresses));
    else if (chance_of(chance, 15))
        ADD(", Condition: {StringLike: {\"acs:PrincipalARN\": \"%s\"}}", PICK(who));
    ADD("}\n");
    return len;
}

static size_t add_held(struct chance *chance, char *text, size_t len)
{
    ADD("policies: [P%u", chance_below(chance, POLICIES));
    if (chance_of(chance, 40)) ADD(", P%u", chance_below(chance, POLICIES));
    if (chance_of(chance, 30)) ADD(", {name: P%u, resourceGroup: g}", chance_below(chance, POLICIES));
    ADD("]");
    return len;
}

static size_t add_role(struct chance *chance, char *text, size_t len, const char *name)
{
    ADD("  %s:\n    trust: {Version: \"1\", Statement: [{Effect: Allow, Action: \"sts:AssumeRole\", Principal: {RAM: [\"%s\"]}}]}\n    ",
        name, chance_of(chance, 50) ? "acs:ram::1:root" : "acs:ram::1:user/u1");
    len = add_held(chance, text, len);
    ADD("\n");
    return len;
}

static void make_account(struct chance *chance, char *text)
{
    size_t len = 0;
    ADD("rampart: 1\naccount: \"1\"\npolicies:\n");
    for (int i = 0; i < POLICIES; i++) {
        ADD("  P%d:\n    Version: \"1\"\n    Statement:\n", i);
        for (unsigned k = 1 + chance_below(chance, 2); k > 0; k--) len = add_statement(chance, text, len);
    }
    ADD("groups:\n  many: {policies: [P%u]}\nusers:\n", chance_below(chance, POLICIES));
    for (int i = 0; i < USERS; i++) {
        ADD("  u%d: {uid: \"20%d\", ", i, i);
        len = add_held(chance, text, len);
        ADD("%s}\n", chance_of(chance, 40) ? ", groups: [many]" : "");
    }
    ADD("roles:\n");
    len = add_role(chance, text, len, "r");
    len = add_role(chance, text, len, "s");
    ADD("resourceGroups:\n  g: [\"acs:ess:*:*:scalinggroup/a\", \"acs:ecs:*:*:*\"]\n");
    if (chance_of(chance, 30))
        ADD("resourceDirectory:\n  controlPolicies:\n    - [P%u, FullAliyunAccess]\n    - [P%u]\n", chance_below(chance, POLICIES),
            chance_below(chance, POLICIES));
    if (chance_of(chance, 30))
        ADD("resourcePolicies:\n  oss:reports:\n    policy: {Version: \"1\", Statement: [{Effect: %s, Principal: [\"201\"], Action: "
            "\"oss:%s\", Resource: \"acs:oss:*:*:reports/*\"}]}\n", chance_of(chance, 60) ? "Allow" : "Deny",
            chance_of(chance, 50) ? "*" : "GetObject");
}

/* ---- whether a request lies in a row ---- */

static bool is_matched(struct rampart_strs patterns, struct rampart_str text, bool action)
{
    for (size_t i = 0; i < patterns.count; i++) {
        char pattern[256];
        for (size_t k = 0; k < patterns.items[i].len; k++)
            pattern[k] = action ? rp_lower(patterns.items[i].data[k]) : patterns.items[i].data[k];
        if (rp_glob((struct rampart_str){pattern, patterns.items[i].len}, text)) return true;
    }
    return false;
}

static bool is_in(const struct rampart_diff_region *regions, size_t count, struct rampart_str text, bool action)
{
    for (size_t i = 0; i < count; i++) {
        bool in = !is_matched(regions[i].except, text, action);
        for (size_t k = 0; k < regions[i].within_count && in; k++) in = is_matched(regions[i].within[k], text, action);
        if (in) return true;
    }
    return false;
}

static const struct rampart_what_can_row *row_of(const struct rampart_what_can *can, const char *action, const char *resource,
                                                 size_t *ret_count)
{
    const struct rampart_what_can_row *found = NULL;
    char lower[64];
    size_t len = strlen(action);
    for (size_t i = 0; i < len; i++) lower[i] = rp_lower(action[i]);
    *ret_count = 0;
    for (size_t i = 0; i < rampart_what_can_count(can); i++) {
        const struct rampart_what_can_row *row = rampart_what_can_row(can, i);
        if (!is_in(row->actions, row->action_count, (struct rampart_str){lower, len}, true) ||
            !is_in(row->resources, row->resource_count, rampart_str(resource), false))
            continue;
        found = row;
        (*ret_count)++;
    }
    return found;
}

/* ---- asking ---- */

/* By the policies that were read: of the bucket that has none here, nobody knows whether it has one. */
static enum rampart_outcome ask(const struct rampart_set *set, struct rampart_request *request, const char *principal,
                                const char *action, const char *resource)
{
    struct rampart_decision *decision = NULL;
    char arn[64];
    snprintf(arn, sizeof arn, "acs:ram::1:%s", principal);
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(arn), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_explain(set, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL), RAMPART_OK);
    const enum rampart_outcome outcome = decision->without_unseen.outcome;
    rampart_decision_free(decision);
    return outcome;
}

struct counts {
    size_t outcomes[RAMPART_OUTCOME_CONDITIONAL + 1], rows, policies, refused;
};

/* A service names its resources, and a role is what is assumed: all else is no request. */
static bool is_request(const char *action, const char *resource)
{
    const bool bucket = strncmp(resource, "acs:oss:", 8) == 0, role = strncmp(resource, "acs:ram:", 8) == 0;
    return bucket == (strncmp(action, "oss:", 4) == 0) && role == (strncmp(action, "sts:", 4) == 0);
}

/* ---- documents in place of what a user has ---- */

/* The account, but the user has these documents alone. */
static void replace_user(const char *text, const char *user, struct rampart_strs documents, char *ret_text)
{
    char head[16];
    size_t len = 0;
    const char *rest = strstr(text, "policies:\n") + sizeof "policies:\n" - 1;
    snprintf(head, sizeof head, "\n  %s: ", user);
    const char *line = strstr(text, head) + 1;
    len += (size_t)snprintf(ret_text + len, REPLACED - len, "%.*s", (int)(rest - text), text);
    for (size_t i = 0; i < documents.count; i++) {
        len += (size_t)snprintf(ret_text + len, REPLACED - len, "  W%zu: %.*s\n", i, (int)documents.items[i].len - 1, documents.items[i].data);
        for (size_t k = len - documents.items[i].len; k + 1 < len; k++)
            if (ret_text[k] == '\n') ret_text[k] = ' ';
    }
    len += (size_t)snprintf(ret_text + len, REPLACED - len, "%.*s  %s: {uid: \"20%c\", policies: [", (int)(line - rest), rest, user, user[1]);
    for (size_t i = 0; i < documents.count; i++) len += (size_t)snprintf(ret_text + len, REPLACED - len, "%sW%zu", i == 0 ? "" : ", ", i);
    snprintf(ret_text + len, REPLACED - len, "]}%s", strchr(line, '\n'));
}

static void check_policy(const struct rampart_set *set, struct rampart_what_can *can, struct rampart_request *request,
                         const char *user, const char *text, struct counts *counts)
{
    static char changed[REPLACED];
    char principal[16];
    struct rampart_strs documents;
    struct rampart_account *account = NULL;
    struct rampart_set *other = NULL;
    const enum rampart_status status = rampart_what_can_as_policy(can, NULL, &documents);
    counts->refused += status == RAMPART_INVALID_INPUT;
    if (status == RAMPART_INVALID_INPUT) return;
    assert_int_equal(status, RAMPART_OK);
    counts->policies++;
    snprintf(principal, sizeof principal, "user/%s", user);
    replace_user(text, user, documents, changed);
    const struct rampart_options options = {.absent_layers = ~(1U << RAMPART_LAYER_BUCKET_POLICY)};
    if (rampart_account_read(&options, rampart_str(changed), rampart_str("changed.yaml"), NULL, &account) != RAMPART_OK)
        fail_msg("%s", changed);
    assert_int_equal(rampart_set_new(&options, &(struct rampart_set_parts){.account = account}, NULL, &other), RAMPART_OK);
    for (size_t i = 0; i < COUNT(actions) * COUNT(resources); i++) {
        const char *action = actions[i % COUNT(actions)], *resource = resources[i / COUNT(actions)];
        if (!is_request(action, resource)) continue;
        if (ask(set, request, principal, action, resource) != ask(other, request, principal, action, resource))
            fail_msg("%s on %s: %s", action, resource, changed);
    }
    rampart_set_free(other);
    rampart_account_free(account);
}

static const char *outcome_of(const struct rampart_what_can_row *row)
{
    return row == NULL ? "no row" : rampart_outcome_name(row->outcome);
}

static void compare(const struct rampart_set *set, struct rampart_request *request, const char *principal, const char *text,
                    struct counts *counts)
{
    struct rampart_what_can *can = NULL;
    assert_int_equal(rampart_what_can(set, rampart_str(principal), NULL, NULL, &can), RAMPART_OK);
    assert_int_equal(rampart_what_can_open_count(can), 0);
    for (size_t i = 0; i < COUNT(actions) * COUNT(resources); i++) {
        const char *action = actions[i % COUNT(actions)], *resource = resources[i / COUNT(actions)];
        size_t rows;
        if (!is_request(action, resource)) continue;
        const struct rampart_what_can_row *row = row_of(can, action, resource, &rows);
        const enum rampart_outcome outcome = ask(set, request, principal, action, resource);
        const bool same = row == NULL ? outcome == RAMPART_OUTCOME_DENY : row->outcome == outcome;
        if (!same || rows > 1)
            fail_msg("%s: %s on %s: %s, but %s (%zu rows)\n%s", principal, action, resource, rampart_outcome_name(outcome),
                     outcome_of(row), rows, text);
        counts->outcomes[outcome]++;
    }
    counts->rows += rampart_what_can_count(can);
    if (strncmp(principal, "user/", 5) == 0) check_policy(set, can, request, principal + 5, text, counts);
    rampart_what_can_free(can);
}

static void try_once(struct chance *chance, struct counts *counts)
{
    static char text[TEXT];
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    make_account(chance, text);
    const struct rampart_options options = {.absent_layers = ~(1U << RAMPART_LAYER_BUCKET_POLICY)};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(&options, rampart_str(text), rampart_str("account.yaml"), diags, &account) != RAMPART_OK)
        fail_msg("%.*s\n%s", RP_ARG(rampart_diags_at(diags, 0)->message), text);
    assert_int_equal(rampart_set_new(&options, &(struct rampart_set_parts){.account = account}, diags, &set), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (size_t i = 0; i < COUNT(principals); i++) compare(set, request, principals[i], text, counts);
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

/* Whether there was something of each kind, so that the comparison says something. */
static bool has_all(const struct counts *counts)
{
    return counts->outcomes[RAMPART_OUTCOME_ALLOW] > 0 && counts->outcomes[RAMPART_OUTCOME_DENY] > 0 &&
           counts->outcomes[RAMPART_OUTCOME_CONDITIONAL] > 0 && counts->policies > 0;
}

static void rows_are_what_is_allowed(void **state)
{
    struct chance chance = chance_begin();
    const char *trials = getenv("RAMPART_TRIALS");
    const long count = trials == NULL ? TRIALS : strtol(trials, NULL, 10);
    struct counts counts = {{0}, 0, 0, 0};
    (void)state;
    for (long i = 0; i < count || (!has_all(&counts) && i < count + MOST_MORE); i++) try_once(&chance, &counts);
    assert_true(has_all(&counts));
    print_message("%zu documents, %zu that none is equivalent to\n", counts.policies, counts.refused);
    print_message("%zu rows; %zu requests denied, %zu allowed, %zu conditional\n", counts.rows, counts.outcomes[RAMPART_OUTCOME_DENY],
                  counts.outcomes[RAMPART_OUTCOME_ALLOW], counts.outcomes[RAMPART_OUTCOME_CONDITIONAL]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_what_is_allowed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
