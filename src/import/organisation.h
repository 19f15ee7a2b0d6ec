/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that hold several accounts, each in a file or a folder of its own (docs/decisions/0046). */
#ifndef RP_IMPORT_ORGANISATION_H
#define RP_IMPORT_ORGANISATION_H

#include <rampart/input.h>

#include "import/import.h"

/*
 * The resource directory, which one of the accounts shows to the others. Its builder is kept until all are read; NULL: none
 * shows it.
 */
struct rp_organisation_directory {
    bool wanted; /* of the account that is read now */
    struct rp_builder *shown;
};

/* Reads one account, as rampart_account_read_input() does; `diags` is not NULL. */
typedef enum rampart_status rp_read_one(const struct rampart_options *options, const struct rampart_input *input,
                                        struct rp_organisation_directory *directory, struct rampart_diags *diags,
                                        struct rampart_account **ret_account);

/*
 * Reads a folder of several accounts, each by `read`; NULL in *ret_account with RAMPART_OK: it holds one account, or parts of one. An
 * account that cannot be read is left out, and noted in the organisation. Errors: as rampart_account_read_input().
 */
enum rampart_status rp_organisation_read(const struct rampart_options *options, const struct rampart_input *input,
                                         rp_read_one *read, struct rampart_diags *diags,
                                         struct rampart_account **ret_account);

#endif
