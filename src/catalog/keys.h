/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The condition keys that are known (policies/catalog/condition-keys.tsv): the types of their values, and the
 * requests that carry them. Policies and the engine ask this table too (docs/decisions/0011-key-types.md), so it needs
 * nothing but base and text.
 */
#ifndef RP_CATALOG_KEYS_H
#define RP_CATALOG_KEYS_H

#include "base/str.h"

struct rampart_catalog;

/* The type of a key's values. */
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

/* The texts live as long as the catalogue does. */
struct rp_catalog_key {
    enum rp_value_type type;
    bool single; /* a request that carries it has one value of it */
    bool filled; /* no value of it is the empty text */
    enum rp_carriers carriers;
    struct rampart_str key; /* as the cloud writes it */
};

/*
 * The row of a key, case aside. A row whose key ends in a slash and a star is that of every key that begins so. The
 * catalogue may be NULL: that which is built in.
 */
bool rp_catalog_key_row(const struct rampart_catalog *catalog, struct rampart_str key, struct rampart_str *ret_line);

/* False: they are not, which their lengths tell already. */
static inline bool rp_catalog_key_may_be(struct rampart_str row, struct rampart_str key)
{
    return row.len > key.len && row.data[key.len] == '\t';
}

/* Finds a key but for ASCII case. False: it is not among these. The catalogue may be NULL: that which is built in. */
bool rp_catalog_key_find(const struct rampart_catalog *catalog, struct rampart_str key, struct rp_catalog_key *ret_key);

/*
 * The type of a key, but for ASCII case. It costs a dozen comparisons: a caller that asks for each request keeps a
 * memo.
 */
enum rp_value_type rp_key_type(const struct rampart_catalog *catalog, struct rampart_str key);

enum { RP_KEY_MEMO_SLOTS = 16, RP_KEY_MEMO_LETTERS = 38 };

/* A key as a caller wrote it. The members that every look-up reads stand together. */
struct rp_known_key {
    unsigned char len; /* 0: nothing is known yet */
    bool found;
    char letters[RP_KEY_MEMO_LETTERS];
    struct rp_catalog_key row;
};

/*
 * Remembers the rows of the last few condition keys: requests that follow one another mostly carry the same keys. It
 * says the same as rp_catalog_key_find(). All zero at first, but for the catalogue.
 */
struct rp_key_memo {
    const struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rp_known_key slots[RP_KEY_MEMO_SLOTS];
    struct rp_known_key other; /* a key that has no slot, until the caller asks for the next */
};

/* NULL: the key is not known. The row stands in the memo until the caller asks for another key. */
const struct rp_catalog_key *rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key);

#endif
