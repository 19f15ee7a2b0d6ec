/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision for people: the verdict, the question, which statements decided and why, what came closest,
 * what is still open. The order is fixed; a part with nothing to say is left out.
 */
#include <string.h>

#include "report/reason_text.h"
#include "report/unseen.h"

enum { MOST_KEYS = 8, MOST_RESOURCES = 20, VERDICT_WIDTH = sizeof "DENY (explicit)" + 1 };

static const char *verdict_words(struct rampart_verdict verdict, enum rp_paint *ret_paint)
{
    *ret_paint = RP_PAINT_RED;
    if (verdict.outcome == RAMPART_OUTCOME_DENY)
        return verdict.deny == RAMPART_EXPLICIT_DENY ? "DENY (explicit)" : "DENY (implicit)";
    *ret_paint = verdict.outcome == RAMPART_OUTCOME_ALLOW ? RP_PAINT_GREEN : RP_PAINT_YELLOW;
    return verdict.outcome == RAMPART_OUTCOME_ALLOW ? "ALLOW" : "CONDITIONAL";
}

/* Padded to `width`, outside the colours. */
static void print_verdict(struct rp_print *print, struct rampart_verdict verdict, size_t width)
{
    enum rp_paint paint;
    const char *words = verdict_words(verdict, &paint);
    rp_print_painted(print, paint, words);
    for (size_t i = strlen(words); i < width; i++) rp_print_words(print, " ");
}

static void print_resources(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) {
        if (decision->resource.len > 0) rp_print_row(print, "resource", decision->resource);
        return;
    }
    size_t shown = decision->resource_count > MOST_RESOURCES ? MOST_RESOURCES : decision->resource_count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_label(print, i == 0 ? "resources" : "");
        print_verdict(print, decision->resources[i].verdict, VERDICT_WIDTH);
        rp_print_cut(print, decision->resources[i].resource);
        rp_print_words(print, "\n");
    }
    if (decision->resource_count == shown) return;
    rp_print_label(print, "");
    rp_buf_printf(print->out, "… and %zu more\n", decision->resource_count - shown);
}

/* Nobody gave it, and on another day the answer may be another. */
static void print_time(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->time.len == 0) return;
    rp_print_label(print, "time");
    rp_print_text(print, decision->time);
    rp_print_words(print, " (the clock; --at TIME asks about another)\n");
}

static void print_question(struct rp_print *print, const struct rampart_decision *decision)
{
    rp_print_row(print, "principal",
                 decision->principal.len > 0 ? decision->principal
                                             : RP_STR("(anybody who holds these policies)"));
    rp_print_row(print, "action", decision->action);
    if (decision->api.len > 0) rp_print_row(print, "for the API", decision->api);
    print_resources(print, decision);
    print_time(print, decision);
    if (decision->verdict.outcome == RAMPART_OUTCOME_DENY)
        rp_print_row(print, "layer", rampart_str(rampart_layer_name(decision->verdict.layer)));
}

/* Nobody was named, or somebody of an account that nobody named. */
static bool has_no_account(struct rampart_str principal)
{
    return principal.len == 0 || rp_str_equal(principal, RP_STR("root")) ||
           rp_str_starts(principal, RP_STR("user/")) || rp_str_starts(principal, RP_STR("role/"));
}

static void print_way_to_say(struct rp_print *print, const struct rampart_decision *decision,
                             struct rampart_str key)
{
    if (rp_str_equal_fold(key, RP_STR("acs:PrincipalARN")) && has_no_account(decision->principal)) {
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

static void print_unknown_keys(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL || decision->unknown_keys.count == 0) return;
    size_t count = decision->unknown_keys.count, shown = count > MOST_KEYS ? MOST_KEYS : count;
    rp_print_words(print, "\nto decide, say what the request carries:\n");
    for (size_t i = 0; i < shown; i++) print_way_to_say(print, decision, decision->unknown_keys.items[i]);
    if (count > shown) rp_buf_printf(print->out, "  … and %zu more keys\n", count - shown);
}

/* Those of the resource stand behind the others, and are told of elsewhere. */
static void print_unknown_layers(struct rp_print *print, const struct rampart_decision *decision)
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
static void print_alone(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->unseen_count == 0) return;
    rp_print_label(print, "RAM alone");
    print_verdict(print, decision->without_unseen, 0);
    if (decision->without_unseen.outcome == RAMPART_OUTCOME_DENY)
        rp_buf_printf(print->out, ", %s", rampart_layer_name(decision->without_unseen.layer));
    rp_print_words(print, "\n");
}

/* What would be said if the cloud did otherwise. */
static void print_dependences(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->dependence_count; i++) {
        const struct rampart_dependence *dependence = &decision->dependences[i];
        if (i == 0) rp_print_words(print, "\nthe cloud does not document, and this answer turns on it:\n");
        rp_buf_printf(print->out, "  %s is taken as %s; with %s it would be ", dependence->name,
                      dependence->assumed, dependence->otherwise);
        print_verdict(print, dependence->verdict, 0);
        if (dependence->verdict.outcome == RAMPART_OUTCOME_DENY)
            rp_buf_printf(print->out, ", %s", rampart_layer_name(dependence->verdict.layer));
        rp_print_words(print, "\n");
    }
}

static void print_task(struct rp_print *print, const struct rampart_task_note *task)
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

enum rampart_status rp_decision_text(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task,
                                     const struct rampart_suggestions *suggestions)
{
    print_verdict(print, decision->verdict, 0);
    rp_print_words(print, "\n");
    print_question(print, decision);
    print_alone(print, decision);
    rp_print_reasons(print, decision);
    rp_print_nearest(print, decision);
    rp_print_part(print, decision);
    print_unknown_keys(print, decision);
    print_unknown_layers(print, decision);
    rp_print_unseen(print, print->account, decision->unseen, decision->unseen_count);
    rp_print_absent(print, decision->assumed_absent);
    print_dependences(print, decision);
    rp_print_gaps(print, print->account, decision->unseen, decision->unseen_count);
    rp_print_inventory(print, print->inventory);
    print_task(print, task);
    if (decision->message.len > 0) {
        rp_print_words(print, "\n");
        rp_print_text(print, decision->message);
        rp_print_words(print, "\n");
    }
    rp_print_suggestions(print, suggestions);
    return RAMPART_OK;
}
