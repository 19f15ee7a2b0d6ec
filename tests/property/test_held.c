/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts that hold layers of resources, and people who say that there are none: every way to ask refuses the questions in
 * which the two meet, and no other, by the account and by its image. What is not refused is answered as if nothing were held,
 * but for an endpoint's policy: it counts only where the account has one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/chance.h"
#include "support/make_image.h"
#include "support/sets.h"

enum { ACCOUNTS = 400, MOST_GAPS = 3, MOST_LAYERS = 3, TEXT = 4096, EITHER = 2 };

static char path[] = "/tmp/rampart-held-XXXXXX";

/* ---- questions, and the layers that decide on them ---- */

#define BIT(layer) (1U << RAMPART_LAYER_##layer)

static const struct question {
    const char *action, *resource;
    unsigned layers;
    const char *of; /* "": any; "re*": any that begins so */
} questions[] = {
    {"oss:GetBucketInfo", "acs:oss:*:100:reports", BIT(BUCKET_POLICY), "reports"},
    {"oss:GetObject", "acs:oss:*:100:logs/a/b", BIT(BUCKET_POLICY) | BIT(BUCKET_ACL) | BIT(OBJECT_ACL), "logs"},
    {"oss:GetBucketInfo", "acs:oss:*:100:re*", BIT(BUCKET_POLICY), "re*"},
    {"oss:GetBucketInfo", "acs:oss:*:100:", BIT(BUCKET_POLICY), ""},
    {"oss:GetBucketInfo", "*", BIT(BUCKET_POLICY), "*"},
    {"oss:GetObject", "acs:oss:*:200:reports/a", BIT(BUCKET_POLICY) | BIT(BUCKET_ACL) | BIT(OBJECT_ACL), "reports"},
    {"oss:ListBuckets", "acs:oss:*:100:*", 0, ""},
    {"kms:Decrypt", "acs:kms:*:100:key/reports", BIT(KEY_POLICY), "reports"},
    {"kms:Decrypt", "acs:kms:*:100:alias/logs", BIT(KEY_POLICY), ""},
    {"kms:Decrypt", "acs:kms:*:100:keys/logs", BIT(KEY_POLICY) | BIT(SECRET_POLICY), ""},
    {"kms:GetSecretValue", "acs:kms:*:100:secret/Logs", BIT(SECRET_POLICY) | BIT(KEY_POLICY), "Logs"},
    {"ess:CancelInstanceRefresh", "acs:ess:*:100:scalinggroup/reports", 0, ""},
};

enum { QUESTIONS = sizeof questions / sizeof *questions };

static const enum rampart_layer told[] = {RAMPART_LAYER_BUCKET_POLICY, RAMPART_LAYER_BUCKET_ACL,
                                          RAMPART_LAYER_OBJECT_ACL, RAMPART_LAYER_KEY_POLICY,
                                          RAMPART_LAYER_SECRET_POLICY, RAMPART_LAYER_ENDPOINT_POLICY};
static const char *const names[] = {"", "reports", "logs", "report"};

/* ---- an account ---- */

struct gap {
    unsigned layers;
    const char *resource;
};

struct told_account {
    struct gap gaps[MOST_GAPS];
    size_t gap_count;
    unsigned by_option, by_file; /* said to be absent */
    bool deny;                   /* the user's policy denies */
};

static unsigned some_layers(struct chance *chance)
{
    unsigned set = 0;
    for (unsigned i = chance_below(chance, MOST_LAYERS + 1); i > 0; i--)
        set |= 1U << told[chance_below(chance, sizeof told / sizeof *told)];
    return set;
}

static struct told_account make(struct chance *chance)
{
    struct told_account made = {.by_option = some_layers(chance),
                                .by_file = chance_of(chance, 40) ? some_layers(chance) : 0,
                                .deny = chance_of(chance, 20)};
    for (unsigned i = chance_below(chance, MOST_GAPS + 1); i > 0; i--)
        made.gaps[made.gap_count++] =
            (struct gap){some_layers(chance), names[chance_below(chance, sizeof names / sizeof *names)]};
    return made;
}

static void put_layers(char *text, unsigned layers)
{
    for (int i = 0; i < RAMPART_LAYERS; i++) {
        if ((layers & 1U << i) == 0) continue;
        strcat(text, rampart_layer_name((enum rampart_layer)i));
        strcat(text, ", ");
    }
}

/* Without the gaps: the same account, of which nobody knows what it holds. */
static void write_account(const struct told_account *made, bool with_gaps, char *text)
{
    (void)snprintf(text, TEXT,
                   "rampart: 1\naccount: '100'\npolicies:\n  P: {Version: '1', Statement: [{Effect: %s, Action: ['oss:*', "
                   "'kms:*', 'ess:*'], Resource: '*'}]}\nusers: {ana: {policies: [P]}}\nassumeAbsent: [",
                   made->deny ? "Deny" : "Allow");
    put_layers(text, made->by_file);
    strcat(text, "]\nincomplete:\n  - {what: layers, of: here}\n");
    for (size_t i = 0; with_gaps && i < made->gap_count; i++) {
        (void)snprintf(text + strlen(text), TEXT - strlen(text), "  - {what: layers, of: 'doc %zu', resource: '%s', layers: [",
                       i, made->gaps[i].resource);
        put_layers(text, made->gaps[i].layers);
        strcat(text, "]}\n");
    }
}

/* ---- the naive answer ---- */

static bool is_of(const char *asked, const char *held)
{
    size_t certain = strcspn(asked, "*");
    if (asked[0] == '\0' || held[0] == '\0') return true;
    return asked[certain] == '*' ? strncasecmp(asked, held, certain) == 0 : strcasecmp(asked, held) == 0;
}

/* How a question is asked. A complete request comes through no VPC. */
struct manner {
    bool patterns, complete;
};

/* Whether the call may come through an endpoint of which something is held. */
static bool by_endpoint(const struct told_account *made, const struct question *question, struct manner manner)
{
    bool held = false;
    for (size_t i = 0; i < made->gap_count; i++) held |= (made->gaps[i].layers & BIT(ENDPOINT_POLICY)) != 0;
    return held && !manner.complete && strncmp(question->action, "oss:", 4) == 0;
}

static bool contradict(const struct told_account *made, const struct question *question, struct manner manner)
{
    const unsigned absent = made->by_option | made->by_file;
    if (by_endpoint(made, question, manner) && (absent & BIT(ENDPOINT_POLICY)) != 0) return true;
    for (size_t i = 0; i < made->gap_count; i++)
        if ((made->gaps[i].layers & question->layers & absent) != 0 && is_of(question->of, made->gaps[i].resource))
            return true;
    return false;
}

static struct rampart_verdict opened(struct rampart_verdict verdict, bool endpoint)
{
    if (endpoint && verdict.outcome == RAMPART_OUTCOME_ALLOW) verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
    return verdict;
}

/* ---- asking ---- */

struct asked {
    struct rampart_account *account, *image;
    struct rampart_set *set;
};

static struct asked open_account(const struct told_account *made, bool with_gaps)
{
    const struct rampart_options options = {.absent_layers = made->by_option};
    struct asked asked = {.image = NULL};
    char text[TEXT];
    struct rp_buf bytes;

    write_account(made, with_gaps, text);
    if (rampart_account_read(&options, rampart_str(text), rampart_str("a.yaml"), NULL, &asked.account) != RAMPART_OK)
        fail_msg("%s", text);
    assert_int_equal(set_of_account(NULL, asked.account, NULL, &asked.set), RAMPART_OK);
    spill(path, text, strlen(text));
    assert_int_equal(make_image(NULL, path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(rampart_account_read(&options, rp_buf_text(&bytes), rampart_str("i"), NULL, &asked.image), RAMPART_OK);
    rp_buf_free(&bytes);
    return asked;
}

static void close_account(struct asked *asked)
{
    rampart_set_free(asked->set);
    rampart_account_free(asked->account);
    rampart_account_free(asked->image);
}

static struct rampart_request *request_of(const struct question *question, struct manner manner, const char *principal)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    rampart_request_set_patterns(request, manner.patterns);
    assert_int_equal(rampart_request_set_account(request, RP_STR("100"), NULL), RAMPART_OK);
    if (principal != NULL)
        assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(question->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(question->resource), NULL), RAMPART_OK);
    rampart_request_set_complete(request, manner.complete);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

static struct rampart_verdict by_rules(const struct rampart_account *account, struct rampart_request *request,
                                       enum rampart_status expected)
{
    const struct rampart_set_parts parts = {.account = account, .few = true};
    struct rampart_set *set = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), expected);
    rampart_set_free(set);
    return verdict;
}

static void same(struct rampart_verdict a, struct rampart_verdict b)
{
    assert_int_equal(a.outcome, b.outcome);
    if (a.outcome == RAMPART_OUTCOME_DENY) assert_true(a.deny == b.deny && a.layer == b.layer);
}

static void by_explaining(const struct asked *asked, struct rampart_request *request, enum rampart_status expected,
                          struct rampart_verdict verdict)
{
    for (unsigned flags = 0; flags <= RAMPART_EXPLAIN_BRIEF; flags++) {
        struct rampart_decision *decision = NULL;
        assert_int_equal(rampart_explain(asked->set, &request, 1, flags, NULL, &decision, NULL), expected);
        if (expected == RAMPART_OK) same(decision->verdict, verdict);
        rampart_decision_free(decision);
    }
}

static struct rampart_verdict ask(const struct asked *asked, const struct question *question, struct manner manner,
                                  bool contradicted)
{
    const enum rampart_status expected = contradicted ? RAMPART_INVALID_INPUT : RAMPART_OK;
    struct rampart_request *request = request_of(question, manner, "user/ana");
    struct rampart_verdict verdict = by_rules(asked->account, request, expected), other;
    enum rampart_status status;

    same(by_rules(asked->image, request, expected), verdict);
    assert_int_equal(rampart_decide(asked->set, &request, 1, NULL, &other, &status), expected);
    assert_int_equal(status, expected);
    same(other, verdict); /* a refused one is a Deny */
    by_explaining(asked, request, expected, verdict);
    rampart_request_free(request);
    return verdict;
}

static void list(const struct asked *asked, const struct question *question, struct manner manner,
                 bool contradicted)
{
    struct rampart_request *request = request_of(question, manner, NULL);
    const struct rampart_account *accounts[EITHER] = {asked->account, asked->image};
    for (size_t i = 0; i < EITHER; i++) {
        struct rampart_who_can *result = NULL;
        struct rampart_diags *diags = NULL;
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        struct rampart_set *set = NULL;
        assert_int_equal(set_of_account(NULL, accounts[i], NULL, &set), RAMPART_OK);
        assert_int_equal(rampart_who_can(set, request, NULL, diags, &result),
                         contradicted ? RAMPART_INVALID_INPUT : RAMPART_OK);
        assert_int_equal(rampart_diags_found(diags, RAMPART_ERROR) > 0, contradicted);
        rampart_who_can_free(result);
        rampart_set_free(set);
        rampart_diags_free(diags);
    }
    rampart_request_free(request);
}

/* ---- the property ---- */

static void what_is_held_is_not_absent(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    unsigned refused = 0, outcomes[3] = {0};
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        const struct told_account made = make(&chance);
        struct asked holding = open_account(&made, true), twin = open_account(&made, false);
        for (size_t j = 0; j < QUESTIONS; j++) {
            const struct question *question = &questions[j];
            const struct manner manner = {chance_of(&chance, 50), chance_of(&chance, 50)};
            const bool contradicted = contradict(&made, question, manner), endpoint = by_endpoint(&made, question, manner);
            struct rampart_verdict verdict = ask(&holding, question, manner, contradicted);
            if (!contradicted) same(verdict, opened(ask(&twin, question, manner, false), endpoint));
            if (!contradicted) outcomes[verdict.outcome]++;
            refused += contradicted;
            if (chance_of(&chance, 20)) list(&holding, question, manner, contradicted);
        }
        close_account(&holding);
        close_account(&twin);
    }
    assert_int_equal(unlink(path), 0);
    printf("refused %u; allowed %u, denied %u, conditional %u\n", refused, outcomes[RAMPART_OUTCOME_ALLOW],
           outcomes[RAMPART_OUTCOME_DENY], outcomes[RAMPART_OUTCOME_CONDITIONAL]);
    assert_true(refused > 100 && outcomes[RAMPART_OUTCOME_ALLOW] > 100 && outcomes[RAMPART_OUTCOME_DENY] > 100 &&
                outcomes[RAMPART_OUTCOME_CONDITIONAL] > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_held_is_not_absent)};
    return cmocka_run_group_tests_name("property/held", tests, NULL, NULL);
}
