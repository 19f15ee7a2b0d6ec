/* SPDX-License-Identifier: Apache-2.0 */
/* What the members of a denial are called, and what is in them. Services write their names in different cases. */
#include <stddef.h>

#include "analysis/denial.h"
#include "base/str.h"
#include "base/try.h"

struct field {
    struct rampart_str name;
    size_t offset; /* of a text in what is filled */
};

#define FIELD(type, name, member)                              \
    {                                                          \
        {name, sizeof name - 1}, offsetof(struct type, member) \
    }

static const struct field detail_fields[] = {
    FIELD(rampart_denial, "AuthAction", action),
    FIELD(rampart_denial, "AuthResource", resource),
    FIELD(rampart_denial, "AuthPrincipalType", principal_type),
    FIELD(rampart_denial, "AuthPrincipalOwnerId", owner),
    FIELD(rampart_denial, "AuthPrincipalDisplayName", principal_name),
    FIELD(rampart_denial, "NoPermissionType", no_permission_type),
    FIELD(rampart_denial, "PolicyType", policy_type),
    FIELD(rampart_denial, "NoPermissionPolicyType", policy_type),
    FIELD(rampart_denial, "EncodedDiagnosticMessage", diagnostic),
    FIELD(rampart_denial, "EncodedDiagnosticInfo", diagnostic),
};

static const struct field error_fields[] = {
    FIELD(rampart_denial, "Code", code),       FIELD(rampart_denial, "ErrorCode", code),
    FIELD(rampart_denial, "Message", message), FIELD(rampart_denial, "RequestId", request_id),
    FIELD(rampart_denial, "HostId", host),     FIELD(rampart_denial, "Recommend", recommend),
};

static const struct field policy_fields[] = {
    FIELD(rampart_denial_policy, "PolicyIdentifier", name),
    FIELD(rampart_denial_policy, "PolicyType", type),
    FIELD(rampart_denial_policy, "PolicyVersion", version),
    FIELD(rampart_denial_policy, "Effect", effect),
    FIELD(rampart_denial_policy, "AttachedEntityType", entity),
    FIELD(rampart_denial_policy, "AttachedScope", scope),
};

static const struct field condition_fields[] = {
    FIELD(rampart_denial_condition, "ConditionKey", key),
};

/* A map whose members are filled into what begins at `object`. */
struct filling {
    const struct field *fields;
    size_t count;
    void *object;
};

#define FILLING(fields, object) ((struct filling){fields, sizeof(fields) / sizeof *(fields), object})

void rp_denial_wrong_type(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                          const struct rp_node *node, const char *expected)
{
    reader->failed = true;
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_TYPE, (struct rp_at){text->source, node->span},
            "%.*s should be %s, not %s", RP_ARG(rp_str_part(node->key, 0, 80)), expected,
            rp_node_type_name(node->type));
}

/* What was said first counts: the outer one, which is the service's own. */
static enum rampart_status fill(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                const struct rp_node *node, struct filling filling)
{
    for (size_t i = 0; i < filling.count; i++) {
        if (!rp_str_equal_fold(node->key, filling.fields[i].name)) continue;
        struct rampart_str *place =
            (struct rampart_str *)(void *)((char *)filling.object + filling.fields[i].offset);
        bool number = node->type == RP_NODE_NUMBER; /* ids lose their quotes on the way sometimes */
        if (node->type == RP_NODE_STRING || number) {
            if (place->len == 0) RP_TRY_MEMORY(rp_arena_copy(reader->arena, node->text, place));
        } else if (node->type != RP_NODE_NULL) {
            rp_denial_wrong_type(reader, text, node, "a string");
        }
    }
    return RAMPART_OK;
}

static enum rampart_status fill_all(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                    const struct rp_node *map, struct filling filling)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        RP_TRY(fill(reader, text, node, filling));
    return RAMPART_OK;
}

/* ---- lists ---- */

/* A list, or the list that is the only member of a map, as some answers wrap theirs; NULL: neither. */
static const struct rp_node *list_of(const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP && node->count == 1) node = node->first;
    return node->type == RP_NODE_LIST ? node : NULL;
}

static enum rampart_status read_values(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                       const struct rp_node *node, struct rampart_strs *ret_values)
{
    const struct rp_node *list = list_of(node);
    struct rampart_str *items =
        RP_NEW_ARRAY(reader->arena, struct rampart_str, list == NULL ? 0 : list->count);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL);
    if (list == NULL) {
        rp_denial_wrong_type(reader, text, node, "a list of strings");
        return RAMPART_OK;
    }
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        bool scalar =
            item->type == RP_NODE_STRING || item->type == RP_NODE_NUMBER || item->type == RP_NODE_BOOL;
        if (!scalar)
            rp_denial_wrong_type(reader, text, item, "a string");
        else
            RP_TRY_MEMORY(rp_arena_copy(reader->arena, item->text, &items[count++]));
    }
    *ret_values = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status read_condition(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                          const struct rp_node *map,
                                          struct rampart_denial_condition *condition)
{
    RP_TRY(fill_all(reader, text, map, FILLING(condition_fields, condition)));
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        if (rp_str_equal_fold(node->key, RP_STR("ConditionValues")))
            RP_TRY(read_values(reader, text, node, &condition->values));
    return RAMPART_OK;
}

/* The list with maps only, or NULL after an error. */
static const struct rp_node *maps_of(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                     const struct rp_node *node)
{
    const struct rp_node *list = list_of(node);
    bool good = list != NULL;
    for (const struct rp_node *item = good ? list->first : NULL; item != NULL; item = item->next)
        good &= item->type == RP_NODE_MAP;
    if (!good) rp_denial_wrong_type(reader, text, node, "a list of objects");
    return good ? list : NULL;
}

static enum rampart_status read_conditions(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                           const struct rp_node *node)
{
    const struct rp_node *list = maps_of(reader, text, node);
    if (list == NULL || reader->denial->condition_count > 0) return RAMPART_OK;
    struct rampart_denial_condition *conditions =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_condition, list->count);
    RP_TRY_MEMORY(conditions != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(read_condition(reader, text, item, &conditions[count++]));
    reader->denial->conditions = conditions;
    reader->denial->condition_count = count;
    return RAMPART_OK;
}

static enum rampart_status read_policies(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                         const struct rp_node *node)
{
    const struct rp_node *list = maps_of(reader, text, node);
    if (list == NULL || reader->denial->policy_count > 0) return RAMPART_OK;
    struct rampart_denial_policy *policies =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_policy, list->count);
    RP_TRY_MEMORY(policies != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(fill_all(reader, text, item, FILLING(policy_fields, &policies[count++])));
    reader->denial->policies = policies;
    reader->denial->policy_count = count;
    return RAMPART_OK;
}

/* ---- the detail ---- */

static enum rampart_status read_explicit(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                         const struct rp_node *node)
{
    bool denies = rp_str_equal_fold(node->text, RP_STR("true"));
    if (node->type != RP_NODE_BOOL && !denies && !rp_str_equal_fold(node->text, RP_STR("false"))) {
        rp_denial_wrong_type(reader, text, node, "true or false");
        return RAMPART_OK;
    }
    reader->denial->decoded = true;
    if (reader->denial->no_permission_type.len > 0) return RAMPART_OK;
    reader->denial->no_permission_type = denies ? RP_STR("ExplicitDeny") : RP_STR("ImplicitDeny");
    return RAMPART_OK;
}

static enum rampart_status read_principal(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                          const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP)
        return fill_all(reader, text, node, FILLING(detail_fields, reader->denial));
    rp_denial_wrong_type(reader, text, node, "an object");
    return RAMPART_OK;
}

/* Members that are more than a text. */
static const struct {
    struct rampart_str name;
    enum rampart_status (*read)(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                const struct rp_node *node);
} parts[] = {
    {{"ExplicitDeny", sizeof "ExplicitDeny" - 1}, read_explicit},
    {{"AuthPrincipal", sizeof "AuthPrincipal" - 1}, read_principal},
    {{"AuthConditions", sizeof "AuthConditions" - 1}, read_conditions},
    {{"MatchedPolicies", sizeof "MatchedPolicies" - 1}, read_policies},
};

enum { PARTS = sizeof parts / sizeof *parts };

bool rp_denial_is_detail(const struct rp_node *map)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        for (size_t i = 0; i < sizeof detail_fields / sizeof *detail_fields; i++)
            if (rp_str_equal_fold(node->key, detail_fields[i].name) &&
                detail_fields[i].offset != offsetof(struct rampart_denial, policy_type))
                return true;
        for (size_t i = 0; i < PARTS; i++)
            if (rp_str_equal_fold(node->key, parts[i].name)) return true;
    }
    return false;
}

enum rampart_status rp_denial_members(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                      const struct rp_node *map)
{
    reader->found = true;
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        RP_TRY(fill(reader, text, node, FILLING(detail_fields, reader->denial)));
        for (size_t i = 0; i < PARTS; i++)
            if (rp_str_equal_fold(node->key, parts[i].name) && node->type != RP_NODE_NULL)
                RP_TRY(parts[i].read(reader, text, node));
    }
    return RAMPART_OK;
}

enum rampart_status rp_denial_error_members(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *text, const struct rp_node *map)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        bool scalar = node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER;
        if (scalar) RP_TRY(fill(reader, text, node, FILLING(error_fields, reader->denial)));
    }
    return RAMPART_OK;
}
