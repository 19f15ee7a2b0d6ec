/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several accounts that were read together, as one account that has members (docs/decisions/0046). It has no principals
 * and no documents of its own; what it lists of gaps is its members'.
 */
#ifndef RP_ACCOUNT_ORGANISATION_H
#define RP_ACCOUNT_ORGANISATION_H

#include "account/account.h"
#include "text/diag.h"

/* The account with its members, which it frees. */
struct rp_organisation {
    struct rampart_account **members; /* sorted as their ARNs are; of those that failed too, if their id is known */
    size_t count;
    struct rampart_failed_account *failed;
    size_t failed_count;
};

/* The members while they are read. Zeroed it has none. */
struct rp_members {
    struct rp_arena *arena; /* for the lists */
    struct rampart_account **items;
    size_t count, room;
    struct rampart_failed_account *failed;
    size_t failed_count, failed_room;
};

/* Adds an account, which is freed in any case. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_members_add(struct rp_members *members, struct rampart_account *account);

/*
 * Notes an account that could not be read, with its file and, if it is one of several there, its place. Its errors, those
 * of `said`, are told as warnings of `diags`, unless that is NULL; the first is the reason. An empty id is not known. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_members_fail(struct rp_members *members, struct rampart_str id, struct rampart_str file,
                                    struct rp_at at, const struct rampart_diags *said, struct rampart_diags *diags);

/* The same without a word. */
enum rampart_status rp_members_note_failed(struct rp_members *members, struct rampart_str id, struct rampart_str file,
                                           struct rampart_str reason);

/* Frees the accounts that were added and not taken over. */
void rp_members_drop(struct rp_members *members);

/*
 * Makes `account`, which is new, the organisation of the members, and takes them over. Two with one id are an error.
 * Errors: RAMPART_INVALID_INPUT, reported; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_organisation_make(const struct rampart_options *options, struct rp_members *members,
                                         struct rampart_diags *diags, struct rampart_account *account);

/* The member with this id; NULL: none, or it is one account. */
const struct rampart_account *rp_organisation_member(const struct rampart_account *account, struct rampart_str id);

/* Its place among the members; the number of them: none. */
size_t rp_organisation_find(const struct rampart_account *account, struct rampart_str id);

/*
 * The account that owns what an ARN of the account `owner` names, for a question that goes to `account`: that account
 * itself, or another member of its organisation. One that is not there is asked about as before, of `account`.
 */
const struct rampart_account *rp_account_owner(const struct rampart_account *account, struct rampart_str owner);

#endif
