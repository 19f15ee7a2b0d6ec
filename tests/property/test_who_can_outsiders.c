/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts whose roles trust one another, other accounts, services and providers: whom who-can lists from outside
 * against a twin that asks about each pair. Each way that is told is gone along, a decision for each step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/chance.h"
#include "support/naive_reach.h"
#include "support/sets.h"

#define ID "1234567890123456"
#define ACTION "ess:CancelInstanceRefresh"
#define RESOURCE "acs:ess:cn-hangzhou:" ID ":scalinggroup/asg-1"

enum { ROLES = 6, TRIALS = 60, MOST_TRIALS = 1000, ENOUGH = 3 };

/* Those from outside: as a trust policy names them, as they are listed, and the ARN that stands for them. */
static const struct outside {
    const char *type, *named, *listed, *arn;
} outside[] = {
    {"RAM", "acs:ram::2000000000000000:root", "acs:ram::2000000000000000:root", "acs:ram::2000000000000000:role/any"},
    {"RAM", "acs:ram::2000000000000001:user/eve", "acs:ram::2000000000000001:user/eve", "acs:ram::2000000000000001:user/eve"},
    {"Service", "ecs.aliyuncs.com", "service/ecs.aliyuncs.com", "service/ecs.aliyuncs.com"},
    {"Service", "fc.aliyuncs.com", "service/fc.aliyuncs.com", "service/fc.aliyuncs.com"},
    {"Federated", "acs:ram::" ID ":saml-provider/corp", "acs:ram::" ID ":saml-provider/corp",
     "acs:ram::" ID ":saml-provider/corp"},
};
enum { OUTSIDERS = sizeof outside / sizeof *outside };

static const char *const names[ROLES] = {"a", "b", "c", "d", "e", "f"};

struct tally {
    unsigned allowed, conditional, denied, chains;
};

static void put_condition(struct rp_buf *text, struct chance *chance)
{
    if (chance_of(chance, 25)) rp_buf_printf(text, ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}");
}

/* One statement for each that is trusted: another role, or somebody from outside. */
static void put_trust(struct rp_buf *text, struct chance *chance)
{
    const unsigned count = 1 + chance_below(chance, 3);
    for (unsigned i = 0; i < count; i++) {
        const struct outside *one = &outside[chance_below(chance, OUTSIDERS)];
        const bool role = chance_of(chance, 45);
        rp_buf_printf(text, "%s{\"Effect\":\"%s\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"%s\":\"", i == 0 ? "" : ",",
                      chance_of(chance, 8) ? "Deny" : "Allow", role ? "RAM" : one->type);
        if (role)
            rp_buf_printf(text, "acs:ram::" ID ":role/%s", names[chance_below(chance, ROLES)]);
        else
            rp_buf_printf(text, "%s", one->named);
        rp_buf_printf(text, "\"}");
        put_condition(text, chance);
        rp_buf_printf(text, "}");
    }
}

/* A role does it, or may assume another. */
static void put_role(struct rp_buf *text, struct chance *chance, size_t role)
{
    rp_buf_printf(text, "%s\"%s\":{\"trust\":{\"Version\":\"1\",\"Statement\":[", role == 0 ? "" : ",", names[role]);
    put_trust(text, chance);
    rp_buf_printf(text, "]},\"policies\":[%s%s]}", chance_of(chance, 20) ? "\"Do\"" : chance_of(chance, 20) ? "\"Perhaps\"" : "\"Other\"",
                  chance_of(chance, 60) ? ",\"Assume\"" : "");
}

static void put_account(struct rp_buf *text, struct chance *chance)
{
    rp_buf_printf(text, "{\"rampart\":1,\"account\":\"" ID "\",\"policies\":{"
                        "\"Do\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"*\"}]},"
                        "\"Perhaps\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"*\","
                        "\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}}]},"
                        "\"Other\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"oss:*\",\"Resource\":\"*\"}]},"
                        "\"Assume\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"");
    put_condition(text, chance);
    rp_buf_printf(text, "}]}},\"roles\":{");
    for (size_t i = 0; i < ROLES; i++) put_role(text, chance, i);
    rp_buf_printf(text, "}}");
}

/* The ARN of one that is listed; NULL: none of ours. */
static const char *arn_of(struct rampart_str listed)
{
    for (size_t i = 0; i < OUTSIDERS; i++)
        if (strlen(outside[i].listed) == listed.len && memcmp(outside[i].listed, listed.data, listed.len) == 0)
            return outside[i].arn;
    return NULL;
}

/* Each step of the way is allowed, or may be, and together they are what is told. */
static void check_way(const struct naive_reach *reach, const struct rampart_outsider *outsider, struct tally *tally)
{
    enum rampart_outcome together = RAMPART_OUTCOME_ALLOW;
    const char *asker = arn_of(outsider->principal);
    char before[128], role[128];
    size_t steps = 0;
    (void)snprintf(before, sizeof before, "%s", asker);
    for (const struct rampart_who_can_row *row = outsider->via; row != NULL; row = row->via, steps++) {
        (void)snprintf(role, sizeof role, "%.*s", (int)row->principal.len, row->principal.data);
        together = naive_reach_both(together, naive_reach_decide(reach, before, "sts:AssumeRole", role));
        memcpy(before, role, sizeof before);
    }
    together = naive_reach_both(together, naive_reach_decide(reach, before, ACTION, RESOURCE));
    assert_int_equal(together, outsider->verdict.outcome);
    assert_non_null(outsider->formula);
    tally->chains += steps > 1;
}

static const struct rampart_outsider *find(const struct rampart_who_can *result, const char *listed)
{
    const struct rampart_outsider *outsider, *found = NULL;
    for (size_t i = 0; (outsider = rampart_who_can_outsider(result, i)) != NULL; i++) {
        assert_non_null(arn_of(outsider->principal));
        if (strlen(listed) != outsider->principal.len || memcmp(listed, outsider->principal.data, outsider->principal.len) != 0)
            continue;
        assert_null(found); /* each once */
        found = outsider;
    }
    return found;
}

static void check(const struct naive_reach *reach, const struct rampart_who_can *result, struct rampart_str text, struct tally *tally)
{
    for (size_t i = 0; i < OUTSIDERS; i++) {
        const enum rampart_outcome best = naive_reach_of(reach, outside[i].arn);
        const struct rampart_outsider *listed = find(result, outside[i].listed);
        const enum rampart_outcome told = listed == NULL ? RAMPART_OUTCOME_DENY : listed->verdict.outcome;
        if (told != best) fail_msg("%s is %d, one by one %d, in %.*s", outside[i].listed, (int)told, (int)best, (int)text.len, text.data);
        if (listed != NULL) check_way(reach, listed, tally);
        tally->allowed += told == RAMPART_OUTCOME_ALLOW;
        tally->conditional += told == RAMPART_OUTCOME_CONDITIONAL;
        tally->denied += told == RAMPART_OUTCOME_DENY;
    }
}

/* The caller frees the request, which the answer borrows from. */
static struct rampart_who_can *ask(const struct naive_reach *reach, bool direct, struct rampart_request **request)
{
    const struct rampart_who_can_options how = {.direct = direct};
    struct rampart_who_can *result = NULL;
    assert_int_equal(rampart_request_new(NULL, request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(*request, rampart_str(ACTION), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(*request, rampart_str(RESOURCE), NULL), RAMPART_OK);
    if (reach->mfa_given)
        assert_int_equal(rampart_request_add_context(*request, rampart_str("acs:MFAPresent"), rampart_str("true"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(*request, NULL), RAMPART_OK);
    assert_int_equal(rampart_who_can(reach->set, *request, &how, NULL, &result), RAMPART_OK);
    return result;
}

static void try_account(struct chance *chance, struct tally *tally)
{
    struct naive_reach reach = {.account = ID, .roles = names, .role_count = ROLES, .mfa_given = chance_of(chance, 50)};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rp_buf text;
    rp_buf_init(&text, NULL, 1 << 20);
    put_account(&text, chance);
    assert_int_equal(text.failed, RAMPART_OK);
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&text), rampart_str("a.json"), NULL, &account), RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &set), RAMPART_OK);
    reach.set = set;
    naive_reach_find(&reach, ACTION, RESOURCE);
    struct rampart_request *requests[2];
    struct rampart_who_can *result = ask(&reach, false, &requests[0]), *direct = ask(&reach, true, &requests[1]);
    check(&reach, result, rp_buf_text(&text), tally);
    assert_null(rampart_who_can_outsider(direct, 0));
    rampart_who_can_free(result);
    rampart_who_can_free(direct);
    for (size_t i = 0; i < 2; i++) rampart_request_free(requests[i]);
    rampart_set_free(set);
    rampart_account_free(account);
    rp_buf_free(&text);
}

static bool has_enough(const struct tally *tally)
{
    return tally->allowed >= ENOUGH && tally->conditional >= ENOUGH && tally->denied >= ENOUGH && tally->chains >= ENOUGH;
}

static void test_outsiders_are_those_that_the_twin_finds(void **state)
{
    struct chance chance = chance_begin();
    struct tally tally = {0};
    (void)state;
    for (size_t i = 0; i < TRIALS || (!has_enough(&tally) && i < MOST_TRIALS); i++) try_account(&chance, &tally);
    printf("%u allowed, %u conditional, %u denied; %u by several roles\n", tally.allowed, tally.conditional, tally.denied,
           tally.chains);
    assert_true(has_enough(&tally));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outsiders_are_those_that_the_twin_finds)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
