/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The diagnostics of API responses, then their account, in lines.
 *
 *   user ana.costa: groups ops …; policies Deploy s:AliyunOSSFullAccess@rg-one Look? …
 *   role ci: linked; trust; policies -
 *   level 0: FullAliyunAccess Night(All)
 *   gap grants user/ana.costa: reason
 *
 * "…" says that there may be more; "?" that the scope is not known.
 */
#ifndef RP_TESTS_ACCOUNT_OF_TEXTS_H
#define RP_TESTS_ACCOUNT_OF_TEXTS_H

#include <rampart/account.h>

/* Texts of files, each an export or answers. */
struct account_texts {
    const char *const *texts;
    size_t count;
    const char *account; /* --account-id, or NULL */
};

/* Reads them together; the caller frees the account. */
enum rampart_status account_of_texts(const struct rampart_options *options, const struct account_texts *files,
                                     struct rampart_diags *diags, struct rampart_account **ret_account);

/* Writes the lines into a buffer and returns it. */
const char *account_of_texts_lines(const struct account_texts *files, char *buffer, size_t size);

/* The same of one text. */
const char *account_of_text_lines(const char *text, char *buffer, size_t size);

#endif
