/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do it, as a page to send: the question and what it was asked of, a picture of the roles on the way, and each answer once,
 * with all principals that have it.
 */
#include "base/str.h"
#include "base/try.h"
#include "report/formula.h"
#include "report/headline.h"
#include "report/html_page.h"
#include "report/html_parts.h"
#include "report/organisation.h"
#include "report/printed.h"
#include "report/who_can.h"
#include "report/who_can_parts.h"
#include "report/who_can_picture.h"

enum { MOST_IN_LINE = 12 }; /* principals; of more the others are folded away */

struct who_can_page {
    struct rp_html html;
    struct rampart_who_can *result;
    const struct rampart_who_can_filter *filter;
    const struct rampart_who_can_row **first; /* by the answer; NULL: no row that is shown has it */
    size_t *start, *last;                     /* by the answer: the numbers of its first row and, at last, of its last */
    size_t *following;                        /* by the row: the number of the next one with the same answer, or none */
};

/* ---- the answers ---- */

static enum rampart_status who_can_html_look(const struct who_can_page *page, size_t i, struct rampart_who_can_row *ret_glance,
                                             bool *ret_shown)
{
    RP_TRY(rp_who_can_look(page->result, i, page->filter, ret_glance, ret_shown));
    if (page->filter->outcomes == 0 && ret_glance->verdict.outcome == RAMPART_OUTCOME_DENY) *ret_shown = false;
    return RAMPART_OK;
}

/* Rows with the same answer follow one another. */
static enum rampart_status who_can_html_gather(struct who_can_page *page)
{
    const size_t rows = rampart_who_can_count(page->result), answers = rampart_who_can_answer_count(page->result);
    page->first = RP_NEW_ARRAY(&page->html.arena, const struct rampart_who_can_row *, answers + 1);
    page->start = RP_NEW_ARRAY(&page->html.arena, size_t, answers + 1);
    page->last = RP_NEW_ARRAY(&page->html.arena, size_t, answers + 1);
    page->following = RP_NEW_ARRAY(&page->html.arena, size_t, rows + 1);
    RP_TRY_MEMORY(page->first != NULL && page->start != NULL && page->last != NULL && page->following != NULL);
    for (size_t i = 0; i < rows; i++) {
        struct rampart_who_can_row row;
        bool shown = false;
        page->following[i] = rows;
        RP_TRY(who_can_html_look(page, i, &row, &shown));
        if (!shown) continue;
        if (page->first[row.answer] != NULL)
            page->following[page->last[row.answer]] = i;
        else
            page->start[row.answer] = i;
        if (page->first[row.answer] == NULL) RP_TRY(rp_who_can_make_row(page->result, i, &page->first[row.answer]));
        page->last[row.answer] = i;
    }
    return RAMPART_OK;
}

static void who_can_html_name(struct rp_html *html, const struct rampart_who_can_row *row)
{
    rp_html_code(html, row->name);
    if (row->kind == RAMPART_PRINCIPAL_ROOT) rp_html_words(html, " (account owner)");
    if (row->service_linked) rp_html_words(html, " (service-linked)");
}

/* All principals with the answer of this row, which is the first of them. */
static enum rampart_status who_can_html_names(struct who_can_page *page, const struct rampart_who_can_row *row)
{
    struct rp_html *html = &page->html;
    const struct rampart_who_can_row *named = NULL;
    const size_t rows = rampart_who_can_count(page->result);
    size_t count = 0;
    for (size_t i = page->start[row->answer]; i < rows; i = page->following[i], count++) {
        if (count > 0) rp_html_words(html, count == MOST_IN_LINE ? "<details><summary>and others</summary>" : ", ");
        RP_TRY(rp_who_can_make_row(page->result, i, &named));
        who_can_html_name(html, named);
    }
    if (count > MOST_IN_LINE) rp_html_words(html, "</details>");
    return RAMPART_OK;
}

static void who_can_html_reason(struct rp_html *html, const struct rampart_reason *reason)
{
    rp_buf_printf(html->out, "<li>%s by statement %zu of ", rampart_effect_name(reason->effect), reason->statement);
    rp_html_code(html, reason->policy);
    if (reason->attached_to.len > 0) {
        rp_html_words(html, ", attached to ");
        rp_html_code(html, reason->attached_to);
    }
    if (reason->resource_group.len > 0) {
        rp_html_words(html, " in ");
        rp_html_code(html, reason->resource_group);
    }
    rp_buf_printf(html->out, " (%s)", rampart_layer_name(reason->layer));
    if (reason->place.line > 0) {
        rp_html_words(html, ": ");
        rp_html_place(html, reason->place.file, reason->place.line, reason->place.column, reason->place.address.len == 0);
    }
    rp_html_words(html, "</li>\n");
}

/* The reasons of each step: to assume a role, and for the last one to do it. */
static enum rampart_status who_can_html_steps(struct who_can_page *page, struct rampart_who_can *result,
                                              const struct rampart_who_can_row *row)
{
    struct rp_html *html = &page->html;
    rp_html_words(html, "<ul>\n");
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        if (decision->matched_count == 0) {
            rp_html_words(html, "<li>");
            rp_html_text(html, decision->message);
            rp_html_words(html, "</li>\n");
        }
        for (size_t i = 0; i < decision->matched_count; i++) who_can_html_reason(html, &decision->matched[i]);
        for (size_t i = 0; i < decision->unknown_documents.count; i++) {
            rp_html_words(html, "<li class=\"warn\">a document that is not known: ");
            rp_html_code(html, decision->unknown_documents.items[i]);
            rp_html_words(html, "</li>\n");
        }
    }
    rp_html_words(html, "</ul>\n");
    return RAMPART_OK;
}

static void who_can_html_put_formula(struct who_can_page *page, const struct rp_print *like,
                                     const struct rampart_formula *formula)
{
    struct rp_printed printed;
    if (formula == NULL) return;
    rp_printed_start(&printed, like);
    rp_print_formula_line(&printed.print, formula);
    const struct rampart_str line = rp_printed_line(&printed);
    if (line.len > 0) {
        rp_html_words(&page->html, formula->any_count > 0 && !rp_str_starts(line, RP_STR("unless")) ? "<p>if " : "<p>");
        rp_html_code(&page->html, line);
        rp_html_words(&page->html, "</p>\n");
    }
    rp_printed_free(&printed, page->html.out);
}

static enum rampart_status who_can_html_formula(struct who_can_page *page, const struct rp_print *like,
                                                struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    const struct rampart_formula *formula = NULL;
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(rampart_who_can_formula(result, row, &formula));
    who_can_html_put_formula(page, like, formula);
    return RAMPART_OK;
}

/* ---- parts of what is asked ---- */

static enum rampart_status who_can_html_witness(struct who_can_page *page, const struct rampart_who_can_row *row)
{
    struct rampart_who_can_witness witness;
    struct rp_html *html = &page->html;
    if (!rampart_who_can_is_pattern(page->result) && !rp_who_can_has_parts(page->result)) return RAMPART_OK;
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(rampart_who_can_find_witness(page->result, row, &witness));
    if (witness.resource.len == 0) return RAMPART_OK;
    rp_html_words(html, witness.verdict.outcome == RAMPART_OUTCOME_ALLOW ? "<p>for example " : "<p>perhaps, for example ");
    rp_html_code(html, witness.action);
    rp_html_words(html, " on ");
    rp_html_code(html, witness.resource);
    rp_html_words(html, "</p>\n");
    return RAMPART_OK;
}

static enum rampart_status who_can_html_part(struct who_can_page *page, const struct rp_print *like,
                                             const struct rp_row_part *part)
{
    struct rp_printed printed;
    rp_buf_printf(page->html.out, "<p>%s: ", rampart_outcome_name(part->row->verdict.outcome));
    rp_printed_start(&printed, like);
    rp_print_part_actions(&printed.print, part);
    rp_html_code(&page->html, rp_printed_line(&printed));
    rp_printed_free(&printed, page->html.out);
    for (const struct rampart_who_can_row *role = part->row->via; role != NULL; role = role->via) {
        rp_html_words(&page->html, " → ");
        rp_html_code(&page->html, role->name);
    }
    rp_html_words(&page->html, "</p>\n");
    if (!rp_who_can_is_explained(part->row)) return RAMPART_OK;
    RP_TRY(who_can_html_formula(page, like, part->answer, part->row));
    return who_can_html_steps(page, part->answer, part->row);
}

static enum rampart_status who_can_html_parts(struct who_can_page *page, const struct rp_print *like,
                                              const struct rampart_who_can_row *row)
{
    struct rp_row_parts parts;
    struct rp_arena arena;
    rp_arena_init(&arena, &page->html.out->allocator);
    enum rampart_status status = rp_who_can_split_row(like, &arena, page->result, row, &parts);
    for (size_t i = 0; status == RAMPART_OK && i < parts.count; i++) status = who_can_html_part(page, like, &parts.items[i]);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status who_can_html_reasons(struct who_can_page *page, const struct rp_print *like,
                                                const struct rampart_who_can_row *row)
{
    if (rp_who_can_has_parts(page->result) && row->verdict.outcome != RAMPART_OUTCOME_DENY) {
        RP_TRY(who_can_html_parts(page, like, row));
    } else if (rp_who_can_is_explained(row)) {
        RP_TRY(who_can_html_formula(page, like, page->result, row));
        RP_TRY(who_can_html_steps(page, page->result, row));
    } else {
        rp_buf_printf(page->html.out, "<p>%s, %s</p>\n", rampart_deny_name(row->verdict.deny),
                      rampart_layer_name(row->verdict.layer));
        return RAMPART_OK;
    }
    return who_can_html_witness(page, row);
}

static enum rampart_status who_can_html_answer(struct who_can_page *page, const struct rp_print *like,
                                               const struct rampart_who_can_row *row)
{
    static const char *const tones[] = {
        [RAMPART_OUTCOME_DENY] = "bad", [RAMPART_OUTCOME_ALLOW] = "good", [RAMPART_OUTCOME_CONDITIONAL] = "warn"};
    const char *tone = tones[row->verdict.outcome];
    struct rp_html *html = &page->html;
    rp_buf_printf(html->out, "<li class=\"%s\"><p><span class=\"tag %s\">%s</span>", tone, tone,
                  rampart_outcome_name(row->verdict.outcome));
    RP_TRY(who_can_html_names(page, row));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) {
        rp_html_words(html, " → ");
        rp_html_code(html, role->name);
    }
    rp_html_words(html, "</p>\n");
    RP_TRY(who_can_html_reasons(page, like, row));
    rp_html_words(html, "</li>\n");
    return html->failed;
}

static enum rampart_status who_can_html_answers(struct who_can_page *page, const struct rp_print *like)
{
    static const enum rampart_outcome order[] = {RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL, RAMPART_OUTCOME_DENY};
    const size_t answers = rampart_who_can_answer_count(page->result);
    size_t shown = 0;
    rp_html_words(&page->html, "<h2>Principals</h2>\n<ul class=\"items\">\n");
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < answers; i++) {
            if (page->first[i] == NULL || page->first[i]->verdict.outcome != order[k]) continue;
            RP_TRY(who_can_html_answer(page, like, page->first[i]));
            shown++;
        }
    rp_html_words(&page->html, shown > 0 ? "</ul>\n" : "<li>None.</li>\n</ul>\n");
    return RAMPART_OK;
}

/* ---- what stands around them ---- */

static enum rampart_status who_can_html_figures(struct who_can_page *page)
{
    struct rampart_who_can_summary sum;
    RP_TRY(rampart_report_who_can_sum(page->result, page->filter, &sum));
    rp_html_words(&page->html, "<ul class=\"figures\">\n");
    rp_html_figure(&page->html, sum.principals, "principal asked", "principals asked", NULL);
    rp_html_figure(&page->html, sum.allow, "allowed", "allowed", sum.allow > 0 ? "good" : NULL);
    rp_html_figure(&page->html, sum.conditional, "conditional", "conditional", sum.conditional > 0 ? "warn" : NULL);
    rp_html_figure(&page->html, sum.deny, "denied", "denied", NULL);
    rp_html_words(&page->html, "</ul>\n");
    return RAMPART_OK;
}

static void who_can_html_question(struct who_can_page *page, const struct rp_print *like)
{
    const struct rampart_account *account = rampart_who_can_account(page->result);
    struct rp_html *html = &page->html;
    struct rp_printed printed;
    rp_html_words(html, "<p>");
    for (size_t i = 0; i < rampart_who_can_action_count(page->result); i++) {
        if (i > 0) rp_html_words(html, rampart_who_can_any(page->result) ? " or " : " and ");
        rp_html_code(html, rampart_who_can_action_at(page->result, i));
    }
    for (size_t i = 0; i < rampart_who_can_resource_count(page->result); i++) {
        rp_html_words(html, i == 0 ? " on " : " and on ");
        rp_html_code(html, rampart_who_can_resource_at(page->result, i));
    }
    if (rampart_who_can_is_pattern(page->result))
        rp_html_words(html, rp_who_can_has_parts(page->result)
                                ? ": Allow means that all of it is allowed, Deny that nothing is"
                                : ", a pattern: Allow means that every resource it matches is allowed, Deny that none is");
    rp_html_words(html, "</p>\n");
    rp_printed_start(&printed, like);
    if (rampart_account_member_count(account) > 0) rp_print_accounts(&printed.print, account);
    rp_print_read_without(&printed.print, rp_who_can_unseen_layers(page->result), rampart_who_can_assumed_absent(page->result));
    if (printed.text.len > 0) {
        rp_html_words(html, "<p class=\"soft\">");
        rp_html_text(html, rp_printed_line(&printed));
        rp_html_words(html, "</p>\n");
    }
    rp_printed_free(&printed, html->out);
}

static void who_can_html_outsiders(struct who_can_page *page, const struct rp_print *like)
{
    const struct rampart_outsider *outsider;
    size_t cursor = 0, shown = 0;
    while ((outsider = rp_who_can_next_outsider(page->result, page->filter, &cursor)) != NULL) {
        const bool allowed = outsider->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        if (shown++ == 0) rp_html_words(&page->html, "<h2>From outside</h2>\n<ul class=\"items\">\n");
        rp_buf_printf(page->html.out, "<li class=\"%s\"><span class=\"tag\">%s</span>", allowed ? "bad" : "warn",
                      rampart_outcome_name(outsider->verdict.outcome));
        rp_html_code(&page->html, outsider->principal);
        for (const struct rampart_who_can_row *role = outsider->via; role != NULL; role = role->via) {
            rp_html_words(&page->html, " → ");
            who_can_html_name(&page->html, role);
        }
        if (!allowed) who_can_html_put_formula(page, like, outsider->formula);
        rp_html_words(&page->html, "</li>\n");
    }
    if (shown > 0) rp_html_words(&page->html, "</ul>\n");
}

static enum rampart_status who_can_html_page(struct who_can_page *page, const struct rp_print *print)
{
    rp_html_head(&page->html, "Who may do it");
    who_can_html_question(page, print);
    RP_TRY(who_can_html_figures(page)); /* first: the rows that it asks for are dropped */
    RP_TRY(who_can_html_gather(page));
    RP_TRY(rp_who_can_picture(&page->html, page->result, page->first, rampart_who_can_answer_count(page->result)));
    RP_TRY(who_can_html_answers(page, print));
    who_can_html_outsiders(page, print);
    rp_html_gaps(&page->html, print, "Not known", rampart_who_can_account(page->result),
                 rampart_who_can_unseen(page->result, 0), rp_who_can_unseen_count(page->result));
    rp_html_inventory(&page->html, print->inventory);
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_html)
{
    const struct rp_who_can_report *who_can = what;
    struct who_can_page page = {.result = who_can->result, .filter = &who_can->filter};
    rp_html_start(&page.html, print->out, print->texts);
    const enum rampart_status status = who_can_html_page(&page, print);
    const enum rampart_status finished = rp_html_finish(&page.html, print->catalog);
    return status == RAMPART_OK ? finished : status;
}
