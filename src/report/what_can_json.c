/* SPDX-License-Identifier: Apache-2.0 */
/* What a principal may do, for programs: docs/what-can.schema.json. */
#include "base/str.h"
#include "report/decision.h"
#include "report/diags.h"
#include "report/diff.h"
#include "report/formula.h"
#include "report/unseen.h"
#include "report/version.h"
#include "report/what_can.h"

static void what_can_put_actions(struct rp_json item, const struct rampart_what_can_row *row)
{
    rp_diff_put_regions(item, "actions", row->actions, row->action_count);
    const struct rp_json known = rp_put_list_of(item, "known", row->known_count);
    for (size_t i = 0; i < row->known_count; i++) {
        const struct rp_json action = rp_put_object(known, NULL);
        rp_put_text(action, "action", row->known[i].action);
        rp_put_text_or_null(action, "level", row->known[i].level);
        if (row->known[i].unlisted) rp_put_bool(action, "unlisted", true);
    }
    const struct rp_json others = rp_put_list_of(item, "others", row->other_count);
    for (size_t i = 0; i < row->other_count; i++) {
        const struct rp_json other = rp_put_object(others, NULL);
        rp_put_text(other, "service", row->others[i].service);
        rp_put_text_or_null(other, "complete", row->others[i].complete);
    }
}

static void what_can_put_by(struct rp_json item, const struct rampart_what_can_row *row)
{
    const struct rp_json list = rp_put_list_of(item, "matched", row->by_count);
    for (size_t i = 0; i < row->by_count; i++) {
        const struct rampart_diff_cause *by = &row->by[i];
        const struct rp_json one = rp_put_object(list, NULL);
        rp_put_text(one, "policy", by->policy);
        rp_put_word(one, "layer", rampart_layer_name(by->layer));
        rp_put_number(one, "statement", by->statement);
        rp_put_word(one, "effect", rampart_effect_name(by->effect));
        rp_put_text_or_null(one, "file", by->place.file);
        rp_put_number(one, "line", by->place.line);
        rp_put_number(one, "column", by->place.column);
    }
}

static void what_can_put_turns(struct rp_json item, const struct rampart_what_can_row *row)
{
    const struct rampart_decision *decision = row->decision;
    rp_put_texts(item, "unknownKeys", decision->unknown_keys);
    const struct rp_json layers = rp_put_list_of(item, "unknownLayers", decision->unknown_layer_count);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_word(layers, NULL, rampart_layer_name(decision->unknown_layers[i]));
    const struct rp_json points = rp_put_list_of(item, "dependsOn", row->turn_count);
    for (size_t i = 0; i < row->turn_count; i++) rp_put_word(points, NULL, row->turns[i].name);
}

static void what_can_put_row(struct rp_json list, const struct rampart_what_can_row *row)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "decision", rampart_outcome_name(row->outcome));
    what_can_put_actions(item, row);
    rp_diff_put_regions(item, "resources", row->resources, row->resource_count);
    rp_put_formula(item, "formula", row->when);
    what_can_put_by(item, row);
    what_can_put_turns(item, row);
    const struct rp_json witnesses = rp_put_list_of(item, "witnesses", row->witness_count);
    for (size_t i = 0; i < row->witness_count; i++) {
        const struct rp_json witness = rp_put_object(witnesses, NULL);
        rp_diff_put_request(witness, &row->witnesses[i]);
        rp_put_word(witness, "decision", rampart_outcome_name(row->witnesses[i].now.outcome));
    }
}

static void what_can_put_unread(struct rp_json root, const struct rampart_what_can *can)
{
    const struct rampart_what_can_unread *unread;
    const struct rp_json item = rp_put_object(root, "unread");
    rp_put_texts(item, "documents", rampart_what_can_unread_documents(can));
    const struct rp_json list = rp_put_list(item, "resources");
    for (size_t i = 0; (unread = rampart_what_can_unread(can, i)) != NULL; i++) {
        const struct rp_json one = rp_put_object(list, NULL);
        rp_put_text(one, "service", unread->service);
        rp_put_layers(one, "layers", unread->layers);
    }
}

RP_REPORTER(rp_what_can_json)
{
    const struct rampart_what_can_report *report = what;
    const struct rampart_what_can *can = report->can;
    const struct rp_what_can_sum sum = rp_what_can_sum(can);
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    rp_put_text_or_null(root, "principal", rampart_what_can_principal(can));
    rp_put_text_or_null(root, "service", report->how.service);
    rp_put_bool(root, "write", report->how.write);
    const struct rp_json counts = rp_put_object(root, "summary");
    rp_put_number(counts, "allow", sum.allow);
    rp_put_number(counts, "conditional", sum.conditional);
    rp_put_number(counts, "undecided", rampart_what_can_open_count(can));
    const struct rp_json rows = rp_put_list_of(root, "rows", rampart_what_can_count(can));
    for (size_t i = 0; i < rampart_what_can_count(can); i++) what_can_put_row(rows, rampart_what_can_row(can, i));
    const struct rp_json open = rp_put_list_of(root, "undecided", rampart_what_can_open_count(can));
    for (size_t i = 0; i < rampart_what_can_open_count(can); i++) rp_diff_put_open(open, rampart_what_can_open(can, i));
    what_can_put_unread(root, can);
    rp_what_can_put_usage(root, report);
    const enum rampart_status status = rp_what_can_put_documents(root, report);
    rp_put_incomplete(root, print->account, NULL, 0);
    rp_put_inventory(root, print->inventory);
    rp_put_warnings(root, print->warnings);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, status);
}
