/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy document as its author wrote it, checked: statements with their patterns, principals and
 * conditions, each with its place. Immutable; compiled into rules by decide/compile.c.
 */
#ifndef RP_POLICY_AST_H
#define RP_POLICY_AST_H

#include <rampart/decision.h>

#include "policy/operator.h"
#include "text/source.h"

/* A value as written, unescaped, and where it stands. */
struct rp_value {
    struct rampart_str text;
    struct rp_span span;
};

/* The text at a span of a document, without its quotes. */
static inline struct rampart_str rp_span_text(const char *document, struct rp_span span)
{
    const char *start = document + span.start;
    size_t len = span.end - span.start;
    bool quoted = len >= 2 && (*start == '"' || *start == '\'');
    return quoted ? (struct rampart_str){start + 1, len - 2} : (struct rampart_str){start, len};
}

/*
 * A string or a list of strings: Action or NotAction, Resource or NotResource, the values of a condition. Mostly only
 * the places of the values in the document are kept. When the document writes one of them in another way, with an
 * escape for instance, the texts of all of them lie behind the spans.
 */
struct rp_values {
    const struct rp_span *spans; /* of each value, quotes included */
    const char *document;        /* its text; NULL: the texts lie behind the spans */
    uint32_t start;              /* of the list, or of the single value */
    unsigned count : 30;         /* at most RP_MOST_VALUES */
    bool present : 1;            /* a trust policy has no Resource */
    bool negated : 1;            /* NotAction, NotResource */
};

enum { RP_MOST_VALUES = (1 << 30) - 1 };

/* A value as it is meant, unescaped. */
static inline struct rampart_str rp_value_text(const struct rp_values *values, size_t i)
{
    if (values->document != NULL) return rp_span_text(values->document, values->spans[i]);
    return ((const struct rampart_str *)(const void *)(values->spans + values->count))[i];
}

/* The span of all values: from the start of the list to the end of the last value. */
static inline struct rp_span rp_values_span(const struct rp_values *values)
{
    uint32_t end = values->count > 0 ? values->spans[values->count - 1].end : values->start + 1;
    return (struct rp_span){values->start, end};
}

enum rp_principal_kind {
    RP_PRINCIPAL_EVERYBODY, /* "*" */
    RP_PRINCIPAL_RAM,
    RP_PRINCIPAL_SERVICE,
    RP_PRINCIPAL_FEDERATED,
    /* Of policies of resources. */
    RP_PRINCIPAL_UID,     /* digits: an account, or a user of any account */
    RP_PRINCIPAL_SESSION, /* arn:sts::<uid>:assumed-role/<role>/<session>, each part of it, or all, may be a star */
    RP_PRINCIPAL_NOBODY   /* an ARN of RAM where a UID is wanted: no page says that it names anybody; or a bad text */
};

struct rp_principal {
    enum rp_principal_kind kind;
    struct rp_value value;
};

struct rp_principals {
    const struct rp_principal *items;
    size_t count;
    struct rp_span span;
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
    uint32_t condition_count;
    struct rampart_str sid;
    struct rp_span span;
    struct rp_values action, resource;
    const struct rp_principals *principals; /* NULL: the statement has no Principal */
    const struct rp_condition *conditions;
};

static inline size_t rp_principal_count(const struct rp_statement *statement)
{
    return statement->principals == NULL ? 0 : statement->principals->count;
}

struct rampart_policy {
    struct rampart_str name;
    const struct rp_source *source; /* the policies of an account file share one */
    enum rampart_policy_kind kind;
    rampart_switches assumed; /* enum rp_assumed: when it was read */
    bool unknown;     /* its content is not known; it has no statements */
    bool hidden;      /* it is secret: no output repeats its content */
    struct rampart_str
        address; /* of a plan, a state or a template: the resource that has the document; empty: none */
    const struct rp_statement *statements;
    size_t statement_count;
    struct rampart_str setting; /* it is no document, but this setting of a resource (policy/setting.h); else empty */
    enum rampart_layer setting_layer; /* the layer of that */
    bool inactive;                    /* of an AccessKey: it is switched off, and has no statements */
    struct rampart_str
        packed; /* the document's tree (text/tree_pack.h), if the account was read to be kept */
};

#endif
