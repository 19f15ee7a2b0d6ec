/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against its naive twin on 100,000 generated requests: the same outcome, type of deny and layer, from
 * deciding and from explaining, and the same statements as reasons. Every verdict comes from every layer that it can
 * come from. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/twins.h"
#include "support/rules.h"

#define WORLDS 5000
#define REQUESTS 20

/* The verdicts, a denial by its type. */
enum cell_row { ALLOW, IMPLICIT_DENY, EXPLICIT_DENY, CONDITIONAL, ROWS };
enum { LAYERS = RAMPART_LAYER_RESOURCE_GROUP + 1, NO_LAYER = LAYERS, COLUMNS };

/*
 * How often each verdict came from each layer, so that no run tests one of them hardly at all. A Deny comes from the
 * layer that it is put down to, an Allow from those that grant it, a Conditional from those that leave it open.
 *
 * Cells that cannot exist: control and session policies bound what others grant, so that no Allow comes from
 * them; and only the Allow of the account's root comes from no layer at all.
 */
struct tally {
    unsigned cells[ROWS][COLUMNS];
};

static bool can_exist(unsigned row, unsigned column)
{
    if (column == NO_LAYER) return row == ALLOW;
    return row != ALLOW || (column != RAMPART_LAYER_CONTROL && column != RAMPART_LAYER_SESSION);
}

static unsigned bit(enum rampart_layer layer)
{
    return 1U << layer;
}

static unsigned granting(const struct rampart_decision *decision)
{
    unsigned layers = 0;

    for (size_t i = 0; i < decision->matched_count; i++) layers |= bit(decision->matched[i].layer);
    return layers;
}

/* When nobody in particular asks, the Principal of a trust policy is open as well. */
static unsigned open(const struct rampart_decision *decision)
{
    unsigned layers = decision->principal.len == 0 ? granting(decision) & bit(RAMPART_LAYER_TRUST) : 0;

    for (size_t i = 0; i < decision->condition_count; i++)
        if (decision->conditions[i].state == RAMPART_UNKNOWN) layers |= bit(decision->conditions[i].layer);
    for (size_t i = 0; i < decision->unknown_layer_count; i++) layers |= bit(decision->unknown_layers[i]);
    return layers;
}

static void count(struct tally *tally, const struct rampart_decision *decision)
{
    const struct rampart_verdict *verdict = &decision->verdict;
    enum cell_row row = verdict->deny == RAMPART_EXPLICIT_DENY ? EXPLICIT_DENY : IMPLICIT_DENY;
    unsigned layers = bit(verdict->layer);
    bool open_keys = decision->unknown_keys.count > 0;

    if (open_keys && verdict->outcome != RAMPART_OUTCOME_CONDITIONAL)
        return; /* settled by a key, by no layer */
    if (verdict->outcome == RAMPART_OUTCOME_ALLOW) {
        row = ALLOW;
        layers = granting(decision);
    } else if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL) {
        row = CONDITIONAL;
        layers = open(decision);
    }
    for (unsigned layer = 0; layer < LAYERS; layer++) tally->cells[row][layer] += (layers >> layer) & 1U;
    tally->cells[row][NO_LAYER] += layers == 0;
}

static void print_tally(const struct tally *tally)
{
    static const char *const rows[] = {"Allow", "ImplicitDeny", "ExplicitDeny", "Conditional"};
    static const char *const columns[] = {"identity", "control", "session", "trust", "group", "none"};

    printf("%-12s", "");
    for (unsigned column = 0; column < COLUMNS; column++) printf(" %8s", columns[column]);
    for (unsigned row = 0; row < ROWS; row++) {
        printf("\n%-12s", rows[row]);
        for (unsigned column = 0; column < COLUMNS; column++) printf(" %8u", tally->cells[row][column]);
    }
    printf("\n");
}

/* The same statements, without regard to order. Policies have names of their own, so none can stand in for another. */
static bool same_matches(const struct naive_answer *naive, const struct rampart_decision *decision)
{
    size_t found = 0;

    for (size_t i = 0; i < naive->matched_count; i++)
        for (size_t j = 0; j < decision->matched_count; j++) {
            struct rampart_str name = rampart_policy_name(naive->matched[i].attachment->policy);

            found += decision->matched[j].policy.data[0] == name.data[0] &&
                     decision->matched[j].statement == naive->matched[i].statement;
        }
    return found == naive->matched_count && found == decision->matched_count;
}

static bool agrees(const struct twins *twins, const struct naive_request *asked,
                   struct rampart_request *request, struct tally *tally)
{
    struct naive_answer naive = {.matched_count = 0};
    struct rampart_verdict verdict = {0};
    struct rampart_decision *decision = NULL;
    bool same = false;

    assume_as_naive(asked, twins->rules);
    if (!request_of_naive(asked, request) || rp_rules_decide(twins->rules, request, &verdict) != RAMPART_OK ||
        rp_rules_explain(twins->rules, request, 0, &decision) != RAMPART_OK) {
        twins_print(twins, asked);
        return false;
    }
    naive_decide(&twins->naive, asked, &naive);
    count(tally, decision);
    same = verdict_same(&verdict, &naive.verdict) && verdict_same(&verdict, &decision->verdict) &&
           verdict_same(&decision->without_unseen, &naive.alone) && same_matches(&naive, decision);
    if (!same) {
        twins_print(twins, asked);
        verdict_print("decided  ", &verdict);
        verdict_print("explained", &decision->verdict);
        verdict_print("naive    ", &naive.verdict);
        printf("matched: %zu, naive %zu\n", decision->matched_count, naive.matched_count);
    }
    rampart_decision_free(decision);
    return same;
}

static void run_world(struct chance *chance, struct rampart_request *request, struct tally *tally)
{
    static struct generated_policies made; /* large */
    struct twins twins;

    generate_policies(chance, &made);
    assert_true(twins_load(&made, &twins));
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;

        generate_request(chance, chance_of(chance, 30) ? 0 : NAIVE_KEYS, &asked);
        assert_true(agrees(&twins, &asked, request, tally));
    }
    twins_free(&twins);
}

static void test_same_as_naive(void **state)
{
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    struct tally tally = {0};

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) run_world(&chance, request, &tally);
    rampart_request_free(request);
    print_tally(&tally);
    for (unsigned row = 0; row < ROWS; row++)
        for (unsigned column = 0; column < COLUMNS; column++)
            assert_int_equal(tally.cells[row][column] > 0, can_exist(row, column));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
