/* SPDX-License-Identifier: Apache-2.0 */
/* What a resource says of itself, and what it does not tell. */
#include "base/str.h"
#include "import/terraform.h"

struct rp_at rp_tf_where(const struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    return (struct rp_at){tf->source, resource->span};
}

static bool is_true(const struct rp_node *node)
{
    return node->type == RP_NODE_BOOL && rp_str_equal(node->text, RP_STR("true"));
}

/* The depth of a tree is limited, and so is this recursion. */
bool rp_tf_marked(const struct rp_node *marks)
{
    if (marks == NULL) return false;
    if (is_true(marks)) return true;
    for (const struct rp_node *mark = marks->first; mark != NULL; mark = mark->next)
        if (rp_tf_marked(mark)) return true;
    return false;
}

static const struct rp_node *mark_of(const struct rp_node *marks, struct rampart_str attribute)
{
    return marks != NULL && marks->type == RP_NODE_MAP ? rp_node_member(marks, attribute) : marks;
}

/* A stored state has a list of paths: [[{"type": "get_attr", "value": "policy_document"}], …]. */
static bool has_path(const struct rp_node *paths, struct rampart_str attribute)
{
    for (const struct rp_node *path = paths->first; path != NULL; path = path->next) {
        const struct rp_node *step = path->type == RP_NODE_LIST ? path->first : path;
        const struct rp_node *name = rp_node_member(step, RP_STR("value"));
        if (name != NULL && name->type == RP_NODE_STRING && rp_str_equal(name->text, attribute)) return true;
    }
    return false;
}

static bool is_sensitive(const struct rp_tf_resource *resource, struct rampart_str attribute)
{
    const struct rp_node *marks = resource->sensitive;
    if (marks != NULL && marks->type == RP_NODE_LIST) return has_path(marks, attribute);
    return rp_tf_marked(mark_of(marks, attribute));
}

/* An empty list of blocks and an empty string are how the provider's attributes say nothing. */
static bool says_nothing(const struct rp_node *node)
{
    if (node == NULL || node->type == RP_NODE_NULL) return true;
    return node->type == RP_NODE_STRING && node->text.len == 0;
}

static struct rp_tf_value one(const struct rp_tf_resource *resource, struct rampart_str attribute)
{
    struct rp_tf_value value = {.attribute = attribute};
    if (attribute.len == 0) return value;
    value.node = rp_node_member(resource->values, attribute);
    value.sensitive = is_sensitive(resource, attribute);
    if (rp_tf_marked(mark_of(resource->unknown, attribute)))
        value.said = RP_TF_UNKNOWN;
    else if (!says_nothing(value.node))
        value.said = RP_TF_KNOWN;
    return value;
}

static bool has_changed(const struct rp_tf_resource *resource, const struct rp_tf_value *value)
{
    const struct rp_node *before = rp_node_member(resource->stale, value->attribute);
    if (value->said != RP_TF_KNOWN || before == NULL || before->type != value->node->type) return true;
    return before->type != RP_NODE_STRING || !rp_str_equal(before->text, value->node->text);
}

/*
 * The provider fills in the name that is not configured, at the apply. Until then a plan calls it unknown, or worse,
 * shows what it was before. Without a configuration the one that changes is the one that is configured.
 */
static bool is_older_configured(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                const struct rp_tf_value *newer, const struct rp_tf_value *older)
{
    if (rp_tf_expression(tf, resource, newer->attribute) != NULL && newer->said != RP_TF_NOTHING)
        return false;
    if (rp_tf_expression(tf, resource, older->attribute) != NULL) return true;
    if (resource->stale == NULL) return newer->said != RP_TF_KNOWN;
    return older->said == RP_TF_KNOWN && has_changed(resource, older) &&
           (newer->said == RP_TF_UNKNOWN || !has_changed(resource, newer));
}

struct rp_tf_value rp_tf_value(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                               struct rampart_str attribute, struct rampart_str older)
{
    struct rp_tf_value newer_value = one(resource, attribute), older_value = one(resource, older);
    if (older_value.said == RP_TF_NOTHING) return newer_value;
    if (newer_value.said == RP_TF_NOTHING) return older_value;
    return is_older_configured(tf, resource, &newer_value, &older_value) ? older_value : newer_value;
}

struct rp_tf_value rp_tf_text(struct rp_tf *tf, const struct rp_tf_resource *resource,
                              struct rampart_str attribute, struct rampart_str older)
{
    struct rp_tf_value value = rp_tf_value(tf, resource, attribute, older);
    if (value.said != RP_TF_KNOWN || value.node->type == RP_NODE_STRING) return value;
    if (value.node->type != RP_NODE_BROKEN) {
        rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, value.node->span},
                       "%.*s of a resource must be a string, not %s", RP_ARG(value.attribute),
                       rp_node_type_name(value.node->type));
        rp_diag_help(tf->diags, "pass what terraform show -json printed, as it is");
    }
    value.said = RP_TF_UNKNOWN;
    return value;
}

struct rp_tf_value rp_tf_subject(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    return rp_tf_text(tf, resource, resource->says.attribute, resource->says.older);
}
