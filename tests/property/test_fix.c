/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mended document decides as the original does, under every value of every switch: policies made by chance, each document of
 * them mended as far as the rules can, and requests of which the naive evaluator says the same about both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/lint.h>

#include "base/str.h"
#include "support/twins.h"

enum { WORLDS = 40, REQUESTS = 6 };

/* How many documents were mended, and how many left alone because it could not be shown that they mean the same. */
struct tally {
    unsigned mended, refused;
};

static void mend(const struct rampart_linter *linter, struct generated_policy *policy, struct tally *tally)
{
    struct rampart_fix *fix = NULL;
    const struct rampart_document document = {
        .text = rampart_str(policy->text), .kind = policy->kind, .format = RAMPART_FORMAT_JSON};
    enum rampart_status status = rampart_lint_fix(linter, &document, NULL, &fix);
    tally->refused += status != RAMPART_OK;
    if (status != RAMPART_OK) return;
    const struct rampart_str text = rampart_fix_text(fix);
    assert_in_range(text.len, 1, sizeof policy->text - 1);
    memcpy(policy->text, text.data, text.len);
    policy->text[text.len] = '\0';
    tally->mended += rampart_fix_count(fix) > 0;
    rampart_fix_free(fix);
}

static void compare_one(const struct twins *before, const struct twins *after, const struct naive_request *asked)
{
    static struct naive_answer old, new;
    old = new = (struct naive_answer){.matched_count = 0};
    naive_decide(&before->naive, asked, &old);
    naive_decide(&after->naive, asked, &new);
    if (verdict_same(&old.verdict, &new.verdict)) return;
    twins_print(before, asked);
    fail_msg("the mended documents decide otherwise");
}

/* Each value of each switch by itself, and all switches by chance. */
static void compare_under_all(const struct twins *before, const struct twins *after, struct chance *chance,
                              const struct naive_request *asked)
{
    struct naive_request request = *asked;
    for (int i = 0; i < NAIVE_ASSUMPTIONS; i++) {
        for (size_t value = 0; rampart_assumption_value((enum rampart_assumption)i, value) != NULL; value++) {
            request = *asked;
            request.assumed[i] = value;
            compare_one(before, after, &request);
        }
    }
    request = *asked;
    for (int i = 0; i < NAIVE_ASSUMPTIONS; i++)
        request.assumed[i] = rampart_assumption_value((enum rampart_assumption)i, 2) == NULL ? chance_below(chance, 2) : chance_below(chance, 3);
    compare_one(before, after, &request);
}

static void compare(const struct twins *before, const struct twins *after, struct chance *chance)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;
        generate_request(chance, NAIVE_KEYS, &asked);
        compare_under_all(before, after, chance, &asked);
    }
}

static void mended_documents_decide_the_same(void **state)
{
    (void)state;
    static struct generated_policies made, mended; /* large */
    struct chance chance = {20261123};
    struct tally tally = {0, 0};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) {
        struct twins before, after;
        generate_policies(&chance, &made);
        mended = made;
        for (size_t k = 0; k < mended.count; k++) mend(linter, &mended.policies[k], &tally);
        assert_true(twins_load(&made, &before));
        assert_true(twins_load(&mended, &after));
        compare(&before, &after, &chance);
        twins_free(&before);
        twins_free(&after);
    }
    rampart_linter_free(linter);
    print_message("%u mended, %u refused\n", tally.mended, tally.refused);
    assert_true(tally.mended > WORLDS / 2);
}

/* ---- lists whose values the switches tell apart ---- */

enum { LISTS = 400, LIST = 4 };

static const char *const actions[] = {"ess:Create*", "ESS:CreateScalingGroup", "ess:createscalinggroup", "ess:CreateScalingGroup", "ess:*"};
static const char *const resources[] = {"acs:ess:*:*:*",      "acs:ess:cn-hangzhou:100:*", "acs:ess:*:100:scalinggroup/a",
                                        "acs:ess:*:100:SG/a", "acs:ess:*:*:sg/*",          "acs:ess:*:100:sg/a",
                                        "acs:*:100:sg/a",     "acs:ess:*:100:*",           "*",
                                        "acs:ess:*:*:sg/**",  "acs:ess:*:*:sg/a"};
static const char *const asked_actions[] = {"ess:CreateScalingGroup", "ess:createscalinggroup", "ESS:CreateScalingGroup"};
static const char *const asked_resources[] = {"acs:ess:cn-hangzhou:100:sg/a", "acs:ess:cn-hangzhou:100:SG/a", "acs:ess::100:sg/a",
                                              "acs:ess:a:b:100:sg/a",         "acs:ess:cn-hangzhou:100:x:100:sg/a"};
static const char *const addresses[] = {"10.0.0.0/8", "10.1.0.0/16", "10.0.0.01", "::/0", "::ffff:10.0.0.1", "::ffff:10.0.0.0/104"};
static const char *const asked_addresses[] = {"10.1.0.1", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1"};

#define ADD(...) len += (size_t)snprintf(text + len, GENERATED_TEXT - len, __VA_ARGS__)
#define PICK(list) (list)[chance_below(chance, sizeof(list) / sizeof *(list))]

static void make_lists(struct chance *chance, char text[GENERATED_TEXT])
{
    size_t len = 0;
    ADD("{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < 2; i++) {
        ADD("%s{\"Effect\":\"%s\",\"%s\":[\"%s\"", i > 0 ? "," : "", chance_of(chance, 60) ? "Allow" : "Deny",
            chance_of(chance, 85) ? "Action" : "NotAction", PICK(actions));
        for (unsigned k = chance_below(chance, LIST); k > 0; k--) ADD(",\"%s\"", PICK(actions));
        ADD("],\"%s\":[\"%s\"", chance_of(chance, 85) ? "Resource" : "NotResource", PICK(resources));
        for (unsigned k = chance_below(chance, LIST); k > 0; k--) ADD(",\"%s\"", PICK(resources));
        ADD("]");
        if (chance_of(chance, 40)) {
            ADD(",\"Condition\":{\"%s\":{\"acs:SourceIp\":[\"%s\"", chance_of(chance, 50) ? "IpAddress" : "NotIpAddress",
                PICK(addresses));
            for (unsigned k = chance_below(chance, LIST); k > 0; k--) ADD(",\"%s\"", PICK(addresses));
            ADD("]}}");
        }
        ADD("}");
    }
    ADD("]}");
}

/* One policy, attached to the user who asks. */
struct lists {
    struct rampart_policy *policy;
    struct rampart_attachment attachment;
    struct naive_policies held;
};

static void read_lists(struct rampart_str text, struct lists *lists)
{
    const struct rampart_document document = {.text = text, .kind = RAMPART_POLICY_IDENTITY, .name = RP_STR("p")};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &lists->policy), RAMPART_OK);
    lists->attachment = (struct rampart_attachment){.policy = lists->policy, .layer = RAMPART_LAYER_IDENTITY};
    lists->held = (struct naive_policies){&lists->attachment, 1, 0};
}

static bool same_lists(const struct lists *before, const struct lists *after, const struct naive_request *asked)
{
    static struct naive_answer old, new;
    old = new = (struct naive_answer){.matched_count = 0};
    naive_decide(&before->held, asked, &old);
    naive_decide(&after->held, asked, &new);
    return verdict_same(&old.verdict, &new.verdict);
}

static void compare_lists(const char *text, const struct lists *before, const struct lists *after, struct chance *chance)
{
    for (unsigned i = 0; i < 40; i++) {
        struct naive_request asked = {.who = NAIVE_USER,
                                      .account = "100",
                                      .name = "u",
                                      .action = PICK(asked_actions),
                                      .resources = {PICK(asked_resources)},
                                      .resource_count = 1,
                                      .keys = {{"acs:SourceIp", NAIVE_PRESENT, {PICK(asked_addresses)}, 1}},
                                      .key_count = 1,
                                      .complete = true};
        for (int k = 0; k < NAIVE_ASSUMPTIONS; k++)
            if (rampart_assumption_value((enum rampart_assumption)k, 1) != NULL && chance_of(chance, 40)) asked.assumed[k] = 1;
        if (!same_lists(before, after, &asked))
            fail_msg("%s\n%s on %s is decided otherwise", text, asked.action, asked.resources[0]);
    }
}

static void mended_lists_decide_the_same(void **state)
{
    (void)state;
    struct chance chance = {20261130};
    struct rampart_linter *linter = NULL;
    unsigned mended = 0;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    for (unsigned i = 0; i < LISTS; i++) {
        char text[GENERATED_TEXT];
        struct rampart_fix *fix = NULL;
        struct lists before, after;
        make_lists(&chance, text);
        const struct rampart_document document = {.text = rampart_str(text), .format = RAMPART_FORMAT_JSON};
        assert_int_equal(rampart_lint_fix(linter, &document, NULL, &fix), RAMPART_OK);
        mended += rampart_fix_count(fix) > 0;
        read_lists(rampart_str(text), &before);
        read_lists(rampart_fix_text(fix), &after);
        compare_lists(text, &before, &after, &chance);
        rampart_policy_free(before.policy);
        rampart_policy_free(after.policy);
        rampart_fix_free(fix);
    }
    rampart_linter_free(linter);
    print_message("%u lists mended\n", mended);
    assert_true(mended > LISTS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mended_documents_decide_the_same),
                                       cmocka_unit_test(mended_lists_decide_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
