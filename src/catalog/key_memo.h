/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found of the last few condition keys: requests that follow one another mostly carry the same ones. It only
 * remembers rp_catalog_key_find(), and says the same.
 */
#ifndef RP_CATALOG_KEY_MEMO_H
#define RP_CATALOG_KEY_MEMO_H

#include "catalog/keys.h"

enum { RP_KEY_MEMO_SLOTS = 16, RP_KEY_MEMO_LETTERS = 38 };

/* A key as it was asked for. What is looked at every time stands together. */
struct rp_known_key {
    unsigned char len; /* 0: nothing is known yet */
    bool found;
    char letters[RP_KEY_MEMO_LETTERS];
    struct rp_catalog_key row;
};

/* All zero at first. */
struct rp_key_memo {
    struct rp_known_key slots[RP_KEY_MEMO_SLOTS];
    struct rp_known_key other; /* one that has no slot, until the next is asked for */
};

/* NULL: it is not known. The row stands in the memo until another key is asked for. */
const struct rp_catalog_key *rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key);

#endif
