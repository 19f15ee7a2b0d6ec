/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what patterns stand for, against its naive twin: every action on every resource of a finite universe, each asked
 * of rampart_decide() by itself. The universe has a resource for each way in which the patterns can tell resources apart, so
 * that "some" must show both sides. RAMPART_SEED repeats a run, RAMPART_ACCOUNTS says how many accounts there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/chance.h"
#include "support/naive_pattern.h"
#include "support/sets.h"

#define GROUP "acs:ess:cn-hangzhou:100:scalinggroup/"

enum { ACCOUNTS = 20, QUESTIONS = 3, USERS = 3, TEXT = 8192, LETTERS = 4, LONGEST = 4, WORDS = 341, ACTIONS = 8 };

static const char letters[LETTERS + 1] = "abAc"; /* no pattern has the last one */

/* Four are in the catalogue. */
static const char *const actions[ACTIONS] = {"ess:CancelInstanceRefresh", "ess:DeleteAlarm", "ess:DeleteScalingGroup",
                                             "ess:DescribeAlarms",        "ess:DeleteX",     "ess:Zzz",
                                             "ess:DescribeZ",             "ess:DeleteAlarmZ"};
static const char *const stated[] = {"ess:*",   "ess:Delete*", "ess:*Alarm*", "ess:CancelInstanceRefresh",
                                     "ess:DeleteX", "ess:De*", "*",           "ess:?elete*"};
static const char *const asked[] = {"ess:*", "ess:Delete*", "ess:De*", "ess:*Alarm*", "ess:DeleteAlarm", "ess:Zzz*"};
static const char *const tails[] = {"*", "a*", "*b", "a", "?", "?b*", "ab*", "*a*", "A*", "b?", "", "aa*b"};

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))
#define PICK(chance, list) ((list)[chance_below((chance), COUNT_OF(list))])

static char words[WORDS][sizeof GROUP + LONGEST];

struct tally {
    unsigned every, some, none, any, parts, both;
};

struct trial {
    char text[TEXT];
    size_t len;
    struct rampart_options options;
    struct rampart_account *account;
    struct rampart_set *set;
    const char *actions[2], *resource;
    size_t action_count;
    bool any;
};

/* ---- the universe ---- */

static void make_words(void)
{
    size_t first = 0, count = 1;
    strcpy(words[0], GROUP);
    for (size_t len = 1; len <= LONGEST; len++) {
        const size_t end = count;
        for (; first < end; first++)
            for (size_t letter = 0; letter < LETTERS; letter++) {
                assert_true(count < WORDS);
                memcpy(words[count], words[first], sizeof words[count]);
                words[count][sizeof GROUP - 1 + len - 1] = letters[letter];
                count++;
            }
    }
    assert_int_equal(count, WORDS);
}

static enum rampart_outcome decide(const struct trial *trial, struct rampart_request *request, struct rampart_str user,
                                   const char *action, const char *resource)
{
    struct rampart_verdict verdict;
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_principal(request, user, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    rampart_request_set_complete(request, true);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(trial->set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    return verdict.outcome;
}

/* ---- an account by chance ---- */

__attribute__((format(printf, 2, 3))) static void put(struct trial *trial, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    trial->len += (size_t)vsnprintf(trial->text + trial->len, TEXT - trial->len, format, values);
    va_end(values);
    assert_true(trial->len < TEXT);
}

static void put_statement(struct chance *chance, struct trial *trial, bool first)
{
    const bool allow = first || chance_of(chance, 60);
    put(trial, "%s{\"Effect\":\"%s\",", first ? "" : ",", allow ? "Allow" : "Deny");
    put(trial, "\"%s\":[\"%s\",", chance_of(chance, 85) ? "Action" : "NotAction", PICK(chance, stated));
    put(trial, "\"%s\"],\"%s\":", PICK(chance, stated), chance_of(chance, 80) ? "Resource" : "NotResource");
    if (first && chance_of(chance, 40))
        put(trial, "\"*\"}");
    else
        put(trial, "[\"acs:ess:*:*:scalinggroup/%s\",\"" GROUP "%s\"]}", PICK(chance, tails), PICK(chance, tails));
}

static void make_account(struct chance *chance, struct trial *trial)
{
    static const char *const names[USERS] = {"u", "v", "w"};
    trial->len = 0;
    put(trial, "{\"rampart\":1,\"account\":\"100\",\"policies\":{");
    for (size_t i = 0; i < USERS; i++) {
        put(trial, "%s\"%s\":{\"Version\":\"1\",\"Statement\":[", i == 0 ? "" : ",", names[i]);
        const unsigned statements = 1 + chance_below(chance, 3);
        for (unsigned k = 0; k < statements; k++) put_statement(chance, trial, k == 0);
        put(trial, "]}");
    }
    put(trial, "},\"users\":{\"u\":{\"policies\":[\"u\"]},\"v\":{\"policies\":[\"v\",\"w\"]},\"w\":{\"policies\":[\"w\"]}}}");
    trial->options = (struct rampart_options){.absent_layers = ~0U};
    if (chance_of(chance, 30))
        assert_int_equal(rampart_assume(&trial->options.assumptions, RP_STR("colon-crossing"), RP_STR("within-field"), NULL), RAMPART_OK);
    if (chance_of(chance, 30))
        assert_int_equal(rampart_assume(&trial->options.assumptions, RP_STR("resource-case"), RP_STR("insensitive"), NULL), RAMPART_OK);
    assert_int_equal(rampart_account_read(&trial->options, (struct rampart_str){trial->text, trial->len}, rampart_str("a.json"), NULL,
                                          &trial->account),
                     RAMPART_OK);
    assert_int_equal(set_of_account(&trial->options, trial->account, NULL, &trial->set), RAMPART_OK);
}

/* ---- what a row must be ---- */

struct seen {
    bool allowed, denied;
};

static void look_at_action(const struct trial *trial, struct rampart_request *request, struct rampart_str user,
                           const char *action, struct seen *seen)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (!naive_pattern_match(rampart_str(trial->resource), rampart_str(words[i]))) continue;
        const bool allowed = decide(trial, request, user, action, words[i]) == RAMPART_OUTCOME_ALLOW;
        *(allowed ? &seen->allowed : &seen->denied) = true;
    }
}

static enum rampart_outcome outcome_of(struct seen seen)
{
    if (seen.allowed && seen.denied) return RAMPART_OUTCOME_CONDITIONAL;
    return seen.allowed ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY;
}

static void complain(const struct trial *trial, const struct rampart_who_can_row *row, const char *what, const char *action)
{
    printf("%s\n", trial->text);
    fail_msg("%.*s: %s for %s on %s (asked %s): says %d; assumed %llx", RP_ARG(row->name), what, action, trial->resource,
             trial->actions[0], (int)row->verdict.outcome, (unsigned long long)trial->options.assumptions);
}

/* A part stands for what it says, and for nothing else: its name that the catalogue does not have is one of them. */
static void check_part(const struct trial *trial, struct rampart_request *request, const struct rampart_who_can_part *part,
                       const struct rampart_who_can_row *row)
{
    char other[128];
    if (part->other.len > 0) {
        struct seen seen = {false, false};
        (void)snprintf(other, sizeof other, "%.*s", RP_ARG(part->other));
        look_at_action(trial, request, row->principal, other, &seen);
        if (outcome_of(seen) != row->verdict.outcome) complain(trial, row, "a part is otherwise", other);
    }
    for (size_t i = 0; i < ACTIONS; i++) {
        struct seen seen = {false, false};
        bool has = false;
        for (size_t k = 0; k < part->actions.count; k++) has |= rp_str_equal(part->actions.items[k], rampart_str(actions[i]));
        if (!has) continue;
        look_at_action(trial, request, row->principal, actions[i], &seen);
        if (outcome_of(seen) != row->verdict.outcome) complain(trial, row, "a part is otherwise", actions[i]);
    }
}

/* All that one pattern stands for. The universe may lack what a part has. */
static enum rampart_outcome look_at_pattern(const struct trial *trial, struct rampart_request *request,
                                            const struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                            size_t number)
{
    struct seen seen = {false, false};
    for (size_t i = 0; i < ACTIONS; i++)
        if (naive_pattern_match(rampart_str(trial->actions[number]), rampart_str(actions[i])))
            look_at_action(trial, request, row->principal, actions[i], &seen);
    for (size_t i = 0; i < rampart_who_can_part_count(result); i++) {
        const struct rampart_who_can_part *part = rampart_who_can_part(result, i);
        const enum rampart_outcome outcome = rampart_who_can_part_row(result, i, row)->verdict.outcome;
        if (part->pattern != number) continue;
        seen.allowed |= outcome != RAMPART_OUTCOME_DENY; /* checked by itself */
        seen.denied |= outcome != RAMPART_OUTCOME_ALLOW;
    }
    return outcome_of(seen);
}

static enum rampart_outcome expected(const struct trial *trial, struct rampart_request *request,
                                     const struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    enum rampart_outcome one = look_at_pattern(trial, request, result, row, 0), other = one;
    if (trial->action_count > 1) other = look_at_pattern(trial, request, result, row, 1);
    const enum rampart_outcome strong = trial->any ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY;
    if (one == strong || other == strong) return strong;
    return one == other ? one : RAMPART_OUTCOME_CONDITIONAL;
}

static void check_witness(const struct trial *trial, struct rampart_request *request, struct rampart_who_can *result,
                          const struct rampart_who_can_row *row)
{
    struct rampart_who_can_witness witness;
    char action[128], resource[256];
    assert_int_equal(rampart_who_can_find_witness(result, row, &witness), RAMPART_OK);
    if (row->verdict.outcome == RAMPART_OUTCOME_DENY && witness.resource.len == 0) return;
    if (witness.verdict.outcome != RAMPART_OUTCOME_ALLOW) complain(trial, row, "no witness", "");
    (void)snprintf(action, sizeof action, "%.*s", RP_ARG(witness.action));
    (void)snprintf(resource, sizeof resource, "%.*s", RP_ARG(witness.resource));
    if (!naive_pattern_match(rampart_str(trial->resource), witness.resource)) complain(trial, row, "a witness elsewhere", resource);
    if (decide(trial, request, row->principal, action, resource) != RAMPART_OUTCOME_ALLOW)
        complain(trial, row, "a witness that is denied", resource);
}

static void check_row(const struct trial *trial, struct rampart_request *request, struct rampart_who_can *result,
                      const struct rampart_who_can_row *row, struct tally *tally)
{
    for (size_t i = 0; i < rampart_who_can_part_count(result); i++, tally->parts++)
        check_part(trial, request, rampart_who_can_part(result, i), rampart_who_can_part_row(result, i, row));
    if (expected(trial, request, result, row) != row->verdict.outcome) complain(trial, row, "all together is otherwise", "");
    if (row->verdict.outcome != RAMPART_OUTCOME_DENY) check_witness(trial, request, result, row);
    tally->every += row->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    tally->some += row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    tally->none += row->verdict.outcome == RAMPART_OUTCOME_DENY;
}

/* ---- a question ---- */

static void ask(struct chance *chance, struct trial *trial, struct tally *tally)
{
    char resource[sizeof GROUP + 8];
    struct rampart_request *base = NULL, *request = NULL;
    struct rampart_who_can *result = NULL;
    const struct rampart_who_can_options how = {.brief = true};
    struct rampart_str patterns[2];

    (void)snprintf(resource, sizeof resource, GROUP "%s", PICK(chance, tails));
    if (strpbrk(resource, "*?") == NULL) strcat(resource, "*");
    trial->resource = resource;
    trial->action_count = chance_of(chance, 60) ? 1 : 2;
    trial->any = trial->action_count > 1 && chance_of(chance, 50);
    for (size_t i = 0; i < trial->action_count; i++) patterns[i] = rampart_str(trial->actions[i] = PICK(chance, asked));
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &base), RAMPART_OK);
    rampart_request_set_patterns(base, true);
    assert_int_equal(rampart_request_set_account(base, RP_STR("100"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(base, rampart_str(resource), NULL), RAMPART_OK);
    rampart_request_set_complete(base, true);
    const struct rampart_who_can_actions about = {.patterns = {patterns, trial->action_count}, .any = trial->any};
    assert_int_equal(rampart_who_can_actions(trial->set, base, &about, &how, NULL, &result), RAMPART_OK);
    for (size_t i = 0; i < trial->action_count; i++) assert_true(rampart_who_can_is_decided(result, i));
    for (size_t i = 0; i < rampart_who_can_count(result); i++)
        if (rampart_who_can_row(result, i)->kind == RAMPART_PRINCIPAL_USER)
            check_row(trial, request, result, rampart_who_can_row(result, i), tally);
    tally->both += trial->action_count > 1;
    tally->any += trial->any;
    rampart_who_can_free(result);
    rampart_request_free(base);
    rampart_request_free(request);
}

static void who_can_agrees_with_check(void **state)
{
    static struct trial trial; /* large */
    struct chance chance = chance_begin();
    struct tally tally = {0};
    const char *wanted = getenv("RAMPART_ACCOUNTS");
    const unsigned long count = wanted == NULL ? ACCOUNTS : strtoul(wanted, NULL, 10);

    (void)state;
    make_words();
    for (unsigned long i = 0; i < count; i++) {
        make_account(&chance, &trial);
        for (unsigned k = 0; k < QUESTIONS; k++) ask(&chance, &trial, &tally);
        rampart_set_free(trial.set);
        rampart_account_free(trial.account);
    }
    printf("rows: %u every, %u some, %u none; %u parts; questions about two: %u, %u of them any\n", tally.every, tally.some,
           tally.none, tally.parts, tally.both, tally.any);
    assert_true(tally.every > 0 && tally.some > 0 && tally.none > 0 && tally.parts > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_can_agrees_with_check)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
