/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every suggestion made for a generated denial turns it into an Allow, and grants nothing that it does not say. The
 * documents are edited as texts and judged by the naive evaluator: neither knows how the library made the suggestion.
 *
 * What a suggestion says, for another request that fares better by it, is that one of its changes names it:
 *   - a new statement: its action, and its resource ("*" where the request was about none); in a trust policy the one who asks. A policy that is attached
 *     to one principal is nothing to the others.
 *   - a value added to an element of an Allow, to the NotAction or NotResource of a Deny, or removed from the
 *     opposite: that action, that resource, that principal.
 *   - a value of a condition: whatever meets the condition by that value.
 *   - an exception from a Deny: what the added condition excepts.
 * RAMPART_SEED in the environment repeats a run, RAMPART_DENIALS says how many denials there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "denial/suggest.h"
#include "base/str.h"
#include "support/apply_change.h"
#include "support/naive_statement.h"
#include "support/twins.h"
#include "support/rules.h"

#define DENIALS 1500
#define MORE 5000 /* at most, until every kind of denial was there */
#define REQUESTS 20
#define STRANGERS 12

enum { LAYERS = RAMPART_LAYER_RESOURCE_GROUP + 1, KINDS = RAMPART_CHANGE_ADD_CONDITION + 1 };
enum { ELEMENTS = RAMPART_ELEMENT_CONDITION + 1 };

/* One denial and one suggestion for it, as the documents were and as they are to be. */
struct trial {
    const struct naive_request *denied;
    const struct rampart_suggestion *suggestion;
    const struct twins *before;
    struct twins after, after_for_others;
};

struct tally {
    unsigned denials[LAYERS][2], helped[LAYERS][2];
    unsigned changes[KINDS][ELEMENTS][2]; /* by effect */
    unsigned suggestions, several, others, gained;
};

/* ---- what a change says ---- */

static bool same_who(const struct naive_request *a, const struct naive_request *b)
{
    return a->who == b->who && strcmp(a->account, b->account) == 0 && strcmp(a->name, b->name) == 0;
}

/* Nobody in particular may be the one. */
static bool may_be(const struct naive_request *request, const struct naive_request *denied)
{
    return request->who == NAIVE_NOBODY || same_who(request, denied);
}

/* The head of an ARN of OSS whose region is written so; 0: it is none. */
static size_t oss_head(struct rampart_str text, const char *head)
{
    return rp_str_starts(text, rampart_str(head)) ? strlen(head) : 0;
}

/* A resource of OSS is the same with either spelling of its region. */
static bool is_same(struct rampart_str a, struct rampart_str b)
{
    const size_t in_a = oss_head(a, "acs:oss:"), in_b = oss_head(b, "acs:oss:");
    if (in_a == 0 || in_b == 0) return rp_str_equal(a, b);
    const size_t long_a = oss_head(a, "acs:oss:oss-"), long_b = oss_head(b, "acs:oss:oss-");
    return rp_str_equal(rp_str_from(a, long_a > 0 ? long_a : in_a), rp_str_from(b, long_b > 0 ? long_b : in_b));
}

static bool lists(struct rampart_strs values, const char *text, bool fold)
{
    struct rampart_str asked = rampart_str(text);

    for (size_t i = 0; i < values.count; i++)
        if (fold ? rp_str_equal_fold(values.items[i], asked) : is_same(values.items[i], asked))
            return true;
    return false;
}

/* The condition of a change with nothing but the values that it adds or removes; the caller frees the policy. */
static const struct rp_condition *with_values(const struct rampart_change *change,
                                              struct rampart_policy **ret_policy)
{
    static char text[GENERATED_TEXT];
    struct rampart_document document = {.text = {text, 0}, .format = RAMPART_FORMAT_JSON};
    int len =
        snprintf(text, sizeof text,
                 "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
                 "\"*\",\"Condition\":{\"%.*s\":{\"%.*s\":[",
                 RP_ARG(change->op), RP_ARG(change->key));

    for (size_t i = 0; i < change->values.count; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, "%s\"%.*s\"", i > 0 ? "," : "",
                        RP_ARG(change->values.items[i]));
    len += snprintf(text + len, sizeof text - (size_t)len, "]}}}]}");
    document.text.len = (size_t)len;
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, ret_policy), RAMPART_OK);
    return &(*ret_policy)->statements[0].conditions[0];
}

/* Whether one of the request's values fails it, by itself; not known: it may. */
static bool some_value_fails(const struct rp_condition *condition, const struct naive_request *request)
{
    for (size_t i = 0; i < request->key_count; i++) {
        const struct naive_key *key = &request->keys[i];
        if (!naive_key_is(condition->key.text, key->name)) continue;
        if (key->state == NAIVE_UNKNOWN) return true;
        for (size_t j = 0; j < key->count; j++)
            if (naive_value_meets(condition, key->values[j], request) != RAMPART_TRUE) return true;
    }
    return false;
}

/*
 * A condition that is met by the values; of a negation that they are removed from, one that excludes something the
 * request has; of an exception, one that fails.
 */
static bool says_condition(const struct rampart_change *change, const struct naive_request *request)
{
    struct rampart_policy *policy = NULL;
    const struct rp_condition *condition = with_values(change, &policy);
    enum rampart_truth truth = naive_condition(condition, request);
    bool says = truth != RAMPART_FALSE;

    if (change->kind == RAMPART_CHANGE_REMOVE_VALUE || change->effect == RAMPART_DENY)
        says = truth != RAMPART_TRUE || some_value_fails(condition, request);
    if (rp_str_starts(change->op, rampart_str("ForAllValues"))) says = true; /* it depends on all values */
    rampart_policy_free(policy);
    return says;
}

static bool says_statement(const struct trial *trial, const struct rampart_change *change,
                           const struct naive_request *request)
{
    if (!rp_str_equal_fold(rampart_str(request->action), rampart_str(trial->denied->action))) return false;
    if (change->layer == RAMPART_LAYER_TRUST) return may_be(request, trial->denied);
    return lists(change->values, request->resources[0], false) || lists(change->values, "*", false);
}

static bool says(const struct trial *trial, const struct rampart_change *change,
                 const struct naive_request *request)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT) return says_statement(trial, change, request);
    switch (change->element) {
    case RAMPART_ELEMENT_ACTION: return lists(change->values, request->action, true);
    case RAMPART_ELEMENT_RESOURCE: return lists(change->values, request->resources[0], false);
    case RAMPART_ELEMENT_PRINCIPAL: return may_be(request, trial->denied);
    case RAMPART_ELEMENT_CONDITION: return says_condition(change, request);
    case RAMPART_ELEMENT_NONE:
    case RAMPART_ELEMENT_RESOURCE_GROUP: break;
    }
    return false;
}

static bool suggestion_says(const struct trial *trial, const struct naive_request *request)
{
    for (size_t i = 0; i < trial->suggestion->change_count; i++)
        if (says(trial, &trial->suggestion->changes[i], request)) return true;
    return false;
}

/* ---- one suggestion ---- */

static enum rampart_outcome outcome_of(const struct twins *twins, const struct naive_request *request)
{
    struct naive_answer answer = {.matched_count = 0};

    naive_decide(&twins->naive, request, &answer);
    return answer.verdict.outcome;
}

/* Zero denies, and Allow is the best. */
static int goodness(enum rampart_outcome outcome)
{
    return outcome == RAMPART_OUTCOME_DENY ? 0 : outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 2;
}

static void print_trial(const struct trial *trial, const struct naive_request *other)
{
    twins_print(trial->before, trial->denied);
    for (size_t i = 0; i < trial->suggestion->change_count; i++) {
        const struct rampart_change *change = &trial->suggestion->changes[i];
        printf("%s %s of %.*s#%zu: %.*s\n", rampart_change_name(change->kind),
               rampart_element_name(change->element, change->negated), RP_ARG(change->policy),
               change->statement, RP_ARG(change->json));
    }
    if (other != NULL) twins_print(&trial->after, other);
}

static void grants_nothing_else(const struct trial *trial, const struct naive_request *other,
                                struct tally *tally)
{
    const struct twins *after = same_who(other, trial->denied) ? &trial->after : &trial->after_for_others;
    int better = goodness(outcome_of(after, other)) - goodness(outcome_of(trial->before, other));

    tally->others++;
    tally->gained += better > 0;
    if (better <= 0 || suggestion_says(trial, other)) return;
    print_trial(trial, other);
    fail_msg("a suggestion grants what it does not say");
}

/* Every action on every resource, and some requests by others and under other circumstances. */
static void ask_others(struct chance *chance, const struct trial *trial, struct tally *tally)
{
    struct naive_request other = *trial->denied;

    other.resource_count = 1;
    for (const char *const *action = generate_actions(); *action != NULL; action++)
        for (const char *const *resource = generate_resources(); *resource != NULL; resource++) {
            other.action = *action;
            other.resources[0] = *resource;
            grants_nothing_else(trial, &other, tally);
        }
    for (unsigned i = 0; i < STRANGERS; i++) {
        struct naive_request circumstances;
        generate_request(chance, chance_of(chance, 50) ? 0 : NAIVE_KEYS, &circumstances);
        circumstances.resource_count = 1;
        grants_nothing_else(trial, &circumstances, tally);
        circumstances.who = trial->denied->who;
        circumstances.account = trial->denied->account;
        circumstances.name = trial->denied->name;
        circumstances.session = trial->denied->session;
        circumstances.action = trial->denied->action;
        circumstances.resources[0] = trial->denied->resources[0];
        grants_nothing_else(trial, &circumstances, tally);
    }
}

/* What is attached to the one who was denied alone is left out of the second account. */
static void load_after(const struct generated_policies *made, struct trial *trial,
                       struct generated_policies *all, struct generated_policies *shared)
{
    *all = *made;
    assert_true(apply_suggestion(trial->suggestion, all));
    *shared = *all;
    for (size_t i = made->count; i < shared->count; i++) {
        if (shared->policies[i].layer != RAMPART_LAYER_IDENTITY) continue;
        (void)snprintf(shared->policies[i].text, GENERATED_TEXT,
                       "{\"Version\":\"1\",\"Statement\":["
                       "{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":[]}]}");
    }
    assert_true(twins_load(all, &trial->after));
    assert_true(twins_load(shared, &trial->after_for_others));
}

static void try_suggestion(struct chance *chance, const struct twins *twins,
                           const struct naive_request *denied, const struct rampart_suggestion *suggestion,
                           struct tally *tally)
{
    static struct generated_policies all, shared; /* large */
    struct trial trial = {.denied = denied, .suggestion = suggestion, .before = twins};

    load_after(twins->made, &trial, &all, &shared);
    if (outcome_of(&trial.after, denied) != RAMPART_OUTCOME_ALLOW) {
        print_trial(&trial, NULL);
        fail_msg("a suggestion does not turn the decision");
    }
    ask_others(chance, &trial, tally);
    twins_free(&trial.after);
    twins_free(&trial.after_for_others);
    tally->suggestions++;
    tally->several += suggestion->change_count > 1;
    for (size_t i = 0; i < suggestion->change_count; i++) {
        const struct rampart_change *change = &suggestion->changes[i];
        tally->changes[change->kind][change->element][change->effect]++;
    }
}

/* ---- many denials ---- */

static unsigned count_denials(const struct tally *tally)
{
    unsigned count = 0;

    for (unsigned layer = 0; layer < LAYERS; layer++)
        count += tally->denials[layer][0] + tally->denials[layer][1];
    return count;
}

/* Denials of every layer and type were helped, some by several changes. */
static bool is_full(const struct tally *tally)
{
    bool full = tally->several > 0;

    for (unsigned layer = 0; layer < LAYERS; layer++)
        full = full && tally->helped[layer][RAMPART_IMPLICIT_DENY] > 0 &&
               tally->helped[layer][RAMPART_EXPLICIT_DENY] > 0;
    return full;
}

static void try_request(struct chance *chance, const struct twins *twins, struct rampart_request *request,
                        struct tally *tally)
{
    struct naive_request asked;
    struct rampart_verdict verdict = {0};
    struct rampart_suggestions *suggestions = NULL;

    generate_request(chance, chance_of(chance, 75) ? 0 : NAIVE_KEYS, &asked);
    assert_true(request_of_naive(&asked, request));
    assume_as_naive(&asked, twins->rules);
    assert_int_equal(rp_rules_decide(twins->rules, request, &verdict), RAMPART_OK);
    assert_int_equal(rp_rules_suggest(NULL, twins->rules, request, &suggestions), RAMPART_OK);
    if (verdict.outcome == RAMPART_OUTCOME_DENY) {
        tally->denials[verdict.layer][verdict.deny]++;
        tally->helped[verdict.layer][verdict.deny] += suggestions->count > 0;
        assert_true(suggestions->count > 0 || suggestions->notes.count > 0);
    } else {
        assert_int_equal(suggestions->count, 0);
    }
    for (size_t i = 0; i < suggestions->count; i++)
        try_suggestion(chance, twins, &asked, &suggestions->items[i], tally);
    rampart_suggestions_free(suggestions);
}

static void run_world(struct chance *chance, struct rampart_request *request, struct tally *tally)
{
    static struct generated_policies made; /* large */
    struct twins twins;

    generate_policies(chance, &made);
    assert_true(twins_load(&made, &twins));
    for (unsigned i = 0; i < REQUESTS; i++) try_request(chance, &twins, request, tally);
    twins_free(&twins);
}

static void print_tally(const struct tally *tally)
{
    for (unsigned layer = 0; layer < LAYERS; layer++)
        printf("%-40s implicit %6u, helped %6u   explicit %6u, helped %6u\n",
               rampart_layer_name((enum rampart_layer)layer), tally->denials[layer][RAMPART_IMPLICIT_DENY],
               tally->helped[layer][RAMPART_IMPLICIT_DENY], tally->denials[layer][RAMPART_EXPLICIT_DENY],
               tally->helped[layer][RAMPART_EXPLICIT_DENY]);
    for (unsigned kind = 0; kind < KINDS; kind++)
        for (unsigned element = 0; element < ELEMENTS; element++)
            for (unsigned effect = 0; effect < 2; effect++)
                if (tally->changes[kind][element][effect] > 0)
                    printf("%-14s %-10s of %-5s %6u\n", rampart_change_name((enum rampart_change_kind)kind),
                           rampart_element_name((enum rampart_element)element, false),
                           rampart_effect_name((enum rampart_effect)effect),
                           tally->changes[kind][element][effect]);
    printf("%u denials, %u suggestions (%u of several changes), %u other requests, %u fare better as said\n",
           count_denials(tally), tally->suggestions, tally->several, tally->others, tally->gained);
}

static void every_suggestion_helps_and_grants_nothing_else(void **state)
{
    const char *wanted = getenv("RAMPART_DENIALS");
    struct chance chance = chance_begin();
    unsigned long denials = wanted != NULL ? strtoul(wanted, NULL, 10) : DENIALS;
    struct rampart_request *request = NULL;
    struct tally tally = {0};

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    while (count_denials(&tally) < denials || (!is_full(&tally) && count_denials(&tally) < denials + MORE))
        run_world(&chance, request, &tally);
    rampart_request_free(request);
    print_tally(&tally);
    assert_true(is_full(&tally));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_suggestion_helps_and_grants_nothing_else)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
