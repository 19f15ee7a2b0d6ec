/* SPDX-License-Identifier: Apache-2.0 */
/* The points that the cloud leaves open, for programs: docs/assumptions.schema.json. */
#include "base/try.h"
#include "report/json.h"

static enum rampart_status put_assumption(struct rp_json *json, cJSON *row,
                                          enum rampart_assumption assumption, unsigned assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption), *value = NULL;
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_json_put_word(json, row, "name", name);
    rp_json_put_word(json, row, "value",
                     rampart_assumption_value(assumption, rampart_assumption_set(assumptions, assumption)));
    rp_json_put_word(json, row, "default", rampart_assumption_value(assumption, 0));
    cJSON *values = rp_json_put_list(json, row, "values");
    for (size_t i = 0; (value = rampart_assumption_value(assumption, i)) != NULL; i++)
        rp_json_add(json, values, cJSON_CreateString(value));
    rp_json_put_text(json, row, "question", evidence.question);
    rp_json_put_text(json, row, "meaning", evidence.choice);
    rp_json_put_text(json, row, "matters", evidence.touched);
    rp_json_put_text(json, row, "evidence", evidence.evidence);
    return RAMPART_OK;
}

enum rampart_status rp_assumptions_json(struct rp_print *print, unsigned assumptions)
{
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject(), *list = rp_json_put_list(&json, root, "assumptions");
    enum rampart_status status = RAMPART_OK;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS && status == RAMPART_OK; i++)
        status =
            put_assumption(&json, rp_json_add_object(&json, list), (enum rampart_assumption)i, assumptions);
    if (status != RAMPART_OK) json.failed = true;
    enum rampart_status printed = rp_json_print(&json, root, print);
    return status != RAMPART_OK ? status : printed;
}

void rp_json_put_depends_on(struct rp_json *json, cJSON *object, unsigned assumptions)
{
    cJSON *list = rp_json_put_list(json, object, "dependsOn");
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        if ((assumptions & 1U << i) != 0)
            rp_json_add(json, list, cJSON_CreateString(rampart_assumption_name((enum rampart_assumption)i)));
}
