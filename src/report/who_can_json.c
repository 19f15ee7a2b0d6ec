/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do it as JSON: docs/who-can.schema.json. */
#include "base/try.h"
#include "report/json_report.h"
#include "report/who_can.h"

/* The lists of a row that every step of a chain adds to. */
struct lists {
    struct rp_json row, matched, conditions, keys, layers;
};

static void add_decision(const struct lists *lists, const struct rampart_decision *decision)
{
    rp_put_matched(lists->matched, decision);
    rp_put_conditions(lists->conditions, decision);
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        rp_put_text_once(lists->keys, decision->unknown_keys.items[i]);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_text_once(lists->layers, rampart_str(rampart_layer_name(decision->unknown_layers[i])));
}

static void put_via(struct rp_json at, const struct rampart_who_can_row *row)
{
    const struct rp_json list = rp_put_list(at, "via");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_put_text(list, NULL, role->name);
}

static enum rampart_status put_holds_for(struct rp_json at, struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row)
{
    const char *word = NULL;
    RP_TRY(rp_who_can_holds_for(result, row, &word));
    if (word != NULL) rp_put_word(at, "holdsFor", word);
    return RAMPART_OK;
}

/* Documents come last, and have a list only if there are any. */
static enum rampart_status add_steps(const struct lists *lists, struct rampart_who_can *result,
                                     const struct rampart_who_can_row *row)
{
    struct rp_json documents = {.report = NULL};
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        add_decision(lists, decision);
        if (decision->unknown_documents.count > 0 && documents.report == NULL)
            documents = rp_put_list(lists->row, "unknownDocuments");
        for (size_t i = 0; i < decision->unknown_documents.count; i++)
            rp_put_text_once(documents, decision->unknown_documents.items[i]);
    }
    return RAMPART_OK;
}

static void add_unseen(const struct lists *lists, const struct rampart_who_can *result)
{
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        rp_put_text_once(lists->layers,
                         rampart_str(rampart_layer_name(rampart_who_can_unseen(result, i)->layer)));
}

static enum rampart_status put_row(struct rp_json item, struct rampart_who_can *result,
                                   const struct rampart_who_can_row *row)
{
    rp_put_text(item, "principal", row->principal);
    rp_put_word(item, "kind", rp_principal_kind_word(row->kind));
    rp_put_bool(item, "serviceLinked", row->service_linked);
    rp_put_verdict(item, row->verdict);
    if (rampart_who_can_unseen(result, 0) != NULL) rp_put_alone(item, row->without_unseen);
    RP_TRY(put_holds_for(item, result, row));
    put_via(item, row);
    const struct lists lists = {item, rp_put_list(item, "matched"), rp_put_list(item, "conditions"),
                                rp_put_list(item, "unknownKeys"), rp_put_list(item, "unknownLayers")};
    if (rp_who_can_explained(row)) RP_TRY(add_steps(&lists, result, row));
    if (row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) add_unseen(&lists, result);
    rp_put_depends_on(item, row->depends_on);
    return RAMPART_OK;
}

static void put_head(struct rp_json at, const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    const struct rampart_str api = rampart_who_can_api(result);
    rp_put_text(at, "action", rampart_who_can_action(result));
    if (api.len > 0) rp_put_text(at, "api", api);
    rp_put_text(at, "resource", rampart_who_can_resource(result));
    rp_put_bool(at, "resourceIsPattern", rampart_who_can_many(result));
    rp_put_unseen(at, rampart_who_can_unseen(result, 0), rp_who_can_unseen_count(result));
    rp_put_layers(at, "assumedAbsent", rampart_who_can_assumed_absent(result));
    const struct rp_json summary = rp_put_object(at, "summary");
    rp_put_number(summary, "principals", sum.principals);
    rp_put_number(summary, "allow", sum.allow);
    rp_put_number(summary, "conditional", sum.conditional);
    rp_put_number(summary, "deny", sum.deny);
}

/* Each row is a tree of its own: there may be many. */
static enum rampart_status put_rows(struct rp_json list, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (rp_who_can_shown(row, filter)) RP_TRY(put_row(rp_put_tree(list, NULL), result, row));
    }
    return RAMPART_OK;
}

enum rampart_status rp_who_can_json(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    put_head(rp_put_members(root), result, filter.kinds);
    enum rampart_status status = put_rows(rp_put_list(root, "principals"), result, filter);
    const struct rp_json tail = rp_put_members(root);
    rp_put_incomplete(tail, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                      rp_who_can_unseen_count(result));
    rp_put_inventory(tail, print->inventory);
    rp_put_warnings(tail, print->warnings);
    return rp_json_finish(&report, status);
}
