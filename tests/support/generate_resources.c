/* SPDX-License-Identifier: Apache-2.0 */
#include "support/generate_resources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define OWN "1234567890123456"
#define OTHER "9876543210123456"

enum service { OSS, KMS, SECRET, LOG, OTS, SERVICES };

static const char *const codes[SERVICES] = {"oss", "kms", "kms", "log", "ots"};
static const char *const actions[SERVICES][3] = {{"oss:GetObject", "oss:PutBucketLifecycle", "oss:*"},
                                                 {"kms:Decrypt", "kms:*", "kms:Encrypt"},
                                                 {"kms:GetSecretValue", "kms:*", "kms:Get*"},
                                                 {"log:GetLogStoreLogs", "log:*", "log:Put*"},
                                                 {"ots:GetRow", "ots:*", "ots:Put*"}};
static const char *const resources[SERVICES][3] = {
    {"acs:oss:*:*:b1/*", "acs:oss:*:*:b1", "acs:oss:*:*:*"},
    {"*", "*", "*"},
    {"*", "*", "*"},
    {"acs:log:*:*:project/p1/*", "acs:log:*:*:project/*", "*"},
    {"acs:ots:*:*:instance/i1*", "acs:ots:*:*:instance/i1/table/t1", "*"}};
static const char *const names[] = {"oss:b1", "kms:key/k1", "kms:secret/s1", "log:p1", "ots:i1", "oss:b2", "log:p2"};
static const enum service services[] = {OSS, KMS, SECRET, LOG, OTS, OSS, LOG};

static const char *const uids[] = {"\"*\"",
                                   "[\"*\"]",
                                   "[\"" OWN "\"]",
                                   "[\"" OTHER "\"]",
                                   "[\"200000000000000001\"]",
                                   "[\"200000000000000002\", \"300000000000000001\"]",
                                   "[\"arn:sts::" OWN ":assumed-role/app/*\"]",
                                   "[\"arn:sts::" OWN ":assumed-role/app/job1\"]",
                                   "[\"arn:sts::" OWN ":assumed-role/worker/*\"]",
                                   "[\"arn:sts::" OTHER ":assumed-role/app/*\"]",
                                   "[\"arn:sts::*:*/*/*\"]"};
static const char *const rams[] = {"acs:ram::" OWN ":*",         "acs:ram::" OWN ":root",        "acs:ram::" OTHER ":root",
                                   "acs:ram::" OWN ":user/ana",  "acs:ram::" OWN ":user/mia",    "acs:ram::" OTHER ":user/ana",
                                   "acs:ram::" OWN ":role/app",  "acs:ram::" OWN ":role/worker", "acs:ram::" OWN ":role/Worker",
                                   "acs:ram::" OTHER ":role/app"};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

__attribute__((format(printf, 2, 3))) static void add(struct resource_account *account, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    account->len += (size_t)vsnprintf(account->text + account->len, sizeof account->text - account->len, format, arguments);
    va_end(arguments);
    assert_true(account->len < sizeof account->text);
}

/* ---- documents ---- */

static void add_condition(struct chance *chance, struct resource_account *account, const char *code)
{
    if (chance_of(chance, 45)) return;
    if (chance_of(chance, 12)) {
        add(account, ",\"Condition\":{\"StringLike\":{\"acs:PrincipalARN\":\"acs:ram::*:%s/a*\"}}",
            chance_of(chance, 50) ? "user" : "role");
        return;
    }
    add(account, ",\"Condition\":{\"%s\":{\"%s:k%u\":\"%s\"}}", chance_of(chance, 70) ? "StringEquals" : "StringNotEquals", code,
        chance_below(chance, RESOURCE_QUESTION_KEYS), chance_of(chance, 60) ? "yes" : "no");
}

/* `resource`: whose policy it is; SERVICES: an identity's. */
static void add_statement(struct chance *chance, struct resource_account *account, enum service resource)
{
    const enum service about = resource == SERVICES ? (enum service)chance_below(chance, SERVICES) : resource;

    add(account, "{\"Effect\":\"%s\",\"Action\":\"%s\"", chance_of(chance, 35) ? "Deny" : "Allow",
        actions[about][chance_below(chance, 3)]);
    add(account, ",\"Resource\":\"%s\"", resources[about][chance_below(chance, 3)]);
    if (resource == KMS || resource == SECRET)
        add(account, ",\"Principal\":{\"RAM\":[\"%s\",\"%s\"]}", rams[chance_below(chance, COUNT(rams))],
            rams[chance_below(chance, COUNT(rams))]);
    else if (resource != SERVICES && !(resource == LOG && chance_of(chance, 20)))
        add(account, ",\"Principal\":%s", uids[chance_below(chance, COUNT(uids))]);
    add_condition(chance, account, codes[about]);
    add(account, "}");
}

static void add_policy(struct chance *chance, struct resource_account *account, enum service resource)
{
    unsigned count = 1 + chance_below(chance, 3);

    add(account, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) add(account, ",");
        add_statement(chance, account, resource);
    }
    add(account, "]}");
}

/* ---- who there is ---- */

static void add_grants(struct chance *chance, struct resource_account *account)
{
    const char *separator = "";

    add(account, "\"policies\":[");
    for (unsigned i = 0; i < 4; i++) {
        if (!chance_of(chance, 25)) continue;
        if (chance_of(chance, 15))
            add(account, "%s{\"name\":\"P%u\",\"resourceGroup\":\"rg\"}", separator, i);
        else
            add(account, "%s\"P%u\"", separator, i);
        separator = ",";
    }
    add(account, "]");
}

static void add_principals(struct chance *chance, struct resource_account *account)
{
    static const char *const users[] = {"ana", "ben", "mia", "Zoe"};

    add(account, ",\"groups\":{\"ops\":{");
    add_grants(chance, account);
    add(account, "}},\"users\":{");
    for (unsigned i = 0; i < COUNT(users); i++) {
        add(account, "%s\"%s\":{", i == 0 ? "" : ",", users[i]);
        if (chance_of(chance, 60)) add(account, "\"uid\":\"20000000000000000%u\",", i + 1);
        if (chance_of(chance, 40)) add(account, "\"groups\":[\"ops\"],");
        add_grants(chance, account);
        add(account, "}");
    }
    add(account, "},\"roles\":{");
    add(account, "\"app\":{");
    add_grants(chance, account);
    add(account, "},\"Worker\":{");
    add_grants(chance, account);
    add(account, "},\"aliyunserviceroleforx\":{\"serviceLinked\":true,");
    add_grants(chance, account);
    add(account, "}}");
}

static void add_resources(struct chance *chance, struct resource_account *account)
{
    const char *separator = "";

    add(account, ",\"resourcePolicies\":{");
    for (unsigned i = 0; i < COUNT(names); i++) {
        if (chance_of(chance, 10)) continue;
        add(account, "%s\"%s\":{", separator, names[i]);
        separator = ",";
        if (chance_of(chance, 15)) {
            add(account, "\"policy\":\"none\"}");
        } else if (chance_of(chance, 10)) {
            add(account, "}");
        } else {
            add(account, "\"policy\":");
            add_policy(chance, account, services[i]);
            add(account, "}");
        }
    }
    add(account, "}");
}

void generate_resource_account(struct chance *chance, struct resource_account *ret_account)
{
    ret_account->len = 0;
    add(ret_account, "{\"rampart\":1,\"account\":\"" OWN "\",\"policies\":{");
    for (unsigned i = 0; i < 4; i++) {
        add(ret_account, "%s\"P%u\":", i == 0 ? "" : ",", i);
        add_policy(chance, ret_account, SERVICES);
    }
    add(ret_account, "},\"resourceGroups\":{\"rg\":[\"acs:oss:*:*:b1*\"]}");
    add_principals(chance, ret_account);
    ret_account->resources = ret_account->len;
    add_resources(chance, ret_account);
    ret_account->end = ret_account->len;
    if (chance_of(chance, 40)) add(ret_account, ",\"assumeAbsent\":[\"ObjectAcl\",\"BucketAcl\",\"BlockPublicAccess\"]");
    if (chance_of(chance, 25))
        add(ret_account, ",\"resourceDirectory\":{\"member\":true,\"controlPolicies\":[[\"FullAliyunAccess\",{\"name\":\"P0\","
                         "\"effectScope\":\"%s\"}]]}",
            chance_of(chance, 50) ? "All" : "RAM");
    add(ret_account, "}\n");
}

/* ---- questions ---- */

void generate_resource_question(struct chance *chance, struct resource_question *ret_question)
{
    static const struct {
        const char *action, *resource;
    } questions[] = {{"oss:GetObject", "acs:oss:oss-cn-hangzhou:" OWN ":b1/a.txt"},
                     {"oss:PutBucketLifecycle", "acs:oss:oss-cn-hangzhou:" OWN ":b1"},
                     {"oss:GetObject", "acs:oss:oss-cn-hangzhou:" OWN ":b2/a.txt"},
                     {"oss:GetObject", "acs:oss:oss-cn-hangzhou:" OTHER ":b1/a.txt"},
                     {"oss:GetObject", "acs:oss:oss-cn-hangzhou:" OWN ":b1/a*"},
                     {"oss:GetObject", "acs:oss:*:*:b1/a.txt"},
                     {"kms:Decrypt", "acs:kms:cn-hangzhou:" OWN ":key/k1"},
                     {"kms:Decrypt", "acs:kms:cn-hangzhou:" OTHER ":key/k1"},
                     {"kms:GetSecretValue", "acs:kms:cn-hangzhou:" OWN ":secret/s1"},
                     {"log:GetLogStoreLogs", "acs:log:cn-hangzhou:" OWN ":project/p1/logstore/l1"},
                     {"log:GetLogStoreLogs", "acs:log:cn-hangzhou:" OWN ":project/p2/logstore/*"},
                     {"ots:GetRow", "acs:ots:cn-hangzhou:" OWN ":instance/i1/table/t1"}};
    const unsigned number = chance_below(chance, COUNT(questions));

    *ret_question = (struct resource_question){.action = questions[number].action,
                                               .resource = questions[number].resource,
                                               .keys = chance_below(chance, 1 << RESOURCE_QUESTION_KEYS)};
}

struct rampart_request *resource_request(const struct resource_question *question, const char *principal)
{
    struct rampart_request *request = NULL;
    const size_t code = (size_t)(strchr(question->action, ':') - question->action);
    char key[16];

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    rampart_request_set_patterns(request, true);
    if (principal != NULL) assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(question->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(question->resource), NULL), RAMPART_OK);
    for (unsigned k = 0; k < RESOURCE_QUESTION_KEYS; k++) {
        if ((question->keys >> k & 1) == 0) continue;
        (void)snprintf(key, sizeof key, "%.*s:k%u", (int)code, question->action, k);
        assert_int_equal(rampart_request_add_context(request, rampart_str(key), rampart_str("yes"), NULL), RAMPART_OK);
    }
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}
