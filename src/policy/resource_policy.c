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

static const struct rp_resource_policy access_point = {"an OSS access point policy", OF_ACCESS_POINT};
const struct rp_resource_policy rp_endpoint_policy = {"an endpoint policy (VPC or PrivateLink)", OF_ENDPOINT};

/* Finds the kind by the service of the resources or actions. */
static const struct rp_resource_policy *by_service(const struct rp_node *resource,
                                                   const struct rp_node *action)
{
    static const struct {
        struct rampart_str arn, action;
        struct rp_resource_policy is;
    } services[] = {
        {{"acs:oss:", 8}, {"oss:", 4}, {"an OSS bucket policy", OF_BUCKET}},
        {{"acs:ossvector:", 14}, {"ossvector:", 10}, {"an OSS bucket policy", OF_BUCKET}},
        {{"acs:kms:", 8}, {"kms:", 4}, {"a KMS key or secret policy", OF_KMS}},
        {{"acs:log:", 8}, {"log:", 4}, {"an SLS project policy", OF_PROJECT}},
        {{"acs:ots:", 8}, {"ots:", 4}, {"a Tablestore instance policy", OF_INSTANCE}},
    };
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
    return everything ? &rp_endpoint_policy : NULL;
}

bool rp_resource_policy_of(const struct rp_node *root, bool any, struct rp_resource_policy *ret_policy)
{
    const struct rp_node *list = root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("Statement")) : NULL;
    const struct rp_node *statement = list != NULL && list->type == RP_NODE_LIST ? list->first : list;
    struct rp_resource_policy found = {.words = NULL};
    for (; statement != NULL; statement = list->type == RP_NODE_LIST ? statement->next : NULL) {
        const struct rp_resource_policy *is = resource_of_statement(statement, any);
        if (is == NULL) return false; /* one statement of another kind: the document is no such policy */
        if (found.words == NULL) found.words = is->words;
        found.layers |= is->layers;
    }
    if (found.words != NULL) *ret_policy = found;
    return found.words != NULL;
}
