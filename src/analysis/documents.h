/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of an account, compiled once for all principals. Found by the index of the policy. */
#ifndef RP_ANALYSIS_DOCUMENTS_H
#define RP_ANALYSIS_DOCUMENTS_H

#include "account/account.h"
#include "engine/rule.h"

struct rp_document {
    struct rp_unit unit; /* its statements, as a unit of their own */
    bool asks_who;       /* a condition looks at acs:PrincipalARN */
};

struct rp_documents {
    const struct rampart_account *account;
    struct rampart_rules *rules;     /* all policies behind one another */
    struct rp_document *items;       /* by the index of the policy */
    struct rp_group_members *groups; /* by the index of the resource group */
};

/* What is kept lies in the arena; rp_documents_close() frees the rest and may be called after a failure. */
enum rampart_status rp_documents_open(const struct rampart_options *options, struct rp_arena *arena,
                                      const struct rampart_account *account, struct rampart_diags *diags,
                                      struct rp_documents *documents);
void rp_documents_close(struct rp_documents *documents);

/* Whether a condition of the unit looks at who asks. */
bool rp_unit_asks_who(const struct rp_unit *unit);

/* The condition key that makes an answer hang on who asks. */
bool rp_key_asks_who(struct rampart_str key);

#endif
