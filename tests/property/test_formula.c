/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a row of who-can depends on, as one formula, against the question itself: the unknown keys are given values of every
 * kind that conditions can tell apart, the atoms of the formula are each asked for themselves, and what the formula
 * then comes to is what the completed request comes to. The same for the resources of a pattern, one by one.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/generate_account.h"
#include "support/naive_pattern.h"
#include "support/naive_statement.h"
#include "support/naive_values.h"
#include "support/rules.h"
#include "support/sets.h"
#include "support/twins.h"

enum { ACCOUNTS = 60, MOST_ACCOUNTS = 1200, QUESTIONS = 3, COMPLETIONS = 12 };

struct tally {
    unsigned rows, chains, allowed, denied, several, unless, nested, untold, parts;
};

/* One completed request, which atoms are asked with. */
struct world {
    struct rampart_account *account;
    const struct naive_request *asked;
    bool *open;   /* an atom is open even so: not every key got a value */
    bool hopeful; /* policies that nobody knows allow, and deny nothing; else they deny */
};

/* ---- one atom ---- */

static void put_texts(char *text, size_t size, size_t *len, struct rampart_strs texts)
{
    for (size_t i = 0; i < texts.count; i++)
        *len += (size_t)snprintf(text + *len, size - *len, "%s\"%.*s\"", i == 0 ? "" : ",", (int)texts.items[i].len,
                                 texts.items[i].data);
}

/* The condition as the only one of a policy. */
static bool condition_holds(const struct world *world, const struct rampart_atom *atom)
{
    char text[8192];
    struct rampart_policy *policy = NULL;
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict;
    struct naive_request asked = *world->asked;
    struct rampart_attachment attachment = {.layer = RAMPART_LAYER_IDENTITY};
    size_t len = (size_t)snprintf(text, sizeof text,
                                  "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
                                  "\"*\",\"Condition\":{\"%.*s\":{\"%.*s\":[",
                                  (int)atom->op.len, atom->op.data, (int)atom->key.len, atom->key.data);
    put_texts(text, sizeof text, &len, atom->values);
    len += (size_t)snprintf(text + len, sizeof text - len, "]}}}]}");
    assert_true(len < sizeof text);
    asked.who = NAIVE_USER;
    asked.name = "x";
    asked.account = "100";
    asked.session = NULL;
    asked.absent = UINT_MAX;
    const struct rampart_document document = {
        .text = {text, len}, .name = rampart_str("a"), .kind = RAMPART_POLICY_IDENTITY};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    attachment.policy = policy;
    assert_int_equal(set_of_policies(NULL, &attachment, 1, 0, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&asked, request));
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    *world->open |= verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_policy_free(policy);
    return verdict.outcome == RAMPART_OUTCOME_ALLOW;
}

static bool one_matches(struct rampart_strs patterns, const char *text)
{
    for (size_t i = 0; i < patterns.count; i++)
        if (naive_pattern_match(patterns.items[i], rampart_str(text))) return true;
    return false;
}

static bool group_holds(const struct world *world, struct rampart_str name)
{
    for (size_t i = 0; i < world->account->resource_group_count; i++) {
        const struct rp_resource_group *group = &world->account->resource_groups[i];
        if (rp_str_equal(group->name, name)) return one_matches(group->patterns, world->asked->resources[0]);
    }
    fail_msg("no group %.*s", (int)name.len, name.data);
    return false;
}

static bool formula_holds(const struct world *world, const struct rampart_formula *formula);

static bool atom_holds(const struct world *world, const struct rampart_atom *atom, bool deny)
{
    switch (atom->kind) {
    case RAMPART_ATOM_CONDITION: return condition_holds(world, atom);
    case RAMPART_ATOM_RESOURCE: return one_matches(atom->values, world->asked->resources[0]) != atom->negated;
    case RAMPART_ATOM_GROUP: return group_holds(world, atom->key);
    case RAMPART_ATOM_FORMULA: return formula_holds(world, atom->formula);
    case RAMPART_ATOM_LAYER: return world->hopeful != deny;
    default: break;
    }
    fail_msg("an atom of kind %d", (int)atom->kind);
    return false;
}

/* ---- the formula ---- */

static bool any_holds(const struct world *world, const struct rampart_all *ways, size_t count, bool deny)
{
    for (size_t i = 0; i < count; i++) {
        bool all = true;
        for (size_t k = 0; k < ways[i].count && all; k++) all = atom_holds(world, &ways[i].atoms[k], deny);
        if (all) return true;
    }
    return false;
}

static bool formula_holds(const struct world *world, const struct rampart_formula *formula)
{
    return any_holds(world, formula->any, formula->any_count, false) &&
           !any_holds(world, formula->unless, formula->unless_count, true);
}

static void count_shape(struct tally *tally, const struct rampart_formula *formula)
{
    tally->several += formula->any_count > 1;
    tally->unless += formula->unless_count > 0;
    for (size_t i = 0; i < formula->any_count; i++)
        for (size_t k = 0; k < formula->any[i].count; k++)
            tally->nested += formula->any[i].atoms[k].kind == RAMPART_ATOM_FORMULA;
}

/* ---- questions ---- */

static struct rampart_who_can *ask(const struct rampart_account *account, const struct naive_request *asked,
                                   struct rampart_request *request, bool literal, bool direct)
{
    const struct rampart_who_can_options how = {.direct = direct, .literal = literal, .brief = true};
    struct rampart_who_can *result = NULL;
    assert_true(literal ? request_of_naive(asked, request) : request_of_naive_patterns(asked, request));
    assume_account_as_naive(asked, account);
    assert_int_equal(rp_account_who_can(NULL, account, request, &how, NULL, &result), RAMPART_OK);
    return result;
}

/* A value, or none, for every key that is not known. */
static void complete(struct chance *chance, struct naive_request *asked)
{
    const char *name = NULL;
    for (size_t i = 0; generate_operands(i, &name) != NULL; i++) {
        struct naive_key *key = NULL;
        size_t values = 0;
        if (rp_key_asks_who(rampart_str(name))) continue; /* each has an own one */
        for (size_t k = 0; k < asked->key_count; k++)
            if (rp_str_equal_fold(rampart_str(asked->keys[k].name), rampart_str(name))) key = &asked->keys[k];
        if (key == NULL && asked->key_count < NAIVE_KEYS) {
            key = &asked->keys[asked->key_count++];
            *key = (struct naive_key){.name = name, .state = NAIVE_UNKNOWN};
        }
        if (key == NULL || key->state != NAIVE_UNKNOWN) continue;
        const char *const *every = generate_every_value(name);
        while (every[values] != NULL) values++;
        key->state = NAIVE_ABSENT;
        if (values == 0 || chance_of(chance, 25)) continue;
        key->state = NAIVE_PRESENT;
        key->values[0] = every[chance_below(chance, (unsigned)values)];
        key->count = 1;
        if (!naive_key_can_have(key->name, key->values[0])) key->state = NAIVE_ABSENT;
    }
    asked->complete = true;
}

static void check_row(const struct world *world, struct rampart_who_can *result, size_t row, enum rampart_outcome outcome,
                      const char *text, struct tally *tally)
{
    const struct rampart_formula *formula = NULL;
    const struct rampart_who_can_row *asked = rampart_who_can_row(result, row);
    assert_int_equal(rampart_who_can_formula(result, asked, &formula), RAMPART_OK);
    if (formula == NULL) {
        tally->untold++;
        return;
    }
    bool open = false;
    struct world asking = *world, hopeful;
    asking.open = &open;
    hopeful = asking;
    hopeful.hopeful = true;
    const bool holds = formula_holds(&asking, formula), may_hold = formula_holds(&hopeful, formula);
    if (open) return;
    if (may_hold != (outcome != RAMPART_OUTCOME_DENY) || holds != (outcome == RAMPART_OUTCOME_ALLOW))
        fail_msg("%.*s: the formula says %d, the request comes to %d, for %s on %s in %s", (int)asked->name.len,
                 asked->name.data, holds, (int)outcome, world->asked->action, world->asked->resources[0], text);
    count_shape(tally, formula);
    tally->rows++;
    tally->allowed += holds;
    tally->denied += !holds;
}

/* The keys: each row, with values for all that is unknown. Chains are asked step by step elsewhere. */
static void compare_keys(struct account_maker *maker, struct rampart_account *account, struct tally *tally)
{
    struct naive_request asked;
    struct rampart_request *request = NULL, *completed = NULL;
    generate_request(maker->chance, NAIVE_KEYS, &asked);
    asked.who = NAIVE_NOBODY;
    asked.resource_count = 1;
    asked.absent = UINT_MAX;
    asked.complete = false; /* else no key is unknown that could be given a value */
    memset(asked.assumed, 0, sizeof asked.assumed);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &completed), RAMPART_OK);
    struct rampart_who_can *result = ask(account, &asked, request, true, true);
    for (unsigned i = 0; i < COMPLETIONS; i++) {
        struct naive_request whole = asked;
        complete(maker->chance, &whole);
        const struct world world = {.account = account, .asked = &whole};
        struct rampart_who_can *certain = ask(account, &whole, completed, true, true);
        for (size_t row = 0; row < MADE_PRINCIPALS; row++)
            if (rampart_who_can_row(result, row)->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL)
                check_row(&world, result, row, rampart_who_can_row(certain, row)->verdict.outcome, maker->text, tally);
        rampart_who_can_free(certain);
    }
    rampart_who_can_free(result);
    rampart_request_free(request);
    rampart_request_free(completed);
}

/* ---- the resources of a pattern ---- */

static const char *const areas[] = {"acs:ess:*:*:*", "acs:ess:*:100:scalinggroup/*", "acs:ess:cn-*:100:scalinggroup/asg-?",
                                    "acs:ess:cn-hangzhou:100:scalinggroup/asg-?*", "*"};
static const char *const resources[] = {
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-1",    "acs:ess:cn-beijing:100:scalinggroup/asg-2",
    "acs:ess:cn-hangzhou:100:scalinggroup/ASG-1",    "acs:ess:us:100:scalinggroup/x",
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-",     "acs:ess:eu:100:scalingconfiguration/asg-1",
    "acs:ess:cn-hangzhou:100:scalinggroup/asg-1-22",
};

static void compare_parts(struct account_maker *maker, struct rampart_account *account, struct tally *tally)
{
    struct naive_request asked;
    struct rampart_request *request = NULL, *single = NULL;
    generate_request(maker->chance, 0, &asked);
    asked.who = NAIVE_NOBODY;
    asked.resource_count = 1;
    asked.absent = UINT_MAX;
    asked.complete = true;
    asked.resources[0] = areas[chance_below(maker->chance, sizeof areas / sizeof *areas)];
    memset(asked.assumed, 0, sizeof asked.assumed);
    if (strcmp(asked.action, "sts:AssumeRole") == 0) return;
    complete(maker->chance, &asked);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &single), RAMPART_OK);
    struct rampart_who_can *result = ask(account, &asked, request, false, true);
    for (size_t i = 0; i < sizeof resources / sizeof *resources; i++) {
        struct naive_request one = asked;
        if (!naive_pattern_match(rampart_str(asked.resources[0]), rampart_str(resources[i]))) continue;
        one.resources[0] = resources[i];
        const struct world world = {.account = account, .asked = &one};
        struct rampart_who_can *certain = ask(account, &one, single, true, true);
        for (size_t row = 0; row < MADE_PRINCIPALS; row++)
            if (rampart_who_can_row(result, row)->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) {
                tally->parts++;
                check_row(&world, result, row, rampart_who_can_row(certain, row)->verdict.outcome, maker->text, tally);
            }
        rampart_who_can_free(certain);
    }
    rampart_who_can_free(result);
    rampart_request_free(request);
    rampart_request_free(single);
}

/* Some accounts have few formulas of more than one way: then more of them are made. */
static bool saw_enough(const struct tally *tally)
{
    return tally->allowed > 100 && tally->denied > 100 && tally->unless > 100 && tally->several + tally->nested > 20 &&
           tally->parts > 100;
}

static void test_formulas_say_what_is_decided(void **state)
{
    static struct account_maker maker; /* large */
    struct chance chance = chance_begin();
    struct tally tally = {0};
    (void)state;
    maker.chance = &chance;
    for (unsigned i = 0; i < ACCOUNTS || (i < MOST_ACCOUNTS && !saw_enough(&tally)); i++) {
        struct rampart_account *account = NULL;
        generate_account(&maker);
        assert_int_equal(rampart_account_read(NULL, (struct rampart_str){maker.text, maker.len}, rampart_str("a.json"),
                                              NULL, &account),
                         RAMPART_OK);
        for (unsigned j = 0; j < QUESTIONS; j++) {
            compare_keys(&maker, account, &tally);
            compare_parts(&maker, account, &tally);
        }
        rampart_account_free(account);
    }
    printf("%u rows: %u allowed, %u denied, %u of several ways, %u unless, %u nested, %u not told; %u of parts\n", tally.rows,
           tally.allowed, tally.denied, tally.several, tally.unless, tally.nested, tally.untold, tally.parts);
    assert_true(saw_enough(&tally));
    assert_int_equal(tally.untold, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_formulas_say_what_is_decided)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
