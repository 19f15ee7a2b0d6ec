/* SPDX-License-Identifier: Apache-2.0 */
/* What a name in a ROS template stands for: a pseudo parameter, a parameter, a local, a resource and its attributes. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* ---- pseudo parameters ---- */

bool rp_ros_is_pseudo(struct rampart_str name)
{
    static const char *const names[] = {"ALIYUN::AccountId", "ALIYUN::TenantId", "ALIYUN::Region",
                                        "ALIYUN::StackName", "ALIYUN::StackId"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rp_str_equal(name, rampart_str(names[i]))) return true;
    return false;
}

static enum rampart_status pseudo(struct rp_ros *ros, struct rampart_str name, struct rp_span span,
                                  struct rp_node **ret_value)
{
    const struct rampart_str *given = rp_ros_given(ros, name);
    struct rampart_str account = ros->file->input->account;
    bool of_account =
        rp_str_equal(name, RP_STR("ALIYUN::AccountId")) || rp_str_equal(name, RP_STR("ALIYUN::TenantId"));
    if (given != NULL) return rp_ros_string(ros, *given, span, ret_value);
    if (rp_str_equal(name, RP_STR("ALIYUN::NoValue"))) return RAMPART_OK;
    if (of_account && account.len > 0) return rp_ros_string(ros, account, span, ret_value);
    if (rp_str_equal(name, RP_STR("ALIYUN::Index")) && ros->round.len > 0) {
        RP_TRY(rp_ros_string(ros, ros->round, span, ret_value));
        if ((*ret_value)->type == RP_NODE_STRING) (*ret_value)->type = RP_NODE_NUMBER;
        return RAMPART_OK;
    }
    return rp_ros_hole(ros, span, ret_value, "%.*s is not known", RP_ARG(rp_ros_shown(name)));
}

/* ---- resources ---- */

const struct rp_ros_naming *rp_ros_naming_of(struct rampart_str type)
{
    static const struct rp_ros_naming namings[] = {
        {"ALIYUN::RAM::User", "UserName", true, RP_BUILDER_USER, RAMPART_GAP_USERS},
        {"ALIYUN::RAM::Group", "GroupName", true, RP_BUILDER_GROUP, RAMPART_GAP_GROUPS},
        {"ALIYUN::RAM::Role", "RoleName", true, RP_BUILDER_ROLE, RAMPART_GAP_ROLES},
        {"ALIYUN::RAM::ManagedPolicy", "PolicyName", false, RP_BUILDER_KINDS, RAMPART_GAP_POLICIES},
        {"ALIYUN::ResourceManager::ControlPolicy", "PolicyId", false, RP_BUILDER_KINDS, RAMPART_GAP_POLICIES},
    };
    for (size_t i = 0; i < sizeof namings / sizeof *namings; i++)
        if (rp_str_equal(type, rampart_str(namings[i].type))) return &namings[i];
    return NULL;
}

static struct rampart_str type_of(const struct rp_ros_entry *entry)
{
    const struct rp_node *type = rp_node_member(entry->node, RP_STR("Type"));
    return type != NULL && type->type == RP_NODE_STRING ? type->text : RP_STR("");
}

enum rampart_status rp_ros_place(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                 struct rampart_str *ret_place)
{
    bool made = rp_arena_printf(ros->reading.arena, ret_place, "Resources.%.*s%s%.*s", RP_ARG(entry->name),
                                ros->round.len > 0 ? "." : "", RP_ARG(ros->round));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status stand_in(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                    struct rp_node **ret_name)
{
    struct rampart_str place;
    RP_TRY(rp_ros_place(ros, entry, &place));
    return rp_ros_string(ros, place, entry->node->key_span, ret_name);
}

static enum rampart_status make_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                     struct rp_node **ret_name)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(resource->type);
    RP_TRY(rp_ros_name(ros, resource, naming->property, ret_name));
    if (!rp_ros_is_hole(*ret_name) || naming->principal) return RAMPART_OK;
    return stand_in(ros, resource->entry, ret_name);
}

enum rampart_status rp_ros_once(struct rp_ros *ros, struct rp_ros_entry *entry, const char *what,
                                rp_ros_make *make, struct rp_span span, struct rp_node **ret_value)
{
    if (entry->state == RP_ROS_ASKED) {
        rp_ros_error(ros, RP_ROS_CYCLE, span, "the %s %.*s is defined by itself", what,
                     RP_ARG(rp_ros_shown(entry->name)));
        rp_diag_help(ros->reading.diags, "write the value out in one of the places that lead around");
        return rp_ros_hole(ros, span, ret_value, "it is defined by itself");
    }
    if (entry->state == RP_ROS_UNASKED) {
        const bool naming = ros->naming;
        const struct rampart_str round = ros->round;
        entry->state = RP_ROS_ASKED;
        ros->naming = false;
        ros->round.len = 0;
        RP_TRY(make(ros, entry, &entry->value));
        ros->naming = naming;
        ros->round = round;
        entry->state = RP_ROS_KNOWN;
    }
    return rp_ros_copy(ros, entry->value, span, ret_value);
}

static enum rampart_status make_resource_name(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                              struct rp_node **ret_name)
{
    const struct rp_ros_resource resource = {.entry = entry,
                                             .type = type_of(entry),
                                             .properties = rp_node_member(entry->node, RP_STR("Properties"))};
    if (rp_node_member(entry->node, RP_STR("Count")) == NULL) return make_name(ros, &resource, ret_name);
    return rp_ros_hole(ros, entry->node->key_span, ret_name, "the resource %.*s has a Count",
                       RP_ARG(rp_ros_shown(entry->name)));
}

/* Each round of a Count has a name of its own. */
enum rampart_status rp_ros_own_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node **ret_name)
{
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_RESOURCES, resource->entry->name);
    if (rp_node_member(entry->node, RP_STR("Count")) != NULL) return make_name(ros, resource, ret_name);
    RP_TRY(rp_ros_once(ros, entry, "resource", make_resource_name, entry->node->key_span, ret_name));
    if (entry->value != NULL) (*ret_name)->span = entry->value->span;
    return RAMPART_OK;
}

/* ---- attributes ---- */

static bool has_capitals(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (rp_lower(text.data[i]) != text.data[i]) return true;
    return false;
}

/* The ARN of a role has its name in lower case; whether that of another name has is not known. */
static enum rampart_status role_arn(struct rp_ros *ros, const struct rp_node *name, struct rp_span span,
                                    struct rp_node **ret_value)
{
    struct rampart_str account = ros->file->input->account, text;
    if (rp_ros_is_hole(name)) return rp_ros_copy(ros, name, span, ret_value);
    if (account.len == 0) return rp_ros_hole(ros, span, ret_value, "the account is not known");
    if (has_capitals(name->text))
        return rp_ros_hole(ros, span, ret_value,
                           "how the cloud writes the role's name in its ARN is not known");
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), account, RP_STR(":role/"), name->text};
    RP_TRY_MEMORY(rp_arena_join(ros->reading.arena, parts, 4, &text));
    return rp_ros_string(ros, text, span, ret_value);
}

enum rampart_status rp_ros_attribute(struct rp_ros *ros, struct rampart_str resource,
                                     struct rampart_str attribute, struct rp_span span,
                                     struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_RESOURCES};
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_RESOURCES, resource);
    if (entry == NULL) {
        rp_ros_undefined(ros, span, resource, sections, 1);
        return rp_ros_hole(ros, span, ret_value, "it is not defined");
    }
    const struct rp_ros_naming *naming = rp_ros_naming_of(type_of(entry));
    bool named = naming != NULL && rp_str_equal(attribute, rampart_str(naming->property));
    bool arn = naming != NULL && naming->kind == RP_BUILDER_ROLE && rp_str_equal(attribute, RP_STR("Arn"));
    if (!named && !arn)
        return rp_ros_hole(ros, span, ret_value, "%.*s of the resource %.*s is known when it is made",
                           RP_ARG(rp_ros_shown(attribute)), RP_ARG(rp_ros_shown(resource)));
    struct rp_node *name = NULL;
    RP_TRY(rp_ros_once(ros, entry, "resource", make_resource_name, span, &name));
    if (named && (naming->principal || ros->naming || !rp_str_starts(name->text, RP_STR("Resources.")))) {
        *ret_value = name;
        return RAMPART_OK;
    }
    if (arn) return role_arn(ros, name, span, ret_value);
    return rp_ros_hole(ros, span, ret_value, "the name of the resource %.*s is not known",
                       RP_ARG(rp_ros_shown(resource)));
}

/* What a resource itself stands for is its name where a name must stand: the cloud would not take anything else. */
static enum rampart_status resource_itself(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                           struct rp_span span, struct rp_node **ret_value)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(type_of(entry));
    if (naming != NULL && ros->naming)
        return rp_ros_attribute(ros, entry->name, rampart_str(naming->property), span, ret_value);
    return rp_ros_hole(ros, span, ret_value, "what the resource %.*s stands for is known when it is made",
                       RP_ARG(rp_ros_shown(entry->name)));
}

/* ---- names ---- */

/* A local of another type than these asks a service. */
static enum rampart_status make_local(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                      struct rp_node **ret_value)
{
    struct rampart_str type = type_of(entry);
    const struct rp_node *value = rp_node_member(entry->node, RP_STR("Value"));
    bool plain = type.len == 0 || rp_str_equal(type, RP_STR("Macro")) || rp_str_equal(type, RP_STR("Eval"));
    if (plain && value != NULL) return rp_ros_value(ros, value, ret_value);
    return rp_ros_hole(ros, entry->node->key_span, ret_value, "the local %.*s is not known",
                       RP_ARG(rp_ros_shown(entry->name)));
}

enum rampart_status rp_ros_named(struct rp_ros *ros, struct rampart_str name, struct rp_span span,
                                 struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_PARAMETERS, RP_ROS_RESOURCES, RP_ROS_LOCALS};
    *ret_value = NULL;
    if (rp_str_starts(name, RP_STR("ALIYUN::"))) return pseudo(ros, name, span, ret_value);
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_PARAMETERS, name);
    if (entry != NULL) return rp_ros_once(ros, entry, "parameter", rp_ros_parameter, span, ret_value);
    entry = rp_ros_find(ros, RP_ROS_LOCALS, name);
    if (entry != NULL) return rp_ros_once(ros, entry, "local", make_local, span, ret_value);
    entry = rp_ros_find(ros, RP_ROS_RESOURCES, name);
    if (entry != NULL) return resource_itself(ros, entry, span, ret_value);
    rp_ros_undefined(ros, span, name, sections, 3);
    return rp_ros_hole(ros, span, ret_value, "it is not defined");
}
