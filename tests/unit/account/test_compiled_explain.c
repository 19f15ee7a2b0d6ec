/* SPDX-License-Identifier: Apache-2.0 */
/* An explanation stands on its own: nothing that was made for it alone may be gone before it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sets.h"


#define ALLOW \
    "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ess:Do*\",\"Resource\":\"*\"}}"

/* Of bob not all is known, which takes the long way. */
static const char account_text[] =
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" ALLOW "},"
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
        rampart_account_read(NULL, rampart_str(account_text), rampart_str("a.json"), NULL, &account),
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_decision_keeps_what_it_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
