/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts: the list of who can do something against its naive twin, which asks for every principal and
 * for every assumption of a role by itself, from freshly compiled rules, and relaxes the chains until nothing changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/generate_account.h"
#include "support/naive_unseen.h"
#include "support/twins.h"
#include "support/rules.h"

enum {
    ACCOUNTS = 600,
    MOST_ACCOUNTS = 6000,
    QUESTIONS = 4,
    ROLES = MADE_ROLES,
    PRINCIPALS = MADE_PRINCIPALS
};

struct tally {
    unsigned several;
    unsigned allow, conditional, implicit_deny, explicit_deny, layers[RAMPART_LAYERS];
    unsigned chains, long_chains, conditional_chains, root_denied, linked_allowed, linked_chains;
    unsigned turned[RAMPART_ASSUMPTIONS], turned_chains;
};

/* ---- an account by chance ---- */

static struct rampart_account *make_account(struct account_maker *maker)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;

    generate_account(maker);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(NULL, (struct rampart_str){maker->text, maker->len}, rampart_str("a.json"),
                             diags, &account) != RAMPART_OK)
        fail_msg("%.*s in %s", (int)rampart_diags_at(diags, 0)->message.len,
                 rampart_diags_at(diags, 0)->message.data, maker->text);
    rampart_diags_free(diags);
    return account;
}

/* ---- the naive twin ---- */

struct naive_row {
    struct rampart_verdict verdict;
    size_t length; /* of the chain */
};

static struct rampart_verdict decide(const struct rampart_account *account, struct naive_request asked,
                                     size_t principal)
{
    struct rampart_request *request = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};

    asked.who = made_principals[principal].who;
    asked.name = made_principals[principal].name;
    asked.account = "100";
    asked.session = NULL;
    asked.absent = ~0U; /* what they leave open comes after everything else, and is told of apart */
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&asked, request));
    assume_account_as_naive(&asked, account);
    assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    rp_rules_free(rules);
    rampart_request_free(request);
    return verdict;
}

static enum rampart_outcome assumes(const struct rampart_account *account, struct naive_request asked,
                                    size_t principal, size_t role)
{
    char arn[64];

    snprintf(arn, sizeof arn, "acs:ram::100:role/%s", made_principals[role].name);
    asked.action = "sts:AssumeRole";
    asked.resources[0] = arn;
    asked.resource_count = 1;
    return decide(account, asked, principal).outcome;
}

/* One round for chains of one outcome; certain ones are all found before the others are looked for. */
static bool relax(struct naive_row *rows, enum rampart_outcome edges[PRINCIPALS][ROLES],
                  enum rampart_outcome wanted)
{
    bool changed = false;

    for (size_t i = 0; i < PRINCIPALS; i++) {
        for (size_t role = 0; role < ROLES; role++) {
            enum rampart_outcome there = rows[role].verdict.outcome, way = edges[i][role],
                                 now = rows[i].verdict.outcome;
            size_t length = rows[role].length + 1;

            if (i == role || there == RAMPART_OUTCOME_DENY || way == RAMPART_OUTCOME_DENY) continue;
            if (way == RAMPART_OUTCOME_ALLOW) way = there;
            if (way != wanted || (now == RAMPART_OUTCOME_ALLOW && wanted != RAMPART_OUTCOME_ALLOW)) continue;
            if (now == wanted && rows[i].length <= length) continue;
            rows[i] = (struct naive_row){{.outcome = wanted}, length};
            changed = true;
        }
    }
    return changed;
}

struct naive {
    struct naive_row rows[PRINCIPALS];
    enum rampart_outcome own[PRINCIPALS];          /* without assuming a role */
    enum rampart_outcome edges[PRINCIPALS][ROLES]; /* who may assume which role */
};

static void ask_naively(const struct rampart_account *account, const struct naive_request *asked, bool direct,
                        struct naive *naive)
{
    for (size_t i = 0; i < PRINCIPALS; i++) {
        naive->rows[i] = (struct naive_row){decide(account, *asked, i), 0};
        naive->own[i] = naive->rows[i].verdict.outcome;
    }
    if (direct) return;
    for (size_t i = 0; i < PRINCIPALS; i++)
        for (size_t role = 0; role < ROLES; role++) naive->edges[i][role] = assumes(account, *asked, i, role);
    while (relax(naive->rows, naive->edges, RAMPART_OUTCOME_ALLOW)) continue;
    while (relax(naive->rows, naive->edges, RAMPART_OUTCOME_CONDITIONAL)) continue;
}

/* ---- both ---- */

static void count(struct tally *tally, const struct rampart_who_can_row *row)
{
    bool deny = row->without_unseen.outcome == RAMPART_OUTCOME_DENY;
    bool refused = deny && row->without_unseen.deny == RAMPART_EXPLICIT_DENY;

    tally->allow += row->without_unseen.outcome == RAMPART_OUTCOME_ALLOW;
    tally->conditional += row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL;
    tally->implicit_deny += deny && !refused;
    tally->explicit_deny += refused;
    if (deny) tally->layers[row->without_unseen.layer]++;
    tally->root_denied += deny && row->kind == RAMPART_PRINCIPAL_ROOT;
    tally->linked_allowed += !deny && row->service_linked;
    tally->linked_chains += row->service_linked && row->via_count > 0;
    tally->chains += row->via_count > 0;
    tally->long_chains += row->via_count > 1;
    tally->conditional_chains +=
        row->via_count > 0 && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL;
}

static bool same_row(const struct rampart_who_can_row *row, const struct naive_row *naive)
{
    size_t length = 0;

    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) length++;
    if (length != row->via_count || length != naive->length) return false;
    if (length > 0) return row->without_unseen.outcome == naive->verdict.outcome;
    return verdict_same(&row->without_unseen, &naive->verdict);
}

/* The principal of a row; ours are sorted as the rows are. */
static size_t index_of(const struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    size_t i = 0;

    while (i < PRINCIPALS && rampart_who_can_row(result, i) != row) i++;
    assert_true(i < PRINCIPALS);
    return i;
}

/* A glance says what the row says, and rows that were dropped are made again as they were. */
static void check_glances(struct rampart_who_can *result)
{
    struct rampart_who_can_row glance;

    for (unsigned turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < PRINCIPALS; i++) {
            const struct rampart_who_can_row *row = rampart_who_can_row(result, i);

            assert_true(rampart_who_can_glance(result, i, &glance));
            assert_int_equal(glance.kind, row->kind);
            assert_true(verdict_same(&glance.verdict, &row->verdict));
            assert_true(verdict_same(&glance.without_unseen, &row->without_unseen));
            assert_ptr_equal(glance.via, row->via);
            assert_int_equal(glance.via_count, row->via_count);
            assert_int_equal(glance.answer, row->answer);
            assert_int_equal(glance.depends_on, row->depends_on);
            assert_ptr_equal(rampart_who_can_row(result, i), row);
        }
        rampart_who_can_drop_rows(result);
    }
    assert_false(rampart_who_can_glance(result, PRINCIPALS, &glance));
}

/* Each role on the way may be assumed by the one before it, and the last may do it: asked one by one. */
static void check_chain(const struct rampart_who_can *result, const struct rampart_who_can_row *row,
                        const struct naive *naive)
{
    enum rampart_outcome outcome = row->without_unseen.outcome, together = RAMPART_OUTCOME_ALLOW;
    bool visited[PRINCIPALS] = {false};

    if (row->via == NULL) return;
    for (; row != NULL; row = row->via) {
        size_t i = index_of(result, row), next = row->via == NULL ? i : index_of(result, row->via);
        enum rampart_outcome hop = row->via == NULL ? naive->own[i] : naive->edges[i][next];

        assert_false(visited[i]);
        visited[i] = true;
        assert_int_not_equal(hop, RAMPART_OUTCOME_DENY);
        if (hop == RAMPART_OUTCOME_CONDITIONAL) together = hop;
    }
    assert_int_equal(together, outcome);
}

/* A row without roles says what the decision on it says. */
static void check_direct_dependences(const struct rampart_who_can_row *row,
                                     const struct rampart_decision *decision)
{
    rampart_switches depends_on = 0;

    for (size_t i = 0; i < decision->dependence_count; i++)
        depends_on |= (rampart_switches)1 << decision->dependences[i].assumption;
    assert_int_equal(depends_on, row->depends_on);
}

/* The steps of a row allow together what the row says. */
static void check_reasons(struct rampart_who_can *result, const struct rampart_who_can_row *row, bool direct)
{
    enum rampart_outcome outcome = row->without_unseen.outcome, together = RAMPART_OUTCOME_ALLOW;

    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;

        assert_int_equal(rampart_who_can_explain(result, row, &decision), RAMPART_OK);
        assert_int_not_equal(row->via != NULL && decision->verdict.outcome == RAMPART_OUTCOME_DENY, true);
        if (direct && rampart_who_can_unseen(result, 0) == NULL) check_direct_dependences(row, decision);
        if (decision->verdict.outcome != RAMPART_OUTCOME_ALLOW) together = decision->verdict.outcome;
    }
    assert_int_equal(together, outcome);
}

/* ---- on which assumptions the rows turn ---- */

/* The whole question anew: a bit for each row that comes out otherwise. */
static unsigned ask_otherwise(const struct rampart_account *account, const struct naive_request *asked,
                              const struct rampart_who_can_options *how, const struct rampart_who_can *result)
{
    struct rampart_request *request = NULL;
    struct rampart_who_can *other = NULL;
    unsigned turned = 0;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(asked, request));
    assume_account_as_naive(asked, account);
    assert_int_equal(rp_account_who_can(NULL, account, request, how, NULL, &other), RAMPART_OK);
    for (size_t i = 0; i < PRINCIPALS; i++)
        if (!verdict_same(&rampart_who_can_row(result, i)->verdict, &rampart_who_can_row(other, i)->verdict))
            turned |= 1U << i;
    rampart_who_can_free(other);
    rampart_request_free(request);
    return turned;
}

static void check_dependences(const struct account_maker *maker, const struct rampart_account *account,
                              const struct naive_request *asked, const struct rampart_who_can_options *how,
                              const struct rampart_who_can *result, struct tally *tally)
{
    for (unsigned switched = 0; switched < NAIVE_ASSUMPTIONS; switched++) {
        unsigned turned = 0;

        for (size_t number = 1; rampart_assumption_value(switched, number) != NULL; number++) {
            struct naive_request other = *asked;

            other.assumed[switched] = number;
            turned |= ask_otherwise(account, &other, how, result);
        }
        for (size_t i = 0; i < PRINCIPALS; i++) {
            const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
            bool named = (row->depends_on & (rampart_switches)1 << switched) != 0;

            if (named != ((turned & 1U << i) != 0))
                fail_msg("%s %s for %.*s on %s for %s in %s", rampart_assumption_name(switched),
                         named ? "is named" : "is not named", (int)row->name.len, row->name.data,
                         asked->action, asked->resources[0], maker->text);
            tally->turned[switched] += named;
            tally->turned_chains += named && row->via_count > 0;
        }
    }
}

/* What the layers of any of the resources leave open. */
static struct rampart_verdict open_by_layers(const struct naive_request *asked, struct rampart_verdict alone)
{
    for (size_t i = 0; i < asked->resource_count; i++) {
        const struct rampart_verdict opened = naive_unseen(asked, asked->resources[i], false, alone);
        if (!verdict_same(&opened, &alone)) return opened;
    }
    return alone;
}

static void compare(const struct account_maker *maker, const struct rampart_account *account, bool direct,
                    struct tally *tally)
{
    const struct rampart_who_can_options how = {.direct = direct, .literal = true};
    struct naive_request asked;
    struct naive naive;
    struct rampart_request *request = NULL;
    struct rampart_who_can *result = NULL;

    generate_request(maker->chance, chance_of(maker->chance, 40) ? 0 : NAIVE_KEYS, &asked);
    asked.who = NAIVE_NOBODY;
    if (strcmp(asked.action, "sts:AssumeRole") == 0 || chance_of(maker->chance, 60)) asked.resource_count = 1;
    tally->several += asked.resource_count > 1;
    ask_naively(account, &asked, direct, &naive);
    asked.who = NAIVE_NOBODY;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&asked, request));
    assume_account_as_naive(&asked, account);
    assert_int_equal(rp_account_who_can(NULL, account, request, &how, NULL, &result), RAMPART_OK);
    assert_int_equal(rampart_who_can_count(result), PRINCIPALS);
    for (size_t i = 0; i < PRINCIPALS; i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);

        const struct rampart_verdict opened = open_by_layers(&asked, row->without_unseen);

        assert_true(verdict_same(&row->verdict, &opened));
        if (!same_row(row, &naive.rows[i])) {
            verdict_print("shared", &row->without_unseen);
            verdict_print("naive ", &naive.rows[i].verdict);
            fail_msg("%.*s on %s for %s (chain of %zu, naive %zu) in %s", (int)row->name.len, row->name.data,
                     asked.action, asked.resources[0], row->via_count, naive.rows[i].length, maker->text);
        }
        check_chain(result, row, &naive);
        check_reasons(result, row, direct);
        count(tally, row);
    }
    check_glances(result);
    if (chance_of(maker->chance, 40)) check_dependences(maker, account, &asked, &how, result, tally);
    rampart_who_can_free(result);
    rampart_request_free(request);
}

/* Nothing that a list may hold came hardly at all. */
static void check_tally(const struct tally *tally)
{
    printf("Allow %u, Conditional %u, ImplicitDeny %u, ExplicitDeny %u\n", tally->allow, tally->conditional,
           tally->implicit_deny, tally->explicit_deny);
    printf("denied by identity %u, control %u, trust %u, group %u; root %u\n",
           tally->layers[RAMPART_LAYER_IDENTITY], tally->layers[RAMPART_LAYER_CONTROL],
           tally->layers[RAMPART_LAYER_TRUST], tally->layers[RAMPART_LAYER_RESOURCE_GROUP],
           tally->root_denied);
    printf(
        "chains %u: %u of several roles, %u conditional; service-linked %u allowed, %u of them by a chain\n",
        tally->chains, tally->long_chains, tally->conditional_chains, tally->linked_allowed,
        tally->linked_chains);
    printf("questions about several resources: %u\n", tally->several);
    assert_true(tally->several > 0);
    assert_true(tally->allow > 0 && tally->conditional > 0 && tally->implicit_deny > 0);
    assert_true(tally->explicit_deny > 0 && tally->layers[RAMPART_LAYER_IDENTITY] > 0);
    assert_true(tally->layers[RAMPART_LAYER_CONTROL] > 0 && tally->layers[RAMPART_LAYER_TRUST] > 0);
    assert_true(tally->layers[RAMPART_LAYER_RESOURCE_GROUP] > 0 && tally->root_denied > 0);
    assert_true(tally->chains > 0 && tally->long_chains > 0 && tally->conditional_chains > 0);
    assert_true(tally->linked_allowed > 0 && tally->linked_chains > 0);
}

/* Some switches are about forms of values that are rare: it goes on until each of them has turned a row. */
static bool has_turned_all(const struct tally *tally)
{
    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS; i++)
        if (tally->turned[i] == 0) return false;
    return true;
}

static void test_same_as_naive(void **state)
{
    static struct account_maker maker; /* large */
    struct chance chance = chance_begin();
    struct tally tally = {0};

    (void)state;
    maker.chance = &chance;
    for (unsigned i = 0; i < ACCOUNTS || (i < MOST_ACCOUNTS && !has_turned_all(&tally)); i++) {
        struct rampart_account *account = make_account(&maker);

        for (unsigned j = 0; j < QUESTIONS; j++) compare(&maker, account, j == 0, &tally);
        rampart_account_free(account);
    }
    check_tally(&tally);
    printf("rows that turn on an assumption, %u of them by way of roles:\n", tally.turned_chains);
    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS; i++) {
        printf("%-16s %u\n", rampart_assumption_name(i), tally.turned[i]);
        assert_true(tally.turned[i] > 0);
    }
    assert_true(tally.turned_chains > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
