/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the time of who-can grows, as ratios of times of one run: with chains against without, with trust policies under a
 * condition that nobody spoke of against a request that says everything, and with four times as many principals, roles,
 * groups, documents and statements. RAMPART_LARGE=1 measures at the size of a large company. And how much memory it takes, in
 * bytes for each byte of the account's text: that is the same in each run, whatever else the machine does.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>
#include <rampart/report.h>

#include "base/buf.h"
#include "support/sets.h"
#include "support/timing.h"

#define ID "1234567890123456"

enum { TURNS = 15, LONGER = 4, MOST_TEXT = 1 << 28 };

/* An account in which all users may assume all roles, each of which may do it. */
struct shape {
    size_t users, roles, groups, documents, statements; /* of each document */
    bool conditional; /* trust policies have a condition */
    bool own;         /* each user holds a document of his own, about one role */
};

/* ---- accounts ---- */

static void put_trust(struct rp_buf *text, const struct shape *shape, size_t role)
{
    rp_buf_printf(text,
                  "%s\"r%zu\":{\"trust\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                  "\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::" ID ":root\"}%s}]},\"policies\":[\"Do\"]}",
                  role == 0 ? "" : ",", role,
                  shape->conditional ? ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}" : "");
}

static void put_document(struct rp_buf *text, const struct shape *shape, size_t document)
{
    rp_buf_printf(text, ",\"D%zu\":{\"Version\":\"1\",\"Statement\":[", document);
    for (size_t i = 0; i < shape->statements; i++)
        rp_buf_printf(text, "%s{\"Effect\":\"%s\",\"Action\":\"ess:%s\",\"Resource\":\"acs:ess:*:*:scalinggroup/asg-%zu-%zu*\"}",
                      i == 0 ? "" : ",", i % 5 == 4 ? "Deny" : "Allow", i % 2 == 0 ? "Cancel*" : "Describe*", document, i);
    rp_buf_printf(text, "]}");
}

static void put_policies(struct rp_buf *text, const struct shape *shape)
{
    rp_buf_printf(text, "\"Do\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"*\"}]},"
                        "\"Assume\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                        "\"Resource\":\"*\"}]}");
    for (size_t i = 0; i < shape->documents; i++) put_document(text, shape, i);
    for (size_t i = 0; i < shape->users && shape->own; i++)
        rp_buf_printf(text,
                      ",\"A%zu\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                      "\"Resource\":\"acs:ram::" ID ":role/r%zu\"}]}",
                      i, i % shape->roles);
}

static void put_account(struct rp_buf *text, const struct shape *shape)
{
    rp_buf_printf(text, "{\"rampart\":1,\"account\":\"" ID "\",\"policies\":{");
    put_policies(text, shape);
    rp_buf_printf(text, "},\"groups\":{");
    for (size_t i = 0; i < shape->groups; i++)
        rp_buf_printf(text, "%s\"g%zu\":{\"policies\":[%s]}", i == 0 ? "" : ",", i, shape->own ? "" : "\"Assume\"");
    rp_buf_printf(text, "},\"roles\":{");
    for (size_t i = 0; i < shape->roles; i++) put_trust(text, shape, i);
    rp_buf_printf(text, "},\"users\":{");
    for (size_t i = 0; i < shape->users; i++) {
        rp_buf_printf(text, "%s\"u%zu\":{\"groups\":[\"g%zu\"],\"policies\":[", i == 0 ? "" : ",", i, i % shape->groups);
        if (shape->own) rp_buf_printf(text, "\"A%zu\"", i);
        if (shape->documents > 0) rp_buf_printf(text, "%s\"D%zu\"", shape->own ? "," : "", i % shape->documents);
        rp_buf_printf(text, "]}");
    }
    rp_buf_printf(text, "}}");
}

/* ---- times ---- */

struct measured {
    struct rampart_account *account;
    struct rampart_set *set;
};

static struct measured make(const struct shape *shape)
{
    struct measured made = {.account = NULL};
    struct rp_buf text;
    rp_buf_init(&text, NULL, MOST_TEXT);
    put_account(&text, shape);
    assert_int_equal(text.failed, RAMPART_OK);
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&text), rampart_str("a.json"), NULL, &made.account), RAMPART_OK);
    assert_int_equal(set_of_account(NULL, made.account, NULL, &made.set), RAMPART_OK);
    rp_buf_free(&text);
    return made;
}

static struct rampart_request *make_request(bool complete)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL), RAMPART_OK);
    assert_int_equal(
        rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:" ID ":scalinggroup/asg-0-0-1"), NULL),
        RAMPART_OK);
    rampart_request_set_complete(request, complete);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

struct question {
    bool direct, complete;
    bool actions; /* about every action of the service, not about one */
};

/* A request for a question about actions has none, and is not finished. */
static struct rampart_request *make_open_request(void)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(
        rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:" ID ":scalinggroup/asg-0-0-1"), NULL),
        RAMPART_OK);
    return request;
}

static void ask(const struct measured *made, const struct rampart_request *request, struct question question,
                struct rampart_who_can **ret_result)
{
    const struct rampart_str pattern = rampart_str("ess:*");
    const struct rampart_who_can_actions actions = {.patterns = {&pattern, 1}};
    const struct rampart_who_can_options how = {.direct = question.direct};
    if (question.actions)
        assert_int_equal(rampart_who_can_actions(made->set, request, &actions, &how, NULL, ret_result), RAMPART_OK);
    else
        assert_int_equal(rampart_who_can(made->set, request, &how, NULL, ret_result), RAMPART_OK);
}

/* Nobody asks and does not look: what a question puts off until a row is read belongs to it. */
static size_t read_outcomes(const struct rampart_who_can *result)
{
    struct rampart_who_can_row row;
    size_t allowed = 0;
    for (size_t i = 0; rampart_who_can_glance(result, i, &row); i++) allowed += row.verdict.outcome == RAMPART_OUTCOME_ALLOW;
    return allowed;
}

/* Seconds of the fastest of a few turns, with a look at every row. */
static double time_of(const struct shape *shape, struct question question)
{
    struct measured made = make(shape);
    struct rampart_request *request = question.actions ? make_open_request() : make_request(question.complete);
    double least = 1e9;
    for (size_t i = 0; i < TURNS; i++) {
        struct rampart_who_can *result = NULL;
        const double begun = seconds_used();
        ask(&made, request, question, &result);
        assert_true(read_outcomes(result) > 0); /* root at least */
        const double used = seconds_used() - begun;
        if (used < least) least = used;
        rampart_who_can_free(result);
    }
    rampart_request_free(request);
    rampart_set_free(made.set);
    rampart_account_free(made.account);
    return least;
}

static bool is_large(void)
{
    return getenv("RAMPART_LARGE") != NULL;
}

/* ---- the ratios ---- */

static void test_chains_cost_little_more(void **state)
{
    const size_t times = is_large() ? 10 : 1;
    const struct shape shape = {.users = 20000 * times, .roles = 80 * times, .groups = 20, .documents = 500, .statements = 4};
    (void)state;
    const double direct = time_of(&shape, (struct question){.direct = true});
    const double chains = time_of(&shape, (struct question){.direct = false});
    printf("%zu users, %zu roles: direct %.1f ms, with chains %.1f ms: %.2f times\n", shape.users, shape.roles, direct * 1e3,
           chains * 1e3, chains / direct);
    assert_true(chains <= 4 * direct); /* 2.1 as it is measured alone, of milliseconds; others may use the processor */
}

static void test_conditional_trust_costs_little_more(void **state)
{
    const size_t times = is_large() ? 8 : 1;
    const struct shape shape = {.users = 1000 * times, .roles = 1000 * times, .groups = 1, .conditional = true};
    (void)state;
    const double complete = time_of(&shape, (struct question){.complete = true});
    const double open = time_of(&shape, (struct question){.direct = false});
    printf("%zu users and roles: complete %.1f ms, open %.1f ms: %.2f times\n", shape.users, complete * 1e3, open * 1e3,
           open / complete);
    assert_true(open <= 3 * complete);
}

/* How the time grows with one measure: 1 is as fast as that. */
static void check_growth(const char *what, const struct shape *shape, const struct shape *longer)
{
    const double first = time_of(shape, (struct question){.direct = false});
    const double second = time_of(longer, (struct question){.direct = false});
    const double exponent = log(second / first) / log(LONGER);
    printf("%s: %.2f ms, %.2f ms, exponent %.2f\n", what, first * 1e3, second * 1e3, exponent);
    assert_true(exponent <= (is_large() ? 1.2 : 1.4));
}

static void test_growth_is_linear(void **state)
{
    const size_t times = is_large() ? 8 : 1;
    const struct shape base = {
        .users = 4000 * times, .roles = 40 * times, .groups = 40, .documents = 400 * times, .statements = 4};
    struct shape longer = base;
    (void)state;
    longer.users *= LONGER;
    check_growth("principals", &base, &longer);
    longer = base;
    longer.roles *= LONGER;
    check_growth("roles", &base, &longer);
    longer = base;
    longer.groups *= LONGER;
    check_growth("groups", &base, &longer);
    longer = base;
    longer.documents *= LONGER;
    check_growth("documents", &base, &longer);
    longer = base;
    longer.statements *= LONGER;
    check_growth("statements", &base, &longer);
}

/* Users, roles and documents together, each user with a document about one role. */
static void test_growth_of_all_is_linear(void **state)
{
    const size_t times = is_large() ? 8 : 1;
    const struct shape base = {.users = 1000 * times, .roles = 500 * times, .groups = 10, .own = true},
                       longer = {.users = LONGER * base.users, .roles = LONGER * base.roles, .groups = 10, .own = true};
    (void)state;
    check_growth("a document for each", &base, &longer);
}

/* Every action of a service: classes of them, each asked as one action. */
static void test_growth_of_actions_is_linear(void **state)
{
    const size_t times = is_large() ? 8 : 1;
    const struct shape base = {.users = 2000 * times, .roles = 20, .groups = 10, .documents = 100 * times, .statements = 4};
    struct shape longer = base;
    (void)state;
    longer.users *= LONGER;
    longer.documents *= LONGER;
    const double first = time_of(&base, (struct question){.actions = true});
    const double second = time_of(&longer, (struct question){.actions = true});
    const double exponent = log(second / first) / log(LONGER);
    printf("every action of a service, users and documents: %.2f ms, %.2f ms, exponent %.2f\n", first * 1e3, second * 1e3, exponent);
    assert_true(exponent <= 1.4); /* 1.2 as it is measured alone; others may use the processor */
}

/* ---- memory ---- */

/* An allocator that counts what is held, and the most of it. Each piece has its size before it. */
struct held {
    size_t now, most;
};

enum { SIZE_ROOM = 16 };

static void *take(void *context, size_t size)
{
    struct held *held = context;
    unsigned char *memory = malloc(size + SIZE_ROOM);
    if (memory == NULL) return NULL;
    memcpy(memory, &size, sizeof size);
    held->now += size;
    if (held->now > held->most) held->most = held->now;
    return memory + SIZE_ROOM;
}

static void give_back(void *context, void *memory)
{
    struct held *held = context;
    size_t size = 0;
    if (memory == NULL) return;
    memcpy(&size, (unsigned char *)memory - SIZE_ROOM, sizeof size);
    held->now -= size;
    free((unsigned char *)memory - SIZE_ROOM);
}

/* What a written report takes is what its sink takes. */
static bool swallow(void *context, struct rampart_str piece)
{
    *(size_t *)context += piece.len;
    return true;
}

/* As the program does it: the account is read, a set for one question, the question, and a report. */
static void measure_memory(const struct rampart_options *options, struct rampart_str text)
{
    struct rampart_request *request = make_request(false);
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_who_can *result = NULL;
    size_t written = 0;
    const struct rampart_writer writer = {&written, swallow};
    assert_int_equal(rampart_account_read(options, text, rampart_str("a.json"), NULL, &account), RAMPART_OK);
    const struct rampart_set_parts parts = {.account = account, .few = true};
    assert_int_equal(rampart_set_new(options, &parts, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_who_can(set, request, NULL, NULL, &result), RAMPART_OK);
    assert_int_equal(rampart_report_who_can(options, result, (struct rampart_who_can_filter){.kinds = 0},
                                            (struct rampart_report_style){.format = RAMPART_REPORT_TEXT}, &writer),
                     RAMPART_OK);
    rampart_who_can_free(result);
    rampart_set_free(set);
    rampart_account_free(account);
    rampart_request_free(request);
}

/* A user of 48 bytes of text is a user, a subject, a class and an answer: where texts are that short they cost the most. */
static void test_memory_is_a_multiple_of_the_text(void **state)
{
    const size_t times = is_large() ? 7 : 1;
    const struct shape shape = {.users = 20000 * times, .roles = 114 * times, .groups = 20, .documents = 72 * times, .statements = 4};
    struct rp_buf text;
    (void)state;
    rp_buf_init(&text, NULL, MOST_TEXT);
    put_account(&text, &shape);
    assert_int_equal(text.failed, RAMPART_OK);
    struct held held = {.now = 0};
    const struct rampart_allocator allocator = {&held, take, give_back};
    const struct rampart_options options = {.allocator = &allocator};
    measure_memory(&options, rp_buf_text(&text));
    assert_int_equal(held.now, 0);
    printf("%zu users: %.1f MB for %.1f MB of text: %.2f times\n", shape.users, (double)held.most / 1e6, (double)text.len / 1e6,
           (double)held.most / (double)text.len);
    assert_true((double)held.most <= (is_large() ? 3.6 : 4.6) * (double)text.len); /* what does not grow counts more in few */
    rp_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chains_cost_little_more),
        cmocka_unit_test(test_conditional_trust_costs_little_more),
        cmocka_unit_test(test_growth_is_linear),
        cmocka_unit_test(test_growth_of_all_is_linear),
        cmocka_unit_test(test_growth_of_actions_is_linear),
        cmocka_unit_test(test_memory_is_a_multiple_of_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
