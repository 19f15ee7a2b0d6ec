/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision for people: the verdict on the question in the first line, the statements that decided and why, what is still open
 * and how to settle it, and last what it was read from. A part with nothing to say is left out.
 */
#include <string.h>

#include "report/decision.h"
#include "report/headline.h"
#include "report/reason_text.h"
#include "report/unseen.h"

enum { MOST_KEYS = 8, MOST_RESOURCES = 20, VERDICT_WIDTH = sizeof "CONDITIONAL" + 1 };

static void decision_text_resources(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->resource_count < 2) return;
    size_t shown = decision->resource_count > MOST_RESOURCES ? MOST_RESOURCES : decision->resource_count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_tag(print, i == 0 ? "each" : "");
        rp_print_verdict(print, decision->resources[i].verdict, VERDICT_WIDTH);
        rp_print_cut(print, decision->resources[i].resource);
        rp_print_words(print, "\n");
    }
    if (decision->resource_count == shown) return;
    rp_print_tag(print, "");
    rp_buf_printf(print->out, "… and %zu more\n", decision->resource_count - shown);
}

static void decision_text_tagged(struct rp_print *print, const char *tag, struct rampart_str text)
{
    if (text.len == 0) return;
    rp_print_tag(print, tag);
    rp_print_cut(print, text);
    rp_print_words(print, "\n");
}

/* The question in full, which the first line says in short. */
static void decision_text_question(struct rp_print *print, const struct rampart_decision *decision)
{
    if (!print->verbose) return;
    decision_text_tagged(print, "who",
                         decision->principal.len > 0 ? decision->principal
                                                     : RP_STR("(any principal with these policies)"));
    decision_text_tagged(print, "what", decision->action);
    decision_text_tagged(print, "for", decision->api);
    decision_text_tagged(print, "on", decision->resource);
    if (decision->verdict.outcome == RAMPART_OUTCOME_DENY)
        decision_text_tagged(print, "in", rampart_str(rampart_layer_name(decision->verdict.layer)));
}

/* ---- why ---- */

/* Up to the part of the sentence that the rows below it say better. */
static struct rampart_str decision_text_clause(struct rampart_str message)
{
    const size_t end = rp_str_find(message, ';');
    if (end < message.len) return rp_str_part(message, 0, end);
    return message.len > 0 && message.data[message.len - 1] == '.' ? rp_str_part(message, 0, message.len - 1)
                                                                   : message;
}

/* Where no statement decided alone, the sentence says what did. */
static void decision_text_why(struct rp_print *print, const struct rampart_decision *decision)
{
    const struct rampart_verdict verdict = decision->verdict;
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL || decision->message.len == 0) return;
    const bool implicit = verdict.outcome == RAMPART_OUTCOME_DENY && verdict.deny == RAMPART_IMPLICIT_DENY;
    if (!implicit && !rp_reasons_are_open(decision) && decision->matched_count > 0) return;
    rp_print_tag(print, "why");
    rp_print_text(print, decision_text_clause(decision->message));
    const bool unsigned_request = rp_str_equal(decision->principal, RP_STR("anonymous"));
    if (implicit && !(unsigned_request && verdict.layer == RAMPART_LAYER_IDENTITY))
        rp_buf_printf(print->out, " (%s)", rampart_layer_name(verdict.layer));
    rp_print_words(print, "\n");
}

/* The request has no time: it is the clock's, and on another day the answer may be another. */
static void decision_text_time(struct rp_print *print, const struct rampart_answer *answer)
{
    const struct rampart_str now = answer->decision->time;
    if (answer->until.len > 0) {
        rp_print_tag(print, "");
        rp_print_words(print, "until ");
        rp_print_text(print, answer->until);
    }
    if (now.len > 0) {
        if (answer->until.len == 0) rp_print_tag(print, "time");
        rp_print_words(print, answer->until.len > 0 ? "; now is " : "now is ");
        rp_print_text(print, now);
        if (answer->until.len == 0) rp_print_words(print, " (--at TIME sets another time)");
    }
    if (now.len > 0 || answer->until.len > 0) rp_print_words(print, "\n");
}

/* What the same request would come to when the statements that deny it have ended. */
static void decision_text_later(struct rp_print *print, const struct rampart_decision *later)
{
    if (later == NULL) return;
    const bool denied = later->verdict.outcome == RAMPART_OUTCOME_DENY;
    if (later->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) {
        rp_print_words(print, "  then  ");
        rp_print_text(print, later->message);
        rp_print_words(print, "\n");
        return;
    }
    rp_print_words(print, denied ? "  would still be denied then" : "  would be allowed then");
    if (later->matched_count == 0) {
        rp_print_words(print, ": ");
        rp_print_text(print, decision_text_clause(later->message));
        rp_print_words(print, "\n");
        return;
    }
    rp_print_words(print, " by ");
    rp_print_statement(print, &later->matched[0]);
}

/* A denial that one way around leads past. */
static void decision_text_through(struct rp_print *print, const struct rampart_who_can_row *row)
{
    if (row == NULL) return;
    rp_print_tag(print, "but");
    rp_print_words(print, row->verdict.outcome == RAMPART_OUTCOME_ALLOW ? "allowed" : "perhaps allowed");
    rp_print_words(print, " by assuming ");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) {
        rp_print_cut(print, role->name);
        rp_print_words(print, role->via != NULL ? ", then " : "");
    }
    rp_print_words(print, "; rampart who-can tells why\n");
}

/* ---- what is open ---- */

/* The request has no principal, or one without its account. */
static bool decision_text_has_no_account(struct rampart_str principal)
{
    return principal.len == 0 || rp_str_equal(principal, RP_STR("root")) ||
           rp_str_starts(principal, RP_STR("user/")) || rp_str_starts(principal, RP_STR("role/"));
}

/* The request has the key, with a value that cannot be compared. */
static bool decision_text_is_unread(const struct rampart_decision *decision, struct rampart_str key)
{
    for (size_t i = 0; i < decision->condition_count; i++)
        if (decision->conditions[i].why.len > 0 && rp_str_equal_fold(decision->conditions[i].key, key)) return true;
    return false;
}

static void decision_text_way_to_say(struct rp_print *print, const struct rampart_decision *decision,
                                     struct rampart_str key)
{
    if (rp_str_equal_fold(key, RP_STR("acs:PrincipalARN")) &&
        decision_text_has_no_account(decision->principal)) {
        rp_print_words(print, "  pass who asks with --principal acs:ram::ACCOUNT:user/NAME, or another ARN\n");
        return;
    }
    if (rp_str_equal_fold(key, RP_STR("acs:CurrentTime"))) {
        rp_print_words(print, "  pass the time with --at TIME\n"); /* no request is without one */
        return;
    }
    rp_print_words(print, "  pass its value with --context ");
    rp_print_cut(print, key);
    rp_print_words(print, "=VALUE, or --absent ");
    rp_print_cut(print, key);
    rp_print_words(print, "\n");
}

static void decision_text_unknown_keys(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL || decision->unknown_keys.count == 0) return;
    size_t count = decision->unknown_keys.count, shown = count > MOST_KEYS ? MOST_KEYS : count;
    for (size_t i = 0; i < shown; i++)
        if (!decision_text_is_unread(decision, decision->unknown_keys.items[i]))
            decision_text_way_to_say(print, decision, decision->unknown_keys.items[i]);
    if (count > shown) rp_buf_printf(print->out, "  … and %zu more keys\n", count - shown);
}

/* Nothing is open but keys that were not given. */
static bool decision_text_lacks_keys_only(const struct rampart_decision *decision)
{
    const struct rampart_strs keys = decision->unknown_keys;
    for (size_t i = 0; i < keys.count; i++)
        if (decision_text_is_unread(decision, keys.items[i])) return false;
    return keys.count > 0 && decision->unknown_layer_count == 0 && !rp_reasons_are_partial(decision);
}

/* What a Conditional depends on: keys alone by their names, anything else by the sentence. */
static void decision_text_depends(struct rp_print *print, const struct rampart_decision *decision)
{
    const struct rampart_strs keys = decision->unknown_keys;
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return;
    if (!decision_text_lacks_keys_only(decision)) {
        rp_print_words(print, "  ");
        rp_print_text(print, decision->message);
        rp_print_words(print, "\n");
        return;
    }
    if (keys.count == 1)
        rp_print_words(print, "  depends on a key you did not supply: ");
    else
        rp_buf_printf(print->out, "  depends on %zu keys you did not supply: ", keys.count);
    for (size_t i = 0; i < keys.count && i < MOST_KEYS; i++) {
        if (i > 0) rp_print_words(print, ", ");
        rp_print_cut(print, keys.items[i]);
    }
    rp_print_words(print, keys.count > MOST_KEYS ? ", …\n" : "\n");
}

/* Layers of the resource stand behind the others, and have a part of their own. The last line names them all. */
static void decision_text_unknown_layers(struct rp_print *print, const struct rampart_decision *decision)
{
    const size_t count = decision->unknown_layer_count - decision->unseen_count;
    bool control = false;
    for (size_t i = 0; i < count; i++) control |= decision->unknown_layers[i] == RAMPART_LAYER_CONTROL;
    for (size_t i = 0; i < count && print->source_count == 0; i++) {
        rp_print_words(print, i == 0 ? "  policies that are not known: " : ", ");
        rp_print_words(print, rampart_layer_name(decision->unknown_layers[i]));
        rp_print_words(print, i + 1 == count ? "\n" : "");
    }
    if (control && decision->unknown_documents.count == 0 && rampart_account_gap_count(print->account) > 0)
        rp_print_words(print, "  if there is no more than the input shows, pass --as-complete\n");
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        rp_print_words(print, i == 0 ? "  documents that are not known: " : ", ");
        rp_print_cut(print, decision->unknown_documents.items[i]);
    }
    if (decision->unknown_documents.count > 0) rp_print_words(print, "\n");
}

/* The answers under other readings of the undocumented points. */
static void decision_text_dependences(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->dependence_count; i++) {
        const struct rampart_dependence *dependence = &decision->dependences[i];
        rp_buf_printf(print->out,
                      "  depends on %s, which the cloud does not document: assumed %s; with --assume %s=%s it is ",
                      dependence->name, dependence->assumed, dependence->name, dependence->otherwise);
        rp_print_verdict(print, dependence->verdict, 0);
        if (dependence->verdict.outcome == RAMPART_OUTCOME_DENY)
            rp_buf_printf(print->out, " (%s)", rampart_layer_name(dependence->verdict.layer));
        rp_print_words(print, "\n");
    }
}

static void decision_text_task(struct rp_print *print, const struct rampart_task_note *task)
{
    if (task == NULL) return;
    bool trouble = task->verdict == RAMPART_TASK_REFUSED || task->verdict == RAMPART_TASK_PRESUMED_FAIL;
    rp_print_words(print, "  ");
    rp_print_painted(print, trouble ? RP_PAINT_YELLOW : RP_PAINT_CYAN, "task");
    rp_print_words(print, "  ");
    rp_print_cut(print, task->task);
    rp_print_words(print, task->task.len > 0 ? ": " : "");
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
    rp_buf_printf(print->out, "        %s, for example: ", side);
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
    rp_print_words(print, decision->holds_for_count == 0
                              ? "  the resource is a pattern; no part of it is certain to be allowed\n"
                              : "  the resource is a pattern; this part of it is allowed:\n");
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        if (i > 0) rp_print_words(print, "        and of these only those that match\n");
        decision_text_patterns(print, decision->holds_for[i].allow, "        ");
        decision_text_patterns(print, decision->holds_for[i].except, "          but not ");
    }
    decision_text_witness(print, decision->allowed, "allowed");
    decision_text_witness(print, decision->denied, "denied");
}

/* ---- the whole ---- */

void rp_print_answer(struct rp_print *print, const struct rampart_answer *answer)
{
    const struct rampart_decision *decision = answer->decision;
    rp_print_headline(print, decision);
    decision_text_question(print, decision);
    decision_text_resources(print, decision);
    decision_text_depends(print, decision);
    decision_text_why(print, decision);
    rp_print_reasons(print, decision, answer->until.len > 0);
    decision_text_time(print, answer);
    decision_text_later(print, answer->later);
    decision_text_through(print, answer->through);
    rp_print_nearest(print, decision);
    decision_text_part(print, decision);
    decision_text_unknown_keys(print, decision);
    decision_text_unknown_layers(print, decision);
    rp_print_unseen(print, print->account, decision->unseen, decision->unseen_count);
    decision_text_dependences(print, decision);
    decision_text_task(print, answer->task);
    rp_print_suggestions(print, answer->suggestions);
    rp_print_gaps(print, print->account, decision->unseen, decision->unseen_count);
    rp_print_inventory(print, print->inventory);
}

/* What all of them come to; each by itself; and what they were read from, once. */
static void decision_text_several(struct rp_print *print, const struct rp_answer_report *answers)
{
    size_t allowed = 0;
    const struct rp_print brief = {.out = print->out, .color = print->color, .verbose = print->verbose};
    for (size_t i = 0; i < answers->count; i++)
        allowed += answers->items[i].decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    if (allowed == answers->count)
        rp_buf_printf(print->out, "All %zu requests are allowed.\n", allowed);
    else
        rp_buf_printf(print->out, "%zu of %zu requests %s allowed: all of them must be.\n", allowed,
                      answers->count, allowed == 1 ? "is" : "are");
    for (size_t i = 0; i < answers->count; i++) {
        struct rp_print part = i + 1 < answers->count ? brief : *print;
        rp_print_words(print, "\n");
        rp_print_answer(&part, &answers->items[i]);
    }
}

RP_REPORTER(rp_answers_text)
{
    const struct rp_answer_report *answers = what;
    if (answers->count == 1)
        rp_print_answer(print, answers->items);
    else
        decision_text_several(print, answers);
    rp_print_read(print, answers->items[answers->count - 1].decision);
    return RAMPART_OK;
}
