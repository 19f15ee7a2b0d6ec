/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/key_memo.h"

/* Keys that share a slot take it from each other, which is no worse than having no memo. */
static struct rp_known_key *slot_of(struct rp_key_memo *memo, struct rampart_str key)
{
    unsigned char middle = (unsigned char)key.data[key.len / 2], last = (unsigned char)key.data[key.len - 1];
    return &memo->slots[(key.len + 5U * middle + last) % RP_KEY_MEMO_SLOTS];
}

bool rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key, struct rp_catalog_key *ret_key)
{
    if (key.len == 0 || key.len > RP_KEY_MEMO_LETTERS) return rp_catalog_key_find(key, ret_key);
    struct rp_known_key *slot = slot_of(memo, key);
    if (!rp_str_equal(key, (struct rampart_str){slot->letters, slot->len})) {
        slot->found = rp_catalog_key_find(key, &slot->row);
        slot->len = (unsigned char)key.len;
        memcpy(slot->letters, key.data, key.len);
    }
    if (slot->found) *ret_key = slot->row;
    return slot->found;
}
