/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What decides on a resource beside RAM, of a plan or a state: policies and settings of buckets, keys, projects,
 * instances, endpoints and AccessKeys. What cannot be shown is a gap.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/resource_layer.h"
#include "import/terraform.h"
#include "policy/layer.h"

static const struct rampart_str no_text = {NULL, 0};

/* ---- values ---- */

/* The member of a block: "public_access_block_configuration.block_public_access". A block is a list of one map. */
static struct rp_tf_value tf_layer_inner(const struct rp_tf_value *block, struct rampart_str member)
{
    struct rp_tf_value value = {.state = block->state, .sensitive = block->sensitive};
    const struct rp_node *list = block->node, *map = NULL;
    if (value.state != RP_TF_KNOWN) return value;
    if (list->type == RP_NODE_LIST) map = list->first;
    if (map != NULL && map->type == RP_NODE_MAP) value.node = rp_node_member(map, member);
    value.state = value.node != NULL ? RP_TF_KNOWN : map != NULL ? RP_TF_UNKNOWN : RP_TF_ABSENT;
    return value;
}

static struct rp_tf_value tf_layer_value(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                         struct rampart_str attribute)
{
    const size_t dot = rp_str_find(attribute, '.');
    const struct rp_tf_value value = rp_tf_value(tf, resource, rp_str_part(attribute, 0, dot), no_text);
    return dot == attribute.len ? value : tf_layer_inner(&value, rp_str_from(attribute, dot + 1));
}

/* A name that is known, and no secret; else empty. */
static struct rampart_str tf_layer_text(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                        struct rampart_str attribute, struct rampart_str older)
{
    if (attribute.len == 0) return no_text;
    const struct rp_tf_value value = rp_tf_value(tf, resource, attribute, older);
    const bool told = value.state == RP_TF_KNOWN && value.node->type == RP_NODE_STRING && !value.sensitive;
    return told ? value.node->text : no_text;
}

/* The resource holds the layer, or may: it is known after the apply. */
static bool tf_may_hold(const struct rp_tf *tf, const struct rp_tf_resource *resource, const struct rp_layer_document *layer)
{
    if (layer->attribute.len == 0) return true;
    const struct rp_tf_value value = tf_layer_value(tf, resource, layer->attribute);
    if (value.state != RP_TF_KNOWN) return value.state == RP_TF_UNKNOWN;
    if (value.node->type == RP_NODE_NULL) return false;
    if (value.node->type == RP_NODE_LIST) return value.node->count > 0;
    if (value.node->type != RP_NODE_STRING) return true;
    return value.node->text.len > 0 && !rp_layer_document_is_none(layer, value.node->text);
}

/* ---- what is shown ---- */

/* Of an access point for a VPC, the VPC. */
static void tf_layer_vpc(const struct rp_tf *tf, const struct rp_tf_resource *resource, enum rampart_layer layer,
                         struct rp_tf_value *value)
{
    if (layer != RAMPART_LAYER_ACCESS_POINT_ORIGIN || value->state != RP_TF_KNOWN) return;
    if (value->node->type != RP_NODE_STRING || !rp_str_equal(value->node->text, RP_STR("vpc"))) return;
    *value = tf_layer_value(tf, resource, RP_STR("vpc_configuration.vpc_id"));
}

/* Networks and their sources are two lists, and one word with commas. NULL: not all of it is known. */
static enum rampart_status tf_layer_networks(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                             struct rampart_str beside, const struct rp_tf_value *types,
                                         struct rp_node **ret_word)
{
    const struct rp_tf_value sources = rp_tf_value(tf, resource, beside, no_text);
    const struct rp_node *lists[] = {types->node, sources.state == RP_TF_KNOWN ? sources.node : NULL};
    struct rp_node *word = RP_NEW(tf->arena, struct rp_node);
    *ret_word = NULL;
    RP_TRY_MEMORY(word != NULL);
    *word = (struct rp_node){.type = RP_NODE_STRING, .span = types->node->span};
    if (sources.state == RP_TF_UNKNOWN || sources.sensitive) return RAMPART_OK;
    for (size_t i = 0; i < 2; i++) {
        if (lists[i] == NULL || lists[i]->type != RP_NODE_LIST) continue;
        for (const struct rp_node *value = lists[i]->first; value != NULL; value = value->next) {
            const struct rampart_str parts[] = {word->text, word->text.len > 0 ? RP_STR(",") : RP_STR(""), value->text};
            if (value->type != RP_NODE_STRING) return RAMPART_OK;
            RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, 3, &word->text));
        }
    }
    if (word->text.len > 0) *ret_word = word;
    return RAMPART_OK;
}

/* The value that is a document or a setting; NULL: there is none that can be shown. */
static enum rampart_status tf_layer_shown(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          const struct rp_layer_document *layer, enum rampart_layer of,
                                          const struct rp_node **ret_node)
{
    struct rp_tf_value value = tf_layer_value(tf, resource, layer->attribute);
    struct rp_node *word = NULL;
    tf_layer_vpc(tf, resource, of, &value);
    *ret_node = NULL;
    if (value.state != RP_TF_KNOWN || value.sensitive) return RAMPART_OK;
    if (of == RAMPART_LAYER_NETWORK_ACL && value.node->type == RP_NODE_LIST) {
        RP_TRY(tf_layer_networks(tf, resource, layer->beside, &value, &word));
        *ret_node = word;
        return RAMPART_OK;
    }
    const bool text = value.node->type == RP_NODE_STRING && value.node->text.len > 0;
    if (text || value.node->type == RP_NODE_BOOL) *ret_node = value.node;
    return RAMPART_OK;
}

/* The id of an endpoint in a state; in a plan it has none yet, and its address stands for it. */
static enum rampart_status tf_layer_endpoint(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                             struct rp_resource_document *known)
{
    const struct rampart_str id = tf_layer_text(tf, resource, RP_STR("id"), no_text);
    if (known->layer != RAMPART_LAYER_ENDPOINT_POLICY) return RAMPART_OK;
    known->in = id;
    return id.len > 0 ? RAMPART_OK : rp_tf_placeholder(tf, resource->address, &known->in);
}

/* What an attachment limits a role of an instance to. An instance that is made by the plan goes by its address. */
static enum rampart_status tf_show_instance(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                            const struct rp_layer_document *layer)
{
    const struct rp_tf_value value = rp_tf_value(tf, resource, layer->beside, no_text);
    struct rp_resource_document known = {.layer = RAMPART_LAYER_SESSION,
                                         .of = tf_layer_text(tf, resource, layer->named, layer->older)};
    struct rp_tf_named role = {.state = RP_TF_UNKNOWN};
    struct rp_builder_resource *made = NULL;
    const struct rp_node *node = NULL;
    if (!tf_may_hold(tf, resource, layer)) return RAMPART_OK;
    RP_TRY(rp_tf_value_named(tf, resource, &value, RP_TERRAFORM_ROLE, &role));
    if (role.state == RP_TF_KNOWN) known.in = role.name;
    if (known.of.len == 0) RP_TRY(rp_tf_placeholder(tf, resource->address, &known.of));
    RP_TRY(tf_layer_shown(tf, resource, layer, known.layer, &node));
    rp_builder_set_address(tf->builder, resource->address);
    enum rampart_status status = rp_builder_add_resource(tf->builder, &known, rp_tf_resource_at(tf, resource), &made);
    if (status == RAMPART_OK && node != NULL)
        status = rp_builder_set_resource_document(tf->builder, made, tf->source, node);
    else if (status == RAMPART_OK)
        status = rp_builder_resource_unknown(tf->builder, made, "what it limits the role to is known after the apply, or is a secret");
    rp_builder_set_address(tf->builder, no_text);
    return status;
}

/* A policy or a setting that the plan shows, of a resource that it names. */
static enum rampart_status tf_show_layer(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                         const struct rp_layer_document *layer, bool *ret_settled)
{
    const struct rp_layer_names names = {tf_layer_text(tf, resource, layer->named, layer->older),
                                         tf_layer_text(tf, resource, layer->beside, no_text)};
    struct rp_resource_document known = {.layer = RAMPART_LAYER_IDENTITY};
    const struct rp_node *node = NULL;
    *ret_settled = false;
    if (layer->attribute.len == 0 || !rp_layer_read(layer->layer, &known.layer)) return RAMPART_OK;
    const bool list = known.layer == RAMPART_LAYER_NETWORK_ACL; /* what stands beside it is one */
    if ((layer->named.len > 0 && names.of.len == 0) && known.layer != RAMPART_LAYER_ENDPOINT_POLICY) return RAMPART_OK;
    if (layer->beside.len > 0 && names.beside.len == 0 && !list) return RAMPART_OK;
    bool named = false;
    RP_TRY(rp_layer_resource(tf->arena, &names, &known, &named));
    RP_TRY(tf_layer_endpoint(tf, resource, &known));
    *ret_settled = named && known.layer == RAMPART_LAYER_ENDPOINT_POLICY && known.of.len == 0; /* it has none of its own */
    if (!named || *ret_settled) return RAMPART_OK;
    RP_TRY(tf_layer_shown(tf, resource, layer, known.layer, &node));
    if (node == NULL) return RAMPART_OK;
    rp_builder_set_address(tf->builder, resource->address);
    const enum rampart_status status = rp_builder_show_layer(tf->builder, &known, tf->source, node, ret_settled);
    rp_builder_set_address(tf->builder, no_text);
    return status;
}

/* Layers beside RAM that are not shown become gaps, so that nobody takes the plan for all that decides. */
enum rampart_status rp_tf_read_layer(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_layer_document layer;
    size_t cursor = 0;
    while (rp_layer_document_next(resource->type, &cursor, &layer)) {
        bool settled = false;
        if (rp_str_equal(layer.layer, rampart_str(rampart_layer_name(RAMPART_LAYER_SESSION)))) {
            RP_TRY(tf_show_instance(tf, resource, &layer));
            continue;
        }
        RP_TRY(tf_show_layer(tf, resource, &layer, &settled));
        if (!settled && tf_may_hold(tf, resource, &layer))
            RP_TRY(rp_builder_add_layer_document(tf->builder, resource->address, &layer,
                                                 tf_layer_text(tf, resource, layer.named, layer.older)));
    }
    return RAMPART_OK;
}
