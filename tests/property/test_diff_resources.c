/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts whose resources get other policies, compared in two ways: by rampart_diff(), and by asking as each principal, and as
 * outsiders, about every request of a small universe. No difference may be missed, none told that is not there, and every
 * witness is one. RAMPART_SEED in the environment repeats a run, RAMPART_TRIALS says how many there are.
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
#include "decide/request.h"
#include "support/chance.h"
#include "support/diag_lines.h"
#include "support/diff_rows.h"
#include "support/generate_resources.h"
#include "support/sets.h"

enum { TRIALS = 25, MOST_TRIALS = 1000, KEYS = RESOURCE_QUESTION_KEYS, VALUES = 3, SAMPLES = 9, MOST_NAMES = 6, TEXT = 2 * RESOURCE_ACCOUNT_TEXT };

#define OWN "acs:ram::1234567890123456:"
#define OTHER "acs:ram::9876543210123456:"

/* Who asks, and the names under which a difference may tell of him. */
static const struct asker {
    const char *arn, *names[MOST_NAMES];
} askers[] = {
    {OWN "user/ana", {"user/ana"}},
    {OWN "user/ben", {"user/ben"}},
    {OWN "user/mia", {"user/mia"}},
    {OWN "user/Zoe", {"user/Zoe"}},
    {OWN "role/app", {"role/app"}},
    {OWN "role/Worker", {"role/Worker"}},
    {OWN "role/aliyunserviceroleforx", {"role/aliyunserviceroleforx"}},
    {OWN "root", {"root"}},
    {"anonymous", {"anonymous"}},
    {OTHER "role/any", {"9876543210123456", "acs:ram::9876543210123456:root", "arn:sts::*:*/*/*", "*"}},
    {OTHER "user/ana", {"acs:ram::9876543210123456:user/ana", "acs:ram::9876543210123456:root", "9876543210123456", "*"}},
    {OTHER "role/app", {"acs:ram::9876543210123456:role/app", "arn:sts::9876543210123456:assumed-role/app/*", "acs:ram::9876543210123456:root", "9876543210123456", "arn:sts::*:*/*/*", "*"}},
    {"acs:ram::1000000000000001:role/any", {"*", "arn:sts::*:*/*/*"}},
};
enum { ASKERS = sizeof askers / sizeof *askers };

static const struct question {
    const char *action, *resource, *owner;
} questions[] = {{"oss:GetObject", "acs:oss:oss-cn-hangzhou:1234567890123456:b1/a.txt", "oss:b1"},
                 {"oss:PutBucketLifecycle", "acs:oss:oss-cn-hangzhou:1234567890123456:b1", "oss:b1"},
                 {"oss:GetObject", "acs:oss:oss-cn-hangzhou:1234567890123456:b2/a.txt", "oss:b2"},
                 {"oss:PutBucket", "acs:oss:oss-cn-hangzhou:1234567890123456:b1", "oss:b1"},
                 {"kms:Decrypt", "acs:kms:cn-hangzhou:1234567890123456:key/k1", "kms:key/k1"},
                 {"kms:ListKeys", "acs:kms:cn-hangzhou:1234567890123456:key/k1", "kms:key/k1"},
                 {"kms:GetSecretValue", "acs:kms:cn-hangzhou:1234567890123456:secret/s1", "kms:secret/s1"},
                 {"log:GetLogStoreLogs", "acs:log:cn-hangzhou:1234567890123456:project/p1/logstore/l1", "log:p1"},
                 {"log:GetLogStoreLogs", "acs:log:cn-hangzhou:1234567890123456:project/p2/logstore/l1", "log:p2"},
                 {"ots:GetRow", "acs:ots:cn-hangzhou:1234567890123456:instance/i1/table/t1", "ots:i1"},
                 {"ots:PutRow", "acs:ots:cn-hangzhou:1234567890123456:instance/i1/table/t1", "ots:i1"},
                 {"ots:GetRow", "acs:ots:cn-hangzhou:1234567890123456:instance/i2/table/t1", "ots:i2"}};
enum { QUESTIONS = sizeof questions / sizeof *questions };

/* ---- accounts ---- */

/* A policy that nobody read leaves everything open: here each is read. */
static void append(char text[TEXT], const char *from, size_t len)
{
    size_t at = strlen(text);
    for (size_t i = 0; i < len; i++) {
        const bool unread = i + 2 < len && memcmp(from + i, ":{}", 3) == 0;
        const char *const some = ":{\"policy\":\"none\"}";
        assert_true(at + 32 < TEXT);
        if (unread) memcpy(text + at, some, strlen(some));
        if (!unread) text[at] = from[i];
        at += unread ? strlen(some) : 1;
        i += unread ? 2 : 0;
    }
    text[at] = '\0';
}

struct trial {
    char texts[2][TEXT];
    struct rampart_account *accounts[2];
    struct rampart_set *sets[2];
    struct rampart_diff *diff;
    struct rampart_request *request;
    size_t gains, losses, outside, requests;
};

static void make_texts(struct chance *chance, struct trial *trial)
{
    static struct resource_account made, other;
    generate_resource_account(chance, &made);
    generate_resource_account(chance, &other);
    for (int side = 0; side < 2; side++) {
        const struct resource_account *from = side == 0 ? &made : &other;
        trial->texts[side][0] = '\0';
        append(trial->texts[side], made.text, made.resources);
        append(trial->texts[side], from->text + from->resources, from->end - from->resources);
        append(trial->texts[side], made.text + made.end, made.len - made.end);
    }
}

static void open_side(struct trial *trial, int side)
{
    char lines[2048];
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(NULL, rampart_str(trial->texts[side]), RP_STR("a.json"), diags, &trial->accounts[side]) != RAMPART_OK)
        fail_msg("%s\n%s", diag_lines(diags, lines, sizeof lines), trial->texts[side]);
    rampart_diags_free(diags);
    assert_int_equal(set_of_account(NULL, trial->accounts[side], NULL, &trial->sets[side]), RAMPART_OK);
}

static void show(const struct trial *trial, const char *what, const char *arn, const struct question *question)
{
    printf("%s%s", trial->texts[0], trial->texts[1]);
    fail_msg("%s: %s, %s on %s", what, arn, question->action, question->resource);
}

/* ---- asking ---- */

static int rank(struct rampart_verdict verdict)
{
    return verdict.outcome == RAMPART_OUTCOME_DENY ? 0 : verdict.outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 2;
}

static void begin(struct trial *trial, const char *arn, const struct question *question)
{
    struct rampart_request *request = trial->request;
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(arn), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(question->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(question->resource), NULL), RAMPART_OK);
}

/* How much better it is decided now. What nobody showed of a resource does not count. */
static int end(struct trial *trial)
{
    struct rampart_verdict verdicts[2];
    assert_int_equal(rampart_request_finish(trial->request, NULL), RAMPART_OK);
    trial->request->alone = true;
    for (int side = 0; side < 2; side++)
        assert_int_equal(rampart_decide(trial->sets[side], &trial->request, 1, NULL, &verdicts[side], NULL), RAMPART_OK);
    trial->requests++;
    return rank(verdicts[1]) - rank(verdicts[0]);
}

static int ask(struct trial *trial, const char *arn, const struct question *question, const unsigned values[KEYS])
{
    const int code = (int)(strchr(question->action, ':') - question->action);
    begin(trial, arn, question);
    for (unsigned i = 0; i < KEYS; i++) {
        char key[32];
        snprintf(key, sizeof key, "%.*s:k%u", code, question->action, i);
        const struct rampart_str name = rampart_str(key);
        assert_int_equal(values[i] == 0 ? rampart_request_set_absent(trial->request, name, NULL)
                                        : rampart_request_add_context(trial->request, name, rampart_str(values[i] == 1 ? "yes" : "no"), NULL),
                         RAMPART_OK);
    }
    return end(trial);
}

static int ask_as_witness(struct trial *trial, const char *arn, const struct question *question,
                          const struct rampart_diff_witness *witness)
{
    begin(trial, arn, question);
    for (size_t i = 0; i < witness->key_count; i++) {
        const struct rampart_diff_key *key = &witness->keys[i];
        if (key->absent) assert_int_equal(rampart_request_set_absent(trial->request, key->name, NULL), RAMPART_OK);
        if (!key->absent && key->values.count == 0)
            assert_int_equal(rampart_request_set_empty(trial->request, key->name, NULL), RAMPART_OK);
        for (size_t k = 0; k < key->values.count; k++)
            assert_int_equal(rampart_request_add_context(trial->request, key->name, key->values.items[k], NULL), RAMPART_OK);
    }
    return end(trial);
}

/* ---- the comparison ---- */

static bool is_of(const struct rampart_diff_row *row, const struct asker *asker)
{
    for (int i = 0; i < MOST_NAMES && asker->names[i] != NULL; i++)
        if (diff_row_is_of(row, asker->names[i])) return true;
    return false;
}

/*
 * One side does not show the policy: whether there is one may make a difference as well. Or he is one of those that a name
 * stands for, and a condition looks at which.
 */
static bool is_open(const struct trial *trial, const struct asker *asker, const struct question *question)
{
    for (size_t i = 0; i < rampart_diff_open_count(trial->diff); i++) {
        const struct rampart_diff_open *open = rampart_diff_open(trial->diff, i);
        if (rp_str_equal(open->what, rampart_str(question->owner))) return true;
        for (int k = 0; k < MOST_NAMES && asker->names[k] != NULL && open->principals.count > 0; k++)
            if (rp_str_equal(open->principals.items[0], rampart_str(asker->names[k]))) return true;
    }
    return false;
}

/* A row that is told of his very name, or of one that stands for him and others. */
static void check_rows(struct trial *trial, const struct asker *asker, const struct question *question, const bool is[2])
{
    bool told[2] = {false, false};
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(trial->diff, i);
        if (!is_of(row, asker) || !diff_row_is_about(row, question->action, question->resource)) continue;
        told[row->change] = true;
        if (!diff_row_is_of(row, asker->names[0])) continue; /* he may be one of those that are told of, and not the same */
        const int distance = ask_as_witness(trial, asker->arn, question, &row->witness);
        if (row->change == RAMPART_DIFF_GAIN ? distance <= 0 : distance >= 0)
            show(trial, row->change == RAMPART_DIFF_GAIN ? "false gain" : "false loss", asker->arn, question);
    }
    for (int change = 0; change < 2; change++)
        if (is[change] && !told[change] && !is_open(trial, asker, question)) show(trial, change == 0 ? "missed gain" : "missed loss", asker->arn, question);
}

static void ask_about(struct chance *chance, struct trial *trial, const struct asker *asker, const struct question *question)
{
    bool is[2] = {false, false};
    for (unsigned i = 0; i < SAMPLES; i++) {
        unsigned values[KEYS];
        for (unsigned k = 0; k < KEYS; k++) values[k] = i < VALUES ? i : chance_below(chance, VALUES);
        const int distance = ask(trial, asker->arn, question, values);
        if (distance != 0) is[distance < 0] = true;
    }
    check_rows(trial, asker, question, is);
}

static void check_witness(struct trial *trial, const struct rampart_diff_row *row)
{
    char action[256], resource[256], principal[256];
    snprintf(action, sizeof action, "%.*s", RP_ARG(row->witness.action));
    snprintf(resource, sizeof resource, "%.*s", RP_ARG(row->witness.resource));
    snprintf(principal, sizeof principal, "%.*s", RP_ARG(row->witness.principal));
    const struct question question = {action, resource, ""};
    const int distance = ask_as_witness(trial, principal, &question, &row->witness);
    if (!diff_row_is_about(row, action, resource)) show(trial, "a witness of something else", principal, &question);
    if (row->change == RAMPART_DIFF_GAIN ? distance <= 0 : distance >= 0) show(trial, "no witness", principal, &question);
    row->change == RAMPART_DIFF_GAIN ? trial->gains++ : trial->losses++;
    trial->outside += row->principals.count > 0 && rp_str_find(row->principals.items[0], '/') == row->principals.items[0].len;
}

/* A user of another account may have any UID: keys name him otherwise. */
static bool is_known_to(const struct asker *asker, const struct question *question)
{
    return strstr(asker->arn, "9876543210123456:user/") == NULL || strncmp(question->action, "kms:", 4) == 0;
}

static void try_one(struct chance *chance, struct trial *trial)
{
    make_texts(chance, trial);
    for (int side = 0; side < 2; side++) open_side(trial, side);
    assert_int_equal(rampart_diff(trial->sets[0], trial->sets[1], NULL, NULL, &trial->diff), RAMPART_OK);
    for (size_t i = 0; i < rampart_diff_open_count(trial->diff); i++) {
        const struct rampart_diff_open *open = rampart_diff_open(trial->diff, i);
        static const struct question none = {"something", "anything", ""};
        char what[256];
        snprintf(what, sizeof what, "open for reason %d: %.*s", (int)open->reason, RP_ARG(open->what));
        if (open->reason != RAMPART_DIFF_UNREAD && !rp_str_equal(open->what, RP_STR("acs:PrincipalARN"))) show(trial, what, "somebody", &none);
    }
    for (size_t i = 0; i < rampart_diff_count(trial->diff); i++) check_witness(trial, rampart_diff_row(trial->diff, i));
    for (unsigned a = 0; a < ASKERS; a++)
        for (unsigned q = 0; q < QUESTIONS; q++)
            if (is_known_to(&askers[a], &questions[q])) ask_about(chance, trial, &askers[a], &questions[q]);
    rampart_diff_free(trial->diff);
    for (int side = 0; side < 2; side++) {
        rampart_set_free(trial->sets[side]);
        rampart_account_free(trial->accounts[side]);
    }
}

static void it_tells_what_policies_of_resources_change(void **state)
{
    struct chance chance = chance_begin();
    struct trial *trial = calloc(1, sizeof *trial);
    const char *wanted = getenv("RAMPART_TRIALS");
    const unsigned trials = wanted == NULL ? TRIALS : (unsigned)strtoul(wanted, NULL, 10);
    (void)state;
    assert_non_null(trial);
    assert_int_equal(rampart_request_new(NULL, &trial->request), RAMPART_OK);
    for (unsigned i = 0; i < trials || ((trial->gains == 0 || trial->losses == 0 || trial->outside == 0) && i < MOST_TRIALS); i++)
        try_one(&chance, trial);
    print_message("%u pairs or more, %zu requests: %zu gains, %zu losses, %zu of them of outsiders alone\n", trials, trial->requests,
                  trial->gains, trial->losses, trial->outside);
    assert_true(trial->gains > 0 && trial->losses > 0 && trial->outside > 0);
    rampart_request_free(trial->request);
    free(trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_tells_what_policies_of_resources_change)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
