/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules asked of accounts in two ways: by rampart_assert(), and by asking the account about every request of a small world. A rule
 * that holds is broken by none of them; a rule that some break is refuted; and each witness breaks its rule by itself.
 * RAMPART_SEED in the environment repeats a run, RAMPART_TRIALS says how many there are.
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
#include "support/folder.h"

enum { TRIALS = 300, TEXT = 1 << 14, USERS = 3, POLICIES = 4, MOST_PRINCIPALS = USERS + 1 };

#define PICK(list) (list)[chance_below(chance, sizeof(list) / sizeof *(list))]
#define ADD(...) len += (size_t)snprintf(text + len, TEXT - len, __VA_ARGS__)

/* ---- the world ---- */

static const char *const actions[] = {"ess:CreateScalingGroup", "ess:DeleteScalingGroup", "ecs:StartInstance"};
static const char *const action_patterns[] = {"*", "ess:*", "ess:CreateScalingGroup", "ESS:Delete*", "ecs:Start?nstance"};
static const char *const resources[] = {"acs:ess:cn-hangzhou:1:scalinggroup/a", "acs:ess:cn-hangzhou:1:scalinggroup/b",
                                        "acs:ecs:cn-beijing:1:instance/a"};
static const char *const resource_patterns[] = {"*", "acs:ess:*:*:scalinggroup/a*", "acs:ess:*:*:*b", "acs:ecs:*:*:*"};
static const char *const principals[MOST_PRINCIPALS] = {"user/u0", "user/u1", "user/u2", "role/r"};
static const char *const principal_patterns[] = {"user/*", "user/u1", "role/r", "role/*"};
static const char *const truths[] = {"true", "false"};
static const char *const asked_truths[] = {"true", "false", NULL}; /* NULL: the key is absent */
static const char *const addresses[] = {"10.0.0.0/8", "10.1.0.0/16", "192.0.2.1"};
static const char *const asked_addresses[] = {"10.1.2.3", "10.2.0.1", "192.0.2.1"};

static size_t add_statement(struct chance *chance, char *text, size_t len)
{
    ADD("      - {Effect: %s, %sAction: \"%s\", %sResource: \"%s\"", chance_of(chance, 75) ? "Allow" : "Deny",
        chance_of(chance, 10) ? "Not" : "", PICK(action_patterns), chance_of(chance, 10) ? "Not" : "", PICK(resource_patterns));
    if (chance_of(chance, 25)) ADD(", Condition: {Bool: {\"acs:MFAPresent\": \"%s\"}}", PICK(truths));
    else if (chance_of(chance, 20)) ADD(", Condition: {%sIpAddress: {\"acs:SourceIp\": \"%s\"}}", chance_of(chance, 30) ? "Not" : "", PICK(addresses));
    ADD("}\n");
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
    ADD("groups:\n  g: {policies: [P%u]}\nusers:\n", chance_below(chance, POLICIES));
    for (int i = 0; i < USERS; i++)
        ADD("  u%d: {policies: [P%u]%s}\n", i, chance_below(chance, POLICIES), chance_of(chance, 40) ? ", groups: [g]" : "");
    ADD("roles:\n  r:\n    policies: [P%u]\n    trust: {Version: \"1\", Statement: [{Effect: Allow, Action: \"sts:AssumeRole\", "
        "Principal: {RAM: [\"acs:ram::1:root\"]}}]}\n", chance_below(chance, POLICIES));
    if (chance_of(chance, 30)) {
        ADD("resourceDirectory:\n  controlPolicies:\n");
        ADD("    - [P%u, FullAliyunAccess]\n    - [FullAliyunAccess]\n", chance_below(chance, POLICIES));
    }
}

/* ---- a rule, as it is written and as it is meant ---- */

struct scope {
    const char *principal, *action, *resource, *mfa; /* NULL: any */
};

struct made_rule {
    struct scope never, unless;
    bool has_unless, requires; /* requires MFA */
};

static struct scope make_scope(struct chance *chance)
{
    return (struct scope){chance_of(chance, 30) ? PICK(principal_patterns) : NULL, PICK(action_patterns),
                          PICK(resource_patterns), chance_of(chance, 30) ? PICK(truths) : NULL};
}

static size_t add_scope(char *text, size_t len, const char *name, const struct scope *scope)
{
    ADD("    %s: {action: \"%s\", resource: \"%s\"", name, scope->action, scope->resource);
    if (scope->principal != NULL) ADD(", principal: \"%s\"", scope->principal);
    if (scope->mfa != NULL) ADD(", context: {\"acs:MFAPresent\": %s}", scope->mfa);
    ADD("}\n");
    return len;
}

static struct made_rule make_rule(struct chance *chance, char *text)
{
    struct made_rule rule = {.never = make_scope(chance), .unless = make_scope(chance), .has_unless = chance_of(chance, 40),
                             .requires = chance_of(chance, 30)};
    size_t len = 0;
    ADD("rules:\n  - name: a\n");
    if (rule.requires) {
        rule.never.mfa = NULL;
        ADD("    require: {action: \"%s\", resource: \"%s\", condition: {Bool: {\"acs:MFAPresent\": \"true\"}}", rule.never.action,
            rule.never.resource);
        if (rule.never.principal != NULL) ADD(", principal: \"%s\"", rule.never.principal);
        ADD("}\n");
    } else {
        len = add_scope(text, len, "never", &rule.never);
    }
    if (rule.has_unless) len = add_scope(text, len, "unless", &rule.unless);
    return rule;
}

struct asked {
    const char *principal; /* "user/u0" */
    struct rampart_str action, resource;
    const char *mfa, *address; /* NULL: absent */
};

static bool is_in(const struct scope *scope, const struct asked *asked)
{
    return (scope->principal == NULL || rp_glob(rampart_str(scope->principal), rampart_str(asked->principal))) &&
           rp_glob(rampart_str(scope->action), asked->action) && rp_glob(rampart_str(scope->resource), asked->resource) &&
           (scope->mfa == NULL || (asked->mfa != NULL && strcmp(scope->mfa, asked->mfa) == 0));
}

static bool is_forbidden(const struct made_rule *rule, const struct asked *asked)
{
    if (!is_in(&rule->never, asked) || (rule->has_unless && is_in(&rule->unless, asked))) return false;
    return !rule->requires || asked->mfa == NULL || strcmp(asked->mfa, "true") != 0;
}

/* ---- asking ---- */

static enum rampart_outcome ask(const struct rampart_set *set, struct rampart_request *request, const struct asked *asked)
{
    struct rampart_verdict verdict;
    char principal[64];
    snprintf(principal, sizeof principal, "acs:ram::1:%s", asked->principal);
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, asked->action, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, asked->resource, NULL), RAMPART_OK);
    if (asked->mfa != NULL)
        assert_int_equal(rampart_request_add_context(request, rampart_str("acs:MFAPresent"), rampart_str(asked->mfa), NULL), RAMPART_OK);
    if (asked->address != NULL)
        assert_int_equal(rampart_request_add_context(request, rampart_str("acs:SourceIp"), rampart_str(asked->address), NULL), RAMPART_OK);
    rampart_request_set_complete(request, true);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    return verdict.outcome;
}

/* How many requests of the world break the rule; *ret_last is one of them. */
static size_t count_breaches(const struct rampart_set *set, struct rampart_request *request, const struct made_rule *rule,
                             struct asked *ret_last)
{
    enum { ACTIONS = sizeof actions / sizeof *actions, RESOURCES = sizeof resources / sizeof *resources,
           TRUTHS = sizeof asked_truths / sizeof *asked_truths, ADDRESSES = sizeof asked_addresses / sizeof *asked_addresses };
    size_t breaches = 0;
    for (size_t i = 0; i < (size_t)MOST_PRINCIPALS * ACTIONS * RESOURCES * TRUTHS * ADDRESSES; i++) {
        size_t at = i;
        struct asked asked = {.principal = principals[at % MOST_PRINCIPALS]};
        asked.action = rampart_str(actions[(at /= MOST_PRINCIPALS) % ACTIONS]);
        asked.resource = rampart_str(resources[(at /= ACTIONS) % RESOURCES]);
        asked.mfa = asked_truths[(at /= RESOURCES) % TRUTHS];
        asked.address = asked_addresses[(at / TRUTHS) % ADDRESSES];
        if (!is_forbidden(rule, &asked) || ask(set, request, &asked) == RAMPART_OUTCOME_DENY) continue;
        *ret_last = asked;
        breaches++;
    }
    return breaches;
}

/* A witness with the keys that it names; of the others, any may be chosen. */
static void check_witness(const struct rampart_set *set, struct rampart_request *request, const struct made_rule *rule,
                          const struct rampart_diff_witness *witness)
{
    char mfa[16] = "", address[64] = "", principal[64];
    assert_true(rp_str_starts(witness->principal, RP_STR("acs:ram::1:")));
    snprintf(principal, sizeof principal, "%.*s", RP_ARG(rp_str_from(witness->principal, sizeof "acs:ram::1:" - 1)));
    struct asked asked = {.principal = principal, .action = witness->action, .resource = witness->resource};
    for (size_t i = 0; i < witness->key_count; i++) {
        const struct rampart_diff_key *key = &witness->keys[i];
        const bool is_mfa = rp_str_equal_fold(key->name, RP_STR("acs:MFAPresent"));
        if (key->absent || key->values.count == 0) continue;
        snprintf(is_mfa ? mfa : address, is_mfa ? sizeof mfa : sizeof address, "%.*s", RP_ARG(key->values.items[0]));
    }
    if (mfa[0] != '\0') asked.mfa = mfa;
    if (address[0] != '\0') asked.address = address;
    assert_true(is_forbidden(rule, &asked));
    assert_int_not_equal(ask(set, request, &asked), RAMPART_OUTCOME_DENY);
}

/* ---- a trial ---- */

struct counts {
    size_t outcomes[RAMPART_REFUTED + 1], witnesses;
};

static void compare(const struct rampart_set *set, const struct rampart_rules *rules, const struct made_rule *rule,
                    const char *texts[2], struct counts *counts)
{
    struct asked last;
    struct rampart_assertions *assertions = NULL;
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_assert(set, rules, NULL, NULL, &assertions), RAMPART_OK);
    const struct rampart_assertion *assertion = rampart_assertion(assertions, 0);
    const size_t breaches = count_breaches(set, request, rule, &last);
    if (breaches > 0 && assertion->outcome != RAMPART_REFUTED)
        fail_msg("%s: %.*s on %.*s, MFA %s, from %s\n%s%s", last.principal, RP_ARG(last.action), RP_ARG(last.resource),
                 last.mfa == NULL ? "absent" : last.mfa, last.address, texts[1], texts[0]);
    assert_int_not_equal(assertion->outcome, RAMPART_UNDETERMINED);
    for (size_t i = 0; i < rampart_diff_count(assertion->beyond); i++, counts->witnesses++)
        check_witness(set, request, rule, &rampart_diff_row(assertion->beyond, i)->witness);
    counts->outcomes[assertion->outcome]++;
    rampart_request_free(request);
    rampart_assertions_free(assertions);
}

static void try_once(struct chance *chance, const char *folder, struct counts *counts)
{
    static char account_text[TEXT], rule_text[TEXT];
    char path[FOLDER_PATH + 16];
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_rules *rules = NULL;
    make_account(chance, account_text);
    const struct made_rule rule = make_rule(chance, rule_text);
    const struct rampart_options options = {.absent_layers = ~0U}; /* no bucket has a policy that nobody showed */
    folder_write(folder, "rules.yaml", rampart_str(rule_text));
    snprintf(path, sizeof path, "%s/rules.yaml", folder);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(&options, rampart_str(account_text), rampart_str("account.yaml"), diags, &account) != RAMPART_OK)
        fail_msg("%.*s\n%s", RP_ARG(rampart_diags_at(diags, 0)->message), account_text);
    assert_int_equal(rampart_set_new(&options, &(struct rampart_set_parts){.account = account}, diags, &set), RAMPART_OK);
    assert_int_equal(rampart_rules_read_file(NULL, path, diags, &rules), RAMPART_OK);
    compare(set, rules, &rule, (const char *[]){account_text, rule_text}, counts);
    rampart_rules_free(rules);
    rampart_set_free(set);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

static void rules_hold_where_no_request_breaks_them(void **state)
{
    struct chance chance = chance_begin();
    const char *trials = getenv("RAMPART_TRIALS");
    const long count = trials == NULL ? TRIALS : strtol(trials, NULL, 10);
    struct counts counts = {{0}, 0};
    char folder[FOLDER_PATH];
    (void)state;
    folder_make(folder);
    for (long i = 0; i < count; i++) try_once(&chance, folder, &counts);
    folder_remove(folder);
    assert_true(counts.outcomes[RAMPART_HOLDS] > 0);
    assert_true(counts.outcomes[RAMPART_REFUTED] > 0);
    print_message("%zu hold, %zu refuted, %zu witnesses\n", counts.outcomes[RAMPART_HOLDS], counts.outcomes[RAMPART_REFUTED],
                  counts.witnesses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_hold_where_no_request_breaks_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
