/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of an instance refresh task, and what the API's own rules say about calling an operation
 * on it. It is a note beside a decision, never a decision: a permitted call can still fail.
 */
#ifndef RAMPART_TASK_H
#define RAMPART_TASK_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

enum rampart_task_verdict {
    RAMPART_TASK_UNKNOWN = 0,   /* the documentation does not say */
    RAMPART_TASK_ACCEPTED,      /* stated: the operation works in this state */
    RAMPART_TASK_REFUSED,       /* stated: the operation fails in this state */
    RAMPART_TASK_PRESUMED_FAIL, /* not stated, but the state speaks against it: the task has ended, say */
    RAMPART_TASK_PRESUMED_OK    /* not stated, but the state speaks for it: the task has not ended */
};

/* The note. Texts are static, but for `task`, which lives as long as what it was read from. */
struct rampart_task_note {
    enum rampart_task_verdict verdict;
    struct rampart_str task;      /* the task's id; may be empty */
    struct rampart_str status;    /* "RollbackInProgress" */
    struct rampart_str operation; /* "CancelInstanceRefresh" */
    struct rampart_str message;   /* one English sentence, with a full stop */
};

/*
 * The note on calling `action` while the task is in the state `status`, spelt as the API spells it.
 * `action` is ess:CancelInstanceRefresh, ess:SuspendInstanceRefresh, ess:ResumeInstanceRefresh or
 * ess:RollbackInstanceRefresh, in any case of letters; the note names no task. Any thread.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for another action or an unknown state, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_task_note(struct rampart_str action,
                                                                     struct rampart_str status,
                                                                     struct rampart_diags *diags,
                                                                     struct rampart_task_note *ret_note);

/* A task found in an answer of the API. Immutable. */
struct rampart_task;

/*
 * Finds a task in an answer of DescribeInstanceRefreshes, JSON of either API version, and makes the note
 * on calling `action`. `file` names the answer in diagnostics. An empty `task_id` means the only task of
 * the answer. A task of another scaling group than `scaling_group_id` is an error, unless that is empty.
 * Copies what it needs. The caller frees the task with rampart_task_free().
 * Errors: RAMPART_INVALID_INPUT for an answer that is refused or does not show one such task,
 * RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_task_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                  struct rampart_str task_id, struct rampart_str scaling_group_id, struct rampart_str action,
                  struct rampart_diags *diags, struct rampart_task **ret_task);

/* The note on the task that was found; lives as long as the task. */
RAMPART_API const struct rampart_task_note *rampart_task_note_of(const struct rampart_task *task);

/* Frees the task. NULL is allowed. */
RAMPART_API void rampart_task_free(struct rampart_task *task);

#ifdef __cplusplus
}
#endif

#endif
