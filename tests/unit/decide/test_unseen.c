/* SPDX-License-Identifier: Apache-2.0 */
/* The layers that were not seen of a request, by one that remembers those of requests before and by one that does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/account.h>

#include "base/str.h"
#include "decide/request.h"
#include "decide/unseen.h"
#include "support/chance.h"
#include "support/diag_lines.h"

enum { ROUNDS = 3000 };

/* More than a request remembers, those with layers among them. */
static const char *const codes[] = {"oss", "kms", "log", "odps", "ots", "sts", "ossvector", "aiworkspace",
                                    "ecs", "ess", "ram", "fc",   "rds", "mns", "vpc",       "slb",
                                    "nas", "cr",  "cs",  "ros",  "tag", "hbr", "dms",       "cms",
                                    "cdn", "dns", "OSS", "none", "oos", "eds", "vod",       "arms"};
static const char *const names[] = {"GetObject", "PutBucket", "Decrypt", "GetLogs", "AssumeRole", "Describe"};
static const char *const rests[] = {"bucket/key",           "bucket",     "key/k",
                                    "project/p/logstore/l", "instance/i", "*"};

static const char *some(struct chance *chance, const char *const *texts, size_t count)
{
    return texts[chance_below(chance, (unsigned)count)];
}

static void fill(struct rampart_request *request, const char *action, const char *resource)
{
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_account(request, RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, RP_STR("user/a"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
}

static void assert_same(const struct rp_unseen_layers *a, const struct rp_unseen_layers *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a == NULL) return;
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->left_out, b->left_out);
    assert_int_equal(a->if_held, b->if_held);
    assert_int_equal(a->joint, b->joint);
    assert_int_equal(a->own.allow, b->own.allow);
    assert_int_equal(a->own.deny, b->own.deny);
    assert_int_equal(a->other.allow, b->other.allow);
    assert_int_equal(a->other.deny, b->other.deny);
    for (size_t i = 0; i < a->count; i++) assert_int_equal(a->layers[i].layer, b->layers[i].layer);
}

static void what_is_remembered_of_services_says_nothing_else(void **state)
{
    struct rampart_request *request = NULL;
    struct chance chance = {.state = 23};
    unsigned found = 0;
    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct rampart_request *fresh = NULL;
        char action[64], resource[96];
        const char *code = some(&chance, codes, sizeof codes / sizeof *codes);
        const char *other =
            chance_of(&chance, 10) ? some(&chance, codes, sizeof codes / sizeof *codes) : code;
        snprintf(action, sizeof action, "%s:%s", code, some(&chance, names, sizeof names / sizeof *names));
        snprintf(resource, sizeof resource, "acs:%s:cn-hangzhou:1:%s", other,
                 some(&chance, rests, sizeof rests / sizeof *rests));
        assert_int_equal(rampart_request_new(NULL, &fresh), RAMPART_OK);
        fill(request, action, resource);
        fill(fresh, action, resource);
        assert_same(request->resources->unseen, fresh->resources->unseen);
        found += request->resources->unseen != NULL;
        rampart_request_free(fresh);
    }
    rampart_request_free(request);
    assert_true(found > ROUNDS / 10 && found < ROUNDS - ROUNDS / 10);
}

/* What is said to be absent, beside what the account holds: which of it contradicts, and how that is said. */

static void a_name_may_be_that_of_the_resource(void **state)
{
    static const struct {
        const char *asked, *held;
        bool may;
    } cases[] = {
        {"reports", "reports", true}, {"reports", "Reports", true}, {"reports", "report", false},
        {"report", "reports", false}, {"reports", "", true},        {"", "reports", true},
        {"", "", true},               {"re*", "reports", true},     {"re*x", "reports", true},
        {"?eports", "reports", true}, {"*", "reports", true},       {"ra*", "reports", false},
        {"reports*", "rep", false},   {"RE?", "reports", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rampart_gap gap = {.kind = RAMPART_GAP_LAYERS,
                                        .layers = 1U << RAMPART_LAYER_BUCKET_POLICY,
                                        .resource = rampart_str(cases[i].held)};

        assert_int_equal(rampart_gap_may_hold(&gap, RAMPART_LAYER_BUCKET_POLICY, rampart_str(cases[i].asked)),
                         cases[i].may);
        assert_false(rampart_gap_may_hold(&gap, RAMPART_LAYER_BUCKET_ACL, rampart_str(cases[i].asked)));
    }
}

#define ACCOUNT(absent)                                                                                \
    "rampart: 1\naccount: '100'\nassumeAbsent: " absent "\nincomplete:\n"                              \
    "  - {what: layers, of: main.tf, layers: [BucketPolicy, EndpointPolicy], resource: reports}\n"     \
    "  - {what: layers, layers: [KeyPolicy]}\n"                                                        \
    "  - {what: layers, of: ots.tf}\n"

/* What is reported of one question; empty: nothing, and it is answered. */
static const char *report(const char *text, unsigned absent, const char *action, const char *resource, char *lines)
{
    const struct rampart_options options = {.absent_layers = absent};
    struct rampart_account *account = NULL;
    struct rampart_request *request = NULL;
    struct rampart_diags *diags = NULL;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_account_read(&options, rampart_str(text), rampart_str("a.yaml"), diags, &account), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, diags), RAMPART_OK);
    enum rampart_status status = rp_held_check(account, request, NULL);
    assert_int_equal(rp_held_check(account, request, diags), status);
    assert_int_equal(rampart_diags_found(diags, RAMPART_ERROR) > 0, status == RAMPART_INVALID_INPUT);
    (void)diag_lines(diags, lines, 4096);
    rampart_request_free(request);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return lines;
}

enum {
    BUCKET = 1U << RAMPART_LAYER_BUCKET_POLICY,
    KEY = 1U << RAMPART_LAYER_KEY_POLICY,
    SECRET = 1U << RAMPART_LAYER_SECRET_POLICY,
    INSTANCE = 1U << RAMPART_LAYER_INSTANCE_POLICY
};

static void what_is_held_is_not_absent(void **state)
{
    static const struct {
        const char *account;
        unsigned absent;
        const char *action, *resource, *said; /* a part of what is reported; "" for nothing */
    } cases[] = {
        {ACCOUNT("[]"), BUCKET, "oss:GetObject", "acs:oss:*:100:reports/a",
         "BucketPolicy is assumed to be absent, but the input may have one: main.tf"},
        {ACCOUNT("[]"), BUCKET, "oss:GetObject", "acs:oss:*:100:reports/a", "leave out --layer-absent BucketPolicy"},
        {ACCOUNT("[BucketPolicy]"), 0, "oss:GetObject", "acs:oss:*:100:reports/a",
         "or assumeAbsent in the account"},
        {ACCOUNT("[]"), 0, "oss:GetObject", "acs:oss:*:100:reports/a", ""},
        {ACCOUNT("[]"), KEY, "oss:GetObject", "acs:oss:*:100:reports/a", ""},
        {ACCOUNT("[BucketPolicy]"), BUCKET, "oss:GetObject", "acs:oss:*:100:logs/a", ""},
        {ACCOUNT("[]"), BUCKET, "oss:ListBuckets", "acs:oss:*:100:reports", ""},
        {ACCOUNT("[]"), KEY, "kms:Decrypt", "acs:kms:*:100:key/k",
         "the input has one: under incomplete, and does not say of which resource"},
        {ACCOUNT("[]"), KEY, "kms:Decrypt", "acs:kms:*:100:alias/a", "KeyPolicy is assumed to be absent"},
        {ACCOUNT("[]"), SECRET, "kms:GetSecretValue", "acs:kms:*:100:secret/s", ""},
        {ACCOUNT("[]"), INSTANCE, "ots:GetRow", "acs:ots:*:100:instance/i/table/t", ""},
        {ACCOUNT("[BucketPolicy]"), ~0U, "ess:CancelInstanceRefresh", "acs:ess:*:100:scalinggroup/reports", ""},
    };
    char lines[4096];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)report(cases[i].account, cases[i].absent, cases[i].action, cases[i].resource, lines);
        if (cases[i].said[0] == '\0')
            assert_string_equal(lines, "");
        else if (strstr(lines, cases[i].said) == NULL)
            fail_msg("%s is not said in: %s", cases[i].said, lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_of_services_says_nothing_else),
        cmocka_unit_test(a_name_may_be_that_of_the_resource),
        cmocka_unit_test(what_is_held_is_not_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
