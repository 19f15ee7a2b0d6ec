/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "idle": what could be left out, and nothing would change. */
#include "lint/idle.h"

#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/edit.h"
#include "lint/look.h"

/* ---- values that stand twice in one list ---- */

enum { SHORT_LIST = 8 }; /* up to here, comparing each with each costs less than a table */

static void duplicate(const struct rp_lint *lint, const struct rp_values *values, size_t i)
{
    if (!rp_lint_find(lint, RP_LINT_DUPLICATE_VALUE, values->spans[i], "%.*s stands in this list already",
                      RP_ARG(rp_lint_shown(rp_value_text(values, i)))))
        return;
    rp_lint_suggest(lint, "leave it out");
    rp_lint_remove(lint, values, i);
}

static bool stands_before(const struct rp_values *values, size_t i, bool fold)
{
    const struct rampart_str text = rp_value_text(values, i);
    for (size_t k = 0; k < i; k++) {
        const struct rampart_str other = rp_value_text(values, k);
        if (other.len == text.len && (fold ? rp_str_equal_fold : rp_str_equal)(other, text)) return true;
    }
    return false;
}

static enum rampart_status duplicates_of_many(const struct rp_lint *lint, const struct rp_values *values,
                                              bool fold)
{
    struct rp_intern seen = {.count = 0};
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str text = rp_value_text(values, i);
        if (fold) RP_TRY_MEMORY(rp_arena_lower(lint->scratch, text, &text));
        struct rampart_str *place = rp_intern(&seen, lint->scratch, text);
        RP_TRY_MEMORY(place != NULL);
        if (place->data == NULL)
            *place = text;
        else
            duplicate(lint, values, i);
    }
    return RAMPART_OK;
}

/* Actions are the same but for case (docs/semantics.md, "Actions"). */
static enum rampart_status duplicates(const struct rp_lint *lint, const struct rp_values *values, bool fold)
{
    if (values->count < 2 || !rp_lint_asks(lint, RP_LINT_DUPLICATE_VALUE)) return RAMPART_OK;
    if (values->count > SHORT_LIST) return duplicates_of_many(lint, values, fold);
    for (size_t i = 1; i < values->count; i++)
        if (stands_before(values, i, fold)) duplicate(lint, values, i);
    return RAMPART_OK;
}

static enum rampart_status duplicate_principals(const struct rp_lint *lint,
                                                const struct rp_principals *principals)
{
    struct rp_values all;
    struct rp_span *spans;
    struct rampart_str *texts;
    RP_TRY_MEMORY(rp_look_make_values(lint->scratch, principals->count, &all, &spans, &texts));
    for (size_t i = 0; i < principals->count; i++) {
        spans[i] = principals->items[i].value.span;
        texts[i] = principals->items[i].value.text;
    }
    struct rp_lint reader = *lint;
    reader.edits = NULL; /* they are several lists, one a kind */
    return duplicates(&reader, &all, false);
}

static enum rampart_status duplicates_of(const struct rp_lint *lint, const struct rp_statement *statement)
{
    RP_TRY(duplicates(lint, &statement->action, true));
    RP_TRY(duplicates(lint, &statement->resource, false));
    if (statement->principals != NULL) RP_TRY(duplicate_principals(lint, statement->principals));
    for (size_t i = 0; i < statement->condition_count; i++)
        RP_TRY(duplicates(lint, &statement->conditions[i].values, false));
    return RAMPART_OK;
}

/* ---- principals that the root of their account stands for ---- */

enum { MOST_ROOTS = 16 }; /* that are looked at in one statement */

/* "acs:ram::1:" of "acs:ram::1:user/alice". */
static struct rampart_str account_of(struct rampart_str principal)
{
    size_t colon = rp_str_find(rp_str_from(principal, sizeof "acs:ram::" - 1), ':');
    return rp_str_part(principal, 0, sizeof "acs:ram::" + colon);
}

static bool is_root(const struct rp_principal *principal)
{
    return principal->kind == RP_PRINCIPAL_RAM && rp_str_ends(principal->value.text, RP_STR(":root"));
}

static void covered_principal(const struct rp_lint *lint, const struct rp_principal *principal,
                              const struct rp_principal *const *wide, size_t count)
{
    if (principal->kind != RP_PRINCIPAL_RAM) return;
    for (size_t i = 0; i < count; i++) {
        bool everybody = wide[i]->kind == RP_PRINCIPAL_EVERYBODY;
        struct rampart_str root = wide[i]->value.text, text = principal->value.text;
        if (!everybody && (is_root(principal) || !rp_str_equal(account_of(root), account_of(text)))) continue;
        if (rp_lint_find(lint, RP_LINT_COVERED_PRINCIPAL, principal->value.span,
                         "%.*s is among those that %.*s stands for", RP_ARG(rp_lint_shown(text)),
                         RP_ARG(rp_lint_shown(root))))
            rp_lint_suggest(lint, "leave it out, or leave %.*s out if it was meant to be this one only",
                            RP_ARG(rp_lint_shown(root)));
        return;
    }
}

/* A root in a trust policy is every user and role of its account (docs/semantics.md, "Principal forms"). */
static void covered_principals(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_principal *wide[MOST_ROOTS];
    size_t count = 0;
    for (size_t i = 0; i < rp_principal_count(statement) && count < MOST_ROOTS; i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (principal->kind == RP_PRINCIPAL_EVERYBODY || is_root(principal)) wide[count++] = principal;
    }
    for (size_t i = 0; i < rp_principal_count(statement) && count > 0; i++)
        covered_principal(lint, &statement->principals->items[i], wide, count);
}

/* ---- all of them ---- */

static size_t count_values(const struct rampart_policy *policy)
{
    size_t count = 0;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        count += (size_t)1 + statement->action.count + statement->resource.count;
        for (size_t k = 0; k < statement->condition_count; k++)
            count += statement->conditions[k].values.count;
    }
    return count;
}

enum rampart_status rp_lint_idle(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        RP_TRY(duplicates_of(lint, statement));
        covered_principals(lint, statement);
        for (size_t k = 0; k < statement->condition_count; k++)
            RP_TRY(rp_lint_idle_values(lint, &statement->conditions[k]));
    }
    struct rp_lint_effort effort = rp_lint_effort(lint->scratch, count_values(lint->policy));
    RP_TRY(rp_lint_idle_subsets(lint, &effort));
    return rp_lint_idle_statements(lint, &effort);
}
