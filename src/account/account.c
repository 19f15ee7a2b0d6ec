/* SPDX-License-Identifier: Apache-2.0 */
/* The account in memory: made, freed, and asked for what has a name. */
#include "account/account.h"

#include "account/names.h"
#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "text/file.h"

const struct rp_resource_group rp_scope_unknown = {.unknown = true};
const struct rp_holding rp_holding_nothing = {.groups = NULL};

enum rampart_status rp_account_new(const struct rampart_options *options, struct rampart_account **ret_account)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_account *account = RP_NEW(&arena, struct rampart_account);
    RP_TRY_MEMORY(account != NULL);
    account->arena = arena;
    account->catalog = rp_options_catalog(options);
    account->assumed = rp_options_assumptions(options);
    account->absent_layers = rp_options_absent(options);
    *ret_account = account;
    return RAMPART_OK;
}

void rp_account_release(const struct rampart_allocator *allocator, struct rampart_str bytes, bool mapped)
{
    if (mapped)
        rp_file_unmap(bytes);
    else if (bytes.len > 0)
        allocator->release(allocator->context, (void *)(uintptr_t)bytes.data);
}

void rampart_account_free(struct rampart_account *account)
{
    if (account == NULL) return;
    for (struct rampart_account *part = account->parts, *next = NULL; part != NULL; part = next) {
        next = part->next_part;
        rampart_account_free(part); /* which has no parts of its own */
    }
    for (size_t i = 0; account->organisation != NULL && i < account->organisation->count; i++)
        rampart_account_free(account->organisation->members[i]); /* which have none of their own */
    struct rp_arena arena = account->arena; /* the account lives in it */
    rp_account_release(&arena.allocator, account->image_bytes, account->mapped);
    rp_arena_free(&arena);
}

struct rampart_str rampart_account_id(const struct rampart_account *account)
{
    return account->id;
}

struct rampart_str rampart_account_seen(const struct rampart_account *account)
{
    return account->seen;
}

bool rampart_account_is_image(const struct rampart_account *account)
{
    const struct rp_organisation *organisation = account->organisation;
    size_t images = 0, others = 0;
    for (size_t i = 0; organisation != NULL && i < organisation->count; i++) {
        const struct rampart_account *member = organisation->members[i];
        if (member->image != NULL)
            images++;
        else if (!member->failed)
            others++;
    }
    return account->image != NULL || (images > 0 && others == 0);
}

/* ---- what has a name ---- */

const struct rp_user *rp_account_user(const struct rampart_account *account, struct rampart_str name)
{
    size_t i = rp_names_find(account->users, account->user_count, sizeof account->users[0], name);
    return i < account->user_count ? &account->users[i] : NULL;
}

const struct rp_role *rp_account_role(const struct rampart_account *account, struct rampart_str name)
{
    size_t i = rp_names_find(account->roles, account->role_count, sizeof account->roles[0], name);
    return i < account->role_count ? &account->roles[i] : NULL;
}

bool rp_limits_role(const struct rp_resource_document *document, struct rampart_str role)
{
    if (document->layer != RAMPART_LAYER_SESSION || document->none) return false;
    return document->in.len == 0 || rp_str_equal(document->in, role);
}

unsigned rp_account_document_layers(const struct rp_resource_document *documents, size_t count)
{
    unsigned layers = 0;
    for (size_t i = 0; i < count; i++)
        if (!documents[i].none) layers |= 1U << documents[i].layer;
    return layers;
}

/* A bucket of OSS has no slash in its name. */
static bool account_is_vector(const struct rp_resource_document *document)
{
    return document->layer == RAMPART_LAYER_BUCKET_POLICY && rp_str_starts(document->of, RP_STR("bucket/"));
}

/* The head of the name, by the layer; NULL: the name is built otherwise. */
static const char *account_resource_head(const struct rp_resource_document *document)
{
    switch (document->layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return account_is_vector(document) ? "ossvector:" : "oss:";
    case RAMPART_LAYER_BUCKET_ACL:
    case RAMPART_LAYER_OBJECT_ACL: return "oss:";
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN: return "oss:accesspoint/";
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK: return document->of.len == 0 ? "account" : "oss:";
    case RAMPART_LAYER_KEY_POLICY: return "kms:key/";
    case RAMPART_LAYER_SECRET_POLICY: return "kms:secret/";
    case RAMPART_LAYER_PROJECT_POLICY: return "log:";
    case RAMPART_LAYER_INSTANCE_POLICY:
    case RAMPART_LAYER_NETWORK_ACL: return "ots:";
    case RAMPART_LAYER_ENDPOINT_POLICY: return "endpoint/";
    case RAMPART_LAYER_SESSION: return "instance/";
    case RAMPART_LAYER_ACCESS_KEY_POLICY: return document->of.len == 0 ? "accesskey/account" : "accesskey/";
    default: break;
    }
    return "";
}

enum rampart_status rp_account_resource_name(struct rp_arena *arena, const struct rp_resource_document *document,
                                             struct rampart_str *ret_name)
{
    const bool object = document->layer == RAMPART_LAYER_OBJECT_ACL;
    const struct rampart_str of = rp_str_from(document->of, account_is_vector(document) ? sizeof "bucket/" - 1 : 0);
    const struct rampart_str parts[] = {rampart_str(account_resource_head(document)),
                                        rp_str_part(of, 0, object ? rp_str_find(of, '/') : of.len)};
    const bool named = document->policy != NULL && document->policy->name.len > 0;
    if (named) return rp_arena_copy(arena, document->policy->name, ret_name) ? RAMPART_OK : RAMPART_NO_MEMORY;
    return rp_arena_join(arena, parts, 2, ret_name) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

bool rp_account_role_name(struct rampart_str id, struct rampart_str resource, struct rampart_str *ret_name)
{
    struct rp_arn arn;
    if (!rp_arn_split(resource, &arn) || !rp_str_equal(arn.service, RP_STR("ram"))) return false;
    if (!rp_str_equal(arn.account, id) || !rp_str_starts(arn.rest, RP_STR("role/"))) return false;
    *ret_name = rp_str_from(arn.rest, sizeof "role/" - 1);
    return true;
}

const struct rp_role *rp_account_role_at(const struct rampart_account *account, struct rampart_str resource)
{
    struct rampart_str name;
    return rp_account_role_name(account->id, resource, &name) ? rp_account_role(account, name) : NULL;
}
