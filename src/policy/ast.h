/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy document as its author wrote it, checked: statements with their patterns, principals and
 * conditions, each with its place. Immutable; compiled into rules by engine/compile.c.
 */
#ifndef RP_POLICY_AST_H
#define RP_POLICY_AST_H

#include <rampart/policy.h>

#include "policy/operator.h"
#include "text/source.h"

/* A value as written, unescaped, and where it stands. */
struct rp_value {
    struct rampart_str text;
    struct rp_span span;
};

struct rp_values {
    const struct rp_value *items;
    size_t count;
    struct rp_span span; /* of the list, or of the single value */
};

/* Action or NotAction, Resource or NotResource. */
struct rp_element {
    bool present; /* a trust policy has no Resource */
    bool negated;
    struct rp_values values;
};

enum rp_principal_kind {
    RP_PRINCIPAL_EVERYBODY, /* "*" */
    RP_PRINCIPAL_RAM,
    RP_PRINCIPAL_SERVICE,
    RP_PRINCIPAL_FEDERATED
};

struct rp_principal {
    enum rp_principal_kind kind;
    struct rp_value value;
};

/* One operator and one key: all of a statement's conditions must hold. */
struct rp_condition {
    struct rp_operator op;
    struct rampart_str op_name; /* as written */
    struct rp_value key;        /* as written */
    struct rp_values values;
};

struct rp_statement {
    enum rampart_effect effect;
    struct rp_span effect_span;
    struct rampart_str sid;
    struct rp_span span;
    struct rp_element action, resource;
    const struct rp_principal *principals; /* trust policies only */
    size_t principal_count;
    struct rp_span principal_span;
    const struct rp_condition *conditions;
    size_t condition_count;
};

struct rampart_policy {
    struct rp_arena arena; /* holds everything below and the policy itself */
    struct rampart_str name;
    struct rp_source source;
    enum rampart_policy_kind kind;
    const struct rp_statement *statements;
    size_t statement_count;
};

#endif
