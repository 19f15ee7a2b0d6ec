/* SPDX-License-Identifier: Apache-2.0 */
/* The principals that may do it, for programs: docs/who-can.schema.json. */
#include "base/str.h"
#include "base/try.h"
#include "report/decision.h"
#include "report/diags.h"
#include "report/formula.h"
#include "report/organisation.h"
#include "report/unseen.h"
#include "report/version.h"
#include "report/who_can.h"
#include "report/who_can_parts.h"

static void who_can_put_outsiders(struct rp_json at, const struct rampart_who_can *result)
{
    const struct rampart_outsider *outsider = rampart_who_can_outsider(result, 0);
    if (outsider == NULL) return;
    const struct rp_json list = rp_put_list(at, "outsiders");
    for (size_t i = 0; (outsider = rampart_who_can_outsider(result, i)) != NULL; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "principal", outsider->principal);
        rp_put_word(item, "decision", rampart_outcome_name(outsider->verdict.outcome));
        rp_put_word(item, "layer", rampart_layer_name(outsider->layer));
        const struct rp_json via = rp_put_list(item, "via");
        for (const struct rampart_who_can_row *role = outsider->via; role != NULL; role = role->via)
            rp_put_text(via, NULL, role->name);
        rp_put_formula(item, "formula", outsider->formula);
    }
}

/* Of roles of CloudSSO alone. */
static void who_can_put_holders(struct rp_json at, const struct rampart_who_can *result,
                                const struct rampart_who_can_row *row)
{
    const struct rampart_strs holders = rampart_who_can_held_by(result, row);
    if (holders.count == 0) return;
    const struct rp_json list = rp_put_list(at, "heldBy");
    for (size_t i = 0; i < holders.count; i++) rp_put_text(list, NULL, holders.items[i]);
}

/* The lists of a row that every step of a chain adds to. */
struct lists {
    struct rp_json row, matched, conditions, keys, layers;
};

static void who_can_add_decision(const struct lists *lists, const struct rampart_decision *decision)
{
    rp_put_matched(lists->matched, decision);
    rp_put_conditions(lists->conditions, decision);
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        rp_put_text_once(lists->keys, decision->unknown_keys.items[i]);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_text_once(lists->layers, rampart_str(rampart_layer_name(decision->unknown_layers[i])));
}

static void who_can_put_via(struct rp_json at, const struct rampart_who_can_row *row)
{
    const struct rp_json list = rp_put_list(at, "via");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_put_text(list, NULL, role->name);
}

static enum rampart_status who_can_put_holds_for(struct rp_json at, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *row)
{
    const char *word = NULL;
    RP_TRY(rp_who_can_holds_for(result, row, &word));
    if (word != NULL) rp_put_word(at, "holdsFor", word);
    return RAMPART_OK;
}

/* Documents come last, and have a list only if there are any. */
static enum rampart_status who_can_add_steps(const struct lists *lists, struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row)
{
    struct rp_json documents = {.report = NULL};
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        who_can_add_decision(lists, decision);
        if (decision->unknown_documents.count > 0 && documents.report == NULL)
            documents = rp_put_list(lists->row, "unknownDocuments");
        for (size_t i = 0; i < decision->unknown_documents.count; i++)
            rp_put_text_once(documents, decision->unknown_documents.items[i]);
    }
    return RAMPART_OK;
}

/* A denial is never allowed: nothing has to be asked for that. */
static enum rampart_status who_can_put_formula(struct rp_json at, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row)
{
    static const struct rampart_formula never = {NULL, 0, NULL, 0};
    const struct rampart_formula *formula = &never;
    if (rp_who_can_is_explained(row)) RP_TRY(rampart_who_can_formula(result, row, &formula));
    rp_put_formula(at, "formula", formula);
    return RAMPART_OK;
}

/* Of a pattern the part of its resources that is certainly allowed, and one request of the row that is let through. */
static enum rampart_status who_can_put_allowed_on(struct rp_json at, struct rampart_who_can *result,
                                                  const struct rampart_who_can_row *row)
{
    const struct rampart_decision *decision = NULL;
    if (!rampart_who_can_is_pattern(result) || row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    while (row->via != NULL) row = row->via;
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    const struct rp_json list = rp_put_list(at, "allowedOn");
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_texts(item, "allow", decision->holds_for[i].allow);
        rp_put_texts(item, "except", decision->holds_for[i].except);
    }
    return RAMPART_OK;
}

static enum rampart_status who_can_put_witness(struct rp_json at, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row)
{
    struct rampart_who_can_witness witness;
    if (!rampart_who_can_is_pattern(result) && !rp_who_can_has_parts(result)) return RAMPART_OK;
    if (row->without_unseen.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY(rampart_who_can_find_witness(result, row, &witness));
    if (witness.resource.len == 0) {
        rp_put_raw(at, "witness", (struct rampart_str){NULL, 0});
        return RAMPART_OK;
    }
    const struct rp_json item = rp_put_object(at, "witness");
    rp_put_text(item, "action", witness.action);
    rp_put_text(item, "resource", witness.resource);
    rp_put_word(item, "decision", rampart_outcome_name(witness.verdict.outcome));
    return RAMPART_OK;
}

static void who_can_add_unseen(const struct lists *lists, const struct rampart_who_can *result)
{
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        rp_put_text_once(lists->layers,
                         rampart_str(rampart_layer_name(rampart_who_can_unseen(result, i)->layer)));
}

/* ---- several actions ---- */

static enum rampart_status who_can_put_part(struct rp_json item, const struct rp_row_part *part)
{
    rp_put_texts(item, "actions", part->actions);
    rp_put_texts(item, "except", part->except);
    rp_put_number(item, "known", part->known);
    rp_put_text_or_null(item, "otherNames", part->other);
    rp_put_verdict(item, part->row->verdict);
    RP_TRY(who_can_put_holds_for(item, part->answer, part->row));
    RP_TRY(who_can_put_allowed_on(item, part->answer, part->row));
    who_can_put_via(item, part->row);
    const struct lists lists = {item, rp_put_list(item, "matched"), rp_put_list(item, "conditions"),
                                rp_put_list(item, "unknownKeys"), rp_put_list(item, "unknownLayers")};
    if (rp_who_can_is_explained(part->row)) RP_TRY(who_can_add_steps(&lists, part->answer, part->row));
    RP_TRY(who_can_put_formula(item, part->answer, part->row));
    rp_put_depends_on(item, part->row->depends_on);
    return RAMPART_OK;
}

/* What stands in the lists of a row about one action stands in those of its parts. */
static enum rampart_status who_can_put_parts(struct rp_json item, struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row, const struct rp_row_parts *parts)
{
    const char *share = NULL;
    RP_TRY(rp_who_can_share(row, parts, &share));
    rp_put_word(item, "holdsFor", share);
    who_can_put_via(item, row);
    who_can_put_holders(item, result, row);
    const struct rp_json list = rp_put_list(item, "parts");
    for (size_t i = 0; i < parts->count; i++) RP_TRY(who_can_put_part(rp_put_object(list, NULL), &parts->items[i]));
    const struct lists lists = {item, rp_put_list(item, "matched"), rp_put_list(item, "conditions"),
                                rp_put_list(item, "unknownKeys"), rp_put_list(item, "unknownLayers")};
    for (size_t i = 0; i < parts->count; i++)
        if (rp_who_can_is_explained(parts->items[i].row))
            RP_TRY(who_can_add_steps(&lists, parts->items[i].answer, parts->items[i].row));
    if (parts->count == 1)
        RP_TRY(who_can_put_formula(item, parts->items[0].answer, parts->items[0].row));
    else
        rp_put_formula(item, "formula", NULL);
    RP_TRY(who_can_put_witness(item, result, row));
    if (row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) who_can_add_unseen(&lists, result);
    rp_put_depends_on(item, row->depends_on);
    return RAMPART_OK;
}

static enum rampart_status who_can_put_row_of_parts(struct rp_json item, struct rampart_who_can *result,
                                                    const struct rampart_who_can_row *row, const struct rp_print *print)
{
    struct rp_row_parts parts;
    struct rp_arena arena;
    rp_arena_init(&arena, &print->out->allocator);
    enum rampart_status status = rp_who_can_split_row(print, &arena, result, row, &parts);
    if (status == RAMPART_OK) status = who_can_put_parts(item, result, row, &parts);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status who_can_put_row(struct rp_json item, struct rampart_who_can *result,
                                           const struct rampart_who_can_row *row, const struct rp_print *print)
{
    rp_put_text(item, "principal", row->principal);
    rp_put_word(item, "kind", rp_who_can_kind_word(row->kind));
    rp_put_bool(item, "serviceLinked", row->service_linked);
    rp_put_verdict(item, row->verdict);
    if (rampart_who_can_unseen(result, 0) != NULL) rp_put_alone(item, row->without_unseen);
    if (rp_who_can_has_parts(result)) return who_can_put_row_of_parts(item, result, row, print);
    RP_TRY(who_can_put_holds_for(item, result, row));
    RP_TRY(who_can_put_allowed_on(item, result, row));
    who_can_put_via(item, row);
    who_can_put_holders(item, result, row);
    const struct lists lists = {item, rp_put_list(item, "matched"), rp_put_list(item, "conditions"),
                                rp_put_list(item, "unknownKeys"), rp_put_list(item, "unknownLayers")};
    if (rp_who_can_is_explained(row)) RP_TRY(who_can_add_steps(&lists, result, row));
    RP_TRY(who_can_put_formula(item, result, row));
    RP_TRY(who_can_put_witness(item, result, row));
    if (row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) who_can_add_unseen(&lists, result);
    rp_put_depends_on(item, row->depends_on);
    return RAMPART_OK;
}

/* One resource stands in "resource"; only several need a list of their own. */
static void who_can_put_resources(struct rp_json at, const struct rampart_who_can *result)
{
    const size_t count = rampart_who_can_resource_count(result);
    if (count < 2) return;
    const struct rp_json list = rp_put_list(at, "resources");
    for (size_t i = 0; i < count; i++) rp_put_text(list, NULL, rampart_who_can_resource_at(result, i));
}

/* One action stands in "action"; patterns and several need more. */
static void who_can_put_actions(struct rp_json at, const struct rampart_who_can *result)
{
    bool complete = true;
    if (!rp_who_can_has_parts(result)) return;
    const struct rp_json list = rp_put_list(at, "actions");
    for (size_t i = 0; i < rampart_who_can_action_count(result); i++) {
        rp_put_text(list, NULL, rampart_who_can_action_at(result, i));
        complete &= rampart_who_can_is_decided(result, i);
    }
    rp_put_bool(at, "any", rampart_who_can_any(result));
    rp_put_bool(at, "allNames", complete);
}

static enum rampart_status who_can_put_head(struct rp_json at, struct rampart_who_can *result,
                                            const struct rampart_who_can_filter *filter)
{
    struct rampart_who_can_summary sum;
    RP_TRY(rampart_report_who_can_sum(result, filter, &sum));
    const struct rampart_str api = rampart_who_can_api(result);
    rp_put_text(at, "action", rampart_who_can_action(result));
    if (api.len > 0) rp_put_text(at, "api", api);
    who_can_put_actions(at, result);
    rp_put_text(at, "resource", rampart_who_can_resource(result));
    who_can_put_resources(at, result);
    rp_put_bool(at, "resourceIsPattern", rampart_who_can_is_pattern(result));
    rp_put_unseen(at, rampart_who_can_unseen(result, 0), rp_who_can_unseen_count(result));
    rp_put_layers(at, "assumedAbsent", rampart_who_can_assumed_absent(result));
    const struct rp_json summary = rp_put_object(at, "summary");
    rp_put_number(summary, "principals", sum.principals);
    rp_put_number(summary, "allow", sum.allow);
    rp_put_number(summary, "conditional", sum.conditional);
    rp_put_number(summary, "deny", sum.deny);
    rp_put_accounts(at, rampart_who_can_account(result));
    return RAMPART_OK;
}

/* Each row is a tree of its own: there may be many. */
static enum rampart_status who_can_put_rows(struct rp_json list, struct rampart_who_can *result,
                                            const struct rampart_who_can_filter *filter, const struct rp_print *print)
{
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = NULL;
        RP_TRY(rp_who_can_next_row(result, i, filter, &row));
        if (row != NULL) RP_TRY(who_can_put_row(rp_put_tree(list, NULL), result, row, print));
        rp_who_can_pass_row(result, i);
    }
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_json)
{
    const struct rp_who_can_report *who_can = what;
    struct rampart_who_can *result = who_can->result;
    const struct rampart_who_can_filter *filter = &who_can->filter;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    enum rampart_status status = who_can_put_head(rp_put_members(root), result, filter);
    if (status == RAMPART_OK) status = who_can_put_rows(rp_put_list(root, "principals"), result, filter, print);
    const struct rp_json tail = rp_put_members(root);
    who_can_put_outsiders(tail, result);
    rp_put_incomplete(tail, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                      rp_who_can_unseen_count(result));
    rp_put_inventory(tail, print->inventory);
    rp_put_warnings(tail, print->warnings);
    rp_put_catalog(tail, print->catalog);
    return rp_json_finish(&report, status);
}
