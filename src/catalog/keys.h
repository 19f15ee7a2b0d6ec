/* SPDX-License-Identifier: Apache-2.0 */
/* The condition keys that are known (policies/catalog/condition-keys.tsv). */
#ifndef RP_CATALOG_KEYS_H
#define RP_CATALOG_KEYS_H

#include "base/str.h"

/* What a value of some types must be. */
enum rp_key_values { RP_VALUES_ANY = 0, RP_VALUES_ADDRESSES, RP_VALUES_TIMES, RP_VALUES_TRUTHS };

/* The key as it is written, and the type of its values: "String", "Numeric", "Date", "Bool", "IP" or "-". Static memory. */
struct rp_catalog_key {
    enum rp_key_values values;
    struct rampart_str key, type;
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

#endif
