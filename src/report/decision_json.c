/* SPDX-License-Identifier: Apache-2.0 */
/* A decision as JSON: members, their order and their words are those of docs/check.schema.json. */
#include "report/json.h"
#include "report/task_words.h"

void rp_json_put_verdict(struct rp_json *json, cJSON *object, struct rampart_verdict verdict)
{
    rp_json_put_word(json, object, "decision", rampart_outcome_name(verdict.outcome));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return;
    rp_json_put_word(json, object, "noPermissionType", rampart_deny_name(verdict.deny));
    rp_json_put_word(json, object, "policyType", rampart_layer_name(verdict.layer));
}

/* One resource stands in "resource"; only several need a list of their own. */
static void put_resources(struct rp_json *json, cJSON *root, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) return;
    cJSON *list = rp_json_put_list(json, root, "resources");
    for (size_t i = 0; i < decision->resource_count; i++) {
        cJSON *row = rp_json_add_object(json, list);
        rp_json_put_text(json, row, "resource", decision->resources[i].resource);
        rp_json_put_verdict(json, row, decision->resources[i].verdict);
    }
}

static void put_pattern(struct rp_json *json, cJSON *row, const char *name, struct rampart_str pattern,
                        const char *negation, bool negated)
{
    rp_json_put_text_or_null(json, row, name, pattern);
    if (negated) rp_json_put(json, row, negation, cJSON_CreateTrue());
}

static void put_reason(struct rp_json *json, cJSON *row, const struct rampart_reason *reason)
{
    rp_json_put_text(json, row, "policy", reason->policy);
    rp_json_put_word(json, row, "policyType", reason->system ? "System" : "Custom");
    rp_json_put_word(json, row, "layer", rampart_layer_name(reason->layer));
    rp_json_put_number(json, row, "statement", reason->statement);
    rp_json_put_text_or_null(json, row, "sid", reason->sid);
    rp_json_put_word(json, row, "effect", rampart_effect_name(reason->effect));
    rp_json_put_text_or_null(json, row, "attachedTo", reason->attached_to);
    rp_json_put_text_or_null(json, row, "resourceGroup", reason->resource_group);
    put_pattern(json, row, "action", reason->action, "notAction", reason->not_action);
    put_pattern(json, row, "resource", reason->resource, "notResource", reason->not_resource);
    if (reason->partly) rp_json_put(json, row, "partly", cJSON_CreateTrue());
    rp_json_put_text_or_null(json, row, "file", reason->place.file);
    rp_json_put_number(json, row, "line", reason->place.line);
    rp_json_put_number(json, row, "column", reason->place.column);
}

void rp_json_add_matched(struct rp_json *json, cJSON *list, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        put_reason(json, rp_json_add_object(json, list), &decision->matched[i]);
}

void rp_json_add_conditions(struct rp_json *json, cJSON *list, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        cJSON *row = rp_json_add_object(json, list);
        rp_json_put_word(json, row, "effect", rampart_effect_name(condition->effect));
        rp_json_put_text(json, row, "policy", condition->policy);
        rp_json_put_number(json, row, "statement", condition->statement);
        rp_json_put_text(json, row, "operator", condition->op);
        rp_json_put_text(json, row, "key", condition->key);
        rp_json_put_texts(json, row, "values", condition->values);
        rp_json_put_word(json, row, "state", rampart_truth_name(condition->state));
    }
}

static void put_unknown_layers(struct rp_json *json, cJSON *root, const struct rampart_decision *decision)
{
    cJSON *list = rp_json_put_list(json, root, "unknownLayers");
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_json_add(json, list, cJSON_CreateString(rampart_layer_name(decision->unknown_layers[i])));
}

static void put_depends_on(struct rp_json *json, cJSON *root, const struct rampart_decision *decision)
{
    unsigned assumptions = 0;
    for (size_t i = 0; i < decision->dependence_count; i++)
        assumptions |= 1U << decision->dependences[i].assumption;
    rp_json_put_depends_on(json, root, assumptions);
}

static void put_nearest(struct rp_json *json, cJSON *root, const struct rampart_decision *decision)
{
    cJSON *list = rp_json_put_list(json, root, "nearest");
    for (size_t i = 0; i < decision->nearest_count; i++) {
        const struct rampart_near_miss *miss = &decision->nearest[i];
        cJSON *row = rp_json_add_object(json, list);
        put_reason(json, row, &miss->reason);
        rp_json_put_word(json, row, "element", rampart_element_name(miss->element, miss->negated));
        rp_json_put_text_or_null(json, row, "operator", miss->op);
        rp_json_put_text_or_null(json, row, "key", miss->key);
        rp_json_put_texts(json, row, "expected", miss->expected);
        rp_json_put_texts(json, row, "actual", miss->actual);
        rp_json_put_number(json, row, "failed", miss->failed);
        rp_json_put_number(json, row, "elementLine", miss->place.line);
        rp_json_put_number(json, row, "elementColumn", miss->place.column);
    }
}

static void put_task(struct rp_json *json, cJSON *root, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    cJSON *object = cJSON_CreateObject();
    rp_json_put_text_or_null(json, object, "task", task->task);
    rp_json_put_text(json, object, "status", task->status);
    rp_json_put_text(json, object, "operation", task->operation);
    rp_json_put_word(json, object, "verdict", rp_task_verdict_word(task->verdict));
    rp_json_put_text(json, object, "message", task->message);
    rp_json_put(json, root, "task", object);
}

void rp_json_put_decision(struct rp_json *json, cJSON *root, const struct rampart_decision *decision,
                          const struct rampart_task_note *task)
{
    rp_json_put_verdict(json, root, decision->verdict);
    rp_json_put_text_or_null(json, root, "principal", decision->principal);
    rp_json_put_text(json, root, "action", decision->action);
    rp_json_put_text_or_null(json, root, "resource", decision->resource);
    put_resources(json, root, decision);
    rp_json_add_matched(json, rp_json_put_list(json, root, "matched"), decision);
    rp_json_add_conditions(json, rp_json_put_list(json, root, "conditions"), decision);
    rp_json_put_texts(json, root, "unknownKeys", decision->unknown_keys);
    put_unknown_layers(json, root, decision);
    put_depends_on(json, root, decision);
    put_nearest(json, root, decision);
    put_task(json, root, task);
    rp_json_put_text(json, root, "message", decision->message);
}

enum rampart_status rp_decision_json(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task)
{
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject();
    rp_json_put_decision(&json, root, decision, task);
    return rp_json_print(&json, root, print);
}
