/* SPDX-License-Identifier: Apache-2.0 */
/* One change, made. What is not changed is the policy's own. */
#include "base/str.h"
#include "base/try.h"
#include "suite/mutants.h"

/* A list with another text in the place of one entry, or without it. The texts lie behind the spans. */
static enum rampart_status mutant_values(struct rp_arena *arena, const struct rp_values *old, size_t at,
                                         struct rampart_str now, struct rp_values *ret_values)
{
    const bool drops = now.len == 0;
    const size_t count = old->count - drops;
    struct rp_span *spans = rp_arena_alloc(arena, count, sizeof *spans + sizeof now);
    RP_TRY_MEMORY(spans != NULL);
    struct rampart_str *texts = (struct rampart_str *)(void *)(spans + count);
    for (size_t i = 0, k = 0; i < old->count; i++) {
        if (drops && i == at) continue;
        spans[k] = old->spans[i];
        texts[k++] = i == at ? now : rp_value_text(old, i);
    }
    *ret_values = *old;
    ret_values->document = NULL;
    ret_values->spans = spans;
    ret_values->count = (unsigned)count & RP_MOST_VALUES;
    return RAMPART_OK;
}

static enum rampart_status mutant_principals(struct rp_arena *arena, const struct rp_change *change,
                                             struct rp_statement *statement)
{
    const struct rp_principals *old = statement->principals;
    struct rp_principals *principals = RP_NEW(arena, struct rp_principals);
    struct rp_principal *items = RP_NEW_ARRAY(arena, struct rp_principal, old->count);
    RP_TRY_MEMORY(principals != NULL && items != NULL);
    *principals = (struct rp_principals){.items = items, .span = old->span};
    for (size_t i = 0; i < old->count; i++)
        if (i != change->at) items[principals->count++] = old->items[i];
    statement->principals = principals;
    return RAMPART_OK;
}

static enum rampart_status mutant_negate(struct rp_arena *arena, const struct rp_change *change,
                                         struct rp_condition *condition)
{
    if (condition->op.null || condition->op.family == &rp_family_bool)
        return mutant_values(arena, &condition->values, 0, change->now, &condition->values);
    condition->op_name = change->now;
    return rp_operator_find(change->now, &condition->op) ? RAMPART_OK : RAMPART_MISUSE;
}

static enum rampart_status mutant_conditions(struct rp_arena *arena, const struct rp_change *change,
                                             struct rp_statement *statement)
{
    const struct rp_condition *old = statement->conditions;
    struct rp_condition *conditions = RP_NEW_ARRAY(arena, struct rp_condition, statement->condition_count);
    RP_TRY_MEMORY(conditions != NULL);
    uint32_t count = 0;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (change->op != RAMPART_MUTATION_KEY_DROPPED || i != change->at) conditions[count++] = old[i];
    statement->conditions = conditions;
    statement->condition_count = count;
    struct rp_condition *condition = &conditions[change->at];
    if (change->op == RAMPART_MUTATION_VALUE_DROPPED)
        return mutant_values(arena, &old[change->at].values, change->value, change->now, &condition->values);
    return change->op == RAMPART_MUTATION_OPERATOR_NEGATED ? mutant_negate(arena, change, condition) : RAMPART_OK;
}

static enum rampart_status mutant_statement(struct rp_arena *arena, const struct rp_change *change,
                                            struct rp_statement *statement)
{
    switch (change->op) {
    case RAMPART_MUTATION_STATEMENT_DROPPED:
        statement->action.count = 0; /* about no action: the numbers of the others stay */
        statement->action.negated = false;
        return RAMPART_OK;
    case RAMPART_MUTATION_EFFECT_TURNED:
        statement->effect = statement->effect == RAMPART_ALLOW ? RAMPART_DENY : RAMPART_ALLOW;
        return RAMPART_OK;
    case RAMPART_MUTATION_ACTION_DROPPED:
    case RAMPART_MUTATION_ACTION_WIDENED:
    case RAMPART_MUTATION_ACTION_NARROWED:
        return mutant_values(arena, &statement->action, change->at, change->now, &statement->action);
    case RAMPART_MUTATION_RESOURCE_DROPPED:
    case RAMPART_MUTATION_RESOURCE_WIDENED:
    case RAMPART_MUTATION_RESOURCE_NARROWED:
        return mutant_values(arena, &statement->resource, change->at, change->now, &statement->resource);
    case RAMPART_MUTATION_ACTION_TURNED: statement->action.negated = !statement->action.negated; return RAMPART_OK;
    case RAMPART_MUTATION_RESOURCE_TURNED: statement->resource.negated = !statement->resource.negated; return RAMPART_OK;
    case RAMPART_MUTATION_PRINCIPAL_DROPPED: return mutant_principals(arena, change, statement);
    case RAMPART_MUTATION_CONDITIONS_DROPPED: statement->condition_count = 0; return RAMPART_OK;
    case RAMPART_MUTATION_KEY_DROPPED:
    case RAMPART_MUTATION_VALUE_DROPPED:
    case RAMPART_MUTATION_OPERATOR_NEGATED: break;
    }
    return mutant_conditions(arena, change, statement);
}

enum rampart_status rp_change_apply(struct rp_arena *arena, const struct rampart_policy *policy,
                                    const struct rp_change *change, struct rampart_policy **ret_mutant)
{
    struct rampart_policy *mutant = RP_NEW(arena, struct rampart_policy);
    struct rp_statement *statements = RP_NEW_ARRAY(arena, struct rp_statement, policy->statement_count);
    RP_TRY_MEMORY(mutant != NULL && statements != NULL);
    for (size_t i = 0; i < policy->statement_count; i++) statements[i] = policy->statements[i];
    *mutant = *policy;
    mutant->statements = statements;
    mutant->packed = (struct rampart_str){NULL, 0};
    RP_TRY(mutant_statement(arena, change, &statements[change->statement]));
    *ret_mutant = mutant;
    return RAMPART_OK;
}
