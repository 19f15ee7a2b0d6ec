/* SPDX-License-Identifier: Apache-2.0 */
/* The condition keys that the cloud fills in by itself (policies/catalog/condition-keys.tsv). */
#ifndef RP_CATALOG_KEYS_H
#define RP_CATALOG_KEYS_H

#include "base/str.h"

/* The key as it is written, and the type of its values: "String", "Date", "Bool" or "IP". Static memory. */
struct rp_catalog_key {
    struct rampart_str key, type;
};

/* Finds a key but for ASCII case. False: it is not among these. */
bool rp_catalog_key_find(struct rampart_str key, struct rp_catalog_key *ret_key);

#endif
