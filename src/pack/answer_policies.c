/* SPDX-License-Identifier: Apache-2.0 */
/* System policies out of responses: GetPolicy, GetPolicyVersion, ListPolicyVersions; ListPolicies has no documents. */
#include "base/str.h"
#include "base/try.h"
#include "pack/answers.h"
#include "policy/ast.h"

/* A file is named after the policy. */
static bool policies_is_name(struct rampart_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char byte = rp_lower(name.data[i]);
        if (!(byte >= 'a' && byte <= 'z') && !rp_is_digit(byte) && byte != '-') return false;
    }
    return name.len > 0 && name.len <= 128;
}

/* A document must be a policy: nothing else is a system policy's. */
static enum rampart_status policies_check(const struct rp_answer *answer, const struct rp_node *node)
{
    struct rampart_policy *policy = NULL;
    const struct rampart_options options = {.allocator = &answer->reading->arena->allocator};
    const struct rampart_document document = {
        .text = node->text, .name = answer->reading->source->name, .format = RAMPART_FORMAT_JSON};
    enum rampart_status status = rampart_policy_read(&options, &document, NULL, &policy);
    rampart_policy_free(policy);
    if (status != RAMPART_INVALID_INPUT) return status;
    return rp_answer_fault(answer, node, "rampart lint tells what is wrong with it", "this document is no policy");
}

/* Adds a version of a policy. */
static enum rampart_status policies_add(const struct rp_answer *answer, struct rampart_str name,
                                        const struct rp_node *version)
{
    const struct rp_node *document = rp_node_member(version, RP_STR("PolicyDocument"));
    const struct rampart_str created = rp_answer_text(version, "CreateDate"), id = rp_answer_text(version, "VersionId");
    if (!policies_is_name(name))
        return rp_answer_fault(answer, version,
                               "keep the arguments of the call, as examples/export-account.sh does, or give GetPolicy",
                               "this response does not tell the name of the policy");
    if (document == NULL || document->type != RP_NODE_STRING)
        return rp_answer_fault(answer, version, "expected a text, as the API responds", "the document is missing");
    RP_TRY(policies_check(answer, document));
    struct rp_fact_policy policy = {.name = name,
                                    .version = id.len == 0 ? RP_STR("-") : id,
                                    .date = created.len < 10 ? RP_STR("-") : rp_str_part(created, 0, 10),
                                    .source = answer->origin->source};
    RP_TRY_MEMORY(rp_arena_printf(answer->facts->arena, &policy.document, "%.*s\n", RP_ARG(document->text)));
    return rp_facts_add_policy(answer->facts, &policy);
}

/* The versions of one policy: the default one counts. */
static enum rampart_status policies_versions(const struct rp_answer *answer, const struct rp_node *list,
                                             struct rampart_str name)
{
    const struct rp_node *versions = list->type == RP_NODE_MAP ? rp_node_member(list, RP_STR("PolicyVersion")) : NULL;
    if (versions == NULL || versions->type != RP_NODE_LIST)
        return rp_answer_fault(answer, list, "expected {\"PolicyVersion\": [...]}", "this is no list of versions");
    for (const struct rp_node *version = versions->first; version != NULL; version = version->next) {
        const struct rp_node *is_default =
            version->type == RP_NODE_MAP ? rp_node_member(version, RP_STR("IsDefaultVersion")) : NULL;
        if (is_default == NULL || !rp_str_equal(is_default->text, RP_STR("true"))) continue;
        return policies_add(answer, name, version);
    }
    return rp_answer_fault(answer, list, "give GetPolicy, or all pages of the list", "none of these versions is the default");
}

/* A policy that users wrote says nothing of the cloud. */
static bool policies_is_custom(const struct rp_node *policy)
{
    return rp_str_equal(rp_answer_text(policy, "PolicyType"), RP_STR("Custom"));
}

/* The version that GetPolicy responds with, which must be the one that it calls the default. */
static enum rampart_status policies_current(const struct rp_answer *answer, const struct rp_node *policy,
                                            const struct rp_node *version)
{
    const struct rampart_str wanted = rp_answer_text(policy, "DefaultVersion"), id = rp_answer_text(version, "VersionId");
    const struct rp_node *is_default = rp_node_member(version, RP_STR("IsDefaultVersion"));
    if ((wanted.len > 0 && id.len > 0 && !rp_str_equal(wanted, id)) ||
        (is_default != NULL && !rp_str_equal(is_default->text, RP_STR("true"))))
        return rp_answer_fault(answer, version, "ask again with GetPolicy",
                               "this response contradicts itself: its version is not the default version of the policy");
    return policies_add(answer, rp_answer_text(policy, "PolicyName"), version);
}

enum rampart_status rp_answer_policies(const struct rp_answer *answer, const struct rp_node *response,
                                       const struct rp_node *args, bool *ret_taken)
{
    const struct rp_node *policy = rp_node_member(response, RP_STR("Policy")),
                         *current = rp_node_member(response, RP_STR("DefaultPolicyVersion")),
                         *version = rp_node_member(response, RP_STR("PolicyVersion")),
                         *versions = rp_node_member(response, RP_STR("PolicyVersions")),
                         *policies = rp_node_member(response, RP_STR("Policies"));
    if (args != NULL && args->type != RP_NODE_MAP) args = NULL;
    *ret_taken = true;
    if (policies_is_custom(args) || (policy != NULL && policy->type == RP_NODE_MAP && policies_is_custom(policy)))
        return RAMPART_OK;
    if (policy != NULL && current != NULL && policy->type == RP_NODE_MAP && current->type == RP_NODE_MAP)
        return policies_current(answer, policy, current);
    if (version != NULL && version->type == RP_NODE_MAP) {
        const struct rp_node *is_default = rp_node_member(version, RP_STR("IsDefaultVersion"));
        if (is_default != NULL && !rp_str_equal(is_default->text, RP_STR("true")))
            return rp_answer_fault(answer, is_default, "ask with GetPolicy, or for the default version",
                                   "this is not the default version of the policy");
        return policies_add(answer, rp_answer_text(args, "PolicyName"), version);
    }
    if (versions != NULL) return policies_versions(answer, versions, rp_answer_text(args, "PolicyName"));
    *ret_taken = policies != NULL;
    if (policies != NULL)
        rp_diag(answer->reading->diags, RAMPART_WARNING, RP_CAT_UNUSED,
                (struct rp_at){answer->reading->source, policies->key_span},
                "ListPolicies responds without documents: nothing is taken from it");
    return RAMPART_OK;
}
