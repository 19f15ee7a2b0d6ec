/* SPDX-License-Identifier: Apache-2.0 */
/* A decision as JSON: members, their order and their words are those of docs/check.schema.json. */
#include "report/gaps.h"
#include "report/inventory.h"
#include "report/json.h"
#include "report/task_words.h"
#include "report/unseen.h"

void rp_write_verdict(struct rp_buf *out, struct rampart_verdict verdict)
{
    rp_write_word(out, "decision", rampart_outcome_name(verdict.outcome));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return;
    rp_write_word(out, "noPermissionType", rampart_deny_name(verdict.deny));
    rp_write_word(out, "policyType", rampart_layer_name(verdict.layer));
}

/* One resource stands in "resource"; only several need a list of their own. */
static void put_resources(struct rp_buf *out, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) return;
    rp_write_open(out, "resources", '[');
    for (size_t i = 0; i < decision->resource_count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "resource", decision->resources[i].resource);
        if (decision->resources[i].pattern) rp_write_bool(out, "pattern", true);
        rp_write_verdict(out, decision->resources[i].verdict);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_time(struct rp_buf *out, const struct rampart_decision *decision)
{
    if (decision->time.len == 0) return;
    rp_write_open(out, "time", '{');
    rp_write_text(out, "value", decision->time);
    rp_write_word(out, "source", "clock");
    rp_write_close(out, '}');
}

RP_JSON_INLINE void put_pattern(struct rp_buf *out, const char *name, struct rampart_str pattern,
                                const char *negation, bool negated)
{
    rp_write_text_or_null(out, name, pattern);
    if (negated) rp_write_bool(out, negation, true);
}

static void put_reason(struct rp_buf *out, const struct rampart_reason *reason)
{
    rp_write_text(out, "policy", reason->policy);
    rp_write_word(out, "policyType", reason->system ? "System" : "Custom");
    rp_write_word(out, "layer", rampart_layer_name(reason->layer));
    rp_write_number(out, "statement", reason->statement);
    rp_write_text_or_null(out, "sid", reason->sid);
    rp_write_word(out, "effect", rampart_effect_name(reason->effect));
    rp_write_text_or_null(out, "attachedTo", reason->attached_to);
    rp_write_text_or_null(out, "resourceGroup", reason->resource_group);
    put_pattern(out, "action", reason->action, "notAction", reason->not_action);
    put_pattern(out, "resource", reason->resource, "notResource", reason->not_resource);
    if (reason->partly) rp_write_bool(out, "partly", true);
    if (reason->uncertain) rp_write_bool(out, "uncertain", true);
    if (reason->place.address.len > 0) rp_write_text(out, "address", reason->place.address);
    rp_write_text_or_null(out, "file", reason->place.file);
    rp_write_number(out, "line", reason->place.line);
    rp_write_number(out, "column", reason->place.column);
    if (reason->place.inner_line == 0) return;
    rp_write_number(out, "documentLine", reason->place.inner_line);
    rp_write_number(out, "documentColumn", reason->place.inner_column);
}

void rp_write_matched(struct rp_buf *out, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++) {
        rp_write_open(out, NULL, '{');
        put_reason(out, &decision->matched[i]);
        rp_write_close(out, '}');
    }
}

void rp_write_conditions(struct rp_buf *out, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        rp_write_open(out, NULL, '{');
        rp_write_word(out, "effect", rampart_effect_name(condition->effect));
        rp_write_text(out, "policy", condition->policy);
        rp_write_number(out, "statement", condition->statement);
        rp_write_text(out, "operator", condition->op);
        rp_write_text(out, "key", condition->key);
        rp_write_texts(out, "values", condition->values);
        rp_write_word(out, "state", rampart_truth_name(condition->state));
        if (condition->why.len > 0) rp_write_text(out, "why", condition->why);
        rp_write_close(out, '}');
    }
}

static void put_unknown_layers(struct rp_buf *out, const struct rampart_decision *decision)
{
    rp_write_open(out, "unknownLayers", '[');
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_write_word(out, NULL, rampart_layer_name(decision->unknown_layers[i]));
    rp_write_close(out, ']');
}

/* What the reasons are about where a layer of the resource leaves the decision open. */
static void put_resource_layers(struct rp_buf *out, const struct rampart_decision *decision)
{
    rp_write_unseen(out, decision->unseen, decision->unseen_count);
    if (decision->unseen_count > 0) rp_write_alone(out, decision->without_unseen);
    rp_write_layers(out, "notConsidered", decision->not_considered);
    rp_write_layers(out, "assumedAbsent", decision->assumed_absent);
}

static void put_depends_on(struct rp_buf *out, const struct rampart_decision *decision)
{
    unsigned assumptions = 0;
    for (size_t i = 0; i < decision->dependence_count; i++)
        assumptions |= 1U << decision->dependences[i].assumption;
    rp_write_depends_on(out, assumptions);
}

static void put_nearest(struct rp_buf *out, const struct rampart_decision *decision)
{
    rp_write_open(out, "nearest", '[');
    for (size_t i = 0; i < decision->nearest_count; i++) {
        const struct rampart_near_miss *miss = &decision->nearest[i];
        rp_write_open(out, NULL, '{');
        put_reason(out, &miss->reason);
        rp_write_word(out, "element", rampart_element_name(miss->element, miss->negated));
        rp_write_text_or_null(out, "operator", miss->op);
        rp_write_text_or_null(out, "key", miss->key);
        rp_write_texts(out, "expected", miss->expected);
        rp_write_texts(out, "actual", miss->actual);
        rp_write_number(out, "failed", miss->failed);
        rp_write_number(out, "elementLine", miss->place.line);
        rp_write_number(out, "elementColumn", miss->place.column);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_task(struct rp_buf *out, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    rp_write_open(out, "task", '{');
    rp_write_text_or_null(out, "task", task->task);
    rp_write_text(out, "status", task->status);
    rp_write_text(out, "operation", task->operation);
    rp_write_word(out, "verdict", rp_task_verdict_word(task->verdict));
    rp_write_text(out, "message", task->message);
    rp_write_close(out, '}');
}

/* Of a Conditional about a pattern. */
static void put_part(struct rp_buf *out, const struct rampart_decision *decision)
{
    if (!decision->pattern || decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return;
    rp_write_open(out, "holdsFor", '[');
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_texts(out, "allow", decision->holds_for[i].allow);
        rp_write_texts(out, "except", decision->holds_for[i].except);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
    rp_write_open(out, "witness", '{');
    rp_write_text_or_null(out, "allowed", decision->allowed);
    rp_write_text_or_null(out, "denied", decision->denied);
    rp_write_close(out, '}');
}

void rp_write_decision(struct rp_buf *out, const struct rampart_decision *decision)
{
    rp_write_verdict(out, decision->verdict);
    rp_write_text_or_null(out, "principal", decision->principal);
    rp_write_text(out, "action", decision->action);
    if (decision->api.len > 0) rp_write_text(out, "api", decision->api);
    rp_write_text_or_null(out, "resource", decision->resource);
    if (decision->pattern) rp_write_bool(out, "pattern", true);
    put_resources(out, decision);
    put_part(out, decision);
    put_time(out, decision);
    rp_write_open(out, "matched", '[');
    rp_write_matched(out, decision);
    rp_write_close(out, ']');
    rp_write_open(out, "conditions", '[');
    rp_write_conditions(out, decision);
    rp_write_close(out, ']');
    rp_write_texts(out, "unknownKeys", decision->unknown_keys);
    put_unknown_layers(out, decision);
    if (decision->unknown_documents.count > 0)
        rp_write_texts(out, "unknownDocuments", decision->unknown_documents);
    put_resource_layers(out, decision);
    put_depends_on(out, decision);
}

void rp_write_whole_decision(struct rp_print *print, const struct rampart_decision *decision,
                             const struct rampart_task_note *task)
{
    struct rp_buf *out = print->out;
    rp_write_decision(out, decision);
    put_nearest(out, decision);
    if (rampart_account_gap_count(print->account) > 0) rp_write_gaps(out, print->account);
    put_task(out, task);
    rp_write_text(out, "message", decision->message);
    rp_write_warnings(out, print->warnings);
}

enum rampart_status rp_decision_json(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task,
                                     const struct rampart_suggestions *suggestions)
{
    rp_write_open(print->out, NULL, '{');
    rp_write_whole_decision(print, decision, task);
    rp_write_suggestions(print->out, suggestions);
    rp_write_inventory(print->out, print->inventory);
    rp_write_close(print->out, '}');
    rp_buf_add_byte(print->out, '\n');
    return RAMPART_OK;
}
