/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/resource_policy.h"

#include "base/str.h"

/* Whether a value, or one of a list of them, is a text that begins so. */
static bool any_begins(const struct rp_node *node, struct rampart_str head)
{
    if (node == NULL) return false;
    if (node->type == RP_NODE_STRING) return rp_str_starts(node->text, head);
    if (node->type != RP_NODE_LIST) return false;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        if (value->type == RP_NODE_STRING && rp_str_starts(value->text, head)) return true;
    return false;
}

/* Whether the last field of an ARN begins so. */
static bool field_begins(struct rampart_str arn, struct rampart_str head)
{
    for (int i = 0; i < 4; i++) {
        size_t colon = rp_str_find(arn, ':');
        if (colon == arn.len) return false;
        arn = rp_str_from(arn, colon + 1);
    }
    return rp_str_starts(arn, head);
}

static bool names_access_point(const struct rp_node *node)
{
    const struct rampart_str head = RP_STR("accesspoint/");
    if (node == NULL) return false;
    if (node->type == RP_NODE_STRING) return field_begins(node->text, head);
    for (const struct rp_node *value = node->type == RP_NODE_LIST ? node->first : NULL; value != NULL;
         value = value->next)
        if (value->type == RP_NODE_STRING && field_begins(value->text, head)) return true;
    return false;
}

static const struct rp_node *either(const struct rp_node *map, struct rampart_str name,
                                    struct rampart_str negated)
{
    const struct rp_node *node = rp_node_member(map, name);
    return node != NULL ? node : rp_node_member(map, negated);
}

/* By the service that resources or actions are of. */
static const char *by_service(const struct rp_node *resource, const struct rp_node *action)
{
    static const struct {
        struct rampart_str arn, action;
        const char *words;
    } services[] = {
        {{"acs:oss:", 8}, {"oss:", 4}, "an OSS bucket policy"},
        {{"acs:ossvector:", 14}, {"ossvector:", 10}, "an OSS bucket policy"},
        {{"acs:kms:", 8}, {"kms:", 4}, "a KMS key or secret policy"},
        {{"acs:log:", 8}, {"log:", 4}, "an SLS project policy"},
        {{"acs:ots:", 8}, {"ots:", 4}, "a Tablestore instance policy"},
    };
    if (names_access_point(resource)) return "an OSS access point policy";
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (any_begins(resource, services[i].arn) || any_begins(action, services[i].action))
            return services[i].words;
    return NULL;
}

/* Of one statement. A map of principals stands in trust policies and in those of keys only. */
static const char *of_statement(const struct rp_node *statement, bool any)
{
    if (statement->type != RP_NODE_MAP) return NULL;
    const struct rp_node *principal = either(statement, RP_STR("Principal"), RP_STR("NotPrincipal"));
    const struct rp_node *resource = either(statement, RP_STR("Resource"), RP_STR("NotResource"));
    const struct rp_node *action = either(statement, RP_STR("Action"), RP_STR("NotAction"));
    if (principal == NULL || resource == NULL) return NULL;
    const char *words = by_service(resource, action);
    if (principal->type == RP_NODE_MAP) return any_begins(action, RP_STR("kms:")) ? words : NULL;
    if (words != NULL) return words;
    bool everything = any && any_begins(resource, RP_STR("*")) && any_begins(action, RP_STR("*"));
    return everything ? "an endpoint policy (VPC or PrivateLink)" : NULL;
}

const char *rp_resource_policy_of(const struct rp_node *root, bool any)
{
    const struct rp_node *list = root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("Statement")) : NULL;
    const struct rp_node *statement = list != NULL && list->type == RP_NODE_LIST ? list->first : list;
    const char *found = NULL;
    for (; statement != NULL; statement = list->type == RP_NODE_LIST ? statement->next : NULL) {
        const char *words = of_statement(statement, any);
        if (words == NULL) return NULL; /* one statement that is another thing: the document is no such policy */
        if (found == NULL) found = words;
    }
    return found;
}
