/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents and accounts in their canonical form: policy documents as JSON, accounts as account files. A text
 * that was written reads as the same again, and two texts that mean the same are written alike. So texts can
 * be compared by writing both.
 *
 * Words: the canonical form of a document or an account is the one way in which this library writes it.
 *
 * Everything is handed to a writer, a function of the caller's. The library opens no file for writing.
 *
 * Thread-safety: Every function of this header may be called from any thread.
 *
 * Example: a document on one line becomes its canonical form.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/write.h>
 *
 *     static bool print(void *context, struct rampart_str piece)
 *     {
 *         return fwrite(piece.data, 1, piece.len, context) == piece.len;
 *     }
 *
 *     int main(void)
 *     {
 *         const struct rampart_document document = {
 *             .text = rampart_str("{\"Statement\": [{\"Resource\": \"*\", \"Action\": [\"ess:Describe*\"],"
 *                                 " \"Effect\": \"Allow\"}], \"Version\": \"1\"}"),
 *         };
 *         const struct rampart_writer writer = {stdout, print};
 *         struct rampart_diags *diags = NULL;
 *         if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
 *         enum rampart_status status = rampart_write_document(NULL, &document, diags, &writer);
 *         rampart_diags_free(diags);
 *         return status == RAMPART_OK ? 0 : 1;
 *     }
 *
 * It prints:
 *
 *     {
 *       "Version": "1",
 *       "Statement": [
 *         {
 *           "Effect": "Allow",
 *           "Action": ["ess:Describe*"],
 *           "Resource": "*"
 *         }
 *       ]
 *     }
 */
#ifndef RAMPART_WRITE_H
#define RAMPART_WRITE_H

#include <rampart/account.h>
#include <rampart/diag.h>
#include <rampart/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A function of the caller's that takes what is written. `write` is called with one piece after the other, in
 * the thread that called the library. A piece is borrowed until `write` returns. It returns false to stop;
 * the call of the library then ends with RAMPART_IO.
 */
struct rampart_writer {
    void *context;
    bool (*write)(void *context, struct rampart_str piece);
};

/*
 * Writes a policy document in its canonical form, as JSON: two blanks a level, the members in one order,
 * short lists on one line, characters as themselves unless they would not be seen. The order of statements,
 * conditions and values is the author's, and every value keeps its type: read again, it is the same document.
 *
 * The document is read as a policy first. Nothing is written of one that is refused. Warnings are left out of
 * `diags`.
 *
 * Ownership: Nothing is kept. The writer gets the whole text in one piece.
 * Errors: as rampart_policy_read(), all reported in `diags`; RAMPART_INVALID_INPUT also for YAML, which is
 * not written, as its comments would be lost; RAMPART_IO when the writer stops; RAMPART_MISUSE also when
 * `diags`, the writer or its function is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_document(const struct rampart_options *options, const struct rampart_document *document,
                       struct rampart_diags *diags, const struct rampart_writer *writer);

/*
 * Translates a policy document from the policy language of AWS into RAM's, and writes it as
 * rampart_write_document() does. Only the words of the language change: Version, "arn:aws:", condition keys and
 * operators that RAM has with the same meaning, the principals of trust policies. Names of actions, resources,
 * services and keys of services stay, and each is a warning in `diags`. An Id, which means nothing, is left out
 * with a note.
 *
 * What RAM cannot say refuses the document: NotPrincipal, ForAnyValue:, IfExists where it matters, a condition
 * key without a like, policy variables. Each is an error in `diags`. Every statement is there again, and none
 * allows more or denies less than it did.
 *
 * Source: policies/catalog/aws-dialect.tsv.
 * Ownership: Nothing is kept. The writer gets the whole text in one piece.
 * Errors: RAMPART_INVALID_INPUT for a document that is refused, is none of AWS, cannot be read, or is YAML;
 * RAMPART_IO when the writer stops; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument but
 * `options` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_from_aws(const struct rampart_options *options, const struct rampart_document *document,
                       struct rampart_diags *diags, const struct rampart_writer *writer);

/* How an account file is written. Zeroed it is YAML that holds everything. */
struct rampart_account_style {
    /* JSON on one line; otherwise YAML. */
    bool json;

    /* The documents are files beside the account file: rampart_write_account_documents() hands them over. */
    bool split;
};

/*
 * Writes an account as its canonical account file (docs/account-file.md): sections in one order, names
 * sorted, documents as they mean and not as they were spelled. Gaps stand under `incomplete`. Documents that
 * the input marks as secret, as Terraform does with `sensitive`, are not written, and stand there as not
 * known.
 *
 * Ownership: Nothing is kept. The writer gets the whole text in one piece.
 * Errors: RAMPART_INVALID_INPUT for a damaged image; RAMPART_IO when the writer stops; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE for an account whose id is not known, and when the account, the writer or its function is
 * NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_account(const struct rampart_options *options, const struct rampart_account *account,
                      struct rampart_account_style style, const struct rampart_writer *writer);

/*
 * A function of the caller's that takes one document of an account. `path` is the one that the account file
 * has for it, relative to that file's folder. It ends in NUL. Both texts are borrowed until `write` returns;
 * false stops the call, which then ends with RAMPART_IO.
 */
struct rampart_document_writer {
    void *context;
    bool (*write)(void *context, struct rampart_str path, struct rampart_str text);
};

/*
 * Hands over every document that an account file with `split` names, one call of the writer each, in the
 * order of the file. Names of policies and roles become names of files that are safe on any file system.
 *
 * Ownership: Nothing is kept.
 * Errors: as rampart_write_account(), but that the id need not be known.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_write_account_documents(const struct rampart_options *options, const struct rampart_account *account,
                                const struct rampart_document_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
