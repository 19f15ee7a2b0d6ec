/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions for people: each way with its number, each change with what is to be written. */
#include "report/reason_text.h"

/* Where a statement goes that is new. */
static void print_home(struct rp_print *print, const struct rampart_change *change)
{
    switch (change->layer) {
    case RAMPART_LAYER_SESSION: rp_print_words(print, "add a statement to the session policy\n"); return;
    case RAMPART_LAYER_TRUST:
        rp_print_words(print, "add a statement to the trust policy of the role\n");
        return;
    case RAMPART_LAYER_CONTROL: break;
    default:
        rp_print_words(print, "attach a new policy to the principal\n");
        return;
    }
    if (change->level == 0)
        rp_print_words(print, "attach a new control policy to the account\n");
    else
        rp_buf_printf(print->out, "attach a new control policy %u level%s above the account\n", change->level,
                      change->level == 1 ? "" : "s");
}

static void print_element(struct rp_print *print, const struct rampart_change *change)
{
    if (change->element != RAMPART_ELEMENT_CONDITION) {
        rp_print_words(print, rampart_element_name(change->element, change->negated));
        return;
    }
    rp_print_cut(print, change->op);
    rp_print_words(print, " ");
    rp_print_cut(print, change->key);
}

static void print_edit(struct rp_print *print, const struct rampart_change *change)
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
        print_element(print, change);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, change->values);
        rp_print_words(print, " to ");
    } else {
        rp_print_words(print, removes ? "remove " : "add ");
        rp_print_quoted_list(print, change->values);
        rp_print_words(print, removes ? " from " : " to ");
        print_element(print, change);
        rp_print_words(print, " of ");
    }
    rp_print_statement(print, &statement);
}

static void print_change(struct rp_print *print, const struct rampart_change *change)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT)
        print_home(print, change);
    else
        print_edit(print, change);
    rp_print_words(print, "       ");
    rp_print_text(print, change->json);
    rp_print_words(print, "\n");
}

static void print_way(struct rp_print *print, const struct rampart_suggestion *way, size_t number)
{
    for (size_t i = 0; i < way->change_count; i++) {
        if (i == 0)
            rp_buf_printf(print->out, "  %zu. ", number);
        else
            rp_print_words(print, "     and ");
        print_change(print, &way->changes[i]);
    }
}

void rp_print_suggestions(struct rp_print *print, const struct rampart_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    if (suggestions->count > 0) {
        rp_print_words(print, "\n");
        rp_print_painted(print, RP_PAINT_BOLD, "to allow it");
        rp_print_words(print, suggestions->count == 1 ? ":\n" : ", one of these:\n");
    }
    for (size_t i = 0; i < suggestions->count; i++) print_way(print, &suggestions->items[i], i + 1);
    for (size_t i = 0; i < suggestions->notes.count; i++) {
        rp_print_words(print, i == 0 ? "\n" : "");
        rp_print_painted(print, RP_PAINT_CYAN, "note");
        rp_print_words(print, ": ");
        rp_print_text(print, suggestions->notes.items[i]);
        rp_print_words(print, "\n");
    }
}
