/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts from what users have at hand, beside the account file: an export or single answers of the cloud's API,
 * `terraform show -json` of a plan or a state, a stored state, a ROS template (docs/inputs.md). Several of them make one
 * account together. What they do not show is a gap of the account (account.h), never nothing.
 */
#ifndef RAMPART_INPUT_H
#define RAMPART_INPUT_H

#include <rampart/account.h>
#include <rampart/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A parameter of a ROS template. */
struct rampart_parameter {
    struct rampart_str name, value;
};

/* What an account is read from. */
struct rampart_input {
    const char *const *paths; /* files or folders; "-" is standard input */
    size_t path_count;
    bool before; /* of a Terraform plan: the account as it is before the apply, not after it */
    const struct rampart_parameter *parameters; /* an error where nothing that is read is a ROS template */
    size_t parameter_count;
    /*
     * Names of parameters that were given for a call, but that the call does not take. A template that has one of them
     * is refused: its parameter was meant, and would silently keep another value.
     */
    struct rampart_strs call_parameters;
    struct rampart_str account; /* its id, digits, for inputs that do not tell it; empty: not known */
    /* What may be there besides is not there: other principals, policies, attachments, groups, control policies. */
    bool as_complete;
    /*
     * Folders, NUL-terminated, whose files an account file may name. Without them it may name regular files in its own
     * folder and below only, links resolved.
     */
    struct rampart_strs allow_outside;
    /*
     * A path alone that is an image is mapped instead of read into memory: a large one is there sooner. Whoever cuts the
     * file short before the account is freed ends the process that looks at it (SIGBUS).
     */
    bool map;
    struct rampart_inventory *inventory; /* every file that is found is added; NULL: nobody wants to know */
    bool require_complete; /* an account that was not seen as a whole is refused */
};

/*
 * Reads all paths as one account. A path alone that is an account file or an image is read as by
 * rampart_account_read_file(). Of a folder every file that ends with .json, .ndjson, .jsonl, .yaml, .yml or .tfstate is
 * read, those in folders below as well; what begins with a dot is passed over. An account file among several paths is a part: what it leaves
 * out is not known. Where two inputs contradict each other, both are named in an error.
 * The caller frees the account with rampart_account_free().
 * Errors: as rampart_account_read_file().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read_input(const struct rampart_options *options, const struct rampart_input *input,
                           struct rampart_diags *diags, struct rampart_account **ret_account);

#ifdef __cplusplus
}
#endif

#endif
