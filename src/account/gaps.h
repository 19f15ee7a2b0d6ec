/* SPDX-License-Identifier: Apache-2.0 */
/* The gaps of an account: the list of them, and finding those that concern one user, policy or group. */
#ifndef RP_ACCOUNT_GAPS_H
#define RP_ACCOUNT_GAPS_H

#include "account/account.h"

enum { RP_GAP_KINDS = RAMPART_GAP_ACCOUNTS + 1 };

/* The kind that an account file writes so; false: there is none. */
bool rp_gap_kind_of(struct rampart_str name, enum rampart_gap_kind *ret_kind);

/* True when such a gap tells of others that may be there, not of one that is known to be there. */
bool rp_gap_is_of_more(enum rampart_gap_kind kind);

/*
 * Sorts by kind, subject, policy, and the resource and layers of LAYERS, and leaves one of those that say the same:
 * the first with a reason.
 */
size_t rp_gaps_sort(struct rampart_gap *gaps, size_t count);

/* The number of the first of the sorted gaps of this kind about the subject; `count` for none. */
size_t rp_gaps_find(const struct rampart_gap *gaps, size_t count, enum rampart_gap_kind kind,
                    struct rampart_str subject);

/* True when the account has a gap of this kind about the subject; empty: about the account itself. */
bool rp_gaps_have(const struct rampart_account *account, enum rampart_gap_kind kind,
                  struct rampart_str subject);

/*
 * Reports what is not known of the account, which is required to be complete. Errors: RAMPART_INVALID_INPUT, if it is
 * not.
 */
enum rampart_status rp_gaps_refuse(const struct rampart_account *account, struct rampart_diags *diags);

#endif
