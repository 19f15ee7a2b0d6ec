/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions: the layers, policies where they are attached, the verdict on a request, and a decision with its
 * reasons. set.h has the functions that decide.
 *
 * Words:
 *
 *   - A layer is a group of policies that the cloud considers together. The layers are walked in order, and
 *     each that exists must allow (docs/semantics.md, section 6). Within a layer a matching Deny wins over
 *     every Allow.
 *   - A Deny is explicit when a statement with the effect Deny matches, and implicit when nothing allows.
 *   - A decision is Conditional when something that is not known could change it: a condition key, a policy,
 *     a layer of the resource. It names what that is. Treat it as a deny until it is known.
 *   - A verdict is the outcome alone. A decision is a verdict with its reasons.
 *   - The reasons are statements that had a part in it. The near misses are statements that came close.
 *
 * Ownership: All pointers in a decision live as long as the decision, the set that made it, and the set's
 * account and policies. The functions that return names return static texts.
 *
 * Thread-safety: A decision does not change. Any number of threads may read it. All functions of this header
 * may be called from any thread.
 *
 * Example: a condition key that the request does not mention leaves the decision open.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/set.h>
 *
 *     static void print(const struct rampart_decision *decision)
 *     {
 *         printf("%s\n", rampart_outcome_name(decision->verdict.outcome));
 *         for (size_t i = 0; i < decision->condition_count; i++) {
 *             const struct rampart_condition *condition = &decision->conditions[i];
 *             printf("%.*s on %.*s is %s\n", (int)condition->op.len, condition->op.data, (int)condition->key.len,
 *                    condition->key.data, rampart_truth_name(condition->state));
 *         }
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *policy = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_request *request = NULL;
 *         struct rampart_decision *decision = NULL;
 *         if (rampart_policy_read_file(NULL, "examples/policies/office-only.json", RAMPART_POLICY_IDENTITY, NULL,
 *                                      &policy))
 *             return 1;
 *         const struct rampart_attachment attachment = {.policy = policy};
 *         const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
 *         if (rampart_set_new(NULL, &parts, NULL, &set) || rampart_request_new(NULL, &request) ||
 *             rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL) ||
 *             rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg-web"), NULL) ||
 *             rampart_request_finish(request, NULL) || rampart_explain(set, &request, 1, 0, NULL, &decision, NULL))
 *             return 1;
 *         print(decision);
 *         rampart_decision_free(decision);
 *         rampart_request_free(request);
 *         rampart_set_free(set);
 *         rampart_policy_free(policy);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     Conditional
 *     IpAddress on acs:SourceIp is unknown
 */
#ifndef RAMPART_DECISION_H
#define RAMPART_DECISION_H

#include <rampart/assumption.h>
#include <rampart/policy.h>
#include <rampart/request.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The layers of a decision. rampart_layer_name() has the words of the cloud's AccessDeniedDetail, which stand
 * behind each. The first five are policies of RAM, which the library reads. All others belong to a resource,
 * an endpoint or an AccessKey: they are not read, and where one may decide, the decision is Conditional.
 */
enum rampart_layer {
    RAMPART_LAYER_IDENTITY = 0,   /* AccountLevelIdentityBasedPolicy */
    RAMPART_LAYER_CONTROL,        /* ControlPolicy */
    RAMPART_LAYER_SESSION,        /* SessionPolicy */
    RAMPART_LAYER_TRUST,          /* AssumeRolePolicy */
    RAMPART_LAYER_RESOURCE_GROUP, /* ResourceGroupLevelIdentityBasedPolicy */

    /* OSS. */
    RAMPART_LAYER_BUCKET_POLICY,       /* BucketPolicy */
    RAMPART_LAYER_OBJECT_ACL,          /* ObjectAcl */
    RAMPART_LAYER_BUCKET_ACL,          /* BucketAcl */
    RAMPART_LAYER_ACCESS_POINT_POLICY, /* AccessPointPolicy */
    RAMPART_LAYER_ACCESS_POINT_ORIGIN, /* AccessPointNetworkOrigin */
    RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, /* BlockPublicAccess */

    /* The way from a VPC to a service. */
    RAMPART_LAYER_ENDPOINT_POLICY, /* EndpointPolicy */

    /* KMS. */
    RAMPART_LAYER_KEY_POLICY,    /* KeyPolicy */
    RAMPART_LAYER_SECRET_POLICY, /* SecretPolicy */

    /* The Log Service. */
    RAMPART_LAYER_PROJECT_POLICY, /* ProjectPolicy */

    /* Tablestore. */
    RAMPART_LAYER_INSTANCE_POLICY, /* InstancePolicy */
    RAMPART_LAYER_NETWORK_ACL,     /* NetworkAcl */

    /* An AccessKey. */
    RAMPART_LAYER_ACCESS_KEY_POLICY, /* AccessKeyNetworkPolicy */

    /* The number of layers. */
    RAMPART_LAYERS
};

/*
 * The principals that a control policy binds (EffectScope): RAM users and roles, or the root of the account
 * as well.
 */
enum rampart_effect_scope { RAMPART_SCOPE_RAM = 0, RAMPART_SCOPE_ALL };

/*
 * One policy where it is attached. Zeroed but for the policy, it is a custom identity policy of the principal
 * itself.
 *
 * A set copies the struct and its texts. It keeps only `policy` by reference.
 */
struct rampart_attachment {
    /* It must outlive the set. NULL: an unknown policy is attached here, which leaves the layer open. */
    const struct rampart_policy *policy;

    enum rampart_layer layer;

    /*
     * For a control policy: 0 is the account itself, 1 the folder above it, and so on. In the layer SESSION: 0 is the
     * session's own policy, and each other level is a gate of its own, which must let pass as well: what the attachment
     * of a role to an instance limits it to.
     */
    unsigned level;

    /* For a control policy. */
    enum rampart_effect_scope scope;

    /* "group/deployers". Empty: the principal itself. Reports repeat it. */
    struct rampart_str attached_to;

    /* A system policy of the cloud; otherwise a custom one. */
    bool system;

    /* In the layer RESOURCE_GROUP: the name of the group. */
    struct rampart_str resource_group;

    /* ARN patterns of the resources in that group. The policy counts for these only. */
    struct rampart_strs resource_group_members;

    /*
     * It is not known whether the attachment counts for a resource: what lies in the group, or whether there
     * is one. In the layer SESSION, above level 0: whether the session is that instance's.
     */
    bool uncertain;

    /* Without a policy: the one whose document is not known, "policy/Deploy". Empty: it may be any. */
    struct rampart_str unseen;

    /*
     * In a layer of a resource: the name of the bucket, key, secret, project or instance whose policy it is.
     * Empty: of the one that is asked about, whichever that is.
     */
    struct rampart_str of;

    /* The account that this resource belongs to. Empty: any. */
    struct rampart_str account;

    /* In a layer of a resource, or in the layer SESSION, without a policy: it is known that there is none. */
    bool absent;
};

/*
 * Reads a setting of a resource that is no document as the policy that would say the same, for an attachment in the
 * layer: OBJECT_ACL and BUCKET_ACL ("private", "public-read", "public-read-write", and of an object "default"),
 * ACCESS_POINT_ORIGIN ("internet", "vpc-1"), NETWORK_ACL ("INTERNET", "VPC", "CLASSIC", "TRUST_PROXY", with commas
 * between them), PUBLIC_ACCESS_BLOCK ("true"; that it is not blocked is an attachment that is `absent`).
 *
 * Ownership: The caller frees *ret_policy with rampart_policy_free(). `text` is copied.
 * Errors: RAMPART_INVALID_INPUT for another word or layer, with a diagnostic; RAMPART_NO_MEMORY; RAMPART_MISUSE when
 * `ret_policy` is NULL. Nothing is handed out then.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_setting_read(const struct rampart_options *options, enum rampart_layer layer, struct rampart_str text,
                     struct rampart_diags *diags, struct rampart_policy **ret_policy);

/* Zero denies. */
enum rampart_outcome { RAMPART_OUTCOME_DENY = 0, RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL };

/* The type of a Deny: nothing allows, or a statement denies. */
enum rampart_deny { RAMPART_IMPLICIT_DENY = 0, RAMPART_EXPLICIT_DENY };

/* The verdict on one request. A zeroed verdict is an implicit deny. */
struct rampart_verdict {
    enum rampart_outcome outcome;

    /* The type of a Deny. Not used otherwise. */
    enum rampart_deny deny;

    /* The first layer that cannot allow, for a Deny. Not used otherwise. */
    enum rampart_layer layer;
};

/*
 * Returns whether `a` is worse than `b`, of verdicts that must all be Allow. From the worst: explicit deny,
 * implicit deny, conditional, allow. Equal verdicts are not worse than one another. Neither may be NULL.
 */
RAMPART_API bool rampart_verdict_worse(const struct rampart_verdict *a, const struct rampart_verdict *b);

/* Returns whether a verdict is as expected. RAMPART_EXPECT_NOTHING is met by every verdict. */
RAMPART_API bool rampart_verdict_meets(struct rampart_verdict verdict, enum rampart_expect expect);

/* A place in a document. Line 0: it stands in none. */
struct rampart_place {
    struct rampart_str file;
    unsigned line, column;

    /* The place within a document that is itself a string of the file. 0: it is not. */
    unsigned inner_line, inner_column;

    /* The address of the resource with the document, in a plan, a state or a template. Otherwise empty. */
    struct rampart_str address;
};

/* The three values of a condition. Zero is "not met". */
enum rampart_truth { RAMPART_FALSE = 0, RAMPART_TRUE, RAMPART_UNKNOWN };

/* The elements of a statement that can fail to match. */
enum rampart_element {
    RAMPART_ELEMENT_NONE = 0,
    RAMPART_ELEMENT_ACTION,
    RAMPART_ELEMENT_RESOURCE,

    /* The resource lies outside of the resource group that the policy is attached to. */
    RAMPART_ELEMENT_RESOURCE_GROUP,

    RAMPART_ELEMENT_PRINCIPAL,
    RAMPART_ELEMENT_CONDITION
};

/* One statement that had a part in the decision. */
struct rampart_reason {
    /* The name of the policy. */
    struct rampart_str policy;

    /* It is a system policy. */
    bool system;

    /* It is no statement, but this setting of the resource: an ACL, "public-read". Empty: it is one. */
    struct rampart_str setting;

    enum rampart_layer layer;

    /* As in the attachment. */
    unsigned level;

    /* The number of the statement, counting from 0. */
    size_t statement;

    /* Empty: it has none. */
    struct rampart_str sid;

    enum rampart_effect effect;

    /* Empty: the principal itself. */
    struct rampart_str attached_to;

    /* Empty: attached for the whole account. */
    struct rampart_str resource_group;

    /*
     * The pattern that matched the action. With `not_action`, where none matched, the first one that is
     * listed.
     */
    struct rampart_str action;
    bool not_action;

    /* The pattern that matched the resource, by the same rule. Empty for a trust policy. */
    struct rampart_str resource;
    bool not_resource;

    /* Its conditions: so many of those of the decision, from this one on. Those of a near miss are not listed. */
    size_t first_condition, condition_count;

    /* It is not known whether the attachment counts for the resource. */
    bool uncertain;

    /* The request is about a pattern, and the statement about some of its resources only. */
    bool partly;

    /* Where the statement stands. */
    struct rampart_place place;
};

/* One condition whose state matters: of a reason, or left open. */
struct rampart_condition {
    /* The statement that it belongs to. */
    enum rampart_effect effect;
    struct rampart_str policy;
    enum rampart_layer layer;
    size_t statement;

    /* Operator, key and values as they are written: "ForAnyValue:StringLike", "acs:SourceIp". */
    struct rampart_str op;
    struct rampart_str key;
    struct rampart_strs values;

    enum rampart_truth state;

    /* A sentence that says why it is UNKNOWN although the request has the key. Otherwise empty. */
    struct rampart_str why;

    /* Where the key stands. */
    struct rampart_place place;
};

/* A statement that came close to allowing, and the one element that did not match. */
struct rampart_near_miss {
    struct rampart_reason reason;

    enum rampart_element element;

    /* The element is NotAction or NotResource: what is listed there is excluded. */
    bool negated;

    /* The operator and the key of a condition. */
    struct rampart_str op, key;

    /* The values in the document. */
    struct rampart_strs expected;

    /* The values in the request. Empty for a key that is absent. */
    struct rampart_strs actual;

    /* Where the element stands, or the key of the condition. */
    struct rampart_place place;

    /* How many elements of the statement failed, at least 1. */
    unsigned failed;
};

/* The verdict on one of several resources of a request. */
struct rampart_resource_verdict {
    struct rampart_str resource;

    /* The resource stands for all that it matches (rampart_request_set_patterns()). */
    bool pattern;

    struct rampart_verdict verdict;
};

/* An undocumented point that the decision depends on. The texts are static. */
struct rampart_dependence {
    enum rampart_assumption assumption;

    /* "resource-case" */
    const char *name;

    /* The value that the decision was made under, "sensitive". */
    const char *assumed;

    /* The value under which it would differ, "insensitive". */
    const char *otherwise;

    /* The verdict under that value, with everything else as it is. */
    struct rampart_verdict verdict;
};

/* Some of the resources that a pattern stands for: those that one of `allow` matches and none of `except`. */
struct rampart_part {
    struct rampart_strs allow, except;
};

/* What an atom of a formula says. */
enum rampart_atom_kind {
    /* A condition that is not known: `op`, `key` and `values`, as they are written. */
    RAMPART_ATOM_CONDITION = 0,

    /* Of a pattern: the resource matches one of `values`; with `negated`, none of them. */
    RAMPART_ATOM_RESOURCE,

    /* The resource lies in the resource group `key`. */
    RAMPART_ATOM_GROUP,

    /* An attachment, of which it is not known whether it counts for the resource, does. `key` is its policy. */
    RAMPART_ATOM_ATTACHMENT,

    /* The one who asks is one of `values`, who are principals as a statement names them. */
    RAMPART_ATOM_CALLER,

    /* Policies of `layer` that are not known allow; among what a formula is `unless`, they deny. */
    RAMPART_ATOM_LAYER,

    /* Public access, which nobody showed to be blocked, is not. */
    RAMPART_ATOM_PUBLIC,

    /* Another formula holds. */
    RAMPART_ATOM_FORMULA
};

struct rampart_formula;

/* One thing that is not known. Members that its kind does not name are empty. */
struct rampart_atom {
    enum rampart_atom_kind kind;
    struct rampart_str op, key;
    struct rampart_strs values;
    bool negated;
    enum rampart_layer layer;
    const struct rampart_formula *formula;
};

/* It holds when each of its atoms does. Without any it always holds. */
struct rampart_all {
    const struct rampart_atom *atoms;
    size_t count;
};

/*
 * What an answer depends on, as a whole: it is allowed when one of `any` holds and none of `unless`. Without any of
 * `any` it is never allowed.
 */
struct rampart_formula {
    const struct rampart_all *any;
    size_t any_count;
    const struct rampart_all *unless;
    size_t unless_count;
};

/*
 * A layer of the resource that the input does not show, and that may decide otherwise than the policies of
 * RAM do. The options (rampart_assume_absent()) or the account file can say that there is none.
 */
struct rampart_unseen {
    enum rampart_layer layer;

    /* The bucket, key, secret or project that it belongs to. Empty: the resource does not tell. */
    struct rampart_str of;

    /* The command of the cloud's CLI that shows it. Empty: none is known. */
    struct rampart_str call;

    /*
     * It is of another resource, which no request names, and more is asked there than its policy: that it is absent cannot
     * be said. So it is with the key of a secret.
     */
    bool behind;
};

/*
 * A decision with its reasons. For a request with several resources they are about the one whose verdict
 * counts, the worst.
 */
struct rampart_decision {
    struct rampart_verdict verdict;

    /* The request, as rampart_request_finish() completed it. */
    struct rampart_str principal, action, resource;

    /*
     * The API that was named in place of the action, and that `action` authorises. Empty: the action was
     * named.
     */
    struct rampart_str api;

    /*
     * The statements that decided. For an explicit deny these are all that match and deny in the deciding
     * layer. For an Allow they are all that match and allow in the layers that granted it. For a Conditional
     * they are those that could turn it either way. Sometimes no statement decides alone but several do
     * together, whatever the value of a key: then it is as for a Conditional, and the message names the key.
     */
    const struct rampart_reason *matched;
    size_t matched_count;

    /* The conditions of these statements. Those that leave a Conditional open are UNKNOWN. */
    const struct rampart_condition *conditions;
    size_t condition_count;

    /*
     * Under which conditions it is allowed, with RAMPART_EXPLAIN_FORMULA: (A and B) or C, unless D. It is about
     * `without_unseen`. NULL: nobody asked for it, or it cannot be told in this form.
     */
    const struct rampart_formula *formula;

    /*
     * For an implicit deny, the statements that came closest, closest first. None with RAMPART_EXPLAIN_BRIEF.
     */
    const struct rampart_near_miss *nearest;
    size_t nearest_count;

    /* The condition keys that leave a Conditional open. */
    struct rampart_strs unknown_keys;

    /* The layers that leave a Conditional open. */
    const enum rampart_layer *unknown_layers;
    size_t unknown_layer_count;

    /*
     * The documents of these layers that are not known: "policy/Deploy", "role/ci". If there are many, some
     * of them.
     */
    struct rampart_strs unknown_documents;

    /* The layers of the resource that leave a Conditional open. They stand in `unknown_layers` too. */
    const struct rampart_unseen *unseen;
    size_t unseen_count;

    /*
     * The verdict without these layers; the reasons are about it. The same as `verdict` where nothing is
     * unseen.
     */
    struct rampart_verdict without_unseen;

    /* Layers that may decide and were left out by rule; bit 1 << enum rampart_layer each. */
    unsigned not_considered;

    /* Layers that could decide, but are assumed to be absent. The same bits. */
    unsigned assumed_absent;

    /*
     * The undocumented points that the verdict depends on: each switch alone, in their order and that of the
     * values.
     */
    const struct rampart_dependence *dependences;
    size_t dependence_count;

    /* `resource` stands for all that it matches. The next members are about that. */
    bool pattern;

    /*
     * For a Conditional about a pattern: a resource that lies in every one of these parts is certainly
     * allowed. Without any part, no resource is known to be.
     */
    const struct rampart_part *holds_for;
    size_t holds_for_count;

    /*
     * One resource that was asked about and found to be allowed, one that was found to be denied, and one that more than
     * the resource leaves open. Empty where a bounded search found none.
     */
    struct rampart_str allowed, denied, undecided;

    /* The verdict on each resource of the request. */
    const struct rampart_resource_verdict *resources;
    size_t resource_count;

    /* The time that the clock showed, where it bears on the decision. Otherwise empty. */
    struct rampart_str time;

    /* The decision in one English sentence, for people. Its wording is not stable. */
    struct rampart_str message;
};

/*
 * Returns the number of the decision that says what several come to together, of decisions on requests that
 * must all be allowed. From the worst: explicit deny, implicit deny, conditional, an allow that depends on an
 * undocumented point, allow. The first of equal ones counts. `count` must not be 0, and no decision NULL.
 */
RAMPART_API size_t rampart_decisions_worst(const struct rampart_decision *const *decisions, size_t count);

/* Frees the decision and everything it points to, but for what belongs to the set. NULL is allowed. */
RAMPART_API void rampart_decision_free(struct rampart_decision *decision);

/*
 * Returns "Allow", "Deny" or "Conditional". Any other number gives "Deny".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_outcome_name(enum rampart_outcome outcome);

/*
 * Returns "ImplicitDeny" or "ExplicitDeny", as noPermissionType of the cloud's AccessDeniedDetail.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_deny_name(enum rampart_deny deny);

/*
 * Returns the name of a layer: "AccountLevelIdentityBasedPolicy", … For the layers of RAM it is policyType of
 * the cloud's AccessDeniedDetail. Any other number gives that of RAMPART_LAYER_IDENTITY.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_layer_name(enum rampart_layer layer);

/*
 * Adds a layer to a set of layers that do not exist, which is to become `absent_layers` of struct
 * rampart_options. `name` is one of a resource, "BucketPolicy", in any case of letters; the layers of RAM
 * cannot be said to be absent.
 *
 * Errors: RAMPART_INVALID_INPUT with a diagnostic that names the nearest layer, and the set stays as it was;
 * RAMPART_MISUSE when `layers` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_assume_absent(unsigned *layers, struct rampart_str name, struct rampart_diags *diags);

/*
 * Returns "Allow" or "Deny". Any other number gives "Deny".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_effect_name(enum rampart_effect effect);

/*
 * Returns the name of an element: "Action", with `negated` "NotAction", …; "" for RAMPART_ELEMENT_NONE.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_element_name(enum rampart_element element, bool negated);

/*
 * Returns "true", "false" or "unknown".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_truth_name(enum rampart_truth truth);

/*
 * Returns the word of "expect" in a request: "Allow", "ExplicitDeny", …; "" for RAMPART_EXPECT_NOTHING.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_expect_name(enum rampart_expect expect);

#ifdef __cplusplus
}
#endif

#endif
