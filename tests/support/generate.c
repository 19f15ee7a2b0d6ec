/* SPDX-License-Identifier: Apache-2.0 */
#include "support/generate.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/naive_values.h"

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof *(list)))
#define PICK(chance, list) (list)[chance_below((chance), COUNT(list))]

/* ---- words ---- */

static const char *const actions[] = {
    "*",
    "*",
    "ess:*",
    "ESS:Cancel*",
    "ess:CancelInstanceRefresh",
    "ess:?ancelInstanceRefresh",
    "ess:*Instance*",
    "*:Get*",
    "oss:*Object",
    "sts:*",
    "sts:AssumeRole",
    "STS:assume*",
    "ess",
    "",
};

static const char *const resources[] = {
    "*",
    "*",
    "*",
    "acs:ess:*:*:scalinggroup/*",
    "acs:*/asg-1",
    "acs:ess:cn-?*:*:scalinggroup/asg-?",
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-1",
    "acs:ess:*:100:scalinggroup/ASG-1",
    "acs:oss:*:*:b/*",
    "acs:oss:oss-cn-*:*:*",
    "acs:oss:cn-hangzhou:*:b*",
    "acs:ram:*:*:role/*",
    "acs:ram::100:role/r*",
    "acs:*:*:100:*",
    "acs:ess:*asg-1",
    "acs:ess:*:scalinggroup/asg-1",
    "acs:ess::100:scalinggroup/*",
    "acs:oss:::b/o/p",
    "acs:ess:cn-hangzhou:100",
    "acs:ram:*:100:role/R1",
    "acs:ESS:*:*:ScalingGroup/*",
    "acs:*",
};

static const char *const principals[] = {
    "\"*\"",
    "{\"RAM\":\"acs:ram::100:root\"}",
    "{\"RAM\":[\"acs:ram::100:root\",\"acs:ram::200:root\"]}",
    "{\"RAM\":[\"acs:ram::100:user/alice\",\"acs:ram::100:role/ops\"]}",
    "{\"RAM\":\"acs:ram::200:user/alice\"}",
    "{\"Service\":\"ess.aliyuncs.com\"}",
    "{\"Federated\":[\"acs:ram::100:saml-provider/idp\"]}",
    "{\"Federated\":\"acs:ram::100:oidc-provider/idp\",\"Service\":[\"ecs.aliyuncs.com\"]}",
};

enum { MOST_OPERANDS = 12 };

/* A key with operators that suit it, operands for them, and the values it may have in a request. */
struct subject {
    const char *key, *other_spelling;
    const char *operators[8];
    const char *operands[MOST_OPERANDS + 1]; /* NULL ends them */
    const char *values[MOST_OPERANDS];
};

static const struct subject subjects[] = {
    {"acs:ResourceTag/env",
     "ACS:resourcetag/env",
     {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
      "StringNotLike"},
     {"prod", "PROD", "p*", "?rod", "*", "", "test", "*o*d", "t?*"},
     {"prod", "Prod", "test", "", "p*d"}},
    {"acs:TagKeys",
     "acs:tagkeys",
     {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"},
     {"a", "b", "*", "ab*", "?"},
     {"a", "b", "abc"}},
    {"oss:days",
     "OSS:Days",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
      "NumericGreaterThanEquals"},
     {"10", "1e1", "-3", "0.5", "ten", "99999999999999999999", "100000000000000000000", "+007"},
     {"10", "10.0", "-3.5", "7", "ten", "99999999999999999999.5", "0"}},
    {"acs:CurrentTime",
     "acs:currenttime",
     {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
      "DateGreaterThanEquals"},
     {"2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", "2026-01-01", "2024-02-29T23:59:59-05:00", "never",
      "2026-02-30T00:00:00Z", "2026-12-31T23:59Z", "2026-01-01T00:00:00", "1767225600",
      "2026-01-01 08:00:00+0800", "2025-12-31T23:59:60Z"},
     {"2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2024-03-01T04:59:59Z", "2026-01-01T08:00+08:00",
      "2026-01-01T00:00:00.5Z"}},
    {"acs:MFAPresent",
     "acs:mfapresent",
     {"Bool"},
     {"true", "false", "TRUE", "yes"},
     {"true", "false", "False", "TRUE"}},
    {"acs:SourceIp",
     "acs:SourceIP",
     {"IpAddress", "NotIpAddress"},
     {"10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "2001:db8::/33", "::/0", "10.0.0.0/33", "010.0.0.1",
      "10.200.3.4/12", "10.0.0.0/255.0.0.0", "::ffff:10.0.0.0/104", "10.1.2.03"},
     {"10.1.2.3", "10.0.0.1", "10.193.0.1", "192.168.0.1", "2001:db8::7", "2001:db8:8000::7", "::1",
      "::ffff:10.1.2.3"}},
    {"acs:ResourceTag/Env",
     "ACS:RESOURCETAG/Env",
     {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"},
     {"prod", "t?*", ""},
     {"prod", "test"}},
    {"acs:PrincipalARN",
     "acs:PrincipalArn",
     {"StringLike", "StringNotLike", "StringEquals", "StringNotEquals"},
     {"acs:ram:*:*:role/*", "acs:ram::100:user/alice", "acs:ram:*:100:*", "acs:ram::100:role/ops", "*"},
     {"acs:ram::100:user/alice"}},
};

#define MOST_VALUES 3
#define REQUEST_KEYS 7 /* all subjects but the last, which the principal determines */

const char *const *generate_operands(size_t key, const char **ret_name)
{
    if (key >= COUNT(subjects)) return NULL;
    *ret_name = subjects[key].key;
    return subjects[key].operands;
}

static const char *pick(struct chance *chance, const char *const *list, unsigned most)
{
    unsigned count = 0;

    while (count < most && list[count] != NULL) count++;
    return list[chance_below(chance, count)];
}

/* ---- documents ---- */

__attribute__((format(printf, 2, 3))) static void put(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list values;
    int written = 0;

    va_start(values, format);
    written = vsnprintf(text + used, GENERATED_TEXT - used, format, values);
    va_end(values);
    if (written < 0 || (size_t)written >= GENERATED_TEXT - used)
        abort(); /* the generator's own limit is too low */
}

/* A string, or a list of up to three. */
static void write_list(struct chance *chance, char *text, const char *const *list, unsigned most)
{
    unsigned count = chance_below(chance, 40) == 0 ? 0 : 1 + chance_below(chance, 3);

    if (count == 1 && chance_of(chance, 60)) {
        put(text, "\"%s\"", pick(chance, list, most));
        return;
    }
    put(text, "[");
    for (unsigned i = 0; i < count; i++) put(text, "%s\"%s\"", i == 0 ? "" : ",", pick(chance, list, most));
    put(text, "]");
}

static void pick_operator(struct chance *chance, const struct subject *subject, char *ret_op, size_t size)
{
    const struct subject *from =
        chance_of(chance, 4) ? &subjects[chance_below(chance, COUNT(subjects))] : subject;
    const char *base = pick(chance, from->operators, 8);
    unsigned kind = chance_below(chance, 20);

    (void)snprintf(ret_op, size, "%s%s%s",
                   kind == 0   ? "ForAnyValue:"
                   : kind == 1 ? "ForAllValues:"
                               : "",
                   base, kind == 2 || chance_below(chance, 40) == 0 ? "IfExists" : "");
    if (kind == 3) (void)snprintf(ret_op, size, "Null");
}

/* No operator twice in a statement: a duplicate member would refuse the document. */
static void write_conditions(struct chance *chance, char *text, unsigned count)
{
    static const char *const words[] = {"true", "false", NULL};
    char used[512] = "", op[64];
    bool first = true;

    put(text, ",\"Condition\":{");
    for (unsigned i = 0; i < count; i++) {
        const struct subject *subject = &PICK(chance, subjects);
        char mark[80];

        pick_operator(chance, subject, op, sizeof op);
        (void)snprintf(mark, sizeof mark, "<%s>", op);
        if (strstr(used, mark) != NULL) continue;
        (void)snprintf(used + strlen(used), sizeof used - strlen(used), "%s", mark);
        put(text, "%s\"%s\":{\"%s\":", first ? "" : ",", op,
            chance_of(chance, 15) ? subject->other_spelling : subject->key);
        first = false;
        write_list(chance, text, strcmp(op, "Null") == 0 ? words : subject->operands, MOST_OPERANDS);
        put(text, "}");
    }
    put(text, "}");
}

static void write_statement(struct chance *chance, const struct generated_policy *policy, char *text)
{
    static const unsigned amounts[] = {0, 0, 1, 1, 1, 2, 3};
    bool trust = policy->layer == RAMPART_LAYER_TRUST;
    unsigned conditions = PICK(chance, amounts);

    put(text, "{\"Effect\":\"%s\",\"%s\":",
        chance_of(chance, policy->layer == RAMPART_LAYER_RESOURCE_GROUP ? 60 : 30) ? "Deny" : "Allow",
        chance_of(chance, 12) && !trust ? "NotAction" : "Action");
    if (trust)
        put(text, "\"%s\"", chance_of(chance, 90) ? "sts:AssumeRole" : "sts:Get*");
    else
        write_list(chance, text, actions, COUNT(actions));
    if (trust) {
        put(text, ",\"Principal\":%s", PICK(chance, principals));
    } else {
        put(text, ",\"%s\":", chance_of(chance, 10) ? "NotResource" : "Resource");
        write_list(chance, text, resources, COUNT(resources));
    }
    if (conditions > 0) write_conditions(chance, text, conditions);
    put(text, "}");
}

static void add_policy(struct chance *chance, struct generated_policies *made, enum rampart_layer layer,
                       unsigned level)
{
    static const enum rampart_policy_kind kinds[] = {RAMPART_POLICY_IDENTITY, RAMPART_POLICY_CONTROL,
                                                     RAMPART_POLICY_SESSION, RAMPART_POLICY_TRUST,
                                                     RAMPART_POLICY_IDENTITY};
    struct generated_policy *policy = &made->policies[made->count++];
    unsigned statements = 1 + chance_below(chance, 4);

    policy->layer = layer;
    policy->kind = kinds[layer];
    policy->level = level;
    policy->uncertain = layer == RAMPART_LAYER_SESSION && level > 0 && chance_of(chance, 50);
    policy->scope = chance_of(chance, 30) ? RAMPART_SCOPE_ALL : RAMPART_SCOPE_RAM;
    policy->members = rampart_str(chance_of(chance, 50) ? "*" : PICK(chance, resources));
    policy->text[0] = '\0';
    put(policy->text, "{\"Version\":\"1\",\"Statement\":[");
    if (layer != RAMPART_LAYER_TRUST && chance_of(chance, layer == RAMPART_LAYER_IDENTITY ? 30 : 85))
        put(policy->text, "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},");
    for (unsigned i = 0; i < statements; i++) {
        if (i > 0) put(policy->text, ",");
        write_statement(chance, policy, policy->text);
    }
    put(policy->text, "]}");
}

void generate_policies(struct chance *chance, struct generated_policies *ret_twins)
{
    unsigned identities = chance_below(chance, 4);

    ret_twins->count = 0;
    ret_twins->levels = chance_of(chance, 70) ? 0 : 1 + chance_below(chance, 3);
    for (unsigned i = 0; i < identities; i++) add_policy(chance, ret_twins, RAMPART_LAYER_IDENTITY, 0);
    for (unsigned level = 0; level < ret_twins->levels; level++)
        for (unsigned i = chance_below(chance, 10) == 0 ? 0 : 1 + chance_below(chance, 2); i > 0; i--)
            if (ret_twins->count < GENERATED_POLICIES)
                add_policy(chance, ret_twins, RAMPART_LAYER_CONTROL, level);
    if (chance_of(chance, 40) && ret_twins->count < GENERATED_POLICIES)
        add_policy(chance, ret_twins, RAMPART_LAYER_RESOURCE_GROUP, 0);
    if (chance_of(chance, 20) && ret_twins->count < GENERATED_POLICIES)
        add_policy(chance, ret_twins, RAMPART_LAYER_SESSION, 0);
    for (unsigned level = chance_of(chance, 15) ? 1 : 3; level < 3 && ret_twins->count < GENERATED_POLICIES; level++)
        if (chance_of(chance, 70)) add_policy(chance, ret_twins, RAMPART_LAYER_SESSION, level); /* of instances */
    if (chance_of(chance, 60) && ret_twins->count < GENERATED_POLICIES)
        add_policy(chance, ret_twins, RAMPART_LAYER_TRUST, 0);
}

/* ---- requests ---- */

static const struct naive_request callers[] = {
    {.who = NAIVE_USER, .account = "100", .name = "alice"},
    {.who = NAIVE_USER, .account = "100", .name = "alice"},
    {.who = NAIVE_USER, .account = "200", .name = "alice"},
    {.who = NAIVE_ROLE, .account = "100", .name = "ops", .session = "s-1"},
    {.who = NAIVE_ROLE, .account = "100", .name = "ops", .session = "i-1"},
    {.who = NAIVE_ROLE, .account = "100", .name = "Ops"},
    {.who = NAIVE_USER, .account = "100", .name = "bob"},
    {.who = NAIVE_ROLE, .account = "200", .name = "ci", .session = "s.2"},
    {.who = NAIVE_NOBODY, .account = "", .name = ""},
};

static const struct naive_request strangers[] = {
    {.who = NAIVE_ROOT, .account = "100", .name = ""},
    {.who = NAIVE_ROOT, .account = "200", .name = ""},
    {.who = NAIVE_SAML, .account = "100", .name = "idp"},
    {.who = NAIVE_OIDC, .account = "100", .name = "idp"},
    {.who = NAIVE_SERVICE, .account = "", .name = "ess.aliyuncs.com"},
    {.who = NAIVE_SERVICE, .account = "", .name = "ecs.aliyuncs.com"},
};

static const char *const asked_actions[] = {"ess:CancelInstanceRefresh",
                                            "ess:cancelinstancerefresh",
                                            "ess:DescribeScalingGroups",
                                            "oss:GetObject",
                                            "oss:ListBuckets",
                                            "kms:Decrypt",
                                            "log:PostLogStoreLogs",
                                            "ots:GetRow",
                                            "sts:AssumeRole",
                                            NULL};
static const char *const asked_resources[] = {"acs:ess:cn-hangzhou:100:scalinggroup/asg-1",
                                              "acs:ess:cn-beijing:100:scalinggroup/asg-2",
                                              "acs:ess:cn-hangzhou:100:scalinggroup/ASG-1",
                                              "acs:oss:oss-cn-hangzhou:100:b/o/p",
                                              "acs:oss:cn-hangzhou:100:b/o/p",
                                              "acs:oss:oss-cn-hangzhou:100:b",
                                              "acs:oss:oss-cn-hangzhou:100:",
                                              "acs:kms:cn-hangzhou:100:key/k-1",
                                              "acs:kms:cn-hangzhou:100:Key/k-1",
                                              "acs:kms:cn-hangzhou:100:alias/a",
                                              "acs:log:cn-hangzhou:100:project/p/logstore/l",
                                              "acs:log:cn-hangzhou:100:projects/p",
                                              "acs:log:cn-hangzhou:100:service",
                                              "acs:ots:cn-hangzhou:100:instance/i/table/t",
                                              "acs:ots:cn-hangzhou:100:instances",
                                              "acs:ram::100:role/r1",
                                              "*",
                                              NULL};

const char *const *generate_actions(void)
{
    return asked_actions;
}

const char *const *generate_resources(void)
{
    return asked_resources;
}

static void fill_key(struct chance *chance, struct naive_key *key)
{
    const struct subject *subject = &subjects[0];

    for (size_t i = 0; i < COUNT(subjects); i++)
        if (strcmp(subjects[i].key, key->name) == 0) subject = &subjects[i];
    key->state = NAIVE_PRESENT;
    key->count = chance_of(chance, 80) ? 1 : chance_below(chance, MOST_VALUES + 1);
    if (key->count == 0 && naive_key_type(rampart_str(key->name)) != '\0') key->count = 1; /* it has a value */
    for (size_t i = 0; i < key->count; i++) key->values[i] = pick(chance, subject->values, MOST_OPERANDS);
}

void generate_request(struct chance *chance, size_t unknown, struct naive_request *ret_request)
{
    bool stranger = chance_of(chance, 8);

    *ret_request = stranger ? PICK(chance, strangers) : PICK(chance, callers);
    ret_request->action = pick(chance, asked_actions, COUNT(asked_actions));
    ret_request->resource_count = chance_of(chance, 10) ? 2 : 1;
    for (size_t i = 0; i < ret_request->resource_count; i++)
        ret_request->resources[i] = pick(chance, asked_resources, COUNT(asked_resources));
    ret_request->complete = chance_of(chance, 15);
    ret_request->absent = UINT_MAX << RAMPART_LAYER_BUCKET_POLICY;
    if (chance_of(chance, 40)) ret_request->absent &= chance_below(chance, UINT_MAX);
    ret_request->key_count = REQUEST_KEYS;
    for (size_t i = 0; i < REQUEST_KEYS; i++) {
        struct naive_key *key = &ret_request->keys[i];

        key->name = subjects[i].key;
        if (unknown > 0 && chance_of(chance, 45))
            unknown--;
        else if (chance_of(chance, 25))
            key->state = NAIVE_ABSENT;
        else
            fill_key(chance, key);
    }
}
