/* SPDX-License-Identifier: Apache-2.0 */
/* A decision as JSON: members, their order and their words are those of docs/check.schema.json. */
#include "report/json_report.h"

void rp_put_verdict(struct rp_json at, struct rampart_verdict verdict)
{
    rp_put_word(at, "decision", rampart_outcome_name(verdict.outcome));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return;
    rp_put_word(at, "noPermissionType", rampart_deny_name(verdict.deny));
    rp_put_word(at, "policyType", rampart_layer_name(verdict.layer));
}

/* One resource stands in "resource"; only several need a list of their own. */
static void put_resources(struct rp_json at, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) return;
    const struct rp_json list = rp_put_list(at, "resources");
    for (size_t i = 0; i < decision->resource_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "resource", decision->resources[i].resource);
        if (decision->resources[i].pattern) rp_put_bool(item, "pattern", true);
        rp_put_verdict(item, decision->resources[i].verdict);
    }
}

static void put_time(struct rp_json at, const struct rampart_decision *decision)
{
    if (decision->time.len == 0) return;
    const struct rp_json time = rp_put_object(at, "time");
    rp_put_text(time, "value", decision->time);
    rp_put_word(time, "source", "clock");
}

RP_JSON_INLINE void put_pattern(struct rp_json at, const char *name, struct rampart_str pattern,
                                const char *negation, bool negated)
{
    rp_put_text_or_null(at, name, pattern);
    if (negated) rp_put_bool(at, negation, true);
}

static void put_reason(struct rp_json at, const struct rampart_reason *reason)
{
    rp_put_text(at, "policy", reason->policy);
    rp_put_word(at, "policyType", reason->system ? "System" : "Custom");
    rp_put_word(at, "layer", rampart_layer_name(reason->layer));
    rp_put_number(at, "statement", reason->statement);
    rp_put_text_or_null(at, "sid", reason->sid);
    rp_put_word(at, "effect", rampart_effect_name(reason->effect));
    rp_put_text_or_null(at, "attachedTo", reason->attached_to);
    rp_put_text_or_null(at, "resourceGroup", reason->resource_group);
    put_pattern(at, "action", reason->action, "notAction", reason->not_action);
    put_pattern(at, "resource", reason->resource, "notResource", reason->not_resource);
    if (reason->partly) rp_put_bool(at, "partly", true);
    if (reason->uncertain) rp_put_bool(at, "uncertain", true);
    if (reason->place.address.len > 0) rp_put_text(at, "address", reason->place.address);
    rp_put_text_or_null(at, "file", reason->place.file);
    rp_put_number(at, "line", reason->place.line);
    rp_put_number(at, "column", reason->place.column);
    if (reason->place.inner_line == 0) return;
    rp_put_number(at, "documentLine", reason->place.inner_line);
    rp_put_number(at, "documentColumn", reason->place.inner_column);
}

void rp_put_matched(struct rp_json list, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        put_reason(rp_put_object(list, NULL), &decision->matched[i]);
}

void rp_put_conditions(struct rp_json list, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_word(item, "effect", rampart_effect_name(condition->effect));
        rp_put_text(item, "policy", condition->policy);
        rp_put_number(item, "statement", condition->statement);
        rp_put_text(item, "operator", condition->op);
        rp_put_text(item, "key", condition->key);
        rp_put_texts(item, "values", condition->values);
        rp_put_word(item, "state", rampart_truth_name(condition->state));
        if (condition->why.len > 0) rp_put_text(item, "why", condition->why);
    }
}

static void put_unknown_layers(struct rp_json at, const struct rampart_decision *decision)
{
    const struct rp_json list = rp_put_list_of(at, "unknownLayers", decision->unknown_layer_count);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_word(list, NULL, rampart_layer_name(decision->unknown_layers[i]));
}

/* What the reasons are about where a layer of the resource leaves the decision open. */
static void put_resource_layers(struct rp_json at, const struct rampart_decision *decision)
{
    rp_put_unseen(at, decision->unseen, decision->unseen_count);
    if (decision->unseen_count > 0) rp_put_alone(at, decision->without_unseen);
    rp_put_layers(at, "notConsidered", decision->not_considered);
    rp_put_layers(at, "assumedAbsent", decision->assumed_absent);
}

static void put_depends_on(struct rp_json at, const struct rampart_decision *decision)
{
    unsigned assumptions = 0;
    for (size_t i = 0; i < decision->dependence_count; i++)
        assumptions |= 1U << decision->dependences[i].assumption;
    rp_put_depends_on(at, assumptions);
}

static void put_nearest(struct rp_json at, const struct rampart_decision *decision)
{
    const struct rp_json list = rp_put_list(at, "nearest");
    for (size_t i = 0; i < decision->nearest_count; i++) {
        const struct rampart_near_miss *miss = &decision->nearest[i];
        const struct rp_json item = rp_put_object(list, NULL);
        put_reason(item, &miss->reason);
        rp_put_word(item, "element", rampart_element_name(miss->element, miss->negated));
        rp_put_text_or_null(item, "operator", miss->op);
        rp_put_text_or_null(item, "key", miss->key);
        rp_put_texts(item, "expected", miss->expected);
        rp_put_texts(item, "actual", miss->actual);
        rp_put_number(item, "failed", miss->failed);
        rp_put_number(item, "elementLine", miss->place.line);
        rp_put_number(item, "elementColumn", miss->place.column);
    }
}

static void put_task(struct rp_json at, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    const struct rp_json note = rp_put_object(at, "task");
    rp_put_text_or_null(note, "task", task->task);
    rp_put_text(note, "status", task->status);
    rp_put_text(note, "operation", task->operation);
    rp_put_word(note, "verdict", rp_task_verdict_word(task->verdict));
    rp_put_text(note, "message", task->message);
}

/* Of a Conditional about a pattern. */
static void put_part(struct rp_json at, const struct rampart_decision *decision)
{
    if (!decision->pattern || decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return;
    const struct rp_json list = rp_put_list(at, "holdsFor");
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_texts(item, "allow", decision->holds_for[i].allow);
        rp_put_texts(item, "except", decision->holds_for[i].except);
    }
    const struct rp_json witness = rp_put_object(at, "witness");
    rp_put_text_or_null(witness, "allowed", decision->allowed);
    rp_put_text_or_null(witness, "denied", decision->denied);
}

void rp_put_decision(struct rp_json at, const struct rampart_decision *decision)
{
    rp_put_verdict(at, decision->verdict);
    rp_put_text_or_null(at, "principal", decision->principal);
    rp_put_text(at, "action", decision->action);
    if (decision->api.len > 0) rp_put_text(at, "api", decision->api);
    rp_put_text_or_null(at, "resource", decision->resource);
    if (decision->pattern) rp_put_bool(at, "pattern", true);
    put_resources(at, decision);
    put_part(at, decision);
    put_time(at, decision);
    rp_put_matched(rp_put_list_of(at, "matched", decision->matched_count), decision);
    rp_put_conditions(rp_put_list_of(at, "conditions", decision->condition_count), decision);
    rp_put_texts(at, "unknownKeys", decision->unknown_keys);
    put_unknown_layers(at, decision);
    if (decision->unknown_documents.count > 0)
        rp_put_texts(at, "unknownDocuments", decision->unknown_documents);
    put_resource_layers(at, decision);
    put_depends_on(at, decision);
}

void rp_put_whole_decision(struct rp_json at, const struct rp_print *print,
                           const struct rampart_decision *decision, const struct rampart_task_note *task)
{
    rp_put_decision(at, decision);
    put_nearest(at, decision);
    if (rampart_account_gap_count(print->account) > 0) rp_put_incomplete(at, print->account, NULL, 0);
    put_task(at, task);
    rp_put_text(at, "message", decision->message);
    rp_put_warnings(at, print->warnings);
}

enum rampart_status rp_decision_json(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task,
                                     const struct rampart_suggestions *suggestions)
{
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    rp_put_whole_decision(root, print, decision, task);
    rp_put_suggestions(root, suggestions);
    rp_put_inventory(root, print->inventory);
    return rp_json_finish(&report, RAMPART_OK);
}
