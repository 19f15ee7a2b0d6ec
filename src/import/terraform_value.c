/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a resource's attributes, and its name. A name that is not known yet, or is secret, is replaced by one
 * made of the resource's address.
 */
#include <stdlib.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"
#include "policy/arn.h"

struct rp_at rp_tf_resource_at(const struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    return (struct rp_at){tf->source, resource->span};
}

/* The depth of a tree is limited, and so is this recursion. */
bool rp_tf_marked(const struct rp_node *marks)
{
    if (marks == NULL) return false;
    if (rp_tf_is_true(marks)) return true;
    for (const struct rp_node *mark = marks->first; mark != NULL; mark = mark->next)
        if (rp_tf_marked(mark)) return true;
    return false;
}

static const struct rp_node *tf_mark(const struct rp_node *marks, struct rampart_str attribute)
{
    return marks != NULL && marks->type == RP_NODE_MAP ? rp_node_member(marks, attribute) : marks;
}

/* A stored state has a list of paths: [[{"type": "get_attr", "value": "policy_document"}], …]. */
static bool tf_has_path(const struct rp_node *paths, struct rampart_str attribute)
{
    for (const struct rp_node *path = paths->first; path != NULL; path = path->next) {
        const struct rp_node *step = path->type == RP_NODE_LIST ? path->first : path;
        const struct rp_node *name = rp_node_member(step, RP_STR("value"));
        if (name != NULL && name->type == RP_NODE_STRING && rp_str_equal(name->text, attribute)) return true;
    }
    return false;
}

static bool tf_is_sensitive(const struct rp_tf_resource *resource, struct rampart_str attribute)
{
    const struct rp_node *marks = resource->sensitive;
    if (marks != NULL && marks->type == RP_NODE_LIST) return tf_has_path(marks, attribute);
    return rp_tf_marked(tf_mark(marks, attribute));
}

/* An empty string is how the provider's attributes have no value. */
static bool tf_is_empty(const struct rp_node *node)
{
    if (node == NULL || node->type == RP_NODE_NULL) return true;
    return node->type == RP_NODE_STRING && node->text.len == 0;
}

static struct rp_tf_value tf_attribute(const struct rp_tf_resource *resource, struct rampart_str attribute)
{
    struct rp_tf_value value = {.attribute = attribute};
    if (attribute.len == 0) return value;
    value.node = rp_node_member(resource->values, attribute);
    value.sensitive = tf_is_sensitive(resource, attribute);
    if (rp_tf_marked(tf_mark(resource->unknown, attribute)))
        value.state = RP_TF_UNKNOWN;
    else if (!tf_is_empty(value.node))
        value.state = RP_TF_KNOWN;
    return value;
}

static bool tf_has_changed(const struct rp_tf_resource *resource, const struct rp_tf_value *value)
{
    const struct rp_node *before = rp_node_member(resource->before, value->attribute);
    if (value->state != RP_TF_KNOWN || before == NULL || before->type != value->node->type) return true;
    return before->type != RP_NODE_STRING || !rp_str_equal(before->text, value->node->text);
}

/*
 * The provider fills in the name that is not configured, at the apply. Until then a plan calls it unknown, or shows
 * its old value, which is worse. Without a configuration the attribute that changes is the one that is configured.
 */
static bool tf_is_older_configured(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                   const struct rp_tf_value *newer, const struct rp_tf_value *older)
{
    if (rp_tf_expression(tf, resource, newer->attribute) != NULL && newer->state != RP_TF_ABSENT)
        return false;
    if (rp_tf_expression(tf, resource, older->attribute) != NULL) return true;
    if (resource->before == NULL) return newer->state != RP_TF_KNOWN;
    return older->state == RP_TF_KNOWN && tf_has_changed(resource, older) &&
           (newer->state == RP_TF_UNKNOWN || !tf_has_changed(resource, newer));
}

struct rp_tf_value rp_tf_value(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                               struct rampart_str attribute, struct rampart_str older)
{
    struct rp_tf_value newer_value = tf_attribute(resource, attribute),
                       older_value = tf_attribute(resource, older);
    if (older_value.state == RP_TF_ABSENT) return newer_value;
    if (newer_value.state == RP_TF_ABSENT) return older_value;
    return tf_is_older_configured(tf, resource, &newer_value, &older_value) ? older_value : newer_value;
}

struct rp_tf_value rp_tf_text(struct rp_tf *tf, const struct rp_tf_resource *resource,
                              struct rampart_str attribute, struct rampart_str older)
{
    struct rp_tf_value value = rp_tf_value(tf, resource, attribute, older);
    if (value.state != RP_TF_KNOWN || value.node->type == RP_NODE_STRING) return value;
    if (value.node->type != RP_NODE_BROKEN) {
        rp_builder_error(tf->builder, RP_ACC_TYPE, (struct rp_at){tf->source, value.node->span},
                         "%.*s of a resource must be a string, not %s", RP_ARG(value.attribute),
                         rp_node_type_name(value.node->type));
        rp_diag_help(tf->diags, "pass the output of terraform show -json unchanged");
    }
    value.state = RP_TF_UNKNOWN;
    return value;
}

struct rp_tf_value rp_tf_name_attribute(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    return rp_tf_text(tf, resource, resource->fact.attribute, resource->fact.older);
}

/* ---- reasons ---- */

enum { MOST_SHOWN = 3 };

const char *rp_tf_reason(struct rp_tf *tf, const struct rp_tf_resource *resource,
                         struct rampart_str attribute)
{
    struct rampart_str references[MOST_SHOWN + 1], text = {NULL, 0};
    const struct rp_node *expression = rp_tf_expression(tf, resource, attribute);
    size_t count = rp_tf_references(expression, references, MOST_SHOWN + 1);
    if (rp_tf_value(tf, resource, attribute, text).state == RP_TF_KNOWN) return "marked as sensitive";
    if (count == 0) return "known after apply";
    text = references[0];
    for (size_t i = 1; i < count && i < MOST_SHOWN; i++) {
        const char *joint = i + 1 == count ? " and " : ", ";
        if (!rp_arena_printf(tf->arena, &text, "%.*s%s%.*s", RP_ARG(text), joint, RP_ARG(references[i])))
            return NULL;
    }
    if (!rp_arena_printf(tf->arena, &text, "known after apply: it refers to %.*s%s", RP_ARG(text),
                         count > MOST_SHOWN ? " and more" : ""))
        return NULL;
    return text.data;
}

enum rampart_status rp_tf_list_incomplete(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          enum rp_builder_list list, const char *what,
                                          struct rampart_str attribute)
{
    struct rampart_str text;
    const char *reason = rp_tf_reason(tf, resource, attribute);
    RP_TRY_MEMORY(reason != NULL);
    RP_TRY_MEMORY(
        rp_arena_printf(tf->arena, &text, "%s of %.*s is %s", what, RP_ARG(resource->address), reason));
    return rp_builder_incomplete(tf->builder, list, text.data);
}

/* ---- ids ---- */

bool rp_tf_is_id(struct rampart_str text)
{
    if (text.len == 0) return false;
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return true;
}

struct rampart_str rp_tf_arn_account(struct rampart_str arn)
{
    if (!rp_str_starts(arn, RP_STR("acs:ram::"))) return (struct rampart_str){NULL, 0};
    struct rampart_str id = rp_str_from(arn, sizeof "acs:ram::" - 1);
    id = rp_str_part(id, 0, rp_str_find(id, ':'));
    return rp_tf_is_id(id) ? id : (struct rampart_str){NULL, 0};
}

/* ---- names of resources ---- */

static bool tf_has_own_name(enum rp_terraform_kind kind)
{
    switch (kind) {
    case RP_TERRAFORM_POLICY:
    case RP_TERRAFORM_USER:
    case RP_TERRAFORM_GROUP:
    case RP_TERRAFORM_ROLE:
    case RP_TERRAFORM_RESOURCE_GROUP:
    case RP_TERRAFORM_CONTROL:
    case RP_TERRAFORM_FOLDER:
    case RP_TERRAFORM_MEMBER_ACCOUNT:
    case RP_TERRAFORM_DIRECTORY: return true;
    default: return false;
    }
}

/* The key of an index may hold characters that no name has. */
enum rampart_status rp_tf_placeholder(struct rp_tf *tf, struct rampart_str address,
                                      struct rampart_str *ret_name)
{
    char *text = RP_NEW_ARRAY(tf->arena, char, address.len + 1);
    RP_TRY_MEMORY(text != NULL);
    for (size_t i = 0; i < address.len; i++)
        text[i] = rp_principal_name_fault(rp_str_part(address, i, 1)) == 0 ? '.' : address.data[i];
    *ret_name = (struct rampart_str){text, address.len};
    return RAMPART_OK;
}

static bool tf_needs_name(enum rp_terraform_kind kind)
{
    return kind == RP_TERRAFORM_POLICY || kind == RP_TERRAFORM_USER || kind == RP_TERRAFORM_GROUP ||
           kind == RP_TERRAFORM_ROLE;
}

static void tf_report_no_name(struct rp_tf *tf, const struct rp_tf_resource *resource,
                              struct rampart_str attribute)
{
    rp_builder_error(tf->builder, RP_ACC_MISSING, rp_tf_resource_at(tf, resource), "%.*s has no %.*s",
                     RP_ARG(rp_account_shown(resource->address)), RP_ARG(attribute));
    rp_diag_help(tf->diags, "pass the output of terraform show -json unchanged");
}

static enum rampart_status tf_name_resource(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_value value = rp_tf_name_attribute(tf, resource);
    if (value.state == RP_TF_ABSENT && tf_needs_name(resource->fact.kind))
        tf_report_no_name(tf, resource, resource->fact.attribute);
    resource->name = value.state == RP_TF_KNOWN ? value.node->text : resource->address;
    if (value.state == RP_TF_KNOWN && !value.sensitive) return RAMPART_OK;
    return rp_tf_placeholder(tf, resource->address, &resource->name);
}

/* ---- default versions of policies ---- */

static bool tf_is_default(const struct rp_tf *tf, const struct rp_tf_resource *version)
{
    struct rp_tf_value value = rp_tf_value(tf, version, RP_STR("is_default_version"), RP_STR(""));
    return value.state == RP_TF_UNKNOWN ||
           (value.state == RP_TF_KNOWN && rp_str_equal(value.node->text, RP_STR("true")));
}

/* The default version has the policy's document; the policy itself only shows its first one. */
static enum rampart_status tf_name_versions(struct rp_tf *tf)
{
    size_t count = 0;
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next)
        count += row->fact.kind == RP_TERRAFORM_VERSION;
    tf->versions = RP_NEW_ARRAY(tf->arena, struct rampart_str, count);
    RP_TRY_MEMORY(tf->versions != NULL);
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next) {
        struct rp_tf_named policy;
        if (row->fact.kind != RP_TERRAFORM_VERSION || !tf_is_default(tf, row)) continue;
        RP_TRY(rp_tf_named(tf, row, row->fact.attribute, RP_TERRAFORM_POLICY, &policy));
        if (policy.state != RP_TF_KNOWN) continue;
        row->name = policy.name;
        tf->versions[tf->version_count++] = policy.name;
    }
    rp_names_sort(tf->versions, tf->version_count, sizeof tf->versions[0]);
    return RAMPART_OK;
}

bool rp_tf_has_version(const struct rp_tf *tf, struct rampart_str policy)
{
    return rp_names_find(tf->versions, tf->version_count, sizeof tf->versions[0], policy) < tf->version_count;
}

enum rampart_status rp_tf_name_all(struct rp_tf *tf)
{
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next)
        if (tf_has_own_name(row->fact.kind)) RP_TRY(tf_name_resource(tf, row));
    return tf_name_versions(tf);
}

/* ---- names of other resources ---- */

/* The id of a user is not its name; that of everything else is. */
static bool tf_is_name(const struct rp_tf_target *target)
{
    const struct rp_terraform_fact *fact = &target->resource->fact;
    if (target->attribute.len == 0) return true;
    if (rp_str_equal(target->attribute, fact->attribute)) return true;
    if (fact->older.len > 0 && rp_str_equal(target->attribute, fact->older)) return true;
    return fact->kind != RP_TERRAFORM_USER && rp_str_equal(target->attribute, RP_STR("id"));
}

enum rampart_status rp_tf_value_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      const struct rp_tf_value *value, enum rp_terraform_kind kind,
                                      struct rp_tf_named *ret_named)
{
    bool found = false;
    struct rp_tf_target target;
    struct rp_tf_named named = {.state = value->state, .attribute = value->attribute};
    if (value->state == RP_TF_KNOWN && !value->sensitive) named.name = value->node->text;
    if (value->state == RP_TF_UNKNOWN || (value->state == RP_TF_KNOWN && value->sensitive)) {
        RP_TRY(rp_tf_find_target(tf, resource, value->attribute, kind, &target, &found));
        found = found && target.resource->fact.kind == kind && tf_is_name(&target);
        named.state = found ? RP_TF_KNOWN : RP_TF_UNKNOWN;
        named.resource = found ? target.resource : NULL;
        named.name = found ? target.resource->name : named.name;
    }
    *ret_named = named;
    return RAMPART_OK;
}

/* A missing name is a mistake, and reported. */
enum rampart_status rp_tf_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_named *ret_named)
{
    struct rp_tf_value value = rp_tf_text(tf, resource, attribute, (struct rampart_str){NULL, 0});
    if (value.state == RP_TF_ABSENT) tf_report_no_name(tf, resource, attribute);
    return rp_tf_value_named(tf, resource, &value, kind, ret_named);
}
