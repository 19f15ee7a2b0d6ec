/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A refusal as the cloud sent it: what it says, the request it was about, and whether the policies at hand refuse the
 * same request in the same way.
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

/* A policy that the cloud says had a part in it. What was not said is empty. */
struct rampart_denial_policy {
    struct rampart_str name;    /* or, of a control policy, its id */
    struct rampart_str type;    /* "Custom", "System" */
    struct rampart_str version; /* "v1" */
    struct rampart_str effect;  /* "Allow", "Deny" */
    struct rampart_str entity;  /* "RamUser", "RamRole", "RamGroup", "ResourceDirectoryTarget" */
    struct rampart_str scope;   /* "Account", "Folder", "ResourceGroup" */
};

/* What a denial says, in the cloud's own words; what it does not say is empty. All pointers live as long as it. */
struct rampart_denial {
    bool decoded; /* an answer of DecodeDiagnosticMessage, which knows more than the error itself */
    struct rampart_str code, message, request_id, host, recommend;
    struct rampart_str action, resource;
    struct rampart_str principal_type; /* "SubUser", "AssumedRoleUser", "Federated", "RootUser" */
    struct rampart_str owner;          /* the account of the principal */
    struct rampart_str
        principal_name; /* of a SubUser its id, not its name; "ROLE:SESSION"; "saml-provider/NAME" */
    struct rampart_str no_permission_type; /* "ImplicitDeny", "ExplicitDeny" */
    struct rampart_str policy_type;        /* "AccountLevelIdentityBasedPolicy", … */
    struct rampart_str diagnostic;         /* for DecodeDiagnosticMessage; nobody else can read it */
    const struct rampart_denial_condition *conditions;
    size_t condition_count;
    const struct rampart_denial_policy *policies;
    size_t policy_count;
};

/*
 * Reads a denial wherever it stands in a text: the body of an error, its AccessDeniedDetail alone, as an object or as a
 * string, an answer of DecodeDiagnosticMessage, a message of an SDK with JSON somewhere in it, what the command line of
 * the cloud prints. Names of members count in any case. The caller frees it with rampart_denial_free().
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (no denial is in it; JSON that is broken; a member of a wrong type),
 * RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE for NULL arguments.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_denial_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                    struct rampart_diags *diags, struct rampart_denial **ret_denial);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_denial_free(struct rampart_denial *denial);

/*
 * Gives a request that is not finished what it lacks and the denial says: principal, action, resource, condition keys.
 * What the request has already is left as it is. Everything that is then still missing is reported by its name: the id
 * of a user is no name, so that the principal is among it then.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_denial_fill(const struct rampart_denial *denial,
                                                                       struct rampart_request *request,
                                                                       struct rampart_diags *diags);

/* One point in which the cloud and the policies at hand do not say the same. */
struct rampart_denial_difference {
    struct rampart_str subject; /* "decision", "NoPermissionType", "PolicyType", or "policy" and its name */
    struct rampart_str cloud, here;
};

/* How a denial and a decision compare. All pointers live as long as it. */
struct rampart_denial_comparison {
    bool reproduced; /* the decision is a Deny, and there is no difference */
    const struct rampart_denial_difference *differences;
    size_t difference_count;
    struct rampart_strs
        notes; /* what could not be compared, or is told in two ways; sentences without a full stop */
};

/*
 * Compares a denial with the set's decision on its request: that it is denied, whether explicitly, by which
 * layer, and by which policies. The caller frees it with rampart_denial_comparison_free(). Any thread.
 * Errors: as rampart_explain(); `diags` may be NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_denial_compare(const struct rampart_denial *denial, const struct rampart_set *set,
                       const struct rampart_request *request, const struct rampart_decision *decision,
                       struct rampart_diags *diags, struct rampart_denial_comparison **ret_comparison);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_denial_comparison_free(struct rampart_denial_comparison *comparison);

#ifdef __cplusplus
}
#endif

#endif
