/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts, compiled once, against their twin: the rules that rp_account_rules() makes for each request,
 * asked one by one. Also after one document after the other was replaced. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/account.h"
#include "decide/rule.h"
#include "decide/set.h"
#include "decide/verdict.h"
#include "support/generate_account.h"
#include "support/rules.h"
#include "support/sets.h"
#include "support/twins.h"

enum { ACCOUNTS = 400, QUESTIONS = 40, LONGEST_REPORT = 1 << 20 };

struct report_text {
    char text[LONGEST_REPORT];
    size_t len;
};

static struct rampart_account *make_account(struct account_maker *maker)
{
    struct rampart_account *account = NULL;

    generate_account(maker);
    assert_int_equal(rampart_account_read(NULL, (struct rampart_str){maker->text, maker->len},
                                          rampart_str("a.json"), NULL, &account),
                     RAMPART_OK);
    return account;
}

static struct rampart_verdict decide_linearly(const struct rampart_account *account,
                                              struct rampart_request *request,
                                              enum rampart_status *ret_status)
{
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict = {0};

    *ret_status = rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules);
    if (*ret_status != RAMPART_OK) return verdict;
    rules->identity.index = rules->resource_group.index = NULL;
    for (unsigned level = 0; level < rules->control_levels; level++) rules->control[level].index = NULL;
    *ret_status = rp_rules_decide(rules, request, &verdict);
    rp_rules_free(rules);
    return verdict;
}

/* Mostly somebody of the account, sometimes a stranger, who may be one it does not know. */
static void pick_request(struct chance *chance, struct naive_request *asked)
{
    const struct made_principal *principal = &made_principals[chance_below(chance, MADE_PRINCIPALS)];

    generate_request(chance, chance_of(chance, 40) ? 0 : NAIVE_KEYS, asked);
    if (chance_of(chance, 20)) return;
    asked->who = principal->who;
    asked->name = principal->name;
    asked->account = "100";
    asked->session = NULL;
}

static void compare_decisions(const struct rampart_decision *a, const struct rampart_decision *b)
{
    assert_true(verdict_same(&a->verdict, &b->verdict));
    assert_int_equal(a->matched_count, b->matched_count);
    for (size_t i = 0; i < a->matched_count; i++)
        assert_int_equal(a->matched[i].statement, b->matched[i].statement);
    assert_int_equal(a->nearest_count, b->nearest_count);
    for (size_t i = 0; i < a->nearest_count; i++)
        assert_int_equal(a->nearest[i].reason.statement, b->nearest[i].reason.statement);
    assert_int_equal(a->dependence_count, b->dependence_count);
    assert_string_equal(a->message.data, b->message.data);
}

/* By the rules of every way: all but the places, which stand in the same documents. */
static void compare_reasons(const struct rampart_account *account, const struct rampart_set *compiled,
                            struct rampart_request *request)
{
    enum { WAYS = 2 };
    struct rp_rules *rules[WAYS] = {NULL, NULL};
    struct rampart_decision *decisions[WAYS] = {NULL, NULL};
    struct rampart_verdict verdict;

    assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules[0]), RAMPART_OK);
    assert_int_equal(rp_compiled_rules(NULL, compiled->compiled, request, NULL, 0, 0, NULL, &rules[1]),
                     RAMPART_OK);
    for (size_t i = 0; i < WAYS; i++) {
        assert_int_equal(rp_rules_explain(rules[i], request, 0, &decisions[i]), RAMPART_OK);
        assert_int_equal(rp_rules_decide(rules[i], request, &verdict), RAMPART_OK);
        assert_true(rp_verdict_equal(&verdict, &decisions[0]->verdict));
        compare_decisions(decisions[0], decisions[i]);
    }
    for (size_t i = 0; i < WAYS; i++) {
        rampart_decision_free(decisions[i]);
        rp_rules_free(rules[i]);
    }
}

/* Every statement is looked at: nothing is left out beforehand. */
static void forget_parts(struct rp_rules *rules)
{
    rules->identity.documents = rules->resource_group.documents = NULL;
    for (unsigned level = 0; level < rules->control_levels; level++) rules->control[level].documents = NULL;
}

static struct rampart_decision *explain_linearly(unsigned flags, const struct rampart_account *account,
                                                 struct rampart_request *request,
                                                 struct rp_rules **ret_rules)
{
    struct rampart_decision *decision = NULL;

    assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, ret_rules),
                     RAMPART_OK);
    forget_parts(*ret_rules);
    assert_int_equal(rp_rules_explain(*ret_rules, request, flags, &decision), RAMPART_OK);
    return decision;
}

static bool keep(void *context, struct rampart_str piece)
{
    struct report_text *text = context;

    assert_true(piece.len < sizeof text->text - text->len);
    memcpy(text->text + text->len, piece.data, piece.len);
    text->len += piece.len;
    return true;
}

static void report(struct rampart_decision *decision, struct report_text *text)
{
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    const struct rampart_writer writer = {text, keep};

    text->len = 0;
    assert_int_equal(rampart_report_decision(NULL, decision, NULL, style, &writer), RAMPART_OK);
    rampart_decision_free(decision);
}

static void compare_texts(const struct report_text texts[2])
{
    assert_int_equal(texts[0].len, texts[1].len);
    assert_memory_equal(texts[0].text, texts[1].text, texts[0].len);
}

/* What is explained by the statements that may bear on it alone, as it is reported: every byte. */
static void compare_reports(const struct rampart_account *account, const struct rampart_set *compiled,
                            struct rampart_request *request)
{
    static struct report_text texts[2]; /* large */
    struct rampart_decision *decision = NULL;
    struct rp_rules *rules = NULL;

    report(explain_linearly(RAMPART_EXPLAIN_BRIEF, account, request, &rules), &texts[0]);
    assert_int_equal(rampart_explain(compiled, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL), RAMPART_OK);
    report(decision, &texts[1]);
    rp_rules_free(rules);
    compare_texts(texts);
}

enum { AT_ONCE = 11 }; /* more than go together */

/* Requests that are explained together, against each by itself. */
static void compare_together(struct account_maker *maker, const struct rampart_account *account,
                             const struct rampart_set *compiled)
{
    static struct report_text texts[2]; /* large */
    struct rampart_request *requests[AT_ONCE];
    struct rampart_verdict verdicts[AT_ONCE], verdict;
    enum rampart_status statuses[AT_ONCE];
    struct rampart_decision *decisions[AT_ONCE], *alone;

    for (size_t i = 0; i < AT_ONCE; i++) {
        struct naive_request asked;

        assert_int_equal(rampart_request_new(NULL, &requests[i]), RAMPART_OK);
        pick_request(maker->chance, &asked);
        assert_true(request_of_naive(&asked, requests[i]));
        assume_account_as_naive(&asked, account);
    }
    (void)!rampart_explain(compiled, requests, AT_ONCE, RAMPART_EXPLAIN_BRIEF, NULL, decisions, NULL);
    (void)!rampart_decide(compiled, requests, AT_ONCE, NULL, verdicts, statuses);
    for (size_t i = 0; i < AT_ONCE; i++) {
        assert_int_equal(rampart_decide(compiled, &requests[i], 1, NULL, &verdict, NULL), statuses[i]);
        assert_true(statuses[i] != RAMPART_OK || rp_verdict_equal(&verdict, &verdicts[i]));
        if (decisions[i] != NULL) {
            alone = NULL;
            assert_int_equal(rampart_explain(compiled, &requests[i], 1, RAMPART_EXPLAIN_BRIEF, NULL, &alone, NULL),
                             RAMPART_OK);
            report(alone, &texts[0]);
            report(decisions[i], &texts[1]);
            compare_texts(texts);
        }
        rampart_request_free(requests[i]);
    }
}

static void compare(struct account_maker *maker, const struct rampart_account *account,
                    const struct rampart_set *compiled, struct rampart_request *request,
                    unsigned outcomes[4])
{
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct naive_request asked;
        enum rampart_status status = RAMPART_OK;
        struct rampart_verdict verdict = {0}, twin;

        pick_request(maker->chance, &asked);
        assert_true(request_of_naive(&asked, request));
        assume_account_as_naive(&asked, account);
        twin = decide_linearly(account, request, &status);
        assert_int_equal(rampart_decide(compiled, &request, 1, NULL, &verdict, NULL), status);
        outcomes[status == RAMPART_OK ? (int)twin.outcome : 3]++;
        if (status == RAMPART_OK) {
            compare_reasons(account, compiled, request);
            compare_reports(account, compiled, request);
        }
        if (verdict_same(&verdict, &twin)) continue;
        verdict_print("compiled", &verdict);
        verdict_print("linear  ", &twin);
        fail_msg("%s on %s in %s", asked.action, asked.resources[0], maker->text);
    }
}

/* The brief list, which goes from statement to statement, against every principal by itself. */
static void compare_list(struct account_maker *maker, const struct rampart_account *account,
                         const struct rampart_set *compiled, struct rampart_request *request,
                         unsigned outcomes[4])
{
    const struct rampart_who_can_options how = {.direct = true, .literal = true, .brief = true};
    struct rampart_who_can *result = NULL;
    struct naive_request asked;

    generate_request(maker->chance, chance_of(maker->chance, 40) ? 0 : NAIVE_KEYS, &asked);
    asked.who = NAIVE_NOBODY;
    asked.resource_count = 1;
    assert_true(request_of_naive(&asked, request));
    assume_account_as_naive(&asked, account);
    assert_int_equal(rampart_who_can(compiled, request, &how, NULL, &result), RAMPART_OK);
    for (size_t i = 0; i < MADE_PRINCIPALS; i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        enum rampart_status status = RAMPART_OK;
        struct rampart_verdict twin;

        asked.who = made_principals[i].who;
        asked.name = made_principals[i].name;
        asked.account = "100";
        asked.session = NULL;
        assert_true(request_of_naive(&asked, request));
        assume_account_as_naive(&asked, account);
        twin = decide_linearly(account, request, &status);
        assert_int_equal(status, RAMPART_OK);
        outcomes[twin.outcome]++;
        if (verdict_same(&row->verdict, &twin)) continue;
        verdict_print("list  ", &row->verdict);
        verdict_print("linear", &twin);
        fail_msg("%.*s: %s on %s in %s", (int)row->name.len, row->name.data, asked.action, asked.resources[0],
                 maker->text);
    }
    rampart_who_can_free(result);
}

/* The twin's account is read anew with the document in it: here it is enough to put it into its list. */
static void replace(const struct rampart_account *account, struct rampart_set *compiled, size_t to,
                    size_t from)
{
    struct rp_named_policy *policies = (struct rp_named_policy *)(uintptr_t)account->policies;

    assert_int_equal(rampart_set_replace(compiled, policies[to].name, policies[to].system,
                                              policies[from].policy, NULL),
                     RAMPART_OK);
    policies[to].policy = policies[from].policy;
}

static void test_same_as_linear(void **state)
{
    static struct account_maker maker; /* large */
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    unsigned outcomes[4] = {0}, listed[4] = {0};

    (void)state;
    maker.chance = &chance;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        struct rampart_account *account = make_account(&maker);
        struct rampart_set *compiled = NULL;

        assert_int_equal(set_of_account(NULL, account, NULL, &compiled), RAMPART_OK);
        compare(&maker, account, compiled, request, outcomes);
        compare_list(&maker, account, compiled, request, listed);
        compare_together(&maker, account, compiled);
        for (unsigned j = 0; j < 3; j++) {
            size_t count = account->policy_count;

            replace(account, compiled, chance_below(&chance, (unsigned)count),
                    chance_below(&chance, (unsigned)count));
            compare(&maker, account, compiled, request, outcomes);
            compare_list(&maker, account, compiled, request, listed);
            compare_together(&maker, account, compiled);
        }
        rampart_set_free(compiled);
        rampart_account_free(account);
    }
    rampart_request_free(request);
    printf("Deny %u, Allow %u, Conditional %u, refused %u\n", outcomes[0], outcomes[1], outcomes[2],
           outcomes[3]);
    printf("in lists: Deny %u, Allow %u, Conditional %u\n", listed[0], listed[1], listed[2]);
    for (size_t i = 0; i < 4; i++) assert_true(outcomes[i] > 500);
    for (size_t i = 0; i < 3; i++) assert_true(listed[i] > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_linear)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
