/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do it as a table for people: the verdict, the principal with the roles it assumes, and what decided. What
 * a conditional row hangs on stands below it.
 */
#include <string.h>

#include "base/try.h"
#include "base/utf8.h"
#include "report/print.h"
#include "report/unseen.h"
#include "report/who_can.h"

enum { VERDICT_WIDTH = sizeof "CONDITIONAL" + 1, WIDEST_PRINCIPAL = 60 };

static const char arrow[] = " → ";
enum { ARROW_CELLS = 3 };

/* ---- columns ---- */

static const char *tag_of(const struct rampart_who_can_row *row)
{
    if (row->kind == RAMPART_PRINCIPAL_ROOT) return " (account owner)";
    return row->service_linked ? " (service-linked)" : "";
}

static size_t width_of(const struct rampart_who_can_row *row)
{
    size_t width = rp_utf8_count(row->name) + strlen(tag_of(row));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        width += ARROW_CELLS + rp_utf8_count(role->name);
    return width;
}

/* As wide as the widest row that is shown; a chain of many roles reaches into the next column. */
static size_t widest(const struct rampart_who_can *result, struct rampart_who_can_filter filter)
{
    size_t width = 0;
    for (size_t i = 0; i < rampart_who_can_count(result) && width < WIDEST_PRINCIPAL; i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (rp_who_can_shown(row, filter) && width_of(row) > width) width = width_of(row);
    }
    return width < WIDEST_PRINCIPAL ? width : WIDEST_PRINCIPAL;
}

static void pad(struct rp_print *print, size_t used, size_t width)
{
    rp_print_words(print, "  ");
    for (; used < width; used++) rp_print_words(print, " ");
}

static void print_verdict(struct rp_print *print, struct rampart_verdict verdict)
{
    static const struct {
        enum rp_paint paint;
        const char *words;
    } outcomes[] = {
        [RAMPART_OUTCOME_DENY] = {RP_PAINT_RED, "DENY"},
        [RAMPART_OUTCOME_ALLOW] = {RP_PAINT_GREEN, "ALLOW"},
        [RAMPART_OUTCOME_CONDITIONAL] = {RP_PAINT_YELLOW, "CONDITIONAL"},
    };
    const char *words = outcomes[verdict.outcome].words;
    rp_print_painted(print, outcomes[verdict.outcome].paint, words);
    pad(print, strlen(words), VERDICT_WIDTH - 2);
}

static void print_principal(struct rp_print *print, const struct rampart_who_can_row *row, size_t width)
{
    rp_print_text(print, row->name);
    rp_print_words(print, tag_of(row));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) {
        rp_print_words(print, arrow);
        rp_print_text(print, role->name);
    }
    pad(print, width_of(row), width);
}

/* ---- reasons ---- */

/* `CancelRefresh#0 of group/deployers on rg-prod` */
static void print_reason(struct rp_print *print, const struct rampart_reason *reason)
{
    bool trust = reason->layer == RAMPART_LAYER_TRUST;
    rp_print_cut(print, trust ? RP_STR("trust policy") : reason->policy);
    rp_buf_printf(print->out, "#%zu", reason->statement);
    if (reason->effect == RAMPART_DENY) rp_print_words(print, " (Deny)");
    if (reason->attached_to.len > 0) {
        rp_print_words(print, " of ");
        rp_print_cut(print, reason->attached_to);
    }
    if (reason->resource_group.len == 0) return;
    rp_print_words(print, " on ");
    rp_print_cut(print, reason->resource_group);
}

static void print_reasons(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->matched_count == 0) rp_print_text(print, decision->message);
    for (size_t i = 0; i < decision->matched_count; i++) {
        if (i > 0) rp_print_words(print, ", ");
        print_reason(print, &decision->matched[i]);
    }
}

/* Of a question about many resources: which of them a statement is about. */
static void print_part(struct rp_print *print, const struct rampart_reason *reason)
{
    pad(print, 0, VERDICT_WIDTH);
    rp_print_words(print, reason->effect == RAMPART_ALLOW ? "if the resource " : "unless the resource ");
    rp_print_words(print, reason->not_resource ? "does not match " : "matches ");
    rp_print_quoted_list(print, (struct rampart_strs){&reason->resource, 1});
    if (reason->resource_group.len > 0) {
        rp_print_words(print, " and lies in ");
        rp_print_cut(print, reason->resource_group);
    }
    rp_print_words(print, "\n");
}

static void print_open(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) print_part(print, &decision->matched[i]);
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        if (condition->state != RAMPART_UNKNOWN) continue;
        pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, condition->effect == RAMPART_ALLOW ? "if " : "unless ");
        rp_print_cut(print, condition->op);
        rp_print_words(print, " ");
        rp_print_cut(print, condition->key);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, condition->values);
        rp_print_words(print, "\n");
    }
    for (size_t i = 0; i < decision->unknown_layer_count; i++) {
        pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, "policies that are not known: ");
        rp_print_words(print, rampart_layer_name(decision->unknown_layers[i]));
        rp_print_words(print, "\n");
    }
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, "document that is not known: ");
        rp_print_cut(print, decision->unknown_documents.items[i]);
        rp_print_words(print, "\n");
    }
}

/* The table tells what lets the last role do it; each step may leave something open. */
static enum rampart_status explain_row(struct rp_print *print, struct rampart_who_can *result,
                                       const struct rampart_who_can_row *row)
{
    const struct rampart_decision *decision = NULL;
    const struct rampart_who_can_row *last = row;
    while (last->via != NULL) last = last->via;
    RP_TRY(rampart_who_can_explain(result, last, &decision));
    print_reasons(print, decision);
    rp_print_words(print, "\n");
    for (; row != NULL && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL; row = row->via) {
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        print_open(print, decision);
    }
    return RAMPART_OK;
}

static void print_denial(struct rp_print *print, struct rampart_verdict verdict)
{
    rp_print_words(print, rampart_deny_name(verdict.deny));
    rp_print_words(print, ", ");
    rp_print_words(print, rampart_layer_name(verdict.layer));
    rp_print_words(print, "\n");
}

/* The open points that would change the row; `rampart check` on it tells how. */
static void print_depends_on(struct rp_print *print, unsigned assumptions)
{
    const char *before = "turns on ";
    if (assumptions == 0) return;
    pad(print, 0, VERDICT_WIDTH);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if ((assumptions & 1U << i) == 0) continue;
        rp_print_words(print, before);
        rp_print_words(print, rampart_assumption_name((enum rampart_assumption)i));
        before = ", ";
    }
    rp_print_words(print, "\n");
}

static enum rampart_status print_row(struct rp_print *print, struct rampart_who_can *result,
                                     const struct rampart_who_can_row *row, size_t width)
{
    print_verdict(print, row->without_unseen);
    print_principal(print, row, width);
    if (rp_who_can_explained(row))
        RP_TRY(explain_row(print, result, row));
    else
        print_denial(print, row->without_unseen);
    print_depends_on(print, row->depends_on);
    return RAMPART_OK;
}

/* ---- the whole ---- */

/* Once, for they are the same for everybody: then the table is about RAM alone. */
static void print_layers(struct rp_print *print, const struct rampart_who_can *result)
{
    const size_t count = rp_who_can_unseen_count(result);
    rp_print_absent(print, rampart_who_can_assumed_absent(result));
    rp_print_unseen(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0), count);
    if (count > 0) rp_print_words(print, "\nnobody is certain by them; what RAM alone says:\n");
    rp_print_words(print, "\n");
}

static void print_head(struct rp_print *print, const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    const struct rampart_str api = rampart_who_can_api(result);
    rp_print_row(print, "action", rampart_who_can_action(result));
    if (api.len > 0) rp_print_row(print, "for the API", api);
    rp_print_row(print, "resource", rampart_who_can_resource(result));
    if (rampart_who_can_many(result)) {
        rp_print_label(print, "");
        rp_print_words(print,
                       "(a pattern: ALLOW is for every resource that it matches, DENY for none of them)\n");
    }
    rp_print_label(print, "principals");
    rp_buf_printf(print->out, "%zu: %zu allowed, %zu conditional, %zu denied\n", sum.principals, sum.allow,
                  sum.conditional, sum.deny);
    print_layers(print, result);
}

enum rampart_status rp_who_can_text(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    size_t width = widest(result, filter);
    print_head(print, result, filter.kinds);
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (rp_who_can_shown(row, filter)) RP_TRY(print_row(print, result, row, width));
    }
    rp_print_gaps(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                  rp_who_can_unseen_count(result));
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}
