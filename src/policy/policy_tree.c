/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/policy_tree.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/access_key.h"
#include "policy/kind.h"
#include "text/tree.h"

static enum rampart_status tree_add_values(struct rp_arena *arena, struct rp_node *map,
                                           struct rampart_str key, const struct rp_values *values)
{
    struct rp_node *list = NULL;
    if (values->count == 1) return rp_make_text(arena, map, key, rp_value_text(values, 0));
    RP_TRY(rp_make_list(arena, map, key, &list));
    for (size_t i = 0; i < values->count; i++)
        RP_TRY(rp_make_text(arena, list, rp_no_key, rp_value_text(values, i)));
    return RAMPART_OK;
}

static enum rampart_status tree_add_element(struct rp_arena *arena, struct rp_node *map, const char *plain,
                                            const char *negated, const struct rp_values *values)
{
    if (!values->present) return RAMPART_OK;
    return tree_add_values(arena, map, rampart_str(values->negated ? negated : plain), values);
}

static struct rampart_str tree_principal_key(enum rp_principal_kind kind)
{
    if (kind == RP_PRINCIPAL_RAM) return RP_STR("RAM");
    return kind == RP_PRINCIPAL_SERVICE ? RP_STR("Service") : RP_STR("Federated");
}

/* In a list of principals, everybody is a "*" of RAM. */
static bool tree_is_of_kind(const struct rp_principal *principal, enum rp_principal_kind kind)
{
    return principal->kind == kind || (principal->kind == RP_PRINCIPAL_EVERYBODY && kind == RP_PRINCIPAL_RAM);
}

/* Puts all principals of one kind under its key. */
static enum rampart_status tree_add_kind(struct rp_arena *arena, struct rp_node *map,
                                         enum rp_principal_kind kind, const struct rp_principals *principals)
{
    struct rp_node *list = NULL;
    size_t count = 0;
    for (size_t i = 0; i < principals->count; i++) count += tree_is_of_kind(&principals->items[i], kind);
    if (count > 1) RP_TRY(rp_make_list(arena, map, tree_principal_key(kind), &list));
    for (size_t i = 0; i < principals->count; i++) {
        const struct rp_principal *principal = &principals->items[i];
        if (tree_is_of_kind(principal, kind))
            RP_TRY(rp_make_text(arena, list != NULL ? list : map,
                                list != NULL ? rp_no_key : tree_principal_key(kind), principal->value.text));
    }
    return RAMPART_OK;
}

/* A list of UIDs, of the policy of a bucket and the like; a star alone is written as such. */
static enum rampart_status tree_add_uids(struct rp_arena *arena, struct rp_node *statement,
                                         const struct rp_principals *principals)
{
    struct rp_node *list = NULL;
    RP_TRY(rp_make_list(arena, statement, RP_STR("Principal"), &list));
    for (size_t i = 0; i < principals->count; i++)
        RP_TRY(rp_make_text(arena, list, rp_no_key, principals->items[i].value.text));
    return RAMPART_OK;
}

static bool tree_has_uids(const struct rp_principals *principals)
{
    for (size_t i = 0; i < principals->count; i++)
        if (principals->items[i].kind >= RP_PRINCIPAL_UID) return true;
    return false;
}

/* `uids`: the kind of the document has lists of them. */
static enum rampart_status tree_add_principals(struct rp_arena *arena, struct rp_node *statement,
                                               const struct rp_principals *principals, bool uids)
{
    struct rp_node *map = NULL;
    if (principals == NULL) return RAMPART_OK;
    if (uids || tree_has_uids(principals)) return tree_add_uids(arena, statement, principals);
    if (principals->count == 1 && principals->items[0].kind == RP_PRINCIPAL_EVERYBODY)
        return rp_make_text(arena, statement, RP_STR("Principal"), RP_STR("*"));
    RP_TRY(rp_make_map(arena, statement, RP_STR("Principal"), &map));
    if (principals->count == 0) return rp_make_list(arena, map, RP_STR("RAM"), &(struct rp_node *){NULL});
    RP_TRY(tree_add_kind(arena, map, RP_PRINCIPAL_RAM, principals));
    RP_TRY(tree_add_kind(arena, map, RP_PRINCIPAL_SERVICE, principals));
    return tree_add_kind(arena, map, RP_PRINCIPAL_FEDERATED, principals);
}

/* Conditions of one operator share a map, in the order in which the operators first stand. */
static enum rampart_status tree_add_conditions(struct rp_arena *arena, struct rp_node *statement,
                                               const struct rp_statement *source)
{
    struct rp_node *conditions = NULL;
    if (source->condition_count == 0) return RAMPART_OK;
    RP_TRY(rp_make_map(arena, statement, RP_STR("Condition"), &conditions));
    for (size_t i = 0; i < source->condition_count; i++) {
        const struct rp_condition *condition = &source->conditions[i];
        struct rp_node *keys = rp_node_member(conditions, condition->op_name);
        if (keys == NULL) RP_TRY(rp_make_map(arena, conditions, condition->op_name, &keys));
        RP_TRY(tree_add_values(arena, keys, condition->key.text, &condition->values));
    }
    return RAMPART_OK;
}

static enum rampart_status tree_statement(struct rp_arena *arena, struct rp_node *list, bool uids,
                                          const struct rp_statement *source, struct rp_node **ret_statement)
{
    struct rp_node *statement = NULL;
    RP_TRY(rp_make_map(arena, list, rp_no_key, &statement));
    if (source->sid.len > 0) RP_TRY(rp_make_text(arena, statement, RP_STR("Sid"), source->sid));
    RP_TRY(rp_make_text(arena, statement, RP_STR("Effect"),
                        source->effect == RAMPART_ALLOW ? RP_STR("Allow") : RP_STR("Deny")));
    RP_TRY(tree_add_principals(arena, statement, source->principals, uids));
    RP_TRY(tree_add_element(arena, statement, "Action", "NotAction", &source->action));
    RP_TRY(tree_add_element(arena, statement, "Resource", "NotResource", &source->resource));
    RP_TRY(tree_add_conditions(arena, statement, source));
    *ret_statement = statement;
    return RAMPART_OK;
}

enum rampart_status rp_statement_tree(struct rp_arena *arena, struct rp_node *list,
                                      const struct rp_statement *source, struct rp_node **ret_statement)
{
    return tree_statement(arena, list, false, source, ret_statement);
}

enum rampart_status rp_policy_tree(struct rp_arena *arena, const struct rampart_policy *policy,
                                   struct rp_node **ret_document)
{
    struct rp_node *document = NULL, *statements = NULL, *statement = NULL;
    const bool uids = rp_kind_of(policy->kind)->principal >= RP_FORM_UIDS;
    if (policy->kind == RAMPART_POLICY_ACCESS_KEY) return rp_access_key_tree(arena, policy, ret_document);
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &document));
    RP_TRY(rp_make_text(arena, document, RP_STR("Version"), RP_STR("1")));
    RP_TRY(rp_make_list(arena, document, RP_STR("Statement"), &statements));
    for (size_t i = 0; i < policy->statement_count; i++)
        RP_TRY(tree_statement(arena, statements, uids, &policy->statements[i], &statement));
    *ret_document = document;
    return RAMPART_OK;
}
