/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions as JSON: members, their order and their words are those of docs/check.schema.json. */
#include "report/json.h"

static void put_place(struct rp_buf *out, const struct rampart_change *change)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT) return;
    rp_write_text(out, "policy", change->policy);
    rp_write_text_or_null(out, "attachedTo", change->attached_to);
    rp_write_number(out, "statement", change->statement);
    rp_write_text_or_null(out, "sid", change->sid);
    rp_write_word(out, "effect", rampart_effect_name(change->effect));
    if (change->place.address.len > 0) rp_write_text(out, "address", change->place.address);
    rp_write_text_or_null(out, "file", change->place.file);
    rp_write_number(out, "line", change->place.line);
    rp_write_number(out, "column", change->place.column);
}

static void put_change(struct rp_buf *out, const struct rampart_change *change)
{
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "change", rampart_change_name(change->kind));
    rp_write_word(out, "layer", rampart_layer_name(change->layer));
    if (change->layer == RAMPART_LAYER_CONTROL) rp_write_number(out, "level", change->level);
    put_place(out, change);
    rp_write_word(out, "element", rampart_element_name(change->element, change->negated));
    if (change->element == RAMPART_ELEMENT_CONDITION) {
        rp_write_text(out, "operator", change->op);
        rp_write_text(out, "key", change->key);
    }
    rp_write_texts(out, "values", change->values);
    rp_write_raw(out, change->new_policy ? "newPolicy" : "newStatement", change->json);
    rp_write_close(out, '}');
}

void rp_write_suggestions(struct rp_buf *out, const struct rampart_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    rp_write_open(out, "suggestions", '[');
    for (size_t i = 0; i < suggestions->count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_open(out, "changes", '[');
        for (size_t j = 0; j < suggestions->items[i].change_count; j++)
            put_change(out, &suggestions->items[i].changes[j]);
        rp_write_close(out, ']');
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
    rp_write_texts(out, "suggestionNotes", suggestions->notes);
}
