/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision for people: the verdict, the question, the statements that decided and why, the ones that came closest, and
 * what is still open. The order is fixed; a part with nothing to say is left out.
 */
#include <string.h>

#include "report/decision.h"
#include "report/reason_text.h"
#include "report/unseen.h"

enum { MOST_KEYS = 8, MOST_RESOURCES = 20, VERDICT_WIDTH = sizeof "DENY (explicit)" + 1 };

static const char *decision_text_verdict_words(struct rampart_verdict verdict, enum rp_paint *ret_paint)
{
    *ret_paint = RP_PAINT_RED;
    if (verdict.outcome == RAMPART_OUTCOME_DENY)
        return verdict.deny == RAMPART_EXPLICIT_DENY ? "DENY (explicit)" : "DENY (implicit)";
    *ret_paint = verdict.outcome == RAMPART_OUTCOME_ALLOW ? RP_PAINT_GREEN : RP_PAINT_YELLOW;
    return verdict.outcome == RAMPART_OUTCOME_ALLOW ? "ALLOW" : "CONDITIONAL";
}

/* Padded to `width`, outside the colours. */
static void decision_text_verdict(struct rp_print *print, struct rampart_verdict verdict, size_t width)
{
    enum rp_paint paint;
    const char *words = decision_text_verdict_words(verdict, &paint);
    rp_print_painted(print, paint, words);
    for (size_t i = strlen(words); i < width; i++) rp_print_words(print, " ");
}

static void decision_text_resources(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) {
        if (decision->resource.len > 0) rp_print_row(print, "resource", decision->resource);
        return;
    }
    size_t shown = decision->resource_count > MOST_RESOURCES ? MOST_RESOURCES : decision->resource_count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_label(print, i == 0 ? "resources" : "");
        decision_text_verdict(print, decision->resources[i].verdict, VERDICT_WIDTH);
        rp_print_cut(print, decision->resources[i].resource);
        rp_print_words(print, "\n");
    }
    if (decision->resource_count == shown) return;
    rp_print_label(print, "");
    rp_buf_printf(print->out, "… and %zu more\n", decision->resource_count - shown);
}

/* The request has no time: it is the clock's, and on another day the answer may be another. */
static void decision_text_time(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->time.len == 0) return;
    rp_print_label(print, "time");
    rp_print_text(print, decision->time);
    rp_print_words(print, " (the clock; --at TIME sets another time)\n");
}

static void decision_text_question(struct rp_print *print, const struct rampart_decision *decision)
{
    rp_print_row(print, "principal",
                 decision->principal.len > 0 ? decision->principal
                                             : RP_STR("(any principal with these policies)"));
    rp_print_row(print, "action", decision->action);
    if (decision->api.len > 0) rp_print_row(print, "for the API", decision->api);
    decision_text_resources(print, decision);
    decision_text_time(print, decision);
    if (decision->verdict.outcome == RAMPART_OUTCOME_DENY)
        rp_print_row(print, "layer", rampart_str(rampart_layer_name(decision->verdict.layer)));
}

/* The request has no principal, or one without its account. */
static bool decision_text_has_no_account(struct rampart_str principal)
{
    return principal.len == 0 || rp_str_equal(principal, RP_STR("root")) ||
           rp_str_starts(principal, RP_STR("user/")) || rp_str_starts(principal, RP_STR("role/"));
}

static void decision_text_way_to_say(struct rp_print *print, const struct rampart_decision *decision,
                                     struct rampart_str key)
{
    if (rp_str_equal_fold(key, RP_STR("acs:PrincipalARN")) &&
        decision_text_has_no_account(decision->principal)) {
        rp_print_words(print, "  --principal acs:ram::ACCOUNT:user/NAME, or another ARN\n");
        return;
    }
    if (rp_str_equal_fold(key, RP_STR("acs:CurrentTime"))) {
        rp_print_words(print, "  --at TIME\n"); /* no request is without one */
        return;
    }
    rp_print_words(print, "  --context ");
    rp_print_cut(print, key);
    rp_print_words(print, "=VALUE  or  --absent ");
    rp_print_cut(print, key);
    rp_print_words(print, "\n");
}

static void decision_text_unknown_keys(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL || decision->unknown_keys.count == 0) return;
    size_t count = decision->unknown_keys.count, shown = count > MOST_KEYS ? MOST_KEYS : count;
    rp_print_words(print, "\nto decide it, pass the values of these keys:\n");
    for (size_t i = 0; i < shown; i++)
        decision_text_way_to_say(print, decision, decision->unknown_keys.items[i]);
    if (count > shown) rp_buf_printf(print->out, "  … and %zu more keys\n", count - shown);
}

/* Layers of the resource stand behind the others, and have a part of their own. */
static void decision_text_unknown_layers(struct rp_print *print, const struct rampart_decision *decision)
{
    const size_t count = decision->unknown_layer_count - decision->unseen_count;
    for (size_t i = 0; i < count; i++) {
        rp_print_words(print, i == 0 ? "\npolicies that are not known: " : ", ");
        rp_print_words(print, rampart_layer_name(decision->unknown_layers[i]));
    }
    if (count > 0) rp_print_words(print, "\n");
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        rp_print_words(print, i == 0 ? "documents that are not known: " : ", ");
        rp_print_cut(print, decision->unknown_documents.items[i]);
    }
    if (decision->unknown_documents.count > 0) rp_print_words(print, "\n");
}

/* Before the statements: what they come to. */
static void decision_text_alone(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->unseen_count == 0) return;
    rp_print_label(print, "RAM alone");
    decision_text_verdict(print, decision->without_unseen, 0);
    if (decision->without_unseen.outcome == RAMPART_OUTCOME_DENY)
        rp_buf_printf(print->out, ", %s", rampart_layer_name(decision->without_unseen.layer));
    rp_print_words(print, "\n");
}

/* The answers under other readings of the undocumented points. */
static void decision_text_dependences(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->dependence_count; i++) {
        const struct rampart_dependence *dependence = &decision->dependences[i];
        if (i == 0)
            rp_buf_printf(print->out, "\nthis answer depends on %s that the cloud does not document:\n",
                          decision->dependence_count == 1 ? "a point" : "points");
        rp_buf_printf(print->out, "  %s is assumed to be %s; with --assume %s=%s it would be ",
                      dependence->name, dependence->assumed, dependence->name, dependence->otherwise);
        decision_text_verdict(print, dependence->verdict, 0);
        if (dependence->verdict.outcome == RAMPART_OUTCOME_DENY)
            rp_buf_printf(print->out, ", %s", rampart_layer_name(dependence->verdict.layer));
        rp_print_words(print, "\n");
    }
}

static void decision_text_task(struct rp_print *print, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    bool trouble = task->verdict == RAMPART_TASK_REFUSED || task->verdict == RAMPART_TASK_PRESUMED_FAIL;
    rp_print_words(print, "\n");
    rp_print_painted(print, trouble ? RP_PAINT_YELLOW : RP_PAINT_CYAN, "task");
    if (task->task.len > 0) rp_print_words(print, " ");
    rp_print_cut(print, task->task);
    rp_print_words(print, ": ");
    rp_print_text(print, task->message);
    rp_print_words(print, "\n");
}

/* ---- a pattern that is allowed in part ---- */

enum { MOST_PATTERNS = 20 };

static void decision_text_patterns(struct rp_print *print, struct rampart_strs patterns, const char *before)
{
    for (size_t i = 0; i < patterns.count && i < MOST_PATTERNS; i++) {
        rp_print_words(print, before);
        rp_print_cut(print, patterns.items[i]);
        rp_print_words(print, "\n");
    }
    if (patterns.count > MOST_PATTERNS)
        rp_buf_printf(print->out, "%s… %zu more\n", before, patterns.count - MOST_PATTERNS);
}

static void decision_text_witness(struct rp_print *print, struct rampart_str resource, const char *side)
{
    rp_buf_printf(print->out, "  %s: ", side);
    if (resource.len > 0)
        rp_print_cut(print, resource);
    else
        rp_print_words(print, "none was found");
    rp_print_words(print, "\n");
}

/* The part that is allowed, and one resource on either side. */
static void decision_text_part(struct rp_print *print, const struct rampart_decision *decision)
{
    if (!decision->pattern || decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return;
    if (!rp_reasons_are_partial(decision)) return;
    rp_print_words(print, "\nthe resource is a pattern; this part of it is allowed:\n");
    if (decision->holds_for_count == 0) rp_print_words(print, "  no part is certain to be allowed\n");
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        if (i > 0) rp_print_words(print, "  and of these only those that match\n");
        decision_text_patterns(print, decision->holds_for[i].allow, "  ");
        decision_text_patterns(print, decision->holds_for[i].except, "    but not ");
    }
    rp_print_words(print, "for example\n");
    decision_text_witness(print, decision->allowed, "allowed");
    decision_text_witness(print, decision->denied, "denied");
}

/* ---- the whole ---- */

void rp_print_answer(struct rp_print *print, const struct rampart_answer *answer)
{
    const struct rampart_decision *decision = answer->decision;
    decision_text_verdict(print, decision->verdict, 0);
    rp_print_words(print, "\n");
    decision_text_question(print, decision);
    decision_text_alone(print, decision);
    rp_print_reasons(print, decision);
    rp_print_nearest(print, decision);
    decision_text_part(print, decision);
    decision_text_unknown_keys(print, decision);
    decision_text_unknown_layers(print, decision);
    rp_print_unseen(print, print->account, decision->unseen, decision->unseen_count);
    rp_print_absent(print, decision->assumed_absent);
    decision_text_dependences(print, decision);
    rp_print_gaps(print, print->account, decision->unseen, decision->unseen_count);
    rp_print_inventory(print, print->inventory);
    decision_text_task(print, answer->task);
    if (decision->message.len > 0) {
        rp_print_words(print, "\n");
        rp_print_text(print, decision->message);
        rp_print_words(print, "\n");
    }
    rp_print_suggestions(print, answer->suggestions);
}

/* The gaps of the account stand once, with the last answer. */
static void decision_text_several(struct rp_print *print, const struct rp_answer_report *answers)
{
    size_t allowed = 0;
    const struct rp_print brief = {.out = print->out, .color = print->color};
    for (size_t i = 0; i < answers->count; i++) {
        struct rp_print part = i + 1 < answers->count ? brief : *print;
        rp_print_answer(&part, &answers->items[i]);
        rp_print_words(print, "\n");
        allowed += answers->items[i].decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    }
    if (allowed == answers->count)
        rp_buf_printf(print->out, "All %zu requests are allowed.\n", allowed);
    else
        rp_buf_printf(print->out, "%zu of %zu requests %s allowed: all of them must be.\n", allowed,
                      answers->count, allowed == 1 ? "is" : "are");
}

RP_REPORTER(rp_answers_text)
{
    const struct rp_answer_report *answers = what;
    if (answers->count == 1)
        rp_print_answer(print, answers->items);
    else
        decision_text_several(print, answers);
    return RAMPART_OK;
}
