/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts with policies of resources: each row of who-can against its naive twin, the explained decision
 * on that principal by itself. RAMPART_ACCOUNTS sets the number of accounts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/generate_resources.h"
#include "support/sets.h"
#include "support/twins.h"

enum { ACCOUNTS = 100, MOST_ACCOUNTS = 2000, QUESTIONS = 5, MOST_SWITCHES = 3 };

struct tally {
    unsigned outcomes[3], layers[RAMPART_LAYERS], by_resource, turned;
};

/* Some undocumented points are taken otherwise. */
static void assume(struct chance *chance, struct rampart_options *options)
{
    unsigned count = chance_of(chance, 40) ? chance_below(chance, MOST_SWITCHES + 1) : 0;

    for (unsigned i = 0; i < count; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)chance_below(chance, RAMPART_ASSUMPTIONS);
        assert_int_equal(rampart_assume(&options->assumptions, rampart_str(rampart_assumption_name(assumption)),
                                        rampart_str(rampart_assumption_value(assumption, 1)), NULL),
                         RAMPART_OK);
    }
}

static void check_row(const struct rampart_who_can_row *row, const struct rampart_decision *decision,
                      const struct resource_question *question, const char *text, struct tally *tally)
{
    rampart_switches depends_on = 0;

    for (size_t i = 0; i < decision->dependence_count; i++) depends_on |= (rampart_switches)1 << decision->dependences[i].assumption;
    if (!verdict_same(&row->verdict, &decision->verdict) || depends_on != row->depends_on) {
        verdict_print("list ", &row->verdict);
        verdict_print("alone", &decision->verdict);
        printf("%s", text);
        fail_msg("%.*s, %s on %s, keys %x; depends on %llx, alone on %llx", (int)row->name.len, row->name.data,
                 question->action, question->resource, question->keys, (unsigned long long)row->depends_on, (unsigned long long)depends_on);
    }
    tally->outcomes[row->verdict.outcome]++;
    tally->turned += depends_on != 0;
    if (row->verdict.outcome == RAMPART_OUTCOME_DENY) tally->layers[row->verdict.layer]++;
    for (size_t i = 0; i < decision->matched_count; i++)
        tally->by_resource += decision->matched[i].layer >= RAMPART_LAYER_BUCKET_POLICY;
}

/* The reasons of a row are those of the decision, but for layers that were not seen. */
static void check_reasons(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                          const struct rampart_decision *decision, const struct resource_question *question, const char *text)
{
    const struct rampart_decision *told = NULL;

    assert_int_equal(rampart_who_can_explain(result, row, &told), RAMPART_OK);
    if (!verdict_same(&told->verdict, &row->without_unseen)) {
        verdict_print("list ", &row->without_unseen);
        verdict_print("told ", &told->verdict);
        printf("%s", text);
        fail_msg("%.*s, %s on %s, keys %x", (int)row->name.len, row->name.data, question->action,
                 question->resource, question->keys);
    }
    if (rampart_who_can_unseen(result, 0) != NULL) return;
    assert_int_equal(told->matched_count, decision->matched_count);
    for (size_t i = 0; i < told->matched_count; i++) {
        assert_true(told->matched[i].layer == decision->matched[i].layer);
        assert_int_equal(told->matched[i].statement, decision->matched[i].statement);
    }
}

static void check_question(const struct rampart_set *set, const struct resource_question *question, const char *text,
                           struct tally *tally)
{
    const struct rampart_who_can_options how = {.direct = true};
    struct rampart_request *asked = resource_request(question, NULL);
    struct rampart_who_can *result = NULL;

    assert_int_equal(rampart_who_can(set, asked, &how, NULL, &result), RAMPART_OK);
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        struct rampart_decision *decision = NULL;
        char principal[128];

        (void)snprintf(principal, sizeof principal, "%.*s", (int)row->principal.len, row->principal.data);
        struct rampart_request *request = resource_request(question, principal);
        assert_int_equal(rampart_explain(set, &request, 1, 0, NULL, &decision, NULL), RAMPART_OK);
        check_row(row, decision, question, text, tally);
        check_reasons(result, row, decision, question, text);
        rampart_decision_free(decision);
        rampart_request_free(request);
    }
    rampart_who_can_free(result);
    rampart_request_free(asked);
}

static void check_account(struct chance *chance, struct tally *tally)
{
    static struct resource_account made; /* large */
    struct rampart_options options = {.allocator = NULL};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_diags *diags = NULL;

    generate_resource_account(chance, &made);
    assume(chance, &options);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(&options, (struct rampart_str){made.text, made.len}, rampart_str("a.json"), diags, &account) !=
        RAMPART_OK)
        fail_msg("%.*s in %s", (int)rampart_diags_at(diags, 0)->message.len, rampart_diags_at(diags, 0)->message.data,
                 made.text);
    assert_int_equal(set_of_account(&options, account, NULL, &set), RAMPART_OK);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct resource_question question;

        generate_resource_question(chance, &question);
        check_question(set, &question, made.text, tally);
    }
    rampart_set_free(set);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

/* Few denials come from policies of resources: where one kind had none, more accounts are made. */
static bool saw_enough(const struct tally *tally)
{
    for (int i = 0; i < 3; i++)
        if (tally->outcomes[i] == 0) return false;
    return tally->layers[RAMPART_LAYER_BUCKET_POLICY] > 0 && tally->layers[RAMPART_LAYER_KEY_POLICY] > 0 &&
           tally->layers[RAMPART_LAYER_PROJECT_POLICY] > 0 && tally->layers[RAMPART_LAYER_INSTANCE_POLICY] > 0 &&
           tally->by_resource > 0 && tally->turned > 0;
}

static void test_same_as_alone(void **state)
{
    const char *wanted = getenv("RAMPART_ACCOUNTS");
    const unsigned long count = wanted == NULL ? ACCOUNTS : strtoul(wanted, NULL, 10);
    struct chance chance = chance_begin();
    static struct tally tally;

    (void)state;
    for (unsigned long i = 0; i < count || (i < MOST_ACCOUNTS && !saw_enough(&tally)); i++)
        check_account(&chance, &tally);
    printf("%u allowed, %u conditional, %u denied; %u statements of resources, %u turned\n",
           tally.outcomes[RAMPART_OUTCOME_ALLOW], tally.outcomes[RAMPART_OUTCOME_CONDITIONAL],
           tally.outcomes[RAMPART_OUTCOME_DENY], tally.by_resource, tally.turned);
    assert_true(saw_enough(&tally));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_alone)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
