/* SPDX-License-Identifier: Apache-2.0 */
#include "import/resource_layer.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/layer.h"

struct rampart_str rp_layer_endpoint_service(struct rampart_str name)
{
    static const struct rampart_str services[] = {{"oss", 3}, {"aiworkspace", 11}};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (rp_str_ends_fold(name, services[i]) &&
            (name.len == services[i].len || name.data[name.len - services[i].len - 1] == '.'))
            return services[i];
    return (struct rampart_str){NULL, 0};
}

static enum rampart_status layer_join(struct rp_arena *arena, struct rampart_str a, struct rampart_str b,
                                      struct rampart_str *ret_text)
{
    const struct rampart_str parts[] = {a, RP_STR("/"), b};
    return rp_arena_join(arena, parts, 3, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rp_layer_resource(struct rp_arena *arena, const struct rp_layer_names *names,
                                      struct rp_resource_document *document, bool *ret_named)
{
    const bool both = names->of.len > 0 && names->beside.len > 0;
    const struct rampart_str service = rp_layer_endpoint_service(names->beside);
    document->of = names->of;
    switch (document->layer) {
    case RAMPART_LAYER_OBJECT_ACL:
        *ret_named = both;
        return both ? layer_join(arena, names->of, names->beside, &document->of) : RAMPART_OK;
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN:
        *ret_named = both;
        document->in = names->beside;
        return RAMPART_OK;
    case RAMPART_LAYER_ENDPOINT_POLICY:
        *ret_named = both || (names->beside.len > 0 && service.len == 0);
        document->of = (struct rampart_str){NULL, 0};
        return both && service.len > 0 ? layer_join(arena, service, names->of, &document->of) : RAMPART_OK;
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        *ret_named = true; /* without a name it is the account's */
        document->in = names->beside;
        return names->beside.len > 0 ? layer_join(arena, RP_STR("accesspoint"), names->of, &document->of) : RAMPART_OK;
    default: break;
    }
    *ret_named = names->of.len > 0;
    return RAMPART_OK;
}

/* A truth value, as a template or a plan may write it. */
static bool layer_is_false(const struct rp_node *value)
{
    return rp_str_equal_fold(value->text, RP_STR("false"));
}

enum rampart_status rp_builder_show_layer(struct rp_builder *builder, const struct rp_resource_document *known,
                                          const struct rp_source *source, const struct rp_node *value, bool *ret_shown)
{
    enum rampart_policy_kind kind = RAMPART_POLICY_IDENTITY;
    const bool document = rp_layer_kind(known->layer, &kind), block = known->layer == RAMPART_LAYER_PUBLIC_ACCESS_BLOCK;
    struct rp_builder_resource *resource = NULL;
    const bool text = value->type == RP_NODE_STRING;
    *ret_shown = text || (document && value->type == RP_NODE_MAP) || (block && value->type == RP_NODE_BOOL);
    if (!*ret_shown) return RAMPART_OK;
    RP_TRY(rp_builder_add_resource(builder, known, (struct rp_at){source, value->span}, &resource));
    if (known->layer == RAMPART_LAYER_ENDPOINT_POLICY) {
        const struct rampart_str name[] = {RP_STR("endpoint/"), known->in};
        RP_TRY(rp_builder_name_resource(builder, resource, name, 2));
    }
    if (document) return rp_builder_set_resource_document(builder, resource, source, value);
    if (!block || !layer_is_false(value)) return rp_builder_set_resource_setting(builder, resource, source, value);
    rp_builder_resource_none(resource);
    return RAMPART_OK;
}
