/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A generated trail, replayed event by event and asked for naively: each with everything that it tells, by rules that are
 * compiled for it alone. In parts of any size that are merged it comes to the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/report.h>

#include "bench/trail_event.h"
#include "decide/explain.h"
#include "decide/request.h"
#include "support/rules.h"
#include "support/sets.h"
#include "trail/class.h"
#include "trail/replay.h"

enum { EVENTS = 600, CALLS = 400, PARTS = 5, TEXT = 1 << 21 };

static const struct account_shape shape = {60, 40, 4, 20260101};

struct fixture {
    struct rp_buf text;
    struct rampart_account *account;
    struct rampart_set *compiled;
    struct rampart_diags *diags;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    assert_true(large_account(&shape, &fixture.text));
    assert_int_equal(rampart_diags_new(NULL, &fixture.diags), RAMPART_OK);
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&fixture.text), RP_STR("a.json"), fixture.diags,
                                          &fixture.account),
                     RAMPART_OK);
    assert_int_equal(set_of_account(NULL, fixture.account, NULL, &fixture.compiled), RAMPART_OK);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    rampart_set_free(fixture->compiled);
    rampart_account_free(fixture->account);
    rampart_diags_free(fixture->diags);
    rp_buf_free(&fixture->text);
    return 0;
}

static struct rampart_str event_text(struct rp_buf *buf, unsigned i)
{
    struct generated_question question;

    buf->len = 0;
    generate_question(&shape, i % CALLS, &question);
    trail_event_put(buf, &question, i);
    assert_int_equal(buf->failed, RAMPART_OK);
    return rp_buf_text(buf);
}

static struct rampart_replay *replay_of(const struct fixture *fixture)
{
    const struct rampart_replay_options how = {.account = fixture->compiled};
    struct rampart_replay *replay = NULL;

    assert_int_equal(rampart_replay_new(NULL, &how, NULL, &replay), RAMPART_OK);
    return replay;
}

/* ---- the naive way ---- */

static const char *const names[RP_CIRCUMSTANCES] = {"acs:CurrentTime", "acs:SourceIp", "acs:SecureTransport",
                                                    "acs:MFAPresent", "acs:SourceVpc"};

static enum rampart_outcome decide(const struct fixture *fixture, const struct rp_caller *caller,
                                   struct rampart_str action, struct rampart_str resource, bool area)
{
    struct rampart_request *request = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_account_id(fixture->account), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, caller->principal, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, action, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, resource, NULL), RAMPART_OK);
    for (size_t key = 0; key < RP_CIRCUMSTANCES; key++)
        if (caller->circumstances[key].len > 0)
            assert_int_equal(rampart_request_add_context(request, rampart_str(names[key]),
                                                         caller->circumstances[key], NULL),
                             RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    rp_request_take_resource_set(request, area);
    assert_int_equal(rp_account_rules(NULL, fixture->account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    rp_rules_free(rules);
    rampart_request_free(request);
    return verdict.outcome;
}

/* Deny before Conditional before Allow. */
static enum rampart_outcome worse(enum rampart_outcome a, enum rampart_outcome b)
{
    if (a == RAMPART_OUTCOME_DENY || b == RAMPART_OUTCOME_DENY) return RAMPART_OUTCOME_DENY;
    return a == RAMPART_OUTCOME_CONDITIONAL || b == RAMPART_OUTCOME_CONDITIONAL ? RAMPART_OUTCOME_CONDITIONAL
                                                                                : RAMPART_OUTCOME_ALLOW;
}

static enum rampart_outcome decide_requirement(const struct fixture *fixture, const struct rp_caller *caller,
                                               struct rampart_str action,
                                               const struct rp_requirement *requirement, bool uncertain)
{
    enum rampart_outcome outcome = RAMPART_OUTCOME_ALLOW;

    for (const struct rp_resource_option *option = requirement->options; option != NULL;
         option = option->next) {
        enum rampart_outcome all = RAMPART_OUTCOME_ALLOW;

        for (size_t i = 0; i < option->count; i++)
            all = worse(all, decide(fixture, caller, action, option->arns[i], option->area));
        if (option == requirement->options) outcome = all;
        if (all != outcome) outcome = RAMPART_OUTCOME_CONDITIONAL;
    }
    return uncertain && outcome == RAMPART_OUTCOME_DENY ? RAMPART_OUTCOME_CONDITIONAL : outcome;
}

static struct rp_requirement *requirements(const struct fixture *fixture, const struct rp_reading *reading,
                                           const struct rp_event *event, const struct rp_trail_action *page)
{
    struct rp_requirement *found = NULL;
    assert_int_equal(
        rp_resource_requirements(reading, event, page, rampart_account_id(fixture->account), &found), RAMPART_OK);
    return found;
}

/* Where pages disagree, the resources of all of them are one answer, or there is none. */
static enum rampart_outcome decide_action(const struct fixture *fixture, const struct rp_reading *reading,
                                          const struct rp_event *event, const struct rp_caller *caller,
                                          const struct rp_trail_action *action)
{
    unsigned outcomes[RAMPART_OUTCOME_CONDITIONAL + 1] = {0}, all = 0;
    enum rampart_outcome together = RAMPART_OUTCOME_ALLOW;
    for (const struct rp_trail_action *page = action; page != NULL; page = page->other) {
        bool may_need_none = action->other != NULL;
        for (struct rp_requirement *part = requirements(fixture, reading, event, page); part != NULL; part = part->next)
            may_need_none &= part->uncertain;
        for (struct rp_requirement *part = requirements(fixture, reading, event, page); part != NULL; part = part->next) {
            const bool uncertain = action->other != NULL ? may_need_none : part->uncertain;
            const enum rampart_outcome one = decide_requirement(fixture, caller, page->name, part, uncertain);
            outcomes[one]++;
            all++;
            together = worse(together, one);
        }
    }
    if (action->other == NULL || outcomes[together] == all) return together;
    return RAMPART_OUTCOME_CONDITIONAL;
}

static enum rampart_replay_class naive_class(const struct fixture *fixture, const struct rp_reading *reading,
                                             struct rampart_str text)
{
    struct rampart_replay_row row = {.count = 0};
    struct rp_call_answer answer = {.outcome = RAMPART_OUTCOME_ALLOW};
    struct rampart_replay_skip skip;
    struct rp_event event;
    enum rp_event_form form;
    struct rp_caller caller;
    struct rp_trail_api api;

    assert_int_equal(rp_event_read(reading, text, &form, &event), RAMPART_OK);
    assert_int_equal(rp_trail_api_find(reading->arena, NULL, &event, &api), RAMPART_OK);
    assert_int_equal(
        rp_caller_of(reading->arena, &event, fixture->account, &caller, &skip),
        RAMPART_OK);
    assert_int_equal(skip.reason.len, 0);
    for (size_t i = 0; i < api.count; i++)
        answer.outcome =
            worse(answer.outcome, decide_action(fixture, reading, &event, &caller, &api.actions[i]));
    rp_class_by_record(&answer, rp_recorded_outcome(event.error), false, &row);
    return row.which;
}

static void test_naive(void **state)
{
    const struct fixture *fixture = *state;
    const struct rampart_limits limits = rampart_default_limits();
    const struct rp_source source = {.name = RP_STR("e.json")};
    struct rampart_replay *replay = replay_of(fixture);
    struct rampart_replay_result result;
    uint64_t expected[RAMPART_REPLAY_CLASSES] = {0};
    struct rp_arena arena;
    struct rp_buf buf;

    rp_buf_init(&buf, NULL, TEXT);
    rp_arena_init(&arena, NULL);
    const struct rp_reading reading = {
        .arena = &arena, .source = &source, .limits = &limits, .diags = fixture->diags};
    for (unsigned i = 0; i < EVENTS; i++) {
        const struct rampart_str text = event_text(&buf, i);

        expected[naive_class(fixture, &reading, text)]++;
        assert_int_equal(rampart_replay_read(replay, text, RP_STR("e.json"), NULL), RAMPART_OK);
        assert_int_equal(rampart_replay_result(replay, &result), RAMPART_OK);
        assert_memory_equal(result.classes, expected, sizeof expected);
        rp_arena_reset(&arena);
    }
    assert_true(expected[RAMPART_REPLAY_AGREE] > 0 && expected[RAMPART_REPLAY_NOW_DENIED] > 0);
    assert_true(expected[RAMPART_REPLAY_UNDETERMINED] > 0);
    rp_arena_free(&arena);
    rp_buf_free(&buf);
    rampart_replay_free(replay);
}

/* ---- what leaves a decision open, found with or without all else ---- */

static struct rampart_request *request_of(const struct generated_question *question, bool area)
{
    struct rampart_request *request = NULL;
    const struct naive_request *asked = &question->asked;
    struct rampart_str resource = rampart_str(asked->resources[0]);
    char principal[64];
    (void)snprintf(principal, sizeof principal, "user/%s", asked->name);
    while (area && resource.data[resource.len - 1] != '/' && resource.data[resource.len - 1] != ':') resource.len--;
    const struct rampart_str parts[] = {resource, RP_STR("*")};
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    if (area) assert_true(rp_arena_join(&arena, parts, 2, &resource));
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str(asked->account), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(asked->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, resource, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    rp_request_take_resource_set(request, area);
    rp_arena_free(&arena);
    return request;
}

static void check_causes(const struct rampart_decision *all, const struct rampart_decision *causes)
{
    assert_int_equal(causes->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(all->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(causes->unseen_count, all->unseen_count);
    assert_int_equal(causes->unknown_layer_count, all->unknown_layer_count);
    assert_int_equal(causes->unknown_keys.count, all->unknown_keys.count);
    for (size_t i = 0; i < all->unknown_keys.count; i++)
        assert_true(rp_str_equal(causes->unknown_keys.items[i], all->unknown_keys.items[i]));
}

static void test_causes(void **state)
{
    const struct fixture *fixture = *state;
    unsigned open = 0, keys = 0;
    for (unsigned i = 0; i < EVENTS; i++) {
        struct generated_question question;
        struct rampart_decision *all = NULL, *causes = NULL;
        struct rampart_verdict verdict;
        generate_question(&shape, i, &question);
        struct rampart_request *request = request_of(&question, i % 2 == 0);
        assert_int_equal(rampart_decide(fixture->compiled, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
        if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) {
            assert_int_equal(rampart_explain(fixture->compiled, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &all, NULL), RAMPART_OK);
            assert_int_equal(rampart_explain(fixture->compiled, &request, 1, RP_EXPLAIN_CAUSES, NULL, &causes, NULL), RAMPART_OK);
            check_causes(all, causes);
            keys += causes->unknown_keys.count > 0;
            open++;
        }
        rampart_decision_free(all);
        rampart_decision_free(causes);
        rampart_request_free(request);
    }
    assert_true(open > EVENTS / 10 && keys > 0);
}

/* ---- cost ---- */

enum { COUNTED = 400, MOST_TIMES = 25 };

/* In clock ticks; each call anew, or one again and again. */
static double ticks(const struct fixture *fixture, struct rp_buf *buf, bool distinct)
{
    struct rampart_replay *replay = replay_of(fixture);
    struct rampart_replay_result result;
    clock_t taken = 0;
    for (unsigned i = 0; i < COUNTED; i++) {
        struct generated_question question;
        buf->len = 0;
        generate_question(&shape, distinct ? i : i % 4, &question);
        trail_event_put(buf, &question, i);
        const clock_t begun = clock();
        assert_int_equal(rampart_replay_read(replay, rp_buf_text(buf), RP_STR("e.json"), NULL), RAMPART_OK);
        taken += clock() - begun;
    }
    assert_int_equal(rampart_replay_result(replay, &result), RAMPART_OK);
    assert_int_equal(result.mapped, COUNTED);
    rampart_replay_free(replay);
    return (double)taken;
}

/*
 * A distinct call is decided, one that was made before is only read. With sets of resources that were searched, and reasons
 * that nobody reads, the first took some 300 times as long.
 */
static void test_distinct_calls(void **state)
{
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, TEXT);
    const double distinct = ticks(*state, &buf, true), again = ticks(*state, &buf, false);
    print_message("distinct calls take %.1f times as long as repeated ones\n", distinct / again);
    assert_true(distinct < MOST_TIMES * again);
    rp_buf_free(&buf);
}

/* ---- parts ---- */

static bool write_piece(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static void print(struct rampart_replay *replay, struct rp_buf *buf)
{
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    const struct rampart_writer writer = {buf, write_piece};
    struct rampart_replay_result result;

    assert_int_equal(rampart_replay_result(replay, &result), RAMPART_OK);
    assert_int_equal(rampart_report_replay(NULL, &result, style, &writer), RAMPART_OK);
}

static void merge_part(struct rampart_replay *merged, struct rampart_replay *part,
                       struct rampart_diags *diags)
{
    char path[] = "/tmp/rampart-part-XXXXXX";
    struct rp_buf buf;
    int file = mkstemp(path);

    assert_true(file >= 0);
    rp_buf_init(&buf, NULL, TEXT);
    print(part, &buf);
    assert_int_equal(write(file, buf.data, buf.len), buf.len);
    assert_int_equal(close(file), 0);
    assert_int_equal(rampart_replay_merge_file(merged, path, diags), RAMPART_OK);
    assert_int_equal(remove(path), 0);
    rp_buf_free(&buf);
}

static void test_parts(void **state)
{
    const struct fixture *fixture = *state;
    struct rampart_replay *whole = replay_of(fixture), *parts[PARTS], *merged = NULL;
    const struct rampart_replay_options nothing = {.rows = 0};
    struct rp_buf buf, of_whole, of_parts;

    rp_buf_init(&buf, NULL, TEXT);
    rp_buf_init(&of_whole, NULL, TEXT);
    rp_buf_init(&of_parts, NULL, TEXT);
    assert_int_equal(rampart_replay_new(NULL, &nothing, NULL, &merged), RAMPART_OK);
    for (size_t p = 0; p < PARTS; p++) parts[p] = replay_of(fixture);
    for (unsigned i = 0; i < EVENTS; i++) {
        const struct rampart_str text = event_text(&buf, i);

        assert_int_equal(rampart_replay_read(whole, text, RP_STR("e"), NULL), RAMPART_OK);
        assert_int_equal(rampart_replay_read(parts[i * i % 11 % PARTS], text, RP_STR("e"), NULL), RAMPART_OK);
    }
    for (size_t p = PARTS; p-- > 0;) merge_part(merged, parts[p], fixture->diags);
    print(whole, &of_whole);
    print(merged, &of_parts);
    assert_true(rp_str_equal(rp_buf_text(&of_whole), rp_buf_text(&of_parts)));
    for (size_t p = 0; p < PARTS; p++) rampart_replay_free(parts[p]);
    rampart_replay_free(whole);
    rampart_replay_free(merged);
    rp_buf_free(&buf);
    rp_buf_free(&of_whole);
    rp_buf_free(&of_parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_naive),
        cmocka_unit_test(test_causes), cmocka_unit_test(test_distinct_calls), cmocka_unit_test(test_parts)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
