/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_report.h"

const char *rp_severity_word(enum rampart_severity severity)
{
    if (severity == RAMPART_WARNING) return "warning";
    return severity == RAMPART_NOTE ? "note" : "error";
}

/* Line 0 stands for no place, here as in the library. */
void rp_put_extent(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_number(item, "line", diag->line);
    rp_put_number(item, "column", diag->column);
    rp_put_number(item, "endLine", diag->end_line);
    rp_put_number(item, "endColumn", diag->end_column);
}

static void put_diag(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_word(item, "severity", rp_severity_word(diag->severity));
    rp_put_word(item, "code", diag->code);
    rp_put_word(item, "name", diag->name);
    rp_put_text_or_null(item, "file", diag->file);
    rp_put_extent(item, diag);
    rp_put_text(item, "message", diag->message);
    rp_put_text_or_null(item, "help", diag->help);
}

void rp_put_problem(struct rp_json at, const struct rampart_diag *diag)
{
    rp_put_word(at, "code", diag->code);
    rp_put_word(at, "name", diag->name);
    rp_put_text(at, "message", diag->message);
    rp_put_text_or_null(at, "help", diag->help);
}

static void put_warning(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_problem(item, diag);
    rp_put_text_or_null(item, "file", diag->file);
    rp_put_number(item, "line", diag->line);
    rp_put_number(item, "column", diag->column);
}

void rp_put_warnings(struct rp_json at, const struct rampart_diags *diags)
{
    if (rampart_diags_found(diags, RAMPART_WARNING) == 0) return;
    const struct rp_json list = rp_put_list(at, "warnings");
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_WARNING)
            put_warning(rp_put_object(list, NULL), rampart_diags_at(diags, i));
}

static void put_diags(struct rp_json at, const struct rampart_diags *diags)
{
    const struct rp_json list = rp_put_list(at, "diagnostics");
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        put_diag(rp_put_object(list, NULL), rampart_diags_at(diags, i));
    rp_put_number(at, "omitted", rp_diags_omitted(diags));
}

enum rampart_status rp_diags_json(struct rp_print *print, const struct rampart_diags *diags)
{
    struct rp_json_report report;
    put_diags(rp_put_tree(rp_json_start(&report, print->out), NULL), diags);
    return rp_json_finish(&report, RAMPART_OK);
}

/* ---- that there is no answer: docs/error.schema.json ---- */

void rp_put_failure(struct rp_json at, const struct rampart_diags *diags)
{
    const struct rampart_diag unknown = {
        .code = "CLI002", .name = "failed", .message = RP_STR("the run failed")};
    const struct rampart_diag *first = rp_first_error(diags);
    rp_put_problem(rp_put_object(at, "error"), first == NULL ? &unknown : first);
    put_diags(at, diags);
}

enum rampart_status rp_failure_json(struct rp_print *print, const struct rampart_diags *diags)
{
    struct rp_json_report report;
    rp_put_failure(rp_put_tree(rp_json_start(&report, print->out), NULL), diags);
    return rp_json_finish(&report, RAMPART_OK);
}
