/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision as JSON: members, their order and their words are those of docs/check.schema.json; of a line of many those of
 * docs/requests.schema.json.
 */
#include "report/decision.h"
#include "report/diags.h"
#include "report/reason_text.h"
#include "report/unseen.h"
#include "report/version.h"

/* Gates for whose refusal the cloud has no word. */
static bool decision_json_is_unnamed(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN || layer == RAMPART_LAYER_NETWORK_ACL ||
           layer == RAMPART_LAYER_ACCESS_KEY_POLICY;
}

/* A request that nobody signed has no policies of RAM that could refuse it. */
static void decision_json_verdict(struct rp_json at, struct rampart_verdict verdict, bool unsigned_request)
{
    rp_put_word(at, "decision", rampart_outcome_name(verdict.outcome));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return;
    if (decision_json_is_unnamed(verdict.layer)) {
        rp_put_word(at, "layer", rampart_layer_name(verdict.layer));
        return;
    }
    rp_put_word(at, "noPermissionType", rampart_deny_name(verdict.deny));
    if (unsigned_request) return;
    if (verdict.layer < RAMPART_LAYER_BUCKET_POLICY) {
        rp_put_word(at, "policyType", rampart_layer_name(verdict.layer));
        return;
    }
    rp_put_word(at, "policyType", "ResourceBasedPolicy"); /* the cloud's one word for all of them */
    rp_put_word(at, "layer", rampart_layer_name(verdict.layer));
}

void rp_put_verdict(struct rp_json at, struct rampart_verdict verdict)
{
    decision_json_verdict(at, verdict, false);
}

/* Nobody's, denied by no layer of the resource. */
static bool decision_json_is_unsigned(const struct rampart_decision *decision, struct rampart_verdict verdict)
{
    return verdict.layer == RAMPART_LAYER_IDENTITY && rp_str_equal(decision->principal, RP_STR("anonymous"));
}

/* One resource stands in "resource"; only several need a list of their own. */
static void decision_json_resources(struct rp_json at, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) return;
    const struct rp_json list = rp_put_list(at, "resources");
    for (size_t i = 0; i < decision->resource_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "resource", decision->resources[i].resource);
        if (decision->resources[i].pattern) rp_put_bool(item, "pattern", true);
        const struct rampart_verdict verdict = decision->resources[i].verdict;
        decision_json_verdict(item, verdict, decision_json_is_unsigned(decision, verdict));
    }
}

static void decision_json_time(struct rp_json at, const struct rampart_decision *decision)
{
    if (decision->time.len == 0) return;
    const struct rp_json time = rp_put_object(at, "time");
    rp_put_text(time, "value", decision->time);
    rp_put_word(time, "source", "clock");
}

RP_JSON_INLINE void decision_json_pattern(struct rp_json at, const char *name, struct rampart_str pattern,
                                          const char *negation, bool negated)
{
    rp_put_text_or_null(at, name, pattern);
    if (negated) rp_put_bool(at, negation, true);
}

/* Which text of a system policy it is: the cloud may have a newer one. */
static void decision_json_version(struct rp_json at, const struct rampart_reason *reason)
{
    struct rampart_system_policy policy;
    if (!rp_is_built_in(reason, &policy) || policy.updated.len == 0) return;
    rp_put_text_or_null(at, "policyVersion", policy.version);
    rp_put_text(at, "policyDate", policy.updated);
}

static bool decision_json_is_acl(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_OBJECT_ACL || layer == RAMPART_LAYER_BUCKET_ACL;
}

static void decision_json_reason(struct rp_json at, const struct rampart_reason *reason)
{
    rp_put_text(at, "policy", reason->policy);
    rp_put_word(at, "policyType", reason->system ? "System" : "Custom");
    if (reason->system) decision_json_version(at, reason);
    rp_put_word(at, "layer", rampart_layer_name(reason->layer));
    if (reason->setting.len > 0) rp_put_text(at, decision_json_is_acl(reason->layer) ? "acl" : "setting", reason->setting);
    rp_put_number(at, "statement", reason->statement);
    rp_put_text_or_null(at, "sid", reason->sid);
    rp_put_word(at, "effect", rampart_effect_name(reason->effect));
    rp_put_text_or_null(at, "attachedTo", reason->attached_to);
    rp_put_text_or_null(at, "resourceGroup", reason->resource_group);
    decision_json_pattern(at, "action", reason->action, "notAction", reason->not_action);
    decision_json_pattern(at, "resource", reason->resource, "notResource", reason->not_resource);
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
        decision_json_reason(rp_put_object(list, NULL), &decision->matched[i]);
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

static void decision_json_unknown_layers(struct rp_json at, const struct rampart_decision *decision)
{
    const struct rp_json list = rp_put_list_of(at, "unknownLayers", decision->unknown_layer_count);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_word(list, NULL, rampart_layer_name(decision->unknown_layers[i]));
}

/* Where a layer of the resource leaves the decision open, the reasons are about the decision without it. */
static void decision_json_resource_layers(struct rp_json at, const struct rampart_decision *decision)
{
    rp_put_unseen(at, decision->unseen, decision->unseen_count);
    if (decision->unseen_count > 0) rp_put_alone(at, decision->without_unseen);
    rp_put_layers(at, "notConsidered", decision->not_considered);
    rp_put_layers(at, "assumedAbsent", decision->assumed_absent);
}

static void decision_json_depends_on(struct rp_json at, const struct rampart_decision *decision)
{
    rampart_switches assumptions = 0;
    for (size_t i = 0; i < decision->dependence_count; i++)
        assumptions |= (rampart_switches)1 << decision->dependences[i].assumption;
    rp_put_depends_on(at, assumptions);
}

static void decision_json_nearest(struct rp_json at, const struct rampart_decision *decision)
{
    const struct rp_json list = rp_put_list(at, "nearest");
    for (size_t i = 0; i < decision->nearest_count; i++) {
        const struct rampart_near_miss *miss = &decision->nearest[i];
        const struct rp_json item = rp_put_object(list, NULL);
        decision_json_reason(item, &miss->reason);
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

static const char *decision_json_task_verdict(enum rampart_task_verdict verdict)
{
    switch (verdict) {
    case RAMPART_TASK_ACCEPTED: return "accepted";
    case RAMPART_TASK_REFUSED: return "refused";
    case RAMPART_TASK_PRESUMED_FAIL: return "presumed-refused";
    case RAMPART_TASK_PRESUMED_OK: return "presumed-accepted";
    case RAMPART_TASK_UNKNOWN: break;
    }
    return "unknown";
}

static void decision_json_task(struct rp_json at, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    const struct rp_json note = rp_put_object(at, "task");
    rp_put_text_or_null(note, "task", task->task);
    rp_put_text(note, "status", task->status);
    rp_put_text(note, "operation", task->operation);
    rp_put_word(note, "verdict", decision_json_task_verdict(task->verdict));
    rp_put_text(note, "message", task->message);
}

/* A Conditional about a pattern may be allowed in part. */
static void decision_json_part(struct rp_json at, const struct rampart_decision *decision)
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
    decision_json_verdict(at, decision->verdict, decision_json_is_unsigned(decision, decision->verdict));
    rp_put_text_or_null(at, "principal", decision->principal);
    rp_put_text(at, "action", decision->action);
    if (decision->api.len > 0) rp_put_text(at, "api", decision->api);
    rp_put_text_or_null(at, "resource", decision->resource);
    if (decision->pattern) rp_put_bool(at, "pattern", true);
    decision_json_resources(at, decision);
    decision_json_part(at, decision);
    decision_json_time(at, decision);
    rp_put_matched(rp_put_list_of(at, "matched", decision->matched_count), decision);
    rp_put_conditions(rp_put_list_of(at, "conditions", decision->condition_count), decision);
    rp_put_texts(at, "unknownKeys", decision->unknown_keys);
    decision_json_unknown_layers(at, decision);
    if (decision->unknown_documents.count > 0)
        rp_put_texts(at, "unknownDocuments", decision->unknown_documents);
    decision_json_resource_layers(at, decision);
    decision_json_depends_on(at, decision);
}

void rp_put_whole_decision(struct rp_json at, const struct rp_print *print,
                           const struct rampart_decision *decision, const struct rampart_task_note *task)
{
    rp_put_decision(at, decision);
    decision_json_nearest(at, decision);
    if (rampart_account_gap_count(print->account) > 0) rp_put_incomplete(at, print->account, NULL, 0);
    decision_json_task(at, task);
    rp_put_text(at, "message", decision->message);
    rp_put_warnings(at, print->warnings);
}

/* ---- the answers to requests that must all be allowed ---- */

static const struct rampart_answer *decision_json_worst(const struct rp_answer_report *answers)
{
    const struct rampart_answer *worst = answers->items;
    for (size_t i = 1; i < answers->count; i++) {
        const struct rampart_decision *const both[] = {worst->decision, answers->items[i].decision};
        if (rampart_decisions_worst(both, 2) == 1) worst = &answers->items[i];
    }
    return worst;
}

/* The roles that the principal may assume one after the other, so that the last one makes the request. */
static void decision_json_through(struct rp_json at, const struct rampart_who_can_row *row)
{
    if (row == NULL) return;
    const struct rp_json way = rp_put_object(at, "throughRoles");
    rp_put_word(way, "decision", rampart_outcome_name(row->verdict.outcome));
    const struct rp_json roles = rp_put_list(way, "roles");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_put_text(roles, NULL, role->name);
}

static void decision_json_answer(struct rp_json at, const struct rp_print *print,
                                 const struct rampart_answer *answer)
{
    rp_put_whole_decision(at, print, answer->decision, answer->task);
    rp_put_suggestions(at, answer->suggestions);
    decision_json_through(at, answer->through);
}

/* The gaps of the account and the warnings stand once, with the worst answer. */
RP_REPORTER(rp_answers_json)
{
    const struct rp_answer_report *answers = what;
    const struct rp_print brief = {.out = print->out};
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    decision_json_answer(root, print, decision_json_worst(answers));
    if (answers->count > 1) {
        const struct rp_json list = rp_put_list(root, "requests");
        for (size_t i = 0; i < answers->count; i++)
            decision_json_answer(rp_put_object(list, NULL), &brief, &answers->items[i]);
    }
    rp_put_inventory(root, print->inventory);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&report, RAMPART_OK);
}

/* ---- a line of many, written straight into it ---- */

enum { USUAL_LINE = 1000 }; /* bytes: allocators keep such pieces at hand */

/* The line is a member of its own, and the file is the same for all. */
static void decision_json_problem(struct rp_json at, const char *name, const struct rampart_diag *diag)
{
    const struct rp_json problem = rp_put_object(at, name);
    rp_put_problem(problem, diag);
    rp_put_number(problem, "column", diag->column);
}

static void decision_json_problems(struct rp_json at, const char *name, const struct rampart_diags *diags,
                                   enum rampart_severity severity)
{
    const struct rp_json list = rp_put_list(at, name);
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == severity)
            decision_json_problem(list, NULL, rampart_diags_at(diags, i));
}

static void decision_json_expected(struct rp_json at, struct rampart_verdict verdict,
                                   enum rampart_expect expect)
{
    rp_put_word(at, "expected", rampart_expect_name(expect));
    rp_put_bool(at, "asExpected", rampart_verdict_meets(verdict, expect));
}

/* A line has no "nearest": finding the statements that came closest would take longer than all the rest. */
static void decision_json_line(struct rp_json at, const struct rampart_decision *decision)
{
    rp_put_decision(at, decision);
    rp_put_text(at, "message", decision->message);
}

static void decision_json_answer_line(struct rp_json object, const struct rp_answer_line *line,
                                      const struct rampart_catalog *catalog)
{
    const struct rampart_decision *worst =
        line->decisions[rampart_decisions_worst(line->decisions, line->count)];
    decision_json_line(object, worst);
    if (line->count > 1) {
        const struct rp_json list = rp_put_list(object, "requests");
        for (size_t i = 0; i < line->count; i++)
            decision_json_line(rp_put_object(list, NULL), line->decisions[i]);
    }
    if (line->expect != RAMPART_EXPECT_NOTHING) decision_json_expected(object, worst->verdict, line->expect);
    if (rampart_diags_found(line->diags, RAMPART_WARNING) > 0)
        decision_json_problems(object, "warnings", line->diags, RAMPART_WARNING);
    if (catalog != NULL) rp_put_catalog(object, catalog); /* that which is built in is the program's: --version */
}

static void decision_json_error_line(struct rp_json object, const struct rp_answer_line *line)
{
    const struct rampart_diag limit = {.code = "ENG004",
                                       .name = "no-decision",
                                       .message = RP_STR("no decision could be made within the limits")};
    const struct rampart_diag *first = rp_first_error(line->diags);
    const size_t omitted = rp_diags_omitted(line->diags);
    rp_put_number(object, "line", line->line);
    decision_json_problem(object, "error", first == NULL ? &limit : first);
    if (rampart_diags_found(line->diags, RAMPART_ERROR) > 1)
        decision_json_problems(object, "errors", line->diags, RAMPART_ERROR);
    if (omitted > 0) rp_put_number(object, "omitted", omitted);
}

RP_REPORTER(rp_answer_line_json)
{
    const struct rp_answer_line *line = what;
    struct rp_json_report report;
    rp_buf_expect(print->out, USUAL_LINE);
    const struct rp_json object = rp_put_object(rp_json_start(&report, print->out), NULL);
    rp_put_raw(object, "id", line->id_json);
    if (line->count > 0)
        decision_json_answer_line(object, line, print->catalog);
    else
        decision_json_error_line(object, line);
    return rp_json_finish(&report, RAMPART_OK);
}
