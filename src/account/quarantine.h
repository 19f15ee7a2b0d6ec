/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are not understood do not refuse the account that they are in: each is put aside, what its errors say
 * is a warning of the account, and what it would decide is not known (docs/decisions/0020-quarantine.md).
 */
#ifndef RP_ACCOUNT_QUARANTINE_H
#define RP_ACCOUNT_QUARANTINE_H

#include "account/account.h"
#include "text/diag.h"

struct rp_quarantine_item {
    struct rp_quarantine_item *next;
    struct rampart_quarantined what; /* its subject is set when it is put aside */
};

/* Those of one account while it is read. Zeroed: none. */
struct rp_quarantine {
    struct rp_quarantine_item *first;
    size_t count;
    bool findings; /* errors stay errors, as who lints the account wants them */
};

/* The owner of a document: the subject of its gap, and through it the kind of that gap. */
struct rp_document_of {
    const char *head; /* "policy", "system-policy", "role" */
    struct rampart_str name;
};
#define RP_OF_POLICY "policy"
#define RP_OF_SYSTEM_POLICY "system-policy"
#define RP_OF_ROLE "role"
#define RP_OF_RESOURCE "resource"

/* The length of the list of diagnostics before a document is read. */
struct rp_quarantine_mark {
    size_t count, found;
};
struct rp_quarantine_mark rp_quarantine_mark(const struct rampart_diags *diags);

/*
 * The diagnostics since the mark are errors of one document, which is named at a place: they become warnings, and
 * another one says what comes of it. The item lies in the arena, and is in no quarantine yet.
 */
enum rampart_status rp_quarantine_new(const struct rp_quarantine *quarantine, struct rp_arena *arena,
                                      const struct rp_document_of *of, struct rp_at at,
                                      struct rampart_diags *diags, struct rp_quarantine_mark mark,
                                      struct rp_quarantine_item **ret_item);

/* Puts the document of this policy or role aside, for the reason that an item has. */
enum rampart_status rp_quarantine_add(struct rp_quarantine *quarantine, struct rp_arena *arena,
                                      const struct rp_document_of *of,
                                      const struct rp_quarantine_item *item);

/* Why the document is not known, as a gap says it. */
enum rampart_status rp_quarantine_reason(struct rp_arena *arena, const struct rampart_quarantined *what,
                                         struct rampart_str *ret_reason);

/* The record of the document that a gap is about; NULL: it is not in quarantine. */
const struct rampart_quarantined *rp_quarantine_find(const struct rampart_account *account,
                                                     enum rampart_gap_kind kind, struct rampart_str subject);

/* How many of them have a text: the others are system policies that are not built in. */
size_t rp_quarantine_given(const struct rampart_account *account);

/* Gives the account its list. */
enum rampart_status rp_quarantine_close(const struct rp_quarantine *quarantine,
                                        struct rampart_account *account);

/* Adds what is in quarantine to the gaps of the account. */
enum rampart_status rp_quarantine_add_gaps(struct rampart_account *account);

#endif
