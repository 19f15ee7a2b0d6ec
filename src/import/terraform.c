/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account as far as Terraform manages it. Who is declared in the file is known with all that the file attaches to
 * it; who is only named in it, and all that was made by other means, is not.
 */
#include "import/terraform.h"

#include "base/str.h"
#include "base/try.h"

/* ---- which format ---- */

static bool is_true(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_BOOL && rp_str_equal(node->text, RP_STR("true"));
}

static void refuse(struct rp_tf *tf, const struct rp_node *node, const char *what, const char *help)
{
    if (node->type == RP_NODE_BROKEN) return;
    rp_builder_error(tf->builder, RP_TFM_FORMAT, (struct rp_at){tf->source, node->span}, "%s", what);
    rp_diag_help(tf->diags, "%s", help);
}

static bool is_stored(const struct rp_node *root)
{
    return rp_node_member(root, RP_STR("version")) != NULL &&
           rp_node_member(root, RP_STR("format_version")) == NULL;
}

/* Versions within a major one only add members. */
static bool knows_shown(struct rp_tf *tf)
{
    const struct rp_node *version = rp_node_member(tf->root, RP_STR("format_version"));
    if (version != NULL && version->type == RP_NODE_STRING &&
        (rp_str_starts(version->text, RP_STR("1.")) || rp_str_starts(version->text, RP_STR("0."))))
        return true;
    refuse(tf, version == NULL ? tf->root : version, "this format of terraform show -json is not known",
           "format versions 0 and 1 are read");
    return false;
}

static bool knows_stored(struct rp_tf *tf)
{
    const struct rp_node *version = rp_node_member(tf->root, RP_STR("version"));
    if (version->type == RP_NODE_NUMBER && rp_str_equal(version->text, RP_STR("4"))) return true;
    refuse(tf, version, "this version of a stored state is not known",
           "version 4 is read; terraform show -json prints any");
    return false;
}

/* ---- what is said ---- */

/* Whether the resource may hold the layer: what is known after the apply may. */
static bool holds(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                  const struct rp_layer_document *layer)
{
    struct rp_tf_value value;
    if (layer->attribute.len == 0) return true;
    value = rp_tf_value(tf, resource, layer->attribute, RP_STR(""));
    if (value.said != RP_TF_KNOWN) return value.said == RP_TF_UNKNOWN;
    if (value.node->type == RP_NODE_LIST) return value.node->count > 0;
    if (value.node->type != RP_NODE_STRING) return true;
    return value.node->text.len > 0 && !rp_layer_document_is_none(layer, value.node->text);
}

/* The bucket, the key or the project whose layer it is; empty: the file does not tell, or not openly. */
static struct rampart_str whose(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                const struct rp_layer_document *layer)
{
    const struct rampart_str nobody = {NULL, 0};
    if (layer->named.len == 0) return nobody;
    const struct rp_tf_value value = rp_tf_value(tf, resource, layer->named, layer->older);
    bool told = value.said == RP_TF_KNOWN && value.node->type == RP_NODE_STRING && !value.sensitive;
    return told ? value.node->text : nobody;
}

/* What decides beside RAM is named, so that nobody takes the plan for all there is. */
static enum rampart_status say_layer(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_layer_document layer;
    size_t cursor = 0;
    while (rp_layer_document_next(resource->type, &cursor, &layer)) {
        if (holds(tf, resource, &layer))
            RP_TRY(rp_builder_add_layer_document(tf->builder, resource->address, &layer, whose(tf, resource, &layer)));
    }
    return RAMPART_OK;
}

static enum rampart_status (*const sayings[RP_TERRAFORM_KINDS])(struct rp_tf *, struct rp_tf_resource *) = {
    [RP_TERRAFORM_ACCOUNT_ID] = rp_tf_account_id,
    [RP_TERRAFORM_POLICY] = rp_tf_policy,
    [RP_TERRAFORM_VERSION] = rp_tf_version,
    [RP_TERRAFORM_USER] = rp_tf_user,
    [RP_TERRAFORM_GROUP] = rp_tf_group,
    [RP_TERRAFORM_ROLE] = rp_tf_role,
    [RP_TERRAFORM_MEMBERS] = rp_tf_members,
    [RP_TERRAFORM_MEMBER] = rp_tf_member,
    [RP_TERRAFORM_USER_GRANT] = rp_tf_ram_grant,
    [RP_TERRAFORM_GROUP_GRANT] = rp_tf_ram_grant,
    [RP_TERRAFORM_ROLE_GRANT] = rp_tf_ram_grant,
    [RP_TERRAFORM_GRANT] = rp_tf_grant,
    [RP_TERRAFORM_RESOURCE_GROUP] = rp_tf_resource_group,
    [RP_TERRAFORM_CONTROL] = rp_tf_control,
    [RP_TERRAFORM_CONTROL_GRANT] = rp_tf_control_grant,
    [RP_TERRAFORM_FOLDER] = rp_tf_placed,
    [RP_TERRAFORM_MEMBER_ACCOUNT] = rp_tf_placed,
    [RP_TERRAFORM_DIRECTORY] = rp_tf_directory,
    [RP_TERRAFORM_LAYER] = say_layer,
};

static enum rampart_status say_all(struct rp_tf *tf)
{
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next)
        if (sayings[row->says.kind] != NULL) RP_TRY(sayings[row->says.kind](tf, row));
    return RAMPART_OK;
}

/* ---- what is not ---- */

static void complete(struct rp_tf *tf)
{
    for (const struct rp_tf_holder *row = tf->holders; row != NULL; row = row->next) {
        rp_builder_complete_for(row->holder, RP_BUILDER_GRANTS);
        if (row->kind != RP_BUILDER_ROLE) rp_builder_complete_for(row->holder, RP_BUILDER_MEMBERSHIPS);
    }
}

static enum rampart_status broken_off(struct rp_tf *tf, const char *reason)
{
    RP_TRY(rp_builder_incomplete(tf->builder, RP_BUILDER_GRANTS, reason));
    return rp_builder_incomplete(tf->builder, RP_BUILDER_MEMBERSHIPS, reason);
}

/* What a plan leaves out is left out of what Terraform manages. */
static bool is_partial(const struct rp_tf *tf)
{
    const struct rp_node *whole = rp_node_member(tf->root, RP_STR("complete"));
    return !tf->file->input->before && whole != NULL && whole->type == RP_NODE_BOOL && !is_true(whole);
}

static enum rampart_status say_unmanaged(struct rp_tf *tf)
{
    const struct rampart_str account = {NULL, 0};
    return rp_builder_add_gap(tf->builder, RAMPART_GAP_UNMANAGED, account,
                        is_partial(tf) ? "the plan covers a part of what Terraform manages only, and what "
                                         "it does not manage is not in it"
                                       : "what Terraform does not manage is not in its plan or state");
}

/* What comes of another plan, or lies in another account, may attach anything to anybody. */
static enum rampart_status say_unfinished(struct rp_tf *tf)
{
    const struct rp_node *deferred = rp_node_member(tf->root, RP_STR("deferred_changes"));
    if (tf->several_providers)
        RP_TRY(broken_off(tf, "the resources belong to several providers, perhaps of different accounts"));
    if (tf->file->input->before) return RAMPART_OK;
    if (is_true(rp_node_member(tf->root, RP_STR("errored"))))
        return broken_off(tf, "Terraform could not finish the plan");
    if (deferred == NULL || deferred->count == 0) return RAMPART_OK;
    return broken_off(tf, "the plan puts changes off to a later one");
}

/* ---- all of it ---- */

static enum rampart_status read(struct rp_tf *tf)
{
    bool stored = is_stored(tf->root);
    if (!(stored ? knows_stored(tf) : knows_shown(tf))) return RAMPART_OK;
    RP_TRY(stored ? rp_tf_stored(tf) : rp_tf_shown(tf));
    rp_tf_settle(tf);
    RP_TRY(rp_tf_name_all(tf));
    RP_TRY(say_all(tf));
    complete(tf);
    RP_TRY(say_unfinished(tf));
    return say_unmanaged(tf);
}

static void refuse_text(struct rp_tf *tf, const char *what)
{
    rp_builder_error(tf->builder, RP_TFM_FORMAT, (struct rp_at){tf->source, {0, 0}}, "%s", what);
    rp_diag_help(tf->diags,
                 "write terraform plan -out PLAN and terraform show -json PLAN > plan.json, and read that");
}

enum rampart_status rp_terraform_read(const struct rp_import_file *file)
{
    struct rp_tf tf = {
        .file = file,
        .builder = file->builder,
        .source = file->source,
        .diags = rp_builder_reading(file->builder, file->source).diags,
        .arena = rp_builder_scratch(file->builder),
        .root = file->root,
    };
    const char *refusal = rp_detect_terraform_refusal(file->source->name, file->source->text);
    rp_builder_hide_source(tf.builder, tf.source);
    if (refusal == NULL && file->root != NULL && file->root->type == RP_NODE_MAP) return read(&tf);
    refuse_text(&tf, refusal != NULL ? refusal : "a plan or a state of Terraform is a map");
    return RAMPART_OK;
}
