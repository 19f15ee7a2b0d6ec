/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to many requests, a JSON object a line: docs/requests.schema.json. */
#include "report/json.h"

/* The line is a member of its own, and the file is the same for all. */
static void put_problem(struct rp_buf *out, const char *name, const struct rampart_diag *diag)
{
    rp_write_open(out, name, '{');
    rp_write_problem(out, diag);
    rp_write_number(out, "column", diag->column);
    rp_write_close(out, '}');
}

static void put_problems(struct rp_buf *out, const char *name, const struct rampart_diags *diags,
                         enum rampart_severity severity)
{
    rp_write_open(out, name, '[');
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == severity)
            put_problem(out, NULL, rampart_diags_at(diags, i));
    rp_write_close(out, ']');
}

static void put_expected(struct rp_buf *out, struct rampart_verdict verdict, enum rampart_expect expect)
{
    rp_write_word(out, "expected", rampart_expect_name(expect));
    rp_write_bool(out, "asExpected", rampart_verdict_meets(verdict, expect));
}

/* The statements that came closest are not told: finding them would take longer than all the rest. */
enum rampart_status rp_decision_line_json(struct rp_print *print, struct rampart_str id_json,
                                          const struct rampart_decision *decision, enum rampart_expect expect,
                                          const struct rampart_diags *diags)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_raw(out, "id", id_json);
    rp_write_decision(out, decision);
    rp_write_text(out, "message", decision->message);
    if (expect != RAMPART_EXPECT_NOTHING) put_expected(out, decision->verdict, expect);
    if (rampart_diags_found(diags, RAMPART_WARNING) > 0)
        put_problems(out, "warnings", diags, RAMPART_WARNING);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}

enum rampart_status rp_error_line_json(struct rp_print *print, struct rampart_str id_json, size_t line,
                                       const struct rampart_diags *diags)
{
    const struct rampart_diag limit = {.code = "ENG004",
                                       .name = "no-decision",
                                       .message = RP_STR("no decision could be made within the limits")};
    const struct rampart_diag *first = rp_first_error(diags);
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_raw(out, "id", id_json);
    rp_write_number(out, "line", line);
    put_problem(out, "error", first == NULL ? &limit : first);
    if (rampart_diags_found(diags, RAMPART_ERROR) > 1) put_problems(out, "errors", diags, RAMPART_ERROR);
    if (rp_diags_omitted(diags) > 0) rp_write_number(out, "omitted", rp_diags_omitted(diags));
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
