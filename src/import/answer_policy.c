/* SPDX-License-Identifier: Apache-2.0 */
/* Answers with policies. Of the versions of a policy only the default one counts. */
#include "base/str.h"
#include "base/try.h"
#include "import/answer_read.h"

const struct rp_node *rp_answer_document(const struct rp_node *map, const char *name)
{
    const struct rp_node *node =
        map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, rampart_str(name));
    if (node == NULL || node->type == RP_NODE_MAP) return node;
    if (node->type != RP_NODE_STRING || node->text.len == 0) return NULL;
    return rp_str_equal(node->text, RP_STR("N/A")) ? NULL
                                                   : node; /* what a member that is no longer used says */
}

enum rampart_status rp_answer_policy_named(const struct rp_api_response *answer, const struct rp_node *map,
                                           struct rp_builder_policy **ret_policy)
{
    bool system;
    const struct rp_node *name = rp_answer_text(answer, map, "PolicyName");
    const struct rp_node *type = rp_answer_text(answer, map, "PolicyType");
    *ret_policy = NULL;
    if (name == NULL || type == NULL ||
        !rp_answer_policy_type(answer, type->text, rp_answer_place(answer, type), &system))
        return RAMPART_OK;
    return rp_builder_add_policy(answer->all->builder, name->text, system, rp_answer_place(answer, name), ret_policy);
}

/* Of the cloud's own policies there are more than a thousand; those that are attached are told of elsewhere. */
enum rampart_status rp_answer_listed_policy(const struct rp_api_response *answer, const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    const struct rp_node *type = rp_answer_maybe(answer, policy, "PolicyType");
    if (type != NULL && rp_str_equal(type->text, RP_STR("System"))) return RAMPART_OK;
    return rp_answer_policy_named(answer, policy, &made);
}

static enum rampart_status give(const struct rp_api_response *answer, struct rp_builder_policy *policy,
                                const struct rp_node *document)
{
    if (policy == NULL || document == NULL) return RAMPART_OK;
    return rp_builder_set_document(answer->all->builder, policy, answer->source, document);
}

/* RAM has the document beside the policy, Resource Management in it. */
enum rampart_status rp_answer_policy(const struct rp_api_response *answer, const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(rp_answer_policy_named(answer, policy, &made));
    const struct rp_node *version = rp_node_member(answer->response, RP_STR("DefaultPolicyVersion"));
    const struct rp_node *document = rp_answer_document(version, "PolicyDocument");
    return give(answer, made, document != NULL ? document : rp_answer_document(policy, "PolicyDocument"));
}

enum rampart_status rp_answer_version(const struct rp_api_response *answer, const struct rp_node *version)
{
    struct rp_builder_policy *made;
    bool is_default = false;
    if (!rp_answer_bool(version, "IsDefaultVersion", &is_default) || !is_default) return RAMPART_OK;
    RP_TRY(rp_answer_policy_named(answer, answer->args, &made));
    return give(answer, made, rp_answer_document(version, "PolicyDocument"));
}
