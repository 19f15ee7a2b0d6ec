/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/reach.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"

enum rampart_status rp_lint_prepare(struct rp_arena *arena, const struct rp_statement *statement,
                                    struct rp_lint_prepared *ret_prepared)
{
    struct rp_lint_prepared prepared = {.statement = statement};
    RP_TRY(rp_lint_patterns(arena, &statement->action, true, &prepared.actions));
    RP_TRY(rp_lint_patterns(arena, &statement->resource, false, &prepared.resources));
    *ret_prepared = prepared;
    return RAMPART_OK;
}

bool rp_lint_principals_reach(const struct rp_statement *whole, const struct rp_statement *part)
{
    size_t count = rp_principal_count(whole);
    if (count == 1 && whole->principals->items[0].kind == RP_PRINCIPAL_EVERYBODY) return true;
    if (count != rp_principal_count(part)) return false;
    for (size_t i = 0; i < count; i++)
        if (!rp_str_equal(whole->principals->items[i].value.text, part->principals->items[i].value.text))
            return false;
    return true;
}

static bool conditions_equal(const struct rp_condition *a, const struct rp_condition *b)
{
    if (!rp_str_equal(a->op_name, b->op_name) || !rp_key_equal(a->key.text, b->key.text)) return false;
    if (a->values.count != b->values.count) return false;
    for (size_t i = 0; i < a->values.count; i++)
        if (!rp_str_equal(rp_value_text(&a->values, i), rp_value_text(&b->values, i))) return false;
    return true;
}

/* A statement with the same conditions, or fewer of them, matches whenever the other's are met. */
static bool conditions_reach(const struct rp_statement *whole, const struct rp_statement *part)
{
    if (whole->condition_count > part->condition_count) return false;
    for (size_t i = 0; i < whole->condition_count; i++) {
        size_t k = 0;
        while (k < part->condition_count && !conditions_equal(&whole->conditions[i], &part->conditions[k]))
            k++;
        if (k == part->condition_count) return false;
    }
    return true;
}

/* Whether each pattern of the part is covered. */
static enum rampart_status covers_each(struct rp_lint_effort *effort, const struct rp_lint_patterns *whole,
                                       const struct rp_lint_patterns *part, bool *ret_covers)
{
    *ret_covers = true;
    for (size_t i = 0; i < part->count && *ret_covers; i++)
        RP_TRY(rp_lint_any_covers(effort, whole, &part->items[i], ret_covers));
    return RAMPART_OK;
}

static bool has_everything(const struct rp_lint_patterns *patterns)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (rp_str_equal(patterns->items[i].text, RP_STR("*"))) return true;
    return false;
}

/* NotAction reaches what its patterns leave: all that another one leaves, if that one's patterns cover them. */
static enum rampart_status element_reaches(struct rp_lint_effort *effort, const struct rp_values *whole,
                                           const struct rp_lint_patterns *wide, const struct rp_values *part,
                                           const struct rp_lint_patterns *narrow, bool *ret_reaches)
{
    *ret_reaches = false;
    if (whole->present != part->present) return RAMPART_OK;
    if (whole->negated != part->negated) {
        *ret_reaches = part->negated && has_everything(wide);
        return RAMPART_OK;
    }
    if (whole->negated) return covers_each(effort, narrow, wide, ret_reaches);
    return narrow->count == 0 ? RAMPART_OK : covers_each(effort, wide, narrow, ret_reaches);
}

enum rampart_status rp_lint_actions_reach(struct rp_lint_effort *effort, const struct rp_lint_prepared *whole,
                                          const struct rp_lint_prepared *part, bool *ret_reaches)
{
    return element_reaches(effort, &whole->statement->action, &whole->actions, &part->statement->action,
                           &part->actions, ret_reaches);
}

enum rampart_status rp_lint_resources_reach(struct rp_lint_effort *effort,
                                            const struct rp_lint_prepared *whole,
                                            const struct rp_lint_prepared *part, bool *ret_reaches)
{
    return element_reaches(effort, &whole->statement->resource, &whole->resources, &part->statement->resource,
                           &part->resources, ret_reaches);
}

enum rampart_status rp_lint_reaches(struct rp_lint_effort *effort, const struct rp_lint_prepared *whole,
                                    const struct rp_lint_prepared *part, bool *ret_reaches)
{
    *ret_reaches = false;
    if (!rp_lint_principals_reach(whole->statement, part->statement)) return RAMPART_OK;
    if (!conditions_reach(whole->statement, part->statement)) return RAMPART_OK;
    RP_TRY(rp_lint_actions_reach(effort, whole, part, ret_reaches));
    return *ret_reaches ? rp_lint_resources_reach(effort, whole, part, ret_reaches) : RAMPART_OK;
}
