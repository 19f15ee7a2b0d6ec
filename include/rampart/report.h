/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: decisions and diagnostics as text for people or JSON for programs, handed to the
 * caller's writer. The JSON form is stable (docs/check.schema.json); the text form is not.
 */
#ifndef RAMPART_REPORT_H
#define RAMPART_REPORT_H

#include <rampart/decision.h>
#include <rampart/diag.h>
#include <rampart/task.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes a piece of a report. Returns false to stop; the report then ends with RAMPART_IO. */
struct rampart_writer {
    void *context;
    bool (*write)(void *context, struct rampart_str piece);
};

enum rampart_report_format { RAMPART_REPORT_TEXT = 0, RAMPART_REPORT_JSON };

struct rampart_report_style {
    enum rampart_report_format format;
    bool color; /* text only: ANSI colours */
};

/*
 * Prints a decision; `task` may be NULL. Text ends with a newline; JSON is one object on one line.
 * Errors: RAMPART_NO_MEMORY, RAMPART_IO when the writer stops, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_decision(const struct rampart_options *options, const struct rampart_decision *decision,
                        const struct rampart_task_note *task, struct rampart_report_style style,
                        const struct rampart_writer *writer);

/*
 * Prints every diagnostic of the list: file:line:column, severity, message, the line with a caret,
 * and what to write instead. JSON is one object {"diagnostics":[…]} on one line.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                                                        const struct rampart_diags *diags,
                                                                        struct rampart_report_style style,
                                                                        const struct rampart_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
