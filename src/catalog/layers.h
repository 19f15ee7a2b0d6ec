/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers that may decide on a call beside identity policies: the rows of layers.tsv about one service. Requests that
 * follow one another are mostly about the same service, so the memo keeps the rows of the last one.
 */
#ifndef RP_CATALOG_LAYERS_H
#define RP_CATALOG_LAYERS_H

#include <stdbool.h>

#include "base/str.h"

enum rp_layer_rule {
    RP_LAYER_IDLE = 0, /* none, filter, system: it has no part in what RAM decides */
    RP_LAYER_UNION,
    RP_LAYER_BOTH,
    RP_LAYER_ALONE,
    RP_LAYER_GATE,
    RP_LAYER_FALLBACK
};

/* When a layer that nobody showed leaves a decision open. NEVER: it is named as left out, or it is not even that. */
enum rp_layer_when { RP_LAYER_NEVER = 0, RP_LAYER_ALWAYS, RP_LAYER_WITH_VPC };

struct rp_layer_row {
    struct rampart_str layer; /* its name */
    struct rampart_str resources, actions, call;
    enum rp_layer_rule own, other; /* for principals of the resource's account, and of another one */
    enum rp_layer_when when;
    unsigned char number; /* 0 at first: for a caller that numbers the layers */
    bool owned; /* it is the resource's own, and the call that shows it names that: not that of an endpoint */
};

enum { RP_LAYER_ROWS = 10, RP_LAYER_CODE = 30, RP_LAYER_MEMOS = 16, RP_LAYER_OPERATION = 40 };

/* While it is not `known`, the rest means nothing. */
struct rp_layer_memo {
    bool known;
    unsigned char len, count, own; /* `own`: how many of the rows are the service's */
    char code[RP_LAYER_CODE];
    struct rp_layer_row rows[RP_LAYER_ROWS];
    /* The last operation, and which rows are asked when it is called, a bit each. */
    unsigned char operation_len; /* 0: there was none */
    char operation[RP_LAYER_OPERATION];
    unsigned asked;
};

/*
 * Makes the memo one about the code and says how many rows there are: those of the service, and behind them those of
 * every service. 0: the service is not listed.
 */
size_t rp_layers_find(struct rp_layer_memo *memo, struct rampart_str code);

/* True when the memo is about the code already. */
static inline bool rp_layers_know(const struct rp_layer_memo *memo, struct rampart_str code)
{
    return memo->known && rp_str_equal(code, (struct rampart_str){memo->code, memo->len});
}

/*
 * True when the layer is about the last field of an ARN. Where the field is a pattern: about any of what it stands for.
 */
bool rp_layer_is_about(const struct rp_layer_row *row, struct rampart_str field);

/* The rows that are asked when the operation ("GetObject") is called, a bit each. */
unsigned rp_layers_asked(struct rp_layer_memo *memo, struct rampart_str operation);

/*
 * True when the rows of the service tell which of them are about the field, and about all of what it stands for.
 * Nobody knows what a field of another shape names: each of the service's layers may be about it.
 */
bool rp_layers_know_shape(const struct rp_layer_memo *memo, struct rampart_str field);

/*
 * The part behind the fixed beginning of the row's first pattern, which begins with the layer's owner; empty: it has
 * none there.
 */
struct rampart_str rp_layer_owner(const struct rp_layer_row *row, struct rampart_str field);

#endif
