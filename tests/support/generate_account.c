/* SPDX-License-Identifier: Apache-2.0 */
#include "support/generate_account.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct made_principal made_principals[MADE_PRINCIPALS] = {
    {NAIVE_ROLE, "ci"},    {NAIVE_ROLE, "linked"}, {NAIVE_ROLE, "ops"},   {NAIVE_ROLE, "other"},
    {NAIVE_ROLE, "r1"},    {NAIVE_ROOT, ""},       {NAIVE_USER, "alice"}, {NAIVE_USER, "bob"},
    {NAIVE_USER, "carol"}, {NAIVE_USER, "dave"},   {NAIVE_USER, "erin"},
};

__attribute__((format(printf, 2, 3))) static void put(struct account_maker *maker, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    maker->len += (size_t)vsnprintf(maker->text + maker->len, MADE_TEXT - maker->len, format, values);
    va_end(values);
    if (maker->len >= MADE_TEXT) abort(); /* the generator's own limit is too low */
}

/* Policies of which one is, or is not, a trust policy. */
static void find_world(struct chance *chance, struct generated_policies *made, bool trust)
{
    for (;;) {
        generate_policies(chance, made);
        for (size_t i = 0; i < made->count; i++)
            if ((made->policies[i].kind == RAMPART_POLICY_TRUST) == trust) return;
    }
}

static void put_policies(struct account_maker *maker)
{
    const char *comma = "";

    put(maker, "\"policies\":{");
    for (size_t i = 0; i < maker->policies.count; i++) {
        if (maker->policies.policies[i].kind == RAMPART_POLICY_TRUST) continue;
        put(maker, "%s\"P%zu\":%s", comma, i, maker->policies.policies[i].text);
        comma = ",";
    }
    put(maker,
        "%s\"Assume\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
        "\"Resource\":\"acs:ram::*:role/%s\"}]},"
        "\"Perhaps\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:*\","
        "\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}}]}}",
        comma, chance_of(maker->chance, 50) ? "*" : "ops");
}

static void put_grants(struct account_maker *maker)
{
    const char *comma = "";

    put(maker, "\"policies\":[");
    if (chance_of(maker->chance, 65)) {
        put(maker, "\"%s\"", chance_of(maker->chance, 60) ? "Assume" : "Perhaps");
        comma = ",";
    }
    for (size_t i = 0; i < maker->policies.count; i++) {
        if (maker->policies.policies[i].kind == RAMPART_POLICY_TRUST || !chance_of(maker->chance, 14))
            continue;
        put(maker, "%s{\"name\":\"P%zu\"", comma, i);
        if (chance_of(maker->chance, 30))
            put(maker, ",\"resourceGroup\":\"rg%u\"", chance_below(maker->chance, 2));
        put(maker, "}");
        comma = ",";
    }
    put(maker, "]");
}

/* Mostly a narrow one, for then chains are long. */
static void put_trust(struct account_maker *maker)
{
    unsigned let_in = chance_below(maker->chance, MADE_PRINCIPALS * 2);

    if (let_in < MADE_PRINCIPALS && let_in != MADE_ROLES) {
        put(maker,
            "\"trust\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
            "\"Principal\":{\"RAM\":\"acs:ram::100:%s/%s\"}}]},",
            let_in < MADE_ROLES ? "role" : "user", made_principals[let_in].name);
        return;
    }
    find_world(maker->chance, &maker->trusts, true);
    for (size_t i = 0; i < maker->trusts.count && !chance_of(maker->chance, 5); i++)
        if (maker->trusts.policies[i].kind == RAMPART_POLICY_TRUST)
            put(maker, "\"trust\":%s,", maker->trusts.policies[i].text);
}

static void put_principals(struct account_maker *maker)
{
    put(maker, ",\"groups\":{\"g0\":{");
    put_grants(maker);
    put(maker, "},\"g1\":{");
    put_grants(maker);
    put(maker, "}},\"roles\":{");
    for (size_t i = 0; i < MADE_ROLES; i++) {
        put(maker, "%s\"%s\":{", i > 0 ? "," : "", made_principals[i].name);
        if (strcmp(made_principals[i].name, "linked") == 0) put(maker, "\"serviceLinked\":true,");
        put_trust(maker);
        put_grants(maker);
        put(maker, "}");
    }
    put(maker, "},\"users\":{");
    for (size_t i = MADE_ROLES + 1; i < MADE_PRINCIPALS; i++) {
        put(maker, "%s\"%s\":{\"groups\":[%s],", i > MADE_ROLES + 1 ? "," : "", made_principals[i].name,
            chance_of(maker->chance, 30)   ? "\"g0\""
            : chance_of(maker->chance, 30) ? "\"g0\",\"g1\""
                                           : "");
        put_grants(maker);
        put(maker, "}");
    }
    put(maker, "}");
}

static void put_directory(struct account_maker *maker)
{
    put(maker, ",\"resourceDirectory\":{\"member\":%s,\"controlPolicies\":[",
        chance_of(maker->chance, 80) ? "true" : "false");
    for (unsigned level = 0; level < maker->policies.levels; level++) {
        const char *comma = "";

        put(maker, "%s[", level > 0 ? "," : "");
        for (size_t i = 0; i < maker->policies.count; i++) {
            const struct generated_policy *policy = &maker->policies.policies[i];
            if (policy->layer != RAMPART_LAYER_CONTROL || policy->level != level) continue;
            put(maker, "%s{\"name\":\"P%zu\",\"effectScope\":\"%s\"}", comma, i,
                policy->scope == RAMPART_SCOPE_ALL ? "All" : "RAM");
            comma = ",";
        }
        put(maker, "]");
    }
    put(maker, "]}");
}

/* Instances that limit their roles: by a policy, by one that nobody knows, or not. Of the third nobody knows the id. */
static void put_instances(struct account_maker *maker)
{
    static const char *const ids[] = {"i-1", "i-2", "web"};
    const char *comma = "";

    if (!chance_of(maker->chance, 30)) return;
    put(maker, ",\"instanceRolePolicies\":{");
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const size_t policy = chance_below(maker->chance, (unsigned)maker->policies.count);
        if (chance_of(maker->chance, 40)) continue;
        put(maker, "%s\"%s\":{\"role\":\"%s\"", comma, ids[i],
            made_principals[chance_below(maker->chance, MADE_ROLES)].name);
        comma = ",";
        if (maker->policies.policies[policy].kind != RAMPART_POLICY_TRUST)
            put(maker, ",\"policy\":%s", chance_of(maker->chance, 90) ? maker->policies.policies[policy].text : "\"none\"");
        put(maker, "}");
    }
    put(maker, "}");
}

void generate_account(struct account_maker *maker)
{
    static const char *const places[] = {"*", "acs:ess:*:*:*", "acs:*/asg-1", "acs:oss:*:*:*"};

    maker->len = 0;
    find_world(maker->chance, &maker->policies, false);
    put(maker, "{\"rampart\":1,\"account\":\"100\",");
    put_policies(maker);
    put_principals(maker);
    put(maker, ",\"resourceGroups\":{\"rg0\":[\"%s\"],\"rg1\":[\"%s\"]}",
        places[chance_below(maker->chance, 4)], places[chance_below(maker->chance, 4)]);
    put_directory(maker);
    put_instances(maker);
    put(maker, "}");
}
