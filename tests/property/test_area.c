/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about many resources at once, against the same question about each of them: Allow must be an Allow of
 * every one, Deny a Deny of every one. What is Conditional although they all agree is counted: each pattern of a
 * statement is looked at alone, and the few resources here are not all that there are.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/generate_account.h"
#include "support/naive_pattern.h"
#include "support/twins.h"
#include "support/rules.h"

enum { ACCOUNTS = 200, QUESTIONS = 3 };

static const char *const areas[] = {
    "*",
    "acs:ess:*:*:*",
    "acs:ess:*:*:scalinggroup/*",
    "acs:ess:cn-*:100:scalinggroup/asg-?",
    "acs:oss:*:*:*",
    "acs:oss:*:*:b/o/*",
    "acs:kms:*:100:key/*",
    "acs:kms:*:100:k*",
    "acs:log:*:*:project/*",
    "acs:log:*:100:?pp/*",
    "acs:*:*:100:*/asg-*",
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-?*",
};

/* Of the account's own: what identity policies say of another's is another matter. */
static const char *const resources[] = {
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-1",
    "acs:ess:cn-beijing:100:scalinggroup/asg-2",
    "acs:ess:cn-hangzhou:100:scalinggroup/ASG-1",
    "acs:ess:us:100:scalinggroup/x",
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-",
    "acs:ess:eu:100:scalingconfiguration/asg-1",
    "acs:oss:oss-cn-hangzhou:100:b/o/p",
    "acs:oss:oss-cn-hangzhou:100:b/o",
    "acs:oss::100:c",
    "acs:ecs:cn-hangzhou:100:instance/asg-1",
    "acs:kms:cn-hangzhou:100:key/k-1",
    "acs:kms:cn-hangzhou:100:key/",
    "acs:kms:cn-hangzhou:100:keys/k-1",
    "acs:log:cn-hangzhou:100:project/p",
    "acs:log:cn-hangzhou:100:app/audit",
    "acs:log:cn-hangzhou:100:Xpp/audit",
};

enum { AREAS = sizeof areas / sizeof *areas, RESOURCES = sizeof resources / sizeof *resources };

struct tally {
    unsigned allow, deny, some, mixed, alike;
};

struct asking {
    const struct rampart_account *account;
    struct rampart_request *request;
};

/* What the resources of the area came to for one principal. */
struct found {
    unsigned allowed, denied, open;
};

/* The request belongs to the result: it is asked about nothing else before that is gone. */
static struct rampart_who_can *ask(const struct asking *asking, struct naive_request *asked,
                                   const char *resource, bool literal)
{
    const struct rampart_who_can_options how = {.direct = true, .literal = literal, .brief = true};
    struct rampart_who_can *result = NULL;

    asked->resources[0] = resource;
    assert_true(request_of_naive(asked, asking->request));
    assume_account_as_naive(asked, asking->account);
    assert_int_equal(rp_account_who_can(NULL, asking->account, asking->request, &how, NULL, &result),
                     RAMPART_OK);
    assert_int_equal(rampart_who_can_is_pattern(result), !literal);
    return result;
}

static bool is_of(const char *service, const char *action, const char *resource)
{
    size_t len = strlen(service);
    return strncmp(resource, "acs:", 4) == 0 && strncmp(resource + 4, service, len) == 0 &&
           strncmp(action, service, len) != 0;
}

/* Which layers resources of another service have no question is about. */
static bool has_other_layers(const char *action, const char *resource)
{
    return is_of("kms:", action, resource) || is_of("log:", action, resource);
}

static void ask_each(const struct asking *asking, struct naive_request *asked, const char *area,
                     struct found *found)
{
    for (size_t i = 0; i < RESOURCES; i++) {
        struct rampart_who_can *result = NULL;

        if (!naive_pattern_match(rampart_str(area), rampart_str(resources[i]))) continue;
        if (has_other_layers(asked->action, resources[i])) continue;
        result = ask(asking, asked, resources[i], true);
        for (size_t j = 0; j < MADE_PRINCIPALS; j++) {
            enum rampart_outcome outcome = rampart_who_can_row(result, j)->verdict.outcome;

            found[j].allowed += outcome == RAMPART_OUTCOME_ALLOW;
            found[j].denied += outcome == RAMPART_OUTCOME_DENY;
            found[j].open += outcome == RAMPART_OUTCOME_CONDITIONAL;
        }
        rampart_who_can_free(result);
    }
}

static void check(const struct rampart_who_can_row *row, const struct found *found, struct tally *tally)
{
    bool several = (found->allowed > 0) + (found->denied > 0) + (found->open > 0) > 1;

    if (row->verdict.outcome == RAMPART_OUTCOME_ALLOW) {
        tally->allow++;
        assert_int_equal(found->denied + found->open, 0);
    } else if (row->verdict.outcome == RAMPART_OUTCOME_DENY) {
        tally->deny++;
        assert_int_equal(found->allowed + found->open, 0);
    } else {
        tally->some++;
        tally->mixed += several;
        tally->alike += !several && found->open == 0;
    }
}

static void compare(struct chance *chance, const struct asking *asking, struct tally *tally)
{
    struct naive_request asked;
    struct found found[MADE_PRINCIPALS] = {{0}};
    const char *area = areas[chance_below(chance, AREAS)];
    struct rampart_who_can *result = NULL;

    generate_request(chance, chance_of(chance, 70) ? 0 : NAIVE_KEYS, &asked);
    asked.who = NAIVE_NOBODY;
    asked.resource_count = 1;
    /* An action of one service on resources of others: which layers these have no question is about. */
    bool own = strncmp(asked.action, "oss:", 4) == 0 ||
               (strncmp(area, "acs:", 4) == 0 && strncmp(area + 4, asked.action, 4) == 0);
    if (!own) asked.absent = UINT_MAX;
    ask_each(asking, &asked, area, found);
    result = ask(asking, &asked, area, false);
    for (size_t i = 0; i < MADE_PRINCIPALS; i++) check(rampart_who_can_row(result, i), &found[i], tally);
    rampart_who_can_free(result);
}

static void test_an_area_is_all_of_its_resources(void **state)
{
    struct chance chance = chance_begin();
    static struct account_maker maker; /* large */
    struct rampart_request *request = NULL;
    struct tally tally = {0};

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    maker.chance = &chance;
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        struct rampart_account *account = NULL;
        struct asking asking = {.request = request};

        generate_account(&maker);
        assert_int_equal(rampart_account_read(NULL, (struct rampart_str){maker.text, maker.len},
                                              rampart_str("a.json"), NULL, &account),
                         RAMPART_OK);
        asking.account = account;
        for (unsigned j = 0; j < QUESTIONS; j++) compare(&chance, &asking, &tally);
        rampart_account_free(account);
    }
    rampart_request_free(request);
    printf("every %u, none %u, open %u: %u of them mixed, %u alike for the resources tried\n", tally.allow,
           tally.deny, tally.some, tally.mixed, tally.alike);
    assert_true(tally.allow > 100 && tally.deny > 100 && tally.mixed > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_an_area_is_all_of_its_resources)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
