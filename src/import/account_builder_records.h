/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records that the account builder keeps. Every mention of a name is a record of its own. When all inputs are
 * read, the records of one name are united, and the first of them stands for all. So readers may come in any order,
 * and no piece costs a search when it is added.
 */
#ifndef RP_IMPORT_ACCOUNT_BUILDER_RECORDS_H
#define RP_IMPORT_ACCOUNT_BUILDER_RECORDS_H

#include "account/quarantine.h"
#include "base/buf.h"
#include "import/account_builder.h"

/* A document of a policy, or a trust policy; `policy` is NULL until it is set. */
struct rp_builder_document {
    struct rampart_policy *policy;
    struct rp_at at;
    struct rampart_str unknown;                   /* why it is not known, though there is one */
    bool hidden;                                  /* reports must not show it */
    const struct rp_quarantine_item *quarantined; /* the input has it, and it makes no sense; NULL: it does */
};

struct rp_builder_principal {
    struct rp_builder_principal *next; /* in the order of the input */
    struct rp_builder_principal *same; /* the one that stands for all of this name; itself, if it does */
    enum rp_builder_kind kind;
    struct rampart_str name;
    struct rp_at at;
    bool declared, service_linked;
    unsigned complete, incomplete; /* lists of its own, a bit each */
    struct rampart_str why_incomplete;
    struct rp_builder_document trust;
    struct rampart_str uid; /* of a user; empty: not known */
    struct rampart_strs held_by; /* of a role, by an account file */
    size_t number; /* in the account's list */
};

struct rp_builder_policy {
    struct rp_builder_policy *next;
    struct rp_builder_policy *same;
    struct rampart_str name; /* of a control policy: its id until its name is known */
    struct rampart_str id;   /* of a control policy; else empty */
    struct rampart_str version; /* of a system policy: the one that counts in the account; empty: untold */
    bool system, named, scoped;
    enum rampart_effect_scope scope;
    struct rp_at at;
    struct rp_builder_document document;
    bool used;     /* something is attached by it */
    size_t number; /* in the account's list */
};

/* What the input shows of a resource: a document or a setting, or that there is none. */
struct rp_builder_resource {
    struct rp_builder_resource *next;
    struct rp_resource_document known;
    struct rampart_str name; /* for reports */
    struct rp_builder_document document;
    size_t position; /* among all of the input */
};

struct rp_builder_grant {
    struct rp_builder_grant *next;
    struct rp_builder_principal *principal;
    struct rp_builder_policy *policy;
    enum rp_builder_scope scope;
    struct rampart_str group;
    struct rp_at at;
    size_t position; /* among all grants of the input */
};

struct rp_builder_membership {
    struct rp_builder_membership *next;
    struct rp_builder_principal *user, *group;
};

struct rp_builder_resource_group {
    struct rp_builder_resource_group *next;
    struct rampart_str name;
    const struct rp_resource_group *known; /* its resources; NULL: the input does not tell */
    struct rp_at at;
};

/* An account file among the inputs. */
struct rp_builder_account_file {
    const struct rampart_account *account;
    struct rp_builder_policy **policies; /* the records of its policies */
};

/* A folder or an account, and the folder that it lies in. */
struct rp_builder_placement {
    struct rp_builder_placement *next;
    struct rampart_str child, parent;
    struct rp_at at;
};

/* All attachments of control policies to this folder or account are known. */
struct rp_builder_covered {
    struct rp_builder_covered *next;
    struct rampart_str target;
};

/* A control policy is attached to a folder or an account. */
struct rp_builder_control_attachment {
    struct rp_builder_control_attachment *next;
    struct rp_builder_policy *policy;
    struct rampart_str target;
    struct rp_at at;
};

/* An access assignment of CloudSSO; or, with no account, a member of a group: `group` is its id. */
struct rp_builder_sso {
    struct rp_builder_sso *next;
    struct rp_builder_assignment assignment;
};

/* By the account, the configuration, the group and the name, each once. */
struct rp_builder_assignments {
    const struct rp_builder_assignment **items;
    size_t count;
};

/* Control policies sorted by target, folders and accounts by their ids. */
struct rp_builder_order {
    struct rp_builder_control_attachment **controls;
    struct rp_builder_placement **placements;
};

struct rp_builder_source {
    struct rp_builder_source *next;
    struct rp_source source;
};

struct rp_builder_gap {
    struct rp_builder_gap *next;
    struct rampart_gap gap;
};

struct rp_builder {
    struct rampart_account *account; /* the one that is built; its arena holds what is kept */
    struct rp_arena scratch;         /* holds the builder itself and all records */
    struct rampart_limits limits;
    struct rampart_options options;
    struct rampart_diags *diags;
    size_t errors; /* that `diags` had before */
    enum rampart_status status;
    struct rampart_str id;
    struct rp_at id_at;
    struct rp_builder_principal *principals, **principals_end;
    size_t principal_count;
    struct rp_builder_policy *policies, **policies_end;
    size_t policy_count;
    struct rp_builder_grant *grants, **grants_end;
    size_t grant_count;
    struct rp_builder_membership *memberships, **memberships_end;
    size_t membership_count;
    struct rp_builder_resource_group *resource_groups;
    size_t resource_group_count;
    struct rp_builder_resource *resources;
    size_t resource_count;
    struct rp_builder_placement *placements;
    size_t placement_count;
    struct rp_builder_control_attachment *controls;
    size_t control_count;
    struct rp_builder_order order; /* of these, when the account is made */
    struct rp_builder_sso *sso;
    size_t sso_count;
    struct rp_builder_assignments assignments;
    const struct rp_builder_assignments *assigned; /* to this account: its own, or those that another one shows */
    /* For other accounts of the organisation: */
    bool keeps_directory;
    struct rp_builder_covered *covered;
    struct rampart_str *targets; /* the same, sorted */
    size_t covered_count;
    bool all_controls, all_accounts;    /* every attachment and every account of the directory is known */
    struct rampart_str directory_doubt; /* why nothing of it is known to be all; empty: nothing speaks against it */
    struct rp_builder_gap *gaps;
    size_t gap_count;
    struct rp_builder_source *sources;
    struct rampart_str address; /* rp_builder_set_address() */
    struct rp_quarantine quarantine;
    const struct rp_builder_account_file
        *levels_of; /* its control policies bind the account; NULL: no account file has any */
    bool directory_known;
    struct rp_builder_directory directory;
    bool assume_complete;
    bool of_file; /* an account file has all of the account */
    bool complete[RP_BUILDER_LISTS];
    struct rampart_str incomplete[RP_BUILDER_LISTS]; /* why; empty: it is not */
};

/* ---- records (account_builder.c) ---- */

/* The kind's word in a subject: "user". */
const char *rp_builder_kind_word(enum rp_builder_kind kind);

/* Reports that two places of the input contradict each other. */
void rp_builder_conflict(struct rp_builder *builder, struct rp_at first, struct rp_at second,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds a gap. Texts are copied. */
enum rampart_status rp_builder_keep_gap(struct rp_builder *builder, const struct rampart_gap *gap);

/* Adds a gap about "KIND/NAME"; `kind` NULL: about the account. Texts are copied. */
enum rampart_status rp_builder_add_gap_of(struct rp_builder *builder, enum rampart_gap_kind gap,
                                          const char *kind, struct rampart_str name,
                                          struct rampart_str policy, struct rampart_str reason);

/* The input has all of the list, and it did not break off. */
bool rp_builder_is_complete(const struct rp_builder *builder, enum rp_builder_list list);

/* The grants of a principal, or the groups of a user, may be more than the input shows. */
bool rp_builder_is_open(const struct rp_builder *builder, const struct rp_builder_principal *principal,
                        enum rp_builder_list list);

/* ---- documents (account_builder_document.c) ---- */

/* Adds to one record what another one knows of the same document; reports that they differ. */
void rp_builder_unite_documents(struct rp_builder *builder, struct rp_builder_document *first,
                                const struct rp_builder_document *other, const char *what,
                                struct rampart_str name);

/* Reads a document of this kind. One that makes no sense goes to quarantine: there is one, and it is not known. */
enum rampart_status rp_builder_give_document(struct rp_builder *builder, struct rp_builder_document *document,
                                             struct rp_document_of of, enum rampart_policy_kind kind, struct rp_at at,
                                             const struct rp_node *node);

/* Notes why it is not known. */
enum rampart_status rp_builder_set_unknown(struct rp_builder *builder, struct rp_builder_document *document,
                                           const char *reason);

/* Sets the document of a system policy that is built in. */
enum rampart_status rp_builder_use_built_in(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            struct rampart_str text);

/* Lists the document if it is in quarantine. The reason is why it is not known; empty: it is in no quarantine. */
enum rampart_status rp_builder_quarantine(struct rp_builder *builder, struct rp_builder_document *document,
                                          struct rp_document_of of, struct rampart_str *ret_reason);

/* ---- the account's lists (account_builder_make.c); all after records are united ---- */

/* `policies` of the account, and each record's number in it. */
enum rampart_status rp_builder_make_policies(struct rp_builder *builder);

/* Groups, users, roles, resource groups; after the policies. */
enum rampart_status rp_builder_make_principals(struct rp_builder *builder);

/* Policies and settings of resources (account_builder_resource.c). */
enum rampart_status rp_builder_make_resources(struct rp_builder *builder);

/* In lower case, as ARNs write names of roles. */
enum rampart_status rp_builder_lower(struct rp_builder *builder, struct rampart_str *name);

/* Sorts what CloudSSO assigns (account_builder_sso.c): nothing follows. */
enum rampart_status rp_builder_close_assignments(struct rp_builder *builder);

/* Whom CloudSSO lets use roles; after the principals. */
enum rampart_status rp_builder_make_holders(struct rp_builder *builder, struct rp_role *roles);

/* The levels of control policies (account_builder_directory.c); after the policies. */
enum rampart_status rp_builder_make_controls(struct rp_builder *builder);

#endif
