/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns and blocks of addresses that another one of the same list covers. */
#include "base/str.h"
#include "base/try.h"
#include "lint/edit.h"
#include "lint/idle.h"

static void subset(const struct rp_lint *lint, const struct rp_values *values, size_t part, size_t whole)
{
    if (!rp_lint_find(lint, RP_LINT_SUBSET_VALUE, values->spans[part], "%.*s is covered by %.*s in this list",
                      RP_ARG(rp_lint_shown(rp_value_text(values, part))),
                      RP_ARG(rp_lint_shown(rp_value_text(values, whole)))))
        return;
    rp_lint_suggest(lint, "leave it out, or the broader one if it was meant to be this one only");
    rp_lint_remove(lint, values, part);
}

/* Of two that cover one another the later one is idle; of two that are the same it is RAM503's. */
static enum rampart_status covered_by(struct rp_lint_effort *effort, const struct rp_lint_patterns *patterns,
                                      size_t whole, size_t part, bool *ret_covered)
{
    struct rp_lint_pattern *wide = &patterns->items[whole], *narrow = &patterns->items[part];
    *ret_covered = false;
    if (rp_lint_pattern_equal(wide, narrow)) return RAMPART_OK;
    bool back = false;
    RP_TRY(rp_lint_covers(effort, wide, narrow, ret_covered));
    if (*ret_covered && whole > part) RP_TRY(rp_lint_covers(effort, narrow, wide, &back));
    *ret_covered &= !back;
    return RAMPART_OK;
}

/* Only a pattern with a wildcard covers others. */
static bool has_wildcards(const struct rp_values *values)
{
    size_t i = 0;
    while (i < values->count && !rp_has_wildcard(rp_value_text(values, i))) i++;
    return i < values->count;
}

static enum rampart_status subsets(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                   const struct rp_values *values, bool fold)
{
    struct rp_lint_patterns patterns;
    if (values->count < 2 || !has_wildcards(values)) return RAMPART_OK;
    bool *known = RP_NEW_ARRAY(lint->scratch, bool, values->count);
    RP_TRY_MEMORY(known != NULL);
    RP_TRY(rp_lint_patterns(lint->scratch, values, fold, &patterns));
    for (size_t i = 0; i < values->count; i++) {
        if (known[i] || patterns.items[i].head == patterns.items[i].text.len) continue;
        for (size_t k = 0; k < values->count && effort->comparisons > 0; k++) {
            if (k == i || known[k]) continue;
            RP_TRY(covered_by(effort, &patterns, i, k, &known[k]));
            if (known[k]) subset(lint, values, k, i);
        }
    }
    return RAMPART_OK;
}

/* Two blocks are apart, or one holds the other; of equal ones RAM506 speaks. */
static void block_in(const struct rp_lint *lint, const struct rp_values *values,
                     const struct rp_block *blocks, size_t part, struct rp_lint_effort *effort)
{
    for (size_t i = 0; i < values->count && effort->comparisons > 0; i++) {
        effort->comparisons--;
        if (blocks[i].length == 0 || blocks[i].prefix >= blocks[part].prefix) continue;
        if (!rp_block_contains(&blocks[i], &blocks[part])) continue;
        subset(lint, values, part, i);
        return;
    }
}

static enum rampart_status blocks_in(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                     const struct rp_values *values)
{
    if (values->count < 2) return RAMPART_OK;
    struct rp_block *blocks = RP_NEW_ARRAY(lint->scratch, struct rp_block, values->count);
    RP_TRY_MEMORY(blocks != NULL);
    for (size_t i = 0; i < values->count; i++)
        (void)rp_block_read(rp_value_text(values, i), true, &blocks[i]); /* else it has no length */
    for (size_t i = 0; i < values->count; i++)
        if (blocks[i].length > 0) block_in(lint, values, blocks, i, effort);
    return RAMPART_OK;
}

static enum rampart_status subsets_of(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                      const struct rp_statement *statement)
{
    RP_TRY(subsets(lint, effort, &statement->action, true));
    RP_TRY(subsets(lint, effort, &statement->resource, false));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null) continue;
        if (condition->op.comparison == RP_COMPARE_LIKE)
            RP_TRY(subsets(lint, effort, &condition->values, false));
        if (condition->op.family == &rp_family_ip) RP_TRY(blocks_in(lint, effort, &condition->values));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_idle_subsets(const struct rp_lint *lint, struct rp_lint_effort *effort)
{
    if (!rp_lint_asks(lint, RP_LINT_SUBSET_VALUE)) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(subsets_of(lint, effort, &lint->policy->statements[i]));
    return RAMPART_OK;
}
