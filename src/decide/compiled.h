/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled account from the inside. Documents, groups and principals are numbers in lists: what a principal holds is
 * a list of documents and a list of groups, and each document has one index (decide/index.h) for everybody.
 */
#ifndef RP_DECIDE_COMPILED_H
#define RP_DECIDE_COMPILED_H

#include <rampart/set.h>

#include "account/account.h"
#include "account/names.h"
#include "decide/index.h"
#include "decide/subjects.h"

/* A policy, compiled; found by its number in the account's list. */
struct rp_document {
    const struct rampart_policy *policy;
    struct rp_unit unit; /* its statements, as a unit of their own */
    bool system;
    bool asks_who;             /* a condition looks at acs:PrincipalARN */
    struct rp_rules *own; /* a document that was replaced: its rules; NULL: they are among the others' */
};

/* A document that counts for the resources of a group only. */
struct rp_scoped_document {
    struct rp_document_id document;
    struct rp_scope_id group;
};

/* What is attached to a principal or a group. */
struct rp_subject_grants {
    const struct rp_document_id *documents; /* at account scope */
    const struct rp_scoped_document *scoped;
    struct rp_index *merged; /* of many documents at account scope together; NULL: each is asked */
    uint32_t count;
    unsigned scoped_count : 31;
    /* Policies, documents, scopes or resource groups are not known: the long way is to be taken. */
    bool open : 1;
};

/* A user or a role, in a line of the caches. The name stands first, as its index wants it; of one question it is left out. */
struct rp_subject {
    struct rampart_str name;
    struct rp_subject_grants own;
    const struct rp_group_id *groups;
    uint32_t group_count;
    bool open; /* the subject's own grants, or one of the groups', or who knows which groups there are */
};

struct rp_compiled {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    struct rampart_options options; /* with what the account was read under */
    const struct rampart_account *account;
    struct rampart_account *own; /* the same, if it was made from an image for this; else NULL */
    const struct rp_compiled *const *peers; /* the other members of its organisation, by their places; NULL: none */
    unsigned held_layers;    /* decide/unseen.h */
    struct rp_rules *rules; /* of all documents, behind one another */
    struct rp_document *documents;
    struct rp_index *indexes; /* by the document, side by side */
    struct rp_index whole;    /* of all documents together, as they were at first */
    struct rp_document_id *replaced; /* the documents that are others by now, each once */
    size_t replaced_count;
    struct rp_group_members *resource_groups;
    struct rp_subject_grants *groups;
    size_t merge_most;            /* how many postings more the merged indexes may have */
    struct rp_subject *subjects; /* the users, then the roles, each in the account's order */
    const uint32_t *shared;      /* by the user: its subject, if users who hold the same have one (`once`); NULL: each has its own */
    size_t user_subjects;        /* how many of the subjects are users' */
    struct rp_grantees grantees;     /* who holds what, the other way around */
    bool once;                     /* for one question about all of them: */
    struct rp_name_index names;    /* of the subjects; they are found by bisection if it is for one question */
    struct rp_rules *control; /* what binds the account's principals; its other layers are empty */
    struct rp_rules *trust;   /* of all roles, behind one another */
    struct rp_rules *resources; /* policies of the account's resources; NULL: none is known */
    struct rp_rules *limits;    /* what instances limit roles to, each a gate; NULL: none is known */
    struct rp_unit *trusts;        /* by the role: its part of them; not present: not given */
};

static inline struct rp_document *rp_document_at(const struct rp_compiled *compiled, struct rp_document_id id)
{
    return &compiled->documents[id.at];
}

static inline struct rp_index *rp_document_index(const struct rp_compiled *compiled, struct rp_document_id id)
{
    return &compiled->indexes[id.at];
}

/* The document of a policy of the account. */
static inline struct rp_document_id rp_document_id_of(const struct rp_compiled *compiled,
                                                      const struct rp_named_policy *policy)
{
    return (struct rp_document_id){(uint32_t)(policy - compiled->account->policies)};
}

static inline struct rp_subject_grants *rp_group_at(const struct rp_compiled *compiled, struct rp_group_id id)
{
    return &compiled->groups[id.at];
}

/* The resources of a resource group. */
static inline const struct rp_group_members *rp_scope_members(const struct rp_compiled *compiled, struct rp_scope_id id)
{
    return &compiled->resource_groups[id.at];
}

/* What the user or role of this number among the grantees holds. */
static inline const struct rp_subject *rp_subject_at(const struct rp_compiled *compiled, size_t holder)
{
    const size_t users = compiled->account->user_count;
    if (holder >= users) return &compiled->subjects[compiled->user_subjects + (holder - users)];
    return &compiled->subjects[compiled->shared == NULL ? holder : compiled->shared[holder]];
}

/* The trust policy of a role of the account. */
static inline struct rp_unit *rp_role_trust(const struct rp_compiled *compiled, const struct rp_role *role)
{
    return &compiled->trusts[role - compiled->account->roles];
}

/*
 * Compiles everything in the account, which must outlive the result; of an image, everything is made first.
 * Free it with rp_compiled_free(). Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_compile(const struct rampart_options *options,
                                       const struct rampart_account *account, struct rampart_diags *diags,
                                       struct rp_compiled **ret_compiled);

/*
 * The same for one question about all principals: it takes no memory for finding one of them at once. With `actions`, in lower
 * case, it is about these alone, and identity policies without a statement that may be about one of them are left empty; NULL:
 * about any.
 */
enum rampart_status rp_account_compile_about(const struct rampart_options *options,
                                             const struct rampart_account *account,
                                             const struct rampart_strs *actions, struct rampart_diags *diags,
                                             struct rp_compiled **ret_compiled);

/* Frees it. NULL is allowed. */
void rp_compiled_free(struct rp_compiled *compiled);

/*
 * The verdict on a finished request under these assumptions. Takes memory only where keys may settle it, or
 * where assumptions, several resources or patterns are asked about. Errors: as rampart_decide(); `diags` may be
 * NULL.
 */
enum rampart_status rp_compiled_decide(const struct rp_compiled *compiled, struct rampart_request *request,
                                       rampart_switches assumed, struct rampart_diags *diags,
                                       struct rampart_verdict *ret_verdict);

/*
 * Compiles the rules that bear on one finished request: the policies of its principal and of the principal's
 * groups, the control policies of the account, and for sts:AssumeRole the trust policy of the role that is
 * asked for. `extra` are attachments beside the account's; their control levels, `extra_levels` of them, stand
 * above the account's own. A principal of another account has policies that nobody knows. Of an image, what is
 * needed is made here, for these rules alone. Of a user or role that the account does not show, though it may
 * have more of them (a gap), nothing is known; a warning says so. Errors: as rampart_decide(), and
 * rp_rules_make().
 */
enum rampart_status rp_account_rules(const struct rampart_options *options,
                                     const struct rampart_account *account,
                                     const struct rampart_request *request,
                                     const struct rampart_attachment *extra, size_t extra_count,
                                     unsigned extra_levels, struct rampart_diags *diags,
                                     struct rp_rules **ret_rules);

/*
 * As rp_account_rules(), for a request that is to be explained: nothing is compiled again. Explaining finds the
 * statements about an action through the documents' indexes; deciding by these rules asks one by one. Free them
 * before `compiled`.
 */
enum rampart_status rp_compiled_rules(const struct rampart_options *options,
                                      const struct rp_compiled *compiled,
                                      const struct rampart_request *request,
                                      const struct rampart_attachment *extra, size_t extra_count,
                                      unsigned extra_levels, struct rampart_diags *diags,
                                      struct rp_rules **ret_rules);

/* As rp_compiled_rules(), with one document in place of another. The exchange must outlive the rules. */
enum rampart_status rp_exchanged_rules(const struct rampart_options *options, const struct rp_compiled *compiled,
                                       const struct rampart_request *request, const struct rp_exchange *exchange,
                                       const struct rampart_attachment *extra, size_t extra_count,
                                       unsigned extra_levels, struct rp_rules **ret_rules);

/*
 * The compiled account that owns the resource of the request: this one, or another member of its organisation. NULL: it
 * is not compiled.
 */
const struct rp_compiled *rp_compiled_owner(const struct rp_compiled *compiled, const struct rampart_request *request);

/* The same of a resource of this account; empty: it names none. */
const struct rp_compiled *rp_compiled_owner_of(const struct rp_compiled *compiled, struct rampart_str owner);

/* As rampart_set_replace(). */
enum rampart_status rp_compiled_replace(struct rp_compiled *compiled, struct rampart_str name, bool system,
                                        const struct rampart_policy *policy, struct rampart_diags *diags);

/* Whether a condition of the unit looks at who asks. */
bool rp_unit_asks_who(const struct rp_unit *unit);

/* The condition key that makes an answer depend on who asks. */
bool rp_key_asks_who(struct rampart_str key);

/* Makes the document of this number from the rules from `first` on of a unit that has all; its index in the arena. */
enum rampart_status rp_document_make(struct rp_compiled *compiled, struct rp_arena *arena,
                                     const struct rampart_policy *policy, const struct rp_unit *all,
                                     size_t first, struct rp_document_id id);

/* The rules of the control policies, as the documents stand. */
enum rampart_status rp_control_make(const struct rp_compiled *compiled,
                                    struct rp_rules **ret_control);

/* The attachment of a resource's policy of the account. */
struct rampart_attachment rp_resource_attachment(const struct rampart_account *account,
                                                 const struct rp_resource_document *document);

/* The rules of the policies of the account's resources; NULL: none is known. Errors: as rp_rules_make(). */
enum rampart_status rp_resources_make(const struct rp_compiled *compiled, struct rampart_diags *diags,
                                      struct rp_rules **ret_resources);

/* The same of what instances limit roles to. */
enum rampart_status rp_limits_make(const struct rp_compiled *compiled, struct rampart_diags *diags,
                                   struct rp_rules **ret_limits);

/* Who holds what: fills `groups`, `subject` and `names`. */
enum rampart_status rp_subjects_make(struct rp_compiled *compiled);

/* The index of all granted documents, as they stand. */
enum rampart_status rp_grants_merge(const struct rp_compiled *compiled, const struct rp_subject_grants *grants,
                                    struct rp_arena *arena, struct rp_index *ret_index);

/* Whether the document is part of a merged index of the grants. */
bool rp_grants_contain(const struct rp_subject_grants *grants, struct rp_document_id id);

/* What the user or role that asks holds; NULL: the account has none of this name. */
const struct rp_subject *rp_subject_of(const struct rp_compiled *compiled,
                                         const struct rampart_request *request);

/* The user or role that an ARN names; false: the account has none of this name. */
bool rp_holder_named(const struct rp_compiled *compiled, const struct rp_identity *identity, struct rp_grantee_id *ret_id);

/*
 * What the principal of a finished request holds; NULL: policies that nobody knows, or none at all. False: the
 * principal or the request is refused, or policies beside its own are not known either.
 */
bool rp_compiled_subject(const struct rp_compiled *compiled, const struct rampart_request *request,
                          const struct rp_subject **ret_subject);

/* The rules that stand around the principal's own. Only the units are set: deciding reads nothing else. */
void rp_compiled_frame(const struct rp_compiled *compiled, const struct rampart_request *request,
                       const struct rp_subject *subject, struct rp_rules *rules);

/* The account, which may be NULL, knows the UID of its user: notes it with a finished request. */
void rp_account_note_uid(const struct rampart_account *account, struct rampart_request *request);

/* Gives the rules the layers of the account's resources that are shown; of NULL none. */
void rp_compiled_show(const struct rp_compiled *compiled, struct rp_rules *rules);

/*
 * What bears on one finished request whoever asks: the rules of control policies, unless `controlled` is false,
 * and of the trust policy of the role that is asked for. Errors: as rp_account_rules().
 */
enum rampart_status rp_account_frame(const struct rp_compiled *compiled,
                                     const struct rampart_request *request, bool controlled,
                                     struct rp_rules **ret_rules);

#endif
