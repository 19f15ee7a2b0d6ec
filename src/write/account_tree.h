/* SPDX-License-Identifier: Apache-2.0 */
/* An account as the tree of its canonical account file: sections in one order, names sorted, documents as they mean. */
#ifndef RP_WRITE_ACCOUNT_TREE_H
#define RP_WRITE_ACCOUNT_TREE_H

#include "account/account.h"
#include "text/tree.h"

/*
 * The whole file. `split`: documents are paths, as rp_account_document_path() makes them. The nodes lie in the arena;
 * their texts are the account's, which must outlive them. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_file_tree(struct rp_arena *arena, const struct rampart_account *account,
                                         bool split, struct rp_node **ret_root);

/* Whether the file holds the document; those that are built in or unknown it only names. */
bool rp_account_holds(const struct rp_named_policy *policy);

/* Where documents lie beside the file: of policies, and of trust. */
static const char rp_trust_folder[] = "trust";
static inline const char *rp_account_folder(bool system)
{
    return system ? "system-policies" : "policies";
}

/* "policies/NAME.json", relative to the file; characters that are odd in file names are escaped as %XX. */
enum rampart_status rp_account_document_path(struct rp_arena *arena, const char *folder,
                                             struct rampart_str name, struct rampart_str *ret_path);

#endif
