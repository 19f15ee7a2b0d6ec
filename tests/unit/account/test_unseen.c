/* SPDX-License-Identifier: Apache-2.0 */
/* The layers that were not seen of a request, by one that remembers those of requests before and by one that does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/request.h"
#include "decide/unseen.h"
#include "support/chance.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_remembered_of_services_says_nothing_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
