/* SPDX-License-Identifier: Apache-2.0 */
/* `resourcePolicies`: what buckets, keys, secrets, projects and instances of the account have, or that they have none. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"

enum { RESOURCE_POLICY, RESOURCE_MEMBERS };
static const char *const resource_members[] = {"policy"};
static const struct rp_account_shape resource_shape = {
    "a resource", "a resource has policy: a document, or none", resource_members, RESOURCE_MEMBERS};

/* How a resource is written, and what stands behind that is its name. */
static const struct form {
    struct rampart_str head;
    enum rampart_layer layer;
    enum rampart_policy_kind kind;
} forms[] = {
    {{"oss:", 4}, RAMPART_LAYER_BUCKET_POLICY, RAMPART_POLICY_BUCKET},
    {{"kms:key/", 8}, RAMPART_LAYER_KEY_POLICY, RAMPART_POLICY_KEY},
    {{"kms:secret/", 11}, RAMPART_LAYER_SECRET_POLICY, RAMPART_POLICY_SECRET},
    {{"log:", 4}, RAMPART_LAYER_PROJECT_POLICY, RAMPART_POLICY_PROJECT},
    {{"ots:", 4}, RAMPART_LAYER_INSTANCE_POLICY, RAMPART_POLICY_INSTANCE},
};

/* A name is one resource: no pattern, and no path. */
static bool read_resources_is_name(struct rampart_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] == '*' || name.data[i] == '?' || name.data[i] == '/' || name.data[i] == ':') return false;
    return name.len > 0;
}

static const struct form *read_resources_form(struct rp_account_reader *reader, const struct rp_node *member)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (rp_str_starts(member->key, forms[i].head) &&
            read_resources_is_name(rp_str_from(member->key, forms[i].head.len)))
            return &forms[i];
    rp_account_error(reader, RP_ACC_NAME, member->key_span, "this is not the name of a resource: \"%.*s\"",
                     RP_ARG(rp_account_shown(member->key)));
    rp_diag_help(reader->reading.diags, "write oss:BUCKET, kms:key/ID, kms:secret/NAME, log:PROJECT or ots:INSTANCE");
    return NULL;
}

static enum rampart_status read_resources_one(struct rp_account_reader *reader, const struct rp_node *member,
                                              struct rp_resource_document *document)
{
    const struct rp_node *members[RESOURCE_MEMBERS] = {NULL}, *whole = NULL;
    const struct form *form = read_resources_form(reader, member);
    if (!rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with policy") || form == NULL) return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, member, &whole));
    rp_account_members(reader, whole, &resource_shape, members);
    const struct rp_node *policy = members[RESOURCE_POLICY];
    document->layer = form->layer;
    document->of = rp_str_from(member->key, form->head.len);
    if (policy == NULL) return RAMPART_OK;
    document->none = policy->type == RP_NODE_STRING && rp_str_equal(policy->text, RP_STR("none"));
    if (document->none) return RAMPART_OK;
    return rp_account_resource_document(reader, policy, (struct rp_document_of){RP_OF_RESOURCE, member->key}, form->kind,
                                        &document->policy);
}

enum rampart_status rp_account_resource_policies(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from resources to their policies"))
        return RAMPART_OK;
    struct rp_resource_document *documents = RP_NEW_ARRAY(&reader->account->arena, struct rp_resource_document, node->count);
    RP_TRY_MEMORY(documents != NULL);
    struct rp_resource_document *document = documents;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next, document++)
        RP_TRY(read_resources_one(reader, member, document));
    reader->account->resource_documents = documents;
    reader->account->resource_document_count = node->count;
    return RAMPART_OK;
}
