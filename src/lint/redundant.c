/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "idle": a part of the document can be left out, and nothing changes. */
#include "lint/families.h"

#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "lint/findings.h"
#include "lint/lint_util.h"
#include "lint/subsumes.h"

/* ==== values of conditions ==== */

/* ---- one value written in two ways ---- */

static bool redundant_write_number(struct rp_arena *arena, struct rampart_str text,
                                   struct rampart_str *ret_text)
{
    struct rp_number number;
    *ret_text = text;
    if (!rp_number_read(text, &number)) return true;
    size_t point = rp_str_find(number.digits, '.');
    struct rampart_str rest = rp_str_from(number.digits, point < number.digits.len ? point + 1 : point);
    return rp_arena_printf(arena, ret_text, "%c%lld:%.*s%.*s", number.negative ? '-' : '+',
                           (long long)number.magnitude, RP_ARG(rp_str_part(number.digits, 0, point)),
                           RP_ARG(rest));
}

static bool redundant_write_instant(struct rp_arena *arena, struct rampart_str text,
                                    struct rampart_str *ret_text)
{
    struct rp_instant instant;
    *ret_text = text;
    return !rp_instant_read(text, &instant) ||
           rp_arena_printf(arena, ret_text, "%lld.%.*s", (long long)instant.seconds,
                           RP_ARG(instant.fraction));
}

static bool redundant_write_block(struct rp_arena *arena, struct rampart_str text,
                                  struct rampart_str *ret_text)
{
    struct rp_block block;
    *ret_text = text;
    if (!rp_block_read(text, true, &block)) return true;
    const struct rampart_str parts[] = {{(const char *)block.bytes, block.length},
                                        {(const char *)&block.prefix, 1}};
    return rp_arena_join(arena, parts, 2, ret_text);
}

/* Writes a value so that two values have the same text exactly if the operator takes them for the same. */
static enum rampart_status redundant_write_plainly(struct rp_arena *arena, const struct rp_operator *op,
                                                   struct rampart_str text, struct rampart_str *ret_text)
{
    bool truth, written = true;
    *ret_text = text;
    if (op->family == &rp_family_number) written = redundant_write_number(arena, text, ret_text);
    if (op->family == &rp_family_date) written = redundant_write_instant(arena, text, ret_text);
    if (op->family == &rp_family_ip) written = redundant_write_block(arena, text, ret_text);
    if (op->comparison == RP_COMPARE_EQUALS_FOLD) written = rp_arena_lower(arena, text, ret_text);
    if (op->family == &rp_family_bool && rp_truth_read(text, &truth))
        *ret_text = truth ? RP_STR("true") : RP_STR("false");
    return written ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* RAM503 reports a value that is written twice in the same way. */
static enum rampart_status redundant_same_values(const struct rp_lint *lint,
                                                 const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    bool varied =
        condition->op.family != &rp_family_string || condition->op.comparison == RP_COMPARE_EQUALS_FOLD;
    if (!varied || values->count < 2 || !rp_lint_enabled(lint, RP_LINT_SAME_VALUE)) return RAMPART_OK;
    struct rp_intern written = {.count = 0}, meant = {.count = 0};
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value value = rp_lint_value_at(values, i);
        struct rampart_str plain;
        bool newly_written, newly_meant;
        RP_TRY(redundant_write_plainly(lint->scratch, &condition->op, value.text, &plain));
        RP_TRY(rp_lint_is_new(&written, lint->scratch, value.text, &newly_written));
        RP_TRY(rp_lint_is_new(&meant, lint->scratch, plain, &newly_meant));
        if (newly_written && !newly_meant &&
            rp_lint_report(lint, RP_LINT_SAME_VALUE, value.span,
                           "%.*s means the same as a value before it in this list",
                           RP_ARG(rp_lint_shown(value.text)))) {
            rp_lint_suggest(lint, "leave one of the two out");
            rp_lint_remove(lint, values, i);
        }
    }
    return RAMPART_OK;
}

/* ---- thresholds that a wider one includes ---- */

/* Orders two values, both of which can be read. */
static int redundant_compare_operands(const struct rp_family *family, const struct rp_operand *a,
                                      const struct rp_operand *b)
{
    if (family == &rp_family_number) return rp_number_compare(&a->as.number, &b->as.number);
    return rp_instant_compare(&a->as.instant, &b->as.instant);
}

static enum rampart_status redundant_read_operands(const struct rp_lint *lint,
                                                   const struct rp_condition *condition,
                                                   struct rp_operand **ret_operands)
{
    size_t count = condition->values.count;
    struct rp_operand *operands = RP_NEW_ARRAY(lint->scratch, struct rp_operand, count);
    RP_TRY_MEMORY(operands != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(condition->op.family->read(lint->scratch, condition->op.comparison,
                                          rp_value_text(&condition->values, i), &operands[i]));
    *ret_operands = operands;
    return RAMPART_OK;
}

/* The values are alternatives: "less than 5 or 10" is the same as less than 10. */
static enum rampart_status redundant_thresholds(const struct rp_lint *lint,
                                                const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    if (condition->op.comparison < RP_COMPARE_LESS || values->count < 2 ||
        !rp_lint_enabled(lint, RP_LINT_IDLE_THRESHOLD))
        return RAMPART_OK;
    struct rp_operand *operands;
    RP_TRY(redundant_read_operands(lint, condition, &operands));
    bool upper = condition->op.comparison <= RP_COMPARE_LESS_EQUALS;
    size_t widest = values->count;
    for (size_t i = 0; i < values->count; i++) {
        if (!rp_operand_is_read(&operands[i], 0)) continue;
        int order = widest == values->count
                        ? 1
                        : redundant_compare_operands(condition->op.family, &operands[i], &operands[widest]);
        if (widest == values->count || (upper ? order > 0 : order < 0)) widest = i;
    }
    for (size_t i = 0; i < values->count; i++) {
        if (!rp_operand_is_read(&operands[i], 0) ||
            redundant_compare_operands(condition->op.family, &operands[i], &operands[widest]) == 0)
            continue;
        if (rp_lint_report(lint, RP_LINT_IDLE_THRESHOLD, values->spans[i],
                           "%.*s has no effect beside %.*s: it is enough to meet one of them",
                           RP_ARG(rp_lint_shown(rp_value_text(values, i))),
                           RP_ARG(rp_lint_shown(rp_value_text(values, widest)))))
            rp_lint_suggest(lint, "keep the bound that is meant");
    }
    return RAMPART_OK;
}

/* ---- conditions that every value meets ---- */

static bool redundant_truths_are_both(const struct rp_values *values)
{
    bool seen[2] = {false, false}, truth;
    for (size_t i = 0; i < values->count; i++)
        if (rp_truth_read(rp_value_text(values, i), &truth)) seen[truth] = true;
    return seen[0] && seen[1];
}

static bool redundant_blocks_are_all(const struct rp_values *values)
{
    bool four = false, six = false;
    for (size_t i = 0; i < values->count; i++) {
        struct rp_block block;
        if (!rp_block_read(rp_value_text(values, i), true, &block) || block.prefix > 0) continue;
        four |= block.length == 4;
        six |= block.length == 16;
    }
    return four && six;
}

static void redundant_any_value(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->negated || op->if_exists || op->quantifier != RP_BARE) return;
    bool all = op->family == &rp_family_bool && redundant_truths_are_both(&condition->values);
    all |= op->family == &rp_family_ip && redundant_blocks_are_all(&condition->values);
    if (all &&
        rp_lint_report(lint, RP_LINT_ANY_VALUE, rp_values_span(&condition->values),
                       "every value of %.*s meets this condition, which only requires that there is one",
                       RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(lint, "name the values that are meant, or leave the condition out");
}

static enum rampart_status redundant_values(const struct rp_lint *lint, const struct rp_condition *condition)
{
    redundant_any_value(lint, condition);
    if (condition->op.null) return RAMPART_OK;
    RP_TRY(redundant_same_values(lint, condition));
    return redundant_thresholds(lint, condition);
}

/* ==== patterns and blocks of addresses that another one of their list covers ==== */

static void redundant_report_subset(const struct rp_lint *lint, const struct rp_values *values, size_t part,
                                    size_t whole)
{
    if (!rp_lint_report(lint, RP_LINT_SUBSET_VALUE, values->spans[part],
                        "%.*s is covered by %.*s in this list",
                        RP_ARG(rp_lint_shown(rp_value_text(values, part))),
                        RP_ARG(rp_lint_shown(rp_value_text(values, whole)))))
        return;
    rp_lint_suggest(lint, "leave it out, or the broader one if it was meant to be this one only");
    rp_lint_remove(lint, values, part);
}

/* When two patterns cover each other, the later one is redundant. RAM503 reports equal ones. */
static enum rampart_status redundant_covered_by(struct rp_lint_budget *budget,
                                                const struct rp_lint_patterns *patterns, size_t whole,
                                                size_t part, bool *ret_covered)
{
    struct rp_lint_pattern *wide = &patterns->items[whole], *narrow = &patterns->items[part];
    *ret_covered = false;
    if (rp_lint_pattern_equal(wide, narrow)) return RAMPART_OK;
    bool back = false;
    RP_TRY(rp_lint_covers(budget, wide, narrow, ret_covered));
    if (*ret_covered && whole > part) RP_TRY(rp_lint_covers(budget, narrow, wide, &back));
    *ret_covered &= !back;
    return RAMPART_OK;
}

/* Only a pattern with a wildcard covers others. */
static bool redundant_has_wildcards(const struct rp_values *values)
{
    size_t i = 0;
    while (i < values->count && !rp_has_wildcard(rp_value_text(values, i))) i++;
    return i < values->count;
}

static enum rampart_status redundant_pattern_subsets(const struct rp_lint *lint,
                                                     struct rp_lint_budget *budget,
                                                     const struct rp_values *values, bool fold)
{
    struct rp_lint_patterns patterns;
    if (values->count < 2 || !redundant_has_wildcards(values)) return RAMPART_OK;
    bool *known = RP_NEW_ARRAY(lint->scratch, bool, values->count);
    RP_TRY_MEMORY(known != NULL);
    RP_TRY(rp_lint_patterns(lint->scratch, values, fold, &patterns));
    for (size_t i = 0; i < values->count; i++) {
        if (known[i] || patterns.items[i].head == patterns.items[i].text.len) continue;
        for (size_t k = 0; k < values->count && budget->comparisons > 0; k++) {
            if (k == i || known[k]) continue;
            if (!rp_lint_begins_alike(&patterns.items[i], &patterns.items[k])) {
                budget->comparisons--;
                continue;
            }
            RP_TRY(redundant_covered_by(budget, &patterns, i, k, &known[k]));
            if (known[k]) redundant_report_subset(lint, values, k, i);
        }
    }
    return RAMPART_OK;
}

/* Two blocks are apart, or one holds the other. RAM506 reports equal ones. */
static void redundant_block_subset(const struct rp_lint *lint, const struct rp_values *values,
                                   const struct rp_block *blocks, size_t part, struct rp_lint_budget *budget)
{
    for (size_t i = 0; i < values->count && budget->comparisons > 0; i++) {
        budget->comparisons--;
        if (blocks[i].length == 0 || blocks[i].prefix >= blocks[part].prefix) continue;
        if (!rp_block_contains(&blocks[i], &blocks[part])) continue;
        redundant_report_subset(lint, values, part, i);
        return;
    }
}

static enum rampart_status redundant_block_subsets(const struct rp_lint *lint, struct rp_lint_budget *budget,
                                                   const struct rp_values *values)
{
    if (values->count < 2) return RAMPART_OK;
    struct rp_block *blocks = RP_NEW_ARRAY(lint->scratch, struct rp_block, values->count);
    RP_TRY_MEMORY(blocks != NULL);
    for (size_t i = 0; i < values->count; i++)
        (void)rp_block_read(rp_value_text(values, i), true, &blocks[i]); /* else it has no length */
    for (size_t i = 0; i < values->count; i++)
        if (blocks[i].length > 0) redundant_block_subset(lint, values, blocks, i, budget);
    return RAMPART_OK;
}

static enum rampart_status redundant_statement_subsets(const struct rp_lint *lint,
                                                       struct rp_lint_budget *budget,
                                                       const struct rp_statement *statement)
{
    RP_TRY(redundant_pattern_subsets(lint, budget, &statement->action, true));
    RP_TRY(redundant_pattern_subsets(lint, budget, &statement->resource, false));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null) continue;
        if (condition->op.comparison == RP_COMPARE_LIKE)
            RP_TRY(redundant_pattern_subsets(lint, budget, &condition->values, false));
        if (condition->op.family == &rp_family_ip)
            RP_TRY(redundant_block_subsets(lint, budget, &condition->values));
    }
    return RAMPART_OK;
}

static enum rampart_status redundant_subsets(const struct rp_lint *lint, struct rp_lint_budget *budget)
{
    if (!rp_lint_enabled(lint, RP_LINT_SUBSET_VALUE)) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(redundant_statement_subsets(lint, budget, &lint->policy->statements[i]));
    return RAMPART_OK;
}

/* ==== statements, or parts of them, that another statement makes redundant ==== */

/* ---- an Allow under a Deny ---- */

static void redundant_denied_value(const struct rp_lint *lint, const struct rp_value *value,
                                   const struct rp_statement *deny)
{
    if (rp_lint_report(lint, RP_LINT_DENIED_VALUE, value->span,
                       "allowing %.*s has no effect: the Deny at line %u denies all of it",
                       RP_ARG(rp_lint_shown(value->text)), rp_lint_line(lint, deny->span)))
        rp_lint_suggest(lint, "leave it out, or narrow the Deny");
}

static enum rampart_status redundant_denied_values(const struct rp_lint *lint, struct rp_lint_budget *budget,
                                                   const struct rp_lint_patterns *denied,
                                                   const struct rp_values *values,
                                                   const struct rp_lint_patterns *allowed,
                                                   const struct rp_statement *deny)
{
    for (size_t i = 0; i < allowed->count; i++) {
        bool covered;
        RP_TRY(rp_lint_any_covers(budget, denied, &allowed->items[i], &covered));
        if (!covered) continue;
        const struct rp_value value = rp_lint_value_at(values, i);
        redundant_denied_value(lint, &value, deny);
    }
    return RAMPART_OK;
}

/* *ret_shadowed: nothing of the Allow is left, so that no other Deny has to be compared. */
static enum rampart_status redundant_under_deny(const struct rp_lint *lint, struct rp_lint_budget *budget,
                                                const struct rp_lint_prepared *deny,
                                                const struct rp_lint_prepared *allow, bool *ret_shadowed)
{
    const struct rp_statement *statement = allow->statement;
    bool all_actions, all_resources;
    RP_TRY(rp_lint_actions_subsume(budget, deny, allow, &all_actions));
    RP_TRY(rp_lint_resources_subsume(budget, deny, allow, &all_resources));
    *ret_shadowed = all_actions && all_resources;
    if (*ret_shadowed) {
        if (rp_lint_report(lint, RP_LINT_SHADOWED_ALLOW, statement->span,
                           "this Allow grants nothing: the Deny at line %u denies all of it",
                           rp_lint_line(lint, deny->statement->span)))
            rp_lint_suggest(lint, "leave it out, or narrow the Deny");
        return RAMPART_OK;
    }
    if (all_resources && !deny->statement->action.negated && !statement->action.negated)
        return redundant_denied_values(lint, budget, &deny->actions, &statement->action, &allow->actions,
                                       deny->statement);
    if (all_actions && statement->resource.present && !deny->statement->resource.negated &&
        !statement->resource.negated)
        return redundant_denied_values(lint, budget, &deny->resources, &statement->resource,
                                       &allow->resources, deny->statement);
    return RAMPART_OK;
}

static enum rampart_status redundant_shadowed_allow(const struct rp_lint *lint, struct rp_lint_budget *budget,
                                                    const struct rp_lint_prepared *all,
                                                    const struct rp_lint_prepared *allow, bool *ret_done)
{
    *ret_done = false;
    for (size_t i = 0; i < lint->policy->statement_count && !*ret_done && budget->comparisons > 0; i++) {
        const struct rp_statement *deny = all[i].statement;
        budget->comparisons--;
        if (deny->effect != RAMPART_DENY || deny->condition_count > 0) continue;
        if (rp_lint_principals_subsume(deny, allow->statement))
            RP_TRY(redundant_under_deny(lint, budget, &all[i], allow, ret_done));
    }
    return RAMPART_OK;
}

/* ---- a statement beside another with the same effect ---- */

static void redundant_report_covered(const struct rp_lint *lint, const struct rp_statement *statement,
                                     const struct rp_statement *other, bool same)
{
    unsigned line = rp_lint_line(lint, other->span);
    if (same && rp_lint_report(lint, RP_LINT_DUPLICATE_STATEMENT, statement->span,
                               "the statement at line %u says the same", line))
        rp_lint_suggest(lint, "leave it out");
    if (!same && rp_lint_report(lint, RP_LINT_COVERED_STATEMENT, statement->span,
                                "the statement at line %u %s all of this already", line,
                                statement->effect == RAMPART_ALLOW ? "allows" : "denies"))
        rp_lint_suggest(lint, "leave it out, or narrow the other one");
}

/* When two statements say the same, the later one is reported. */
static enum rampart_status redundant_covered_statement(const struct rp_lint *lint,
                                                       struct rp_lint_budget *budget,
                                                       const struct rp_lint_prepared *all, size_t part, bool *ret_found)
{
    for (size_t i = 0; i < lint->policy->statement_count && budget->comparisons > 0; i++) {
        bool covers = false, back = false;
        budget->comparisons--;
        if (i == part || all[i].statement->effect != all[part].statement->effect) continue;
        RP_TRY(rp_lint_subsumes(budget, &all[i], &all[part], &covers));
        if (!covers) continue;
        RP_TRY(rp_lint_subsumes(budget, &all[part], &all[i], &back));
        if (back && i > part) continue;
        redundant_report_covered(lint, all[part].statement, all[i].statement, back);
        *ret_found = true;
        return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* ---- any pair of statements ---- */

static bool redundant_enabled(const struct rp_lint *lint)
{
    return rp_lint_enabled(lint, RP_LINT_SHADOWED_ALLOW) ||
           rp_lint_enabled(lint, RP_LINT_COVERED_STATEMENT) ||
           rp_lint_enabled(lint, RP_LINT_DUPLICATE_STATEMENT) || rp_lint_enabled(lint, RP_LINT_DENIED_VALUE);
}

static enum rampart_status redundant_statements(const struct rp_lint *lint, struct rp_lint_budget *budget)
{
    size_t count = lint->policy->statement_count;
    if (count < 2 || !redundant_enabled(lint)) return RAMPART_OK;
    struct rp_lint_prepared *all = RP_NEW_ARRAY(lint->scratch, struct rp_lint_prepared, count);
    bool *found = RP_NEW_ARRAY(lint->scratch, bool, count);
    RP_TRY_MEMORY(all != NULL && found != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(rp_lint_prepare(lint->scratch, &lint->policy->statements[i], &all[i]));
    RP_TRY(rp_lint_shadowed_together(lint, all, found));
    for (size_t i = 0; i < count; i++) {
        if (found[i]) continue;
        if (all[i].statement->effect == RAMPART_ALLOW)
            RP_TRY(redundant_shadowed_allow(lint, budget, all, &all[i], &found[i]));
        RP_TRY(redundant_covered_statement(lint, budget, all, i, &found[i]));
    }
    return rp_lint_covered_together(lint, all, found);
}

/* ==== lists ==== */

/* ---- values that stand twice in a list ---- */

enum { SHORT_LIST = 8 }; /* up to here, comparing each with each costs less than a table */

static void redundant_duplicate(const struct rp_lint *lint, const struct rp_values *values, size_t i)
{
    if (!rp_lint_report(lint, RP_LINT_DUPLICATE_VALUE, values->spans[i], "%.*s is in this list already",
                        RP_ARG(rp_lint_shown(rp_value_text(values, i)))))
        return;
    rp_lint_suggest(lint, "leave it out");
    rp_lint_remove(lint, values, i);
}

static bool redundant_stands_before(const struct rp_values *values, size_t i, bool fold)
{
    const struct rampart_str text = rp_value_text(values, i);
    for (size_t k = 0; k < i; k++) {
        const struct rampart_str other = rp_value_text(values, k);
        if (other.len == text.len && (fold ? rp_str_equal_fold : rp_str_equal)(other, text)) return true;
    }
    return false;
}

static enum rampart_status redundant_duplicates_of_many(const struct rp_lint *lint,
                                                        const struct rp_values *values, bool fold)
{
    struct rp_intern seen = {.count = 0};
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str text = rp_value_text(values, i);
        if (fold) RP_TRY_MEMORY(rp_arena_lower(lint->scratch, text, &text));
        bool new;
        RP_TRY(rp_lint_is_new(&seen, lint->scratch, text, &new));
        if (!new) redundant_duplicate(lint, values, i);
    }
    return RAMPART_OK;
}

/* Actions are the same but for case (docs/semantics.md, "Actions"). */
static enum rampart_status redundant_duplicates(const struct rp_lint *lint, const struct rp_values *values,
                                                bool fold)
{
    if (values->count < 2 || !rp_lint_enabled(lint, RP_LINT_DUPLICATE_VALUE)) return RAMPART_OK;
    if (values->count > SHORT_LIST) return redundant_duplicates_of_many(lint, values, fold);
    for (size_t i = 1; i < values->count; i++)
        if (redundant_stands_before(values, i, fold)) redundant_duplicate(lint, values, i);
    return RAMPART_OK;
}

static enum rampart_status redundant_duplicate_principals(const struct rp_lint *lint,
                                                          const struct rp_principals *principals)
{
    struct rp_values all;
    struct rp_span *spans;
    struct rampart_str *texts;
    RP_TRY_MEMORY(rp_lint_values_alloc(lint->scratch, principals->count, &all, &spans, &texts));
    for (size_t i = 0; i < principals->count; i++) {
        spans[i] = principals->items[i].value.span;
        texts[i] = principals->items[i].value.text;
    }
    struct rp_lint reader = *lint;
    reader.edits = NULL; /* the values stand in several lists, one a kind */
    return redundant_duplicates(&reader, &all, false);
}

static enum rampart_status redundant_duplicates_of(const struct rp_lint *lint,
                                                   const struct rp_statement *statement)
{
    RP_TRY(redundant_duplicates(lint, &statement->action, true));
    RP_TRY(redundant_duplicates(lint, &statement->resource, false));
    if (statement->principals != NULL) RP_TRY(redundant_duplicate_principals(lint, statement->principals));
    for (size_t i = 0; i < statement->condition_count; i++)
        RP_TRY(redundant_duplicates(lint, &statement->conditions[i].values, false));
    return RAMPART_OK;
}

/* ---- principals that the root of their account includes ---- */

enum { MOST_ROOTS = 16 }; /* that are looked at in one statement */

/* Returns "acs:ram::1:" for "acs:ram::1:user/alice". */
static struct rampart_str redundant_account_of(struct rampart_str principal)
{
    size_t colon = rp_str_find(rp_str_from(principal, sizeof "acs:ram::" - 1), ':');
    return rp_str_part(principal, 0, sizeof "acs:ram::" + colon);
}

static bool redundant_is_root(const struct rp_principal *principal)
{
    return principal->kind == RP_PRINCIPAL_RAM && rp_str_ends(principal->value.text, RP_STR(":root"));
}

static void redundant_covered_principal(const struct rp_lint *lint, const struct rp_principal *principal,
                                        const struct rp_principal *const *wide, size_t count)
{
    if (principal->kind != RP_PRINCIPAL_RAM) return;
    for (size_t i = 0; i < count; i++) {
        bool everybody = wide[i]->kind == RP_PRINCIPAL_EVERYBODY;
        struct rampart_str root = wide[i]->value.text, text = principal->value.text;
        if (!everybody && (redundant_is_root(principal) ||
                           !rp_str_equal(redundant_account_of(root), redundant_account_of(text))))
            continue;
        if (rp_lint_report(lint, RP_LINT_COVERED_PRINCIPAL, principal->value.span, "%.*s is included in %.*s",
                           RP_ARG(rp_lint_shown(text)), RP_ARG(rp_lint_shown(root))))
            rp_lint_suggest(lint, "leave it out, or leave %.*s out if it was meant to be this one only",
                            RP_ARG(rp_lint_shown(root)));
        return;
    }
}

/* A root in a trust policy includes every user and role of its account (docs/semantics.md, "Principal forms"). */
static void redundant_covered_principals(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_principal *wide[MOST_ROOTS];
    size_t count = 0;
    for (size_t i = 0; i < rp_principal_count(statement) && count < MOST_ROOTS; i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (principal->kind == RP_PRINCIPAL_EVERYBODY || redundant_is_root(principal))
            wide[count++] = principal;
    }
    for (size_t i = 0; i < rp_principal_count(statement) && count > 0; i++)
        redundant_covered_principal(lint, &statement->principals->items[i], wide, count);
}

/* ==== all of them ==== */

static size_t redundant_count_values(const struct rampart_policy *policy)
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

enum rampart_status rp_lint_redundant(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        RP_TRY(redundant_duplicates_of(lint, statement));
        redundant_covered_principals(lint, statement);
        for (size_t k = 0; k < statement->condition_count; k++)
            RP_TRY(redundant_values(lint, &statement->conditions[k]));
    }
    struct rp_lint_budget budget = rp_lint_budget(lint->scratch, redundant_count_values(lint->policy));
    RP_TRY(redundant_subsets(lint, &budget));
    return redundant_statements(lint, &budget);
}
