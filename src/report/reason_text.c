/* SPDX-License-Identifier: Apache-2.0 */
/* The statements behind a decision, for people: those that decided, and for an implicit deny those that came closest. */
#include "report/reason_text.h"

enum { MOST_REASONS = 10, MOST_CONDITIONS = 10 };

/* `system policy`, `group/deployers`: what is not to be expected of a policy that the principal holds itself. */
static void reason_text_part(struct rp_print *print, const char **before, const char *words,
                             struct rampart_str name)
{
    rp_print_words(print, *before);
    rp_print_words(print, words);
    rp_print_cut(print, name);
    *before = ", ";
}

static const struct rampart_str no_name = {NULL, 0};

bool rp_is_built_in(const struct rampart_reason *reason, struct rampart_system_policy *ret_policy)
{
    const struct rampart_str built_in = RP_STR("<built-in>/");
    return reason->system && rp_str_starts(reason->place.file, built_in) &&
           rampart_find_system_policy(reason->policy, ret_policy);
}

/* A document that is built in without a version may be older than the cloud's. */
static void reason_text_system(struct rp_print *print, const char **before, const struct rampart_reason *reason)
{
    struct rampart_system_policy built_in;
    reason_text_part(print, before, "system policy", no_name);
    if (rp_is_built_in(reason, &built_in) && built_in.version.len == 0 && built_in.updated.len > 0)
        rp_buf_printf(print->out, " as of %.*s, perhaps outdated", RP_ARG(built_in.updated));
}

static void reason_text_level(struct rp_print *print, const char **before,
                              const struct rampart_reason *reason)
{
    reason_text_part(print, before, reason->system ? "system control policy" : "control policy", no_name);
    if (rp_str_starts(reason->attached_to, RP_STR("account "))) {
        rp_print_words(print, " of ");
        rp_print_cut(print, reason->attached_to);
    } else if (reason->attached_to.len > 0)
        reason_text_part(print, before, "", reason->attached_to);
    else if (reason->level == 0)
        rp_print_words(print, " of the account");
    else
        rp_buf_printf(print->out, ", %u level%s above the account", reason->level,
                      reason->level == 1 ? "" : "s");
}

/* What an instance limits its role to goes by the instance, which is mostly its policy's name already. */
static void reason_text_session(struct rp_print *print, const char **before, const struct rampart_reason *reason)
{
    if (reason->level == 0) {
        reason_text_part(print, before, "session policy", no_name);
        return;
    }
    reason_text_part(print, before, "limits the role", no_name);
    if (reason->uncertain) reason_text_part(print, before, "if the session is the instance's", no_name);
}

static void reason_text_attachment(struct rp_print *print, const struct rampart_reason *reason)
{
    const char *before = " (";
    switch (reason->layer) {
    case RAMPART_LAYER_CONTROL: reason_text_level(print, &before, reason); break;
    case RAMPART_LAYER_SESSION: reason_text_session(print, &before, reason); break;
    case RAMPART_LAYER_TRUST: reason_text_part(print, &before, "trust policy", no_name); break;
    case RAMPART_LAYER_BUCKET_POLICY: reason_text_part(print, &before, "bucket policy", no_name); break;
    case RAMPART_LAYER_ENDPOINT_POLICY: reason_text_part(print, &before, "endpoint policy", no_name); break;
    case RAMPART_LAYER_ACCESS_POINT_POLICY: reason_text_part(print, &before, "access point policy", no_name); break;
    case RAMPART_LAYER_ACCESS_KEY_POLICY: reason_text_part(print, &before, "AccessKey network policy", no_name); break;
    case RAMPART_LAYER_KEY_POLICY: reason_text_part(print, &before, "key policy", no_name); break;
    case RAMPART_LAYER_SECRET_POLICY: reason_text_part(print, &before, "secret policy", no_name); break;
    case RAMPART_LAYER_PROJECT_POLICY: reason_text_part(print, &before, "project policy", no_name); break;
    case RAMPART_LAYER_INSTANCE_POLICY: reason_text_part(print, &before, "instance policy", no_name); break;
    default:
        if (reason->system) reason_text_system(print, &before, reason);
        if (rp_str_starts(reason->attached_to, RP_STR("group/")))
            reason_text_part(print, &before, "", reason->attached_to);
    }
    if (reason->resource_group.len > 0)
        reason_text_part(print, &before, "on resource group ", reason->resource_group);
    if (reason->uncertain && reason->layer != RAMPART_LAYER_SESSION)
        reason_text_part(print, &before,
                         reason->resource_group.len > 0 ? "whose resources are not known"
                                                        : "at a scope that is not known",
                         no_name);
    rp_print_words(print, before[0] == ',' ? ")" : "");
}

/* Its name, without a place and a line's end. */
static void reason_text_name(struct rp_print *print, const struct rampart_reason *reason)
{
    if (reason->setting.len > 0) {
        rp_print_words(print, rampart_layer_name(reason->layer));
        rp_print_words(print, " ");
        rp_print_cut(print, reason->setting);
        return;
    }
    rp_print_cut(print, reason->policy.len > 0 ? reason->policy : RP_STR("(unnamed policy)"));
    rp_buf_printf(print->out, "#%zu", reason->statement);
    if (reason->sid.len > 0) {
        rp_print_words(print, " ");
        rp_print_quoted_list(print, (struct rampart_strs){&reason->sid, 1});
    }
    reason_text_attachment(print, reason);
}

void rp_print_statement(struct rp_print *print, const struct rampart_reason *reason)
{
    reason_text_name(print, reason);
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
    rp_print_tag(print, "");
    rp_print_words(print, label);
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

static bool reason_text_is_of_time(const struct rampart_condition *condition)
{
    return condition->state == RAMPART_TRUE && rp_str_equal_fold(condition->key, RP_STR("acs:CurrentTime"));
}

/*
 * Conditions that are met are facts; when one is open, the answer depends on all of them together. They stand
 * once for each attachment: a policy that is attached twice lists them again from the first.
 */
static void reason_text_conditions(struct rp_print *print, const struct rampart_decision *decision,
                                   const struct rampart_reason *reason, bool open, bool timed)
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
        if (timed && !print->verbose && reason_text_is_of_time(condition)) continue;
        if (++count > MOST_CONDITIONS) continue;
        reason_text_condition(print, !open ? "" : count == 1 ? "if  " : "and ", condition);
    }
    if (count <= MOST_CONDITIONS) return;
    rp_print_tag(print, "");
    rp_buf_printf(print->out, "… and %zu more conditions\n", count - MOST_CONDITIONS);
}

/*
 * A negated element applies because no pattern of it matched. For a resource that is a pattern the element says which part the
 * statement is about.
 */
static void reason_text_pattern(struct rp_print *print, const char *label, struct rampart_str pattern,
                                bool negated, bool partly)
{
    if (!print->verbose && !partly) return;
    rp_print_tag(print, "");
    rp_print_words(print, negated ? "Not" : "");
    rp_print_words(print, label);
    rp_print_words(print, " ");
    if (negated)
        rp_print_words(print, partly ? "excludes some of it" : "does not exclude it");
    else
        rp_print_cut(print, pattern);
    rp_print_words(print, "\n");
}

/* `  by    ` of a statement that decides; what could decide says how. */
static void reason_text_lead(struct rp_print *print, const struct rampart_decision *decision,
                             const struct rampart_reason *reason, bool open, bool first)
{
    const bool settled = decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL;
    if (settled && !open && !reason->partly) {
        rp_print_tag(print, first ? "by" : "and");
        return;
    }
    rp_print_words(print, "  ");
    if (open) rp_print_words(print, "would be ");
    if (reason->partly) rp_print_words(print, "partly ");
    rp_print_painted(print, RP_PAINT_BOLD, reason->effect == RAMPART_ALLOW ? "allowed" : "denied");
    rp_print_words(print, " by ");
}

static void reason_text_reason(struct rp_print *print, const struct rampart_decision *decision,
                               const struct rampart_reason *reason, bool timed, bool first)
{
    const bool open = reason->uncertain || reason_text_is_open(decision, reason);
    reason_text_lead(print, decision, reason, open, first);
    rp_print_statement(print, reason);
    if (reason->action.len > 0 || reason->not_action)
        reason_text_pattern(print, "Action", reason->action, reason->not_action, false);
    if (reason->resource.len > 0 || reason->not_resource)
        reason_text_pattern(print, "Resource", reason->resource, reason->not_resource, reason->partly);
    reason_text_conditions(print, decision, reason, open, timed);
}

/* True if it stands in the list before, from another attachment of the same policy that reads alike. */
static bool reason_text_is_told(const struct rampart_decision *decision, size_t at)
{
    const struct rampart_reason *reason = &decision->matched[at];
    for (size_t i = 0; i < at; i++) {
        const struct rampart_reason *other = &decision->matched[i];
        const bool same = other->layer == reason->layer && other->level == reason->level &&
                          other->place.line > 0 && other->place.line == reason->place.line &&
                          other->place.column == reason->place.column;
        if (same && rp_str_equal(other->place.file, reason->place.file) &&
            rp_str_equal(other->attached_to, reason->attached_to) &&
            rp_str_equal(other->resource_group, reason->resource_group))
            return true;
    }
    return false;
}

void rp_print_reasons(struct rp_print *print, const struct rampart_decision *decision, bool timed)
{
    size_t shown = decision->matched_count > MOST_REASONS ? MOST_REASONS : decision->matched_count;
    for (size_t i = 0; i < shown; i++)
        if (!reason_text_is_told(decision, i))
            reason_text_reason(print, decision, &decision->matched[i], timed, i == 0);
    if (decision->matched_count > shown)
        rp_buf_printf(print->out, "  … and %zu more statements\n", decision->matched_count - shown);
}

bool rp_reasons_are_open(const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].uncertain || reason_text_is_open(decision, &decision->matched[i])) return true;
    return false;
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

/* What is written as a resource has no fields that could be compared. */
static bool reason_text_is_no_arn(const struct rampart_near_miss *miss)
{
    struct rampart_str fields[FIELDS];
    if (miss->element != RAMPART_ELEMENT_RESOURCE || miss->negated) return false;
    if (miss->expected.count != 1 || miss->actual.count != 1) return false;
    const struct rampart_str want = miss->expected.items[0];
    return reason_text_split(want, fields) < FIELDS && !rp_has_wildcard(want) &&
           reason_text_split(miss->actual.items[0], fields) == FIELDS;
}

/* The first field that is spelt out in the pattern and is another one in the request; FIELDS: there is none. */
static size_t reason_text_field(const struct rampart_near_miss *miss, struct rampart_str *ret_want,
                                struct rampart_str *ret_have)
{
    struct rampart_str want[FIELDS], have[FIELDS];
    if (miss->element != RAMPART_ELEMENT_RESOURCE || miss->negated) return FIELDS;
    if (miss->expected.count != 1 || miss->actual.count != 1) return FIELDS;
    if (reason_text_is_no_arn(miss)) return FIELDS;
    const size_t wanted = reason_text_split(miss->expected.items[0], want);
    if (reason_text_split(miss->actual.items[0], have) < FIELDS) return FIELDS;
    for (size_t i = 0; i < wanted; i++) {
        if (rp_has_wildcard(want[i]) && wanted < FIELDS) return FIELDS; /* it takes several: nothing lines up */
        if (rp_has_wildcard(want[i]) || rp_str_equal(want[i], have[i])) continue;
        *ret_want = want[i];
        *ret_have = have[i];
        return i;
    }
    return FIELDS;
}

static void reason_text_field_hint(struct rp_print *print, size_t field, struct rampart_str expected,
                                   struct rampart_str actual)
{
    rp_buf_printf(print->out, "the %s is \"", field_names[field]);
    rp_print_cut(print, actual);
    rp_print_words(print, "\", the policy says \"");
    rp_print_cut(print, expected);
    rp_print_words(print, "\"");
    if (rp_str_equal_fold(expected, actual)) rp_print_words(print, "; upper and lower case differ");
}

static const char five_fields[] = "an ARN has five fields: acs:<service>:<region>:<account>:<resource>";

/* ---- what came closest ---- */

enum { MOST_NEAREST = 3 };

static void reason_text_mismatch(struct rp_print *print, const struct rampart_near_miss *miss)
{
    struct rampart_place place = miss->place;
    place.address.len = 0; /* the statement's has just been said */
    rp_print_tag(print, "");
    rp_print_words(print, rampart_element_name(miss->element, miss->negated));
    if (miss->element == RAMPART_ELEMENT_CONDITION) {
        rp_print_words(print, " ");
        rp_print_cut(print, miss->op);
        rp_print_words(print, " ");
        rp_print_cut(print, miss->key);
        rp_print_words(print, " is not met");
    } else {
        rp_print_words(print, miss->negated ? " excludes the request" : " does not match");
    }
    rp_print_at(print, place);
    rp_print_words(print, "\n");
}

enum { MOST_SHOWN = 4 };

static void reason_text_values(struct rp_print *print, const char *label, struct rampart_strs values)
{
    const size_t shown = values.count > MOST_SHOWN ? MOST_SHOWN : values.count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_tag(print, "");
        rp_buf_printf(print->out, "%-11s  ", i == 0 ? label : "");
        rp_print_cut(print, values.items[i]);
        rp_print_words(print, "\n");
    }
    if (values.count == shown) return;
    rp_print_tag(print, "");
    rp_buf_printf(print->out, "%-11s  … and %zu more\n", "", values.count - shown);
}

static void reason_text_hint(struct rp_print *print, const struct rampart_near_miss *miss)
{
    struct rampart_str want, have;
    const size_t field = reason_text_field(miss, &want, &have);
    if (field < FIELDS) {
        rp_print_tag(print, "");
        reason_text_field_hint(print, field, want, have);
        rp_print_words(print, "\n");
    } else if (reason_text_is_no_arn(miss)) {
        rp_buf_printf(print->out, "        %s\n", five_fields);
    } else if (miss->element == RAMPART_ELEMENT_CONDITION && miss->actual.count == 0) {
        rp_print_tag(print, "");
        rp_print_words(print, "pass its value with --context ");
        rp_print_cut(print, miss->key);
        rp_print_words(print, "=VALUE if the request has it\n");
    }
}

/* All of it, with -v. */
static void reason_text_miss_block(struct rp_print *print, const struct rampart_near_miss *miss)
{
    const struct rampart_str none = RP_STR("no such key");
    rp_print_statement(print, &miss->reason);
    reason_text_mismatch(print, miss);
    reason_text_values(print, "policy has", miss->expected);
    reason_text_values(print, "request has", miss->actual.count > 0 ? miss->actual : (struct rampart_strs){&none, 1});
    if (miss->failed > 1)
        rp_buf_printf(print->out, "        %u more element%s of it did not match either\n", miss->failed - 1,
                      miss->failed == 2 ? "" : "s");
    reason_text_hint(print, miss);
}

static void reason_text_miss_condition(struct rp_print *print, const struct rampart_near_miss *miss)
{
    rp_print_cut(print, miss->op);
    rp_print_words(print, " ");
    rp_print_cut(print, miss->key);
    rp_print_words(print, " ");
    rp_print_quoted_list(print, miss->expected);
    rp_print_words(print, " is not met: ");
    if (miss->actual.count == 0) {
        rp_print_words(print, "the request has no such key");
        return;
    }
    rp_print_words(print, "it is ");
    rp_print_quoted_list(print, miss->actual);
}

/* The one thing that does not fit. */
static void reason_text_misfit(struct rp_print *print, const struct rampart_near_miss *miss)
{
    struct rampart_str want, have;
    const size_t field = reason_text_field(miss, &want, &have);
    if (miss->element == RAMPART_ELEMENT_CONDITION) {
        reason_text_miss_condition(print, miss);
    } else if (miss->element == RAMPART_ELEMENT_RESOURCE_GROUP) {
        rp_print_words(print, "the resource is not in the resource group");
    } else if (field < FIELDS) {
        reason_text_field_hint(print, field, want, have);
    } else {
        rp_print_words(print, rampart_element_name(miss->element, miss->negated));
        rp_print_words(print, miss->negated ? " excludes it: " : " has ");
        rp_print_quoted_list(print, miss->expected);
        if (reason_text_is_no_arn(miss)) rp_buf_printf(print->out, "; %s", five_fields);
    }
    if (miss->failed > 1)
        rp_buf_printf(print->out, " (and %u more element%s)", miss->failed - 1, miss->failed == 2 ? "" : "s");
}

static void reason_text_miss(struct rp_print *print, const struct rampart_near_miss *miss)
{
    struct rampart_place place = miss->place.line > 0 ? miss->place : miss->reason.place;
    rp_print_tag(print, "near");
    if (print->verbose) {
        reason_text_miss_block(print, miss);
        return;
    }
    reason_text_name(print, &miss->reason);
    rp_print_at(print, place);
    rp_print_words(print, ": ");
    reason_text_misfit(print, miss);
    rp_print_words(print, "\n");
}

void rp_print_nearest(struct rp_print *print, const struct rampart_decision *decision)
{
    size_t shown = decision->nearest_count > MOST_NEAREST ? MOST_NEAREST : decision->nearest_count;
    for (size_t i = 0; i < shown; i++) reason_text_miss(print, &decision->nearest[i]);
    if (decision->nearest_count > shown)
        rp_buf_printf(print->out, "        … and %zu more that came close\n", decision->nearest_count - shown);
}
