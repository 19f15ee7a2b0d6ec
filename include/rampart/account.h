/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole account from one file: users, groups, roles, what is attached to each, resource groups and control
 * policies (docs/account-file.md).
 *
 * An account is immutable once read; any number of threads may use it.
 */
#ifndef RAMPART_ACCOUNT_H
#define RAMPART_ACCOUNT_H

#include <rampart/decision.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_account;

/*
 * Reads an account file, YAML or JSON; `file` names it in diagnostics, and the paths of documents in it are
 * relative to its folder. The bytes of an image (image.h) stand in for the text that it was made from. Every error in it and in its documents is reported, each in the file it stands in.
 * The caller frees the account with rampart_account_free().
 * Errors: RAMPART_INVALID_INPUT, RAMPART_LIMIT, RAMPART_IO (a document cannot be read), RAMPART_NO_MEMORY,
 * RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                     struct rampart_diags *diags, struct rampart_account **ret_account);

/* The same for a file; "-" is standard input, whose documents lie relative to the working directory. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read_file(const struct rampart_options *options, const char *path,
                          struct rampart_diags *diags, struct rampart_account **ret_account);

/* Frees the account. NULL is allowed. Rules made from it must be gone before. */
RAMPART_API void rampart_account_free(struct rampart_account *account);

/* The account's id, digits. Lives as long as the account. */
RAMPART_API struct rampart_str rampart_account_id(const struct rampart_account *account);

/*
 * Compiles the rules that bear on one finished request: the policies of its principal and of the principal's
 * groups, the control policies of the account, and for sts:AssumeRole the trust policy of the role that is
 * asked for. `extra` are attachments beside the account's; their control levels, `extra_levels` of them, stand
 * above the account's own. A principal of another account has policies that nobody knows.
 * The caller frees the rules with rampart_rules_free().
 * Of an image, what is needed is made here, for these rules alone.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (no principal, one that the account does not have, several
 * roles to be assumed at once), otherwise as rampart_rules_compile().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_rules(const struct rampart_options *options, const struct rampart_account *account,
                      const struct rampart_request *request, const struct rampart_attachment *extra,
                      size_t extra_count, unsigned extra_levels, struct rampart_diags *diags,
                      struct rampart_rules **ret_rules);

#ifdef __cplusplus
}
#endif

#endif
