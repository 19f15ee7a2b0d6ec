/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/custom_permitted.h"

#include "base/str.h"
#include "base/try.h"

/* One value, with its text behind its span (policy/ast.h). */
struct single {
    struct rp_span span;
    struct rampart_str text;
};

static const struct single star = {{0, 1}, {"*", 1}}, truth = {{0, 4}, {"true", 4}};
static const struct rp_operator null_operator = {.null = true};

static struct rp_values permitted_single(const struct single *single)
{
    return (struct rp_values){.spans = &single->span, .count = 1, .present = true};
}

static struct rp_statement *permitted_add(struct rampart_policy *policy, struct rp_statement *statements)
{
    struct rp_statement *statement = &statements[policy->statement_count++];
    *statement = (struct rp_statement){
        .effect = RAMPART_ALLOW, .action = permitted_single(&star), .resource = permitted_single(&star)};
    return statement;
}

static bool permitted_is_all(const struct rp_values *values)
{
    return values->count == 1 && !values->negated && rp_str_equal(rp_value_text(values, 0), RP_STR("*"));
}

/* Other actions, and other resources. */
static void permitted_add_others(struct rampart_policy *policy, struct rp_statement *statements,
                                 const struct rp_statement *never)
{
    struct rp_statement *statement;
    if (!permitted_is_all(&never->action)) {
        statement = permitted_add(policy, statements);
        statement->action = never->action;
        statement->action.negated = !never->action.negated;
    }
    if (!permitted_is_all(&never->resource)) {
        statement = permitted_add(policy, statements);
        statement->resource = never->resource;
        statement->resource.negated = !never->resource.negated;
    }
}

/* Other circumstances: one of the conditions is not met, or its key is absent. */
static enum rampart_status permitted_add_contexts(struct rp_arena *arena, struct rampart_policy *policy,
                                                  struct rp_statement *statements, const struct rp_statement *never)
{
    for (size_t i = 0; i < never->condition_count; i++) {
        struct rp_condition *conditions = RP_NEW_ARRAY(arena, struct rp_condition, 2);
        RP_TRY_MEMORY(conditions != NULL);
        conditions[0] = conditions[1] = never->conditions[i];
        const struct rampart_str negated[] = {RP_STR("Not"), conditions[0].op_name};
        conditions[0].op.negated = !conditions[0].op.negated;
        RP_TRY_MEMORY(rp_arena_join(arena, negated, 2, &conditions[0].op_name)); /* which tells statements apart */
        conditions[1].op = null_operator;
        conditions[1].op_name = RP_STR("Null");
        conditions[1].values = permitted_single(&truth);
        for (size_t k = 0; k < 2; k++) {
            struct rp_statement *statement = permitted_add(policy, statements);
            statement->conditions = &conditions[k];
            statement->condition_count = 1;
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_custom_permitted(struct rp_arena *arena, const struct rp_custom_rule *rule, bool spared,
                                        struct rampart_policy *ret_policy)
{
    enum { OTHERS = 2, EXCEPTIONS = 2 };
    const struct rp_statement *never = rule->never.statement;
    struct rp_statement *statements =
        RP_NEW_ARRAY(arena, struct rp_statement, OTHERS + 2 * (size_t)never->condition_count + EXCEPTIONS);
    RP_TRY_MEMORY(statements != NULL);
    struct rampart_policy policy = {.name = rampart_str(rule->name), .kind = RAMPART_POLICY_IDENTITY, .statements = statements};
    permitted_add_others(&policy, statements, never);
    RP_TRY(permitted_add_contexts(arena, &policy, statements, never));
    if (rule->unless.present && spared) *permitted_add(&policy, statements) = *rule->unless.statement;
    if (rule->requires) {
        struct rp_statement *statement = permitted_add(&policy, statements);
        statement->conditions = rule->required->conditions;
        statement->condition_count = rule->required->condition_count;
    }
    *ret_policy = policy;
    return RAMPART_OK;
}

enum rampart_status rp_custom_everything(struct rp_arena *arena, struct rampart_policy *ret_policy)
{
    struct rp_statement *statement = RP_NEW(arena, struct rp_statement);
    RP_TRY_MEMORY(statement != NULL);
    *ret_policy = (struct rampart_policy){.kind = RAMPART_POLICY_IDENTITY, .statements = statement};
    (void)permitted_add(ret_policy, statement);
    return RAMPART_OK;
}
