/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiled rules: one for each statement, with patterns and operands ready to be asked. Immutable; they point
 * back to the statements they came from, so that reasons can name places.
 */
#ifndef RP_DECIDE_RULE_H
#define RP_DECIDE_RULE_H

#include <rampart/decision.h>

#include "policy/arn.h"
#include "policy/assumption.h"
#include "policy/ast.h"

/*
 * Action or Resource, compiled. `patterns[i]` and `texts[i]` are `element->spans[i]`. Of resources the letters
 * stand behind `texts`, to be asked for together.
 */
struct rp_patterns {
    const struct rp_values *element;
    bool present, negated; /* as in the element */
    uint32_t count;
    const struct rp_pattern *patterns;
    const struct rampart_str *texts; /* as they are compared: actions in lower case */
};

struct rp_rule_condition {
    const struct rp_condition *source;
    const struct rp_operand *operands; /* one for each value */
    bool usable;                       /* some operand can match in some reading */
    bool open;   /* nobody knows the key's type: what the operator cannot read of a request leaves it open */
    bool unlike; /* the key is of another type than the operator, or nobody knows of which */
    rampart_switches turns; /* the switches that its operands and its key turn on; 0: it means the same under all */
    bool wants_absent; /* Null: which answer meets it */
    bool wants_present;
};

/* One principal of a trust policy or of a resource's policy, read. */
struct rp_rule_principal {
    enum rp_principal_kind kind;
    bool implied; /* everybody, as the statement has no Principal */
    struct rp_identity identity; /* RAM, Federated and sessions; the parts of a session may be stars */
    struct rampart_str text;     /* as written */
};

/* Which resources lie in the resource group a policy is attached to. */
struct rp_group_members {
    const struct rp_pattern *patterns;
    size_t count;
    const struct rampart_str *texts;
    bool unknown; /* nobody knows which, or whether it is attached to a group at all */
};

/* Compiles what lies in a resource group; the texts must live as long. Errors: as rp_pattern_compile(). */
enum rampart_status rp_members_compile(struct rp_arena *arena, const struct rampart_strs *texts,
                                       struct rp_group_members *ret_members);

/* What is asked of every rule stands first and together: most of them are not looked at any further. */
struct rp_rule {
    enum rampart_effect effect;
    rampart_switches resource_readings; /* assumptions that may change which resources its patterns match */
    uint64_t resource_signature; /* of all its resource patterns; decide/signature.h */
    size_t colons; /* fewest of a resource pattern with wildcards inside; SIZE_MAX: there is none */
    struct rp_patterns action, resource;
    const struct rp_rule_principal *principals;
    size_t principal_count;
    const struct rp_rule_condition *conditions;
    size_t condition_count;
    const struct rp_statement *statement;
    const struct rampart_attachment *attachment;
    const struct rp_group_members *members; /* NULL: at account scope, for every resource */
    rampart_switches refused_by; /* assumptions under which the cloud would not have taken the document */
    rampart_switches unreadable; /* forms of its values that nobody documents: enum rp_assumed and RP_UNREADABLE */
    /* Whether block public access takes the statement out, and whether it takes out another one of its document. */
    enum rampart_truth blocked, beside_blocked;
};

/*
 * A value of the document that is none of its type in any form. Among `unreadable` it is no assumption, and it is read
 * only where this switch has its other value.
 */
enum { RP_UNREADABLE = RP_ASSUME_UNREADABLE_UNMET };

/* What the rules of a unit come to for one question. */
struct rp_truths {
    enum rampart_truth allow, deny; /* the strongest match of each effect */
    bool reached; /* of a resource group's policies: the resource lies in the group of one */
};

/* A document that is not known, among the policies of a unit: "policy/Deploy". */
struct rp_unseen {
    struct rampart_str name;
    const struct rp_unseen *next;
};

/* Policies that are considered together: one layer, or one level of control policies. */
struct rp_unit {
    enum rampart_layer layer;
    unsigned level;
    rampart_switches assumed; /* under which the memos hold */
    bool present;     /* there is such a layer: a session without a policy has none */
    bool unknown;     /* policies that nobody knows stand beside the rules */
    bool binds_root;  /* control: a policy is meant for root as well, or may be */
    bool uncertain;   /* of an instance: nobody knows whether the session is that instance's */
    const struct rp_unseen *unseen; /* policies that nobody knows and that have a name */
    struct rp_rule *rules;
    size_t count;
    const struct rp_index *index; /* of the rules; NULL: they are asked one by one */
    const struct rp_unit_document *documents; /* that the rules are of, each with its index; NULL: they have none */
    /* The candidates (decide/candidates.h), each with its memo; NULL: each rule is one. */
    struct rp_memo *memos;
    size_t memo_count;
    const struct rp_truths *truths; /* what the rules come to, where it is known already; NULL: they are asked */
};

/* The first of `count` bits from `i` on that is set; `count` when there is none. */
static inline size_t rp_bit_next(const uint64_t *bits, size_t count, size_t i)
{
    while (i < count) {
        uint64_t left = bits[i / 64] >> i % 64;
        if (left != 0) return i + (size_t)__builtin_ctzll(left);
        i = (i / 64 + 1) * 64;
    }
    return count;
}

/*
 * A layer of a resource that was shown: its policy, or that there is none. Rules have them sorted (decide/shown.c).
 */
struct rp_shown {
    enum rampart_layer layer;
    struct rampart_str of, account; /* as in the attachment; `of` is empty for whatever is asked about */
    struct rampart_str rest; /* of an object's ACL: which objects of the bucket; empty: whichever is asked about */
    bool absent;             /* there is none; of an object's ACL: it is as the bucket's */
    bool inactive;           /* of an AccessKey: it is off */
    bool several;            /* several documents were given */
    struct rp_unit unit;
};

struct rp_resource;
struct rp_unseen_layer;

/* What is shown of a layer of a resource, looked up once for a request (decide/candidates.c). */
struct rp_narrowed {
    const struct rp_resource *asked;
    const struct rp_unseen_layer *layer;
    const struct rp_shown *from;
    const struct rp_shown *shown; /* the same, or with the statements alone that may bear on the request */
};

struct rp_rules {
    struct rp_arena arena; /* holds everything, the rules themselves included */
    struct rampart_attachment *attachments;
    size_t attachment_count;
    struct rp_unit identity, resource_group, session, trust;
    struct rp_unit *control; /* by level, the account itself first */
    unsigned control_levels;
    struct rp_unit *instances; /* what limits the role of an instance: each must let pass, beside the session's own */
    size_t instance_count;
    const struct rampart_catalog *catalog; /* of the types of keys; NULL: that which is built in */
    const struct rp_shown *shown; /* the policies of resources */
    size_t shown_count;
    unsigned shown_layers;     /* the layers of these, a bit each */
    unsigned given_layers;     /* of these, those of which one is given for whatever is asked about */
    const struct rp_narrowed *narrowed; /* of rules for one request alone */
    size_t narrowed_count;
    unsigned caller_levels;    /* of the control policies: so many are of the caller's account, not of the resource's */
    rampart_switches assumed;       /* enum rp_assumed: under which the documents were read, and decide */
    unsigned absent_layers; /* of resources: the account or the caller says that there are none */
    unsigned held_layers;   /* the account has one, which is not read (decide/unseen.h) */
    struct rp_arena kept; /* holds the policies, if nobody else does; empty otherwise */
    struct rp_arena kept_of_owner; /* the same of the account that owns the resource, where it is another one */
};

/* How rules are compiled when it is not for asking them once and again by the index. */
struct rp_compile_how {
    /* By the attachment: its policy as it was compiled before, with its index, which must outlive the new rules; NULL
     * for one without, or as a whole. */
    const struct rp_unit *const *ready;
    bool unindexed; /* no index over the rules of a unit */
    rampart_switches assumed;             /* of the rules */
    unsigned absent_layers, held_layers; /* of the rules */
    unsigned caller_levels;              /* the same */
    unsigned own_levels; /* of the one or two accounts: each was held to the limit when it was read */
    size_t taken; /* so many attachments stand first whose documents the account has taken as it is assumed */
};

/* A document that is taken in place of another one, wherever that is attached. */
struct rp_exchange {
    const struct rampart_policy *from, *to;
    const struct rp_unit *ready; /* its rules, as in rp_compile_how; NULL: they are compiled for each request */
};

/*
 * Compiles what bears on one principal; policies must outlive the rules, which are immutable. `control_levels`
 * is the number of control-policy levels above the resource, empty ones included: a level without any policy
 * denies everything. 0: no control policies bind the account. Errors: as rampart_set_new().
 */
enum rampart_status rp_rules_make(const struct rampart_options *options,
                                  const struct rampart_attachment *attachments, size_t count,
                                  unsigned control_levels, struct rampart_diags *diags,
                                  struct rp_rules **ret_rules);

/* Frees the rules. NULL is allowed. */
void rp_rules_free(struct rp_rules *rules);

/* Copies attachments with their texts; their policies stay where they are. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_attachments_copy(struct rp_arena *arena, const struct rampart_attachment *attachments,
                                        size_t count, struct rampart_attachment **ret_copies);

/* As rp_rules_make(), in this way. */
enum rampart_status rp_rules_compile(const struct rampart_options *options,
                                     const struct rampart_attachment *attachments, size_t count,
                                     unsigned control_levels, const struct rp_compile_how *how,
                                     struct rampart_diags *diags, struct rp_rules **ret_rules);

/* A text of the rule's document as it may be shown: what stands in a secret one is not repeated. */
static inline struct rampart_str rp_shown_text(const struct rp_rule *rule, struct rampart_str text)
{
    return rule->attachment->policy->hidden && text.len > 0 ? RP_STR("(sensitive)") : text;
}

#endif
