/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts and changed ones, compared in two ways: by rampart_diff(), and by asking as every principal about every request
 * of a small universe. Documents, groups, resource groups, control policies and trust policies change. RAMPART_SEED in
 * the environment repeats a run, RAMPART_TRIALS says how many there are. An account and itself make no difference.
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
#include "support/diag_lines.h"
#include "support/diff_rows.h"
#include "support/generate_account.h"
#include "support/generate_resources.h"
#include "support/sets.h"

enum { TRIALS = 60, TEXT = 8192, WORDS = 12 };

static const char *const documents[WORDS] = {
    "{Effect: Allow, Action: \"ess:*\", Resource: \"*\"}",
    "{Effect: Allow, Action: [\"ess:Cancel*\", \"ess:Describe*\"], Resource: \"acs:ess:*:*:scalinggroup/a*\"}",
    "{Effect: Deny, Action: \"ess:*\", Resource: \"acs:ess:*:*:scalinggroup/ab*\"}",
    "{Effect: Allow, Action: \"sts:AssumeRole\", Resource: \"*\"}",
    "{Effect: Allow, Action: \"*\", Resource: [\"acs:ess:cn-hangzhou:*:*\", \"acs:ram:*:*:role/ci\"]}",
    "{Effect: Deny, NotAction: [\"ess:*\", \"sts:*\"], Resource: \"*\"}",
    "{Effect: Deny, Action: \"sts:*\", Resource: \"acs:ram:*:*:role/ci\"}",
};
static const char *const trusted[WORDS] = {"acs:ram::1:root", "acs:ram::1:user/u0", "acs:ram::1:user/u1", "acs:ram::1:role/ops"};
static const char *const actions[WORDS] = {"ess:CancelInstanceRefresh", "ess:DescribeScalingGroups", "ess:StartIt",
                                           "ecs:StopInstance", "sts:AssumeRole"};
static const char *const resources[WORDS] = {
    "acs:ess:cn-hangzhou:1:scalinggroup/a", "acs:ess:cn-beijing:1:scalinggroup/abc", "acs:ess:cn-beijing:1:scalinggroup/c",
    "acs:ess:cn-hangzhou:1:scalinggroup/ab", "acs:ecs:cn-hangzhou:1:instance/i-1", "*"};
static const char *const roles[WORDS] = {"acs:ram::1:role/ci", "acs:ram::1:role/ops"};
static const char *const principals[WORDS] = {"user/u0", "user/u1", "user/u2", "role/ci", "role/ops"};

static unsigned words(const char *const list[WORDS])
{
    unsigned count = 0;
    while (count < WORDS && list[count] != NULL) count++;
    return count;
}

/* ---- accounts ---- */

/* The choices that make an account, each a number. */
struct plan {
    unsigned held[5]; /* by the user, role or group: the numbers of documents, a bit each */
    unsigned scoped;  /* of the first user, in the resource group */
    unsigned group_members, trust[2], control, members;
};

static void choose(struct chance *chance, struct plan *plan)
{
    const unsigned all = 1U << words(documents);
    for (int i = 0; i < 5; i++) plan->held[i] = chance_below(chance, all) & chance_below(chance, all);
    plan->scoped = chance_below(chance, all) & chance_below(chance, all);
    plan->group_members = chance_below(chance, 4);
    for (int i = 0; i < 2; i++) plan->trust[i] = 1 + chance_below(chance, 15);
    plan->control = chance_below(chance, 4);
    plan->members = chance_below(chance, 2);
}

static void change(struct chance *chance, struct plan *plan)
{
    struct plan other;
    choose(chance, &other);
    switch (chance_below(chance, 6)) {
    case 0: plan->held[chance_below(chance, 5)] = other.held[0]; break;
    case 1: plan->scoped = other.scoped; break;
    case 2: plan->group_members = other.group_members; break;
    case 3: plan->trust[chance_below(chance, 2)] = other.trust[0]; break;
    case 4: plan->control = other.control; break;
    default: plan->members = other.members; break;
    }
}

static size_t put_held(char *text, size_t len, unsigned held, unsigned scoped)
{
    const char *before = "";
    len += (size_t)snprintf(text + len, TEXT - len, "policies: [");
    for (unsigned i = 0; i < words(documents); i++) {
        if ((held >> i & 1) != 0) len += (size_t)snprintf(text + len, TEXT - len, "%sP%u", before, i);
        if ((held >> i & 1) != 0) before = ", ";
        if ((scoped >> i & 1) == 0) continue;
        len += (size_t)snprintf(text + len, TEXT - len, "%s{name: P%u, resourceGroup: rg}", before, i);
        before = ", ";
    }
    return len + (size_t)snprintf(text + len, TEXT - len, "]");
}

static size_t put_trust(char *text, size_t len, const char *name, unsigned trust)
{
    len += (size_t)snprintf(text + len, TEXT - len,
                            "  %s: {trust: {Version: \"1\", Statement: [{Effect: Allow, Action: \"sts:AssumeRole\", Principal: {RAM: [", name);
    const char *before = "";
    for (unsigned i = 0; i < words(trusted); i++) {
        if ((trust >> i & 1) == 0) continue;
        len += (size_t)snprintf(text + len, TEXT - len, "%s\"%s\"", before, trusted[i]);
        before = ", ";
    }
    return len + (size_t)snprintf(text + len, TEXT - len, "]}}]}, ");
}

static void write_account(const struct plan *plan, char text[TEXT])
{
    static const char *const controls[] = {"[FullAliyunAccess]", "[FullAliyunAccess, P2]", "[P0, P3]", "[P4]"};
    size_t len = (size_t)snprintf(text, TEXT, "rampart: 1\naccount: \"1\"\npolicies:\n");
    for (unsigned i = 0; i < words(documents); i++)
        len += (size_t)snprintf(text + len, TEXT - len, "  P%u: {Version: \"1\", Statement: [%s]}\n", i, documents[i]);
    len += (size_t)snprintf(text + len, TEXT - len, "users:\n");
    for (unsigned i = 0; i < 3; i++) {
        len += (size_t)snprintf(text + len, TEXT - len, "  u%u: {%s", i, (plan->group_members >> i & 1) != 0 ? "groups: [g], " : "");
        len = put_held(text, len, i < 2 ? plan->held[i] : 0, i == 0 ? plan->scoped & ~plan->held[0] : 0);
        len += (size_t)snprintf(text + len, TEXT - len, "}\n");
    }
    len += (size_t)snprintf(text + len, TEXT - len, "groups:\n  g: {");
    len = put_held(text, len, plan->held[4], 0);
    len += (size_t)snprintf(text + len, TEXT - len, "}\nroles:\n");
    for (unsigned i = 0; i < 2; i++) {
        len = put_trust(text, len, i == 0 ? "ci" : "ops", plan->trust[i]);
        len = put_held(text, len, plan->held[2 + i], 0);
        len += (size_t)snprintf(text + len, TEXT - len, "}\n");
    }
    snprintf(text + len, TEXT - len, "resourceGroups:\n  rg: [\"acs:ess:*:*:scalinggroup/%s\"]\nresourceDirectory:\n  controlPolicies: [%s]\n",
             plan->members ? "a*" : "ab*", controls[plan->control]);
}

/* ---- the comparison ---- */

struct trial {
    struct plan plans[2];
    struct rampart_account *accounts[2];
    struct rampart_set *sets[2];
    struct rampart_diff *diff;
    struct rampart_request *request;
    size_t gains, losses, requests;
};

static void open_side(struct trial *trial, int side)
{
    char text[TEXT], lines[2048];
    struct rampart_diags *diags = NULL;
    write_account(&trial->plans[side], text);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(NULL, rampart_str(text), RP_STR("a.yaml"), diags, &trial->accounts[side]) != RAMPART_OK)
        fail_msg("%s\n%s", diag_lines(diags, lines, sizeof lines), text);
    rampart_diags_free(diags);
    assert_int_equal(set_of_account(NULL, trial->accounts[side], NULL, &trial->sets[side]), RAMPART_OK);
}

static void show(const struct trial *trial, const char *what, const char *principal, const char *action, const char *resource)
{
    char old[TEXT], new[TEXT];
    write_account(&trial->plans[0], old);
    write_account(&trial->plans[1], new);
    printf("%s%s", old, new);
    fail_msg("%s: %s, %s on %s", what, principal, action, resource);
}

static void ask(struct trial *trial, const char *principal, const char *action, const char *resource)
{
    struct rampart_verdict verdicts[2];
    struct rampart_request *request = trial->request;
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_account(request, RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (int side = 0; side < 2; side++)
        assert_int_equal(rampart_decide(trial->sets[side], &request, 1, NULL, &verdicts[side], NULL), RAMPART_OK);
    trial->requests++;
    const bool is[2] = {verdicts[0].outcome == RAMPART_OUTCOME_DENY && verdicts[1].outcome == RAMPART_OUTCOME_ALLOW,
                        verdicts[0].outcome == RAMPART_OUTCOME_ALLOW && verdicts[1].outcome == RAMPART_OUTCOME_DENY};
    for (int change = 0; change < 2; change++) {
        size_t rows = 0;
        for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) {
            const struct rampart_diff_row *row = rampart_diff_row(trial->diff, i);
            rows += row->change == (enum rampart_diff_change)change && diff_row_is_of(row, principal) &&
                    diff_row_is_about(row, action, resource);
        }
        if (is[change] && rows == 0) show(trial, change == 0 ? "missed gain" : "missed loss", principal, action, resource);
        if (!is[change] && rows > 0) show(trial, change == 0 ? "false gain" : "false loss", principal, action, resource);
        if (rows > 1) show(trial, "told twice", principal, action, resource);
    }
}

static void ask_all(struct trial *trial)
{
    for (unsigned p = 0; p < words(principals); p++)
        for (unsigned a = 0; a < words(actions); a++) {
            const bool assumes = strcmp(actions[a], "sts:AssumeRole") == 0;
            const char *const *asked = assumes ? roles : resources;
            for (unsigned r = 0; r < words(asked); r++) ask(trial, principals[p], actions[a], asked[r]);
        }
}

static void try_one(struct chance *chance, struct trial *trial)
{
    choose(chance, &trial->plans[0]);
    trial->plans[1] = trial->plans[0];
    for (unsigned i = chance_below(chance, 4); i > 0; i--) change(chance, &trial->plans[1]);
    for (int side = 0; side < 2; side++) open_side(trial, side);
    assert_int_equal(rampart_diff(trial->sets[0], trial->sets[1], NULL, NULL, &trial->diff), RAMPART_OK);
    const struct rampart_diff_open *open = rampart_diff_open(trial->diff, 0);
    if (open != NULL) {
        char what[256];
        snprintf(what, sizeof what, "open for reason %d: %.*s", (int)open->reason, RP_ARG(open->what));
        show(trial, what, "somebody", "something", "anything");
    }
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++)
        rampart_diff_row(trial->diff, i)->change == RAMPART_DIFF_GAIN ? trial->gains++ : trial->losses++;
    ask_all(trial);
    rampart_diff_free(trial->diff);
    for (int side = 0; side < 2; side++) {
        rampart_set_free(trial->sets[side]);
        rampart_account_free(trial->accounts[side]);
    }
}

/* ---- an account and itself ---- */

/* Read twice, so that nothing is one in memory. */
static void check_nothing_differs(const char *text)
{
    struct rampart_account *accounts[2];
    struct rampart_set *sets[2];
    struct rampart_diff *diff = NULL;
    for (int side = 0; side < 2; side++) {
        assert_int_equal(rampart_account_read(NULL, rampart_str(text), RP_STR("a.json"), NULL, &accounts[side]), RAMPART_OK);
        assert_int_equal(set_of_account(NULL, accounts[side], NULL, &sets[side]), RAMPART_OK);
    }
    assert_int_equal(rampart_diff(sets[0], sets[1], NULL, NULL, &diff), RAMPART_OK);
    if (rampart_diff_count(diff) + rampart_diff_open_count(diff) > 0) fail_msg("differs from itself:\n%s", text);
    rampart_diff_free(diff);
    for (int side = 0; side < 2; side++) {
        rampart_set_free(sets[side]);
        rampart_account_free(accounts[side]);
    }
}

static void an_account_does_not_differ_from_itself(void **state)
{
    enum { ACCOUNTS = 30 };
    struct chance chance = chance_begin();
    struct account_maker *maker = calloc(1, sizeof *maker);
    struct resource_account *made = calloc(1, sizeof *made);
    (void)state;
    assert_non_null(maker);
    assert_non_null(made);
    maker->chance = &chance;
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        generate_account(maker);
        check_nothing_differs(maker->text);
        generate_resource_account(&chance, made);
        check_nothing_differs(made->text);
    }
    free(made);
    free(maker);
}

static void it_tells_what_every_principal_tells(void **state)
{
    struct chance chance = chance_begin();
    struct trial trial = {.gains = 0};
    (void)state;
    assert_int_equal(rampart_request_new(NULL, &trial.request), RAMPART_OK);
    const char *wanted = getenv("RAMPART_TRIALS");
    const unsigned trials = wanted == NULL ? TRIALS : (unsigned)strtoul(wanted, NULL, 10);
    for (unsigned i = 0; i < trials; i++) try_one(&chance, &trial);
    rampart_request_free(trial.request);
    print_message("%u pairs, %zu requests: %zu gains, %zu losses\n", trials, trial.requests, trial.gains, trial.losses);
    assert_true(trial.gains > 0 && trial.losses > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_tells_what_every_principal_tells),
                                       cmocka_unit_test(an_account_does_not_differ_from_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
