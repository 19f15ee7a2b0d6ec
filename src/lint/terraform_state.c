/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state as Terraform keeps it, terraform.tfstate: each resource is there once, with its instances. Of the versions of
 * this format the fourth is read, which all have written since 2019.
 */
#include "base/str.h"
#include "base/try.h"
#include "lint/terraform.h"

static bool is_version(const struct rp_node *root, struct rampart_str wanted)
{
    const struct rp_node *version = rp_node_member(root, RP_STR("version"));
    return version != NULL && version->type == RP_NODE_NUMBER && rp_str_equal(version->text, wanted);
}

static void other_version(struct rp_lint_file *file, const struct rp_node *root)
{
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT,
            (struct rp_at){&file->source, rp_node_member(root, RP_STR("version"))->span},
            "this version of Terraform's state is not known");
    rp_diag_help(file->findings, "lint the output of terraform show -json");
    rp_lint_name(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}

/* `module.m["dev"].alicloud_ram_policy.ro[0]`, as `terraform show -json` has it. */
static bool print_address(struct rp_arena *arena, const struct rp_node *row, const struct rp_node *instance,
                          struct rampart_str *ret_address)
{
    const struct rp_node *module = rp_node_member(row, RP_STR("module"));
    const struct rp_node *type = rp_node_member(row, RP_STR("type"));
    const struct rp_node *name = rp_node_member(row, RP_STR("name"));
    const struct rp_node *key = rp_node_member(instance, RP_STR("index_key"));
    bool within = rp_terraform_is_string(module), text = rp_terraform_is_string(key);
    const char *quote = text ? "\"" : "";
    const struct rampart_str none = {NULL, 0};
    const struct rampart_str index = text || (key != NULL && key->type == RP_NODE_NUMBER) ? key->text : none;
    const struct rampart_str before = within ? module->text : none;
    bool is_one = key == NULL || key->type == RP_NODE_NULL;
    return rp_arena_printf(arena, ret_address, "%.*s%s%.*s.%.*s%s%s%.*s%s%s", RP_ARG(before),
                           within ? "." : "", RP_ARG(type->text), RP_ARG(name->text), is_one ? "" : "[",
                           is_one ? "" : quote, RP_ARG(index), is_one ? "" : quote, is_one ? "" : "]");
}

static enum rampart_status lint_instance(struct rp_lint_file *file, const struct rp_node *row,
                                         const struct rp_node *instance)
{
    const struct rp_node *type = rp_node_member(row, RP_STR("type"));
    struct rp_node address = {.type = RP_NODE_STRING, .span = type->span};
    RP_TRY_MEMORY(print_address(&file->arena, row, instance, &address.text));
    const struct rp_lint_resource resource = {
        .address = &address,
        .type = type,
        .values = rp_node_member(instance, RP_STR("attributes")),
        .paths = rp_node_member(instance, RP_STR("sensitive_attributes")),
    };
    return rp_lint_terraform_resource(file, &resource);
}

static enum rampart_status lint_row(struct rp_lint_file *file, const struct rp_node *row)
{
    const struct rp_node *instances = rp_node_member(row, RP_STR("instances"));
    if (!rp_terraform_is_managed(row) || instances == NULL) return RAMPART_OK;
    if (!rp_terraform_is_string(rp_node_member(row, RP_STR("type"))) ||
        !rp_terraform_is_string(rp_node_member(row, RP_STR("name"))))
        return RAMPART_OK;
    for (const struct rp_node *instance = instances->first; instance != NULL; instance = instance->next)
        RP_TRY(lint_instance(file, row, instance));
    return RAMPART_OK;
}

enum rampart_status rp_lint_terraform_state(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *resources = rp_node_member(root, RP_STR("resources"));
    if (!is_version(root, RP_STR("4"))) {
        other_version(file, root);
        return RAMPART_OK;
    }
    for (const struct rp_node *row = resources->first; row != NULL; row = row->next)
        RP_TRY(lint_row(file, row));
    return RAMPART_OK;
}
