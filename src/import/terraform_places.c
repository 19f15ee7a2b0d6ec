/* SPDX-License-Identifier: Apache-2.0 */
/* The resources of the file, and where each stands. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

enum rampart_status rp_tf_type(struct rp_tf *tf, const struct rp_node *resource, struct rampart_str *ret_type)
{
    const struct rp_node *mode = rp_node_member(resource, RP_STR("mode"));
    const struct rp_node *type = rp_node_member(resource, RP_STR("type"));
    *ret_type = (struct rampart_str){NULL, 0};
    if (type == NULL || type->type != RP_NODE_STRING) return RAMPART_OK;
    *ret_type = type->text;
    if (mode == NULL || !rp_str_equal(mode->text, RP_STR("data"))) return RAMPART_OK;
    const struct rampart_str parts[] = {RP_STR("data."), type->text};
    RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, 2, ret_type));
    return RAMPART_OK;
}

void rp_tf_provider(struct rp_tf *tf, const struct rp_node *provider)
{
    if (provider == NULL || provider->type != RP_NODE_STRING) return;
    if (tf->provider.len == 0) tf->provider = provider->text;
    if (!rp_str_equal(tf->provider, provider->text)) tf->several_providers = true;
}

static enum rampart_status add_place(struct rp_tf *tf, struct rampart_str address,
                                     struct rp_tf_resource *resource)
{
    if (tf->place_count == tf->place_room) {
        size_t room = tf->place_room == 0 ? 64 : 2 * tf->place_room;
        struct rp_tf_place *places = RP_NEW_ARRAY(tf->arena, struct rp_tf_place, room);
        RP_TRY_MEMORY(places != NULL);
        if (tf->place_count > 0) memcpy(places, tf->places, tf->place_count * sizeof places[0]);
        tf->places = places;
        tf->place_room = room;
    }
    tf->places[tf->place_count] = (struct rp_tf_place){address, resource, tf->place_count};
    tf->place_count++;
    return RAMPART_OK;
}

enum rampart_status rp_tf_hide(struct rp_tf *tf, struct rampart_str address)
{
    return add_place(tf, address, NULL);
}

enum rampart_status rp_tf_add(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    struct rp_tf_resource added = *resource;
    if (!rp_terraform_fact_of(resource->type, &added.says)) return RAMPART_OK;
    if (resource->values == NULL || resource->values->type != RP_NODE_MAP)
        return rp_tf_hide(tf, resource->address);
    struct rp_tf_resource *kept = RP_NEW(tf->arena, struct rp_tf_resource);
    RP_TRY_MEMORY(kept != NULL);
    *kept = added;
    return add_place(tf, resource->address, kept);
}

static int compare(const void *left, const void *right)
{
    const struct rp_tf_place *a = left, *b = right;
    int order = rp_str_compare(a->address, b->address);
    if (order != 0) return order;
    return a->number < b->number ? -1 : 1;
}

static int compare_numbers(const void *left, const void *right)
{
    const struct rp_tf_place *a = left, *b = right;
    return a->number < b->number ? -1 : 1;
}

/* Those that are not hidden as a list, in the order of the file, so that what is said of them has it too. */
static void list(struct rp_tf *tf)
{
    struct rp_tf_resource **last = &tf->first;
    for (size_t i = 0; i < tf->place_count; i++) {
        if (tf->places[i].resource == NULL) continue;
        *last = tf->places[i].resource;
        last = &tf->places[i].resource->next;
    }
}

void rp_tf_settle(struct rp_tf *tf)
{
    size_t kept = 0;
    if (tf->place_count == 0) return;
    qsort(tf->places, tf->place_count, sizeof tf->places[0], compare);
    for (size_t i = 0; i < tf->place_count; i++)
        if (kept == 0 || !rp_str_equal(tf->places[kept - 1].address, tf->places[i].address))
            tf->places[kept++] = tf->places[i];
    tf->place_count = kept;
    qsort(tf->places, kept, sizeof tf->places[0], compare_numbers);
    list(tf);
    qsort(tf->places, kept, sizeof tf->places[0], compare);
}

struct rp_tf_resource *rp_tf_at(const struct rp_tf *tf, struct rampart_str address)
{
    size_t low = 0, high = tf->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(tf->places[middle].address, address) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == tf->place_count || !rp_str_equal(tf->places[low].address, address)) return NULL;
    return tf->places[low].resource;
}
