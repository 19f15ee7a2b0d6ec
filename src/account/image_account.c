/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an image to an account, whole or as much of it as bears on one request: first what is wanted is marked, then it
 * is numbered, then it is made. What is wanted by anybody is made once.
 */
#include "account/image.h"
#include "account/image_part.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

/* ---- what is wanted ---- */

static const struct rp_image_holder *holder_at(const struct rp_image *image, size_t number)
{
    return (const struct rp_image_holder *)image->sections[RP_IMAGE_HOLDERS] + number;
}

/* Where the holder's part of a section begins: where that of the one before it ends. */
static struct rp_image_holder holder_before(const struct rp_image *image, size_t number)
{
    return number == 0 ? (struct rp_image_holder){0} : *holder_at(image, number - 1);
}

static bool want_policy(struct rp_image_part *part, uint32_t policy)
{
    if (policy >= part->image->counts[RP_IMAGE_POLICIES]) return false;
    part->policies[policy] = 1;
    return true;
}

static bool want_grants(struct rp_image_part *part, size_t number)
{
    const struct rp_image *image = part->image;
    const struct rp_image_grant *grants = image->sections[RP_IMAGE_GRANTS];
    uint32_t first = holder_before(image, number).grant_end, end = holder_at(image, number)->grant_end;
    if (!rp_image_between(image, RP_IMAGE_GRANTS, first, end)) return false;
    for (uint32_t i = first; i < end; i++) {
        if (grants[i].group > image->counts[RP_IMAGE_GROUPS] || !want_policy(part, grants[i].policy))
            return false;
        if (grants[i].group > 0) part->groups[grants[i].group - 1] = 1;
    }
    return true;
}

static bool want_group(struct rp_image_part *part, uint32_t number)
{
    if (number >= part->image->groups) return false;
    if (part->holders[number] != 0) return true;
    part->holders[number] = 1;
    return want_grants(part, number);
}

/* A user or a role. */
static bool want_named(struct rp_image_part *part, size_t number)
{
    const struct rp_image *image = part->image;
    const uint32_t *members = image->sections[RP_IMAGE_MEMBERS];
    uint32_t first = holder_before(image, number).member_end, end = holder_at(image, number)->member_end;
    if (part->holders[number] != 0) return true;
    part->holders[number] = 1;
    if (!rp_image_between(image, RP_IMAGE_MEMBERS, first, end)) return false;
    for (uint32_t i = first; i < end; i++)
        if (!want_group(part, members[i])) return false;
    return want_grants(part, number);
}

static bool want_controls(struct rp_image_part *part)
{
    const struct rp_image_control *controls = part->image->sections[RP_IMAGE_CONTROLS];
    for (size_t i = 0; i < part->image->counts[RP_IMAGE_CONTROLS]; i++)
        if (!want_policy(part, controls[i].policy)) return false;
    return true;
}

static bool want_everything(struct rp_image_part *part)
{
    const size_t *counts = part->image->counts;
    for (size_t i = 0; i < counts[RP_IMAGE_HOLDERS]; i++)
        if (i < part->image->groups ? !want_group(part, (uint32_t)i) : !want_named(part, i)) return false;
    for (size_t i = 0; i < counts[RP_IMAGE_POLICIES]; i++) part->policies[i] = 1;
    for (size_t i = 0; i < counts[RP_IMAGE_GROUPS]; i++) part->groups[i] = 1;
    return true;
}

/* Who asks, if the account is to know it; without that name, everybody is wanted for the nearest one. */
static bool want_principal(struct rp_image_part *part, const struct rp_identity *identity)
{
    bool user = identity->kind == RP_IDENTITY_USER, role = identity->kind == RP_IDENTITY_ROLE;
    if (!(user || role) || !rp_account_is_own(part->account->id, identity->account)) return true;
    size_t number =
        user ? rp_image_user(part->image, identity->name) : rp_image_role(part->image, identity->name);
    if (number == part->image->counts[RP_IMAGE_HOLDERS]) return want_everything(part);
    return want_named(part, number);
}

/* The role that is asked for, whose trust policy counts. */
static bool want_role(struct rp_image_part *part, struct rampart_str arn)
{
    struct rampart_str name;
    if (arn.len == 0 || !rp_account_role_name(part->account->id, arn, &name)) return true;
    size_t number = rp_image_role(part->image, name);
    return number == part->image->counts[RP_IMAGE_HOLDERS] || want_named(part, number);
}

static bool want(struct rp_image_part *part, const struct rp_image_wanted *wanted)
{
    if (wanted == NULL) return want_controls(part) && want_everything(part);
    return want_controls(part) && want_principal(part, wanted->principal) && want_role(part, wanted->role);
}

/* ---- numbers ---- */

/* Each mark from `first` on and before `end` becomes the place of what it stands for, counting from 1. */
static size_t number(uint32_t *marks, size_t first, size_t end)
{
    uint32_t count = 0;
    for (size_t i = first; i < end; i++)
        if (marks[i] != 0) marks[i] = ++count;
    return count;
}

static void number_all(struct rp_image_part *part)
{
    struct rampart_account *account = part->account;
    const size_t *counts = part->image->counts;
    size_t users = part->image->groups, roles = users + part->image->facts.users;
    account->group_count = number(part->holders, 0, users);
    account->user_count = number(part->holders, users, roles);
    account->role_count = number(part->holders, roles, counts[RP_IMAGE_HOLDERS]);
    account->resource_group_count = number(part->groups, 0, counts[RP_IMAGE_GROUPS]);
    account->policy_count = number(part->policies, 0, counts[RP_IMAGE_POLICIES]);
    for (size_t i = 0; i < part->image->facts.defined; i++) account->defined_count += part->policies[i] != 0;
}

/* ---- all of it ---- */

static enum rampart_status make(struct rp_image_part *part, const struct rp_image_wanted *wanted)
{
    const size_t *counts = part->image->counts;
    part->holders = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_HOLDERS]);
    part->policies = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_POLICIES]);
    part->groups = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_GROUPS]);
    part->documents = RP_NEW_ARRAY(&part->scratch, const struct rampart_policy *, counts[RP_IMAGE_DOCUMENTS]);
    part->sources = RP_NEW_ARRAY(&part->scratch, const struct rp_source *, counts[RP_IMAGE_SOURCES]);
    RP_TRY_MEMORY(part->holders != NULL && part->policies != NULL && part->groups != NULL &&
                  part->documents != NULL && part->sources != NULL);
    if (!rp_image_string(part->image, 0, &part->account->id)) return RAMPART_INVALID_INPUT;
    if (!rp_account_id_valid(part->account->id)) return RAMPART_INVALID_INPUT;
    if (!want(part, wanted)) return RAMPART_INVALID_INPUT;
    number_all(part);
    return rp_image_part_make(part);
}

static enum rampart_status make_quietly(const struct rampart_options *options, const struct rp_image *image,
                                        const struct rp_image_wanted *wanted,
                                        struct rampart_account *account)
{
    const struct rampart_options quiet = {.allocator = rp_options_allocator(options),
                                          .limits.diagnostics = 1};
    struct rp_image_part part = {
        .image = image,
        .account = account,
        .limits = rp_limits_of(options),
        .budget = image->counts[RP_IMAGE_TEXTS] + image->counts[RP_IMAGE_TREES],
    };
    RP_TRY(rampart_diags_new(&quiet, &part.quiet));
    rp_arena_init(&part.scratch, quiet.allocator);
    rp_arena_init(&part.tree, quiet.allocator);
    enum rampart_status status = make(&part, wanted);
    if (rp_diags_failed(part.quiet)) status = RAMPART_NO_MEMORY;
    rp_arena_free(&part.tree);
    rp_arena_free(&part.scratch);
    rampart_diags_free(part.quiet);
    return status;
}

enum rampart_status rp_image_account(const struct rampart_options *options, const struct rp_image *image,
                                     const struct rp_image_wanted *wanted, struct rampart_diags *diags,
                                     struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_new(options, &account));
    enum rampart_status status = make_quietly(options, image, wanted, account);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status == RAMPART_OK || status == RAMPART_NO_MEMORY ? status : rp_image_damaged(image, diags);
}
