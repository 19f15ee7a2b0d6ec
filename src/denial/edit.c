/* SPDX-License-Identifier: Apache-2.0 */
#include "denial/edit.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/operator.h"
#include "policy/policy_tree.h"

static const struct rampart_str no_text = {NULL, 0};

/* ---- values ---- */

/* A list whose texts stand in no document; the caller fills them. */
static enum rampart_status edit_new_values(struct rp_arena *arena, size_t count, struct rp_values *ret_values,
                                           struct rampart_str **ret_texts)
{
    if (count > RP_MOST_VALUES) return RAMPART_LIMIT;
    struct rp_span *spans =
        (struct rp_span *)rp_arena_alloc(arena, count, sizeof(struct rp_span) + sizeof(struct rampart_str));
    RP_TRY_MEMORY(spans != NULL);
    *ret_values =
        (struct rp_values){.spans = spans, .count = (unsigned)count & RP_MOST_VALUES, .present = true};
    *ret_texts = (struct rampart_str *)(void *)(spans + count);
    return RAMPART_OK;
}

bool rp_texts_have(struct rampart_strs texts, struct rampart_str text, bool fold)
{
    for (size_t i = 0; i < texts.count; i++)
        if (fold ? rp_str_equal_fold(texts.items[i], text) : rp_str_equal(texts.items[i], text)) return true;
    return false;
}

static enum rampart_status edit_add_values(struct rp_arena *arena, const struct rp_values *values,
                                           struct rampart_strs more, struct rp_values *ret_values)
{
    struct rampart_str *texts = NULL;
    RP_TRY(edit_new_values(arena, values->count + more.count, ret_values, &texts));
    for (size_t i = 0; i < values->count; i++) texts[i] = rp_value_text(values, i);
    for (size_t i = 0; i < more.count; i++) texts[values->count + i] = more.items[i];
    ret_values->negated = values->negated;
    ret_values->start = values->start;
    return RAMPART_OK;
}

static enum rampart_status edit_remove_values(struct rp_arena *arena, const struct rp_values *values,
                                              struct rampart_strs less, bool fold,
                                              struct rp_values *ret_values)
{
    struct rampart_str *texts = NULL;
    size_t left = 0, at = 0;
    for (size_t i = 0; i < values->count; i++) left += !rp_texts_have(less, rp_value_text(values, i), fold);
    RP_TRY(edit_new_values(arena, left, ret_values, &texts));
    for (size_t i = 0; i < values->count; i++)
        if (!rp_texts_have(less, rp_value_text(values, i), fold)) texts[at++] = rp_value_text(values, i);
    ret_values->negated = values->negated;
    ret_values->start = values->start;
    return RAMPART_OK;
}

/* Actions are the same whatever their case is. */
static enum rampart_status edit_change_values(struct rp_arena *arena, const struct rampart_change *change,
                                              struct rp_values *values)
{
    const struct rp_values before = *values;
    if (change->kind != RAMPART_CHANGE_REMOVE_VALUE)
        return edit_add_values(arena, &before, change->values, values);
    return edit_remove_values(arena, &before, change->values, change->element == RAMPART_ELEMENT_ACTION,
                              values);
}

/* ---- statements ---- */

/* The member of Principal that names it: RAM, Service or Federated. */
static enum rp_principal_kind edit_principal_kind(struct rampart_str text)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (!rp_str_starts(text, RP_STR("acs:ram::"))) return RP_PRINCIPAL_SERVICE;
    if (!rp_identity_read(text, &identity, &expected)) return RP_PRINCIPAL_RAM;
    bool federated = identity.kind == RP_IDENTITY_SAML || identity.kind == RP_IDENTITY_OIDC;
    return federated ? RP_PRINCIPAL_FEDERATED : RP_PRINCIPAL_RAM;
}

static enum rampart_status edit_add_principal(struct rp_arena *arena, const struct rampart_change *change,
                                              struct rp_statement *statement)
{
    const struct rp_principals *before = statement->principals;
    struct rp_principals *principals = RP_NEW(arena, struct rp_principals);
    struct rp_principal *items = RP_NEW_ARRAY(arena, struct rp_principal, before->count + 1);
    RP_TRY_MEMORY(principals != NULL && items != NULL);
    for (size_t i = 0; i < before->count; i++) items[i] = before->items[i];
    items[before->count].value.text = change->values.items[0];
    items[before->count].kind = edit_principal_kind(change->values.items[0]);
    *principals = (struct rp_principals){items, before->count + 1, before->span};
    statement->principals = principals;
    return RAMPART_OK;
}

/* Behind the last condition of the operator, so that they stay together. */
static size_t edit_condition_place(const struct rp_statement *statement, struct rampart_str op)
{
    size_t at = statement->condition_count;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_str_equal(statement->conditions[i].op_name, op)) at = i + 1;
    return at;
}

static enum rampart_status edit_add_condition(struct rp_arena *arena, const struct rampart_change *change,
                                              struct rp_statement *statement)
{
    const struct rp_values none = {.count = 0};
    size_t at = edit_condition_place(statement, change->op), count = statement->condition_count;
    struct rp_condition *conditions = RP_NEW_ARRAY(arena, struct rp_condition, count + 1);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < count; i++) conditions[i < at ? i : i + 1] = statement->conditions[i];
    conditions[at].op_name = change->op;
    conditions[at].key.text = change->key;
    if (!rp_operator_find(change->op, &conditions[at].op)) return RAMPART_MISUSE;
    RP_TRY(edit_add_values(arena, &none, change->values, &conditions[at].values));
    statement->conditions = conditions;
    statement->condition_count++;
    return RAMPART_OK;
}

static enum rampart_status edit_change_condition(struct rp_arena *arena, const struct rampart_change *change,
                                                 struct rp_statement *statement)
{
    struct rp_condition *conditions = RP_NEW_ARRAY(arena, struct rp_condition, statement->condition_count);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < statement->condition_count; i++) {
        conditions[i] = statement->conditions[i];
        bool same = rp_str_equal(conditions[i].op_name, change->op) &&
                    rp_str_equal(conditions[i].key.text, change->key);
        if (same) RP_TRY(edit_change_values(arena, change, &conditions[i].values));
    }
    statement->conditions = conditions;
    return RAMPART_OK;
}

enum rampart_status rp_statement_edit(struct rp_arena *arena, const struct rp_statement *statement,
                                      const struct rampart_change *change, struct rp_statement *ret_statement)
{
    *ret_statement = *statement;
    if (change->kind == RAMPART_CHANGE_ADD_CONDITION) return edit_add_condition(arena, change, ret_statement);
    switch (change->element) {
    case RAMPART_ELEMENT_ACTION: return edit_change_values(arena, change, &ret_statement->action);
    case RAMPART_ELEMENT_RESOURCE: return edit_change_values(arena, change, &ret_statement->resource);
    case RAMPART_ELEMENT_PRINCIPAL: return edit_add_principal(arena, change, ret_statement);
    case RAMPART_ELEMENT_CONDITION: return edit_change_condition(arena, change, ret_statement);
    case RAMPART_ELEMENT_NONE:
    case RAMPART_ELEMENT_RESOURCE_GROUP: break;
    }
    return RAMPART_MISUSE;
}

/* ---- policies ---- */

enum rampart_status rp_policy_edit(struct rp_arena *arena, const struct rampart_policy *policy, size_t at,
                                   const struct rp_statement *statement, struct rampart_policy **ret_policy)
{
    struct rampart_policy *edited = RP_NEW(arena, struct rampart_policy);
    struct rp_statement *statements = RP_NEW_ARRAY(arena, struct rp_statement, policy->statement_count);
    RP_TRY_MEMORY(edited != NULL && statements != NULL);
    for (size_t i = 0; i < policy->statement_count; i++)
        statements[i] = i == at ? *statement : policy->statements[i];
    *edited = *policy;
    edited->statements = statements;
    *ret_policy = edited;
    return RAMPART_OK;
}

static enum rampart_status edit_new_principals(struct rp_arena *arena, struct rampart_str text,
                                               struct rp_statement *statement)
{
    struct rp_principals *principals = RP_NEW(arena, struct rp_principals);
    struct rp_principal *principal = RP_NEW(arena, struct rp_principal);
    RP_TRY_MEMORY(principals != NULL && principal != NULL);
    *principal = (struct rp_principal){edit_principal_kind(text), {.text = text}};
    *principals = (struct rp_principals){.items = principal, .count = 1};
    statement->principals = principals;
    return RAMPART_OK;
}

static enum rampart_policy_kind edit_policy_kind(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_CONTROL: return RAMPART_POLICY_CONTROL;
    case RAMPART_LAYER_SESSION: return RAMPART_POLICY_SESSION;
    case RAMPART_LAYER_TRUST: return RAMPART_POLICY_TRUST;
    default: break; /* the policies of the principal, at either scope */
    }
    return RAMPART_POLICY_IDENTITY;
}

enum rampart_status rp_policy_grant(struct rp_arena *arena, enum rampart_layer layer,
                                    struct rampart_str action, struct rampart_strs values,
                                    struct rampart_policy **ret_policy)
{
    const struct rp_values none = {.count = 0};
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    struct rp_source *source = RP_NEW(arena, struct rp_source);
    struct rp_statement *statement = RP_NEW(arena, struct rp_statement);
    RP_TRY_MEMORY(policy != NULL && source != NULL && statement != NULL);
    RP_TRY(rp_source_init(source, arena, no_text, no_text));
    statement->effect = RAMPART_ALLOW;
    RP_TRY(edit_add_values(arena, &none, (struct rampart_strs){&action, 1}, &statement->action));
    if (layer == RAMPART_LAYER_TRUST)
        RP_TRY(edit_new_principals(arena, values.items[0], statement));
    else
        RP_TRY(edit_add_values(arena, &none, values, &statement->resource));
    *policy = (struct rampart_policy){
        .source = source, .kind = edit_policy_kind(layer), .statements = statement, .statement_count = 1};
    *ret_policy = policy;
    return RAMPART_OK;
}

/* ---- writing ---- */

/* Writes the tree if it was made, and frees its memory. */
static void edit_write_tree(struct rp_buf *out, struct rp_arena *arena, enum rampart_status made,
                            const struct rp_node *tree)
{
    if (made == RAMPART_OK)
        rp_tree_json(out, tree);
    else
        out->failed = made;
    rp_arena_free(arena);
}

void rp_statement_write(struct rp_buf *out, const struct rp_statement *statement)
{
    struct rp_arena arena;
    struct rp_node *tree = NULL;
    rp_arena_init(&arena, &out->allocator);
    enum rampart_status status = rp_statement_tree(&arena, NULL, statement, &tree);
    edit_write_tree(out, &arena, status, tree);
}

void rp_document_write(struct rp_buf *out, const struct rampart_policy *policy)
{
    struct rp_arena arena;
    struct rp_node *tree = NULL;
    rp_arena_init(&arena, &out->allocator);
    enum rampart_status status = rp_policy_tree(&arena, policy, &tree);
    edit_write_tree(out, &arena, status, tree);
}
