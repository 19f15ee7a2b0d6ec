/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to many requests, a JSON object a line, written straight into it: docs/requests.schema.json. */
#include "report/json_report.h"

/* The line is a member of its own, and the file is the same for all. */
static void put_problem(struct rp_json at, const char *name, const struct rampart_diag *diag)
{
    const struct rp_json problem = rp_put_object(at, name);
    rp_put_problem(problem, diag);
    rp_put_number(problem, "column", diag->column);
}

static void put_problems(struct rp_json at, const char *name, const struct rampart_diags *diags,
                         enum rampart_severity severity)
{
    const struct rp_json list = rp_put_list(at, name);
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == severity)
            put_problem(list, NULL, rampart_diags_at(diags, i));
}

static void put_expected(struct rp_json at, struct rampart_verdict verdict, enum rampart_expect expect)
{
    rp_put_word(at, "expected", rampart_expect_name(expect));
    rp_put_bool(at, "asExpected", rampart_verdict_meets(verdict, expect));
}

/* The statements that came closest are not told: finding them would take longer than all the rest. */
static void put_line_decision(struct rp_json at, const struct rampart_decision *decision)
{
    rp_put_decision(at, decision);
    rp_put_text(at, "message", decision->message);
}

enum rampart_status rp_decision_line_json(struct rp_print *print, struct rampart_str id_json,
                                          const struct rampart_decision *const *decisions, size_t count,
                                          enum rampart_expect expect, const struct rampart_diags *diags)
{
    struct rp_json_report report;
    const struct rp_json object = rp_put_object(rp_json_start(&report, print->out), NULL);
    const struct rampart_decision *worst = decisions[rampart_decisions_worst(decisions, count)];
    rp_put_raw(object, "id", id_json);
    put_line_decision(object, worst);
    if (count > 1) {
        const struct rp_json list = rp_put_list(object, "requests");
        for (size_t i = 0; i < count; i++) put_line_decision(rp_put_object(list, NULL), decisions[i]);
    }
    if (expect != RAMPART_EXPECT_NOTHING) put_expected(object, worst->verdict, expect);
    if (rampart_diags_found(diags, RAMPART_WARNING) > 0)
        put_problems(object, "warnings", diags, RAMPART_WARNING);
    return rp_json_finish(&report, RAMPART_OK);
}

enum rampart_status rp_error_line_json(struct rp_print *print, struct rampart_str id_json, size_t line,
                                       const struct rampart_diags *diags)
{
    const struct rampart_diag limit = {.code = "ENG004",
                                       .name = "no-decision",
                                       .message = RP_STR("no decision could be made within the limits")};
    const struct rampart_diag *first = rp_first_error(diags);
    struct rp_json_report report;
    const struct rp_json object = rp_put_object(rp_json_start(&report, print->out), NULL);
    rp_put_raw(object, "id", id_json);
    rp_put_number(object, "line", line);
    put_problem(object, "error", first == NULL ? &limit : first);
    if (rampart_diags_found(diags, RAMPART_ERROR) > 1) put_problems(object, "errors", diags, RAMPART_ERROR);
    if (rp_diags_omitted(diags) > 0) rp_put_number(object, "omitted", rp_diags_omitted(diags));
    return rp_json_finish(&report, RAMPART_OK);
}
