/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/key_memo.h"

/* Keys that share a slot take it from each other, which is no worse than having no memo. */
static struct rp_known_key *slot_of(struct rp_key_memo *memo, struct rampart_str key)
{
    if (key.len == 0 || key.len > RP_KEY_MEMO_LETTERS) return &memo->other;
    unsigned char middle = (unsigned char)key.data[key.len / 2], last = (unsigned char)key.data[key.len - 1];
    return &memo->slots[(key.len + 5U * middle + last) % RP_KEY_MEMO_SLOTS];
}

const struct rp_catalog_key *rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key)
{
    struct rp_known_key *slot = slot_of(memo, key);
    bool known = slot->len > 0 && rp_str_equal(key, (struct rampart_str){slot->letters, slot->len});
    if (!known) {
        slot->found = rp_catalog_key_find(key, &slot->row);
        slot->len = 0;
    }
    if (!known && slot != &memo->other) {
        slot->len = (unsigned char)key.len;
        memcpy(slot->letters, key.data, key.len);
    }
    return slot->found ? &slot->row : NULL;
}
