/* SPDX-License-Identifier: Apache-2.0 */
/* What things are called. A name that is not known yet, or is secret, is stood in for by the address of what has it. */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"
#include "policy/arn.h"

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

/* ---- own names ---- */

static bool has_own_name(enum rp_terraform_kind kind)
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

/* The key of an index may hold what no name holds. */
enum rampart_status rp_tf_stand_in(struct rp_tf *tf, struct rampart_str address, struct rampart_str *ret_name)
{
    char *text = RP_NEW_ARRAY(tf->arena, char, address.len + 1);
    RP_TRY_MEMORY(text != NULL);
    for (size_t i = 0; i < address.len; i++)
        text[i] = rp_principal_name_fault(rp_str_part(address, i, 1)) == 0 ? '.' : address.data[i];
    *ret_name = (struct rampart_str){text, address.len};
    return RAMPART_OK;
}

static bool needs_name(enum rp_terraform_kind kind)
{
    return kind == RP_TERRAFORM_POLICY || kind == RP_TERRAFORM_USER || kind == RP_TERRAFORM_GROUP ||
           kind == RP_TERRAFORM_ROLE;
}

static void has_none(struct rp_tf *tf, const struct rp_tf_resource *resource, struct rampart_str attribute)
{
    rp_builder_error(tf->builder, RP_ACC_MISSING, rp_tf_where(tf, resource), "%.*s has no %.*s",
                   RP_ARG(rp_account_shown(resource->address)), RP_ARG(attribute));
    rp_diag_help(tf->diags, "pass what terraform show -json printed, as it is");
}

static enum rampart_status name_one(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_value value = rp_tf_subject(tf, resource);
    if (value.said == RP_TF_NOTHING && needs_name(resource->says.kind))
        has_none(tf, resource, resource->says.attribute);
    resource->name = value.said == RP_TF_KNOWN ? value.node->text : resource->address;
    if (value.said == RP_TF_KNOWN && !value.sensitive) return RAMPART_OK;
    return rp_tf_stand_in(tf, resource->address, &resource->name);
}

/* ---- versions of policies ---- */

static bool is_default(const struct rp_tf *tf, const struct rp_tf_resource *version)
{
    struct rp_tf_value value = rp_tf_value(tf, version, RP_STR("is_default_version"), RP_STR(""));
    return value.said == RP_TF_UNKNOWN ||
           (value.said == RP_TF_KNOWN && rp_str_equal(value.node->text, RP_STR("true")));
}

/* Where there is a default version, it is the document, and what the policy shows is what it was made with. */
static enum rampart_status name_versions(struct rp_tf *tf)
{
    size_t count = 0;
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next)
        count += row->says.kind == RP_TERRAFORM_VERSION;
    tf->versions = RP_NEW_ARRAY(tf->arena, struct rampart_str, count);
    RP_TRY_MEMORY(tf->versions != NULL);
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next) {
        struct rp_tf_named policy;
        if (row->says.kind != RP_TERRAFORM_VERSION || !is_default(tf, row)) continue;
        RP_TRY(rp_tf_named(tf, row, row->says.attribute, RP_TERRAFORM_POLICY, &policy));
        if (policy.said != RP_TF_KNOWN) continue;
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
        if (has_own_name(row->says.kind)) RP_TRY(name_one(tf, row));
    return name_versions(tf);
}

/* ---- names of others ---- */

/* A user's id is not its name. */
static bool names(const struct rp_tf_target *target)
{
    const struct rp_terraform_fact *says = &target->resource->says;
    if (target->attribute.len == 0) return true;
    if (rp_str_equal(target->attribute, says->attribute)) return true;
    if (says->older.len > 0 && rp_str_equal(target->attribute, says->older)) return true;
    return says->kind != RP_TERRAFORM_USER && rp_str_equal(target->attribute, RP_STR("id"));
}

enum rampart_status rp_tf_value_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      const struct rp_tf_value *value, enum rp_terraform_kind kind,
                                      struct rp_tf_named *ret_named)
{
    bool found = false;
    struct rp_tf_target target;
    struct rp_tf_named named = {.said = value->said, .attribute = value->attribute};
    if (value->said == RP_TF_KNOWN && !value->sensitive) named.name = value->node->text;
    if (value->said == RP_TF_UNKNOWN || (value->said == RP_TF_KNOWN && value->sensitive)) {
        RP_TRY(rp_tf_refer(tf, resource, value->attribute, kind, &target, &found));
        found = found && target.resource->says.kind == kind && names(&target);
        named.said = found ? RP_TF_KNOWN : RP_TF_UNKNOWN;
        named.resource = found ? target.resource : NULL;
        named.name = found ? target.resource->name : named.name;
    }
    *ret_named = named;
    return RAMPART_OK;
}

/* Nothing in the place of a name is a mistake, and reported. */
enum rampart_status rp_tf_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_named *ret_named)
{
    struct rp_tf_value value = rp_tf_text(tf, resource, attribute, (struct rampart_str){NULL, 0});
    if (value.said == RP_TF_NOTHING) has_none(tf, resource, attribute);
    return rp_tf_value_named(tf, resource, &value, kind, ret_named);
}

enum rampart_status rp_tf_broken_off(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                     enum rp_builder_list list, const char *what, struct rampart_str attribute)
{
    struct rampart_str text;
    const char *reason = rp_tf_reason(tf, resource, attribute);
    RP_TRY_MEMORY(reason != NULL);
    RP_TRY_MEMORY(
        rp_arena_printf(tf->arena, &text, "%s of %.*s is %s", what, RP_ARG(resource->address), reason));
    return rp_builder_incomplete(tf->builder, list, text.data);
}
