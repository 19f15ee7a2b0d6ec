/* SPDX-License-Identifier: Apache-2.0 */
/* The statements behind a decision, for people: those that decided, and for an implicit deny those that came closest. */
#include "report/reason_text.h"

enum { MOST_REASONS = 10, MOST_CONDITIONS = 10 };

static void reason_text_where(struct rp_print *print, const struct rampart_reason *reason)
{
    if (reason->attached_to.len > 0) {
        rp_print_words(print, "attached to ");
        rp_print_cut(print, reason->attached_to);
    } else if (reason->layer != RAMPART_LAYER_CONTROL) {
        rp_print_words(print, "attached to the principal");
    } else if (reason->level == 0) {
        rp_print_words(print, "attached to the account");
    } else {
        rp_buf_printf(print->out, "attached %u level%s above the account", reason->level,
                      reason->level == 1 ? "" : "s");
    }
    if (reason->resource_group.len > 0) {
        rp_print_words(print, " on resource group ");
        rp_print_cut(print, reason->resource_group);
    }
    if (!reason->uncertain) return;
    rp_print_words(print, reason->resource_group.len > 0 ? ", whose resources are not known"
                                                         : ", at a scope that is not known");
}

static void reason_text_attachment(struct rp_print *print, const struct rampart_reason *reason)
{
    const char *origin = reason->system ? "system" : "custom";
    switch (reason->layer) {
    case RAMPART_LAYER_CONTROL: rp_buf_printf(print->out, "%s control policy, ", origin); break;
    case RAMPART_LAYER_SESSION: rp_print_words(print, "session policy"); return;
    case RAMPART_LAYER_TRUST: rp_print_words(print, "trust policy"); return;
    default: rp_buf_printf(print->out, "%s policy, ", origin); break;
    }
    reason_text_where(print, reason);
}

void rp_print_statement(struct rp_print *print, const struct rampart_reason *reason)
{
    rp_buf_printf(print->out, "statement %zu", reason->statement);
    if (reason->sid.len > 0) {
        rp_print_words(print, " ");
        rp_print_quoted_list(print, (struct rampart_strs){&reason->sid, 1});
    }
    rp_print_words(print, " of ");
    rp_print_cut(print, reason->policy.len > 0 ? reason->policy : RP_STR("an unnamed policy"));
    rp_print_words(print, " (");
    reason_text_attachment(print, reason);
    rp_print_words(print, ")");
    rp_print_at(print, reason->place);
    rp_print_words(print, "\n");
}

static bool reason_text_belongs(const struct rampart_condition *condition,
                                const struct rampart_reason *reason)
{
    return condition->layer == reason->layer && condition->statement == reason->statement &&
           rp_str_equal(condition->policy, reason->policy) &&
           rp_str_equal(condition->place.file, reason->place.file);
}

static const char *reason_text_state_words(enum rampart_truth state)
{
    if (state == RAMPART_UNKNOWN) return " (unknown)";
    return state == RAMPART_TRUE ? " (met)" : " (not met)";
}

static void reason_text_condition(struct rp_print *print, const char *label,
                                  const struct rampart_condition *condition)
{
    rp_print_label(print, label);
    rp_print_cut(print, condition->op);
    rp_print_words(print, " ");
    rp_print_cut(print, condition->key);
    rp_print_words(print, " ");
    rp_print_quoted_list(print, condition->values);
    if (condition->why.len > 0) {
        rp_print_words(print, " (unknown: ");
        rp_print_cut(print, condition->why);
        rp_print_words(print, ")");
    } else {
        rp_print_words(print, reason_text_state_words(condition->state));
    }
    rp_print_words(print, "\n");
}

static bool reason_text_is_open(const struct rampart_decision *decision, const struct rampart_reason *reason)
{
    for (size_t i = 0; i < decision->condition_count; i++)
        if (decision->conditions[i].state == RAMPART_UNKNOWN &&
            reason_text_belongs(&decision->conditions[i], reason))
            return true;
    return false;
}

static bool reason_text_same_place(const struct rampart_condition *a, const struct rampart_condition *b)
{
    return a->place.line == b->place.line && a->place.column == b->place.column;
}

/*
 * Conditions that are met are facts; when one is open, the answer depends on all of them together. They stand
 * once for each attachment: a policy that is attached twice lists them again from the first.
 */
static void reason_text_conditions(struct rp_print *print, const struct rampart_decision *decision,
                                   const struct rampart_reason *reason, bool open)
{
    const struct rampart_condition *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        if (!reason_text_belongs(condition, reason)) continue;
        if (first == NULL)
            first = condition;
        else if (reason_text_same_place(condition, first))
            break;
        if (++count > MOST_CONDITIONS) continue;
        reason_text_condition(print, !open ? "condition" : count == 1 ? "if" : "and", condition);
    }
    if (count <= MOST_CONDITIONS) return;
    rp_print_label(print, "");
    rp_buf_printf(print->out, "… and %zu more conditions\n", count - MOST_CONDITIONS);
}

/* A negated element applies because no pattern of it matched; for a resource that is a pattern, to a part of it. */
static void reason_text_pattern(struct rp_print *print, const char *label, struct rampart_str pattern,
                                const char *negation, bool negated, bool partly)
{
    if (negated)
        rp_print_row(print, negation, partly ? RP_STR("excludes some of it") : RP_STR("does not exclude it"));
    else if (pattern.len > 0)
        rp_print_row(print, label, pattern);
}

static void reason_text_reason(struct rp_print *print, const struct rampart_decision *decision,
                               const struct rampart_reason *reason)
{
    bool open = reason->uncertain || reason_text_is_open(decision, reason),
         allow = reason->effect == RAMPART_ALLOW;
    rp_print_words(print, "\n");
    if (open) rp_print_words(print, "would be ");
    if (reason->partly) rp_print_words(print, "partly ");
    rp_print_painted(print, RP_PAINT_BOLD, allow ? "allowed" : "denied");
    rp_print_words(print, " by ");
    rp_print_statement(print, reason);
    reason_text_pattern(print, "Action", reason->action, "NotAction", reason->not_action, false);
    reason_text_pattern(print, "Resource", reason->resource, "NotResource", reason->not_resource,
                        reason->partly);
    reason_text_conditions(print, decision, reason, open);
}

void rp_print_reasons(struct rp_print *print, const struct rampart_decision *decision)
{
    size_t shown = decision->matched_count > MOST_REASONS ? MOST_REASONS : decision->matched_count;
    for (size_t i = 0; i < shown; i++) reason_text_reason(print, decision, &decision->matched[i]);
    if (decision->matched_count > shown)
        rp_buf_printf(print->out, "\n… and %zu more statements\n", decision->matched_count - shown);
}

bool rp_reasons_are_partial(const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) return true;
    return false;
}

/* ---- the hint ---- */

enum { FIELDS = 5 };

static const char *const field_names[FIELDS] = {"partition", "service", "region", "account", "resource part"};

/* Splits an ARN at its first four colons and returns how many fields there are. */
static size_t reason_text_split(struct rampart_str text, struct rampart_str *ret_fields)
{
    size_t count = 0;
    while (count < FIELDS - 1) {
        size_t colon = rp_str_find(text, ':');
        ret_fields[count++] = rp_str_part(text, 0, colon);
        if (colon == text.len) return count;
        text = rp_str_from(text, colon + 1);
    }
    ret_fields[count++] = text;
    return count;
}

static void reason_text_field_hint(struct rp_print *print, size_t field, struct rampart_str expected,
                                   struct rampart_str actual)
{
    rp_print_label(print, "hint");
    rp_buf_printf(print->out, "the %s is \"", field_names[field]);
    rp_print_cut(print, actual);
    rp_print_words(print, "\", the policy says \"");
    rp_print_cut(print, expected);
    rp_print_words(print, "\"");
    if (rp_str_equal_fold(expected, actual)) rp_print_words(print, "; upper and lower case differ");
    rp_print_words(print, "\n");
}

/* The first field that is spelt out in the pattern and is another one in the request. */
static void reason_text_arn_hint(struct rp_print *print, struct rampart_str expected,
                                 struct rampart_str actual)
{
    struct rampart_str want[FIELDS], have[FIELDS];
    size_t wanted = reason_text_split(expected, want), given = reason_text_split(actual, have);
    if (given < FIELDS || rp_str_equal(expected, RP_STR("*"))) return;
    if (wanted < FIELDS && !rp_has_wildcard(expected)) {
        rp_print_row(print, "hint",
                     RP_STR("an ARN has five fields: acs:<service>:<region>:<account>:<resource>"));
        return;
    }
    for (size_t i = 0; i < wanted; i++) {
        if (rp_has_wildcard(want[i])) {
            if (wanted < FIELDS) return; /* the wildcard takes several fields: nothing lines up */
            continue;
        }
        if (rp_str_equal(want[i], have[i])) continue;
        reason_text_field_hint(print, i, want[i], have[i]);
        return;
    }
}

static void reason_text_condition_hint(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->actual.count > 0) return;
    rp_print_label(print, "hint");
    rp_print_words(print, "pass its value with --context ");
    rp_print_cut(print, miss->key);
    rp_print_words(print, "=VALUE if the request has it\n");
}

void rp_print_hint(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->element == RAMPART_ELEMENT_CONDITION) reason_text_condition_hint(print, miss);
    if (miss->element != RAMPART_ELEMENT_RESOURCE || miss->negated) return;
    if (miss->expected.count == 1 && miss->actual.count == 1)
        reason_text_arn_hint(print, miss->expected.items[0], miss->actual.items[0]);
}

/* ---- what came closest ---- */

enum { MOST_NEAREST = 3 };

static void reason_text_mismatch(struct rp_print *print, const struct rampart_near_miss *miss)
{
    rp_print_label(print, rampart_element_name(miss->element, miss->negated));
    if (miss->element == RAMPART_ELEMENT_CONDITION) {
        rp_print_cut(print, miss->op);
        rp_print_words(print, " ");
        rp_print_cut(print, miss->key);
        rp_print_words(print, " is not met");
    } else {
        rp_print_words(print, miss->negated ? "excludes the request" : "does not match");
    }
    if (miss->place.line > 0) rp_print_words(print, ",");
    struct rampart_place place = miss->place;
    place.address.len = 0; /* the statement's has just been said */
    rp_print_at(print, place);
    rp_print_words(print, "\n");
}

static void reason_text_actual(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->actual.count > 0)
        rp_print_rows(print, "request has", miss->actual);
    else
        rp_print_row(print, "request has", RP_STR("no such key"));
}

static void reason_text_miss(struct rp_print *print, const struct rampart_near_miss *miss, bool first)
{
    rp_print_words(print, "\n");
    rp_print_painted(print, RP_PAINT_BOLD, first ? "closest" : "also close");
    rp_print_words(print, ": ");
    rp_print_statement(print, &miss->reason);
    reason_text_mismatch(print, miss);
    rp_print_rows(print, "policy has", miss->expected);
    reason_text_actual(print, miss);
    if (miss->failed > 1) {
        rp_print_label(print, "");
        rp_buf_printf(print->out, "%u more element%s of it did not match either\n", miss->failed - 1,
                      miss->failed == 2 ? "" : "s");
    }
    rp_print_hint(print, miss);
}

void rp_print_nearest(struct rp_print *print, const struct rampart_decision *decision)
{
    size_t shown = decision->nearest_count > MOST_NEAREST ? MOST_NEAREST : decision->nearest_count;
    for (size_t i = 0; i < shown; i++) reason_text_miss(print, &decision->nearest[i], i == 0);
    if (decision->nearest_count > shown)
        rp_buf_printf(print->out, "\n… and %zu more that came close\n", decision->nearest_count - shown);
}
