/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outcome of an operation on an instance refresh task in a state (refresh-states.tsv), and the task that an
 * answer of DescribeInstanceRefreshes shows; version 2014-08-28 wraps its list once more.
 */
#include <rampart/task.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "text/json.h"
#include "text/tree.h"

enum { LISTED_IDS = 10 };

enum { STATE = 0, OPERATION, VERDICT, SENTENCE, SOURCE, COLUMNS };

static struct rampart_str task_states(void)
{
    return rp_tsv_rows(rp_catalog_refresh_states());
}

/* The operation as the table writes it: "CancelInstanceRefresh" for ess:cancelinstancerefresh. */
static bool task_operation(struct rampart_str action, struct rampart_str *ret_operation)
{
    struct rampart_str line, rows = task_states();
    if (!rp_str_equal_fold(rp_str_part(action, 0, 4), RP_STR("ess:"))) return false;
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str operation = rp_tsv_field(line, OPERATION);
        if (!rp_str_equal_fold(operation, rp_str_from(action, 4))) continue;
        *ret_operation = operation;
        return true;
    }
    return false;
}

static bool task_find_row(struct rampart_str state, struct rampart_str operation,
                          struct rampart_str *ret_fields)
{
    struct rampart_str line, rows = task_states();
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal(rp_tsv_field(line, STATE), state)) continue;
        if (!rp_str_equal(rp_tsv_field(line, OPERATION), operation)) continue;
        return rp_tsv_split(line, ret_fields, COLUMNS);
    }
    return false;
}

static enum rampart_task_verdict task_verdict(struct rampart_str words)
{
    if (rp_str_equal(words, RP_STR("stated yes"))) return RAMPART_TASK_ACCEPTED;
    if (rp_str_equal(words, RP_STR("stated no"))) return RAMPART_TASK_REFUSED;
    if (rp_str_equal(words, RP_STR("presumed yes"))) return RAMPART_TASK_PRESUMED_OK;
    if (rp_str_equal(words, RP_STR("presumed no"))) return RAMPART_TASK_PRESUMED_FAIL;
    return RAMPART_TASK_UNKNOWN;
}

static void task_report_state(struct rampart_str state, struct rp_at at, struct rampart_diags *diags)
{
    struct rampart_str near;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, at, "invalid state \"%.*s\" of an instance refresh task",
            RP_ARG(state));
    if (rp_tsv_nearest(task_states(), STATE, 0, state, &near)) {
        near = rp_tsv_field(near, STATE);
        rp_diag_help(diags, "did you mean %.*s?", RP_ARG(near));
        return;
    }
    rp_diag_help(
        diags, "the states are Pending, InProgress, Paused, CheckpointPause, Failed, Successful, Cancelling, "
               "Cancelled, RollbackInProgress, RollbackSuccessful and RollbackFailed");
}

static void task_report_action(struct rampart_str action, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, RP_NOWHERE,
            "%.*s is not an operation on an instance refresh task", RP_ARG(action));
    rp_diag_help(diags, "a task's state matters to ess:CancelInstanceRefresh, ess:SuspendInstanceRefresh, "
                        "ess:ResumeInstanceRefresh and ess:RollbackInstanceRefresh");
}

/* True when the action is an operation on a task; reports when it is not. */
static bool task_check_action(struct rampart_str action, struct rampart_diags *diags)
{
    struct rampart_str operation;
    if (task_operation(action, &operation)) return true;
    task_report_action(action, diags);
    return false;
}

/* The note of rampart_task_note(), without a task; `at` is where the status stands. Errors: RAMPART_INVALID_INPUT. */
static enum rampart_status task_note(struct rampart_str action, struct rampart_str status, struct rp_at at,
                                     struct rampart_diags *diags, struct rampart_task_note *ret_note)
{
    struct rampart_str operation, fields[COLUMNS];
    if (!task_operation(action, &operation)) {
        task_report_action(action, diags);
        return RAMPART_INVALID_INPUT;
    }
    if (!task_find_row(status, operation, fields)) {
        task_report_state(status, at, diags);
        return RAMPART_INVALID_INPUT;
    }
    *ret_note = (struct rampart_task_note){
        .verdict = task_verdict(fields[VERDICT]),
        .status = fields[STATE],
        .operation = fields[OPERATION],
        .message = fields[SENTENCE],
    };
    return RAMPART_OK;
}

enum rampart_status rampart_task_note(struct rampart_str action, struct rampart_str status,
                                      struct rampart_diags *diags, struct rampart_task_note *ret_note)
{
    if (ret_note == NULL) return RAMPART_MISUSE;
    return task_note(action, status, RP_NOWHERE, diags, ret_note);
}

/* ---- an answer of DescribeInstanceRefreshes ---- */

struct rampart_task {
    struct rp_arena arena; /* holds the task itself */
    struct rampart_task_note note;
};

/* The search for a task in an answer. */
struct task_search {
    const struct rp_reading *reading;
    struct rampart_str task_id, group, action;
    bool one_page; /* the answer says that there is more */
};

static struct rp_at task_at(const struct task_search *search, const struct rp_node *node)
{
    return (struct rp_at){search->reading->source, node->span};
}

/* A member of a map that is a string; empty for anything else. */
static struct rampart_str task_text_member(const struct rp_node *map, struct rampart_str key)
{
    const struct rp_node *node = map->type == RP_NODE_MAP ? rp_node_member(map, key) : NULL;
    return node != NULL && node->type == RP_NODE_STRING ? node->text : (struct rampart_str){NULL, 0};
}

static struct rampart_str task_id_of(const struct rp_node *task)
{
    return task_text_member(task, RP_STR("InstanceRefreshTaskId"));
}

/* The list of tasks, in the shape of either version; NULL when there is none. */
static const struct rp_node *task_list(const struct rp_node *root)
{
    const struct rp_node *list =
        root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("InstanceRefreshTasks")) : NULL;
    if (list != NULL && list->type == RP_NODE_MAP) list = rp_node_member(list, RP_STR("InstanceRefreshTask"));
    return list != NULL && list->type == RP_NODE_LIST ? list : NULL;
}

/* Every task must have its id and status, also those that nobody asks about: without them it is another answer. */
static bool task_check_all(const struct task_search *search, const struct rp_node *list)
{
    for (const struct rp_node *task = list->first; task != NULL; task = task->next) {
        struct rampart_str lacks = {NULL, 0};
        if (task_text_member(task, RP_STR("Status")).len == 0) lacks = RP_STR("Status");
        if (task_id_of(task).len == 0) lacks = RP_STR("InstanceRefreshTaskId");
        if (lacks.len == 0) continue;
        rp_diag(search->reading->diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, task),
                "this instance refresh task has no %.*s", RP_ARG(lacks));
        return false;
    }
    return true;
}

/* "ir-1, ir-2 and 3 more" */
static bool task_print_ids(const struct rp_node *list, struct rp_arena *arena, struct rampart_str *ret_ids)
{
    struct rp_buf buf;
    size_t listed = 0;
    rp_buf_init(&buf, &arena->allocator, 1024);
    for (const struct rp_node *task = list->first; task != NULL && listed < LISTED_IDS; task = task->next) {
        struct rampart_str id = rp_str_part(task_id_of(task), 0, 64);
        rp_buf_printf(&buf, "%s%.*s", listed++ == 0 ? "" : ", ", RP_ARG(id));
    }
    if (listed < list->count) rp_buf_printf(&buf, " and %zu more", list->count - listed);
    bool done = buf.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&buf), ret_ids);
    rp_buf_free(&buf);
    return done;
}

static enum rampart_status task_report_absent(const struct task_search *search, const struct rp_node *list)
{
    struct rampart_diags *diags = search->reading->diags;
    struct rampart_str ids;
    RP_TRY_MEMORY(task_print_ids(list, search->reading->arena, &ids));
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, list),
            "the response does not contain the instance refresh task %.*s", RP_ARG(search->task_id));
    if (search->one_page)
        rp_diag_help(diags, "the response is only one page, as its NextToken says: get the next one");
    else if (ids.len > 0)
        rp_diag_help(diags, "it contains %.*s", RP_ARG(ids));
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status task_report_several(const struct task_search *search, const struct rp_node *list)
{
    struct rampart_diags *diags = search->reading->diags;
    struct rampart_str ids;
    RP_TRY_MEMORY(task_print_ids(list, search->reading->arena, &ids));
    if (search->one_page)
        rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, list),
                "the response is only one page, as its NextToken says, so it is not clear which task is meant");
    else
        rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, list),
                "the response contains %zu instance refresh tasks, so it is not clear which one is meant",
                list->count);
    rp_diag_help(diags, "pass its InstanceRefreshTaskId: %.*s", RP_ARG(ids));
    return RAMPART_INVALID_INPUT;
}

/* The only task of the list, when none was named. */
static enum rampart_status task_only(const struct task_search *search, const struct rp_node *list,
                                     const struct rp_node **ret_task)
{
    if (list->count == 0) {
        rp_diag(search->reading->diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, list),
                "the response contains no instance refresh task");
        return RAMPART_INVALID_INPUT;
    }
    if (list->count > 1 || search->one_page) return task_report_several(search, list);
    *ret_task = list->first;
    return RAMPART_OK;
}

static enum rampart_status task_find(const struct task_search *search, const struct rp_node *list,
                                     const struct rp_node **ret_task)
{
    if (search->task_id.len == 0) return task_only(search, list, ret_task);
    const struct rp_node *found = NULL;
    for (const struct rp_node *task = list->first; task != NULL; task = task->next) {
        if (!rp_str_equal(task_id_of(task), search->task_id)) continue;
        if (found != NULL) {
            rp_diag(search->reading->diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, task),
                    "the response contains the instance refresh task %.*s twice", RP_ARG(search->task_id));
            return RAMPART_INVALID_INPUT;
        }
        found = task;
    }
    if (found == NULL) return task_report_absent(search, list);
    *ret_task = found;
    return RAMPART_OK;
}

static enum rampart_status task_check_group(const struct task_search *search, const struct rp_node *task)
{
    const struct rp_node *group = rp_node_member(task, RP_STR("ScalingGroupId"));
    if (search->group.len == 0 || group == NULL) return RAMPART_OK;
    if (group->type == RP_NODE_STRING && rp_str_equal(group->text, search->group)) return RAMPART_OK;
    struct rampart_str id = task_id_of(task);
    rp_diag(search->reading->diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, group),
            "the instance refresh task %.*s belongs to another scaling group than %.*s", RP_ARG(id),
            RP_ARG(search->group));
    return RAMPART_INVALID_INPUT;
}

/* Makes the note on a task from the tree of an answer. */
static enum rampart_status task_make_note(struct task_search *search, const struct rp_node *root,
                                          struct rampart_task_note *ret_note)
{
    const struct rp_node *task, *list = task_list(root);
    if (list == NULL) {
        rp_diag(search->reading->diags, RAMPART_ERROR, RP_REQ_TASK, task_at(search, root),
                "not a response of DescribeInstanceRefreshes: it has no list InstanceRefreshTasks");
        return RAMPART_INVALID_INPUT;
    }
    if (!task_check_all(search, list)) return RAMPART_INVALID_INPUT;
    search->one_page = task_text_member(root, RP_STR("NextToken")).len > 0;
    RP_TRY(task_find(search, list, &task));
    RP_TRY(task_check_group(search, task));
    const struct rp_node *status = rp_node_member(task, RP_STR("Status"));
    RP_TRY(
        task_note(search->action, status->text, task_at(search, status), search->reading->diags, ret_note));
    ret_note->task = task_id_of(task);
    return RAMPART_OK;
}

/* Reads the answer into the task's arena, where the note's texts stay. */
static enum rampart_status task_read_answer(struct task_search *search, struct rp_arena *arena,
                                            const struct rampart_limits *limits, struct rampart_str text,
                                            struct rampart_str file, struct rampart_diags *diags,
                                            struct rampart_task_note *ret_note)
{
    struct rp_source source;
    struct rp_node *root;
    if (text.len > limits->document_bytes) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the response is larger than the limit of %zu bytes", limits->document_bytes);
        rp_diag_file(diags, file);
        return RAMPART_LIMIT;
    }
    RP_TRY(rp_source_init(&source, arena, file, text));
    struct rp_reading reading = {.arena = arena, .source = &source, .limits = limits, .diags = diags};
    search->reading = &reading;
    RP_TRY(rp_json_read(&reading, &root));
    return task_make_note(search, root, ret_note);
}

static enum rampart_status task_read(const struct rampart_options *options, struct task_search *search,
                                     struct rampart_str text, struct rampart_str file,
                                     struct rampart_diags *diags, struct rampart_task **ret_task)
{
    struct rp_arena arena;
    struct rampart_limits limits = rp_limits_of(options);
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_task *task = RP_NEW(&arena, struct rampart_task);
    enum rampart_status status = task == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
    if (status == RAMPART_OK)
        status = task_read_answer(search, &arena, &limits, text, file, diags, &task->note);
    if (status != RAMPART_OK) {
        rp_arena_free(&arena);
        return status;
    }
    task->arena = arena;
    *ret_task = task;
    return RAMPART_OK;
}

enum rampart_status rampart_task_read(const struct rampart_options *options, struct rampart_str text,
                                      struct rampart_str file, struct rampart_str task_id,
                                      struct rampart_str scaling_group_id, struct rampart_str action,
                                      struct rampart_diags *diags, struct rampart_task **ret_task)
{
    if (ret_task == NULL) return RAMPART_MISUSE;
    if (!task_check_action(action, diags)) return RAMPART_INVALID_INPUT;
    struct task_search search = {.task_id = task_id, .group = scaling_group_id, .action = action};
    if (diags != NULL) return task_read(options, &search, text, file, diags, ret_task);
    RP_TRY(rampart_diags_new(options, &diags)); /* the reader counts on a list */
    enum rampart_status status = task_read(options, &search, text, file, diags, ret_task);
    rampart_diags_free(diags);
    return status;
}

const struct rampart_task_note *rampart_task_note_of(const struct rampart_task *task)
{
    return task == NULL ? NULL : &task->note;
}

void rampart_task_free(struct rampart_task *task)
{
    if (task == NULL) return;
    struct rp_arena arena = task->arena; /* the task lies in it */
    rp_arena_free(&arena);
}
