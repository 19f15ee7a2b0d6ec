/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/explained.h"

#include "base/try.h"
#include "lint/rule.h"
#include "text/diag.h"

enum reach { AT_VALUE, IN_DOCUMENT };

/* A finding of the first rule explains those of the second at the same value, or anywhere in the document. */
static const struct explanation {
    enum rp_lint_rule cause, effect;
    enum reach reach;
} explanations[] = {
    /* Who may do everything needs nothing else. */
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_ALLOW_SERVICE, IN_DOCUMENT},
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_WILDCARD_SERVICE, IN_DOCUMENT},
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_PASS_ROLE_ANY, IN_DOCUMENT},
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_ASSUME_ROLE_ANY, IN_DOCUMENT},
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_ESCALATION, IN_DOCUMENT},
    {RP_LINT_ALLOW_EVERYTHING, RP_LINT_WRITE_ON_EVERYTHING, IN_DOCUMENT},
    {RP_LINT_ESCALATION, RP_LINT_ALLOW_SERVICE, AT_VALUE},
    {RP_LINT_ESCALATION, RP_LINT_WILDCARD_SERVICE, AT_VALUE},
    {RP_LINT_ESCALATION, RP_LINT_PASS_ROLE_ANY, AT_VALUE},
    {RP_LINT_ESCALATION, RP_LINT_ASSUME_ROLE_ANY, AT_VALUE},
    /* What is of another cloud has not the form of this one. */
    {RP_LINT_ARN_SHAPE, RP_LINT_UNKNOWN_REGION, AT_VALUE},
    {RP_LINT_OTHER_CLOUD_KEY, RP_LINT_UNKNOWN_KEY, AT_VALUE},
    /* A text that is not yet what it shall be. */
    {RP_LINT_MASKED_ID, RP_LINT_REPEATED_STAR, AT_VALUE},
    {RP_LINT_MASKED_ID, RP_LINT_PARTIAL_ACCOUNT, AT_VALUE},
    {RP_LINT_MASKED_ID, RP_LINT_NUMBERED_PREFIX, AT_VALUE},
    {RP_LINT_MASKED_ID, RP_LINT_WILDCARD_IN_EQUALS, AT_VALUE},
    {RP_LINT_MASKED_ID, RP_LINT_NEGATED_WILDCARD, AT_VALUE},
    {RP_LINT_MASKED_ID, RP_LINT_PLACEHOLDER, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_ARN_SHAPE, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_ACTION_SHAPE, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_BLANK_IN_RESOURCE, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_REGION_SHAPE, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_ACCOUNT_SHAPE, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_UNKNOWN_REGION, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_UNKNOWN_ACTION, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_UNLISTED_ACTION, AT_VALUE},
    {RP_LINT_ACTION_SHAPE, RP_LINT_UNLISTED_ACTION, AT_VALUE},
    {RP_LINT_PLACEHOLDER, RP_LINT_KEY_SHAPE, AT_VALUE},
    {RP_LINT_POLICY_VARIABLE, RP_LINT_ARN_SHAPE, AT_VALUE},
    {RP_LINT_POLICY_VARIABLE, RP_LINT_KEY_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_PLACEHOLDER, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_ACTION_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_ARN_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_ARN_SERVICE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_REGION_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_ACCOUNT_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_KEY_SHAPE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_UNKNOWN_SERVICE, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_UNKNOWN_ACTION, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_UNLISTED_ACTION, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_PATTERN_WITHOUT_ACTION, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_UNKNOWN_KEY, AT_VALUE},
    {RP_LINT_UNSEEN_CHARACTER, RP_LINT_SERVICE_NAME, AT_VALUE},
};

enum { EXPLANATIONS = sizeof explanations / sizeof *explanations };

struct marks {
    const enum rp_lint_rule *rules; /* of each finding */
    bool *explained;
    size_t next;
};

static bool explained_same_place(const struct rampart_diag *a, const struct rampart_diag *b)
{
    return a->line == b->line && a->column == b->column && a->inner_line == b->inner_line &&
           a->inner_column == b->inner_column;
}

/* True when the rules with a finding at this place, or in the document, explain one of the rule. */
static bool explained_is(enum rp_lint_rule rule, const bool *here, const bool *anywhere)
{
    for (size_t i = 0; i < EXPLANATIONS; i++)
        if (explanations[i].effect == rule &&
            (explanations[i].reach == AT_VALUE ? here : anywhere)[explanations[i].cause])
            return true;
    return false;
}

/* Marks the findings at one place. */
static void explained_mark(const enum rp_lint_rule *rules, size_t count, const bool *anywhere, bool *explained)
{
    bool here[RP_LINT_RULES + 1] = {false};
    for (size_t i = 0; i < count; i++) here[rules[i]] = true;
    for (size_t i = 0; i < count; i++) explained[i] = explained_is(rules[i], here, anywhere);
}

static bool explained_keep(const void *context, struct rampart_diag *diag)
{
    struct marks *marks = (struct marks *)(uintptr_t)context; /* the filter hands out nothing but const */
    (void)diag;
    return !marks->explained[marks->next++];
}

enum rampart_status rp_lint_drop_explained(struct rampart_diags *findings, size_t first, struct rp_arena *scratch)
{
    const size_t count = rampart_diags_count(findings) - first;
    if (count < 2) return RAMPART_OK;
    bool anywhere[RP_LINT_RULES + 1] = {false};
    enum rp_lint_rule *rules = RP_NEW_ARRAY(scratch, enum rp_lint_rule, count);
    struct marks marks = {.rules = rules, .explained = RP_NEW_ARRAY(scratch, bool, count)};
    RP_TRY_MEMORY(rules != NULL && marks.explained != NULL);
    for (size_t i = 0; i < count; i++) {
        rules[i] = rp_lint_rule_of(rampart_diags_at(findings, first + i)->code);
        anywhere[rules[i]] = true;
    }
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count; end++)
            if (!explained_same_place(rampart_diags_at(findings, first + i), rampart_diags_at(findings, first + end)))
                break;
        explained_mark(rules + i, end - i, anywhere, marks.explained + i);
    }
    rp_diags_filter(findings, first, explained_keep, &marks);
    return RAMPART_OK;
}
