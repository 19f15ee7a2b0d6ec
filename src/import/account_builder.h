/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account builder puts an account together. Readers of inputs tell it of an account in pieces, in any order,
 * some of them twice. Pieces about one thing must agree; otherwise an error names both places. Whatever the input
 * does not show is unknown in the account and listed as a gap: an account never looks as if it had less in it
 * because less of it was seen.
 *
 * Every function but those that say otherwise returns RAMPART_OK or RAMPART_NO_MEMORY. A piece that is wrong is
 * reported, and rp_builder_finish() then gives no account. `at` is the place of the piece in the input; a text that
 * is kept is copied.
 */
#ifndef RP_IMPORT_ACCOUNT_BUILDER_H
#define RP_IMPORT_ACCOUNT_BUILDER_H

#include "account/account.h"
#include "catalog/terraform.h"
#include "text/tree.h"

struct rp_builder;
struct rp_builder_principal; /* a user, a group or a role */
struct rp_builder_policy;    /* a RAM policy by name and type, or a control policy by its id */
struct rp_builder_resource;  /* what decides of a bucket, a key, a project */

/* Errors: RAMPART_NO_MEMORY. `diags` must outlive the builder and may not be NULL. */
enum rampart_status rp_builder_new(const struct rampart_options *options, struct rampart_diags *diags,
                                   struct rp_builder **ret_builder);
void rp_builder_free(struct rp_builder *builder); /* NULL is allowed */

/*
 * Makes the account of all pieces; the builder can only be freed afterwards. `name` stands for the account's own
 * source. Errors: RAMPART_INVALID_INPUT when anything was wrong (reported), RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_builder_finish(struct rp_builder *builder, struct rampart_str name,
                                      struct rampart_account **ret_account);

/* ---- help for readers ---- */

/* A source that lives as long as the account: its text is copied. RAMPART_LIMIT for 4 GiB. */
enum rampart_status rp_builder_add_source(struct rp_builder *builder, struct rampart_str name,
                                          struct rampart_str text, const struct rp_source **ret_source);

/*
 * For reading a source into a tree with rp_tree_read() or rp_json_read(); limits are those of an account file. Trees
 * live until the builder is freed.
 */
struct rp_reading rp_builder_reading(struct rp_builder *builder, const struct rp_source *source);

/* Memory that lives until the builder is freed. */
struct rp_arena *rp_builder_scratch(struct rp_builder *builder);

/* Reports an error, after which no account is made; rp_diag_help() on rp_builder_reading().diags adds the help. */
__attribute__((format(printf, 4, 5))) void rp_builder_error(struct rp_builder *builder, enum rp_code code,
                                                            struct rp_at at, const char *format, ...);

/* ---- pieces of the account ---- */

/* The account's id, digits. */
enum rampart_status rp_builder_set_id(struct rp_builder *builder, struct rampart_str id, struct rp_at at);

/* When what an export shows was so, YYYY-MM-DDThh:mm:ssZ; another text is passed over. The earliest counts. */
enum rampart_status rp_builder_note_seen(struct rp_builder *builder, struct rampart_str time);

enum rp_builder_kind { RP_BUILDER_USER, RP_BUILDER_GROUP, RP_BUILDER_ROLE, RP_BUILDER_KINDS };

/* The account has this user, group or role. Declaring it again changes nothing. */
enum rampart_status rp_builder_declare(struct rp_builder *builder, enum rp_builder_kind kind,
                                       struct rampart_str name, struct rp_at at,
                                       struct rp_builder_principal **ret_principal);

/*
 * A grant or a membership names this principal. Unless the input declares it too, it is in the account all the same,
 * and its other grants are unknown.
 */
enum rampart_status rp_builder_refer(struct rp_builder *builder, enum rp_builder_kind kind,
                                     struct rampart_str name, struct rp_at at,
                                     struct rp_builder_principal **ret_principal);

/* The user is in the group. */
enum rampart_status rp_builder_add_to_group(struct rp_builder *builder, struct rp_builder_principal *user,
                                            struct rp_builder_principal *group);

/* A service made the role for itself: control policies do not bind it. */
void rp_builder_set_service_linked(struct rp_builder_principal *role);

/* A custom or a system policy. Its document is unknown until it is set; those that are built in need not be. */
enum rampart_status rp_builder_add_policy(struct rp_builder *builder, struct rampart_str name, bool system,
                                          struct rp_at at, struct rp_builder_policy **ret_policy);

/* The version of a system policy that counts in the account, "v3". Another one that is built in is warned of. */
enum rampart_status rp_builder_set_version(struct rp_builder *builder, struct rp_builder_policy *policy,
                                           struct rampart_str version);

/*
 * The documents that are set from now on stand in the resource of this address in a plan, a state or a template:
 * "alicloud_ram_policy.deploy". The empty text: they stand in none. The text must live until another one is set.
 */
void rp_builder_set_address(struct rp_builder *builder, struct rampart_str address);

/*
 * The policy's document: a string of `source` that holds JSON, or a map. The node's texts need not live on. A document
 * that makes no sense is put in quarantine (account/quarantine.h). The cloud's own documents are taken under no
 * assumption that refuses.
 */
enum rampart_status rp_builder_set_document(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            const struct rp_source *source, const struct rp_node *node);

/* The role's trust policy, read like a policy's document. */
enum rampart_status rp_builder_set_trust(struct rp_builder *builder, struct rp_builder_principal *role,
                                         const struct rp_source *source, const struct rp_node *node);

/* There is a document, but the input cannot show it ("known after apply"): a gap with this reason. */
enum rampart_status rp_builder_document_unknown(struct rp_builder *builder, struct rp_builder_policy *policy,
                                                const char *reason);
enum rampart_status rp_builder_trust_unknown(struct rp_builder *builder, struct rp_builder_principal *role,
                                             const char *reason);

/* The input marks it as a secret: no report shows the contents of the document, and no error a line of the source. */
void rp_builder_hide_document(struct rp_builder_policy *policy);
void rp_builder_hide_trust(struct rp_builder_principal *role);
void rp_builder_hide_source(struct rp_builder *builder, const struct rp_source *source);

/* Where a grant counts. */
enum rp_builder_scope {
    RP_BUILDER_WHOLE_ACCOUNT,
    RP_BUILDER_RESOURCE_GROUP,
    RP_BUILDER_SCOPE_UNSEEN /* the input has no such field: either, unless another input tells */
};

/* The policy is attached. `group` is the id of the resource group for that scope, else empty. */
enum rampart_status rp_builder_add_grant(struct rp_builder *builder, struct rp_builder_principal *principal,
                                         struct rp_builder_policy *policy, enum rp_builder_scope scope,
                                         struct rampart_str group, struct rp_at at);

/* The account has this resource group. No format but the account file tells which resources lie in it. */
enum rampart_status rp_builder_add_resource_group(struct rp_builder *builder, struct rampart_str name,
                                                  struct rp_at at);

/*
 * CloudSSO lets a user or a group use an access configuration in an account: by the names, and of a group its id, whose
 * members may be told of beside.
 */
struct rp_builder_assignment {
    struct rampart_str account, configuration, principal, group; /* group: its id; empty: the principal is a user */
};
enum rampart_status rp_builder_assign(struct rp_builder *builder, const struct rp_builder_assignment *assignment);
enum rampart_status rp_builder_note_member(struct rp_builder *builder, struct rampart_str group, struct rampart_str user);

/* The UID of a user; a text that cannot be one is passed over. */
void rp_builder_set_uid(struct rp_builder *builder, struct rp_builder_principal *user, struct rampart_str uid);

/* ---- resources that have policies or settings of their own ---- */

/* The input tells of a layer of a resource, as account.h says; `known` may have the policy, or that there is none. */
enum rampart_status rp_builder_add_resource(struct rp_builder *builder, const struct rp_resource_document *known,
                                            struct rp_at at, struct rp_builder_resource **ret_resource);

/* How reports name it, in place of the name by its layer: the texts, joined. */
enum rampart_status rp_builder_name_resource(struct rp_builder *builder, struct rp_builder_resource *resource,
                                             const struct rampart_str *texts, size_t count);

/* Its document, read like that of a policy; its setting, a string (policy/setting.h); that it has none. */
enum rampart_status rp_builder_set_resource_document(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                     const struct rp_source *source, const struct rp_node *node);
enum rampart_status rp_builder_set_resource_setting(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                    const struct rp_source *source, const struct rp_node *node);
void rp_builder_resource_none(struct rp_builder_resource *resource);

/* There is one, but the input cannot show it; or marks it as a secret. */
enum rampart_status rp_builder_resource_unknown(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                const char *reason);
void rp_builder_hide_resource(struct rp_builder_resource *resource);

/* ---- the resource directory ---- */

/*
 * The directory, as far as it is known. Unless it is set, the account's control policies are unknown; `none` means that
 * there is no directory, or that its control policies are not switched on. Empty texts are not known.
 */
struct rp_builder_directory {
    bool none;
    struct rampart_str management_account, root_folder;
};
enum rampart_status rp_builder_set_directory(struct rp_builder *builder,
                                             const struct rp_builder_directory *directory, struct rp_at at);

/* A folder, or an account (by its id), lies in a folder; an empty parent is the root folder's. */
enum rampart_status rp_builder_set_parent(struct rp_builder *builder, struct rampart_str child,
                                          struct rampart_str parent, struct rp_at at);

/* The control policy of this id; its name and scope may follow later, or again. */
enum rampart_status rp_builder_add_control(struct rp_builder *builder, struct rampart_str id, struct rp_at at,
                                           struct rp_builder_policy **ret_policy);
enum rampart_status rp_builder_name_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            struct rampart_str name, bool system, struct rp_at at);
enum rampart_status rp_builder_scope_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                             enum rampart_effect_scope scope, struct rp_at at);

/* The control policy is attached to a folder or an account, by its id. */
enum rampart_status rp_builder_attach_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                              struct rampart_str target, struct rp_at at);

/* ---- the directory for other accounts of an organisation ---- */

/* All folders and accounts of the directory are wanted; to be said before anything is read. */
void rp_builder_keep_directory(struct rp_builder *builder);

/* Of a builder that keeps it: all attachments to this target are known. */
enum rampart_status rp_builder_note_covered(struct rp_builder *builder, struct rampart_str target);

/* Nothing follows: others may use the directory, also when the account is made, until the builder is freed. */
enum rampart_status rp_builder_close_directory(struct rp_builder *builder);

/*
 * The control policies that the directory of another account shows for this one, unless its own inputs show all of them.
 * They keep texts of the other account, which must live as long as this one. An account that the directory does not hold
 * may have others; `outside`: its input says that none bind it, which holds if the directory is known to be without it.
 */
enum rampart_status rp_builder_use_directory(struct rp_builder *builder, const struct rp_builder *shown, bool outside);

/* ---- complete lists and gaps ---- */

/* Lists that the input may have in full. */
enum rp_builder_list {
    RP_BUILDER_USERS,
    RP_BUILDER_GROUPS,
    RP_BUILDER_ROLES,
    RP_BUILDER_POLICIES,    /* the custom ones */
    RP_BUILDER_GRANTS,      /* all attachments of policies to anybody */
    RP_BUILDER_MEMBERSHIPS, /* which user is in which group */
    RP_BUILDER_CONTROLS,    /* all attachments of control policies from the account up to the root folder */
    RP_BUILDER_LISTS
};

/* For lint: the faults of documents are reported as errors, which refuse nothing. */
void rp_builder_want_findings(struct rp_builder *builder);
bool rp_builder_wants_findings(const struct rp_builder *builder);

/* The caller vouches that the account has nothing besides what the input shows. */
void rp_builder_assume_complete(struct rp_builder *builder);

/* The input has all of this list. Every list counts as incomplete until then. */
void rp_builder_complete(struct rp_builder *builder, enum rp_builder_list list);

/* The input has all grants of this principal, all groups of this user, or all users of this group. */
void rp_builder_complete_for(struct rp_builder_principal *principal, enum rp_builder_list list);

/* The list broke off: it is incomplete, for this reason, even if it is called complete elsewhere. */
enum rampart_status rp_builder_incomplete(struct rp_builder *builder, enum rp_builder_list list,
                                          const char *reason);

/* The same for the grants of this principal or the groups of this user alone. */
enum rampart_status rp_builder_incomplete_for(struct rp_builder *builder,
                                              struct rp_builder_principal *principal,
                                              enum rp_builder_list list, const char *reason);

/* Layers that decide on a resource beside RAM stand at this place of the input, and are not read. */
enum rampart_status rp_builder_add_layer(struct rp_builder *builder, struct rampart_str of, unsigned layers,
                                         struct rampart_str reason);

/*
 * The same for a resource of a plan or a template, by its address, and the attribute that holds the layer's document.
 * `resource` is the name of the bucket, the key or the project, or empty.
 */
enum rampart_status rp_builder_add_layer_document(struct rp_builder *builder, struct rampart_str address,
                                                  const struct rp_layer_document *layer,
                                                  struct rampart_str resource);

/* Another gap of the input. It is listed; no decision depends on it. `reason` is a sentence's text. */
enum rampart_status rp_builder_add_gap(struct rp_builder *builder, enum rampart_gap_kind kind,
                                       struct rampart_str of, const char *reason);

#endif
