/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to many requests, a JSON object a line: docs/requests.schema.json. */
#include "report/json.h"
#include "text/diag.h"

/* The line is a member of its own, and the file is the same for all. */
static void put_problem(struct rp_json *json, cJSON *row, const struct rampart_diag *diag)
{
    rp_json_put_word(json, row, "code", diag->code);
    rp_json_put_word(json, row, "name", diag->name);
    rp_json_put_text(json, row, "message", diag->message);
    rp_json_put_text_or_null(json, row, "help", diag->help);
    rp_json_put_number(json, row, "column", diag->column);
}

static const struct rampart_diag *first_error(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) return rampart_diags_at(diags, i);
    return NULL;
}

static void put_problems(struct rp_json *json, cJSON *root, const char *name,
                         const struct rampart_diags *diags, enum rampart_severity severity)
{
    cJSON *list = rp_json_put_list(json, root, name);
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == severity)
            put_problem(json, rp_json_add_object(json, list), rampart_diags_at(diags, i));
}

enum rampart_status rp_decision_line_json(struct rp_print *print, struct rampart_str id_json,
                                          const struct rampart_decision *decision,
                                          const struct rampart_diags *diags)
{
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject();
    rp_json_put_raw(&json, root, "id", id_json);
    rp_json_put_decision(&json, root, decision, NULL);
    if (rampart_diags_found(diags, RAMPART_WARNING) > 0)
        put_problems(&json, root, "warnings", diags, RAMPART_WARNING);
    return rp_json_print(&json, root, print);
}

enum rampart_status rp_error_line_json(struct rp_print *print, struct rampart_str id_json, size_t line,
                                       const struct rampart_diags *diags)
{
    const struct rampart_diag limit =
        rp_diag_bare(RP_ENG_DECISION, "no decision could be made within the limits");
    const struct rampart_diag *first = first_error(diags);
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject(), *error = cJSON_CreateObject();
    rp_json_put_raw(&json, root, "id", id_json);
    rp_json_put_number(&json, root, "line", line);
    put_problem(&json, error, first == NULL ? &limit : first);
    rp_json_put(&json, root, "error", error);
    if (rampart_diags_found(diags, RAMPART_ERROR) > 1)
        put_problems(&json, root, "errors", diags, RAMPART_ERROR);
    if (rp_diags_omitted(diags) > 0) rp_json_put_number(&json, root, "omitted", rp_diags_omitted(diags));
    return rp_json_print(&json, root, print);
}
