/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole account from one file: users, groups, roles, the policies that are attached to each, resource
 * groups and control policies. docs/account-file.md describes the file. input.h reads accounts from exports,
 * plans and templates.
 *
 * An account is a description of what is in the cloud. It answers no requests: a set that is made from it
 * does (set.h).
 *
 * Words:
 *
 *   - A gap is something that the account may have and that its input does not show. A decision that could
 *     depend on it is Conditional, and names it. So an incomplete input never gives a certain wrong answer.
 *   - A document in quarantine is a policy that is not understood. It decides nothing, and it does not refuse
 *     the account: only what the principals that hold it may do is not known.
 *
 * Thread-safety: An account does not change once it is read. Any number of threads may use it at the same
 * time. Freeing it must be the last use.
 *
 * Example: an account whose input says that alice may have more policies than it shows.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/account.h>
 *
 *     int main(void)
 *     {
 *         const struct rampart_str text = rampart_str("rampart: 1\n"
 *                                                     "account: \"1234567890123456\"\n"
 *                                                     "users: {alice: {policies: [AliyunECSFullAccess]}}\n"
 *                                                     "incomplete: [{what: grants, of: user/alice}]\n");
 *         struct rampart_account *account = NULL;
 *         if (rampart_account_read(NULL, text, rampart_str("account.yaml"), NULL, &account) != RAMPART_OK) return 1;
 *         const struct rampart_str id = rampart_account_id(account);
 *         printf("account %.*s\n", (int)id.len, id.data);
 *         for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
 *             const struct rampart_gap *gap = rampart_account_gap(account, i);
 *             printf("not known: %s of %.*s\n", rampart_gap_name(gap->kind), (int)gap->subject.len, gap->subject.data);
 *         }
 *         rampart_account_free(account);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     account 1234567890123456
 *     not known: grants of user/alice
 */
#ifndef RAMPART_ACCOUNT_H
#define RAMPART_ACCOUNT_H

#include <rampart/decision.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An account that was read. */
struct rampart_account;

/*
 * A file that a caller has as a text: no file is opened for it. Its name stands in diagnostics, and other texts may name it:
 * "policies/cancel.json".
 */
struct rampart_named_text {
    struct rampart_str name, text;
};

/*
 * Reads an account file, YAML or JSON. `file` names it in diagnostics. The paths of documents in it are
 * relative to the folder of `file`; they must be regular files in that folder or below, links resolved.
 * rampart_account_read_input() (input.h) can allow other folders.
 *
 * Every error is reported, each in the file it stands in. An error of a document is reported as a warning,
 * and puts the document in quarantine; an error of the account file itself refuses the account. The
 * assumptions and absent layers of `options` become those of the account.
 *
 * `text` may also be the bytes of an image (image.h). Then the account is that of the image.
 *
 * Ownership: The caller frees the account with rampart_account_free(). `text` and `file` are copied.
 * Errors: RAMPART_INVALID_INPUT when the account is refused; RAMPART_LIMIT for one over a limit; RAMPART_IO
 * when a document cannot be read; RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_account` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                     struct rampart_diags *diags, struct rampart_account **ret_account);

/*
 * Reads an account from a file, as rampart_account_read() does. `path` ends in NUL. "-" is standard input;
 * the documents of an account that comes from there lie relative to the working directory.
 *
 * Ownership: The caller frees the account with rampart_account_free().
 * Errors: as rampart_account_read(); RAMPART_IO also for the file itself; RAMPART_MISUSE also when `path` is
 * NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read_file(const struct rampart_options *options, const char *path,
                          struct rampart_diags *diags, struct rampart_account **ret_account);

/*
 * Frees the account and all texts that came from it. NULL is allowed. Free every set, decision and result
 * first that was made from it.
 */
RAMPART_API void rampart_account_free(struct rampart_account *account);

/*
 * Returns the id of the account, digits only. It is empty when the input does not tell it.
 *
 * Ownership: The text lives as long as the account, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_account_id(const struct rampart_account *account);

/*
 * Returns when the account was as it is here: the end of its export, "2026-01-02T03:04:05Z"; of several the earliest. It is empty
 * when no input tells it, and for an image.
 *
 * Ownership: The text lives as long as the account, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_account_seen(const struct rampart_account *account);

/* Returns whether it is an image (image.h), whose file is younger than what it shows. It must not be NULL. */
RAMPART_API bool rampart_account_is_image(const struct rampart_account *account);

/*
 * Returns the number of members: 0 for one account, more for an organisation, which is several accounts that were
 * read together. An organisation has no id and no principals of its own. Its gaps and its quarantine are those
 * of its members, whose ids stand before the subjects. NULL has no members.
 */
RAMPART_API size_t rampart_account_member_count(const struct rampart_account *account);

/*
 * Returns the i-th member of an organisation, counting from 0, or NULL beyond the end. They are sorted by id. A
 * member that could not be read is there as well, if its id is known: nothing is known of it.
 *
 * Ownership: The member belongs to the organisation. Do not free it.
 */
RAMPART_API const struct rampart_account *rampart_account_member(const struct rampart_account *account, size_t i);

/* Returns whether nothing is unknown of the account: it was read, and has no gap. It must not be NULL. */
RAMPART_API bool rampart_account_is_whole(const struct rampart_account *account);

/* An account of an organisation that could not be read. The others are answered without it. */
struct rampart_failed_account {
    /* The id, if it is known. */
    struct rampart_str id;

    /* The file or the folder. */
    struct rampart_str file;

    /* The message of the first error. */
    struct rampart_str reason;
};

/* Returns how many accounts of an organisation could not be read. */
RAMPART_API size_t rampart_account_failed_count(const struct rampart_account *account);

/*
 * Returns the i-th of them, counting from 0, or NULL beyond the end.
 *
 * Ownership: The struct lives as long as the organisation.
 */
RAMPART_API const struct rampart_failed_account *rampart_account_failed(const struct rampart_account *account,
                                                                        size_t i);

/* The kinds of gaps. rampart_gap_name() has the words of account files. */
enum rampart_gap_kind {
    /* The id of the account. */
    RAMPART_GAP_ACCOUNT = 0,

    /* More users, groups, roles or policies than the account lists. */
    RAMPART_GAP_USERS,
    RAMPART_GAP_GROUPS,
    RAMPART_GAP_ROLES,
    RAMPART_GAP_POLICIES,

    /* More policies attached to the subject; without a subject, to any principal. */
    RAMPART_GAP_GRANTS,

    /* More groups that the subject is in; without a subject, that any user is in. */
    RAMPART_GAP_MEMBERSHIPS,

    /* The text of the policy. */
    RAMPART_GAP_DOCUMENT,

    /* The trust policy of the role. */
    RAMPART_GAP_TRUST,

    /* The scope of a policy of the subject: the account or a resource group. */
    RAMPART_GAP_SCOPE,

    /* The resources that lie in the resource group. */
    RAMPART_GAP_RESOURCES,

    /* The control policies that bind the account. */
    RAMPART_GAP_CONTROL_POLICIES,

    /* Things that were made by other means than the input describes. */
    RAMPART_GAP_UNMANAGED,

    /* A policy or an ACL of a resource. The input has it, and it is not read. */
    RAMPART_GAP_LAYERS,

    /* Of an organisation: the subject is the account that could not be read, or its file if its id is not known. */
    RAMPART_GAP_ACCOUNTS
};

/*
 * One thing that is not known. A decision that could depend on it is Conditional and names the layer. The gaps
 * USERS, GROUPS, ROLES, POLICIES and UNMANAGED are different: they are about things that are not in the
 * account at all, so no decision about those that are there depends on them.
 */
struct rampart_gap {
    enum rampart_gap_kind kind;

    /* "user/alice", "policy/Deploy", "resource-group/rg-prod". Empty: the account. */
    struct rampart_str subject;

    /* SCOPE: the name of the policy. Otherwise empty. */
    struct rampart_str policy;

    /* Why it is not known; may be empty. */
    struct rampart_str reason;

    /*
     * LAYERS: the layers one of which stands in the input, bit 1 << enum rampart_layer each. 0: the input
     * does not tell which. A question that says at the same time that there is no such layer is refused, for
     * the input shows one.
     */
    unsigned layers;

    /*
     * LAYERS: the bucket, key, secret or project that the layer belongs to. Empty: the input does not tell
     * which.
     */
    struct rampart_str resource;
};

/* Returns the number of gaps. 0: the account is complete. NULL has none. */
RAMPART_API size_t rampart_account_gap_count(const struct rampart_account *account);

/*
 * Returns the i-th gap, counting from 0, or NULL beyond the end. The gaps are sorted by kind, then by
 * subject.
 *
 * Ownership: The gap lives as long as the account.
 */
RAMPART_API const struct rampart_gap *rampart_account_gap(const struct rampart_account *account, size_t i);

/*
 * Returns whether a gap of LAYERS may be about this layer of the resource `of`, a bucket, key, secret or
 * project. Names are compared without case, and `of` may be a pattern. An empty `of` may be any resource, as
 * may a gap that names none. A gap of another kind has no layers: the answer is false. `gap` must not be
 * NULL.
 */
RAMPART_API bool rampart_gap_may_hold(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_str of);

/*
 * Returns the word of account files and reports for a kind: "grants", "controlPolicies", ….
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_gap_name(enum rampart_gap_kind kind);

/*
 * A document of the account that decides nothing, since it is not understood or its text is missing. The
 * layer of those who hold it is not known; all others are answered. The document stands among the gaps as
 * well.
 */
struct rampart_quarantined {
    /* DOCUMENT, or TRUST for the trust policy of a role. */
    enum rampart_gap_kind kind;

    /* "policy/Deploy", "system-policy/AliyunXFullAccess", "role/ci". */
    struct rampart_str subject;

    /* Where the first error stands, as its diagnostic says. Line 0: in no text. */
    struct rampart_str file;
    unsigned line, column;

    /* The code of the first error, "DOC008". Static. */
    const char *code;

    /* The message of the first error. */
    struct rampart_str message;

    /* How many errors there are, at least 1. */
    size_t errors;
};

/* Returns the number of documents in quarantine. NULL has none. */
RAMPART_API size_t rampart_account_quarantined_count(const struct rampart_account *account);

/*
 * Returns the i-th document in quarantine, counting from 0, or NULL beyond the end. They are sorted by kind,
 * then by subject.
 *
 * Ownership: The struct lives as long as the account.
 */
RAMPART_API const struct rampart_quarantined *rampart_account_quarantined_at(const struct rampart_account *account,
                                                                             size_t i);

#ifdef __cplusplus
}
#endif

#endif
