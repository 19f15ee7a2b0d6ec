/* SPDX-License-Identifier: Apache-2.0 */
/* Notes on instance refresh tasks, by state and from an answer of DescribeInstanceRefreshes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/task.h>

#include "base/str.h"
#include "support/ration.h"

#define CANCEL "ess:CancelInstanceRefresh"
#define TASK(id, group, status)                                                                            \
    "{\"InstanceRefreshTaskId\":\"" id "\",\"ScalingGroupId\":\"" group "\",\"RegionId\":\"cn-hangzhou\"," \
    "\"Status\":\"" status "\",\"FinishedUpdateCapacity\":10,\"Checkpoints\":[{\"Percentage\":60}]}"
#define ANSWER(tasks) "{\"RequestId\":\"r\",\"InstanceRefreshTasks\":[" tasks "],\"MaxResults\":50}"
#define PAGE(tasks) "{\"NextToken\":\"caeb\",\"InstanceRefreshTasks\":[" tasks "]}"
#define WRAPPED(tasks) "{\"InstanceRefreshTasks\":{\"InstanceRefreshTask\":[" tasks "]}}"

static int set_up(void **state)
{
    struct rampart_diags *diags;
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return -1;
    *state = diags;
    return 0;
}

static int tear_down(void **state)
{
    rampart_diags_free(*state);
    return 0;
}

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

/* The only diagnostic; line 0 for one without a place. */
static void assert_error(const struct rampart_diags *diags, unsigned line, unsigned column,
                         const char *message, const char *help)
{
    assert_int_equal(rampart_diags_count(diags), 1);
    const struct rampart_diag *diag = rampart_diags_at(diags, 0);
    assert_int_equal(diag->severity, RAMPART_ERROR);
    assert_string_equal(diag->code, "REQ010");
    assert_str(diag->message, message);
    assert_str(diag->help, help);
    assert_int_equal(diag->line, line);
    assert_int_equal(diag->column, column);
}

static enum rampart_status read_task(struct rampart_diags *diags, const char *text, const char *id,
                                     const char *group, struct rampart_task **ret_task)
{
    return rampart_task_read(NULL, rampart_str(text), RP_STR("tasks.json"), rampart_str(id),
                             rampart_str(group), RP_STR(CANCEL), diags, ret_task);
}

/* Reads well and gives the note on the task. */
static void assert_task(struct rampart_diags *diags, const char *text, const char *id, const char *group,
                        const char *expected_task, const char *expected_status)
{
    struct rampart_task *task = NULL;
    assert_int_equal(read_task(diags, text, id, group, &task), RAMPART_OK);
    assert_int_equal(rampart_diags_count(diags), 0);
    const struct rampart_task_note *note = rampart_task_note_of(task);
    assert_str(note->task, expected_task);
    assert_str(note->status, expected_status);
    assert_str(note->operation, "CancelInstanceRefresh");
    rampart_task_free(task);
}

/* Is refused with one error. */
static void assert_refused(struct rampart_diags *diags, const char *text, const char *id, const char *group,
                           unsigned line, unsigned column, const char *message, const char *help)
{
    struct rampart_task *task = NULL;
    rampart_diags_clear(diags);
    assert_int_equal(read_task(diags, text, id, group, &task), RAMPART_INVALID_INPUT);
    assert_null(task);
    assert_error(diags, line, column, message, help);
}

static void a_task_that_is_rolled_back_cannot_be_cancelled(void **state)
{
    struct rampart_task_note note;
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("RollbackInProgress"), *state, &note),
                     RAMPART_OK);
    assert_int_equal(note.verdict, RAMPART_TASK_REFUSED);
    assert_str(note.status, "RollbackInProgress");
    assert_str(note.operation, "CancelInstanceRefresh");
    assert_str(note.task, "");
    assert_str(note.message,
               "CancelInstanceRefresh is refused for a task in RollbackInProgress: the documentation "
               "states that a task that is being rolled back cannot be cancelled.");
    assert_int_equal(rampart_diags_count(*state), 0);
}

/* The letters of a row are the verdicts on cancel, suspend, resume and rollback. */
static void every_state_has_a_note_on_every_operation(void **state)
{
    static const char *const actions[] = {CANCEL, "ess:SuspendInstanceRefresh", "ess:ResumeInstanceRefresh",
                                          "ess:RollbackInstanceRefresh"};
    static const struct {
        const char *state, *verdicts;
    } rows[] = {
        {"Pending", "+?-?"},
        {"InProgress", "YY-Y"},
        {"Paused", "+-Y+"},
        {"CheckpointPause", "+-++"},
        {"Failed", "----"},
        {"Successful", "----"},
        {"Cancelling", "----"},
        {"Cancelled", "----"},
        {"RollbackInProgress", "NN--"},
        {"RollbackFailed", "----"},
        {"RollbackSuccessful", "----"},
    };
    static const char letters[] = {[RAMPART_TASK_UNKNOWN] = '?',
                                   [RAMPART_TASK_ACCEPTED] = 'Y',
                                   [RAMPART_TASK_REFUSED] = 'N',
                                   [RAMPART_TASK_PRESUMED_FAIL] = '-',
                                   [RAMPART_TASK_PRESUMED_OK] = '+'};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t j = 0; j < 4; j++) {
            struct rampart_task_note note;
            assert_int_equal(
                rampart_task_note(rampart_str(actions[j]), rampart_str(rows[i].state), *state, &note),
                RAMPART_OK);
            assert_int_equal(letters[note.verdict], rows[i].verdicts[j]);
            assert_true(rp_str_ends(note.message, RP_STR(".")));
        }
    }
    assert_int_equal(sizeof rows / sizeof *rows, 11);
}

static void what_is_presumed_says_so(void **state)
{
    struct rampart_task_note note;
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("Successful"), *state, &note), RAMPART_OK);
    assert_str(note.message,
               "CancelInstanceRefresh presumably fails for a task in Successful, because the task has "
               "ended; the documentation does not say.");
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("Pending"), *state, &note), RAMPART_OK);
    assert_str(note.message,
               "CancelInstanceRefresh is presumably accepted for a task in Pending, because the task has "
               "not ended; the documentation does not say.");
}

static void the_action_is_folded(void **state)
{
    struct rampart_task_note note;
    assert_int_equal(
        rampart_task_note(RP_STR("ESS:cancelinstancerefresh"), RP_STR("InProgress"), *state, &note),
        RAMPART_OK);
    assert_int_equal(note.verdict, RAMPART_TASK_ACCEPTED);
    assert_str(note.operation, "CancelInstanceRefresh");
}

static void another_action_is_refused(void **state)
{
    static const char *const actions[] = {"ess:StartInstanceRefresh", "ecs:CancelInstanceRefresh",
                                          "ess:", ""};
    const char *help = "a task's state matters to ess:CancelInstanceRefresh, ess:SuspendInstanceRefresh, "
                       "ess:ResumeInstanceRefresh and ess:RollbackInstanceRefresh";
    struct rampart_task_note note;
    for (size_t i = 0; i < 4; i++) {
        char message[100];
        snprintf(message, sizeof message, "%s is not an operation on an instance refresh task", actions[i]);
        rampart_diags_clear(*state);
        assert_int_equal(rampart_task_note(rampart_str(actions[i]), RP_STR("InProgress"), *state, &note),
                         RAMPART_INVALID_INPUT);
        assert_error(*state, 0, 0, message, help);
    }
}

static void an_unknown_state_has_a_suggestion(void **state)
{
    struct rampart_task_note note;
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("rollbackInprogress"), *state, &note),
                     RAMPART_INVALID_INPUT);
    assert_error(*state, 0, 0, "invalid state \"rollbackInprogress\" of an instance refresh task",
                 "did you mean RollbackInProgress?");
    rampart_diags_clear(*state);
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("gone"), *state, &note), RAMPART_INVALID_INPUT);
    assert_error(
        *state, 0, 0, "invalid state \"gone\" of an instance refresh task",
        "the states are Pending, InProgress, Paused, CheckpointPause, Failed, Successful, Cancelling, "
        "Cancelled, RollbackInProgress, RollbackSuccessful and RollbackFailed");
}

static void a_task_is_found_by_its_id(void **state)
{
    const char *tasks = ANSWER(TASK("ir-1", "asg-1", "Successful") "," TASK("ir-2", "asg-1", "InProgress"));
    assert_task(*state, tasks, "ir-2", "asg-1", "ir-2", "InProgress");
    assert_task(*state, tasks, "ir-1", "", "ir-1", "Successful");
}

static void the_older_version_wraps_the_list(void **state)
{
    assert_task(*state, WRAPPED(TASK("ir-1", "asg-1", "Paused")), "ir-1", "asg-1", "ir-1", "Paused");
}

static void the_only_task_needs_no_id(void **state)
{
    assert_task(*state, ANSWER(TASK("ir-1", "asg-1", "Paused")), "", "asg-1", "ir-1", "Paused");
}

static void a_page_that_shows_the_task_suffices(void **state)
{
    assert_task(*state, PAGE(TASK("ir-1", "asg-1", "Paused")), "ir-1", "", "ir-1", "Paused");
}

static void several_tasks_need_an_id(void **state)
{
    assert_refused(*state, ANSWER(TASK("ir-1", "g", "Paused") "," TASK("ir-2", "g", "Paused")), "", "", 1, 41,
                   "the response contains 2 instance refresh tasks, so it is not clear which one is meant",
                   "pass its InstanceRefreshTaskId: ir-1, ir-2");
    assert_refused(
        *state, PAGE(TASK("ir-1", "g", "Paused")), "", "", 1, 44,
        "the response is only one page, as its NextToken says, so it is not clear which task is meant",
        "pass its InstanceRefreshTaskId: ir-1");
    assert_refused(*state, ANSWER(""), "", "", 1, 41, "the response contains no instance refresh task", "");
}

#define PAUSED(id) TASK(id, "g", "Paused")
#define FIVE(x) PAUSED(x "1") "," PAUSED(x "2") "," PAUSED(x "3") "," PAUSED(x "4") "," PAUSED(x "5")

static void a_long_list_is_cut(void **state)
{
    assert_refused(
        *state, ANSWER(FIVE("ir-1") "," FIVE("ir-2") "," TASK("ir-3", "g", "Paused")), "", "", 1, 41,
        "the response contains 11 instance refresh tasks, so it is not clear which one is meant",
        "pass its InstanceRefreshTaskId: ir-11, ir-12, ir-13, ir-14, ir-15, ir-21, ir-22, ir-23, ir-24, "
        "ir-25 and 1 more");
}

static void a_task_that_is_not_there_is_an_error(void **state)
{
    assert_refused(*state, ANSWER(TASK("ir-1", "g", "Paused")), "ir-9", "", 1, 41,
                   "the response does not contain the instance refresh task ir-9", "it contains ir-1");
    assert_refused(*state, PAGE(TASK("ir-1", "g", "Paused")), "ir-9", "", 1, 44,
                   "the response does not contain the instance refresh task ir-9",
                   "the response is only one page, as its NextToken says: get the next one");
    assert_refused(*state, ANSWER(""), "ir-9", "", 1, 41,
                   "the response does not contain the instance refresh task ir-9", "");
    assert_refused(*state, ANSWER(TASK("ir-1", "g", "Paused")), "IR-1", "", 1, 41,
                   "the response does not contain the instance refresh task IR-1", "it contains ir-1");
}

static void a_task_of_another_group_is_an_error(void **state)
{
    assert_refused(
        *state,
        "{\"InstanceRefreshTasks\":[\n {\"InstanceRefreshTaskId\":\"ir-1\",\"Status\":\"Paused\",\n"
        "  \"ScalingGroupId\":\"asg-1\"}]}",
        "ir-1", "asg-2", 3, 20, "the instance refresh task ir-1 belongs to another scaling group than asg-2",
        "");
}

static void a_task_twice_is_an_error(void **state)
{
    assert_refused(*state,
                   "{\"InstanceRefreshTasks\":[{\"InstanceRefreshTaskId\":\"ir-1\",\"Status\":\"Paused\"},\n"
                   "{\"InstanceRefreshTaskId\":\"ir-1\",\"Status\":\"Failed\"}]}",
                   "ir-1", "", 2, 1, "the response contains the instance refresh task ir-1 twice", "");
}

static void another_answer_is_refused(void **state)
{
    static const char *const answers[] = {"{\"RequestId\":\"r\"}",
                                          "[]",
                                          "7",
                                          "{\"InstanceRefreshTasks\":7}",
                                          "{\"InstanceRefreshTasks\":{}}",
                                          "{\"instancerefreshtasks\":[]}"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        assert_refused(*state, answers[i], "", "", 1, 1,
                       "not a response of DescribeInstanceRefreshes: it has no list InstanceRefreshTasks",
                       "");
}

static void a_task_must_say_what_it_is(void **state)
{
    static const char *const tasks[] = {
        "{\"InstanceRefreshTasks\":[7]}", "{\"InstanceRefreshTasks\":[{}]}",
        "{\"InstanceRefreshTasks\":[{\"InstanceRefreshTaskId\":7,\"Status\":\"Failed\"}]}"};
    for (size_t i = 0; i < 3; i++)
        assert_refused(*state, tasks[i], "", "", 1, 26,
                       "this instance refresh task has no InstanceRefreshTaskId", "");
    assert_refused(*state,
                   "{\"InstanceRefreshTasks\":[{\"InstanceRefreshTaskId\":\"ir-1\",\"Status\":null}]}", "",
                   "", 1, 26, "this instance refresh task has no Status", "");
}

static void an_unknown_state_in_an_answer_has_its_place(void **state)
{
    assert_refused(
        *state, "{\"InstanceRefreshTasks\":[{\"InstanceRefreshTaskId\":\"ir-1\",\n\"Status\":\"Canceled\"}]}",
        "", "", 2, 10, "invalid state \"Canceled\" of an instance refresh task", "did you mean Cancelled?");
    assert_str(rampart_diags_at(*state, 0)->file, "tasks.json");
}

static void the_answer_is_read_strictly(void **state)
{
    struct rampart_task *task = NULL;
    assert_int_equal(
        read_task(*state, "{\"InstanceRefreshTasks\":[],\"InstanceRefreshTasks\":[]}", "", "", &task),
        RAMPART_INVALID_INPUT);
    assert_string_equal(rampart_diags_at(*state, 0)->name, "duplicate-member");
    rampart_diags_clear(*state);
    assert_int_equal(read_task(*state, "", "", "", &task), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_diags_count(*state), 1);
    assert_null(task);
}

static void a_large_answer_is_refused_unread(void **state)
{
    struct rampart_options options = {.limits = {.document_bytes = 10}};
    struct rampart_task *task = NULL;
    assert_int_equal(rampart_task_read(&options, RP_STR(ANSWER("")), RP_STR("f"), RP_STR(""), RP_STR(""),
                                       RP_STR(CANCEL), *state, &task),
                     RAMPART_LIMIT);
    assert_str(rampart_diags_at(*state, 0)->message, "the response is larger than the limit of 10 bytes");
    assert_str(rampart_diags_at(*state, 0)->file, "f");
}

static void diagnostics_are_optional(void **state)
{
    (void)state;
    struct rampart_task *task = NULL;
    assert_int_equal(read_task(NULL, "{", "", "", &task), RAMPART_INVALID_INPUT);
    assert_int_equal(read_task(NULL, ANSWER(TASK("ir-1", "g", "Paused")), "", "", &task), RAMPART_OK);
    rampart_task_free(task);
    rampart_task_free(NULL);
}

static void misuse_is_told(void **state)
{
    assert_int_equal(rampart_task_note(RP_STR(CANCEL), RP_STR("Paused"), *state, NULL), RAMPART_MISUSE);
    assert_int_equal(read_task(*state, "{}", "", "", NULL), RAMPART_MISUSE);
    assert_null(rampart_task_note_of(NULL));
}

/* With one allocation more each time, until it is enough; nothing leaks on the way. */
static void assert_survives(struct rampart_diags *diags, const char *id, enum rampart_status end)
{
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        struct rampart_options options = {.allocator = &allocator};
        struct rampart_task *task = NULL;
        assert_in_range(allowed, 0, 200);
        status = rampart_task_read(&options, RP_STR(ANSWER(TASK("ir-1", "g", "Paused"))), RP_STR("f"),
                                   rampart_str(id), RP_STR(""), RP_STR(CANCEL), diags, &task);
        rampart_task_free(task);
    }
    assert_int_equal(status, end);
}

static void refused_memory_is_survived(void **state)
{
    assert_survives(*state, "ir-1", RAMPART_OK);
    assert_survives(*state, "ir-9", RAMPART_INVALID_INPUT);
    assert_survives(NULL, "ir-1", RAMPART_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_task_that_is_rolled_back_cannot_be_cancelled),
        TEST(every_state_has_a_note_on_every_operation),
        TEST(what_is_presumed_says_so),
        TEST(the_action_is_folded),
        TEST(another_action_is_refused),
        TEST(an_unknown_state_has_a_suggestion),
        TEST(a_task_is_found_by_its_id),
        TEST(the_older_version_wraps_the_list),
        TEST(the_only_task_needs_no_id),
        TEST(a_page_that_shows_the_task_suffices),
        TEST(several_tasks_need_an_id),
        TEST(a_long_list_is_cut),
        TEST(a_task_that_is_not_there_is_an_error),
        TEST(a_task_of_another_group_is_an_error),
        TEST(a_task_twice_is_an_error),
        TEST(another_answer_is_refused),
        TEST(a_task_must_say_what_it_is),
        TEST(an_unknown_state_in_an_answer_has_its_place),
        TEST(the_answer_is_read_strictly),
        TEST(a_large_answer_is_refused_unread),
        TEST(diagnostics_are_optional),
        TEST(misuse_is_told),
        TEST(refused_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
