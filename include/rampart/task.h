/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instance refresh tasks of Auto Scaling: what the rules of the API say about calling an operation in the
 * state that a task is in.
 *
 * This is a note beside a decision, and never a decision: a call that the policies permit can still fail, as
 * a task that has ended cannot be cancelled. The operations are CancelInstanceRefresh,
 * SuspendInstanceRefresh, ResumeInstanceRefresh and RollbackInstanceRefresh.
 *
 * Words: the state of a task is its Status in the API, such as "RollbackInProgress".
 *
 * Thread-safety: A task does not change once it is read. Every function of this header may be called from any
 * thread.
 *
 * Example: a task that is being rolled back.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/task.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_task_note note;
 *         const struct rampart_str action = rampart_str("ess:CancelInstanceRefresh");
 *         if (rampart_task_note(action, rampart_str("RollbackInProgress"), NULL, &note) != RAMPART_OK) return 1;
 *         printf("%.*s\n", (int)note.message.len, note.message.data);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     CancelInstanceRefresh is refused for a task in RollbackInProgress: the documentation states that a task that is being rolled back cannot be cancelled.
 */
#ifndef RAMPART_TASK_H
#define RAMPART_TASK_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The verdict of the API's rules on the operation in this state. */
enum rampart_task_verdict {
    /* The documentation does not say, and the state does not suggest anything. */
    RAMPART_TASK_UNKNOWN = 0,

    /* The documentation says that the operation works in this state. */
    RAMPART_TASK_ACCEPTED,

    /* The documentation says that the operation fails in this state. */
    RAMPART_TASK_REFUSED,

    /* It is not documented, but the state speaks against it: the task has ended, say. */
    RAMPART_TASK_PRESUMED_FAIL,

    /* It is not documented, but the state speaks for it: the task has not ended. */
    RAMPART_TASK_PRESUMED_OK
};

/* The note. All texts are static but `task`. */
struct rampart_task_note {
    enum rampart_task_verdict verdict;

    /* The id of the task, which lives as long as the task. Empty: no task was named. */
    struct rampart_str task;

    /* "RollbackInProgress" */
    struct rampart_str status;

    /* "CancelInstanceRefresh" */
    struct rampart_str operation;

    /* One English sentence, with a full stop. */
    struct rampart_str message;
};

/*
 * Makes the note on calling `action` while a task is in the state `status`, which is spelt as the API spells
 * it. `action` is one of the four operations as an action, ess:CancelInstanceRefresh, in any case of letters.
 * The note names no task.
 *
 * Source: policies/catalog, in the library, with the pages of the API.
 * Ownership: The texts of the note are static.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for another action or an unknown state; RAMPART_MISUSE when
 * `ret_note` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_task_note(struct rampart_str action,
                                                                     struct rampart_str status,
                                                                     struct rampart_diags *diags,
                                                                     struct rampart_task_note *ret_note);

/* A task that was found in an answer of the API. */
struct rampart_task;

/*
 * Finds a task in an answer of DescribeInstanceRefreshes, JSON of either version of the API, and makes the
 * note on calling `action`. `file` names the answer in diagnostics.
 *
 * An empty `task_id` means the only task of the answer. An answer that is one page of several is not taken
 * for all there is. A task that says it belongs to another scaling group than `scaling_group_id` is an error,
 * unless that is empty.
 *
 * Ownership: The caller frees the task with rampart_task_free(). All texts are copied.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for an answer that cannot be read, one that does not show
 * exactly one such task, and another action; RAMPART_LIMIT for an answer over a limit; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when `ret_task` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_task_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                  struct rampart_str task_id, struct rampart_str scaling_group_id, struct rampart_str action,
                  struct rampart_diags *diags, struct rampart_task **ret_task);

/*
 * Returns the note on a task that was found. NULL has none.
 *
 * Ownership: The note lives as long as the task.
 */
RAMPART_API const struct rampart_task_note *rampart_task_note_of(const struct rampart_task *task);

/* Frees the task and its note. NULL is allowed. */
RAMPART_API void rampart_task_free(struct rampart_task *task);

#ifdef __cplusplus
}
#endif

#endif
