/* SPDX-License-Identifier: Apache-2.0 */
/* A state as Terraform stores it, version 4. */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

enum { LONGEST = 4096 };

static struct rampart_str text_of(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING ? node->text : (struct rampart_str){NULL, 0};
}

/* As it stands in the file: 0 or "key", with the quotes. */
static struct rampart_str index_of(const struct rp_tf *tf, const struct rp_node *key)
{
    if (key == NULL || (key->type != RP_NODE_STRING && key->type != RP_NODE_NUMBER))
        return (struct rampart_str){NULL, 0};
    return rp_str_part(tf->source->text, key->span.start, key->span.end - key->span.start);
}

static enum rampart_status add_instance(struct rp_tf *tf, const struct rp_node *row,
                                        const struct rp_node *instance, struct rampart_str type)
{
    struct rampart_str module = text_of(rp_node_member(row, RP_STR("module")));
    struct rampart_str index = index_of(tf, rp_node_member(instance, RP_STR("index_key")));
    struct rampart_str deposed = text_of(rp_node_member(instance, RP_STR("deposed")));
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
    return rp_tf_add(tf, &resource);
}

static void wrong(struct rp_tf *tf, const struct rp_node *node, const char *what)
{
    if (node->type == RP_NODE_BROKEN) return;
    rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, node->span}, "%s", what);
    rp_diag_help(tf->diags, "pass a state as Terraform stored it, or what terraform show -json printed");
}

/* It is copied for each of its instances. */
static bool is_too_long(const struct rp_node *row)
{
    size_t own = text_of(rp_node_member(row, RP_STR("name"))).len;
    return own > LONGEST || text_of(rp_node_member(row, RP_STR("module"))).len > LONGEST - own;
}

static enum rampart_status add_row(struct rp_tf *tf, const struct rp_node *row)
{
    struct rampart_str type;
    struct rp_terraform_fact says;
    const struct rp_node *instances = rp_node_member(row, RP_STR("instances"));
    RP_TRY(rp_tf_type(tf, row, &type));
    if (text_of(rp_node_member(row, RP_STR("name"))).len == 0 || type.len == 0) {
        wrong(tf, row, "a resource of a state has a type and a name");
        return RAMPART_OK;
    }
    if (!rp_terraform_fact_of(type, &says)) return RAMPART_OK;
    if (!rp_str_starts(type, RP_STR("data.")) && says.kind != RP_TERRAFORM_LAYER)
        rp_tf_provider(tf, rp_node_member(row, RP_STR("provider")));
    if (is_too_long(row)) {
        wrong(tf, row, "the address of a resource has at most 4096 bytes");
        return RAMPART_OK;
    }
    if (instances == NULL || instances->type != RP_NODE_LIST) {
        wrong(tf, instances == NULL ? row : instances, "a resource of a state has a list of instances");
        return RAMPART_OK;
    }
    for (const struct rp_node *instance = instances->first; instance != NULL; instance = instance->next)
        RP_TRY(add_instance(tf, row, instance, type));
    return RAMPART_OK;
}

enum rampart_status rp_tf_stored(struct rp_tf *tf)
{
    const struct rp_node *rows = rp_node_member(tf->root, RP_STR("resources"));
    if (rows == NULL || rows->type != RP_NODE_LIST) {
        wrong(tf, rows == NULL ? tf->root : rows, "a state has a list of resources");
        return RAMPART_OK;
    }
    for (const struct rp_node *row = rows->first; row != NULL; row = row->next) RP_TRY(add_row(tf, row));
    return RAMPART_OK;
}
