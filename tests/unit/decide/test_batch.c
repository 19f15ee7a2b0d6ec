/* SPDX-License-Identifier: Apache-2.0 */
/* Those who are answered together get what they get alone, whoever asks and however many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/rules.h"
#include "support/sets.h"

#define ALLOW(action) \
    "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"*\"}}"

static const char account_text[] =
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" ALLOW("ess:Do*") ",\"Q\":" ALLOW(
        "ecs:*") "},"
                 "\"users\":{\"alice\":{\"policies\":[\"P\"]},\"bob\":{\"groups\":[\"all\"]},\"nil\":{}},"
                 "\"roles\":{\"worker\":{\"policies\":[{\"name\":\"Q\",\"resourceGroup\":\"g\"}]}},"
                 "\"groups\":{\"all\":{\"policies\":[\"P\",\"Q\"]}},\"resourceGroups\":{\"g\":[\"acs:ess:*\"]"
                 "}}";

/* Who asks, and what is answered. */
static const struct asked {
    const char *principal;
    enum rampart_outcome outcome;
    bool refused;
} asked[] = {
    {"user/alice", RAMPART_OUTCOME_ALLOW, false}, {"user/bob", RAMPART_OUTCOME_ALLOW, false},
    {"user/nil", RAMPART_OUTCOME_DENY, false},    {"role/worker", RAMPART_OUTCOME_DENY, false},
    {"root", RAMPART_OUTCOME_ALLOW, false},       {"user/carol", RAMPART_OUTCOME_DENY, true},
};

enum { ASKED = sizeof asked / sizeof *asked, MANY = 7 * ASKED, UNFINISHED = 2 };

static struct rampart_request *make(const char *principal, bool finished)
{
    struct rampart_request *request = NULL;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("ess:DoIt"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str("acs:ess:cn:1:group/g"), NULL),
                     RAMPART_OK);
    if (finished) assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

static void check_answer(const struct rampart_set *compiled, struct rampart_request *request,
                         const struct asked *expected)
{
    struct rampart_decision *decision = NULL;
    enum rampart_status status = rampart_explain(compiled, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL);

    assert_int_equal(status, expected->refused ? RAMPART_INVALID_INPUT : RAMPART_OK);
    if (status == RAMPART_OK) assert_int_equal(decision->verdict.outcome, expected->outcome);
    rampart_decision_free(decision);
}

static enum rampart_status expected_of(size_t i)
{
    if (i >= MANY) return RAMPART_MISUSE;
    return asked[i % ASKED].refused ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* Of so many requests the first that is not answered says how. */
static enum rampart_status first_of(size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (expected_of(i) != RAMPART_OK) return expected_of(i);
    return RAMPART_OK;
}

/* Who is refused alone, or not finished, gets nothing. */
static void check_explained(const struct rampart_set *set, struct rampart_request *const *requests, size_t count,
                            unsigned flags)
{
    struct rampart_decision *decisions[MANY + UNFINISHED];
    enum rampart_status statuses[MANY + UNFINISHED];

    assert_int_equal(rampart_explain(set, requests, count, flags, NULL, decisions, statuses), first_of(count));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(statuses[i], expected_of(i));
        if (statuses[i] != RAMPART_OK)
            assert_null(decisions[i]);
        else
            assert_int_equal(decisions[i]->verdict.outcome, asked[i % ASKED].outcome);
        rampart_decision_free(decisions[i]);
    }
    assert_int_equal(rampart_explain(NULL, requests, count, flags, NULL, decisions, statuses), RAMPART_MISUSE);
}

static void check_decided(const struct rampart_set *set, struct rampart_request *const *requests, size_t count)
{
    struct rampart_verdict verdicts[MANY + UNFINISHED];
    enum rampart_status statuses[MANY + UNFINISHED];

    assert_int_equal(rampart_decide(set, requests, count, NULL, verdicts, statuses), first_of(count));
    for (size_t i = 0; i < count; i++) {
        const struct rampart_verdict zero = {.outcome = RAMPART_OUTCOME_DENY};
        assert_int_equal(statuses[i], expected_of(i));
        if (statuses[i] == RAMPART_OK)
            assert_int_equal(verdicts[i].outcome, asked[i % ASKED].outcome);
        else
            assert_true(rp_verdict_equal(&verdicts[i], &zero));
    }
    assert_int_equal(rampart_decide(NULL, requests, count, NULL, verdicts, statuses), RAMPART_MISUSE);
}

static void answers_are_those_to_each_alone(void **state)
{
    (void)state;
    struct rampart_account *account = NULL;
    struct rampart_set *compiled = NULL;
    struct rampart_request *requests[MANY + UNFINISHED];

    assert_int_equal(
        rampart_account_read(NULL, rampart_str(account_text), rampart_str("a.json"), NULL, &account),
        RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &compiled), RAMPART_OK);
    for (size_t i = 0; i < MANY + UNFINISHED; i++) requests[i] = make(asked[i % ASKED].principal, i < MANY);
    for (size_t count = 0; count <= MANY + UNFINISHED; count++) {
        check_explained(compiled, requests, count, 0);
        check_explained(compiled, requests, count, RAMPART_EXPLAIN_BRIEF);
        check_decided(compiled, requests, count);
    }
    for (size_t i = 0; i < MANY; i++) check_answer(compiled, requests[i], &asked[i % ASKED]);
    for (size_t i = 0; i < MANY + UNFINISHED; i++) rampart_request_free(requests[i]);
    rampart_set_free(compiled);
    rampart_account_free(account);
}

/* An explanation stands on its own: nothing that was made for it alone may be gone before it is. */

/* Of bob not all is known, which takes the long way. */
static const char explained_account[] =
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" ALLOW("ess:Do*") "},"
    "\"users\":{\"alice\":{\"groups\":[\"everybody\"]},\"bob\":{\"groups\":[\"everybody\"]}},"
    "\"groups\":{\"everybody\":{\"policies\":[\"P\"]}},"
    "\"incomplete\":[{\"what\":\"grants\",\"of\":\"user/bob\"}]}";

/* ---- memory that is overwritten when it is given back ---- */

union head {
    size_t size;
    max_align_t alignment;
};

static void *allocate(void *context, size_t size)
{
    (void)context;
    union head *head = malloc(sizeof *head + size);
    if (head == NULL) return NULL;
    head->size = size;
    return head + 1;
}

static void release(void *context, void *memory)
{
    (void)context;
    if (memory == NULL) return;
    union head *head = (union head *)memory - 1;
    memset(memory, '?', head->size);
    free(head);
}

/* ---- questions ---- */

static struct rampart_request *ask(const struct rampart_allocator *allocator, const char *principal)
{
    const struct rampart_options options = {.allocator = allocator};
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(&options, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("ess:DoIt"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

static void explain(const struct rampart_set *compiled, const char *principal, bool without_nearest,
                    enum rampart_outcome outcome)
{
    const struct rampart_allocator allocator = {.allocate = allocate, .release = release};
    const unsigned flags = without_nearest ? RAMPART_EXPLAIN_BRIEF : 0;
    struct rampart_request *request = ask(&allocator, principal);
    struct rampart_decision *decision = NULL;
    assert_int_equal(rampart_explain(compiled, &request, 1, flags, NULL, &decision, NULL), RAMPART_OK);
    rampart_request_free(request);
    assert_int_equal(decision->verdict.outcome, outcome);
    assert_int_equal(decision->matched_count, 1);
    struct rampart_str attached_to = decision->matched->attached_to;
    assert_int_equal(attached_to.len, strlen("group/everybody"));
    assert_memory_equal(attached_to.data, "group/everybody", attached_to.len);
    rampart_decision_free(decision);
}

static void a_decision_keeps_what_it_tells(void **state)
{
    (void)state;
    struct rampart_account *account = NULL;
    struct rampart_set *compiled = NULL;
    assert_int_equal(
        rampart_account_read(NULL, rampart_str(explained_account), rampart_str("a.json"), NULL, &account),
        RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &compiled), RAMPART_OK);
    for (int quick = 0; quick < 2; quick++) {
        explain(compiled, "user/alice", quick != 0, RAMPART_OUTCOME_ALLOW);
        explain(compiled, "user/bob", quick != 0, RAMPART_OUTCOME_CONDITIONAL);
    }
    rampart_set_free(compiled);
    rampart_account_free(account);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_to_each_alone),
        cmocka_unit_test(a_decision_keeps_what_it_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
