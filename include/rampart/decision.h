/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is decided: the layers, policies where they are attached, the verdict on a request, and a decision with its
 * reasons. Asking is in set.h.
 */
#ifndef RAMPART_DECISION_H
#define RAMPART_DECISION_H

#include <rampart/assumption.h>
#include <rampart/policy.h>
#include <rampart/request.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The layers of a decision, in the order the cloud walks them (semantics, section 6). */
enum rampart_layer {
    RAMPART_LAYER_IDENTITY = 0,   /* AccountLevelIdentityBasedPolicy */
    RAMPART_LAYER_CONTROL,        /* ControlPolicy */
    RAMPART_LAYER_SESSION,        /* SessionPolicy */
    RAMPART_LAYER_TRUST,          /* AssumeRolePolicy */
    RAMPART_LAYER_RESOURCE_GROUP, /* ResourceGroupLevelIdentityBasedPolicy */
    /* Of a resource, an endpoint or a key. They are not read: where one may decide, the decision is open. */
    RAMPART_LAYER_BUCKET_POLICY,       /* BucketPolicy, of OSS, as the next five */
    RAMPART_LAYER_OBJECT_ACL,          /* ObjectAcl */
    RAMPART_LAYER_BUCKET_ACL,          /* BucketAcl */
    RAMPART_LAYER_ACCESS_POINT_POLICY, /* AccessPointPolicy */
    RAMPART_LAYER_ACCESS_POINT_ORIGIN, /* AccessPointNetworkOrigin */
    RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, /* BlockPublicAccess */
    RAMPART_LAYER_ENDPOINT_POLICY,     /* EndpointPolicy, of a VPC's way to a service */
    RAMPART_LAYER_KEY_POLICY,          /* KeyPolicy, of KMS, as the next one */
    RAMPART_LAYER_SECRET_POLICY,       /* SecretPolicy */
    RAMPART_LAYER_PROJECT_POLICY,      /* ProjectPolicy, of SLS */
    RAMPART_LAYER_INSTANCE_POLICY,     /* InstancePolicy, of Tablestore, as the next one */
    RAMPART_LAYER_NETWORK_ACL,         /* NetworkAcl */
    RAMPART_LAYER_ACCESS_KEY_POLICY,   /* AccessKeyNetworkPolicy */
    RAMPART_LAYERS                     /* how many there are */
};

/* Whom a control policy binds (EffectScope): RAM users and roles, or the account's root as well. */
enum rampart_effect_scope { RAMPART_SCOPE_RAM = 0, RAMPART_SCOPE_ALL };

/*
 * One policy where it is attached. A set keeps nothing but `policy` by reference; without one, policies that nobody
 * knows are attached there, which leaves the layer open. In the layer RESOURCE_GROUP the policy counts only for
 * resources that one of the patterns of its group matches.
 */
struct rampart_attachment {
    const struct rampart_policy *policy; /* must outlive the set; NULL: unknown policies */
    enum rampart_layer layer;
    unsigned level;                    /* control: 0 is the account itself, 1 the folder above it, … */
    enum rampart_effect_scope scope;   /* control only */
    struct rampart_str attached_to;    /* "group/deployers"; empty: the principal itself */
    bool system;                       /* a system policy; otherwise custom */
    struct rampart_str resource_group; /* the group's name */
    struct rampart_strs resource_group_members; /* ARN patterns of the resources in it */
    bool
        uncertain; /* whether it counts for a resource is not known: what lies in the group, or whether there is one */
    struct rampart_str
        unseen; /* without a policy: whose document is not known, "policy/Deploy"; empty: any */
};

/* Zero denies. */
enum rampart_outcome { RAMPART_OUTCOME_DENY = 0, RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL };

enum rampart_deny { RAMPART_IMPLICIT_DENY = 0, RAMPART_EXPLICIT_DENY };

/*
 * The verdict on one request. `deny` and `layer` mean something only for a Deny: its type, and the
 * first layer that cannot allow. A zeroed verdict is an implicit deny.
 */
struct rampart_verdict {
    enum rampart_outcome outcome;
    enum rampart_deny deny;
    enum rampart_layer layer;
};

/* Whether a is worse than b, of several that must all be allowed: explicit deny before implicit deny, conditional, allow. */
RAMPART_API bool rampart_verdict_worse(const struct rampart_verdict *a, const struct rampart_verdict *b);

/* Whether a verdict is what was expected; one of which nothing is expected always is. */
RAMPART_API bool rampart_verdict_meets(struct rampart_verdict verdict, enum rampart_expect expect);

/* Where something stands in a document; line 0 when it stands in none. */
struct rampart_place {
    struct rampart_str file;
    unsigned line, column;
    unsigned inner_line, inner_column; /* within a document that is a string of the file; 0: it is none */
    struct rampart_str
        address; /* of a plan, a state or a template: the resource with the document; empty: none */
};

/* The three values of a condition. Zero is "not met". */
enum rampart_truth { RAMPART_FALSE = 0, RAMPART_TRUE, RAMPART_UNKNOWN };

/* The elements of a statement that can fail to match. */
enum rampart_element {
    RAMPART_ELEMENT_NONE = 0,
    RAMPART_ELEMENT_ACTION,
    RAMPART_ELEMENT_RESOURCE,
    RAMPART_ELEMENT_RESOURCE_GROUP, /* the resource lies outside of the group the policy is attached to */
    RAMPART_ELEMENT_PRINCIPAL,
    RAMPART_ELEMENT_CONDITION
};

/* One statement that had a part in the decision. */
struct rampart_reason {
    struct rampart_str policy; /* the policy's name */
    bool system;
    enum rampart_layer layer;
    unsigned level;         /* of a control policy */
    size_t statement;       /* counts from 0 */
    struct rampart_str sid; /* empty: none */
    enum rampart_effect effect;
    struct rampart_str attached_to;    /* empty: the principal itself */
    struct rampart_str resource_group; /* empty: at account scope */
    struct rampart_str action;         /* the pattern that matched; for NotAction and lists see docs */
    bool not_action;
    struct rampart_str resource; /* the pattern that matched; empty for a trust policy */
    bool not_resource;
    bool uncertain; /* whether its attachment counts for the resource is not known */
    bool partly;    /* of a question about a pattern: the statement is about some of its resources only */
    struct rampart_place place; /* of the statement */
};

/* One condition whose state matters: of a reason, or left open. */
struct rampart_condition {
    enum rampart_effect effect;
    struct rampart_str policy;
    enum rampart_layer layer;
    size_t statement;
    struct rampart_str op;      /* as written, "StringEquals", "ForAnyValue:StringLike" */
    struct rampart_str key;     /* as written */
    struct rampart_strs values; /* as written */
    enum rampart_truth state;
    struct rampart_str why;     /* the request has the key and yet it is UNKNOWN: a sentence; else empty */
    struct rampart_place place; /* of the key */
};

/* A statement that came close, and the one element that did not match. */
struct rampart_near_miss {
    struct rampart_reason reason;
    enum rampart_element element;
    bool negated;                 /* NotAction, NotResource: what is listed there is excluded */
    struct rampart_str op, key;   /* for a condition */
    struct rampart_strs expected; /* what the document says */
    struct rampart_strs actual;   /* what was asked for; empty for a key that is absent */
    struct rampart_place place;   /* of the element, or of the condition's key */
    unsigned failed;              /* how many elements of the statement failed, at least 1 */
};

/* The verdict on one of several resources. */
struct rampart_resource_verdict {
    struct rampart_str resource;
    bool pattern; /* it stands for all that it matches (rampart_request_set_patterns()) */
    struct rampart_verdict verdict;
};

/* An undocumented point that the decision turns on, and what it would be otherwise. */
struct rampart_dependence {
    enum rampart_assumption assumption;
    const char *name;               /* "resource-case"; static, as the values */
    const char *assumed;            /* "sensitive" */
    const char *otherwise;          /* "insensitive" */
    struct rampart_verdict verdict; /* under the other value */
};

/* Some of the resources that a pattern stands for: those that one of `allow` matches, and none of `except`. */
struct rampart_part {
    struct rampart_strs allow, except;
};

/*
 * A layer of the resource that nobody showed and that may decide otherwise than identity policies do; rampart_request_finish()
 * finds them in the catalogue. That there is none, rampart_options.absent_layers says (status.h), or the account file.
 */
struct rampart_unseen {
    enum rampart_layer layer;
    struct rampart_str of;   /* whose layer it is: the bucket, the key; empty: the resource does not tell */
    struct rampart_str call; /* the command that shows it; empty: none is known */
};

/*
 * A decision with its reasons. All pointers live as long as the handle, the set, and the documents in it. With several resources the reasons are
 * about `resource`, the one whose verdict counts: explicit deny before implicit deny, conditional, allow.
 * `matched`: for an explicit deny every matching Deny of the deciding layer, for an allow every
 * matching Allow of the layers that granted it, for a Conditional those that could do either.
 * So it is as well when no statement decides alone but together they do, however a key turns out: the message names it.
 * `conditions`: those of the matched statements; for a Conditional the residual ones are UNKNOWN.
 * `nearest`: for an implicit deny, the statements that came closest, closest first; none, and none in `message`,
 * when they were not asked for (RAMPART_EXPLAIN_BRIEF).
 * `dependences`: the assumptions under whose other values the verdict on the request would differ.
 * `unseen`: of a Conditional, the layers of the resource that leave it open; they stand in `unknown_layers` too. Then
 * `without_unseen` is the verdict without them, and the reasons are about it.
 */
struct rampart_decision {
    struct rampart_verdict verdict;
    struct rampart_str principal, action, resource;
    struct rampart_str api; /* that was asked about, and that `action` authorises; empty: the action itself */
    const struct rampart_reason *matched;
    size_t matched_count;
    const struct rampart_condition *conditions;
    size_t condition_count;
    const struct rampart_near_miss *nearest;
    size_t nearest_count;
    struct rampart_strs unknown_keys;
    const enum rampart_layer *unknown_layers;
    size_t unknown_layer_count;
    struct rampart_strs
        unknown_documents; /* of those layers, by name: "policy/Deploy", "role/ci"; some of them if many */
    const struct rampart_unseen *unseen;
    size_t unseen_count;
    struct rampart_verdict without_unseen; /* as `verdict` where nothing is unseen */
    unsigned
        not_considered; /* sets of layers, bit 1 << enum rampart_layer: what may decide and was left out by rule */
    unsigned assumed_absent; /* that may decide, had nobody said that there are none */
    const struct rampart_dependence
        *dependences; /* each switch alone; in their order, and that of the values */
    size_t dependence_count;
    /*
     * Of a Conditional about a pattern: what of it is certainly allowed is that which lies in every one of these parts;
     * without any, none is known to be. `allowed` and `denied`: one resource of it each, which was asked about and found to
     * be so, or the empty text, where a bounded search found none.
     */
    bool pattern; /* `resource` stands for all that it matches */
    const struct rampart_part *holds_for;
    size_t holds_for_count;
    struct rampart_str allowed, denied;
    const struct rampart_resource_verdict *resources; /* one for each resource asked about */
    size_t resource_count;
    struct rampart_str time;    /* that the clock showed, where it bears on the decision; else empty */
    struct rampart_str message; /* one English sentence */
};

/*
 * Of decisions on requests that must all be allowed, the number of the one that says what they come to together: explicit
 * deny before implicit deny, conditional, an allow that turns on an undocumented point, allow. `count` is not 0.
 */
RAMPART_API size_t rampart_decisions_worst(const struct rampart_decision *const *decisions, size_t count);

/* Frees the decision. NULL is allowed. */
RAMPART_API void rampart_decision_free(struct rampart_decision *decision);

/* The contract's words: "Allow", "ImplicitDeny", "AccountLevelIdentityBasedPolicy", … Static memory. */
RAMPART_API const char *rampart_outcome_name(enum rampart_outcome outcome);
RAMPART_API const char *rampart_deny_name(enum rampart_deny deny);
RAMPART_API const char *rampart_layer_name(enum rampart_layer layer);

/*
 * Adds the layer of a resource to a set of them: "BucketPolicy", case aside. Errors: RAMPART_INVALID_INPUT with a diagnostic
 * that names the nearest, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_layer_absent(unsigned *layers, struct rampart_str name, struct rampart_diags *diags);
RAMPART_API const char *rampart_effect_name(enum rampart_effect effect);
RAMPART_API const char *rampart_element_name(enum rampart_element element, bool negated);
RAMPART_API const char *rampart_truth_name(enum rampart_truth truth);

/* The words of "expect": "Allow", "ExplicitDeny", …; "" for nothing. Static memory. */
RAMPART_API const char *rampart_expect_name(enum rampart_expect expect);

#ifdef __cplusplus
}
#endif

#endif
