/* SPDX-License-Identifier: Apache-2.0 */
#include "report/reason_text.h"

enum { MOST_REASONS = 10, MOST_CONDITIONS = 10 };

static void print_where(struct rp_print *print, const struct rampart_reason *reason)
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

static void print_attachment(struct rp_print *print, const struct rampart_reason *reason)
{
    const char *origin = reason->system ? "system" : "custom";
    switch (reason->layer) {
    case RAMPART_LAYER_CONTROL: rp_buf_printf(print->out, "%s control policy, ", origin); break;
    case RAMPART_LAYER_SESSION: rp_print_words(print, "session policy"); return;
    case RAMPART_LAYER_TRUST: rp_print_words(print, "trust policy"); return;
    default: rp_buf_printf(print->out, "%s policy, ", origin); break;
    }
    print_where(print, reason);
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
    print_attachment(print, reason);
    rp_print_words(print, ")");
    rp_print_at(print, reason->place);
    rp_print_words(print, "\n");
}

static bool belongs(const struct rampart_condition *condition, const struct rampart_reason *reason)
{
    return condition->layer == reason->layer && condition->statement == reason->statement &&
           rp_str_equal(condition->policy, reason->policy) &&
           rp_str_equal(condition->place.file, reason->place.file);
}

static const char *state_words(enum rampart_truth state)
{
    if (state == RAMPART_UNKNOWN) return " (unknown)";
    return state == RAMPART_TRUE ? " (met)" : " (not met)";
}

static void print_condition(struct rp_print *print, const char *label,
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
        rp_print_words(print, state_words(condition->state));
    }
    rp_print_words(print, "\n");
}

static bool is_open(const struct rampart_decision *decision, const struct rampart_reason *reason)
{
    for (size_t i = 0; i < decision->condition_count; i++)
        if (decision->conditions[i].state == RAMPART_UNKNOWN && belongs(&decision->conditions[i], reason))
            return true;
    return false;
}

static bool same_place(const struct rampart_condition *a, const struct rampart_condition *b)
{
    return a->place.line == b->place.line && a->place.column == b->place.column;
}

/*
 * Conditions that are met are facts; when one is open, all of them together are what it hangs on. They stand
 * once for each attachment: a policy that is attached twice lists them again from the first.
 */
static void print_conditions(struct rp_print *print, const struct rampart_decision *decision,
                             const struct rampart_reason *reason, bool open)
{
    const struct rampart_condition *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        if (!belongs(condition, reason)) continue;
        if (first == NULL)
            first = condition;
        else if (same_place(condition, first))
            break;
        if (++count > MOST_CONDITIONS) continue;
        print_condition(print, !open ? "condition" : count == 1 ? "if" : "and", condition);
    }
    if (count <= MOST_CONDITIONS) return;
    rp_print_label(print, "");
    rp_buf_printf(print->out, "… and %zu more conditions\n", count - MOST_CONDITIONS);
}

/* Of a negated element no pattern matched: that is why the statement applies; of a pattern, to a part of it. */
static void print_pattern(struct rp_print *print, const char *label, struct rampart_str pattern,
                          const char *negation, bool negated, bool partly)
{
    if (negated)
        rp_print_row(print, negation, partly ? RP_STR("excludes some of it") : RP_STR("does not exclude it"));
    else if (pattern.len > 0)
        rp_print_row(print, label, pattern);
}

static void print_reason(struct rp_print *print, const struct rampart_decision *decision,
                         const struct rampart_reason *reason)
{
    bool open = reason->uncertain || is_open(decision, reason), allow = reason->effect == RAMPART_ALLOW;
    rp_print_words(print, "\n");
    if (open) rp_print_words(print, "would be ");
    if (reason->partly) rp_print_words(print, "in part ");
    rp_print_painted(print, RP_PAINT_BOLD, allow ? "allowed" : "denied");
    rp_print_words(print, " by ");
    rp_print_statement(print, reason);
    print_pattern(print, "Action", reason->action, "NotAction", reason->not_action, false);
    print_pattern(print, "Resource", reason->resource, "NotResource", reason->not_resource, reason->partly);
    print_conditions(print, decision, reason, open);
}

void rp_print_reasons(struct rp_print *print, const struct rampart_decision *decision)
{
    size_t shown = decision->matched_count > MOST_REASONS ? MOST_REASONS : decision->matched_count;
    for (size_t i = 0; i < shown; i++) print_reason(print, decision, &decision->matched[i]);
    if (decision->matched_count > shown)
        rp_buf_printf(print->out, "\n… and %zu more statements\n", decision->matched_count - shown);
}
