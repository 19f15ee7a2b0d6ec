/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Denials: a refusal as the cloud sent it, the request it was about, and whether the policies at hand refuse
 * the same request in the same way.
 *
 * Three steps lead from an error message to an explanation. rampart_denial_read() finds the denial in a text.
 * rampart_denial_fill() puts what it says into a request; the caller adds what the cloud does not say, such
 * as the name of a user. Then the set explains the request, and rampart_denial_compare() holds that decision
 * against the denial. docs/explain-denial.md shows the way for users of the program.
 *
 * Words: those of the cloud's AccessDeniedDetail, such as NoPermissionType, PolicyType and AuthAction. A text
 * is empty where the denial does not say it.
 *
 * Ownership: All pointers in a denial or a comparison live as long as it does.
 *
 * Thread-safety: Denials and comparisons do not change once they are made. Every function of this header may
 * be called from any thread; a request belongs to one at a time.
 *
 * Example: an error of the API, and what it says.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/denial.h>
 *
 *     int main(void)
 *     {
 *         const struct rampart_str text = rampart_str(
 *             "{\"Code\":\"Forbidden.RAM\",\"Message\":\"User not authorized.\",\"AccessDeniedDetail\":{"
 *             "\"AuthAction\":\"ess:CancelInstanceRefresh\",\"NoPermissionType\":\"ImplicitDeny\","
 *             "\"PolicyType\":\"AccountLevelIdentityBasedPolicy\",\"AuthPrincipalType\":\"SubUser\","
 *             "\"AuthPrincipalOwnerId\":\"1234567890123456\",\"AuthPrincipalDisplayName\":\"200000000000000001\"}}");
 *         struct rampart_diags *diags = NULL;
 *         struct rampart_denial *denial = NULL;
 *         if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
 *         if (rampart_denial_read(NULL, text, rampart_str("error.json"), diags, &denial) != RAMPART_OK) return 1;
 *         printf("%.*s: %.*s\n", (int)denial->action.len, denial->action.data, (int)denial->no_permission_type.len,
 *                denial->no_permission_type.data);
 *         rampart_denial_free(denial);
 *         rampart_diags_free(diags);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     ess:CancelInstanceRefresh: ImplicitDeny
 */
#ifndef RAMPART_DENIAL_H
#define RAMPART_DENIAL_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A condition key that the cloud looked at, and what the request had for it. */
struct rampart_denial_condition {
    struct rampart_str key;
    struct rampart_strs values;
};

/* A policy that the cloud says had a part in the denial. A text is empty where the cloud does not say it. */
struct rampart_denial_policy {
    /* The name; for a control policy it may be the id. */
    struct rampart_str name;

    /* "Custom", "System" */
    struct rampart_str type;

    /* "v1" */
    struct rampart_str version;

    /* "Allow", "Deny" */
    struct rampart_str effect;

    /*
     * The kind of principal or folder that it is attached to: "RamUser", "RamRole", "RamGroup",
     * "ResourceDirectoryTarget".
     */
    struct rampart_str entity;

    /* "Account", "Folder", "ResourceGroup" */
    struct rampart_str scope;
};

/* A denial, in the cloud's own words. A text is empty where the cloud does not say it. */
struct rampart_denial {
    /* It is an answer of DecodeDiagnosticMessage, which says more than the error itself. */
    bool decoded;

    struct rampart_str code, message, request_id, host, recommend;
    struct rampart_str action, resource;

    /* "SubUser", "AssumedRoleUser", "Federated", "RootUser" */
    struct rampart_str principal_type;

    /* The account of the principal. */
    struct rampart_str owner;

    /* The id of a SubUser, which is not its name; otherwise "ROLE:SESSION" or "saml-provider/NAME". */
    struct rampart_str principal_name;

    /* "ImplicitDeny", "ExplicitDeny" */
    struct rampart_str no_permission_type;

    /* "AccountLevelIdentityBasedPolicy", … */
    struct rampart_str policy_type;

    /* The encoded message for DecodeDiagnosticMessage. Only the cloud can read it. */
    struct rampart_str diagnostic;

    const struct rampart_denial_condition *conditions;
    size_t condition_count;
    const struct rampart_denial_policy *policies;
    size_t policy_count;
};

/*
 * Reads a denial wherever it stands in a text: the body of an error, its AccessDeniedDetail alone, as an
 * object or as a string, an answer of DecodeDiagnosticMessage, a message of an SDK with JSON somewhere in it,
 * or what the cloud's command line prints. Names of members are compared without case. `file` names the text
 * in diagnostics.
 *
 * Ownership: The caller frees the denial with rampart_denial_free(). `text` is copied.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a text without a denial, broken JSON, and a member of a
 * wrong type; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE when `diags` or `ret_denial` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_denial_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                    struct rampart_diags *diags, struct rampart_denial **ret_denial);

/* Frees the denial and its texts. NULL is allowed. */
RAMPART_API void rampart_denial_free(struct rampart_denial *denial);

/*
 * Gives a request, which is not finished yet, what it lacks and the denial says: principal, action, resource,
 * condition keys. The parts that the request has already stay as they are, so set first what you know better.
 * Everything that is still missing then is reported by its name. The principal is among it where the denial
 * has the id of a user only: an id is no name.
 *
 * Ownership: The request copies what it takes. The denial may be freed afterwards.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each part that is missing or cannot be; RAMPART_LIMIT;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when `denial` or `request` is NULL, and for a finished request.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_denial_fill(const struct rampart_denial *denial,
                                                                       struct rampart_request *request,
                                                                       struct rampart_diags *diags);

/* One point in which the cloud and the policies at hand do not say the same. */
struct rampart_denial_difference {
    /* "decision", "NoPermissionType", "PolicyType", or "policy NAME". */
    struct rampart_str subject;

    /* The word of the cloud, and that of the decision. */
    struct rampart_str cloud, here;
};

/* How a denial and a decision compare. */
struct rampart_denial_comparison {
    /* The decision is a Deny, and there is no difference. */
    bool reproduced;

    const struct rampart_denial_difference *differences;
    size_t difference_count;

    /* The points that could not be compared, or are said in two ways. Sentences without a full stop. */
    struct rampart_strs notes;
};

/*
 * Compares a denial with the set's decision on its request: whether that is denied, explicitly or not, by
 * which layer and by which policies. `decision` is the one that rampart_explain() made of `request` with this
 * set.
 *
 * Source: docs/semantics.md, section 7.
 * Ownership: The caller frees the comparison with rampart_denial_comparison_free(). It copies what it needs,
 * so that everything it was made of may be freed before it.
 * Errors: as rampart_explain(); RAMPART_MISUSE when an argument but `diags` is NULL, and for a request that
 * is not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_denial_compare(const struct rampart_denial *denial, const struct rampart_set *set,
                       const struct rampart_request *request, const struct rampart_decision *decision,
                       struct rampart_diags *diags, struct rampart_denial_comparison **ret_comparison);

/* Frees the comparison. NULL is allowed. */
RAMPART_API void rampart_denial_comparison_free(struct rampart_denial_comparison *comparison);

#ifdef __cplusplus
}
#endif

#endif
