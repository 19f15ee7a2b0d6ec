/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions as JSON: members, their order and their words are those of docs/check.schema.json. */
#include "report/json_report.h"

static void put_place(struct rp_json at, const struct rampart_change *change)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT) return;
    rp_put_text(at, "policy", change->policy);
    rp_put_text_or_null(at, "attachedTo", change->attached_to);
    rp_put_number(at, "statement", change->statement);
    rp_put_text_or_null(at, "sid", change->sid);
    rp_put_word(at, "effect", rampart_effect_name(change->effect));
    if (change->place.address.len > 0) rp_put_text(at, "address", change->place.address);
    rp_put_text_or_null(at, "file", change->place.file);
    rp_put_number(at, "line", change->place.line);
    rp_put_number(at, "column", change->place.column);
}

static void put_change(struct rp_json item, const struct rampart_change *change)
{
    rp_put_word(item, "change", rampart_change_name(change->kind));
    rp_put_word(item, "layer", rampart_layer_name(change->layer));
    if (change->layer == RAMPART_LAYER_CONTROL) rp_put_number(item, "level", change->level);
    put_place(item, change);
    rp_put_word(item, "element", rampart_element_name(change->element, change->negated));
    if (change->element == RAMPART_ELEMENT_CONDITION) {
        rp_put_text(item, "operator", change->op);
        rp_put_text(item, "key", change->key);
    }
    rp_put_texts(item, "values", change->values);
    rp_put_raw(item, change->new_policy ? "newPolicy" : "newStatement", change->json);
}

void rp_put_suggestions(struct rp_json at, const struct rampart_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    const struct rp_json list = rp_put_list(at, "suggestions");
    for (size_t i = 0; i < suggestions->count; i++) {
        const struct rp_json changes = rp_put_list(rp_put_object(list, NULL), "changes");
        for (size_t j = 0; j < suggestions->items[i].change_count; j++)
            put_change(rp_put_object(changes, NULL), &suggestions->items[i].changes[j]);
    }
    rp_put_texts(at, "suggestionNotes", suggestions->notes);
}
