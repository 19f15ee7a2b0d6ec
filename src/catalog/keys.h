/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The condition keys that are known (policies/catalog/condition-keys.tsv): what their values are, and which
 * requests carry them. Policies and the engine ask this table too (docs/decisions/0011-key-types.md), so it needs
 * nothing but base and text.
 */
#ifndef RP_CATALOG_KEYS_H
#define RP_CATALOG_KEYS_H

#include "base/str.h"

/* What the values of a key are. */
enum rp_value_type {
    RP_TYPE_UNKNOWN = 0,
    RP_TYPE_STRING,
    RP_TYPE_NUMBER,
    RP_TYPE_DATE,
    RP_TYPE_BOOL,
    RP_TYPE_IP,
    RP_VALUE_TYPES
};

/* Which requests carry a key, whatever they do. */
enum rp_carriers {
    RP_CARRIED_PERHAPS = 0,
    RP_CARRIED_BY_IDENTITIES, /* those that a user, a role or the account's owner makes */
    RP_CARRIED_BY_EVERY
};

/* Static memory. */
struct rp_catalog_key {
    enum rp_value_type type;
    bool single; /* a request that carries it has one value of it */
    bool filled; /* no value of it is the empty text */
    enum rp_carriers carriers;
    struct rampart_str key; /* as the cloud writes it */
};

/*
 * The row of a key, case aside, among rows of such a table. A row whose key ends in a slash and a star is that of every
 * key that begins so.
 */
bool rp_catalog_key_row(struct rampart_str rows, struct rampart_str key, struct rampart_str *ret_line);

/* False: they are not, which their lengths tell already. */
static inline bool rp_catalog_key_may_be(struct rampart_str row, struct rampart_str key)
{
    return row.len > key.len && row.data[key.len] == '\t';
}

/* Finds a key but for ASCII case. False: it is not among these. */
bool rp_catalog_key_find(struct rampart_str key, struct rp_catalog_key *ret_key);

/* The type of a key, but for ASCII case. A dozen comparisons: what asks for each request keeps a memo (key_memo.h). */
enum rp_value_type rp_key_type(struct rampart_str key);

#endif
