/* SPDX-License-Identifier: Apache-2.0 */
/* An account as its file describes it, checked: every name is resolved. Immutable. */
#ifndef RP_ACCOUNT_ACCOUNT_H
#define RP_ACCOUNT_ACCOUNT_H

#include <rampart/account.h>
#include <rampart/decision.h>

#include "base/arena.h"
#include "base/str.h"
#include "policy/ast.h"

/* A policy by its name. Custom and system policies may share one. */
struct rp_named_policy {
    struct rampart_str name;
    bool system;
    struct rampart_policy *policy; /* lies in the account's arena; not to be freed by itself */
};

struct rp_resource_group {
    struct rampart_str name;
    struct rampart_strs patterns; /* ARN patterns of the resources in it */
    bool unknown;                 /* nobody knows which lie in it */
};

/* `policies: [Name, {name, type, resourceGroup}]` of a user, group or role. */
struct rp_grant {
    const struct rp_named_policy *policy;
    const struct rp_resource_group *scope; /* NULL: the account; rp_scope_unknown: nobody knows which */
};

/* Stands for a scope that nobody knows; it is no group. */
extern const struct rp_resource_group rp_scope_unknown;

/* The group that the policy is granted on; NULL: none, as far as anybody knows. */
static inline const struct rp_resource_group *rp_grant_group(const struct rp_grant *grant)
{
    return grant->scope == &rp_scope_unknown ? NULL : grant->scope;
}

struct rp_grants {
    const struct rp_grant *items;
    uint32_t count;
    bool open; /* there may be others that nobody knows */
};

struct rp_group {
    struct rampart_str name;
    struct rp_grants grants;
};

/* What a user holds. Users who hold the same may share it. */
struct rp_holding {
    const struct rp_group *const *groups;
    uint32_t group_count;
    bool groups_open; /* there may be others that nobody knows */
    struct rp_grants grants;
};

/* Nothing, for certain. */
extern const struct rp_holding rp_holding_nothing;

struct rp_user {
    struct rampart_str name;
    const struct rp_holding *held;
    const struct rampart_str *uid; /* digits; NULL: not known */
};

/* Empty: not known. */
static inline struct rampart_str rp_user_uid(const struct rp_user *user)
{
    return user->uid == NULL ? (struct rampart_str){NULL, 0} : *user->uid;
}

struct rp_role {
    struct rampart_str name;
    bool service_linked;
    struct rampart_policy *trust; /* in the account's arena, named as the role; NULL: not given */
    struct rp_grants grants;
    struct rampart_strs held_by; /* users and groups of CloudSSO, "user/alice", "group/admins/bob"; decides nothing */
};

struct rp_control {
    const struct rp_named_policy *policy;
    enum rampart_effect_scope scope;
};

struct rp_control_level {
    const struct rp_control *items;
    size_t count;
};

/* A policy or a setting of a resource of the account; without one and not none, it is not known. */
struct rp_resource_document {
    enum rampart_layer layer;
    /*
     * The name of the bucket, key, secret, project, instance or access point; of a vector bucket bucket/NAME. OBJECT_ACL: the bucket, a slash, and a key
     * or the beginning of keys with a star. PUBLIC_ACCESS_BLOCK: a bucket, accesspoint/NAME, or empty: the account.
     * ENDPOINT_POLICY: the service, a slash and the VPC. ACCESS_KEY_POLICY: an id, or empty: the account. SESSION: the
     * instance whose role it limits; a text that is no id stands for one whose id is not known.
     */
    struct rampart_str of;
    struct rampart_str in; /* of an access point: its bucket; ENDPOINT_POLICY: the endpoint's id; SESSION: the role; empty: not known */
    struct rampart_policy *policy; /* in the account's arena; it may turn out to be unknown; a setting: policy/setting.h */
    bool none;                     /* it is known that there is none; of PUBLIC_ACCESS_BLOCK: this level does not block */
};

/* The name of the user and of the role that stand for whoever is in an account that failed. No name has a star. */
#define RP_ANYBODY RP_STR("*")

struct rp_image;
struct rp_organisation;

struct rampart_account {
    struct rp_arena arena; /* holds everything, the account and its policies included */
    struct rp_organisation *organisation; /* it has members, and nothing of its own (organisation.h); NULL: one account */
    const struct rampart_account *home;   /* the organisation that it is a member of; NULL: none */
    bool failed;                          /* a member that could not be read: everything is open */
    /*
     * An image (image/image.h): beside the source and the id nothing is here, and what a question needs is made for
     * it.
     */
    const struct rp_image *image;
    struct rampart_str
        image_bytes; /* that are the account's, mapped or allocated; else they lie in the arena */
    bool mapped;
    struct rp_source source;
    struct rampart_str id;
    struct rampart_str seen; /* when it was so (rampart_account_seen()) */
    /*
     * Those that the file defines, sorted by name, custom before system; then the built-in ones that are
     * named, in the order of their first naming. Every grant and control points into this list.
     */
    const struct rp_named_policy *policies;
    size_t policy_count, defined_count;
    const struct rp_user
        *users; /* these lists are sorted by name (bytes), so that a name is found by bisection */
    size_t user_count;
    const struct rp_group *groups;
    size_t group_count;
    const struct rp_role *roles;
    size_t role_count;
    const struct rp_resource_group *resource_groups;
    size_t resource_group_count;
    bool placed;                           /* its input tells whether it is a member of a resource directory */
    bool member;                           /* of a resource directory: control policies bind it */
    const struct rp_control_level *levels; /* the account itself first, the root folder last */
    size_t level_count;
    bool levels_open; /* there may be more of them, and more in each */
    const struct rampart_catalog *catalog; /* when it was read; its documents decide by it */
    rampart_switches assumed;       /* enum rp_assumed: when it was read; its documents decide under it */
    unsigned absent_layers; /* of resources: none of these is there (decide/unseen.h) */
    const struct rp_resource_document *resource_documents;
    size_t resource_document_count;
    unsigned document_layers; /* the layers that these are of, a bit each, but for what is known not to exist */
    bool has_uids; /* some user has one */
    const struct rampart_gap *gaps;
    size_t gap_count;
    const struct rampart_quarantined *quarantined; /* quarantine.h */
    size_t quarantined_count;
    struct rampart_account *parts, *next_part; /* that it was made of, and points into; freed with it */
};

/* The role of this account that the resource is; NULL: none. Its ARN may leave the region empty or not. */
const struct rp_role *rp_account_role_at(const struct rampart_account *account, struct rampart_str resource);

/* The name of the role of the account with this id that the resource is; false: it is none. */
bool rp_account_role_name(struct rampart_str id, struct rampart_str resource, struct rampart_str *ret_name);

/* True when a principal that names this account, or none, belongs to the account with the id. */
static inline bool rp_account_is_own(struct rampart_str id, struct rampart_str named)
{
    return named.len == 0 || rp_str_equal(named, id);
}

/* Gives back bytes that an account owned: mapped, or allocated. */
void rp_account_release(const struct rampart_allocator *allocator, struct rampart_str bytes, bool mapped);

/* How a resource is named in an account file and in reports, "oss:reports". Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_account_resource_name(struct rp_arena *arena, const struct rp_resource_document *document,
                                             struct rampart_str *ret_name);

/* Whether some user or role may be decided by rules of its own alone: something of it is not known, or an instance limits it. */
static inline bool rp_account_has_open(const struct rampart_account *account)
{
    return account->gap_count > 0 || (account->document_layers & 1U << RAMPART_LAYER_SESSION) != 0;
}

/* Whether it is what an instance limits this role to, or may be. */
bool rp_limits_role(const struct rp_resource_document *document, struct rampart_str role);

/* The layers of a list of them. */
unsigned rp_account_document_layers(const struct rp_resource_document *documents, size_t count);

/* An account with nothing in it. */
enum rampart_status rp_account_new(const struct rampart_options *options,
                                   struct rampart_account **ret_account);

/* The user or role of this name, or NULL. */
const struct rp_user *rp_account_user(const struct rampart_account *account, struct rampart_str name);
const struct rp_role *rp_account_role(const struct rampart_account *account, struct rampart_str name);

#endif
