/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policy documents: reading one strictly, and asking what it holds.
 *
 * A document is the JSON or YAML text that the cloud stores. It is read whole or refused whole: a policy with
 * one part that is not understood could decide wrongly, so there is no such policy. docs/semantics.md,
 * section 1, says what is read and what is refused, each rule with its source.
 *
 * A policy alone decides nothing. A set (set.h) is made of policies and of the places they are attached to,
 * and answers requests.
 *
 * Words: a document has statements; a statement has an effect, actions, resources or principals, and
 * conditions.
 *
 * Thread-safety: A policy does not change once it is read. Any number of threads may use it at the same time.
 * Freeing it must be the last use.
 *
 * Example: read a document and look at it.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/policy.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *policy = NULL;
 *         const char *path = "examples/policies/cancel-refresh.json";
 *         if (rampart_policy_read_file(NULL, path, RAMPART_POLICY_IDENTITY, NULL, &policy) != RAMPART_OK) return 1;
 *         struct rampart_str name = rampart_policy_name(policy);
 *         printf("%.*s: %zu statement\n", (int)name.len, name.data, rampart_policy_statement_count(policy));
 *         rampart_policy_free(policy);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     cancel-refresh: 1 statement
 */
#ifndef RAMPART_POLICY_H
#define RAMPART_POLICY_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The effect of a statement that matches. Zero is Deny, so that memory that was never filled in cannot grant
 * anything.
 */
enum rampart_effect { RAMPART_DENY = 0, RAMPART_ALLOW = 1 };

/*
 * The kind of a document. It decides which elements belong in a statement, and in which layers of a decision
 * the policy may stand (docs/semantics.md, sections 1 and 6).
 */
enum rampart_policy_kind {
    /* Attached to a user, group or role. */
    RAMPART_POLICY_IDENTITY = 0,

    /* Handed to AssumeRole; it narrows one session. */
    RAMPART_POLICY_SESSION,

    /* Attached to a folder or member of a resource directory. */
    RAMPART_POLICY_CONTROL,

    /* Says who may assume a role: it has Principal, and no Resource. */
    RAMPART_POLICY_TRUST,

    /* Of a bucket of OSS, or a vector bucket. This kind and those below have Principal and Resource. */
    RAMPART_POLICY_BUCKET,

    /* Of an access point of OSS. */
    RAMPART_POLICY_ACCESS_POINT,

    /* Of an endpoint of a VPC, or of PrivateLink. */
    RAMPART_POLICY_ENDPOINT,

    /* Of a key of KMS. */
    RAMPART_POLICY_KEY,

    /* Of a secret of KMS. It is written as that of a key. */
    RAMPART_POLICY_SECRET,

    /* Of a project of Log Service. It may have no Principal, and then looks like an identity policy. */
    RAMPART_POLICY_PROJECT,

    /* Of an instance of Tablestore. */
    RAMPART_POLICY_INSTANCE,

    /* The network access policy of an AccessKey, or of all those of an account: lists of addresses. */
    RAMPART_POLICY_ACCESS_KEY,

    /*
     * For reading only. With Principal and Resource: the policy of a resource, by its services; a key's for a
     * secret's. With Principal alone: TRUST. Otherwise: IDENTITY.
     */
    RAMPART_POLICY_ANY
};

/* The syntax of a document. */
enum rampart_format {
    /* By the ending of the file's name (.json, .yaml, .yml); otherwise by the first character of the text. */
    RAMPART_FORMAT_AUTO = 0,

    RAMPART_FORMAT_JSON,
    RAMPART_FORMAT_YAML
};

/* One document to read. Nothing of it is kept: the policy copies what it needs. */
struct rampart_document {
    /* The bytes, in UTF-8. */
    struct rampart_str text;

    /* How diagnostics and reports name the document; may be empty. */
    struct rampart_str file;

    /* The name of the policy. Empty: the file's name without its folder and ending. */
    struct rampart_str name;

    enum rampart_format format;
    enum rampart_policy_kind kind;
};

/* A policy that was read and understood. */
struct rampart_policy;

/*
 * Reads one document. Every error is reported to `diags` with its place, not the first only. A document that
 * is accepted may give warnings as well. The assumptions in `options` count: under some, such as
 * notresource=refused, a document is an error. Reading takes time in proportion to the length of the text.
 *
 * Source: docs/semantics.md, section 1.
 * Ownership: The caller frees the policy with rampart_policy_free(). Nothing of `document` is kept.
 * Errors: RAMPART_INVALID_INPUT for a document that is refused; RAMPART_LIMIT for one over a limit of
 * `options`; RAMPART_NO_MEMORY; RAMPART_MISUSE when `document` or `ret_policy` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_policy_read(const struct rampart_options *options, const struct rampart_document *document,
                    struct rampart_diags *diags, struct rampart_policy **ret_policy);

/*
 * Reads one document from a file, as rampart_policy_read() does. `path` ends in NUL; "-" is standard input. A
 * file over limits.document_bytes is refused without being read to its end.
 *
 * Ownership: The caller frees the policy with rampart_policy_free(). The file is closed again; standard input
 * stays open.
 * Errors: as rampart_policy_read(); RAMPART_IO, with a diagnostic that has the reason, when the file cannot
 * be read.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_policy_read_file(const struct rampart_options *options, const char *path,
                         enum rampart_policy_kind kind, struct rampart_diags *diags,
                         struct rampart_policy **ret_policy);

/*
 * Frees the policy. NULL is allowed. Free every set first that has the policy as an attachment or a
 * replacement: a set keeps the pointer.
 */
RAMPART_API void rampart_policy_free(struct rampart_policy *policy);

/*
 * Returns the name of the policy, by which decisions call it.
 *
 * Ownership: The text lives as long as the policy, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_policy_name(const struct rampart_policy *policy);

/*
 * Returns the file that the policy was read from, as it was named; "<stdin>" for standard input; empty when
 * it was not named.
 *
 * Ownership: The text lives as long as the policy, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_policy_file(const struct rampart_policy *policy);

/*
 * Returns the kind that the document was read as. It is never RAMPART_POLICY_ANY: that became one of
 * the others. `policy` must not be NULL.
 */
RAMPART_API enum rampart_policy_kind rampart_policy_kind(const struct rampart_policy *policy);

/* Returns the number of statements. A policy without any grants nothing. `policy` must not be NULL. */
RAMPART_API size_t rampart_policy_statement_count(const struct rampart_policy *policy);

#ifdef __cplusplus
}
#endif

#endif
