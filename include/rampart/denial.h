/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Denials: a refusal as the cloud sent it, the request it was about, and whether the policies at hand refuse
 * the same request in the same way.
 *
 * Three steps lead from an error message to an explanation. rampart_denial_read() finds the denial in a text,
 * and says whether it is about permissions at all.
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

/* What a refusal is about. */
enum rampart_denial_about {
    RAMPART_DENIAL_UNTOLD = 0, /* nothing in it tells, or what tells contradicts itself */
    RAMPART_DENIAL_PERMISSION, /* a permission is missing, or a policy takes it away */
    RAMPART_DENIAL_OTHER       /* another reason: a wrong endpoint, a disabled account, permissions of another system */
};

/* What a part of the text stands for. The texts are in our words, and no words of the cloud. */
struct rampart_denial_meaning {
    /* "EC 0003-00000201", "message", "code UserDisable" */
    struct rampart_str subject;

    struct rampart_str text;

    /* The page or the report that says so. */
    struct rampart_str source;
};

/*
 * A denial, in the cloud's own words. A text is empty where the cloud does not say it, and where two places of
 * the text say it differently.
 */
struct rampart_denial {
    enum rampart_denial_about about;

    /* It is an answer of DecodeDiagnosticMessage, which says more than the error itself. */
    bool decoded;

    struct rampart_str code, message, request_id, host, recommend;
    struct rampart_str action, resource;

    /* OSS: the EC ("0003-00000201") that tells errors of one code apart, the bucket, the object. */
    struct rampart_str ec, bucket, object;

    /* OSS: the endpoint that the bucket is to be addressed with. */
    struct rampart_str endpoint;

    /* "SubUser", "AssumedRoleUser", "Federated", "RootUser" */
    struct rampart_str principal_type;

    /* The account of the principal. */
    struct rampart_str owner;

    /* The id of a SubUser, which is not its name; otherwise "ROLE:SESSION" or "saml-provider/NAME". */
    struct rampart_str principal_name;

    /* "ImplicitDeny", "ExplicitDeny": as the detail says, or as its EC or its message stand for. */
    struct rampart_str no_permission_type;

    /* "AccountLevelIdentityBasedPolicy", … */
    struct rampart_str policy_type;

    /*
     * The layers one of which refused, by rampart_layer_name(), as far as the EC or the message tell. Where there
     * is a policy type as well, that is the closer word.
     */
    struct rampart_strs layers;

    /* The encoded message for DecodeDiagnosticMessage. Only the cloud can read it. */
    struct rampart_str diagnostic;

    const struct rampart_denial_condition *conditions;
    size_t condition_count;
    const struct rampart_denial_policy *policies;
    size_t policy_count;

    /* What the EC, the message and the code stand for. */
    const struct rampart_denial_meaning *meanings;
    size_t meaning_count;

    /* What the text says in two ways: "action: \"a:B\" in AccessDeniedDetail, \"a:C\" in the message". */
    struct rampart_strs conflicts;

    /* The parts that nobody knows the meaning of: "the message: its wording is not known". */
    struct rampart_strs not_understood;
};

/*
 * Reads a denial wherever it stands in a text: the body of an error as JSON or XML, its AccessDeniedDetail alone,
 * as an object or as a string, an answer of DecodeDiagnosticMessage, what an SDK, Terraform or the cloud's command
 * line print, with JSON, XML or an object of Python or Node.js somewhere in it, or the sentence of a service
 * alone. Names of members are compared without case. `file` names the text in diagnostics.
 *
 * The sentences and codes that are known are data: policies/catalog/denial-messages.tsv, denial-frames.tsv,
 * oss-error-codes.tsv and error-codes.tsv, each row with its source. What is not known is listed and not guessed.
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

/* Parts of a request that a denial may not tell, for a set of them. */
enum rampart_denial_part {
    RAMPART_DENIAL_ACTION = 1,
    RAMPART_DENIAL_RESOURCE = 2,
    RAMPART_DENIAL_PRINCIPAL = 4
};

/*
 * Returns the parts of the request that the denial does not tell. The principal is among them where it has the id of a
 * user only: an id is no name.
 */
RAMPART_API unsigned rampart_denial_lacks(const struct rampart_denial *denial);

/*
 * Gives a request, which is not finished yet, what it lacks and the denial says: principal, action, resource,
 * condition keys. The parts that the request has already stay as they are, so set first what you know better.
 * Everything that is still missing then is reported by its name, unless it is in the set `optional`: policies that are
 * not an account's are asked without a principal.
 *
 * Ownership: The request copies what it takes. The denial may be freed afterwards.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each part that is missing or cannot be; RAMPART_LIMIT;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when `denial` or `request` is NULL, and for a finished request.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_denial_fill(const struct rampart_denial *denial,
                                                                       struct rampart_request *request,
                                                                       unsigned optional,
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
