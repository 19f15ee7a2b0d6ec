/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents and changed ones, compared in two ways: by rampart_diff(), and by asking about every request of a small
 * universe. No difference of the universe may be missed, and none told that is not there; the regions of a row are
 * held against the universe as well. One more statement makes a difference where it reaches, in one direction and by itself;
 * a document and itself make none. RAMPART_SEED in the environment repeats a run, RAMPART_TRIALS says how many there are.
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
#include "support/diff_rows.h"
#include "support/sets.h"

enum { TRIALS = 12, MOST_TRIALS = 2000, STATEMENTS = 6, TEXT = 2048, DOCUMENT = STATEMENTS * TEXT, WORDS = 24 };

/* ---- the universe ---- */

static const char *const action_patterns[WORDS] = {
    "*", "ess:*", "ess:Cancel*", "ess:CancelInstanceRefresh", "ess:*Refresh", "ecs:*", "e?s:Describe*", "*:Describe*",
    "ess:c*", "ram:*", "ess:DescribeScalingGroups", "ess:Describe*", "oss:*", "o*"};
static const char *const actions[WORDS] = {
    "ess:CancelInstanceRefresh", "ess:CancelIt", "ess:StartInstanceRefresh", "ess:DescribeScalingGroups", "ess:Create",
    "ecs:DescribeInstances", "ecs:StopInstance", "ram:GetUser", "ram:DescribeIt", "log:Get", "oss:GetObject"};
static const char *const resource_patterns[WORDS] = {
    "*", "acs:ess:*:*:*", "acs:ess:*:*:scalinggroup/*", "acs:ess:*:*:scalinggroup/asg-*",
    "acs:ess:*:*:scalinggroup/asg-prod-*", "acs:ess:cn-*:*:*", "acs:*:*:*:*/asg-?", "acs:ecs:*:*:*",
    "acs:ess:*:*:scalinggroup/asg-prod-1", "acs:*:cn-hangzhou:*:*", "*prod*", "acs:oss:*-east-1:*:*",
    "acs:oss:oss-*:*:prod/*", "acs:*:*east*"};
static const char *const resources[WORDS] = {
    "acs:ess:cn-hangzhou:1:scalinggroup/asg-prod-1", "acs:ess:cn-hangzhou:1:scalinggroup/asg-prod-2",
    "acs:ess:eu-west-1:1:scalinggroup/asg-2", "acs:ess:cn-beijing:1:scalinggroup/asg-22",
    "acs:ess:cn-hangzhou:1:scalinggroup/other", "acs:ess:eu-west-1:1:alarm/prod", "acs:ecs:cn-hangzhou:1:instance/i-1",
    "acs:ecs:eu-west-1:1:instance/asg-2", "*", "acs:log:eu-west-1:1:project/p", "acs:oss:oss-us-east-1:1:logs/1",
    "acs:oss:oss-cn-hangzhou:1:prod/1"};

/* Conditions on a key, and values that tell them apart; the first value, NULL, is absence. */
static const struct key {
    const char *name, *conditions[WORDS], *values[WORDS];
} keys[] = {
    {"acs:SourceIp",
     {"\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}", "\"IpAddress\":{\"acs:SourceIp\":[\"10.1.0.0/16\",\"192.168.0.1\"]}",
      "\"NotIpAddress\":{\"acs:SourceIp\":\"10.1.0.0/16\"}", "\"Null\":{\"acs:SourceIp\":\"true\"}", "\"Null\":{\"acs:SourceIp\":\"false\"}",
      "\"IpAddress\":{\"acs:SourceIp\":[\"10.0.0.0/9\",\"10.128.0.0/9\"]}"},
     {NULL, "10.1.2.3", "10.200.0.1", "192.168.0.1", "8.8.8.8"}},
    {"app:team",
     {"\"StringEquals\":{\"app:team\":\"web\"}", "\"StringLike\":{\"app:team\":\"w*\"}",
      "\"StringNotEquals\":{\"app:team\":[\"web\",\"db\"]}", "\"StringNotLike\":{\"app:team\":\"*b\"}",
      "\"StringEqualsIgnoreCase\":{\"app:team\":\"WEB\"}", "\"Null\":{\"app:team\":\"true\"}"},
     {NULL, "web", "WEB", "wrb", "db", "w", "x"}},
    {"app:size",
     {"\"NumericLessThan\":{\"app:size\":\"10\"}", "\"NumericGreaterThanEquals\":{\"app:size\":\"10\"}",
      "\"NumericEquals\":{\"app:size\":[\"9.5\",\"10\"]}", "\"NumericLessThanEquals\":{\"app:size\":\"10\"}"},
     {NULL, "9", "9.5", "10", "11", "9.7"}},
    {"acs:SourceVpc", /* which is never empty */
     {"\"StringNotEquals\":{\"acs:SourceVpc\":\"vpc-1\"}", "\"StringNotLike\":{\"acs:SourceVpc\":[\"vpc-1\",\"x*\"]}", "\"Null\":{\"acs:SourceVpc\":\"true\"}"},
     {NULL, "vpc-1", "vpc-2", "x"}},
    {"acs:MFAPresent",
     {"\"Bool\":{\"acs:MFAPresent\":\"true\"}", "\"Bool\":{\"acs:MFAPresent\":\"false\"}", "\"Null\":{\"acs:MFAPresent\":\"false\"}"}, {NULL, "true", "false"}},
    {"acs:CurrentTime",
     {"\"DateLessThan\":{\"acs:CurrentTime\":\"2026-06-01T00:00:00Z\"}",
      "\"DateGreaterThanEquals\":{\"acs:CurrentTime\":\"2026-06-01T08:00:00+08:00\"}",
      "\"DateNotEquals\":{\"acs:CurrentTime\":\"2026-06-01T00:00:00Z\"}"},
     {NULL, "2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z"}},
    {"app:roles",
     {"\"ForAnyValue:StringEquals\":{\"app:roles\":[\"dev\",\"ops\"]}", "\"ForAllValues:StringLike\":{\"app:roles\":\"d*\"}",
      "\"StringEqualsIfExists\":{\"app:roles\":\"dev\"}", "\"ForAnyValue:StringNotEquals\":{\"app:roles\":\"dev\"}"},
     {NULL, "dev", "ops", "db", "x"}},
};
enum { KEYS = sizeof keys / sizeof *keys };

static unsigned words(const char *const list[WORDS], unsigned from)
{
    unsigned count = from;
    while (count < WORDS && list[count] != NULL) count++;
    return count;
}

static const char *pick(struct chance *chance, const char *const list[WORDS])
{
    return list[chance_below(chance, words(list, 0))];
}

/* ---- documents ---- */

struct side {
    char statements[STATEMENTS][TEXT];
    unsigned count;
    struct rampart_policy *policy;
    struct rampart_set *set;
};

static void make_statement(struct chance *chance, char text[TEXT])
{
    char conditions[TEXT / 2] = "";
    size_t len = 0;
    for (unsigned i = 0; i < KEYS; i++) {
        const char *condition = pick(chance, keys[i].conditions);
        char op[TEXT / 8];
        snprintf(op, sizeof op, "%.*s", (int)(strchr(condition, ':') - condition + 1), condition);
        if (!chance_of(chance, 9) || strstr(conditions, op) != NULL) continue; /* an operator stands there once */
        len += (size_t)snprintf(conditions + len, sizeof conditions - len, "%s%s", len == 0 ? ",\"Condition\":{" : ",",
                                condition);
    }
    snprintf(text, TEXT, "{\"Effect\":\"%s\",\"%s\":[\"%s\",\"%s\"],\"%s\":[\"%s\",\"%s\"]%s%s}",
             chance_of(chance, 65) ? "Allow" : "Deny", chance_of(chance, 90) ? "Action" : "NotAction",
             pick(chance, action_patterns), pick(chance, action_patterns), chance_of(chance, 90) ? "Resource" : "NotResource",
             pick(chance, resource_patterns), pick(chance, resource_patterns), conditions, len == 0 ? "" : "}");
}

static void change(struct chance *chance, struct side *side)
{
    const unsigned at = chance_below(chance, side->count);
    switch (chance_below(chance, 4)) {
    case 0:
        if (side->count < STATEMENTS) make_statement(chance, side->statements[side->count++]);
        break;
    case 1:
        if (side->count > 1) memmove(side->statements[at], side->statements[--side->count], TEXT);
        break;
    case 2: make_statement(chance, side->statements[at]); break;
    default: break; /* nothing changes, but for the order */
    }
    if (side->count < 2 || !chance_of(chance, 30)) return;
    char other[TEXT];
    memcpy(other, side->statements[0], TEXT);
    memcpy(side->statements[0], side->statements[side->count - 1], TEXT);
    memcpy(side->statements[side->count - 1], other, TEXT);
}

static void write_document(const struct side *side, char text[DOCUMENT])
{
    size_t len = (size_t)snprintf(text, DOCUMENT, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < side->count; i++)
        len += (size_t)snprintf(text + len, DOCUMENT - len, "%s%s", i == 0 ? "" : ",\n", side->statements[i]);
    snprintf(text + len, DOCUMENT - len, "]}");
}

static void open_side(struct side *side)
{
    char text[DOCUMENT];
    write_document(side, text);
    const struct rampart_document document = {.text = rampart_str(text), .kind = RAMPART_POLICY_IDENTITY};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &side->policy), RAMPART_OK);
    const struct rampart_attachment attachment = {.policy = side->policy};
    assert_int_equal(set_of_policies(&(struct rampart_options){.absent_layers = ~0U}, &attachment, 1, 0, NULL, &side->set),
                     RAMPART_OK);
}

static void close_side(struct side *side)
{
    rampart_set_free(side->set);
    rampart_policy_free(side->policy);
}

/* ---- every request ---- */

struct trial {
    struct side sides[2];
    struct rampart_diff *diff;
    struct rampart_request *request;
    const char *action, *resource;
    bool named[KEYS]; /* a document asks about the key */
    unsigned value[KEYS];
    size_t gains, losses, conditional, requests;
};

static void show(const struct trial *trial, const char *what)
{
    for (int i = 0; i < 2; i++)
        for (unsigned k = 0; k < trial->sides[i].count; k++) print_message("%d: %s\n", i, trial->sides[i].statements[k]);
    for (unsigned i = 0; i < KEYS; i++)
        if (trial->named[i])
            print_message("  %s=%s\n", keys[i].name,
                          keys[i].values[trial->value[i]] == NULL ? "(absent)" : keys[i].values[trial->value[i]]);
    fail_msg("%s: %s on %s", what, trial->action, trial->resource);
}

static void ask(struct trial *trial, enum rampart_outcome outcomes[2])
{
    struct rampart_request *request = trial->request;
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_action(request, rampart_str(trial->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(trial->resource), NULL), RAMPART_OK);
    for (unsigned i = 0; i < KEYS; i++) {
        const char *value = keys[i].values[trial->value[i]];
        if (!trial->named[i]) continue;
        assert_int_equal(value == NULL ? rampart_request_set_absent(request, rampart_str(keys[i].name), NULL)
                                       : rampart_request_add_context(request, rampart_str(keys[i].name), rampart_str(value), NULL),
                         RAMPART_OK);
    }
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (int side = 0; side < 2; side++) {
        struct rampart_verdict verdict;
        assert_int_equal(rampart_decide(trial->sides[side].set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
        assert_int_not_equal(verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
        outcomes[side] = verdict.outcome;
    }
}

/* ---- rows ---- */

/* How many rows of this kind have the request, and the last of them. */
static size_t rows_of(const struct trial *trial, enum rampart_diff_change change, const struct rampart_diff_row **ret_row)
{
    size_t found = 0;
    *ret_row = NULL;
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(trial->diff, i);
        if (row->change != change || !diff_row_is_about(row, trial->action, trial->resource)) continue;
        found++;
        *ret_row = row;
    }
    return found;
}

/* ---- the comparison ---- */

/* A request always has a time: it may not be absent. */
static unsigned first_value(const struct trial *trial, unsigned key)
{
    return trial->named[key] && strcmp(keys[key].name, "acs:CurrentTime") == 0 ? 1 : 0;
}

/* All values of the keys from `key` on. */
static void ask_all(struct trial *trial, unsigned key, bool gained[2], bool always[2])
{
    enum rampart_outcome outcomes[2];
    if (key < KEYS) {
        const unsigned count = trial->named[key] ? words(keys[key].values, 1) : 1;
        for (trial->value[key] = first_value(trial, key); trial->value[key] < count; trial->value[key]++)
            ask_all(trial, key + 1, gained, always);
        trial->value[key] = 0;
        return;
    }
    trial->requests++;
    ask(trial, outcomes);
    const bool is[2] = {outcomes[0] != RAMPART_OUTCOME_ALLOW && outcomes[1] == RAMPART_OUTCOME_ALLOW,
                        outcomes[0] == RAMPART_OUTCOME_ALLOW && outcomes[1] != RAMPART_OUTCOME_ALLOW};
    for (int change = 0; change < 2; change++) {
        const struct rampart_diff_row *row;
        gained[change] |= is[change];
        always[change] &= is[change];
        if (is[change] && rows_of(trial, (enum rampart_diff_change)change, &row) == 0)
            show(trial, change == RAMPART_DIFF_GAIN ? "missed gain" : "missed loss");
    }
}

/* The circumstances of a row's witness, asked by somebody who knows nothing of the diff. */
static void ask_as_witness(const struct trial *trial, const struct rampart_diff_row *row, enum rampart_outcome outcomes[2])
{
    struct rampart_request *request = trial->request;
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_action(request, rampart_str(trial->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(trial->resource), NULL), RAMPART_OK);
    for (size_t i = 0; i < row->witness.key_count; i++) {
        const struct rampart_diff_key *key = &row->witness.keys[i];
        if (key->absent) assert_int_equal(rampart_request_set_absent(request, key->name, NULL), RAMPART_OK);
        if (!key->absent && key->values.count == 0)
            assert_int_equal(rampart_request_set_empty(request, key->name, NULL), RAMPART_OK);
        for (size_t k = 0; k < key->values.count; k++)
            assert_int_equal(rampart_request_add_context(request, key->name, key->values.items[k], NULL), RAMPART_OK);
    }
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (int side = 0; side < 2; side++) {
        struct rampart_verdict verdict;
        assert_int_equal(rampart_decide(trial->sides[side].set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
        outcomes[side] = verdict.outcome;
    }
}

static bool differs(const struct rampart_diff_row *row, const enum rampart_outcome outcomes[2])
{
    return outcomes[row->change == RAMPART_DIFF_GAIN] == RAMPART_OUTCOME_ALLOW &&
           outcomes[row->change == RAMPART_DIFF_LOSS] == RAMPART_OUTCOME_DENY;
}

static void check_witness(struct trial *trial, const struct rampart_diff_row *row)
{
    char action[256], resource[256];
    enum rampart_outcome outcomes[2];
    snprintf(action, sizeof action, "%.*s", RP_ARG(row->witness.action));
    snprintf(resource, sizeof resource, "%.*s", RP_ARG(row->witness.resource));
    assert_true(diff_row_is_about(row, action, resource));
    trial->action = action;
    trial->resource = resource;
    ask_as_witness(trial, row, outcomes);
    if (outcomes[0] != row->witness.before.outcome || outcomes[1] != row->witness.now.outcome) show(trial, "another answer");
    if (!differs(row, outcomes)) show(trial, "an open witness");
}

static void compare_with_universe(struct trial *trial)
{
    for (unsigned i = 0; i < words(actions, 0); i++)
        for (unsigned k = 0; k < words(resources, 0); k++) {
            bool gained[2] = {false, false}, always[2] = {true, true};
            trial->action = actions[i];
            trial->resource = resources[k];
            ask_all(trial, 0, gained, always);
            for (int change = 0; change < 2; change++) {
                const struct rampart_diff_row *row;
                enum rampart_outcome outcomes[2];
                const size_t rows = rows_of(trial, (enum rampart_diff_change)change, &row);
                if (rows > 1) show(trial, "told twice");
                if (rows > 0 && !row->conditional && !always[change]) show(trial, "not in all circumstances");
                if (rows == 0 || gained[change]) continue;
                ask_as_witness(trial, row, outcomes); /* several values at once, which the universe does not have */
                if (!differs(row, outcomes)) show(trial, "false difference");
            }
        }
}

static void note_keys(struct trial *trial)
{
    char text[2][DOCUMENT];
    for (int i = 0; i < 2; i++) write_document(&trial->sides[i], text[i]);
    for (unsigned i = 0; i < KEYS; i++)
        trial->named[i] = strstr(text[0], keys[i].name) != NULL || strstr(text[1], keys[i].name) != NULL;
}

static void check_nothing_differs(const struct trial *trial, const struct side *side)
{
    struct rampart_diff *diff = NULL;
    assert_int_equal(rampart_diff(side->set, side->set, NULL, NULL, &diff), RAMPART_OK);
    if (rampart_diff_count(diff) + rampart_diff_open_count(diff) > 0) show(trial, "a document and itself differ");
    rampart_diff_free(diff);
}

/* An ordinary document is compared whole. */
static void check_nothing_is_open(const struct trial *trial)
{
    const struct rampart_diff_open *open = rampart_diff_open(trial->diff, 0);
    if (open == NULL) return;
    for (int i = 0; i < 2; i++)
        for (unsigned k = 0; k < trial->sides[i].count; k++) print_message("%d: %s\n", i, trial->sides[i].statements[k]);
    fail_msg("%zu things are open, the first for reason %d: %.*s", rampart_diff_open_count(trial->diff), (int)open->reason, RP_ARG(open->what));
}

/* Every request of a row is one of a row of the whole comparison. */
static void check_reach(struct trial *trial, const struct rampart_diff_row *row)
{
    for (unsigned i = 0; i < words(actions, 0); i++)
        for (unsigned k = 0; k < words(resources, 0); k++) {
            const struct rampart_diff_row *whole;
            trial->action = actions[i];
            trial->resource = resources[k];
            if (diff_row_is_about(row, trial->action, trial->resource) && rows_of(trial, row->change, &whole) == 0)
                show(trial, "the first difference reaches too far");
        }
}

/* The first difference alone is there where the whole comparison has one, and is true. */
static void check_first(struct trial *trial)
{
    static const struct rampart_diff_options how = {.first = true};
    struct rampart_diff *first = NULL;
    assert_int_equal(rampart_diff(trial->sides[0].set, trial->sides[1].set, &how, NULL, &first), RAMPART_OK);
    assert_int_equal(rampart_diff_open_count(first), 0);
    assert_int_equal(rampart_diff_count(first) > 0, rampart_diff_count(trial->diff) > 0);
    for (size_t i = 0; i < rampart_diff_count(first); i++) {
        check_witness(trial, rampart_diff_row(first, i));
        check_reach(trial, rampart_diff_row(first, i));
    }
    rampart_diff_free(first);
}

/* Both sides are written. */
static void compare(struct trial *trial)
{
    for (int side = 0; side < 2; side++) open_side(&trial->sides[side]);
    note_keys(trial);
    for (int side = 0; side < 2; side++) check_nothing_differs(trial, &trial->sides[side]);
    assert_int_equal(rampart_diff(trial->sides[0].set, trial->sides[1].set, NULL, NULL, &trial->diff), RAMPART_OK);
    check_nothing_is_open(trial);
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(trial->diff, i);
        row->change == RAMPART_DIFF_GAIN ? trial->gains++ : trial->losses++;
        trial->conditional += row->conditional;
        check_witness(trial, row);
    }
    compare_with_universe(trial);
    check_first(trial);
}

static void close_sides(struct trial *trial)
{
    rampart_diff_free(trial->diff);
    for (int side = 0; side < 2; side++) close_side(&trial->sides[side]);
}

static void make_old_side(struct chance *chance, struct trial *trial)
{
    trial->sides[0].count = 1 + chance_below(chance, STATEMENTS - 1);
    for (unsigned i = 0; i < trial->sides[0].count; i++) make_statement(chance, trial->sides[0].statements[i]);
    trial->sides[1] = trial->sides[0];
}

static void try_one(struct chance *chance, struct trial *trial)
{
    make_old_side(chance, trial);
    for (unsigned i = chance_below(chance, 3); i < 3; i++) change(chance, &trial->sides[1]);
    compare(trial);
    close_sides(trial);
}

/* The universe has shown that the reach is right; here it is that of the statement and of no other. */
static void try_one_more(struct chance *chance, struct trial *trial)
{
    make_old_side(chance, trial);
    struct side *new = &trial->sides[1];
    make_statement(chance, new->statements[new->count++]);
    compare(trial);
    const bool allows = strstr(new->statements[new->count - 1], "\"Effect\":\"Allow\"") != NULL;
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(trial->diff, i);
        assert_int_equal(row->change, allows ? RAMPART_DIFF_GAIN : RAMPART_DIFF_LOSS);
        assert_int_equal(row->cause_count, 1);
        assert_true(row->causes[0].added);
        assert_int_equal(row->causes[0].effect, allows ? RAMPART_ALLOW : RAMPART_DENY);
        assert_int_equal(row->causes[0].statement, new->count - 1);
    }
    close_sides(trial);
}

static bool has_met_all(const struct trial *trial)
{
    return trial->gains > 0 && trial->losses > 0 && trial->conditional > 0;
}

static void try_all(struct trial *trial, void (*try)(struct chance *chance, struct trial *trial))
{
    struct chance chance = chance_begin();
    const char *wanted = getenv("RAMPART_TRIALS");
    const unsigned trials = wanted == NULL ? TRIALS : (unsigned)strtoul(wanted, NULL, 10);
    *trial = (struct trial){.gains = 0};
    assert_int_equal(rampart_request_new(NULL, &trial->request), RAMPART_OK);
    for (unsigned i = 0; i < trials || (!has_met_all(trial) && i < MOST_TRIALS); i++) try(&chance, trial);
    rampart_request_free(trial->request);
    print_message("%u pairs or more, %zu requests: %zu gains, %zu losses, %zu of them in some circumstances only\n", trials,
                  trial->requests, trial->gains, trial->losses, trial->conditional);
}

static void it_tells_what_every_request_tells(void **state)
{
    static struct trial trial;
    (void)state;
    try_all(&trial, try_one);
    assert_true(has_met_all(&trial));
}

static void one_more_statement_differs_where_it_reaches(void **state)
{
    static struct trial trial;
    (void)state;
    try_all(&trial, try_one_more);
    assert_true(has_met_all(&trial));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_tells_what_every_request_tells),
                                       cmocka_unit_test(one_more_statement_differs_where_it_reaches)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
