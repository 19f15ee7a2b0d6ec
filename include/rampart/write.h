/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents and accounts in their canonical form, handed to a writer of the caller's: what is read again is the same, and
 * what is the same is written alike. Any thread may call these functions.
 */
#ifndef RAMPART_WRITE_H
#define RAMPART_WRITE_H

#include <rampart/account.h>
#include <rampart/diag.h>
#include <rampart/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes a piece of what is written. Returns false to stop; the call then ends with RAMPART_IO. */
struct rampart_writer {
    void *context;
    bool (*write)(void *context, struct rampart_str piece);
};

/*
 * Prints a document in its canonical form: two blanks a level, the members in one order, short lists on one line,
 * characters written as themselves unless they would not be seen. The order of statements, conditions and values is
 * the author's, and every value is of the type it had: read again, it is the same document.
 * Errors: as rampart_policy_read(), all reported in `diags`; RAMPART_INVALID_INPUT for YAML, which is not written;
 * RAMPART_IO when the writer stops.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_document(const struct rampart_options *options, const struct rampart_document *document,
                       struct rampart_diags *diags, const struct rampart_writer *writer);

/* How an account file is written. */
struct rampart_account_style {
    bool json;  /* on one line; otherwise YAML */
    bool split; /* documents are files beside it: see rampart_write_account_documents() */
};

/*
 * Prints an account as its canonical account file (docs/account-file.md): sections in one order, names sorted, documents
 * as they mean and not as they were spelled, what is not known under `incomplete`. Read again it is the same account,
 * and printed again the same text. Documents that are marked as secret are not written, but count as not known.
 * Errors: RAMPART_NO_MEMORY, RAMPART_IO when the writer stops, RAMPART_MISUSE, also for an account whose id is not known; of an image as
 * rampart_set_new().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_account(const struct rampart_options *options, const struct rampart_account *account,
                      struct rampart_account_style style, const struct rampart_writer *writer);

/* Takes a document and the path that the account file has for it, NUL-terminated. Returns false to stop. */
struct rampart_document_writer {
    void *context;
    bool (*write)(void *context, struct rampart_str path, struct rampart_str text);
};

/* Hands over every document that an account file with `split` names, in the order of the file. Errors: as above. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_account_documents(const struct rampart_options *options, const struct rampart_account *account,
                                const struct rampart_document_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
