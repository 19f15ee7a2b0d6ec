/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates what a ROS template writes: names, functions and conditions. Functions call one another, and a name may
 * stand for a value with functions in it; rp_ros_value() and rp_ros_condition() limit how deep that goes.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* Makes the value of an entry; it may ask for the same entry again, which is a cycle. */
typedef enum rampart_status ros_make(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                     struct rp_node **ret_value);

/* The value of an entry, which is made only once. */
static enum rampart_status ros_evaluate_once(struct rp_ros *ros, struct rp_ros_entry *entry, const char *what,
                                             ros_make *make, struct rp_span span, struct rp_node **ret_value)
{
    if (entry->state == RP_ROS_IN_EVALUATION) {
        rp_ros_error(ros, RP_ROS_CYCLE, span, "the %s %.*s depends on itself", what,
                     RP_ARG(rp_ros_shown(entry->name)));
        rp_diag_help(ros->reading.diags, "break the cycle: write one of the values out");
        return rp_ros_unknown(ros, span, ret_value, "it depends on itself");
    }
    if (entry->state == RP_ROS_NEW) {
        const bool as_name = ros->as_name;
        const struct rampart_str index = ros->index;
        entry->state = RP_ROS_IN_EVALUATION;
        ros->as_name = false;
        ros->index.len = 0;
        RP_TRY(make(ros, entry, &entry->value));
        ros->as_name = as_name;
        ros->index = index;
        entry->state = RP_ROS_EVALUATED;
    }
    return rp_ros_copy(ros, entry->value, span, ret_value);
}

/* The function that a map calls: its member, whose value is the argument. NULL: the map is no call. */
static const struct rp_node *ros_call(const struct rp_node *node)
{
    if (node == NULL || node->type != RP_NODE_MAP || node->count != 1) return NULL;
    bool call =
        rp_str_equal(node->first->key, RP_STR("Ref")) || rp_str_starts(node->first->key, RP_STR("Fn::"));
    return call ? node->first : NULL;
}

/* ---- properties of resources ---- */

enum rampart_status rp_ros_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const char *name, struct rp_node **ret_value)
{
    return rp_ros_property_called(ros, resource, rampart_str(name), ret_value);
}

enum rampart_status rp_ros_property_called(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                           struct rampart_str name, struct rp_node **ret_value)
{
    *ret_value = NULL;
    const struct rp_node *properties = resource->properties;
    if (ros_call(properties) != NULL)
        return rp_ros_unknown(ros, properties->span, ret_value,
                              "the properties of the resource %.*s are not known",
                              RP_ARG(rp_ros_shown(resource->entry->name)));
    const struct rp_node *member = rp_node_member(properties, name);
    return member == NULL ? RAMPART_OK : rp_ros_value(ros, member, ret_value);
}

/* The property as the name of a principal or a policy. */
static enum rampart_status ros_name_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                             const char *name, struct rp_node **ret_value)
{
    bool as_name = ros->as_name;
    ros->as_name = true;
    enum rampart_status status = rp_ros_property(ros, resource, name, ret_value);
    ros->as_name = as_name;
    return status;
}

enum rampart_status rp_ros_as_name(struct rp_ros *ros, struct rp_node *value, const char *what,
                                   struct rp_node **ret_name)
{
    *ret_name = value;
    if (rp_ros_is_unknown(value)) return RAMPART_OK;
    if (rp_ros_is_text(value)) {
        value->type = RP_NODE_STRING;
        return RAMPART_OK;
    }
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be a name, not %s", what,
                 rp_node_type_name(value->type));
    return rp_ros_unknown(ros, value->span, ret_name, "it is not a name");
}

enum rampart_status rp_ros_name(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                struct rp_node **ret_name)
{
    struct rp_node *value = NULL;
    RP_TRY(ros_name_property(ros, resource, name, &value));
    if (value != NULL) return rp_ros_as_name(ros, value, name, ret_name);
    return rp_ros_unknown(ros, resource->entry->node->key_span, ret_name, "the resource %.*s has no %s",
                          RP_ARG(rp_ros_shown(resource->entry->name)), name);
}

enum rampart_status rp_ros_names(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                 enum rp_node_type type, struct rp_node **ret_names)
{
    RP_TRY(ros_name_property(ros, resource, name, ret_names));
    struct rp_node *value = *ret_names;
    if (value == NULL || value->type == type || rp_ros_is_unknown(value)) return RAMPART_OK;
    *ret_names = NULL;
    if (value->type == RP_NODE_NULL) return RAMPART_OK;
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be %s, not %s", name, rp_node_type_name(type),
                 rp_node_type_name(value->type));
    if (value->type == RP_NODE_STRING && type == RP_NODE_LIST)
        rp_diag_help(ros->reading.diags, "put it in brackets");
    return RAMPART_OK;
}

enum rampart_status rp_ros_may_be_true(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       const char *name, bool *ret_may)
{
    struct rp_node *value = NULL;
    RP_TRY(rp_ros_property(ros, resource, name, &value));
    *ret_may =
        value != NULL && value->type != RP_NODE_NULL && !rp_str_equal_fold(value->text, RP_STR("false"));
    return RAMPART_OK;
}

/* ---- names of resources ---- */

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

static struct rampart_str ros_type(const struct rp_ros_entry *entry)
{
    const struct rp_node *type = rp_node_member(entry->node, RP_STR("Type"));
    return type != NULL && type->type == RP_NODE_STRING ? type->text : RP_STR("");
}

enum rampart_status rp_ros_place(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                 struct rampart_str *ret_place)
{
    bool made = rp_arena_printf(ros->reading.arena, ret_place, "Resources.%.*s%s%.*s", RP_ARG(entry->name),
                                ros->index.len > 0 ? "." : "", RP_ARG(ros->index));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status ros_stand_in(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                        struct rp_node **ret_name)
{
    struct rampart_str place;
    RP_TRY(rp_ros_place(ros, entry, &place));
    return rp_ros_string(ros, place, entry->node->key_span, ret_name);
}

static enum rampart_status ros_make_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                         struct rp_node **ret_name)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(resource->type);
    RP_TRY(rp_ros_name(ros, resource, naming->property, ret_name));
    if (!rp_ros_is_unknown(*ret_name) || naming->principal) return RAMPART_OK;
    return ros_stand_in(ros, resource->entry, ret_name);
}

static enum rampart_status ros_make_resource_name(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                                  struct rp_node **ret_name)
{
    const struct rp_ros_resource resource = {.entry = entry,
                                             .type = ros_type(entry),
                                             .properties = rp_node_member(entry->node, RP_STR("Properties"))};
    if (rp_node_member(entry->node, RP_STR("Count")) == NULL) return ros_make_name(ros, &resource, ret_name);
    return rp_ros_unknown(ros, entry->node->key_span, ret_name, "the resource %.*s has a Count",
                          RP_ARG(rp_ros_shown(entry->name)));
}

/* Each copy that a Count makes has a name of its own. */
enum rampart_status rp_ros_own_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node **ret_name)
{
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_RESOURCES, resource->entry->name);
    if (rp_node_member(entry->node, RP_STR("Count")) != NULL) return ros_make_name(ros, resource, ret_name);
    RP_TRY(
        ros_evaluate_once(ros, entry, "resource", ros_make_resource_name, entry->node->key_span, ret_name));
    if (entry->value != NULL) (*ret_name)->span = entry->value->span;
    return RAMPART_OK;
}

/* ---- attributes ---- */

static bool ros_has_capitals(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (rp_lower(text.data[i]) != text.data[i]) return true;
    return false;
}

/* The ARN of a role whose name is in lower case; it is not known how the cloud writes another name. */
static enum rampart_status ros_role_arn(struct rp_ros *ros, const struct rp_node *name, struct rp_span span,
                                        struct rp_node **ret_value)
{
    struct rampart_str account = ros->file->input->account, text;
    if (rp_ros_is_unknown(name)) return rp_ros_copy(ros, name, span, ret_value);
    if (account.len == 0) return rp_ros_unknown(ros, span, ret_value, "the account is not known");
    if (ros_has_capitals(name->text))
        return rp_ros_unknown(ros, span, ret_value,
                              "how the cloud writes the role name in its ARN is not known");
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), account, RP_STR(":role/"), name->text};
    RP_TRY_MEMORY(rp_arena_join(ros->reading.arena, parts, 4, &text));
    return rp_ros_string(ros, text, span, ret_value);
}

static enum rampart_status ros_resolve_attribute(struct rp_ros *ros, struct rampart_str resource,
                                                 struct rampart_str attribute, struct rp_span span,
                                                 struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_RESOURCES};
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_RESOURCES, resource);
    if (entry == NULL) {
        rp_ros_undefined(ros, span, resource, sections, 1);
        return rp_ros_unknown(ros, span, ret_value, "it is not defined");
    }
    const struct rp_ros_naming *naming = rp_ros_naming_of(ros_type(entry));
    bool named = naming != NULL && rp_str_equal(attribute, rampart_str(naming->property));
    bool arn = naming != NULL && naming->kind == RP_BUILDER_ROLE && rp_str_equal(attribute, RP_STR("Arn"));
    if (!named && !arn)
        return rp_ros_unknown(ros, span, ret_value, "%.*s of the resource %.*s is known when it is made",
                              RP_ARG(rp_ros_shown(attribute)), RP_ARG(rp_ros_shown(resource)));
    struct rp_node *name = NULL;
    RP_TRY(ros_evaluate_once(ros, entry, "resource", ros_make_resource_name, span, &name));
    if (named && (naming->principal || ros->as_name || !rp_str_starts(name->text, RP_STR("Resources.")))) {
        *ret_value = name;
        return RAMPART_OK;
    }
    if (arn) return ros_role_arn(ros, name, span, ret_value);
    return rp_ros_unknown(ros, span, ret_value, "the name of the resource %.*s is not known",
                          RP_ARG(rp_ros_shown(resource)));
}

/* Where a name must stand, a resource stands for its name: the cloud takes nothing else there. */
static enum rampart_status ros_resource_itself(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                               struct rp_span span, struct rp_node **ret_value)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(ros_type(entry));
    if (naming != NULL && ros->as_name)
        return ros_resolve_attribute(ros, entry->name, rampart_str(naming->property), span, ret_value);
    return rp_ros_unknown(ros, span, ret_value, "the value of the resource %.*s is known when it is made",
                          RP_ARG(rp_ros_shown(entry->name)));
}

/* ---- names ---- */

static enum rampart_status ros_pseudo(struct rp_ros *ros, struct rampart_str name, struct rp_span span,
                                      struct rp_node **ret_value)
{
    const struct rampart_str *given = rp_ros_given(ros, name);
    struct rampart_str account = ros->file->input->account;
    bool of_account =
        rp_str_equal(name, RP_STR("ALIYUN::AccountId")) || rp_str_equal(name, RP_STR("ALIYUN::TenantId"));
    if (given != NULL) return rp_ros_string(ros, *given, span, ret_value);
    if (rp_str_equal(name, RP_STR("ALIYUN::NoValue"))) return RAMPART_OK;
    if (of_account && account.len > 0) return rp_ros_string(ros, account, span, ret_value);
    if (rp_str_equal(name, RP_STR("ALIYUN::Index")) && ros->index.len > 0) {
        RP_TRY(rp_ros_string(ros, ros->index, span, ret_value));
        if ((*ret_value)->type == RP_NODE_STRING) (*ret_value)->type = RP_NODE_NUMBER;
        return RAMPART_OK;
    }
    return rp_ros_unknown(ros, span, ret_value, "%.*s is not known", RP_ARG(rp_ros_shown(name)));
}

/* A service gives the value of a local of another type than these. */
static enum rampart_status ros_make_local(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                          struct rp_node **ret_value)
{
    struct rampart_str type = ros_type(entry);
    const struct rp_node *value = rp_node_member(entry->node, RP_STR("Value"));
    bool plain = type.len == 0 || rp_str_equal(type, RP_STR("Macro")) || rp_str_equal(type, RP_STR("Eval"));
    if (plain && value != NULL) return rp_ros_value(ros, value, ret_value);
    return rp_ros_unknown(ros, entry->node->key_span, ret_value, "the local %.*s is not known",
                          RP_ARG(rp_ros_shown(entry->name)));
}

static enum rampart_status ros_resolve_name(struct rp_ros *ros, struct rampart_str name, struct rp_span span,
                                            struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_PARAMETERS, RP_ROS_RESOURCES, RP_ROS_LOCALS};
    *ret_value = NULL;
    if (rp_str_starts(name, RP_STR("ALIYUN::"))) return ros_pseudo(ros, name, span, ret_value);
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_PARAMETERS, name);
    if (entry != NULL) return ros_evaluate_once(ros, entry, "parameter", rp_ros_parameter, span, ret_value);
    entry = rp_ros_find(ros, RP_ROS_LOCALS, name);
    if (entry != NULL) return ros_evaluate_once(ros, entry, "local", ros_make_local, span, ret_value);
    entry = rp_ros_find(ros, RP_ROS_RESOURCES, name);
    if (entry != NULL) return ros_resource_itself(ros, entry, span, ret_value);
    rp_ros_undefined(ros, span, name, sections, 3);
    return rp_ros_unknown(ros, span, ret_value, "it is not defined");
}

/* ---- Ref, Fn::GetAtt ---- */

static enum rampart_status ros_ref(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *name = call->first;
    if (name->type != RP_NODE_STRING) return rp_ros_wrong_call(ros, call, "Ref: name", ret_value);
    return ros_resolve_name(ros, name->text, call->span, ret_value);
}

/* The argument is "Resource.Attribute", or both in a list. */
static enum rampart_status ros_get_att(struct rp_ros *ros, const struct rp_node *call,
                                       struct rp_node **ret_value)
{
    static const char form[] = "Fn::GetAtt: [resource, attribute]";
    const struct rp_node *argument = call->first;
    if (argument->type == RP_NODE_STRING) {
        size_t dot = rp_str_find(argument->text, '.');
        if (dot == argument->text.len) return rp_ros_wrong_call(ros, call, form, ret_value);
        return ros_resolve_attribute(ros, rp_str_part(argument->text, 0, dot),
                                     rp_str_from(argument->text, dot + 1), call->span, ret_value);
    }
    if (argument->type != RP_NODE_LIST || argument->count < 2 || argument->first->type != RP_NODE_STRING)
        return rp_ros_wrong_call(ros, call, form, ret_value);
    const struct rp_node *attribute = argument->first->next;
    if (argument->count > 2 || attribute->type != RP_NODE_STRING)
        return rp_ros_unknown(ros, call->span, ret_value, "an attribute of the resource %.*s is not known",
                              RP_ARG(rp_ros_shown(argument->first->text)));
    return ros_resolve_attribute(ros, argument->first->text, attribute->text, call->span, ret_value);
}

/* ---- Fn::If, Fn::FindInMap ---- */

static enum rampart_status ros_if(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *condition = NULL;
    if (argument->type != RP_NODE_LIST || argument->count != 3)
        return rp_ros_wrong_call(ros, call, "Fn::If: [condition, value, other value]", ret_value);
    const struct rp_node *yes = argument->first->next;
    RP_TRY(rp_ros_condition(ros, argument->first, &condition));
    if (rp_ros_is_unknown(condition)) return rp_ros_copy(ros, condition, call->span, ret_value);
    return rp_ros_value(ros, rp_ros_is_true(condition) ? yes : yes->next, ret_value);
}

static enum rampart_status ros_find_in_map(struct rp_ros *ros, const struct rp_node *call,
                                           struct rp_node *const *values, struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_MAPPINGS};
    if (!rp_ros_is_text(values[0]) || !rp_ros_is_text(values[1]) || !rp_ros_is_text(values[2]))
        return rp_ros_wrong_call(ros, call, "Fn::FindInMap: [mapping, key, second key]", ret_value);
    const struct rp_ros_entry *mapping = rp_ros_find(ros, RP_ROS_MAPPINGS, values[0]->text);
    if (mapping == NULL) {
        rp_ros_undefined(ros, values[0]->span, values[0]->text, sections, 1);
        return rp_ros_unknown(ros, call->span, ret_value, "it is not defined");
    }
    const struct rp_node *first = rp_node_member(mapping->node, values[1]->text), *second = NULL;
    if (first != NULL) second = rp_node_member(first, values[2]->text);
    if (second != NULL && (first->doubtful_key || second->doubtful_key)) second = NULL;
    size_t looked = mapping->node->count + (first == NULL ? 0 : first->count);
    if (rp_ros_spend(ros, call->span, looked / 4) && second != NULL)
        return rp_ros_value(ros, second, ret_value);
    return rp_ros_unknown(ros, call->span, ret_value, "the mapping %.*s has no such value",
                          RP_ARG(rp_ros_shown(mapping->name)));
}

/* ---- Fn::Sub ---- */

/* The text, and the call's own values of names in it; NULL: it has none. */
struct substitution {
    const struct rp_node *call, *text;
    struct rp_node *own;
};

static enum rampart_status ros_sub_value(struct rp_ros *ros, const struct substitution *sub,
                                         struct rampart_str name, struct rp_node **ret_value)
{
    struct rp_span span = sub->call->span;
    if (sub->own != NULL && rp_ros_spend(ros, span, sub->own->count)) {
        const struct rp_node *own = rp_node_member(sub->own, name);
        if (own != NULL) return rp_ros_copy(ros, own, span, ret_value);
    }
    size_t dot = rp_str_find(name, '.');
    if (dot == name.len) return ros_resolve_name(ros, name, span, ret_value);
    return ros_resolve_attribute(ros, rp_str_part(name, 0, dot), rp_str_from(name, dot + 1), span, ret_value);
}

/*
 * One "${…}" with `inner` between the brackets. "${!x}" stands for the text "${x}". An unknown value makes the whole
 * text an unknown.
 */
static enum rampart_status ros_sub_name(struct rp_ros *ros, const struct substitution *sub,
                                        struct rampart_str inner, struct rp_ros_parts *parts,
                                        struct rp_node **ret_unknown)
{
    struct rp_node *value = NULL;
    if (rp_str_starts(inner, RP_STR("!"))) {
        rp_ros_parts_add(parts, RP_STR("${"));
        rp_ros_parts_add(parts, rp_str_from(inner, 1));
        rp_ros_parts_add(parts, RP_STR("}"));
        return RAMPART_OK;
    }
    RP_TRY(ros_sub_value(ros, sub, inner, &value));
    if (rp_ros_is_unknown(value))
        *ret_unknown = value;
    else if (!rp_ros_is_text(value))
        return rp_ros_unknown(ros, sub->call->span, ret_unknown, "the value of ${%.*s} is not a text",
                              RP_ARG(rp_ros_shown(inner)));
    else
        rp_ros_parts_add(parts, value->text);
    return RAMPART_OK;
}

static enum rampart_status ros_sub_all(struct rp_ros *ros, const struct substitution *sub,
                                       struct rp_node **ret_value)
{
    struct rampart_str rest = sub->text->text, opening = RP_STR("${");
    struct rp_node *unknown = NULL;
    struct rp_ros_parts parts;
    RP_TRY(rp_ros_parts_new(ros, 4 * rp_str_count(rest, '$') + 1, &parts));
    while (rest.len > 0 && unknown == NULL && !ros->ended) {
        size_t at = rp_ros_find_text(rest, opening), end = at + rp_str_find(rp_str_from(rest, at), '}');
        if (end == rest.len) at = rest.len; /* an opening that nothing closes is text, like the rest */
        rp_ros_parts_add(&parts, rp_str_part(rest, 0, at));
        if (at == rest.len) break;
        RP_TRY(ros_sub_name(ros, sub, rp_str_part(rest, at + 2, end - at - 2), &parts, &unknown));
        rest = rp_str_from(rest, end + 1);
    }
    if (unknown != NULL) return rp_ros_copy(ros, unknown, sub->call->span, ret_value);
    return rp_ros_parts_join(ros, &parts, sub->call->span, ret_value);
}

/* The argument is a text, or a list of a text and a map. */
static enum rampart_status ros_sub(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    bool list = argument->type == RP_NODE_LIST && argument->count == 2;
    struct substitution sub = {call, list ? argument->first : argument, NULL};
    if (list) RP_TRY(rp_ros_value(ros, argument->first->next, &sub.own));
    if (rp_ros_is_unknown(sub.own)) return rp_ros_copy(ros, sub.own, call->span, ret_value);
    if (sub.text->type != RP_NODE_STRING || sub.text->doubtful ||
        (list && (sub.own == NULL || sub.own->type != RP_NODE_MAP)))
        return rp_ros_wrong_call(ros, call, "Fn::Sub: text, or Fn::Sub: [text, {name: value}]", ret_value);
    return ros_sub_all(ros, &sub, ret_value);
}

/* ---- calls ---- */

enum { MOST_ARGUMENTS = 3 };

/* Functions of a list of values; an unknown among them makes the call an unknown. */
static const struct list_function {
    const char *name, *form;
    size_t least, most;
    enum rampart_status (*call)(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value);
} listed[] = {
    {"Fn::Join", "Fn::Join: [between, [part, part]]", 2, 2, rp_ros_join},
    {"Fn::Split", "Fn::Split: [between, text]", 2, 2, rp_ros_split},
    {"Fn::Select", "Fn::Select: [number, [value, value]]", 2, 3, rp_ros_select},
    {"Fn::FindInMap", "Fn::FindInMap: [mapping, key, second key]", 3, 3, ros_find_in_map},
};

static enum rampart_status ros_call_listed(struct rp_ros *ros, const struct rp_node *call,
                                           const struct list_function *function, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *values[MOST_ARGUMENTS] = {NULL};
    size_t count = 0;
    if (argument->type != RP_NODE_LIST || argument->count < function->least ||
        argument->count > function->most)
        return rp_ros_wrong_call(ros, call, function->form, ret_value);
    for (const struct rp_node *part = argument->first; part != NULL; part = part->next, count++) {
        RP_TRY(rp_ros_value(ros, part, &values[count]));
        if (rp_ros_is_unknown(values[count])) return rp_ros_copy(ros, values[count], call->span, ret_value);
        if (values[count] == NULL) return rp_ros_wrong_call(ros, call, function->form, ret_value);
    }
    return function->call(ros, call, values, ret_value);
}

static enum rampart_status ros_call_function(struct rp_ros *ros, const struct rp_node *call,
                                             struct rp_node **ret_value)
{
    static const struct {
        const char *name;
        enum rampart_status (*call)(struct rp_ros *ros, const struct rp_node *call,
                                    struct rp_node **ret_value);
    } others[] = {{"Ref", ros_ref}, {"Fn::GetAtt", ros_get_att}, {"Fn::Sub", ros_sub}, {"Fn::If", ros_if}};
    struct rampart_str name = call->first->key;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (rp_str_equal(name, rampart_str(others[i].name))) return others[i].call(ros, call, ret_value);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (rp_str_equal(name, rampart_str(listed[i].name)))
            return ros_call_listed(ros, call, &listed[i], ret_value);
    return rp_ros_unknown(ros, call->span, ret_value, "%.*s is not evaluated", RP_ARG(rp_ros_shown(name)));
}

/* ---- conditions ---- */

static enum rampart_status ros_equals(struct rp_ros *ros, const struct rp_node *call,
                                      struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *a = NULL, *b = NULL;
    if (argument->type != RP_NODE_LIST || argument->count != 2)
        return rp_ros_wrong_call(ros, call, "Fn::Equals: [one, other]", ret_value);
    RP_TRY(rp_ros_value(ros, argument->first, &a));
    RP_TRY(rp_ros_value(ros, argument->first->next, &b));
    return rp_ros_equals(ros, a, b, call->span, ret_value);
}

/* One condition that decides is enough, whatever the others are; otherwise an unknown one leaves the result unknown. */
static enum rampart_status ros_all_of(struct rp_ros *ros, const struct rp_node *call, bool decides,
                                      const char *form, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first, *open = NULL;
    if (argument->type != RP_NODE_LIST || argument->count == 0)
        return rp_ros_wrong_call(ros, call, form, ret_value);
    for (const struct rp_node *part = argument->first; part != NULL; part = part->next) {
        struct rp_node *value = NULL;
        RP_TRY(rp_ros_condition(ros, part, &value));
        if (rp_ros_is_unknown(value))
            open = value;
        else if (rp_ros_is_true(value) == decides)
            return rp_ros_bool(ros, decides, call->span, ret_value);
    }
    if (open != NULL) return rp_ros_copy(ros, open, open->span, ret_value);
    return rp_ros_bool(ros, !decides, call->span, ret_value);
}

static enum rampart_status ros_not(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *value = NULL;
    bool list = argument->type == RP_NODE_LIST;
    if (list && argument->count != 1) return rp_ros_wrong_call(ros, call, "Fn::Not: condition", ret_value);
    RP_TRY(rp_ros_condition(ros, list ? argument->first : argument, &value));
    if (rp_ros_is_unknown(value)) return rp_ros_copy(ros, value, value->span, ret_value);
    return rp_ros_bool(ros, !rp_ros_is_true(value), call->span, ret_value);
}

static enum rampart_status ros_make_condition(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                              struct rp_node **ret_value)
{
    return rp_ros_condition(ros, entry->node, ret_value);
}

static enum rampart_status ros_named_condition(struct rp_ros *ros, const struct rp_node *node,
                                               struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_CONDITIONS};
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_CONDITIONS, node->text);
    if (entry == NULL) {
        rp_ros_undefined(ros, node->span, node->text, sections, 1);
        return rp_ros_unknown(ros, node->span, ret_value, "it is not defined");
    }
    return ros_evaluate_once(ros, entry, "condition", ros_make_condition, node->span, ret_value);
}

/* Any other function may give true or false too. */
static enum rampart_status ros_computed_condition(struct rp_ros *ros, const struct rp_node *node,
                                                  struct rp_node **ret_value)
{
    struct rp_node *value = NULL;
    RP_TRY(rp_ros_value(ros, node, &value));
    if (rp_ros_is_unknown(value)) {
        *ret_value = value;
        return RAMPART_OK;
    }
    bool yes = rp_ros_is_scalar(value) && rp_str_equal_fold(value->text, RP_STR("true"));
    if (yes || (rp_ros_is_scalar(value) && rp_str_equal_fold(value->text, RP_STR("false"))))
        return rp_ros_bool(ros, yes, node->span, ret_value);
    return rp_ros_unknown(ros, node->span, ret_value, "the condition is neither true nor false");
}

static enum rampart_status ros_condition(struct rp_ros *ros, const struct rp_node *node,
                                         struct rp_node **ret_value)
{
    if (node->type == RP_NODE_STRING) return ros_named_condition(ros, node, ret_value);
    if (node->type != RP_NODE_MAP || node->count != 1) return ros_computed_condition(ros, node, ret_value);
    struct rampart_str name = node->first->key;
    if (rp_str_equal(name, RP_STR("Condition"))) return rp_ros_condition(ros, node->first, ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Equals"))) return ros_equals(ros, node, ret_value);
    if (rp_str_equal(name, RP_STR("Fn::And")))
        return ros_all_of(ros, node, false, "Fn::And: [condition, condition]", ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Or")))
        return ros_all_of(ros, node, true, "Fn::Or: [condition, condition]", ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Not"))) return ros_not(ros, node, ret_value);
    return ros_computed_condition(ros, node, ret_value);
}

enum rampart_status rp_ros_condition(struct rp_ros *ros, const struct rp_node *node,
                                     struct rp_node **ret_value)
{
    *ret_value = NULL;
    if (!rp_ros_enter(ros, node->span))
        return rp_ros_unknown(ros, node->span, ret_value, "the template is too large");
    enum rampart_status status = ros_condition(ros, node, ret_value);
    rp_ros_leave(ros);
    return status;
}

/* ---- values ---- */

/* ROS gives no meaning to a function beside other members. */
static const struct rp_node *ros_stray_call(const struct rp_node *node)
{
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        if (rp_str_starts(member->key, RP_STR("Fn::"))) return member;
    return NULL;
}

static enum rampart_status ros_child_value(struct rp_ros *ros, const struct rp_node *child,
                                           struct rp_span span, struct rp_node **ret_child)
{
    (void)span;
    return rp_ros_value(ros, child, ret_child);
}

/* "no" without quotes is true or false for some readers of YAML; as a name it is a name. */
static bool ros_is_doubtful(const struct rp_ros *ros, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) return node->doubtful && !ros->as_name;
    for (const struct rp_node *member = node->first; node->doubtful && member != NULL; member = member->next)
        if (member->doubtful_key) return true;
    return false;
}

static enum rampart_status ros_plain_value(struct rp_ros *ros, const struct rp_node *node,
                                           struct rp_node **ret_value)
{
    const struct rp_node *stray = ros_stray_call(node);
    if (node->type == RP_NODE_BROKEN) return rp_ros_unknown(ros, node->span, ret_value, "it cannot be read");
    if (ros_is_doubtful(ros, node))
        return rp_ros_unknown(ros, node->span, ret_value, "a word without quotes that may be true or false");
    if (stray != NULL)
        return rp_ros_unknown(ros, stray->key_span, ret_value, "%.*s is not the only member",
                              RP_ARG(rp_ros_shown(stray->key)));
    RP_TRY(rp_ros_node(ros, node->type, node->span, ret_value));
    struct rp_node *value = *ret_value;
    if (value->type == RP_NODE_BROKEN) return RAMPART_OK;
    value->text = node->text;
    return rp_ros_make_children(ros, node, node->span, ros_child_value, value);
}

enum rampart_status rp_ros_value(struct rp_ros *ros, const struct rp_node *node, struct rp_node **ret_value)
{
    *ret_value = NULL;
    if (!rp_ros_enter(ros, node->span))
        return rp_ros_unknown(ros, node->span, ret_value, "the template is too large");
    enum rampart_status status = ros_call(node) != NULL ? ros_call_function(ros, node, ret_value)
                                                        : ros_plain_value(ros, node, ret_value);
    rp_ros_leave(ros);
    return status;
}
