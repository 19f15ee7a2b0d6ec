/* SPDX-License-Identifier: Apache-2.0 */
/* Of the family "idle": statements whose requests others cover together, or one by several of its values. */
#include "lint/families.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/lint_util.h"
#include "lint/subsumes.h"
#include "policy/pattern_sets.h"

/* Beyond them nothing is said. A statement with more values is compared with single ones alone. */
enum { MOST_OTHERS = 8, MOST_PATTERNS = 256, MOST_QUESTIONS = 64, MOST_TRIED = 512, LONGEST_SAMPLE = 512 };

/* The statements that may cover one together. */
struct others {
    const struct rp_statement *items[MOST_OTHERS];
    size_t count;
};

/* A document while its statements are asked about. */
struct together {
    const struct rp_lint *lint;
    const bool *left_out; /* statements that are reported already: whoever leaves them out must not lose what they cover */
    size_t questions;     /* that are left */
};

/* ---- a request as one text ---- */

/*
 * An action and a resource are one text with this character between them, which neither has. A text with more of them is no
 * request: where all texts are covered, all requests are.
 */
#define BETWEEN RP_STR("\n")

static bool together_is_plain(const struct rp_statement *statement)
{
    return !statement->action.negated && !statement->resource.negated && statement->action.count > 0 &&
           (statement->resource.count > 0) == statement->resource.present;
}

static size_t together_pairs(const struct rp_statement *statement)
{
    return (size_t)statement->action.count * (statement->resource.present ? statement->resource.count : 1);
}

/* Case does not count in an action. */
static enum rampart_status together_add_pairs(struct rp_arena *arena, const struct rp_statement *statement,
                                              struct rp_cell_pattern *patterns, size_t *count)
{
    for (size_t i = 0; i < statement->action.count; i++) {
        struct rampart_str parts[] = {{NULL, 0}, BETWEEN, {NULL, 0}};
        RP_TRY_MEMORY(rp_arena_lower(arena, rp_value_text(&statement->action, i), &parts[0]));
        for (size_t k = 0; k < (statement->resource.present ? statement->resource.count : 1); k++) {
            struct rp_cell_pattern *pattern = &patterns[(*count)++];
            if (statement->resource.present) parts[2] = rp_value_text(&statement->resource, k);
            *pattern = (struct rp_cell_pattern){.wild = true};
            RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &pattern->text));
        }
    }
    return RAMPART_OK;
}

/* ---- a first look: one request of the statement, which most others do not cover ---- */

/* A text of the pattern, with a letter that people write nowhere for each wildcard. False: it is too long. */
static bool together_sample(struct rampart_str pattern, char *buffer, struct rampart_str *ret_text)
{
    if (pattern.len > LONGEST_SAMPLE) return false;
    for (size_t i = 0; i < pattern.len; i++)
        buffer[i] = pattern.data[i] == '*' || pattern.data[i] == '?' ? '\1' : pattern.data[i];
    *ret_text = (struct rampart_str){buffer, pattern.len};
    return true;
}

static bool together_matches(const struct rp_values *values, struct rampart_str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_glob(rp_value_text(values, i), text)) return true;
    return false;
}

static bool together_one_covers(const struct others *others, struct rampart_str action, struct rampart_str resource)
{
    for (size_t i = 0; i < others->count; i++)
        if (together_matches(&others->items[i]->action, action) &&
            (!others->items[i]->resource.present || together_matches(&others->items[i]->resource, resource)))
            return true;
    return false;
}

static bool together_samples_covered(const struct rp_statement *statement, const struct others *others)
{
    char actions[LONGEST_SAMPLE], resources[LONGEST_SAMPLE];
    struct rampart_str action, resource = {NULL, 0};
    for (size_t i = 0; i < statement->action.count; i++) {
        if (!together_sample(rp_value_text(&statement->action, i), actions, &action)) return false;
        for (size_t k = 0; k < (statement->resource.present ? statement->resource.count : 1); k++) {
            if (statement->resource.present &&
                !together_sample(rp_value_text(&statement->resource, k), resources, &resource))
                return false;
            if (!together_one_covers(others, action, resource)) return false;
        }
    }
    return true;
}

/* ---- the question ---- */

static enum rampart_status together_covered(struct together *together, const struct rp_statement *statement,
                                            const struct others *others, bool *ret_covered)
{
    struct rp_arena arena;
    const size_t own = together_pairs(statement);
    size_t count = own, made = 0;
    *ret_covered = false;
    for (size_t i = 0; i < others->count; i++) count += together_pairs(others->items[i]);
    if (together->questions == 0 || count > MOST_PATTERNS) return RAMPART_OK;
    together->questions--;
    rp_arena_init(&arena, &together->lint->scratch->allocator);
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(&arena, struct rp_cell_pattern, count);
    enum rampart_status status = patterns == NULL ? RAMPART_NO_MEMORY : together_add_pairs(&arena, statement, patterns, &made);
    for (size_t i = 0; i < others->count && status == RAMPART_OK; i++)
        status = together_add_pairs(&arena, others->items[i], patterns, &made);
    const struct rp_pattern_set within = {patterns, own}, beyond = {patterns + own, count - own};
    const struct rp_sets_question question = {&within, &beyond, 1, 1};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str text;
    if (status == RAMPART_OK) status = rp_pattern_sets_find(&arena, &question, &answer, &text);
    *ret_covered = answer == RP_SETS_NONE;
    rp_arena_free(&arena);
    return status;
}

/* Leaves out each that is not needed. */
static enum rampart_status together_shrink(struct together *together, const struct rp_statement *statement,
                                           struct others *others)
{
    for (size_t i = others->count; i-- > 0;) {
        struct others fewer = *others;
        bool covered;
        fewer.count--;
        for (size_t k = i; k < fewer.count; k++) fewer.items[k] = fewer.items[k + 1];
        RP_TRY(together_covered(together, statement, &fewer, &covered));
        if (covered) *others = fewer;
    }
    return RAMPART_OK;
}

/* ---- one statement ---- */

/* Those of the effect that match whenever the statement's conditions are met. */
static void together_find_others(const struct together *together, const struct rp_lint_prepared *all, size_t part,
                                 enum rampart_effect effect, struct others *others)
{
    const struct rp_statement *statement = all[part].statement;
    others->count = 0;
    for (size_t i = 0; i < together->lint->policy->statement_count && others->count < MOST_OTHERS; i++) {
        const struct rp_statement *other = all[i].statement;
        if (i == part || together->left_out[i] || other->effect != effect || !together_is_plain(other)) continue;
        if (other->resource.present != statement->resource.present) continue;
        if (rp_lint_principals_subsume(other, statement) && rp_lint_conditions_subsume(other, statement))
            others->items[others->count++] = other;
    }
}

/* "lines 4, 9 and 14". */
static void together_lines(const struct rp_lint *lint, const struct others *others, struct rp_buf *text)
{
    for (size_t i = 0; i < others->count; i++)
        rp_buf_printf(text, "%s%u", i == 0 ? "" : i + 1 == others->count ? " and " : ", ",
                      rp_lint_line(lint, others->items[i]->span));
}

static void together_report_shadowed(const struct rp_lint *lint, struct rp_span span, struct rampart_str lines, bool several)
{
    if (rp_lint_report(lint, RP_LINT_SHADOWED_ALLOW, span,
                       several ? "this Allow grants nothing: the Denies at lines %.*s deny all of it together"
                               : "this Allow grants nothing: the Deny at line %.*s denies all of it",
                       RP_ARG(lines)))
        rp_lint_suggest(lint, several ? "leave it out, or narrow one of the Denies" : "leave it out, or narrow the Deny");
}

static void together_report_covered(const struct rp_lint *lint, struct rp_span span, struct rampart_str lines, bool several,
                                    bool allow)
{
    if (several ? rp_lint_report(lint, RP_LINT_COVERED_STATEMENT, span, "the statements at lines %.*s %s all of this already, together",
                                 RP_ARG(lines), allow ? "allow" : "deny")
                : rp_lint_report(lint, RP_LINT_COVERED_STATEMENT, span, "the statement at line %.*s %s all of this already",
                                 RP_ARG(lines), allow ? "allows" : "denies"))
        rp_lint_suggest(lint, several ? "leave it out, or narrow one of them" : "leave it out, or narrow the other one");
}

static enum rampart_status together_report(const struct rp_lint *lint, const struct rp_statement *statement,
                                           const struct others *others)
{
    struct rp_buf lines;
    rp_buf_init(&lines, &lint->scratch->allocator, SIZE_MAX / 4);
    together_lines(lint, others, &lines);
    const enum rampart_status status = lines.failed;
    const bool several = others->count > 1;
    if (status == RAMPART_OK && others->items[0]->effect != statement->effect)
        together_report_shadowed(lint, statement->span, rp_buf_text(&lines), several);
    else if (status == RAMPART_OK)
        together_report_covered(lint, statement->span, rp_buf_text(&lines), several, statement->effect == RAMPART_ALLOW);
    rp_buf_free(&lines);
    return status;
}

/* Says and reports whether statements of the effect cover this one together, or one does by several values. */
static enum rampart_status together_ask(struct together *together, const struct rp_lint_prepared *all, size_t part,
                                        enum rampart_effect effect, bool *ret_found)
{
    const struct rp_statement *statement = all[part].statement;
    struct others others;
    bool covered;
    if (!together_is_plain(statement) || together_pairs(statement) > MOST_PATTERNS) return RAMPART_OK;
    together_find_others(together, all, part, effect, &others);
    if (others.count == 0 || !together_samples_covered(statement, &others)) return RAMPART_OK;
    RP_TRY(together_covered(together, statement, &others, &covered));
    if (!covered) return RAMPART_OK;
    RP_TRY(together_shrink(together, statement, &others));
    *ret_found = true;
    return together_report(together->lint, statement, &others);
}

enum rampart_status rp_lint_shadowed_together(const struct rp_lint *lint, const struct rp_lint_prepared *all, bool *found)
{
    const size_t count = lint->policy->statement_count;
    struct together together = {lint, found, MOST_QUESTIONS};
    if (count < 2 || !rp_lint_enabled(lint, RP_LINT_SHADOWED_ALLOW)) return RAMPART_OK;
    for (size_t i = 0; i < count && i < MOST_TRIED; i++)
        if (all[i].statement->effect == RAMPART_ALLOW) RP_TRY(together_ask(&together, all, i, RAMPART_DENY, &found[i]));
    return RAMPART_OK;
}

enum rampart_status rp_lint_covered_together(const struct rp_lint *lint, const struct rp_lint_prepared *all, bool *found)
{
    const size_t count = lint->policy->statement_count;
    struct together together = {lint, found, MOST_QUESTIONS};
    if (count < 2 || !rp_lint_enabled(lint, RP_LINT_COVERED_STATEMENT)) return RAMPART_OK;
    for (size_t i = 0; i < count && i < MOST_TRIED; i++)
        if (!found[i]) RP_TRY(together_ask(&together, all, i, all[i].statement->effect, &found[i]));
    return RAMPART_OK;
}
