/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do it as JSON: docs/who-can.schema.json. The rows are printed one by one, for there may be many.
 */
#include "base/try.h"
#include "report/json.h"
#include "report/who_can.h"

/* The lists that every step of a chain adds to. */
struct lists {
    cJSON *matched, *conditions, *keys, *layers;
};

static bool holds(const cJSON *list, const char *word)
{
    for (const cJSON *item = list == NULL ? NULL : list->child; item != NULL; item = item->next)
        if (item->valuestring != NULL && rp_str_equal(rampart_str(item->valuestring), rampart_str(word)))
            return true;
    return false;
}

static void add_once(struct rp_json *json, cJSON *list, cJSON *word)
{
    if (word != NULL && holds(list, word->valuestring))
        cJSON_Delete(word);
    else
        rp_json_add(json, list, word);
}

static void add_decision(struct rp_json *json, const struct lists *lists,
                         const struct rampart_decision *decision)
{
    rp_json_add_matched(json, lists->matched, decision);
    rp_json_add_conditions(json, lists->conditions, decision);
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        add_once(json, lists->keys, rp_json_text(json, decision->unknown_keys.items[i]));
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        add_once(json, lists->layers, cJSON_CreateString(rampart_layer_name(decision->unknown_layers[i])));
}

static void put_via(struct rp_json *json, cJSON *object, const struct rampart_who_can_row *row)
{
    cJSON *list = rp_json_put_list(json, object, "via");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_json_add(json, list, rp_json_text(json, role->name));
}

static enum rampart_status put_holds_for(struct rp_json *json, cJSON *object, struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row)
{
    const char *word = NULL;
    RP_TRY(rp_who_can_holds_for(result, row, &word));
    if (word != NULL) rp_json_put_word(json, object, "holdsFor", word);
    return RAMPART_OK;
}

static enum rampart_status put_row(struct rp_json *json, cJSON *object, struct rampart_who_can *result,
                                   const struct rampart_who_can_row *row)
{
    rp_json_put_text(json, object, "principal", row->principal);
    rp_json_put_word(json, object, "kind", rp_principal_kind_word(row->kind));
    rp_json_put(json, object, "serviceLinked", cJSON_CreateBool(row->service_linked));
    rp_json_put_verdict(json, object, row->verdict);
    RP_TRY(put_holds_for(json, object, result, row));
    put_via(json, object, row);
    const struct lists lists = {
        rp_json_put_list(json, object, "matched"),
        rp_json_put_list(json, object, "conditions"),
        rp_json_put_list(json, object, "unknownKeys"),
        rp_json_put_list(json, object, "unknownLayers"),
    };
    rp_json_put_depends_on(json, object, row->depends_on);
    if (!rp_who_can_explained(row)) return RAMPART_OK;
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        add_decision(json, &lists, decision);
    }
    return RAMPART_OK;
}

static enum rampart_status print_rows(struct rp_json *json, struct rp_print *print,
                                      struct rampart_who_can *result, struct rampart_who_can_filter filter)
{
    const char *between = "";
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (!rp_who_can_shown(row, filter)) continue;
        cJSON *object = cJSON_CreateObject();
        enum rampart_status status = put_row(json, object, result, row);
        rp_buf_add(print->out, rampart_str(between));
        between = ",";
        if (status != RAMPART_OK) cJSON_Delete(object);
        RP_TRY(status);
        RP_TRY(rp_json_print_part(json, object, print));
    }
    return RAMPART_OK;
}

/* The members before the rows: an object that is printed without its closing bracket. */
static enum rampart_status print_head(struct rp_json *json, struct rp_print *print,
                                      const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    cJSON *root = cJSON_CreateObject(), *summary = cJSON_CreateObject();
    rp_json_put_text(json, root, "action", rampart_who_can_action(result));
    rp_json_put_text(json, root, "resource", rampart_who_can_resource(result));
    rp_json_put(json, root, "resourceIsPattern", cJSON_CreateBool(rampart_who_can_many(result)));
    rp_json_put_number(json, summary, "principals", sum.principals);
    rp_json_put_number(json, summary, "allow", sum.allow);
    rp_json_put_number(json, summary, "conditional", sum.conditional);
    rp_json_put_number(json, summary, "deny", sum.deny);
    rp_json_put(json, root, "summary", summary);
    RP_TRY(rp_json_print_part(json, root, print));
    if (print->out->len > 0) print->out->len--;
    return RAMPART_OK;
}

enum rampart_status rp_who_can_json(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    struct rp_json json;
    rp_json_init(&json, print);
    enum rampart_status status = print_head(&json, print, result, filter.kinds);
    rp_buf_add(print->out, RP_STR(",\"principals\":["));
    if (status == RAMPART_OK) status = print_rows(&json, print, result, filter);
    rp_buf_add(print->out, RP_STR("],\"incomplete\":[]}\n"));
    rp_buf_free(&json.scratch);
    return status;
}
