/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

const char *rp_severity_word(enum rampart_severity severity)
{
    if (severity == RAMPART_WARNING) return "warning";
    return severity == RAMPART_NOTE ? "note" : "error";
}

/* Line 0 stands for no place, here as in the library. */
static void put_diag(struct rp_buf *out, const struct rampart_diag *diag)
{
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "severity", rp_severity_word(diag->severity));
    rp_write_word(out, "code", diag->code);
    rp_write_word(out, "name", diag->name);
    rp_write_text_or_null(out, "file", diag->file);
    rp_write_number(out, "line", diag->line);
    rp_write_number(out, "column", diag->column);
    rp_write_number(out, "endLine", diag->end_line);
    rp_write_number(out, "endColumn", diag->end_column);
    rp_write_text(out, "message", diag->message);
    rp_write_text_or_null(out, "help", diag->help);
    rp_write_close(out, '}');
}

void rp_write_problem(struct rp_buf *out, const struct rampart_diag *diag)
{
    rp_write_word(out, "code", diag->code);
    rp_write_word(out, "name", diag->name);
    rp_write_text(out, "message", diag->message);
    rp_write_text_or_null(out, "help", diag->help);
}

static void put_warning(struct rp_buf *out, const struct rampart_diag *diag)
{
    rp_write_open(out, NULL, '{');
    rp_write_problem(out, diag);
    rp_write_text_or_null(out, "file", diag->file);
    rp_write_number(out, "line", diag->line);
    rp_write_number(out, "column", diag->column);
    rp_write_close(out, '}');
}

void rp_write_warnings(struct rp_buf *out, const struct rampart_diags *diags)
{
    if (rampart_diags_found(diags, RAMPART_WARNING) == 0) return;
    rp_write_open(out, "warnings", '[');
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_WARNING)
            put_warning(out, rampart_diags_at(diags, i));
    rp_write_close(out, ']');
}

void rp_write_diags(struct rp_buf *out, const struct rampart_diags *diags)
{
    rp_write_open(out, "diagnostics", '[');
    for (size_t i = 0; i < rampart_diags_count(diags); i++) put_diag(out, rampart_diags_at(diags, i));
    rp_write_close(out, ']');
    rp_write_number(out, "omitted", rp_diags_omitted(diags));
}

enum rampart_status rp_diags_json(struct rp_print *print, const struct rampart_diags *diags)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_diags(out, diags);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
