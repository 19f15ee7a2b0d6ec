/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that the files which read an account share. */
#ifndef RP_ACCOUNT_READ_H
#define RP_ACCOUNT_READ_H

#include <rampart/inventory.h>

#include "account/holdings.h"
#include "account/names.h"
#include "account/quarantine.h"
#include "base/buf.h"
#include "text/tree.h"

struct rp_queued_document;

/* A store of documents that stand in files of their own: they are found without opening these. */
struct rp_account_store {
    bool (*find)(const void *context, struct rampart_str name, struct rampart_str *ret_text);
    const void *context;
    bool texts; /* of a caller, who forgot one that is not found; else an image, which had put it in quarantine */
};

/* The texts of a caller, and a store of them: its `find`. */
struct rp_account_texts {
    const struct rampart_named_text *items;
    size_t count;
};
bool rp_account_find_text(const void *texts, struct rampart_str name, struct rampart_str *ret_text);

/* How an account is read otherwise than usual. */
struct rp_account_how {
    const struct rp_account_store *store; /* where documents of other files are; NULL: in those files */
    bool packs;                   /* the trees of all documents are kept */
    bool as_complete;             /* gaps of what may be there besides are none */
    struct rampart_strs outside;  /* folders beside the account file's own whose files may be read */
    bool findings;                /* what is wrong with a document is an error, though the account is read */
    struct rampart_inventory *inventory; /* of the files of documents; NULL: nobody wants to know */
};

/* One account while it is read. */
struct rp_account_reader {
    struct rampart_account *account;
    const struct rampart_options *options; /* it is read under */
    const struct rampart_catalog *catalog; /* whose system policies there are; NULL: those embedded */
    struct rp_reading reading; /* of the account's source; what is kept goes into the account's arena */
    struct rp_arena tree;      /* of the text that is being read; it is several times as large as the text */
    struct rp_arena scratch;   /* what is needed until all is read */
    struct rp_arena moment;    /* what is needed for one list */
    struct rp_arena unfolded;  /* the part of the tree that is being read */
    struct rp_arena listed;    /* what one user holds, until it is known whether another holds the same */
    struct rp_holdings held; /* in scratch: what users hold, each once */
    struct rampart_limits file_limits; /* of the account file, which has the size of many documents */
    struct rp_queued_document *queue;  /* in scratch; the last one first */
    size_t queued;
    struct rampart_str own_folder; /* of the account file, resolved */
    bool own_folder_resolved;
    struct rp_named_policy *policies; /* the account's, with room for all that are built in */
    size_t defined;                   /* by the file; the built-in ones that are named come after them */
    struct rp_name_index policy_names, group_names, resource_group_names; /* in scratch */
    uint32_t *named; /* a table with open addressing: the system policies that are not defined, by name */
    size_t missing, most_missing; /* of those, the ones that are not built in */
    struct rp_role *roles;        /* the account's */
    struct rp_resource_document *resources; /* the account's */
    size_t resource_room;                   /* how many of them there is room for */
    struct rp_quarantine quarantine;
    /*
     * What is wrong with the text of the account file, if each mistake spoils one value only; NULL: nothing, or it was
     * reported. Those that stand in documents are the documents' own.
     */
    struct rampart_diags *mistakes;
    bool *claimed; /* by the mistake: it stands in a document */
    /* A list that could not be read as a whole makes nobody's name undefined. */
    bool policies_broken, groups_broken, resource_groups_broken;
    struct rp_account_how how;
    struct rp_buf packed;        /* the tree of one document */
    bool *gaps_met;              /* by the gap: something of the account is what it is about */
    struct rp_span gaps_span;    /* of the list of gaps */
    unsigned searches; /* for the nearest name: each costs the whole list, so that their number has a limit */
    enum rampart_status status; /* of the first error; reading goes on after it */
};

/* ---- nodes (read_node.c) ---- */

struct rp_account_shape {
    const char *what; /* "a user" */
    const char *help; /* "a user has groups and policies" */
    const char *const *names;
    size_t count;
};

/* Refuses a line of an export, and says how to make an account file of it. False: it is none. */
bool rp_account_refuse_export(struct rp_account_reader *reader, const struct rp_node *root);

/*
 * Refuses a tree that has no member of an account file, and says what it is instead: a policy of a resource, another
 * policy, anything else. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_refuse_other(struct rp_account_reader *reader, const struct rp_node *root,
                                            const struct rp_account_shape *shape, bool *ret_refused);

/* Reports an error in the account file; rp_diag_help() adds the help. */
__attribute__((format(printf, 4, 5))) void rp_account_error(struct rp_account_reader *reader,
                                                            enum rp_code code, struct rp_span span,
                                                            const char *format, ...);

/* Remembers the first status that is not RAMPART_OK. Only RAMPART_NO_MEMORY ends the reading and is returned. */
enum rampart_status rp_account_note(struct rp_account_reader *reader, enum rampart_status status);

/* True when the node has the type; reports what it should have been unless it is BROKEN or NULL. */
bool rp_account_is(struct rp_account_reader *reader, const struct rp_node *node, enum rp_node_type type,
                   struct rampart_str name, const char *expected);

/* Puts each member of the map in its place by name; what has no place is an error. */
void rp_account_members(struct rp_account_reader *reader, const struct rp_node *map,
                        const struct rp_account_shape *shape, const struct rp_node **ret_members);

/* Checks the key of a member that defines something. `what` as in a shape. */
void rp_account_check_name(struct rp_account_reader *reader, const struct rp_node *member, const char *what);

/* The same of a user or role, which a request must be able to name. */
void rp_account_check_principal(struct rp_account_reader *reader, const struct rp_node *member,
                                const char *what);

/* The layers of resources that a list names, added to a set. */
void rp_account_layers(struct rp_account_reader *reader, const struct rp_node *node, unsigned *layers);

/* As much of a text as fits into a message. */
struct rampart_str rp_account_shown(struct rampart_str text);

/* False when a name that is meant was looked for often enough already. */
bool rp_account_may_search(struct rp_account_reader *reader);

/* As rp_names_meant(); empty also when that was asked often enough already. */
struct rampart_str rp_account_meant(struct rp_account_reader *reader, struct rampart_str word,
                                      const void *items, size_t count, size_t size);

/* ---- texts (read_node.c) ---- */

/* Copies the text if it does not stand in the source. */
enum rampart_status rp_keep_text(const struct rp_source *source, struct rp_arena *arena,
                                 struct rampart_str *text);

/* Copies the texts of the tree that do not stand in the source: they outlive the tree. */
enum rampart_status rp_keep_texts(const struct rp_source *source, struct rp_node *root,
                                  struct rp_arena *scratch, struct rp_arena *arena);

/* For reading a part of the file into an arena, with the limits of the account file. */
struct rp_reading rp_account_reading(const struct rp_account_reader *reader, struct rp_arena *arena);

/* Reports the mistakes of the text that stand in this part of it, a document; whether there are any. */
bool rp_account_claim_mistakes(struct rp_account_reader *reader, struct rp_span span);

/* Reports all others, which refuse the account. */
void rp_account_report_mistakes(struct rp_account_reader *reader);

/* The node with all that stands in it, until the next call for a part of the tree that this one is not in. */
enum rampart_status rp_account_unfold(struct rp_account_reader *reader, const struct rp_node *node,
                                      const struct rp_node **ret_whole);

/* ---- documents (read_documents.c) ---- */

/*
 * A path, read later, or the document itself. A policy is handed back at once, even for an error. One that is not
 * understood is put in quarantine; then the policy is unknown.
 */
enum rampart_status rp_account_document(struct rp_account_reader *reader, const struct rp_node *node,
                                        struct rp_document_of of, struct rampart_policy **ret_policy);

/* The same of a resource's document, whose kind is known. */
enum rampart_status rp_account_resource_document(struct rp_account_reader *reader, const struct rp_node *node,
                                                 struct rp_document_of of, enum rampart_policy_kind kind,
                                                 struct rampart_policy **ret_policy);

/* A policy that has a document, which nobody knows. */
enum rampart_status rp_account_unknown(struct rp_account_reader *reader, struct rampart_str name,
                                       struct rampart_policy **ret_policy);

/* A built-in system policy, read later. */
enum rampart_status rp_account_built_in(struct rp_account_reader *reader, struct rampart_str name,
                                        struct rampart_str text, struct rampart_policy **ret_policy);

/* Sets the document of a policy or role aside: its errors were reported since the mark. */
enum rampart_status rp_account_quarantine(struct rp_account_reader *reader, struct rp_document_of of, struct rp_at at,
                                          struct rp_quarantine_mark mark, struct rampart_policy *policy);

/* Reads all that was put off. The account's tree may be gone. */
enum rampart_status rp_account_read_queue(struct rp_account_reader *reader);

/* ---- sections of the file; a node may be NULL ---- */

/* `incomplete`; comes before all the others (read_gaps.c). */
enum rampart_status rp_account_gaps(struct rp_account_reader *reader, const struct rp_node *node);

/* True when something of this kind is not known of "user/" and the name, or of anybody. */
bool rp_account_gap_about(struct rp_account_reader *reader, enum rampart_gap_kind kind, const char *head,
                          struct rampart_str name);

/*
 * True when nobody knows if the policy counts for the account or for a resource group where "user/" and the name hold
 * it.
 */
bool rp_account_scope_is_open(struct rp_account_reader *reader, const char *head, struct rampart_str name,
                              struct rampart_str policy);

/* The name behind the head, if the i-th gap is of this kind and about something with this head. */
bool rp_account_gap_names(struct rp_account_reader *reader, size_t i, enum rampart_gap_kind kind,
                          const char *head, struct rampart_str *ret_name);

/* True when there is a gap of this kind about the account itself. */
bool rp_account_has_gap(const struct rp_account_reader *reader, enum rampart_gap_kind kind);

/* Reports gaps about what the account does not have. */
void rp_account_check_gaps(struct rp_account_reader *reader);

/* `policies` and `systemPolicies` (read_policies.c). */
enum rampart_status rp_account_policies(struct rp_account_reader *reader, const struct rp_node *custom,
                                        const struct rp_node *system);

/* "Name", or a map whose members are name, type and one of the shape's own: the third. */
enum { RP_REFERENCE_NAME, RP_REFERENCE_TYPE, RP_REFERENCE_OWN, RP_REFERENCE_MEMBERS };

/* The policy that a value names, NULL after an error; *ret_own is the third member or NULL (read_policies.c). */
enum rampart_status rp_account_reference(struct rp_account_reader *reader, const struct rp_node *node,
                                         const struct rp_account_shape *shape,
                                         const struct rp_named_policy **ret_policy,
                                         const struct rp_node **ret_own);

/* (read_principals.c) */
enum rampart_status rp_account_groups(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_users(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_roles(struct rp_account_reader *reader, const struct rp_node *node);

/* (read_directory.c) */
enum rampart_status rp_account_resource_groups(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_directory(struct rp_account_reader *reader, const struct rp_node *node);

/* `resourcePolicies`, `endpointPolicies`, `accessKeyPolicies`, `blockPublicAccess` (read_resources.c) */
enum rampart_status rp_account_resource_policies(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_endpoint_policies(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_instance_role_policies(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_access_key_policies(struct rp_account_reader *reader, const struct rp_node *node);
enum rampart_status rp_account_block_public_access(struct rp_account_reader *reader, const struct rp_node *node);

/* ---- several accounts in one file (read_members.c) ---- */

/* Whether a file has several: the member `accounts`. */
bool rp_account_has_members(const struct rp_node *root);

/*
 * Makes the reader's account the organisation of them. One that is refused is noted, and the others are read. Errors:
 * RAMPART_NO_MEMORY; others are noted in the reader.
 */
enum rampart_status rp_account_read_members(struct rp_account_reader *reader, const struct rp_node *root);

/* ---- all sections (read_sections.c) ---- */

/* Memory for a reader, and the end of it. */
void rp_account_reader_start(struct rp_account_reader *reader, const struct rampart_options *options);
void rp_account_reader_end(struct rp_account_reader *reader);

/* `rampart`, which may be NULL, of the map `root`. */
void rp_account_check_version(struct rp_account_reader *reader, const struct rp_node *root,
                              const struct rp_node *node);

/* Reports an id that is none. */
void rp_account_check_id(struct rp_account_reader *reader, struct rampart_str id, struct rp_span span);

/* Everything that stands in a file of one account. */
enum rampart_status rp_account_read_sections(struct rp_account_reader *reader, const struct rp_node *root);

/* The same of an account of several, whose version and id stand elsewhere. */
enum rampart_status rp_account_read_body(struct rp_account_reader *reader, const struct rp_node *node);

/* The list of the quarantine becomes the account's, and its documents become gaps. */
enum rampart_status rp_account_close_quarantine(struct rp_account_reader *reader);

/* ---- the file (read.c) ---- */

/*
 * The account with the text of its file, nothing of which is read yet. Errors: RAMPART_LIMIT, reported,
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_open(const struct rampart_options *options, struct rampart_str text,
                                    struct rampart_str file, struct rampart_diags *diags,
                                    struct rampart_account **ret_account);

/*
 * Reads the file of an account that was opened, and hands the account back, or frees it. Errors: as
 * rampart_account_read().
 */
enum rampart_status rp_account_read_opened(const struct rampart_options *options, struct rampart_account *account,
                                           struct rp_account_how how, struct rampart_diags *diags,
                                           struct rampart_account **ret_account);

#endif
