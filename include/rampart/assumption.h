/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assumptions: what the cloud does not document, as switches.
 *
 * Each undocumented point has a name ("resource-case"), a default value ("sensitive") and one or two other
 * values ("insensitive"). docs/semantics.md, section 9, lists them; policies/catalog/assumptions.tsv has the
 * evidence for each default. The values that are chosen are bits of `assumptions` in struct rampart_options:
 * they count where documents are read and where a set is made, and every question to that set is answered
 * under them.
 *
 * Words: a switch is one undocumented point; an assumption is the value that is chosen for it; the decision
 * depends on a switch when another value would change the verdict.
 *
 * An explanation names the switches that the answer depends on, so that a caller need not try them all
 * (`dependences` of struct rampart_decision).
 *
 * Thread-safety: Any thread. Only rampart_assume() writes, to the caller's own variable.
 *
 * Example: set a switch, and list the values of another.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/assumption.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_options options = {.assumptions = 0};
 *         if (rampart_assume(&options.assumptions, rampart_str("resource-case"), rampart_str("insensitive"), NULL))
 *             return 1;
 *         size_t chosen = rampart_assumption_chosen(options.assumptions, RAMPART_ASSUME_RESOURCE_CASE);
 *         printf("resource-case is %s\n", rampart_assumption_value(RAMPART_ASSUME_RESOURCE_CASE, chosen));
 *         printf("%s:", rampart_assumption_name(RAMPART_ASSUME_UNREADABLE_VALUE));
 *         const char *value;
 *         for (size_t i = 0; (value = rampart_assumption_value(RAMPART_ASSUME_UNREADABLE_VALUE, i)) != NULL; i++)
 *             printf(" %s", value);
 *         puts("");
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     resource-case is insensitive
 *     unreadable-value: complement not-met refused
 */
#ifndef RAMPART_ASSUMPTION_H
#define RAMPART_ASSUMPTION_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The switches, in the order in which they are listed. The default of each is the value that its comment
 * names first. Bit 1 << enum rampart_assumption stands for one in a set of switches.
 */
enum rampart_assumption {
    /* A wildcard of a pattern `crosses` the colons of an ARN, or stays `within-field`. */
    RAMPART_ASSUME_COLON_CROSSING = 0,

    /* Resources are compared `sensitive` or `insensitive` to case. */
    RAMPART_ASSUME_RESOURCE_CASE,

    /*
     * Names of condition keys are compared `name-insensitive` (without case up to the first slash),
     * `sensitive` or `insensitive`.
     */
    RAMPART_ASSUME_KEY_CASE,

    /* A positive operator on a key that is absent is `not-met`, or compares the key as `empty`. */
    RAMPART_ASSUME_MISSING_POSITIVE,

    /* A negated operator on a key that is absent is `met` or `not-met`. */
    RAMPART_ASSUME_MISSING_NEGATED,

    /* `any` value of a key with several must satisfy the operator, or `all` of them must. */
    RAMPART_ASSUME_MULTI_BARE,

    /* NotResource is the `complement` of its list, or the document is `refused`. */
    RAMPART_ASSUME_NOTRESOURCE,

    /* Operators of AWS that RAM does not list are `evaluated`, or the document is `refused`. */
    RAMPART_ASSUME_UNSUPPORTED_OPS,

    /* An empty field of a pattern is `literal`, or matches `any` field. */
    RAMPART_ASSUME_EMPTY_ARN_FIELD,

    /* Grants on a resource group are `staged` behind those of the account, or `any-deny-wins`. */
    RAMPART_ASSUME_RG_DENY,

    /* Control policies with the scope All bind root (`scope-all-binds`), or root is `spared`. */
    RAMPART_ASSUME_CONTROL_ROOT,

    /* A Deny in a trust policy is `evaluated`, or the document is `refused`. */
    RAMPART_ASSUME_TRUST_DENY,

    /* Actions are compared `insensitive` or `sensitive` to case. */
    RAMPART_ASSUME_ACTION_CASE,

    /*
     * A value that the operator cannot read matches nothing (`complement`), makes the condition `not-met`, or
     * the document is `refused`.
     */
    RAMPART_ASSUME_UNREADABLE_VALUE,

    /* Dates are read in the `documented` forms, or in more (`lenient`). */
    RAMPART_ASSUME_DATE_FORM,

    /* Addresses are read in a `strict` form, or in more (`lenient`). */
    RAMPART_ASSUME_ADDRESS_FORM,

    /* ::ffff:10.0.0.1 is an address of IPv6 (`separate`), or is 10.0.0.1 (`unmapped`). */
    RAMPART_ASSUME_MAPPED_ADDRESS,

    /*
     * An operator of another type than its key reads the `text` of the value, is `never` met, or the document
     * is `refused`.
     */
    RAMPART_ASSUME_OPERATOR_TYPE,

    /* A service without regions sends an `empty` region, or a `star`. */
    RAMPART_ASSUME_GLOBAL_REGION,

    /* OSS sends a region `prefixed` with its own name (oss-cn-hangzhou), or `plain` (cn-hangzhou). */
    RAMPART_ASSUME_OSS_REGION,

    /*
     * The next are about policies of resources. Of the account that a bucket or project belongs to, `*` without
     * a condition spares the `root` alone, or the whole `account`.
     */
    RAMPART_ASSUME_STAR_OWNER,

    /* The UID of an account in such a policy `covers` its users and roles, or names it alone (`root-only`). */
    RAMPART_ASSUME_BUCKET_ACCOUNT_UID,

    /* On another account's bucket, a Deny of the caller's own policies is `ignored`, or it counts (`deny-counts`). */
    RAMPART_ASSUME_OSS_CROSS_IDENTITY,

    /* The entry of a key's own account `delegates` to RAM, or `grants` to everybody in the account. */
    RAMPART_ASSUME_KMS_ACCOUNT_WILDCARD,

    /* The root of a key's account is `spared` by the key's policy, or `bound` by its Denies. */
    RAMPART_ASSUME_KMS_ROOT,

    /* Resource `*` of an identity policy `covers` keys of other accounts, or `own-account` keys alone. */
    RAMPART_ASSUME_KMS_FOREIGN_STAR,

    /* A statement of a project's policy without a Principal is about `everyone`, or `nobody`. */
    RAMPART_ASSUME_PROJECT_NO_PRINCIPAL,

    /* An Allow of a project's policy `grants`, or only Denies count (`restricts`). */
    RAMPART_ASSUME_PROJECT_ALLOW,

    /* An Allow of an instance's policy must be met besides RAM's (`restricts`), or `grants`. */
    RAMPART_ASSUME_INSTANCE_ALLOW,

    /* A public ACL is about `objects-only`, or lets everybody list the bucket (`lists-too`). */
    RAMPART_ASSUME_ACL_LIST,

    /* Who writes over an object is asked by the ACL of the `object`, or of the `bucket`. */
    RAMPART_ASSUME_OVERWRITE_ACL,

    /* Of what comes through an access point `none` of the ACLs is asked, or they are (`acl`). */
    RAMPART_ASSUME_ACCESS_POINT_ACL,

    /* A region in an access point's policy has `both` spellings, with oss- or without, or is compared `exact`. */
    RAMPART_ASSUME_AP_REGION,

    /* Blocked public access takes a public `statement` out, or the `whole-policy` that has one. */
    RAMPART_ASSUME_BLOCK_PUBLIC_SCOPE,

    /* An Allow of another account's project suffices (`resource-suffices`), or RAM must allow as well (`both`). */
    RAMPART_ASSUME_PROJECT_CROSS_ACCOUNT,

    /* All conditions of an Allow of an instance's policy must hold (`and`), or one of them (`or`). */
    RAMPART_ASSUME_OTS_CONDITION_OR,

    /* Where an AccessKey's own policy is off, the account's holds (`falls-through`), or none does (`overrides`). */
    RAMPART_ASSUME_ACCESSKEY_INACTIVE,

    /* On another account's resource, control policies of `both-accounts` bind the caller, or of the `owner-only`. */
    RAMPART_ASSUME_CALLER_CONTROL,

    /* The policy of an instance's role attachment bounds the instance's `session`, or leaves it `free`. */
    RAMPART_ASSUME_INSTANCE_ROLE,

    /* The number of switches. */
    RAMPART_ASSUMPTIONS
};

/*
 * Sets one switch in `assumptions`, which is to become a member of struct rampart_options. Start with 0, the
 * default of every switch. Setting a switch again replaces its value. Name and value are compared with case.
 *
 * Errors: RAMPART_INVALID_INPUT with a diagnostic that lists the values, or names the nearest switch, and
 * `assumptions` stays as it was; RAMPART_MISUSE when `assumptions` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_assume(rampart_switches *assumptions,
                                                                  struct rampart_str name,
                                                                  struct rampart_str value,
                                                                  struct rampart_diags *diags);

/*
 * Returns the name of a switch, "resource-case", or NULL for a number that is none.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_assumption_name(enum rampart_assumption assumption);

/*
 * Returns a value of a switch by its number. Number 0 is the default; NULL ends the list.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_assumption_value(enum rampart_assumption assumption, size_t number);

/* Returns the number of the value that a switch has in `assumptions`, for rampart_assumption_value(). */
RAMPART_API size_t rampart_assumption_chosen(rampart_switches assumptions, enum rampart_assumption assumption);

/* The evidence for a switch. The texts are static. */
struct rampart_evidence {
    /* The point that is not documented. */
    struct rampart_str question;

    /* The meaning of the default, and of the other values. */
    struct rampart_str choice;

    /* The requests that it can matter for. */
    struct rampart_str touched;

    /* The reason for the default. */
    struct rampart_str evidence;
};

/*
 * Looks up the evidence for a switch, by its name.
 *
 * Source: policies/catalog/assumptions.tsv, in the library.
 * Ownership: The texts of *ret_evidence are static.
 * Errors: RAMPART_INVALID_INPUT, without a diagnostic, for a name that is none; RAMPART_MISUSE when
 * `ret_evidence` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_assumption_evidence(struct rampart_str name, struct rampart_evidence *ret_evidence);

#ifdef __cplusplus
}
#endif

#endif
