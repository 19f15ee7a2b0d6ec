/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/refresh.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { STATE = 0, OPERATION, VERDICT, SENTENCE, SOURCE, COLUMNS };

static struct rampart_str rows_of_states(void)
{
    return rp_tsv_rows(rp_catalog_refresh_states());
}

/* The operation as the table writes it: "CancelInstanceRefresh" for ess:cancelinstancerefresh. */
static bool operation_of(struct rampart_str action, struct rampart_str *ret_operation)
{
    struct rampart_str line, rows = rows_of_states();
    if (!rp_str_equal_fold(rp_str_part(action, 0, 4), RP_STR("ess:"))) return false;
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str operation = rp_tsv_field(line, OPERATION);
        if (!rp_str_equal_fold(operation, rp_str_from(action, 4))) continue;
        *ret_operation = operation;
        return true;
    }
    return false;
}

static bool find_row(struct rampart_str state, struct rampart_str operation, struct rampart_str *ret_fields)
{
    struct rampart_str line, rows = rows_of_states();
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal(rp_tsv_field(line, STATE), state)) continue;
        if (!rp_str_equal(rp_tsv_field(line, OPERATION), operation)) continue;
        return rp_tsv_split(line, ret_fields, COLUMNS);
    }
    return false;
}

static enum rampart_task_verdict verdict_of(struct rampart_str words)
{
    if (rp_str_equal(words, RP_STR("stated yes"))) return RAMPART_TASK_ACCEPTED;
    if (rp_str_equal(words, RP_STR("stated no"))) return RAMPART_TASK_REFUSED;
    if (rp_str_equal(words, RP_STR("presumed yes"))) return RAMPART_TASK_PRESUMED_OK;
    if (rp_str_equal(words, RP_STR("presumed no"))) return RAMPART_TASK_PRESUMED_FAIL;
    return RAMPART_TASK_UNKNOWN;
}

static void report_state(struct rampart_str state, struct rp_at at, struct rampart_diags *diags)
{
    struct rampart_str near;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, at, "\"%.*s\" is no state of an instance refresh task",
            RP_ARG(state));
    if (rp_tsv_nearest(rows_of_states(), STATE, 0, state, &near)) {
        near = rp_tsv_field(near, STATE);
        rp_diag_help(diags, "did you mean %.*s?", RP_ARG(near));
        return;
    }
    rp_diag_help(
        diags, "the states are Pending, InProgress, Paused, CheckpointPause, Failed, Successful, Cancelling, "
               "Cancelled, RollbackInProgress, RollbackSuccessful and RollbackFailed");
}

static void report_action(struct rampart_str action, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TASK, RP_NOWHERE,
            "%.*s is not an operation on an instance refresh task", RP_ARG(action));
    rp_diag_help(diags, "a task's state matters to ess:CancelInstanceRefresh, ess:SuspendInstanceRefresh, "
                        "ess:ResumeInstanceRefresh and ess:RollbackInstanceRefresh");
}

bool rp_refresh_action(struct rampart_str action, struct rampart_diags *diags)
{
    struct rampart_str operation;
    if (operation_of(action, &operation)) return true;
    report_action(action, diags);
    return false;
}

enum rampart_status rp_refresh_note(struct rampart_str action, struct rampart_str status, struct rp_at at,
                                    struct rampart_diags *diags, struct rampart_task_note *ret_note)
{
    struct rampart_str operation, fields[COLUMNS];
    if (!operation_of(action, &operation)) {
        report_action(action, diags);
        return RAMPART_INVALID_INPUT;
    }
    if (!find_row(status, operation, fields)) {
        report_state(status, at, diags);
        return RAMPART_INVALID_INPUT;
    }
    *ret_note = (struct rampart_task_note){
        .verdict = verdict_of(fields[VERDICT]),
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
    return rp_refresh_note(action, status, RP_NOWHERE, diags, ret_note);
}
