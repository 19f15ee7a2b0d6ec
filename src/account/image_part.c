/* SPDX-License-Identifier: Apache-2.0 */
/* Everything of an image that is wanted, made in the order in which one thing names another. */
#include "account/image_part.h"

#include "base/try.h"
#include "policy/arn.h"

/* The arena of everything that is made. */
static struct rp_arena *arena_of(struct rp_image_part *part)
{
    return &part->account->arena;
}

static enum rampart_status name_of(const struct rp_image_part *part, size_t number,
                                   struct rampart_str *ret_name)
{
    return rp_image_string(part->image, number, ret_name) ? RAMPART_OK : RAMPART_INVALID_INPUT;
}

/* Of a user or role. */
static enum rampart_status principal_name(const struct rp_image_part *part, size_t number,
                                          struct rampart_str *ret_name)
{
    RP_TRY(name_of(part, part->image->names.holders + number, ret_name));
    bool named = ret_name->len > 0 && rp_principal_name_fault(*ret_name) == ret_name->len;
    return named ? RAMPART_OK : RAMPART_INVALID_INPUT;
}

/* ---- policies ---- */

/* A policy that has a document, which nobody knows: a gap says so. */
static enum rampart_status make_unknown(struct rp_image_part *part, struct rp_named_policy *named)
{
    struct rampart_policy *policy = RP_NEW(arena_of(part), struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    *policy = (struct rampart_policy){.name = named->name,
                                      .kind = RAMPART_POLICY_IDENTITY,
                                      .source = &part->account->source,
                                      .unknown = true};
    named->policy = policy;
    return RAMPART_OK;
}

static enum rampart_status make_policies(struct rp_image_part *part)
{
    const struct rp_image *image = part->image;
    const struct rp_image_policy *stored = image->sections[RP_IMAGE_POLICIES];
    struct rp_named_policy *policies =
        RP_NEW_ARRAY(arena_of(part), struct rp_named_policy, part->account->policy_count);
    RP_TRY_MEMORY(policies != NULL);
    part->account->policies = policies;
    for (size_t i = 0; i < image->counts[RP_IMAGE_POLICIES]; i++) {
        if (part->policies[i] == 0) continue;
        RP_TRY(name_of(part, image->names.policies + i, &policies->name));
        policies->system = stored[i].system != 0;
        if (stored[i].document == 0)
            RP_TRY(make_unknown(part, policies));
        else
            RP_TRY(rp_image_part_document(part, stored[i].document - 1, RAMPART_POLICY_IDENTITY,
                                          policies->name, &policies->policy));
        policies++;
    }
    return RAMPART_OK;
}

/* ---- resource groups ---- */

static enum rampart_status make_patterns(struct rp_image_part *part, uint32_t first, uint32_t end,
                                         struct rampart_strs *ret_patterns)
{
    if (first > end || end > part->image->facts.patterns) return RAMPART_INVALID_INPUT;
    struct rampart_str *patterns = RP_NEW_ARRAY(arena_of(part), struct rampart_str, end - first);
    RP_TRY_MEMORY(patterns != NULL);
    for (uint32_t i = first; i < end; i++) {
        struct rampart_str *pattern = &patterns[i - first];
        RP_TRY(name_of(part, part->image->names.patterns + i, pattern));
        if (pattern->len > part->limits.pattern_bytes) return RAMPART_INVALID_INPUT;
    }
    *ret_patterns = (struct rampart_strs){patterns, end - first};
    return RAMPART_OK;
}

static enum rampart_status make_resource_groups(struct rp_image_part *part)
{
    const struct rp_image *image = part->image;
    const struct rp_image_group *stored = image->sections[RP_IMAGE_GROUPS];
    struct rp_resource_group *groups =
        RP_NEW_ARRAY(arena_of(part), struct rp_resource_group, part->account->resource_group_count);
    RP_TRY_MEMORY(groups != NULL);
    part->account->resource_groups = groups;
    for (size_t i = 0; i < image->counts[RP_IMAGE_GROUPS]; i++) {
        if (part->groups[i] == 0) continue;
        uint32_t first = i == 0 ? 0 : stored[i - 1].pattern_end;
        RP_TRY(name_of(part, image->names.groups + i, &groups->name));
        RP_TRY(make_patterns(part, first, stored[i].pattern_end, &groups->patterns));
        groups++;
    }
    return RAMPART_OK;
}

/* ---- groups, users and roles: all that they hold was looked at when it was marked ---- */

static enum rampart_status make_grants(struct rp_image_part *part, size_t number,
                                       struct rp_grants *ret_grants)
{
    const struct rp_image *image = part->image;
    const struct rp_image_holder *holders = image->sections[RP_IMAGE_HOLDERS];
    const struct rp_image_grant *stored = image->sections[RP_IMAGE_GRANTS];
    const struct rampart_account *account = part->account;
    uint32_t first = number == 0 ? 0 : holders[number - 1].grant_end, end = holders[number].grant_end;
    struct rp_grant *grants = RP_NEW_ARRAY(arena_of(part), struct rp_grant, end - first);
    RP_TRY_MEMORY(grants != NULL);
    for (uint32_t i = first; i < end; i++) {
        struct rp_grant *grant = &grants[i - first];
        grant->policy = &account->policies[part->policies[stored[i].policy] - 1];
        if (stored[i].group > 0)
            grant->scope = &account->resource_groups[part->groups[stored[i].group - 1] - 1];
    }
    *ret_grants = (struct rp_grants){.items = grants, .count = end - first};
    return RAMPART_OK;
}

static enum rampart_status make_groups(struct rp_image_part *part)
{
    struct rp_group *groups = RP_NEW_ARRAY(arena_of(part), struct rp_group, part->account->group_count);
    RP_TRY_MEMORY(groups != NULL);
    part->account->groups = groups;
    for (size_t i = 0; i < part->image->groups; i++) {
        if (part->holders[i] == 0) continue;
        RP_TRY(name_of(part, part->image->names.holders + i, &groups->name));
        RP_TRY(make_grants(part, i, &groups->grants));
        groups++;
    }
    return RAMPART_OK;
}

static enum rampart_status make_user(struct rp_image_part *part, size_t number, struct rp_user *user)
{
    const struct rp_image *image = part->image;
    const struct rp_image_holder *holders = image->sections[RP_IMAGE_HOLDERS];
    const uint32_t *members = image->sections[RP_IMAGE_MEMBERS];
    uint32_t first = number == 0 ? 0 : holders[number - 1].member_end, end = holders[number].member_end;
    const struct rp_group **groups = RP_NEW_ARRAY(arena_of(part), const struct rp_group *, end - first);
    RP_TRY_MEMORY(groups != NULL);
    for (uint32_t i = first; i < end; i++)
        groups[i - first] = &part->account->groups[part->holders[members[i]] - 1];
    user->groups = groups;
    user->group_count = end - first;
    RP_TRY(principal_name(part, number, &user->name));
    return make_grants(part, number, &user->grants);
}

static enum rampart_status make_role(struct rp_image_part *part, size_t number, struct rp_role *role)
{
    const struct rp_image *image = part->image;
    const struct rp_image_holder *stored =
        (const struct rp_image_holder *)image->sections[RP_IMAGE_HOLDERS] + number;
    RP_TRY(principal_name(part, number, &role->name));
    role->service_linked = stored->service_linked != 0;
    if (stored->trust != 0)
        RP_TRY(
            rp_image_part_document(part, stored->trust - 1, RAMPART_POLICY_TRUST, role->name, &role->trust));
    return make_grants(part, number, &role->grants);
}

static enum rampart_status make_users(struct rp_image_part *part)
{
    const struct rp_image *image = part->image;
    struct rp_user *users = RP_NEW_ARRAY(arena_of(part), struct rp_user, part->account->user_count);
    RP_TRY_MEMORY(users != NULL);
    part->account->users = users;
    for (size_t i = image->groups; i < image->groups + image->facts.users; i++)
        if (part->holders[i] != 0) RP_TRY(make_user(part, i, users++));
    return RAMPART_OK;
}

static enum rampart_status make_roles(struct rp_image_part *part)
{
    const struct rp_image *image = part->image;
    struct rp_role *roles = RP_NEW_ARRAY(arena_of(part), struct rp_role, part->account->role_count);
    RP_TRY_MEMORY(roles != NULL);
    part->account->roles = roles;
    for (size_t i = image->groups + image->facts.users; i < image->counts[RP_IMAGE_HOLDERS]; i++)
        if (part->holders[i] != 0) RP_TRY(make_role(part, i, roles++));
    return RAMPART_OK;
}

/* ---- the resource directory ---- */

static enum rampart_status make_level(struct rp_image_part *part, uint32_t first, uint32_t end,
                                      struct rp_control_level *ret_level)
{
    const struct rp_image_control *stored = part->image->sections[RP_IMAGE_CONTROLS];
    if (!rp_image_between(part->image, RP_IMAGE_CONTROLS, first, end)) return RAMPART_INVALID_INPUT;
    struct rp_control *controls = RP_NEW_ARRAY(arena_of(part), struct rp_control, end - first);
    RP_TRY_MEMORY(controls != NULL);
    for (uint32_t i = first; i < end; i++) {
        if (stored[i].scope > RAMPART_SCOPE_ALL) return RAMPART_INVALID_INPUT;
        controls[i - first] =
            (struct rp_control){&part->account->policies[part->policies[stored[i].policy] - 1],
                                (enum rampart_effect_scope)stored[i].scope};
    }
    *ret_level = (struct rp_control_level){controls, end - first};
    return RAMPART_OK;
}

static enum rampart_status make_levels(struct rp_image_part *part)
{
    const uint32_t *ends = part->image->sections[RP_IMAGE_LEVELS];
    size_t count = part->image->counts[RP_IMAGE_LEVELS];
    if (count > part->limits.control_levels) return RAMPART_INVALID_INPUT;
    struct rp_control_level *levels = RP_NEW_ARRAY(arena_of(part), struct rp_control_level, count);
    RP_TRY_MEMORY(levels != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(make_level(part, i == 0 ? 0 : ends[i - 1], ends[i], &levels[i]));
    part->account->member = part->image->facts.member != 0;
    part->account->levels = levels;
    part->account->level_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_image_part_make(struct rp_image_part *part)
{
    rp_image_give_aside(part->image, part->account);
    RP_TRY(make_policies(part));
    RP_TRY(make_resource_groups(part));
    RP_TRY(make_groups(part));
    RP_TRY(make_users(part));
    RP_TRY(make_roles(part));
    return make_levels(part);
}
