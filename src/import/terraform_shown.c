/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terraform show -json`. A plan tells each change with what is before and after it; what it leaves alone because it was
 * not asked for it (-target) stands in the state before it only, and stays as it is.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

static bool is_list(struct rp_tf *tf, const struct rp_node *node, const char *name)
{
    if (node == NULL || node->type == RP_NODE_NULL) return false;
    if (node->type == RP_NODE_LIST) return true;
    if (node->type == RP_NODE_BROKEN) return false;
    rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, node->span},
                   "%s must be a list, not %s", name, rp_node_type_name(node->type));
    rp_diag_help(tf->diags, "pass what terraform show -json printed, as it is");
    return false;
}

/* An object that is replaced but not destroyed yet stands beside the one at its address. */
static enum rampart_status address_of(struct rp_tf *tf, const struct rp_node *row, struct rampart_str key,
                                      const struct rp_node **ret_node, struct rampart_str *ret_address)
{
    const struct rp_node *address = rp_node_member(row, RP_STR("address"));
    const struct rp_node *deposed = rp_node_member(row, key);
    *ret_node = NULL;
    if (address == NULL || address->type != RP_NODE_STRING) {
        rp_builder_error(tf->builder, RP_ACC_MISSING, (struct rp_at){tf->source, row->span},
                       "a resource without an address");
        rp_diag_help(tf->diags, "pass what terraform show -json printed, as it is");
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

static bool has_action(const struct rp_node *change, struct rampart_str action)
{
    const struct rp_node *actions = rp_node_member(change, RP_STR("actions"));
    for (const struct rp_node *row = actions == NULL ? NULL : actions->first; row != NULL; row = row->next)
        if (row->type == RP_NODE_STRING && rp_str_equal(row->text, action)) return true;
    return false;
}

/* What Terraform forgets stays in the cloud as it is. */
static void take_side(const struct rp_tf *tf, const struct rp_node *change, struct rp_tf_resource *resource)
{
    const struct rp_node *before = rp_node_member(change, RP_STR("before"));
    if (tf->file->input->before || has_action(change, RP_STR("forget"))) {
        resource->values = before;
        resource->sensitive = rp_node_member(change, RP_STR("before_sensitive"));
        return;
    }
    resource->values = rp_node_member(change, RP_STR("after"));
    resource->unknown = rp_node_member(change, RP_STR("after_unknown"));
    resource->sensitive = rp_node_member(change, RP_STR("after_sensitive"));
    if (before != NULL && before->type == RP_NODE_MAP) resource->stale = before;
}

static enum rampart_status add_change(struct rp_tf *tf, const struct rp_node *row)
{
    struct rp_tf_resource resource = {.address = {NULL, 0}};
    const struct rp_node *address, *change = rp_node_member(row, RP_STR("change"));
    RP_TRY(address_of(tf, row, RP_STR("deposed"), &address, &resource.address));
    if (address == NULL) return RAMPART_OK;
    if (change == NULL || change->type != RP_NODE_MAP) {
        rp_builder_error(tf->builder, RP_ACC_MISSING, (struct rp_at){tf->source, row->span},
                       "a changed resource without its change");
        return RAMPART_OK;
    }
    RP_TRY(rp_tf_type(tf, row, &resource.type));
    resource.span = address->span;
    take_side(tf, change, &resource);
    return rp_tf_add(tf, &resource);
}

/* The state before the plan may show what is moved at either address. */
static enum rampart_status hide_moved(struct rp_tf *tf, const struct rp_node *row)
{
    const struct rp_node *from = rp_node_member(row, RP_STR("previous_address"));
    if (from == NULL || from->type != RP_NODE_STRING) return RAMPART_OK;
    return rp_tf_hide(tf, from->text);
}

static enum rampart_status add_changes(struct rp_tf *tf, const struct rp_node *changes)
{
    if (!is_list(tf, changes, "resource_changes")) return RAMPART_OK;
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next)
        RP_TRY(add_change(tf, row));
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next)
        RP_TRY(hide_moved(tf, row));
    return RAMPART_OK;
}

/* ---- values ---- */

static enum rampart_status add_resources(struct rp_tf *tf, const struct rp_node *resources)
{
    if (!is_list(tf, resources, "resources")) return RAMPART_OK;
    for (const struct rp_node *row = resources->first; row != NULL; row = row->next) {
        struct rp_tf_resource resource = {.values = rp_node_member(row, RP_STR("values")),
                                          .sensitive = rp_node_member(row, RP_STR("sensitive_values"))};
        const struct rp_node *address;
        RP_TRY(address_of(tf, row, RP_STR("deposed_key"), &address, &resource.address));
        if (address == NULL) continue;
        RP_TRY(rp_tf_type(tf, row, &resource.type));
        resource.span = address->span;
        RP_TRY(rp_tf_add(tf, &resource));
    }
    return RAMPART_OK;
}

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status add_module(struct rp_tf *tf, const struct rp_node *module)
{
    const struct rp_node *modules = rp_node_member(module, RP_STR("child_modules"));
    RP_TRY(add_resources(tf, rp_node_member(module, RP_STR("resources"))));
    if (!is_list(tf, modules, "child_modules")) return RAMPART_OK;
    for (const struct rp_node *row = modules->first; row != NULL; row = row->next)
        RP_TRY(add_module(tf, row));
    return RAMPART_OK;
}

static enum rampart_status add_values(struct rp_tf *tf, const struct rp_node *values)
{
    return add_module(tf, rp_node_member(values, RP_STR("root_module")));
}

enum rampart_status rp_tf_shown(struct rp_tf *tf)
{
    const struct rp_node *changes = rp_node_member(tf->root, RP_STR("resource_changes"));
    const struct rp_node *planned = rp_node_member(tf->root, RP_STR("planned_values"));
    const struct rp_node *prior = rp_node_member(tf->root, RP_STR("prior_state"));
    RP_TRY(add_changes(tf, changes));
    if (changes == NULL && !tf->file->input->before) RP_TRY(add_values(tf, planned));
    RP_TRY(add_values(tf, rp_node_member(prior, RP_STR("values"))));
    RP_TRY(add_values(tf, rp_node_member(tf->root, RP_STR("values"))));
    return rp_tf_configuration(tf);
}
