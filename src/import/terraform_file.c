/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes the resources from the file. A plan tells each change with the values before and after it. A resource that
 * the plan leaves alone because it was not asked for it (-target) stands in the state before it only, and stays as
 * it is.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

/* ---- places ---- */

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

static enum rampart_status tf_add_place(struct rp_tf *tf, struct rampart_str address,
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

static enum rampart_status tf_hide_address(struct rp_tf *tf, struct rampart_str address)
{
    return tf_add_place(tf, address, NULL);
}

/* Adds a place with a resource; one without values hides others of its address. */
static enum rampart_status tf_add_resource(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    struct rp_tf_resource added = *resource;
    if (!rp_terraform_fact_of(resource->type, &added.fact)) return RAMPART_OK;
    if (resource->values == NULL || resource->values->type != RP_NODE_MAP)
        return tf_hide_address(tf, resource->address);
    struct rp_tf_resource *kept = RP_NEW(tf->arena, struct rp_tf_resource);
    RP_TRY_MEMORY(kept != NULL);
    *kept = added;
    return tf_add_place(tf, resource->address, kept);
}

/* ---- terraform show -json ---- */

static bool tf_is_list(struct rp_tf *tf, const struct rp_node *node, const char *name)
{
    if (node == NULL || node->type == RP_NODE_NULL) return false;
    if (node->type == RP_NODE_LIST) return true;
    if (node->type == RP_NODE_BROKEN) return false;
    rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, node->span},
                     "%s must be a list, not %s", name, rp_node_type_name(node->type));
    rp_diag_help(tf->diags, "pass the output of terraform show -json unchanged");
    return false;
}

/* An object that is replaced but not destroyed yet stands beside the one at its address. */
static enum rampart_status tf_shown_address(struct rp_tf *tf, const struct rp_node *row,
                                            struct rampart_str key, const struct rp_node **ret_node,
                                            struct rampart_str *ret_address)
{
    const struct rp_node *address = rp_node_member(row, RP_STR("address"));
    const struct rp_node *deposed = rp_node_member(row, key);
    *ret_node = NULL;
    if (address == NULL || address->type != RP_NODE_STRING) {
        rp_builder_error(tf->builder, RP_ACC_MISSING, (struct rp_at){tf->source, row->span},
                         "a resource without an address");
        rp_diag_help(tf->diags, "pass the output of terraform show -json unchanged");
        return RAMPART_OK;
    }
    *ret_node = address;
    *ret_address = address->text;
    if (deposed == NULL || deposed->type != RP_NODE_STRING) return RAMPART_OK;
    const struct rampart_str parts[] = {address->text, RP_STR(" deposed "), deposed->text};
    RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, 3, ret_address));
    return RAMPART_OK;
}

/* ---- changes ---- */

static bool tf_has_action(const struct rp_node *change, struct rampart_str action)
{
    const struct rp_node *actions = rp_node_member(change, RP_STR("actions"));
    for (const struct rp_node *row = actions == NULL ? NULL : actions->first; row != NULL; row = row->next)
        if (row->type == RP_NODE_STRING && rp_str_equal(row->text, action)) return true;
    return false;
}

/* A resource that Terraform forgets stays in the cloud as it is. */
static void tf_take_side(const struct rp_tf *tf, const struct rp_node *change,
                         struct rp_tf_resource *resource)
{
    const struct rp_node *before = rp_node_member(change, RP_STR("before"));
    if (tf->file->input->before || tf_has_action(change, RP_STR("forget"))) {
        resource->values = before;
        resource->sensitive = rp_node_member(change, RP_STR("before_sensitive"));
        return;
    }
    resource->values = rp_node_member(change, RP_STR("after"));
    resource->unknown = rp_node_member(change, RP_STR("after_unknown"));
    resource->sensitive = rp_node_member(change, RP_STR("after_sensitive"));
    if (before != NULL && before->type == RP_NODE_MAP) resource->before = before;
}

static enum rampart_status tf_add_change(struct rp_tf *tf, const struct rp_node *row)
{
    struct rp_tf_resource resource = {.address = {NULL, 0}};
    const struct rp_node *address, *change = rp_node_member(row, RP_STR("change"));
    RP_TRY(tf_shown_address(tf, row, RP_STR("deposed"), &address, &resource.address));
    if (address == NULL) return RAMPART_OK;
    if (change == NULL || change->type != RP_NODE_MAP) {
        rp_builder_error(tf->builder, RP_ACC_MISSING, (struct rp_at){tf->source, row->span},
                         "a changed resource without its change");
        return RAMPART_OK;
    }
    RP_TRY(rp_tf_type(tf, row, &resource.type));
    resource.span = address->span;
    tf_take_side(tf, change, &resource);
    return tf_add_resource(tf, &resource);
}

/* The state before the plan may show a moved resource at either address. */
static enum rampart_status tf_hide_moved(struct rp_tf *tf, const struct rp_node *row)
{
    const struct rp_node *from = rp_node_member(row, RP_STR("previous_address"));
    if (from == NULL || from->type != RP_NODE_STRING) return RAMPART_OK;
    return tf_hide_address(tf, from->text);
}

static enum rampart_status tf_add_changes(struct rp_tf *tf, const struct rp_node *changes)
{
    if (!tf_is_list(tf, changes, "resource_changes")) return RAMPART_OK;
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next)
        RP_TRY(tf_add_change(tf, row));
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next)
        RP_TRY(tf_hide_moved(tf, row));
    return RAMPART_OK;
}

/* ---- values ---- */

static enum rampart_status tf_add_shown_resources(struct rp_tf *tf, const struct rp_node *resources)
{
    if (!tf_is_list(tf, resources, "resources")) return RAMPART_OK;
    for (const struct rp_node *row = resources->first; row != NULL; row = row->next) {
        struct rp_tf_resource resource = {.values = rp_node_member(row, RP_STR("values")),
                                          .sensitive = rp_node_member(row, RP_STR("sensitive_values"))};
        const struct rp_node *address;
        RP_TRY(tf_shown_address(tf, row, RP_STR("deposed_key"), &address, &resource.address));
        if (address == NULL) continue;
        RP_TRY(rp_tf_type(tf, row, &resource.type));
        resource.span = address->span;
        RP_TRY(tf_add_resource(tf, &resource));
    }
    return RAMPART_OK;
}

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status tf_add_shown_module(struct rp_tf *tf, const struct rp_node *module)
{
    const struct rp_node *modules = rp_node_member(module, RP_STR("child_modules"));
    RP_TRY(tf_add_shown_resources(tf, rp_node_member(module, RP_STR("resources"))));
    if (!tf_is_list(tf, modules, "child_modules")) return RAMPART_OK;
    for (const struct rp_node *row = modules->first; row != NULL; row = row->next)
        RP_TRY(tf_add_shown_module(tf, row));
    return RAMPART_OK;
}

static enum rampart_status tf_add_shown_values(struct rp_tf *tf, const struct rp_node *values)
{
    return tf_add_shown_module(tf, rp_node_member(values, RP_STR("root_module")));
}

static enum rampart_status tf_read_shown(struct rp_tf *tf)
{
    const struct rp_node *changes = rp_node_member(tf->root, RP_STR("resource_changes"));
    const struct rp_node *planned = rp_node_member(tf->root, RP_STR("planned_values"));
    const struct rp_node *prior = rp_node_member(tf->root, RP_STR("prior_state"));
    RP_TRY(tf_add_changes(tf, changes));
    if (changes == NULL && !tf->file->input->before) RP_TRY(tf_add_shown_values(tf, planned));
    RP_TRY(tf_add_shown_values(tf, rp_node_member(prior, RP_STR("values"))));
    return tf_add_shown_values(tf, rp_node_member(tf->root, RP_STR("values")));
}

/* ---- a state as Terraform stores it, version 4 ---- */

enum { LONGEST = 4096 };

static struct rampart_str tf_string(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING ? node->text : (struct rampart_str){NULL, 0};
}

/* The index as the file writes it: 0 or "key", with the quotes. */
static struct rampart_str tf_index(const struct rp_tf *tf, const struct rp_node *key)
{
    if (key == NULL || (key->type != RP_NODE_STRING && key->type != RP_NODE_NUMBER))
        return (struct rampart_str){NULL, 0};
    return rp_str_part(tf->source->text, key->span.start, key->span.end - key->span.start);
}

static enum rampart_status tf_add_instance(struct rp_tf *tf, const struct rp_node *row,
                                           const struct rp_node *instance, struct rampart_str type)
{
    struct rampart_str module = tf_string(rp_node_member(row, RP_STR("module")));
    struct rampart_str index = tf_index(tf, rp_node_member(instance, RP_STR("index_key")));
    struct rampart_str deposed = tf_string(rp_node_member(instance, RP_STR("deposed")));
    const struct rp_node *name = rp_node_member(row, RP_STR("name"));
    struct rp_tf_resource resource = {
        .type = type,
        .span = name->span,
        .values = rp_node_member(instance, RP_STR("attributes")),
        .sensitive = rp_node_member(instance, RP_STR("sensitive_attributes")),
    };
    const struct rampart_str none = {NULL, 0};
    const struct rampart_str parts[] = {module,
                                        module.len > 0 ? RP_STR(".") : none,
                                        type,
                                        RP_STR("."),
                                        name->text,
                                        index.len > 0 ? RP_STR("[") : none,
                                        index,
                                        index.len > 0 ? RP_STR("]") : none,
                                        deposed.len > 0 ? RP_STR(" deposed ") : none,
                                        deposed};
    RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, sizeof parts / sizeof *parts, &resource.address));
    return tf_add_resource(tf, &resource);
}

static void tf_report_wrong(struct rp_tf *tf, const struct rp_node *node, const char *what)
{
    if (node->type == RP_NODE_BROKEN) return;
    rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, node->span}, "%s", what);
    rp_diag_help(tf->diags, "pass a state as Terraform stored it, or the output of terraform show -json");
}

/* The address is copied for each instance. */
static bool tf_is_too_long(const struct rp_node *row)
{
    size_t own = tf_string(rp_node_member(row, RP_STR("name"))).len;
    return own > LONGEST || tf_string(rp_node_member(row, RP_STR("module"))).len > LONGEST - own;
}

static enum rampart_status tf_add_stored_row(struct rp_tf *tf, const struct rp_node *row)
{
    struct rampart_str type;
    struct rp_terraform_fact fact;
    const struct rp_node *instances = rp_node_member(row, RP_STR("instances"));
    RP_TRY(rp_tf_type(tf, row, &type));
    if (tf_string(rp_node_member(row, RP_STR("name"))).len == 0 || type.len == 0) {
        tf_report_wrong(tf, row, "a resource of a state has a type and a name");
        return RAMPART_OK;
    }
    if (!rp_terraform_fact_of(type, &fact)) return RAMPART_OK;
    if (!rp_str_starts(type, RP_STR("data.")) && fact.kind != RP_TERRAFORM_LAYER)
        rp_tf_provider(tf, rp_node_member(row, RP_STR("provider")));
    if (tf_is_too_long(row)) {
        tf_report_wrong(tf, row, "the address of a resource has at most 4096 bytes");
        return RAMPART_OK;
    }
    if (instances == NULL || instances->type != RP_NODE_LIST) {
        tf_report_wrong(tf, instances == NULL ? row : instances,
                        "a resource of a state has a list of instances");
        return RAMPART_OK;
    }
    for (const struct rp_node *instance = instances->first; instance != NULL; instance = instance->next)
        RP_TRY(tf_add_instance(tf, row, instance, type));
    return RAMPART_OK;
}

static enum rampart_status tf_read_stored(struct rp_tf *tf)
{
    const struct rp_node *rows = rp_node_member(tf->root, RP_STR("resources"));
    if (rows == NULL || rows->type != RP_NODE_LIST) {
        tf_report_wrong(tf, rows == NULL ? tf->root : rows, "a state has a list of resources");
        return RAMPART_OK;
    }
    for (const struct rp_node *row = rows->first; row != NULL; row = row->next)
        RP_TRY(tf_add_stored_row(tf, row));
    return RAMPART_OK;
}

/* ---- places in order ---- */

static int tf_compare_places(const void *left, const void *right)
{
    const struct rp_tf_place *a = left, *b = right;
    int order = rp_str_compare(a->address, b->address);
    if (order != 0) return order;
    return a->number < b->number ? -1 : 1;
}

static int tf_compare_numbers(const void *left, const void *right)
{
    const struct rp_tf_place *a = left, *b = right;
    return a->number < b->number ? -1 : 1;
}

/* Resources that are not hidden, in the order of the file, which that of messages follows. */
static void tf_list_resources(struct rp_tf *tf)
{
    struct rp_tf_resource **last = &tf->first;
    for (size_t i = 0; i < tf->place_count; i++) {
        if (tf->places[i].resource == NULL) continue;
        *last = tf->places[i].resource;
        last = &tf->places[i].resource->next;
    }
}

/* Puts the places in order, and drops those that another place of the same address hides. */
static void tf_order_places(struct rp_tf *tf)
{
    size_t kept = 0;
    if (tf->place_count == 0) return;
    qsort(tf->places, tf->place_count, sizeof tf->places[0], tf_compare_places);
    for (size_t i = 0; i < tf->place_count; i++)
        if (kept == 0 || !rp_str_equal(tf->places[kept - 1].address, tf->places[i].address))
            tf->places[kept++] = tf->places[i];
    tf->place_count = kept;
    qsort(tf->places, kept, sizeof tf->places[0], tf_compare_numbers);
    tf_list_resources(tf);
    qsort(tf->places, kept, sizeof tf->places[0], tf_compare_places);
}

struct rp_tf_resource *rp_tf_find(const struct rp_tf *tf, struct rampart_str address)
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

enum rampart_status rp_tf_read_resources(struct rp_tf *tf, bool stored)
{
    RP_TRY(stored ? tf_read_stored(tf) : tf_read_shown(tf));
    tf_order_places(tf);
    return RAMPART_OK;
}
