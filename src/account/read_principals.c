/* SPDX-License-Identifier: Apache-2.0 */
/* Groups, users and roles, with the policies granted to each. */
#include <stdlib.h>

#include "account/read.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "text/json.h"

/* ---- what is granted ---- */

static const char *const grant_members[] = {"name", "type", "resourceGroup"};
static const struct rp_account_shape grant_shape = {
    "a grant", "a policy is granted by its name, with type and resourceGroup if need be", grant_members, 3};

static const struct rp_resource_group *read_principals_find_resource_group(struct rp_account_reader *reader,
                                                                           const struct rp_node *node)
{
    const struct rampart_account *account = reader->account;
    if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("resourceGroup"), "the name of a resource group"))
        return NULL;
    size_t count = account->resource_group_count, size = sizeof account->resource_groups[0];
    size_t i = rp_name_index_find(&reader->resource_group_names, node->text, rp_hash(node->text), 0, count);
    if (i < count) return &account->resource_groups[i];
    if (reader->resource_groups_broken) return NULL;
    rp_account_error(reader, RP_ACC_RESOURCE_GROUP, node->span, "the account has no resource group \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    struct rampart_str meant = rp_account_meant(reader, node->text, account->resource_groups, count, size);
    if (meant.len > 0)
        rp_diag_help(reader->reading.diags, "did you mean \"%.*s\"?", RP_ARG(meant));
    else
        rp_diag_help(reader->reading.diags, "define it under resourceGroups");
    return NULL;
}

/* A grant and where it stands. */
struct placed_grant {
    struct rp_grant grant;
    struct rp_span span;
};

static bool read_principals_same_grant(const struct rp_grant *a, const struct rp_grant *b)
{
    return a->policy == b->policy && a->scope == b->scope;
}

static int read_principals_order_of(uintptr_t a, uintptr_t b)
{
    return (a > b) - (a < b);
}

/* Any order that puts the same side by side, in the order of the text. */
static int read_principals_by_grant_and_place(const void *a, const void *b)
{
    const struct placed_grant *x = a, *y = b;
    int order = read_principals_order_of((uintptr_t)x->grant.policy, (uintptr_t)y->grant.policy);
    if (order == 0) order = read_principals_order_of((uintptr_t)x->grant.scope, (uintptr_t)y->grant.scope);
    return order != 0 ? order : read_principals_order_of(x->span.start, y->span.start);
}

/* Harmless, but who takes one of the two away has not taken the policy away. */
static void read_principals_warn_of_repetition(struct rp_account_reader *reader, const struct placed_grant *first,
                                               const struct placed_grant *again)
{
    const struct rp_source *source = reader->reading.source;
    struct rp_position place = rp_source_position(source, first->span.start);
    rp_diag(reader->reading.diags, RAMPART_WARNING, RP_ACC_GRANTED_TWICE, (struct rp_at){source, again->span},
            "\"%.*s\" is granted twice, first at line %u, column %u",
            RP_ARG(rp_account_shown(again->grant.policy->name)), place.line, place.column);
    rp_diag_help(reader->reading.diags, "keep one of the two");
}

static enum rampart_status read_principals_check_repetitions(struct rp_account_reader *reader,
                                                             const struct rp_node *node, const struct rp_grants *grants)
{
    if (grants->count < 2) return RAMPART_OK;
    rp_arena_reset(&reader->moment);
    struct placed_grant *placed = RP_NEW_ARRAY(&reader->moment, struct placed_grant, grants->count);
    RP_TRY_MEMORY(placed != NULL);
    size_t count = 0, first = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next, count++)
        placed[count] = (struct placed_grant){grants->items[count], value->span};
    qsort(placed, count, sizeof placed[0], read_principals_by_grant_and_place);
    for (size_t i = 1; i < count; i++) {
        if (!read_principals_same_grant(&placed[i].grant, &placed[first].grant))
            first = i;
        else if (placed[i].grant.policy != NULL) /* one that is not defined is an error already */
            read_principals_warn_of_repetition(reader, &placed[first], &placed[i]);
    }
    return RAMPART_OK;
}

/* The principal that has a list of grants: "user/" and the name. */
struct grantee {
    const char *head;
    struct rampart_str name;
};

static struct rp_grant read_principals_grant_of(struct rp_account_reader *reader, struct grantee grantee,
                                                const struct rp_named_policy *policy,
                                                const struct rp_resource_group *group)
{
    bool open =
        group == NULL && policy != NULL && rp_account_scope_is_open(reader, grantee.head, grantee.name, policy->name);
    return (struct rp_grant){policy, open ? &rp_scope_unknown : group};
}

static enum rampart_status read_principals_read_grants(struct rp_account_reader *reader, const struct rp_node *node,
                                                       struct grantee grantee, struct rp_arena *arena,
                                                       struct rp_grants *ret_grants)
{
    ret_grants->open = rp_account_gap_about(reader, RAMPART_GAP_GRANTS, grantee.head, grantee.name);
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of policies")) return RAMPART_OK;
    struct rp_grant *grants = RP_NEW_ARRAY(arena, struct rp_grant, node->count);
    RP_TRY_MEMORY(grants != NULL);
    uint32_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        const struct rp_named_policy *policy = NULL;
        const struct rp_node *group = NULL;
        RP_TRY(rp_account_reference(reader, value, &grant_shape, &policy, &group));
        grants[count++] =
            read_principals_grant_of(reader, grantee, policy, read_principals_find_resource_group(reader, group));
    }
    ret_grants->items = grants;
    ret_grants->count = count;
    return read_principals_check_repetitions(reader, node, ret_grants);
}

/* ---- groups ---- */

enum { GROUP_POLICIES, GROUP_MEMBERS };
static const char *const group_members[] = {"policies"};
static const struct rp_account_shape group_shape = {
    "a group", "a group has policies; list its members at each user, under groups", group_members,
    GROUP_MEMBERS};

enum rampart_status rp_account_groups(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL) return RAMPART_OK;
    if (!rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to groups")) {
        reader->groups_broken = true;
        return RAMPART_OK;
    }
    struct rp_group *groups = RP_NEW_ARRAY(&reader->account->arena, struct rp_group, node->count);
    RP_TRY_MEMORY(groups != NULL);
    struct rp_group *group = groups;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next, group++) {
        const struct rp_node *members[GROUP_MEMBERS] = {NULL}, *whole = NULL;
        group->name = member->key;
        rp_account_check_name(reader, member, "a group");
        if (!rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with policies")) continue;
        RP_TRY(rp_account_unfold(reader, member, &whole));
        rp_account_members(reader, whole, &group_shape, members);
        RP_TRY(read_principals_read_grants(reader, members[GROUP_POLICIES], (struct grantee){"group/", group->name},
                                           &reader->account->arena, &group->grants));
    }
    rp_names_sort(groups, node->count, sizeof groups[0]);
    reader->account->groups = groups;
    reader->account->group_count = node->count;
    return rp_name_index_make(&reader->scratch, groups, node->count, sizeof groups[0], &reader->group_names);
}

/* ---- users ---- */

enum { USER_GROUPS, USER_POLICIES, USER_UID, USER_MEMBERS };
static const char *const user_members[] = {"groups", "policies", "uid"};
static const struct rp_account_shape user_shape = {"a user", "a user has groups, policies and uid", user_members,
                                                   USER_MEMBERS};

static enum rampart_status read_principals_read_uid(struct rp_account_reader *reader, const struct rp_node *node,
                                                    struct rp_user *user)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_STRING, node->key, "the user's UID, in quotes")) return RAMPART_OK;
    if (!rp_account_id_valid(node->text)) {
        rp_account_error(reader, RP_ACC_ID, node->span, "the UID must be up to %d digits, not \"%.*s\"",
                         RP_MOST_ID_DIGITS, RP_ARG(rp_account_shown(node->text)));
        rp_diag_help(reader->reading.diags, "write the UserId of the user, such as \"200000000000000001\"");
        return RAMPART_OK;
    }
    struct rampart_str *uid = RP_NEW(&reader->account->arena, struct rampart_str);
    RP_TRY_MEMORY(uid != NULL);
    *uid = node->text;
    user->uid = uid;
    reader->account->has_uids = true;
    return RAMPART_OK;
}

static const struct rp_group *read_principals_find_group(struct rp_account_reader *reader, const struct rp_node *node)
{
    const struct rampart_account *account = reader->account;
    if (!rp_account_is(reader, node, RP_NODE_STRING, RP_STR("a group"), "a name")) return NULL;
    size_t count = account->group_count, size = sizeof account->groups[0];
    size_t i = rp_name_index_find(&reader->group_names, node->text, rp_hash(node->text), 0, count);
    if (i < count) return &account->groups[i];
    if (reader->groups_broken) return NULL;
    rp_account_error(reader, RP_ACC_GROUP, node->span, "the account has no group \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    struct rampart_str meant = rp_account_meant(reader, node->text, account->groups, count, size);
    if (meant.len > 0)
        rp_diag_help(reader->reading.diags, "did you mean \"%.*s\"?", RP_ARG(meant));
    else
        rp_diag_help(reader->reading.diags, "define it under groups");
    return NULL;
}

static enum rampart_status read_principals_read_user_groups(struct rp_account_reader *reader,
                                                            const struct rp_node *node, struct rampart_str name,
                                                            struct rp_holding *held)
{
    held->groups_open = rp_account_gap_about(reader, RAMPART_GAP_MEMBERSHIPS, "user/", name);
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of groups")) return RAMPART_OK;
    const struct rp_group **groups = RP_NEW_ARRAY(&reader->listed, const struct rp_group *, node->count);
    RP_TRY_MEMORY(groups != NULL);
    uint32_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next)
        groups[count++] = read_principals_find_group(reader, value);
    held->groups = groups;
    held->group_count = count;
    return RAMPART_OK;
}

/* The users read so far. */
struct users_in_reading {
    struct rp_account_reader *reader;
    struct rp_user *items;
    size_t count;
};

static enum rampart_status read_principals_read_user(struct users_in_reading *users, const struct rp_node *member)
{
    struct rp_account_reader *reader = users->reader;
    struct rp_user *user = &users->items[users->count++];
    const struct rp_node *members[USER_MEMBERS] = {NULL}, *whole = NULL;
    struct rp_holding held = rp_holding_nothing;
    *user = (struct rp_user){.name = member->key, .held = &rp_holding_nothing};
    rp_arena_reset(&reader->listed);
    rp_account_check_principal(reader, member, "a user");
    if (!rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with groups and policies")) return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, member, &whole));
    rp_account_members(reader, whole, &user_shape, members);
    RP_TRY(read_principals_read_uid(reader, members[USER_UID], user));
    RP_TRY(read_principals_read_user_groups(reader, members[USER_GROUPS], user->name, &held));
    RP_TRY(read_principals_read_grants(reader, members[USER_POLICIES], (struct grantee){"user/", user->name}, &reader->listed,
                                       &held.grants));
    return rp_holdings_share(&reader->held, &reader->scratch, &reader->account->arena, &held, &user->held);
}

/* One that stands in the text, and is gone when the next is read. */
static enum rampart_status read_principals_see_user(void *context, const struct rp_node *outer, struct rp_node *node)
{
    struct users_in_reading *users = context;
    struct rp_account_reader *reader = users->reader;
    (void)outer;
    rp_arena_reset(&reader->moment);
    RP_TRY(rp_keep_texts(reader->reading.source, node, &reader->moment, &reader->account->arena));
    return read_principals_read_user(users, node);
}

static enum rampart_status read_principals_read_users(struct users_in_reading *users, const struct rp_node *node)
{
    struct rp_account_reader *reader = users->reader;
    if (node->lazy) {
        const struct rp_reading reading = rp_account_reading(reader, &reader->tree);
        return rp_json_each(&reading, node, read_principals_see_user, users);
    }
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        RP_TRY(read_principals_read_user(users, member));
    return RAMPART_OK;
}

enum rampart_status rp_account_users(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to users"))
        return RAMPART_OK;
    struct users_in_reading users = {.reader = reader,
                                     .items = RP_NEW_ARRAY(&reader->account->arena, struct rp_user, node->count)};
    RP_TRY_MEMORY(users.items != NULL);
    RP_TRY(read_principals_read_users(&users, node));
    rp_names_sort(users.items, users.count, sizeof users.items[0]);
    reader->account->users = users.items;
    reader->account->user_count = users.count;
    return RAMPART_OK;
}

/* ---- roles ---- */

enum { ROLE_TRUST, ROLE_POLICIES, ROLE_SERVICE_LINKED, ROLE_HELD_BY, ROLE_MEMBERS };
static const char *const role_members[] = {"trust", "policies", "serviceLinked", "heldBy"};
static const struct rp_account_shape role_shape = {"a role", "a role has trust, policies, serviceLinked and heldBy",
                                                   role_members, ROLE_MEMBERS};

/* Whom CloudSSO lets use the role. */
static enum rampart_status read_principals_read_holders(struct rp_account_reader *reader, const struct rp_node *node,
                                                        struct rp_role *role)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of users and groups of CloudSSO"))
        return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, node, &node));
    struct rampart_str *holders = RP_NEW_ARRAY(&reader->account->arena, struct rampart_str, node->count);
    RP_TRY_MEMORY(holders != NULL);
    size_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        if (!rp_account_is(reader, value, RP_NODE_STRING, RP_STR("a holder"), "a string such as \"user/alice\"")) continue;
        if (!rp_str_starts(value->text, RP_STR("user/")) && !rp_str_starts(value->text, RP_STR("group/"))) {
            rp_account_error(reader, RP_ACC_NAME, value->span, "a holder must be user/NAME, group/NAME or group/NAME/USER, not \"%.*s\"",
                             RP_ARG(rp_account_shown(value->text)));
            continue;
        }
        holders[count++] = value->text;
    }
    role->held_by = (struct rampart_strs){holders, count};
    return RAMPART_OK;
}

/* A document is given or not known. */
static void read_principals_check_trust_is_known(struct rp_account_reader *reader, const struct rp_node *trust,
                                                 const struct rp_role *role)
{
    if (!rp_account_gap_about(reader, RAMPART_GAP_TRUST, "role/", role->name)) return;
    rp_account_error(reader, RP_ACC_GAP, trust->key_span,
                     "the trust policy of \"%.*s\" is given, but also listed as unknown",
                     RP_ARG(rp_account_shown(role->name)));
    rp_diag_help(reader->reading.diags, "remove one of the two");
}

/* A trust policy has no name of its own: it goes by its role's. */
static enum rampart_status read_principals_read_role(struct rp_account_reader *reader, const struct rp_node *node,
                                                     struct rp_role *role)
{
    const struct rp_node *members[ROLE_MEMBERS] = {NULL};
    if (!rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map with trust and policies")) return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, node, &node));
    rp_account_members(reader, node, &role_shape, members);
    const struct rp_node *linked = members[ROLE_SERVICE_LINKED], *trust = members[ROLE_TRUST];
    if (linked != NULL && rp_account_is(reader, linked, RP_NODE_BOOL, linked->key, "true or false"))
        role->service_linked = rp_str_equal(linked->text, RP_STR("true"));
    RP_TRY(read_principals_read_holders(reader, members[ROLE_HELD_BY], role));
    if (trust != NULL) {
        const struct rp_document_of of = {RP_OF_ROLE, role->name};
        RP_TRY(rp_account_document(reader, trust, of, &role->trust));
        read_principals_check_trust_is_known(reader, trust, role);
    }
    return read_principals_read_grants(reader, members[ROLE_POLICIES], (struct grantee){"role/", role->name},
                                       &reader->account->arena, &role->grants);
}

enum rampart_status rp_account_roles(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to roles"))
        return RAMPART_OK;
    struct rp_role *roles = RP_NEW_ARRAY(&reader->account->arena, struct rp_role, node->count);
    RP_TRY_MEMORY(roles != NULL);
    struct rp_role *role = roles;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next, role++) {
        role->name = member->key;
        rp_account_check_principal(reader, member, "a role");
        RP_TRY(read_principals_read_role(reader, member, role));
    }
    rp_names_sort(roles, node->count, sizeof roles[0]);
    reader->account->roles = reader->roles = roles;
    reader->account->role_count = node->count;
    return RAMPART_OK;
}
