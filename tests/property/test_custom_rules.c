/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules of the user's own against the engine: rules and documents by chance. A breach is a request that the engine allows, or
 * leaves to a condition that may hold. Where there is none, the engine allows no request of a small world that the rule is
 * about.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/lint.h>

#include "analysis/custom_judge.h"
#include "base/str.h"
#include "support/ask.h"
#include "support/chance.h"

enum { WORLDS = 400, TEXT = 4096, ROOM = 256 };

#define PICK(list) (list)[chance_below(chance, sizeof(list) / sizeof *(list))]
#define ADD(...) len += (size_t)snprintf(text + len, TEXT - len, __VA_ARGS__)

static const char *const actions[] = {"ess:CreateScalingGroup", "ess:DeleteScalingGroup", "ecs:StartInstance"};
static const char *const action_patterns[] = {"*", "ess:*", "ess:CreateScalingGroup", "ESS:Delete*", "ecs:Start?nstance", "ess:*ScalingGroup"};
static const char *const resources[] = {"acs:ess:cn-hangzhou:1:scalinggroup/a", "acs:ess:cn-hangzhou:1:scalinggroup/b",
                                        "acs:ecs:cn-beijing:1:instance/a"};
static const char *const resource_patterns[] = {"*", "acs:ess:*:*:scalinggroup/a*", "acs:ess:*:*:*b", "acs:ecs:*:*:*",
                                                "acs:ess:cn-hangzhou:*:scalinggroup/?"};
static const char *const truths[] = {"true", "false"};
static const char *const addresses[] = {"10.0.0.0/8", "10.1.0.0/16", "192.0.2.1"};
static const char *const asked_addresses[] = {"10.1.2.3", "10.2.0.1", "192.0.2.1"};

/* ---- a rule, as it is written and as it is meant ---- */

struct scope {
    const char *action, *resource, *mfa; /* mfa: "true", "false" or NULL */
};

static struct scope make_scope(struct chance *chance)
{
    return (struct scope){PICK(action_patterns), PICK(resource_patterns), chance_of(chance, 30) ? PICK(truths) : NULL};
}

static size_t print_scope(char *text, size_t len, const char *name, const struct scope *scope)
{
    ADD(", %s: {action: \"%s\", resource: \"%s\"", name, scope->action, scope->resource);
    if (scope->mfa != NULL) ADD(", context: {\"acs:MFAPresent\": %s}", scope->mfa);
    ADD("}");
    return len;
}

static bool has_scope(const struct scope *scope, const char *action, const char *resource, const char *mfa)
{
    return rp_glob(rampart_str(scope->action), rampart_str(action)) && rp_glob(rampart_str(scope->resource), rampart_str(resource)) &&
           (scope->mfa == NULL || strcmp(scope->mfa, mfa) == 0);
}

struct made_rule {
    struct scope never, unless;
    bool has_unless, requires; /* requires MFA */
};

static struct made_rule make_rule(struct chance *chance, char *text)
{
    struct made_rule rule = {.never = make_scope(chance), .unless = make_scope(chance), .has_unless = chance_of(chance, 40),
                             .requires = chance_of(chance, 30)};
    size_t len = 0;
    if (rule.requires) rule.never.mfa = NULL;
    ADD("rules: [{name: a");
    if (rule.requires)
        ADD(", require: {action: \"%s\", resource: \"%s\", condition: {Bool: {\"acs:MFAPresent\": \"true\"}}}", rule.never.action,
            rule.never.resource);
    else
        len = print_scope(text, len, "never", &rule.never);
    if (rule.has_unless) len = print_scope(text, len, "unless", &rule.unless);
    ADD("}]\n");
    return rule;
}

/* ---- a document: no two Denies of it cover all values of a key together, which is no certain Deny to a rule ---- */

static void make_document(struct chance *chance, char *text)
{
    size_t len = 0;
    ADD("{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0, count = 1 + chance_below(chance, 3); i < count; i++) {
        const bool allows = chance_of(chance, 65);
        ADD("%s{\"Effect\":\"%s\",\"%s\":[\"%s\",\"%s\"],\"%s\":\"%s\"", i > 0 ? "," : "", allows ? "Allow" : "Deny",
            chance_of(chance, 85) ? "Action" : "NotAction", PICK(action_patterns), PICK(action_patterns),
            chance_of(chance, 85) ? "Resource" : "NotResource", PICK(resource_patterns));
        if (chance_of(chance, 30)) ADD(",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"%s\"}}", PICK(truths));
        else if (chance_of(chance, 20))
            ADD(",\"Condition\":{\"%s\":{\"acs:SourceIp\":\"%s\"}}", allows && chance_of(chance, 50) ? "NotIpAddress" : "IpAddress", PICK(addresses));
        ADD("}");
    }
    ADD("]}");
}

/* ---- the engine ---- */

static bool engine_allows(const char *document, struct rampart_str action, struct rampart_str resource, const char *mfa,
                          const char *address)
{
    struct answer answer;
    struct ask question = {
        .policies = {{.name = RP_STR("p"), .text = rampart_str(document), .kind = RAMPART_POLICY_IDENTITY}},
        .policy_count = 1,
        .principal = RP_STR("user/alice"),
        .account = RP_STR("1"),
        .action = action,
        .resources = {resource},
        .resource_count = 1};
    if (mfa != NULL)
        question.context[question.context_count++] =
            (struct ask_key){.name = RP_STR("acs:MFAPresent"), .values = {rampart_str(mfa)}, .count = 1};
    if (address != NULL)
        question.context[question.context_count++] =
            (struct ask_key){.name = RP_STR("acs:SourceIp"), .values = {rampart_str(address)}, .count = 1};
    ask(&question, &answer);
    return strcmp(answer.outcome, "Allow") == 0 || strcmp(answer.outcome, "Conditional") == 0;
}

/* ---- both ---- */

static bool judge(const char *rules_text, const char *document, struct rp_custom_breach *ret_breach, char room[2][ROOM])
{
    static char path[] = "/tmp/rampart-custom-XXXXXX";
    struct rampart_rules *rules = NULL;
    struct rampart_policy *policy = NULL;
    struct rampart_diags *diags = NULL;
    struct rampart_catalog *catalog = NULL;
    struct rp_arena arena;
    bool breaks = false;
    const struct rampart_document text = {.text = rampart_str(document), .kind = RAMPART_POLICY_IDENTITY};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    strcpy(path + sizeof path - 7, "XXXXXX");
    const int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "w");
    fputs(rules_text, stream);
    fclose(stream);
    const enum rampart_status status = rampart_rules_read_file(NULL, path, diags, &rules);
    remove(path);
    if (status != RAMPART_OK) fail_msg("%s: %.*s", rules_text, RP_ARG(rampart_diags_at(diags, 0)->message));
    assert_int_equal(rampart_policy_read(NULL, &text, NULL, &policy), RAMPART_OK);
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < policy->statement_count && !breaks; i++)
        assert_int_equal(rp_custom_judge(&arena, catalog, &rules->items[0], policy, NULL, i, &breaks, ret_breach), RAMPART_OK);
    if (breaks) {
        snprintf(room[0], ROOM, "%.*s", RP_ARG(ret_breach->action));
        snprintf(room[1], ROOM, "%.*s", RP_ARG(ret_breach->resource));
    }
    rp_arena_free(&arena);
    rampart_policy_free(policy);
    rampart_rules_free(rules);
    rampart_catalog_free(catalog);
    rampart_diags_free(diags);
    return breaks;
}

/* The request that breaks a rule is allowed under its context; under another the rule may spare it. */
static void check_breach(const struct made_rule *rule, const char *rules, const char *document, char room[2][ROOM])
{
    const char *mfa = rule->never.mfa;
    const char *resource = strcmp(room[1], "*") == 0 ? "acs:x:y:1:z" : room[1];
    if (rule->requires) mfa = engine_allows(document, rampart_str(room[0]), rampart_str(resource), "false", NULL) ? "false" : NULL;
    if (!engine_allows(document, rampart_str(room[0]), rampart_str(resource), mfa, NULL))
        fail_msg("no breach: %s on %s\n%s%s", room[0], room[1], rules, document);
}

/* Each request of the small world that the rule is about. */
static void check_none(const struct made_rule *rule, const char *rules, const char *document)
{
    for (size_t a = 0; a < 3; a++)
        for (size_t r = 0; r < 3; r++)
            for (size_t m = 0; m < 2; m++)
                for (size_t i = 0; i < 3; i++) {
                    const char *mfa = truths[m];
                    if (!has_scope(&rule->never, actions[a], resources[r], mfa)) continue;
                    if (rule->has_unless && has_scope(&rule->unless, actions[a], resources[r], mfa)) continue;
                    if (rule->requires && m == 0) continue; /* it has what is required */
                    if (engine_allows(document, rampart_str(actions[a]), rampart_str(resources[r]), mfa, asked_addresses[i]))
                        fail_msg("missed: %s on %s, %s\n%s%s", actions[a], resources[r], mfa, rules, document);
                }
}

static void rules_agree_with_the_engine(void **state)
{
    (void)state;
    struct chance now = chance_begin(), *chance = &now;
    unsigned broken = 0;
    for (unsigned i = 0; i < WORLDS; i++) {
        char rules[TEXT], document[TEXT], room[2][ROOM];
        struct rp_custom_breach breach;
        const struct made_rule rule = make_rule(chance, rules);
        make_document(chance, document);
        const bool breaks = judge(rules, document, &breach, room);
        broken += breaks;
        if (breaks)
            check_breach(&rule, rules, document, room);
        else
            check_none(&rule, rules, document);
    }
    assert_in_range(broken, WORLDS / 8, WORLDS * 7 / 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_agree_with_the_engine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
