/* SPDX-License-Identifier: Apache-2.0 */
/* Users, groups and roles that a template makes, with the policies that stand in them. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* The one that is being read; NULL when its name is not known, and then what it would hold nobody holds. */
struct owner {
    struct rp_builder_principal *holder;
    enum rp_builder_kind kind;
    struct rp_node *name;
};

/* ---- the policies in it ---- */

static enum rampart_status open_grants(struct rp_ros *ros, const struct owner *owner,
                                       const struct rp_node *hole)
{
    const char *why = rp_ros_reason(ros, hole);
    RP_TRY_MEMORY(why != NULL);
    if (owner->holder == NULL) return RAMPART_OK;
    return rp_builder_incomplete_for(ros->file->builder, owner->holder, RP_BUILDER_GRANTS, why);
}

/* Its name is only what it is called: without one it goes by its place in the template. */
static enum rampart_status own_name(struct rp_ros *ros, const struct rp_ros_resource *resource, size_t number,
                                    const struct rp_node *member, struct rampart_str *ret_name)
{
    if (rp_ros_is_text(member)) {
        *ret_name = member->text;
        return RAMPART_OK;
    }
    bool made = rp_arena_printf(ros->reading.arena, ret_name, "Resources.%.*s.Policies.%zu",
                                RP_ARG(resource->entry->name), number);
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static const struct rp_node *document_in(const struct rp_node *policy)
{
    const struct rp_node *unchecked = rp_node_member(policy, RP_STR("PolicyDocumentUnchecked"));
    if (unchecked != NULL && unchecked->type != RP_NODE_NULL) return unchecked;
    return rp_node_member(policy, RP_STR("PolicyDocument"));
}

static enum rampart_status own_policy(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                      const struct owner *owner, size_t number, const struct rp_node *node)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_node *member = rp_node_member(node, RP_STR("PolicyName"));
    const struct rp_node *ignores = rp_node_member(node, RP_STR("IgnoreExisting"));
    const char *why = resource->maybe;
    const struct rp_at at = rp_ros_at(ros, member == NULL ? node->span : member->span);
    struct rampart_str name;
    struct rp_builder_policy *policy = NULL;
    if (ignores != NULL && !rp_str_equal_fold(ignores->text, RP_STR("false")))
        why = "IgnoreExisting keeps a policy of this name as it is";
    RP_TRY(own_name(ros, resource, number, member, &name));
    RP_TRY(rp_builder_add_policy(builder, name, false, at, &policy));
    RP_TRY(rp_ros_document(ros, document_in(node), policy, node->span, why));
    if (owner->holder == NULL || resource->maybe != NULL) return RAMPART_OK;
    return rp_builder_add_grant(builder, owner->holder, policy, RP_BUILDER_WHOLE_ACCOUNT, RP_STR(""), at);
}

static enum rampart_status own_policies(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                        const struct owner *owner)
{
    struct rp_node *list = NULL;
    size_t number = 0;
    RP_TRY(rp_ros_property(ros, resource, "Policies", &list));
    if (list == NULL || list->type == RP_NODE_NULL) return RAMPART_OK;
    if (rp_ros_is_hole(list)) return open_grants(ros, owner, list);
    if (list->type != RP_NODE_LIST) {
        rp_ros_error(ros, RP_ROS_TYPE, list->span, "Policies must be a list, not %s",
                     rp_node_type_name(list->type));
        return RAMPART_OK;
    }
    for (const struct rp_node *node = list->first; node != NULL; node = node->next, number++) {
        if (rp_ros_is_hole(node))
            RP_TRY(open_grants(ros, owner, node));
        else if (node->type == RP_NODE_MAP)
            RP_TRY(own_policy(ros, resource, owner, number, node));
        else
            rp_ros_error(ros, RP_ROS_TYPE, node->span, "a policy must be a map, not %s",
                         rp_node_type_name(node->type));
    }
    return RAMPART_OK;
}

/* ---- the policies attached to it ---- */

struct attached {
    const struct owner *owner;
    const char *type;
};

static enum rampart_status attach(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                  struct rp_node *name, const void *context)
{
    const struct attached *attached = context;
    struct rp_node *type = NULL;
    RP_TRY(rp_ros_string(ros, rampart_str(attached->type), name->span, &type));
    const struct rp_ros_grant grant = {.kind = attached->owner->kind,
                                       .holder = attached->owner->name,
                                       .policy = name,
                                       .type = type,
                                       .scope = RP_BUILDER_WHOLE_ACCOUNT};
    return rp_ros_grant(ros, resource, &grant);
}

static enum rampart_status attachments(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       const struct owner *owner)
{
    static const char *const types[] = {"System", "Custom"};
    struct rp_node *map = NULL;
    RP_TRY(rp_ros_names(ros, resource, "PolicyAttachments", RP_NODE_MAP, &map));
    if (map == NULL) return RAMPART_OK;
    if (rp_ros_is_hole(map)) return open_grants(ros, owner, map);
    for (size_t i = 0; i < 2; i++) {
        const struct attached attached = {owner, types[i]};
        struct rp_node *list = rp_node_member(map, rampart_str(types[i]));
        if (list != NULL && list->type != RP_NODE_LIST && list->type != RP_NODE_NULL && !rp_ros_is_hole(list))
            rp_ros_error(ros, RP_ROS_TYPE, list->span, "%s must be a list, not %s", types[i],
                         rp_node_type_name(list->type));
        else
            RP_TRY(rp_ros_each(ros, resource, list, attach, &attached));
    }
    return RAMPART_OK;
}

/* ---- the groups of a user ---- */

static enum rampart_status join(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                struct rp_node *name, const void *context)
{
    const struct owner *owner = context;
    return rp_ros_member(ros, resource, owner->name, name);
}

static enum rampart_status groups(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                  const struct owner *owner)
{
    struct rp_node *list = NULL;
    RP_TRY(rp_ros_names(ros, resource, "Groups", RP_NODE_LIST, &list));
    return rp_ros_each(ros, resource, list, join, owner);
}

/* ---- who it is ---- */

/* The cloud makes a name up: nothing can be said of a principal that cannot be named. */
static enum rampart_status nameless(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const struct rp_ros_naming *naming, const struct rp_node *hole)
{
    struct rampart_str reason, place;
    const char *why = rp_ros_reason(ros, hole);
    RP_TRY_MEMORY(why != NULL);
    RP_TRY_MEMORY(
        rp_arena_printf(ros->reading.arena, &reason, "the name of what it makes is not known: %s", why));
    RP_TRY(rp_ros_place(ros, resource->entry, &place));
    return rp_builder_add_gap(ros->file->builder, naming->gap, place, reason.data);
}

/* What may be there already, or may not be there at all, can hold more, or less, than the template shows. */
static enum rampart_status mention(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                   struct owner *owner)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_at at = rp_ros_at(ros, owner->name->span);
    bool ignores = false;
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    if (resource->maybe == NULL && !ignores) {
        RP_TRY(rp_builder_declare(builder, owner->kind, owner->name->text, at, &owner->holder));
        rp_builder_complete_for(owner->holder, RP_BUILDER_GRANTS);
        if (owner->kind != RP_BUILDER_ROLE) rp_builder_complete_for(owner->holder, RP_BUILDER_MEMBERSHIPS);
        return RAMPART_OK;
    }
    const char *why = ignores ? "IgnoreExisting keeps one of this name as it is" : resource->maybe;
    RP_TRY(rp_builder_refer(builder, owner->kind, owner->name->text, at, &owner->holder));
    if (owner->kind == RP_BUILDER_USER)
        RP_TRY(rp_builder_incomplete_for(builder, owner->holder, RP_BUILDER_MEMBERSHIPS, why));
    return rp_builder_incomplete_for(builder, owner->holder, RP_BUILDER_GRANTS, why);
}

enum rampart_status rp_ros_holder(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(resource->type);
    struct owner owner = {.kind = naming->kind};
    RP_TRY(rp_ros_own_name(ros, resource, &owner.name));
    if (rp_ros_is_hole(owner.name)) {
        RP_TRY(nameless(ros, resource, naming, owner.name));
        return own_policies(ros, resource, &owner);
    }
    RP_TRY(mention(ros, resource, &owner));
    RP_TRY(own_policies(ros, resource, &owner));
    RP_TRY(attachments(ros, resource, &owner));
    if (owner.kind == RP_BUILDER_USER) RP_TRY(groups(ros, resource, &owner));
    return owner.kind == RP_BUILDER_ROLE ? rp_ros_trust(ros, resource, owner.holder) : RAMPART_OK;
}
