/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

static const char *severity_word(enum rampart_severity severity)
{
    if (severity == RAMPART_WARNING) return "warning";
    return severity == RAMPART_NOTE ? "note" : "error";
}

/* Line 0 stands for no place, here as in the library. */
static void put_diag(struct rp_json *json, cJSON *row, const struct rampart_diag *diag)
{
    rp_json_put_word(json, row, "severity", severity_word(diag->severity));
    rp_json_put_word(json, row, "code", diag->code);
    rp_json_put_word(json, row, "name", diag->name);
    rp_json_put_text_or_null(json, row, "file", diag->file);
    rp_json_put_number(json, row, "line", diag->line);
    rp_json_put_number(json, row, "column", diag->column);
    rp_json_put_number(json, row, "endLine", diag->end_line);
    rp_json_put_number(json, row, "endColumn", diag->end_column);
    rp_json_put_text(json, row, "message", diag->message);
    rp_json_put_text_or_null(json, row, "help", diag->help);
}

enum rampart_status rp_diags_json(struct rp_print *print, const struct rampart_diags *diags)
{
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject();
    cJSON *list = rp_json_put_list(&json, root, "diagnostics");
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        put_diag(&json, rp_json_add_object(&json, list), rampart_diags_at(diags, i));
    rp_json_put_number(&json, root, "omitted", rp_diags_omitted(diags));
    return rp_json_print(&json, root, print);
}
