/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account in the making. Formats other than the account file (account/foreign.h) tell of an account in pieces, in any
 * order, some of them twice: a reader says each piece here, and the draft puts them together. What is said twice must
 * be the same; otherwise both places are named in an error. What nobody said is unknown in the account that comes of
 * it, and listed as a gap: an account never looks as if it had less in it because less of it was seen.
 *
 * Every function but those that say otherwise returns RAMPART_OK or RAMPART_NO_MEMORY. What is wrong with a piece is
 * reported, and rp_draft_finish() then gives no account. `at` is where the piece is said; a text that is kept is copied.
 */
#ifndef RP_INPUTS_DRAFT_H
#define RP_INPUTS_DRAFT_H

#include "account/account.h"
#include "catalog/terraform.h"
#include "text/tree.h"

struct rp_draft;
struct rp_draft_holder; /* a user, a group or a role */
struct rp_draft_policy; /* a RAM policy by name and type, or a control policy by its id */

/* Errors: RAMPART_NO_MEMORY. `diags` must outlive the draft and may not be NULL. */
enum rampart_status rp_draft_new(const struct rampart_options *options, struct rampart_diags *diags,
                                 struct rp_draft **ret_draft);
void rp_draft_free(struct rp_draft *draft); /* NULL is allowed */

/*
 * The account of all that was said; the draft can only be freed afterwards. `name` stands for the account's own
 * source. Errors: RAMPART_INVALID_INPUT when anything was wrong (reported), RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_draft_finish(struct rp_draft *draft, struct rampart_str name,
                                    struct rampart_account **ret_account);

/* ---- what readers read with ---- */

/* A source that lives as long as the account: its text is copied. RAMPART_LIMIT for 4 GiB. */
enum rampart_status rp_draft_source(struct rp_draft *draft, struct rampart_str name, struct rampart_str text,
                                    const struct rp_source **ret_source);

/*
 * For reading a source into a tree with rp_tree_read() or rp_json_read(); limits are those of an account file. Trees
 * live until the draft is freed.
 */
struct rp_reading rp_draft_reading(struct rp_draft *draft, const struct rp_source *source);

/* Memory that lives until the draft is freed, for readers. */
struct rp_arena *rp_draft_scratch(struct rp_draft *draft);

/* Reports an error, which gives the draft its end; rp_diag_help() on rp_draft_reading().diags adds the help. */
__attribute__((format(printf, 4, 5))) void rp_draft_error(struct rp_draft *draft, enum rp_code code,
                                                          struct rp_at at, const char *format, ...);

/* ---- pieces ---- */

/* The account's id, digits. */
enum rampart_status rp_draft_id(struct rp_draft *draft, struct rampart_str id, struct rp_at at);

/* There is such a user, group or role. Saying it again changes nothing. */
enum rp_draft_kind { RP_DRAFT_USER, RP_DRAFT_GROUP, RP_DRAFT_ROLE, RP_DRAFT_KINDS };
enum rampart_status rp_draft_declare(struct rp_draft *draft, enum rp_draft_kind kind, struct rampart_str name,
                                     struct rp_at at, struct rp_draft_holder **ret_holder);

/*
 * The same one, spoken of by what refers to it: a grant, a membership. Unless somebody declares it, it is in the
 * account all the same, and what else it may hold is unknown.
 */
enum rampart_status rp_draft_refer(struct rp_draft *draft, enum rp_draft_kind kind, struct rampart_str name,
                                   struct rp_at at, struct rp_draft_holder **ret_holder);

/* The user is in the group. */
enum rampart_status rp_draft_join(struct rp_draft *draft, struct rp_draft_holder *user,
                                  struct rp_draft_holder *group);

/* A service made the role for itself: control policies do not bind it. */
void rp_draft_service_linked(struct rp_draft_holder *role);

/* A custom or a system policy. Its document is unknown until it is given; those that are built in need not be. */
enum rampart_status rp_draft_policy(struct rp_draft *draft, struct rampart_str name, bool system,
                                    struct rp_at at, struct rp_draft_policy **ret_policy);

/*
 * The resource of a plan, a state or a template that has the documents that are given from now on: its address, as
 * "alicloud_ram_policy.deploy". Until it is said anew; the empty text: none has. It must live until then.
 */
void rp_draft_within(struct rp_draft *draft, struct rampart_str address);

/*
 * Its document: a string of `source` that holds JSON, or a map. The node's texts need not live on. A document that
 * makes no sense is put in quarantine (account/quarantine.h). The cloud's own documents are taken under no assumption
 * that refuses.
 */
enum rampart_status rp_draft_document(struct rp_draft *draft, struct rp_draft_policy *policy,
                                      const struct rp_source *source, const struct rp_node *node);
enum rampart_status rp_draft_trust(struct rp_draft *draft, struct rp_draft_holder *role,
                                   const struct rp_source *source, const struct rp_node *node);

/* There is a document, but the input cannot show it ("known after apply"): a gap with this reason. */
enum rampart_status rp_draft_document_unknown(struct rp_draft *draft, struct rp_draft_policy *policy,
                                              const char *reason);
enum rampart_status rp_draft_trust_unknown(struct rp_draft *draft, struct rp_draft_holder *role,
                                           const char *reason);

/*
 * What the input marks as a secret: no report shows what stands in the document, and no error a line of the source.
 */
void rp_draft_hide_document(struct rp_draft_policy *policy);
void rp_draft_hide_trust(struct rp_draft_holder *role);
void rp_draft_hide(struct rp_draft *draft, const struct rp_source *source);

/* Where a grant counts. */
enum rp_draft_scope {
    RP_DRAFT_WHOLE_ACCOUNT,
    RP_DRAFT_RESOURCE_GROUP,
    RP_DRAFT_SCOPE_UNSEEN /* the input has no such field: either, unless it is said elsewhere */
};

/* The policy is attached. `group` is the id of the resource group for that scope, else empty. */
enum rampart_status rp_draft_grant(struct rp_draft *draft, struct rp_draft_holder *holder,
                                   struct rp_draft_policy *policy, enum rp_draft_scope scope,
                                   struct rampart_str group, struct rp_at at);

/* There is such a resource group. What lies in it no format tells; only an account file does. */
enum rampart_status rp_draft_resource_group(struct rp_draft *draft, struct rampart_str name, struct rp_at at);

/* ---- the resource directory ---- */

/*
 * What is known of the directory. Without a word the account's control policies are unknown; `none` says that there is
 * no directory, or that its control policies are not switched on. Empty texts are not known.
 */
struct rp_draft_directory {
    bool none;
    struct rampart_str management_account, root_folder;
};
enum rampart_status rp_draft_directory(struct rp_draft *draft, const struct rp_draft_directory *directory,
                                       struct rp_at at);

/* A folder, or an account (by its id), lies in a folder; an empty parent is the root folder's. */
enum rampart_status rp_draft_place(struct rp_draft *draft, struct rampart_str child,
                                   struct rampart_str parent, struct rp_at at);

/* The control policy of this id; its name and scope may be said later, or again. */
enum rampart_status rp_draft_control(struct rp_draft *draft, struct rampart_str id, struct rp_at at,
                                     struct rp_draft_policy **ret_policy);
enum rampart_status rp_draft_control_name(struct rp_draft *draft, struct rp_draft_policy *policy,
                                          struct rampart_str name, bool system, struct rp_at at);
enum rampart_status rp_draft_control_scope(struct rp_draft *draft, struct rp_draft_policy *policy,
                                           enum rampart_effect_scope scope, struct rp_at at);

/* It is attached to a folder or an account, by its id. */
enum rampart_status rp_draft_control_attach(struct rp_draft *draft, struct rp_draft_policy *policy,
                                            struct rampart_str target, struct rp_at at);

/* ---- what is complete ---- */

/* Lists that may be in the input as a whole. */
enum rp_draft_list {
    RP_DRAFT_USERS,
    RP_DRAFT_GROUPS,
    RP_DRAFT_ROLES,
    RP_DRAFT_POLICIES,    /* the custom ones */
    RP_DRAFT_GRANTS,      /* all that is attached to anybody */
    RP_DRAFT_MEMBERSHIPS, /* who is in which group */
    RP_DRAFT_CONTROLS, /* all attachments of control policies on the way from the account to the root folder */
    RP_DRAFT_LISTS
};

/* What is wrong with documents is reported as errors, which refuse nothing: for who lints them. */
void rp_draft_want_findings(struct rp_draft *draft);

/* The caller's word that there is nothing besides what is said. */
void rp_draft_take_as_complete(struct rp_draft *draft);

/* Every list counts as incomplete until somebody says that all of it is in the input. */
void rp_draft_complete(struct rp_draft *draft, enum rp_draft_list list);

/* The grants of this holder, the groups of this user, the users of this group. */
void rp_draft_complete_of(struct rp_draft_holder *holder, enum rp_draft_list list);

/* The list broke off: whatever else is said, it is incomplete, for this reason. */
enum rampart_status rp_draft_broken_off(struct rp_draft *draft, enum rp_draft_list list, const char *reason);

/* The same for the grants of this holder or the groups of this user alone. */
enum rampart_status rp_draft_broken_off_of(struct rp_draft *draft, struct rp_draft_holder *holder,
                                           enum rp_draft_list list, const char *reason);

/* What decides on a resource beside RAM stands at this place of the input, and is not read: one of a set of layers. */
enum rampart_status rp_draft_layer(struct rp_draft *draft, struct rampart_str of, unsigned layers,
                                   struct rampart_str reason);

/*
 * The same of a resource of a plan or a template, by its address, and of its attribute that holds it; `whose` is the name
 * of the bucket, the key or the project, or empty.
 */
enum rampart_status rp_draft_layer_of(struct rp_draft *draft, struct rampart_str address,
                                      const struct rp_layer_document *layer, struct rampart_str whose);

/* Something else that the input does not show. It is listed; no decision hangs on it. `reason` is a sentence's text. */
enum rampart_status rp_draft_gap(struct rp_draft *draft, enum rampart_gap_kind kind, struct rampart_str of,
                                 const char *reason);

#endif
