/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions: for people each way with its number, as JSON in the words of docs/check.schema.json. */
#include "report/decision.h"
#include "report/reason_text.h"

/* The place of a new statement. */
static void suggestions_print_home(struct rp_print *print, const struct rampart_change *change)
{
    switch (change->layer) {
    case RAMPART_LAYER_SESSION:
        rp_print_words(print, change->level == 0 ? "add a statement to the session policy\n"
                                                 : "add a statement to the policy of the role's attachment\n");
        return;
    case RAMPART_LAYER_TRUST:
        rp_print_words(print, "add a statement to the trust policy of the role\n");
        return;
    case RAMPART_LAYER_CONTROL: break;
    default: rp_print_words(print, "attach a new policy to the principal\n"); return;
    }
    if (change->level == 0)
        rp_print_words(print, "attach a new control policy to the account\n");
    else
        rp_buf_printf(print->out, "attach a new control policy %u level%s above the account\n", change->level,
                      change->level == 1 ? "" : "s");
}

static void suggestions_print_element(struct rp_print *print, const struct rampart_change *change)
{
    if (change->element != RAMPART_ELEMENT_CONDITION) {
        rp_print_words(print, rampart_element_name(change->element, change->negated));
        return;
    }
    rp_print_cut(print, change->op);
    rp_print_words(print, " ");
    rp_print_cut(print, change->key);
}

static void suggestions_print_edit(struct rp_print *print, const struct rampart_change *change)
{
    const struct rampart_reason statement = {.policy = change->policy,
                                             .layer = change->layer,
                                             .level = change->level,
                                             .statement = change->statement,
                                             .sid = change->sid,
                                             .attached_to = change->attached_to,
                                             .place = change->place};
    bool removes = change->kind == RAMPART_CHANGE_REMOVE_VALUE;
    if (change->kind == RAMPART_CHANGE_ADD_CONDITION) {
        rp_print_words(print, "add the condition ");
        suggestions_print_element(print, change);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, change->values);
        rp_print_words(print, " to ");
    } else {
        rp_print_words(print, removes ? "remove " : "add ");
        rp_print_quoted_list(print, change->values);
        rp_print_words(print, removes ? " from " : " to ");
        suggestions_print_element(print, change);
        rp_print_words(print, " of ");
    }
    rp_print_statement(print, &statement);
}

static void suggestions_print_change(struct rp_print *print, const struct rampart_change *change)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT)
        suggestions_print_home(print, change);
    else
        suggestions_print_edit(print, change);
    rp_print_words(print, "         ");
    rp_print_text(print, change->json);
    rp_print_words(print, "\n");
}

static void suggestions_print_way(struct rp_print *print, const struct rampart_suggestion *way, size_t number)
{
    for (size_t i = 0; i < way->change_count; i++) {
        if (i == 0)
            rp_buf_printf(print->out, "    %zu. ", number);
        else
            rp_print_words(print, "       and ");
        suggestions_print_change(print, &way->changes[i]);
    }
}

void rp_print_suggestions(struct rp_print *print, const struct rampart_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    if (suggestions->count > 0) {
        rp_print_words(print, "  ");
        rp_print_painted(print, RP_PAINT_BOLD, "to allow it");
        rp_print_words(print, suggestions->count == 1 ? ":\n" : ", one of these:\n");
    }
    for (size_t i = 0; i < suggestions->count; i++)
        suggestions_print_way(print, &suggestions->items[i], i + 1);
    for (size_t i = 0; i < suggestions->notes.count; i++) {
        rp_print_words(print, "  ");
        rp_print_painted(print, RP_PAINT_CYAN, "note");
        rp_print_words(print, "  ");
        rp_print_text(print, suggestions->notes.items[i]);
        rp_print_words(print, "\n");
    }
}

/* ---- JSON ---- */

static void suggestions_put_place(struct rp_json at, const struct rampart_change *change)
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

static void suggestions_put_change(struct rp_json item, const struct rampart_change *change)
{
    rp_put_word(item, "change", rampart_change_name(change->kind));
    rp_put_word(item, "layer", rampart_layer_name(change->layer));
    if (change->layer == RAMPART_LAYER_CONTROL || change->level > 0) rp_put_number(item, "level", change->level);
    suggestions_put_place(item, change);
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
            suggestions_put_change(rp_put_object(changes, NULL), &suggestions->items[i].changes[j]);
    }
    rp_put_texts(at, "suggestionNotes", suggestions->notes);
}
