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
 * relative to its folder, in which they must lie as regular files, links resolved (input.h allows others). The bytes of
 * an image (image.h) stand in for the text that it was made from. Every error is reported, each in the file it stands in.
 * An error of a document is a warning: the document is put in quarantine (below).
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

/* The account's id, digits; empty when what it was read from does not tell. Lives as long as the account. */
RAMPART_API struct rampart_str rampart_account_id(const struct rampart_account *account);

/* What an account may have that its input does not show. */
enum rampart_gap_kind {
    RAMPART_GAP_ACCOUNT = 0, /* its id */
    RAMPART_GAP_USERS,       /* more users; the same for the next three */
    RAMPART_GAP_GROUPS,
    RAMPART_GAP_ROLES,
    RAMPART_GAP_POLICIES,
    RAMPART_GAP_GRANTS,      /* more policies attached to the subject, or to anybody */
    RAMPART_GAP_MEMBERSHIPS, /* more groups of the subject, or of anybody */
    RAMPART_GAP_DOCUMENT,    /* what stands in the policy */
    RAMPART_GAP_TRUST,       /* what stands in the trust policy of the role */
    RAMPART_GAP_SCOPE, /* whether a policy of the subject counts for the account or for a resource group */
    RAMPART_GAP_RESOURCES,        /* which resources lie in the resource group */
    RAMPART_GAP_CONTROL_POLICIES, /* which control policies bind the account */
    RAMPART_GAP_UNMANAGED,        /* what was made by other means than those the input tells of */
    RAMPART_GAP_LAYERS            /* what decides on a resource beside RAM: the input has it, and it is not read */
};

/*
 * One thing that is not known. A decision that could turn on it is Conditional and names the layer; but for gaps of
 * lists of principals and policies, and UNMANAGED, which are about what is not in the account at all.
 */
struct rampart_gap {
    enum rampart_gap_kind kind;
    struct rampart_str subject; /* "user/alice", "policy/Deploy", "resource-group/rg-prod"; empty: the account */
    struct rampart_str policy;  /* of SCOPE: the name of the policy; else empty */
    struct rampart_str reason;  /* why it is not known; may be empty */
    /*
     * Of LAYERS: the set of layers one of which stands in the input (bit 1 << enum rampart_layer; 0: it does not tell), and
     * the bucket, key, secret or project whose it is; empty: the input does not tell. That there is none of such a layer
     * contradicts the input: a question in which both come together is refused.
     */
    unsigned layers;
    struct rampart_str resource;
};

/* The gaps, sorted by kind and subject; none: the account is complete. They live as long as the account. */
RAMPART_API size_t rampart_account_gap_count(const struct rampart_account *account);
RAMPART_API const struct rampart_gap *rampart_account_gap(const struct rampart_account *account, size_t i);

/*
 * Whether a gap of LAYERS may be about this layer of a resource: one of its layers stands in the input, for the bucket, key,
 * secret or project that is called `of`, or for one that the input does not name. `of` is as in struct rampart_unseen, may be
 * a pattern, and empty: then it may be any. Any thread.
 */
RAMPART_API bool rampart_gap_may_hold(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_str of);

/* "grants", "controlPolicies", …: what is missing, as account files and reports write it. Static. */
RAMPART_API const char *rampart_gap_name(enum rampart_gap_kind kind);

/*
 * A document of the account that decides nothing: it is not understood, or its text is missing. Its holders' layer is
 * not known; everybody else is answered. It stands among the gaps as well, as DOCUMENT or TRUST.
 */
struct rampart_quarantined {
    enum rampart_gap_kind kind; /* DOCUMENT, or TRUST for the trust policy of a role */
    struct rampart_str subject; /* "policy/Deploy", "system-policy/AliyunXFullAccess", "role/ci" */
    struct rampart_str file;    /* of the first error, as the diagnostics name it */
    unsigned line, column;      /* 0: it has no place in a text */
    const char *code;           /* of the first error, "DOC008"; static */
    struct rampart_str message; /* the first error */
    size_t errors;              /* how many there are, at least 1 */
};

/* The documents in quarantine, sorted by kind and subject. They live as long as the account. */
RAMPART_API size_t rampart_account_quarantined_count(const struct rampart_account *account);
RAMPART_API const struct rampart_quarantined *rampart_account_quarantined_at(const struct rampart_account *account,
                                                                             size_t i);

#ifdef __cplusplus
}
#endif

#endif
