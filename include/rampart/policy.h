/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policy documents: reading one strictly, and asking what it holds.
 *
 * A document is read whole or refused whole (docs/semantics.md, "Reading a document"). A policy is
 * immutable once read; any number of threads may use it.
 */
#ifndef RAMPART_POLICY_H
#define RAMPART_POLICY_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Zero is Deny, so that memory nobody filled in can never grant anything. */
enum rampart_effect { RAMPART_DENY = 0, RAMPART_ALLOW = 1 };

/* What a document is for. It decides which elements belong in a statement (semantics, section 1). */
enum rampart_policy_kind {
    RAMPART_POLICY_IDENTITY = 0, /* attached to a user, group or role */
    RAMPART_POLICY_SESSION,      /* handed to AssumeRole; narrows one session */
    RAMPART_POLICY_CONTROL,      /* attached to a folder or member of a resource directory */
    RAMPART_POLICY_TRUST,        /* says who may assume a role: has Principal, has no Resource */
    RAMPART_POLICY_ANY           /* to be read: TRUST when a statement has a Principal, else IDENTITY */
};

enum rampart_format {
    RAMPART_FORMAT_AUTO = 0, /* by the end of the file's name, else by the first character */
    RAMPART_FORMAT_JSON,
    RAMPART_FORMAT_YAML
};

/* One document to read. Nothing is kept: the policy copies what it needs. */
struct rampart_document {
    struct rampart_str text; /* the bytes */
    struct rampart_str file; /* how diagnostics and reports name it; may be empty */
    struct rampart_str name; /* the policy's name; empty: the file's name without folder and ending */
    enum rampart_format format;
    enum rampart_policy_kind kind;
};

struct rampart_policy;

/*
 * Reads one document. Every error in it is reported to `diags` (which may be NULL), each with its
 * place; warnings are reported for a document that is accepted as well.
 * The caller frees the policy with rampart_policy_free().
 * Errors: RAMPART_INVALID_INPUT for a document that is refused, RAMPART_LIMIT for one that runs into
 * limits, RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_policy_read(const struct rampart_options *options, const struct rampart_document *document,
                    struct rampart_diags *diags, struct rampart_policy **ret_policy);

/*
 * The same for a file; "-" is standard input. A file over limits.document_bytes is refused unread.
 * Errors: as rampart_policy_read(), and RAMPART_IO with a diagnostic that names the reason.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_policy_read_file(const struct rampart_options *options, const char *path,
                         enum rampart_policy_kind kind, struct rampart_diags *diags,
                         struct rampart_policy **ret_policy);

/* Frees the policy. NULL is allowed. Rules compiled from it must be gone before. */
RAMPART_API void rampart_policy_free(struct rampart_policy *policy);

/* Properties; the texts live as long as the policy. */
RAMPART_API struct rampart_str rampart_policy_name(const struct rampart_policy *policy);
RAMPART_API struct rampart_str rampart_policy_file(const struct rampart_policy *policy);
RAMPART_API enum rampart_policy_kind rampart_policy_kind(const struct rampart_policy *policy);
RAMPART_API size_t rampart_policy_statement_count(const struct rampart_policy *policy);

#ifdef __cplusplus
}
#endif

#endif
