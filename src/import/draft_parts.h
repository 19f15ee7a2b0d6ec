/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft from the inside. Every mention of a name is a record of its own; when all is said, the records of one name are
 * united, and the first of them stands for all. So nothing is looked up while readers speak, in whatever order.
 */
#ifndef RP_INPUTS_DRAFT_PARTS_H
#define RP_INPUTS_DRAFT_PARTS_H

#include "account/quarantine.h"
#include "base/buf.h"
#include "import/draft.h"

/* A document as it was given; the policy is NULL until it is. */
struct rp_draft_text {
    struct rampart_policy *policy;
    struct rp_at at;
    struct rampart_str unknown; /* why it is not known, though there is one */
    bool hidden;                /* reports must not show what stands in it */
    const struct rp_quarantine_item *aside; /* it was given and is not understood; NULL: it is */
};

struct rp_draft_holder {
    struct rp_draft_holder *next; /* in the order of the input */
    struct rp_draft_holder *same; /* the one that stands for all of this name; itself, if it does */
    enum rp_draft_kind kind;
    struct rampart_str name;
    struct rp_at at;
    bool declared, service_linked;
    unsigned complete, broken; /* lists of its own, a bit each */
    struct rampart_str why_broken;
    struct rp_draft_text trust;
    size_t number; /* in the account's list */
};

struct rp_draft_policy {
    struct rp_draft_policy *next;
    struct rp_draft_policy *same;
    struct rampart_str name; /* of a control policy: its id until its name is known */
    struct rampart_str id;   /* of a control policy; else empty */
    bool system, named, scoped;
    enum rampart_effect_scope scope;
    struct rp_at at;
    struct rp_draft_text document;
    bool used;     /* something is attached by it */
    size_t number; /* in the account's list */
};

struct rp_draft_grant {
    struct rp_draft_grant *next;
    struct rp_draft_holder *holder;
    struct rp_draft_policy *policy;
    enum rp_draft_scope scope;
    struct rampart_str group;
    struct rp_at at;
    size_t turn; /* of its saying */
};

struct rp_draft_join {
    struct rp_draft_join *next;
    struct rp_draft_holder *user, *group;
};

struct rp_draft_group {
    struct rp_draft_group *next;
    struct rampart_str name;
    const struct rp_resource_group *known; /* what lies in it; NULL: the input does not tell */
    struct rp_at at;
};

/* An account file among the inputs. */
struct rp_draft_part {
    const struct rampart_account *account;
    struct rp_draft_policy **policies; /* the records of its policies */
};

/* What lies in a folder, or what is attached to one. */
struct rp_draft_place {
    struct rp_draft_place *next;
    struct rampart_str child, parent;
    struct rp_at at;
};

struct rp_draft_control {
    struct rp_draft_control *next;
    struct rp_draft_policy *policy;
    struct rampart_str target;
    struct rp_at at;
};

struct rp_draft_source {
    struct rp_draft_source *next;
    struct rp_source source;
};

struct rp_draft_gap {
    struct rp_draft_gap *next;
    struct rampart_gap gap;
};

struct rp_draft {
    struct rampart_account *account; /* in the making; its arena holds what is kept */
    struct rp_arena scratch;         /* holds the draft itself and all records */
    struct rampart_limits limits;
    struct rampart_options options;
    struct rampart_diags *diags;
    size_t errors; /* that the list had before */
    enum rampart_status status;
    struct rampart_str id;
    struct rp_at id_at;
    struct rp_draft_holder *holders, **holders_end;
    size_t holder_count;
    struct rp_draft_policy *policies, **policies_end;
    size_t policy_count;
    struct rp_draft_grant *grants, **grants_end;
    size_t grant_count;
    struct rp_draft_join *joins, **joins_end;
    size_t join_count;
    struct rp_draft_group *groups;
    size_t group_count;
    struct rp_draft_place *places;
    size_t place_count;
    struct rp_draft_control *controls;
    size_t control_count;
    struct rp_draft_gap *gaps;
    size_t gap_count;
    struct rp_draft_source *sources;
    struct rampart_str within; /* rp_draft_within() */
    struct rp_quarantine quarantine;
    const struct rp_draft_part
        *levels_of; /* whose control policies bind the account; NULL: no account file tells */
    bool directory_known;
    struct rp_draft_directory directory;
    bool as_complete;
    bool complete[RP_DRAFT_LISTS];
    struct rampart_str broken[RP_DRAFT_LISTS]; /* why; empty: it is not */
};

/* The kind's word in a subject: "user". */
const char *rp_draft_kind_word(enum rp_draft_kind kind);

/* Reports that two places do not say the same of something. */
void rp_draft_conflict(struct rp_draft *draft, struct rp_at first, struct rp_at second, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));

/* A gap. Texts are copied. */
enum rampart_status rp_draft_keep_gap(struct rp_draft *draft, const struct rampart_gap *gap);

/* A gap about "KIND/NAME"; `kind` NULL: about the account. Texts are copied. */
enum rampart_status rp_draft_add_gap(struct rp_draft *draft, enum rampart_gap_kind gap, const char *kind,
                                     struct rampart_str name, struct rampart_str policy,
                                     struct rampart_str reason);

/* ---- documents (draft_document.c) ---- */

/* Puts together what two records say of one document; reports that they differ. */
void rp_draft_unite_texts(struct rp_draft *draft, struct rp_draft_text *first,
                          const struct rp_draft_text *other, const char *what, struct rampart_str name);

/* Gives a system policy the document that is built in. */
enum rampart_status rp_draft_built_in(struct rp_draft *draft, struct rp_draft_policy *policy,
                                      struct rampart_str text);

/* Why the document is not known, if it was put aside, which is listed now; empty: it was not. */
enum rampart_status rp_draft_put_aside(struct rp_draft *draft, struct rp_draft_text *text,
                                       struct rp_document_of of, struct rampart_str *ret_reason);

/* ---- putting it together ---- */

/* The records of one name become one (draft_unite.c). Afterwards `same` and `used` are set. */
enum rampart_status rp_draft_unite(struct rp_draft *draft);

/* `policies` of the account, and each record's number in it (draft_policies.c). */
enum rampart_status rp_draft_make_policies(struct rp_draft *draft);

/* Groups, users, roles, resource groups (draft_principals.c). */
enum rampart_status rp_draft_make_principals(struct rp_draft *draft);

/* The levels of control policies (draft_control.c). */
enum rampart_status rp_draft_make_controls(struct rp_draft *draft);

/* The list of gaps (draft_gaps.c). */
enum rampart_status rp_draft_make_gaps(struct rp_draft *draft);

/* Whether the grants of a holder, or the groups of a user, may be more than those that were said. */
bool rp_draft_is_open(const struct rp_draft *draft, const struct rp_draft_holder *holder,
                      enum rp_draft_list list);

#endif
