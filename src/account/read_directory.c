/* SPDX-License-Identifier: Apache-2.0 */
/* The resource groups of an account, and its place in a resource directory. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"

/* ---- resource groups ---- */

static void read_directory_read_pattern(struct rp_account_reader *reader, const struct rp_node *node,
                                        struct rampart_str *ret_pattern)
{
    size_t limit = reader->reading.limits->pattern_bytes;
    if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("a resource"), "an ARN pattern")) return;
    *ret_pattern = node->text;
    if (node->text.len > limit)
        rp_account_error(reader, RP_DOC_PATTERN_SIZE, node->span,
                         "the pattern has %zu bytes; the limit is %zu", node->text.len, limit);
}

static enum rampart_status read_directory_read_patterns(struct rp_account_reader *reader, const struct rp_node *node,
                                                        struct rampart_strs *ret_patterns)
{
    if (!rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of ARN patterns")) return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, node, &node));
    struct rampart_str *patterns = RP_NEW_ARRAY(&reader->account->arena, struct rampart_str, node->count);
    RP_TRY_MEMORY(patterns != NULL);
    size_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        read_directory_read_pattern(reader, value, &patterns[count++]);
    *ret_patterns = (struct rampart_strs){patterns, count};
    return RAMPART_OK;
}

static enum rampart_status read_directory_read_groups(struct rp_account_reader *reader, const struct rp_node *node,
                                                      struct rp_resource_group *groups, size_t *count)
{
    if (node == NULL) return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        struct rp_resource_group *group = &groups[(*count)++];
        group->name = member->key;
        rp_account_check_name(reader, member, "a resource group");
        RP_TRY(read_directory_read_patterns(reader, member, &group->patterns));
    }
    return RAMPART_OK;
}

/* Groups that a gap names exist, listed or not. */
static void read_directory_add_unknown_groups(struct rp_account_reader *reader, struct rp_resource_group *groups,
                                              size_t *count)
{
    struct rampart_str name;
    for (size_t i = 0; i < reader->account->gap_count; i++)
        if (rp_account_gap_names(reader, i, RAMPART_GAP_RESOURCES, "resource-group/", &name))
            groups[(*count)++] = (struct rp_resource_group){.name = name, .unknown = true};
}

/* A group that is listed and unknown as well is not known as a whole. */
static size_t read_directory_unite_groups(struct rp_resource_group *groups, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        struct rp_resource_group *last = left > 0 ? &groups[left - 1] : NULL;
        if (last == NULL || !rp_str_equal(last->name, groups[i].name)) {
            groups[left++] = groups[i];
            continue;
        }
        last->unknown |= groups[i].unknown;
        if (last->patterns.count == 0) last->patterns = groups[i].patterns;
    }
    return left;
}

enum rampart_status rp_account_resource_groups(struct rp_account_reader *reader, const struct rp_node *node)
{
    size_t most = (node == NULL ? 0 : node->count) + reader->account->gap_count, count = 0;
    if (node != NULL &&
        !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to lists of ARN patterns")) {
        reader->resource_groups_broken = true;
        return RAMPART_OK;
    }
    struct rp_resource_group *groups = RP_NEW_ARRAY(&reader->account->arena, struct rp_resource_group, most);
    RP_TRY_MEMORY(groups != NULL);
    RP_TRY(read_directory_read_groups(reader, node, groups, &count));
    read_directory_add_unknown_groups(reader, groups, &count);
    rp_names_sort(groups, count, sizeof groups[0]);
    count = read_directory_unite_groups(groups, count);
    reader->account->resource_groups = groups;
    reader->account->resource_group_count = count;
    return rp_name_index_make(&reader->scratch, groups, count, sizeof groups[0], &reader->resource_group_names);
}

/* ---- the resource directory ---- */

static const char *const control_members[] = {"name", "type", "effectScope"};
static const struct rp_account_shape control_shape = {
    "a control policy", "a control policy is attached by its name, with type and effectScope if need be",
    control_members, 3};

static enum rampart_effect_scope read_directory_read_scope(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("effectScope"), "RAM or All")) return RAMPART_SCOPE_RAM;
    if (rp_str_equal(node->text, RP_STR("All"))) return RAMPART_SCOPE_ALL;
    if (rp_str_equal(node->text, RP_STR("RAM"))) return RAMPART_SCOPE_RAM;
    rp_account_error(reader, RP_ACC_SCOPE, node->span, "effectScope must be RAM or All, not \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "write RAM to bind users and roles, All to bind the account's owner as well");
    return RAMPART_SCOPE_RAM;
}

static enum rampart_status read_directory_read_level(struct rp_account_reader *reader, const struct rp_node *node,
                                                     struct rp_control_level *ret_level)
{
    if (!rp_account_is(reader, node, RP_NODE_LIST, RP_STR("a level"), "a list of control policies")) return RAMPART_OK;
    if (node->count == 0 && !reader->account->levels_open) {
        rp_diag(reader->reading.diags, RAMPART_WARNING, RP_ACC_EMPTY_LEVEL,
                (struct rp_at){reader->reading.source, node->span},
                "a level without control policies denies everything");
        rp_diag_help(reader->reading.diags,
                     "write [FullAliyunAccess], which the cloud attaches by itself, or remove the level");
    }
    struct rp_control *controls = RP_NEW_ARRAY(&reader->account->arena, struct rp_control, node->count);
    RP_TRY_MEMORY(controls != NULL);
    size_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        const struct rp_named_policy *policy = NULL;
        const struct rp_node *scope = NULL;
        RP_TRY(rp_account_reference(reader, value, &control_shape, &policy, &scope));
        controls[count++] = (struct rp_control){policy, read_directory_read_scope(reader, scope)};
    }
    *ret_level = (struct rp_control_level){controls, count};
    return RAMPART_OK;
}

/* The file goes from the root folder down, as people draw it; deciding goes up. */
static enum rampart_status read_directory_read_levels(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of levels")) return RAMPART_OK;
    if (node->count > reader->reading.limits->control_levels) {
        rp_account_error(reader, RP_ENG_LEVELS, node->span, "%zu control-policy levels; the limit is %zu", node->count,
                         reader->reading.limits->control_levels);
        rp_diag_help(reader->reading.diags, "the cloud has seven at most: the account, five folders and the root folder");
        return RAMPART_OK;
    }
    RP_TRY(rp_account_unfold(reader, node, &node));
    struct rp_control_level *levels = RP_NEW_ARRAY(&reader->account->arena, struct rp_control_level, node->count);
    RP_TRY_MEMORY(levels != NULL);
    size_t at = node->count;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        RP_TRY(read_directory_read_level(reader, value, &levels[--at]));
    reader->account->levels = levels;
    reader->account->level_count = node->count;
    return RAMPART_OK;
}

enum { MEMBER, CONTROL_POLICIES, DIRECTORY_MEMBERS };
static const char *const directory_members[] = {"member", "controlPolicies"};
static const struct rp_account_shape directory_shape = {
    "resourceDirectory", "resourceDirectory has member and controlPolicies", directory_members, DIRECTORY_MEMBERS};

enum rampart_status rp_account_directory(struct rp_account_reader *reader, const struct rp_node *node)
{
    const struct rp_node *members[DIRECTORY_MEMBERS] = {NULL};
    reader->account->levels_open = rp_account_has_gap(reader, RAMPART_GAP_CONTROL_POLICIES);
    reader->account->member = reader->account->levels_open;
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map with member and controlPolicies"))
        return RAMPART_OK;
    reader->account->placed = true;
    rp_account_members(reader, node, &directory_shape, members);
    const struct rp_node *member = members[MEMBER];
    reader->account->member = true;
    if (member != NULL && rp_account_is(reader, member, RP_NODE_BOOL, member->key, "true or false"))
        reader->account->member = rp_str_equal(member->text, RP_STR("true"));
    return read_directory_read_levels(reader, members[CONTROL_POLICIES]);
}
