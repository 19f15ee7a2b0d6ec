/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/resource_policy.h"

#include "base/str.h"

/* True when a value, or one of a list of them, is a text that begins so. */
static bool resource_any_begins(const struct rp_node *node, struct rampart_str head)
{
    if (node == NULL) return false;
    if (node->type == RP_NODE_STRING) return rp_str_starts(node->text, head);
    if (node->type != RP_NODE_LIST) return false;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        if (value->type == RP_NODE_STRING && rp_str_starts(value->text, head)) return true;
    return false;
}

/* True when the last field of an ARN begins so. */
static bool resource_field_begins(struct rampart_str arn, struct rampart_str head)
{
    for (int i = 0; i < 4; i++) {
        size_t colon = rp_str_find(arn, ':');
        if (colon == arn.len) return false;
        arn = rp_str_from(arn, colon + 1);
    }
    return rp_str_starts(arn, head);
}

static bool resource_names_access_point(const struct rp_node *node)
{
    const struct rampart_str head = RP_STR("accesspoint/");
    if (node == NULL) return false;
    if (node->type == RP_NODE_STRING) return resource_field_begins(node->text, head);
    for (const struct rp_node *value = node->type == RP_NODE_LIST ? node->first : NULL; value != NULL;
         value = value->next)
        if (value->type == RP_NODE_STRING && resource_field_begins(value->text, head)) return true;
    return false;
}

static const struct rp_node *resource_either(const struct rp_node *map, struct rampart_str name,
                                             struct rampart_str negated)
{
    const struct rp_node *node = rp_node_member(map, name);
    return node != NULL ? node : rp_node_member(map, negated);
}

enum {
    OF_ENDPOINT = 1U << RAMPART_LAYER_ENDPOINT_POLICY,
    OF_BUCKET = 1U << RAMPART_LAYER_BUCKET_POLICY,
    OF_ACCESS_POINT = 1U << RAMPART_LAYER_ACCESS_POINT_POLICY,
    OF_KMS = 1U << RAMPART_LAYER_KEY_POLICY | 1U << RAMPART_LAYER_SECRET_POLICY,
    OF_PROJECT = 1U << RAMPART_LAYER_PROJECT_POLICY,
    OF_INSTANCE = 1U << RAMPART_LAYER_INSTANCE_POLICY
};

static const struct rp_resource_policy access_point = {RAMPART_POLICY_ACCESS_POINT, OF_ACCESS_POINT};
const struct rp_resource_policy rp_endpoint_policy = {RAMPART_POLICY_ENDPOINT, OF_ENDPOINT};

static const struct {
    struct rampart_str arn, action;
    struct rp_resource_policy is;
} services[] = {
    {{"acs:oss:", 8}, {"oss:", 4}, {RAMPART_POLICY_BUCKET, OF_BUCKET}},
    {{"acs:ossvector:", 14}, {"ossvector:", 10}, {RAMPART_POLICY_BUCKET, OF_BUCKET}},
    {{"acs:kms:", 8}, {"kms:", 4}, {RAMPART_POLICY_KEY, OF_KMS}},
    {{"acs:log:", 8}, {"log:", 4}, {RAMPART_POLICY_PROJECT, OF_PROJECT}},
    {{"acs:ots:", 8}, {"ots:", 4}, {RAMPART_POLICY_INSTANCE, OF_INSTANCE}},
};

/* Finds the kind by the service of the resources or actions. */
static const struct rp_resource_policy *by_service(const struct rp_node *resource,
                                                   const struct rp_node *action)
{
    if (resource_names_access_point(resource)) return &access_point;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (resource_any_begins(resource, services[i].arn) || resource_any_begins(action, services[i].action))
            return &services[i].is;
    return NULL;
}

/*
 * The kind of a document by one of its statements. A map of principals stands in trust policies and in those of keys
 * only.
 */
static const struct rp_resource_policy *resource_of_statement(const struct rp_node *statement, bool any)
{
    if (statement->type != RP_NODE_MAP) return NULL;
    const struct rp_node *principal = resource_either(statement, RP_STR("Principal"), RP_STR("NotPrincipal"));
    const struct rp_node *resource = resource_either(statement, RP_STR("Resource"), RP_STR("NotResource"));
    const struct rp_node *action = resource_either(statement, RP_STR("Action"), RP_STR("NotAction"));
    if (principal == NULL || resource == NULL) return NULL;
    const struct rp_resource_policy *is = by_service(resource, action);
    if (principal->type == RP_NODE_MAP) return resource_any_begins(action, RP_STR("kms:")) ? is : NULL;
    if (is != NULL) return is;
    bool everything =
        any && resource_any_begins(resource, RP_STR("*")) && resource_any_begins(action, RP_STR("*"));
    if (everything) return &rp_endpoint_policy;
    return principal->type == RP_NODE_LIST ? &services[0].is : NULL; /* no document of RAM has a list there */
}

bool rp_is_access_key_policy(const struct rp_node *root)
{
    return root->type == RP_NODE_MAP && rp_node_member(root, RP_STR("Statements")) != NULL &&
           rp_node_member(root, RP_STR("Statement")) == NULL;
}

/* The first kind that a statement shows counts, where most statements show one: the others are mistaken. */
bool rp_resource_policy_of(const struct rp_node *root, bool any, struct rp_resource_policy *ret_policy)
{
    static const struct rp_resource_policy access_key = {RAMPART_POLICY_ACCESS_KEY, 1U << RAMPART_LAYER_ACCESS_KEY_POLICY};
    if (rp_is_access_key_policy(root)) {
        *ret_policy = access_key;
        return true;
    }
    const struct rp_node *list = root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("Statement")) : NULL;
    const bool several = list != NULL && list->type == RP_NODE_LIST;
    struct rp_resource_policy found = {.layers = 0};
    size_t shown = 0, count = 0;
    for (const struct rp_node *statement = several ? list->first : list; statement != NULL; count++) {
        const struct rp_resource_policy *is = resource_of_statement(statement, any);
        if (is != NULL && found.layers == 0) found.kind = is->kind;
        if (is != NULL) found.layers |= is->layers;
        shown += is != NULL;
        statement = several ? statement->next : NULL;
    }
    if (shown * 2 <= count) return false;
    *ret_policy = found;
    return true;
}

/* ---- whose it is ---- */

/* The last field of an ARN. */
static struct rampart_str resource_last_field(struct rampart_str arn)
{
    for (int i = 0; i < 4; i++) arn = rp_str_from(arn, rp_str_find(arn, ':') + (rp_str_find(arn, ':') < arn.len));
    return arn;
}

/* Takes the owner of one value, which must be the same as that of those before it. */
static bool resource_take_owner(const struct rp_node *value, struct rampart_str head, struct rampart_str *owner)
{
    if (value->type != RP_NODE_STRING || rp_str_count(value->text, ':') < 4) return false;
    const struct rampart_str field = resource_last_field(value->text);
    if (!rp_str_starts(field, head)) return false;
    struct rampart_str name = rp_str_from(field, head.len);
    name = rp_str_part(name, 0, rp_str_find(name, '/'));
    if (name.len == 0 || rp_str_find(name, '*') < name.len || rp_str_find(name, '?') < name.len) return false;
    if (owner->len > 0 && !rp_str_equal(*owner, name)) return false;
    *owner = name;
    return true;
}

static bool resource_statement_owner(const struct rp_node *statement, struct rampart_str head, struct rampart_str *owner)
{
    const struct rp_node *resource =
        statement->type == RP_NODE_MAP ? rp_node_member(statement, RP_STR("Resource")) : NULL;
    if (resource == NULL || resource->type != RP_NODE_LIST)
        return resource != NULL && resource_take_owner(resource, head, owner);
    for (const struct rp_node *value = resource->first; value != NULL; value = value->next)
        if (!resource_take_owner(value, head, owner)) return false;
    return true;
}

bool rp_resource_policy_owner(const struct rp_node *root, struct rampart_str head, struct rampart_str *ret_owner)
{
    const struct rp_node *list = rp_node_member(root, RP_STR("Statement"));
    *ret_owner = (struct rampart_str){NULL, 0};
    if (list == NULL) return false;
    if (list->type != RP_NODE_LIST) return resource_statement_owner(list, head, ret_owner);
    for (const struct rp_node *statement = list->first; statement != NULL; statement = statement->next)
        if (!resource_statement_owner(statement, head, ret_owner)) return false;
    return ret_owner->len > 0;
}

/* ---- MaxCompute ---- */

/* RAM's ARNs have a field more, that of the account. */
static bool resource_is_maxcompute_data(struct rampart_str text, bool principal)
{
    const struct rampart_str head = RP_STR("acs:odps:");
    if (!rp_str_starts(text, head) || rp_str_count(text, ':') != 3) return false;
    text = rp_str_from(text, head.len);
    return principal || rp_str_starts(rp_str_from(text, rp_str_find(text, ':') + 1), RP_STR("projects/"));
}

/* No policy of RAM about these has a Principal, and none of MaxCompute's on a role has a Version. */
static bool resource_is_of_maxcompute(const struct rp_node *statement, bool version)
{
    if (statement->type != RP_NODE_MAP) return false;
    const bool principal = rp_node_member(statement, RP_STR("Principal")) != NULL;
    if (version && !principal) return false;
    const struct rp_node *resource = rp_node_member(statement, RP_STR("Resource"));
    if (resource == NULL) return false;
    if (resource->type == RP_NODE_STRING) return resource_is_maxcompute_data(resource->text, principal);
    if (resource->type != RP_NODE_LIST || resource->first == NULL) return false;
    for (const struct rp_node *value = resource->first; value != NULL; value = value->next)
        if (value->type != RP_NODE_STRING || !resource_is_maxcompute_data(value->text, principal)) return false;
    return true;
}

bool rp_is_maxcompute_policy(const struct rp_node *root)
{
    const struct rp_node *list = root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("Statement")) : NULL;
    if (list == NULL) return false;
    const bool version = rp_node_member(root, RP_STR("Version")) != NULL;
    if (list->type != RP_NODE_LIST) return resource_is_of_maxcompute(list, version);
    for (const struct rp_node *statement = list->first; statement != NULL; statement = statement->next)
        if (!resource_is_of_maxcompute(statement, version)) return false;
    return list->first != NULL;
}
