/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of resources that a request's text brings along: ACLs, networks, whether public access is blocked. */
#include "decide/request_parts.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/layer.h"
#include "policy/setting.h"

enum rampart_status rp_request_put_layer(struct rampart_request *request, enum rampart_layer layer,
                                         const struct rampart_policy *policy)
{
    if (request->layer_policies == NULL) {
        request->layer_policies = RP_NEW_ARRAY(&request->arena, const struct rampart_policy *, RAMPART_LAYERS);
        RP_TRY_MEMORY(request->layer_policies != NULL);
        for (size_t i = 0; i < RAMPART_LAYERS; i++) request->layer_policies[i] = NULL;
    }
    request->layer_policies[layer] = policy;
    request->resource_layers |= 1U << layer;
    return RAMPART_OK;
}

/* The word of a setting as its policy, in the request's memory. */
static enum rampart_status layers_put_word(struct rampart_request *request, const struct rp_reading *reading,
                                           enum rampart_layer layer, struct rp_value word)
{
    struct rampart_policy *policy = RP_NEW(reading->arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    policy->name = rampart_str(rampart_layer_name(layer));
    policy->source = reading->source;
    RP_TRY(rp_setting_parse(reading, layer, word, policy));
    return rp_request_put_layer(request, layer, policy);
}

static enum rampart_status layers_refuse(const struct rp_reading *reading, const struct rp_node *node, const char *expected)
{
    if (node->type != RP_NODE_BROKEN)
        rp_diag(reading->diags, RAMPART_ERROR, RP_REQ_TYPE, (struct rp_at){reading->source, node->span},
                "expected %s, not %s", expected, rp_node_type_name(node->type));
    return RAMPART_INVALID_INPUT;
}

/* {"bucket": "private", "object": "default"}. */
static enum rampart_status layers_put_acls(struct rampart_request *request, const struct rp_reading *reading,
                                           const struct rp_node *node)
{
    enum rampart_status status = RAMPART_OK;
    if (node->type != RP_NODE_MAP || node->count == 0) return layers_refuse(reading, node, "a map of bucket and object to ACLs");
    for (const struct rp_node *owner = node->first; owner != NULL && status == RAMPART_OK; owner = owner->next) {
        const bool bucket = rp_str_equal(owner->key, RP_STR("bucket"));
        if (!bucket && !rp_str_equal(owner->key, RP_STR("object"))) {
            rp_diag(reading->diags, RAMPART_ERROR, RP_REQ_UNKNOWN, (struct rp_at){reading->source, owner->key_span},
                    "an ACL is one of bucket or of object, not of \"%.*s\"", RP_ARG(rp_str_part(owner->key, 0, 80)));
            return RAMPART_INVALID_INPUT;
        }
        if (owner->type != RP_NODE_STRING) return layers_refuse(reading, owner, "an ACL, such as private");
        status = layers_put_word(request, reading, bucket ? RAMPART_LAYER_BUCKET_ACL : RAMPART_LAYER_OBJECT_ACL,
                                 (struct rp_value){owner->text, owner->span});
    }
    return status;
}

/* A list is one word with commas. */
static enum rampart_status layers_put_networks(struct rampart_request *request, const struct rp_reading *reading,
                                               const struct rp_node *node)
{
    struct rp_value word = {{NULL, 0}, node->span};
    if (node->type != RP_NODE_LIST || node->count == 0) return layers_refuse(reading, node, "a list of networks");
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        const struct rampart_str parts[] = {word.text, word.text.len > 0 ? RP_STR(",") : RP_STR(""), value->text};
        if (value->type != RP_NODE_STRING) return layers_refuse(reading, value, "a network, such as VPC");
        RP_TRY_MEMORY(rp_arena_join(reading->arena, parts, 3, &word.text));
    }
    return layers_put_word(request, reading, RAMPART_LAYER_NETWORK_ACL, word);
}

/* That it is false says that no level blocks. */
static enum rampart_status layers_put_block(struct rampart_request *request, const struct rp_reading *reading,
                                            const struct rp_node *node)
{
    if (node->type != RP_NODE_BOOL) return layers_refuse(reading, node, "true or false");
    if (rp_str_equal(node->text, RP_STR("false")))
        return rp_request_put_layer(request, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, NULL);
    return layers_put_word(request, reading, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, (struct rp_value){node->text, node->span});
}

enum rampart_status rp_request_put_setting(struct rampart_request *request, const struct rp_reading *reading,
                                           enum rampart_layer layer, const struct rp_node *node)
{
    switch (layer) {
    case RAMPART_LAYER_BUCKET_ACL: return layers_put_acls(request, reading, node);
    case RAMPART_LAYER_NETWORK_ACL: return layers_put_networks(request, reading, node);
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK: return layers_put_block(request, reading, node);
    default: break;
    }
    if (node->type != RP_NODE_STRING) return layers_refuse(reading, node, "a string");
    return layers_put_word(request, reading, layer, (struct rp_value){node->text, node->span});
}
