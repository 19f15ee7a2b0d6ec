/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/key_memo.h"

/* Keys that share a slot take it from each other, which is no worse than having no memo. */
static struct rp_known_key *slot_of(struct rp_key_memo *memo, struct rampart_str key)
{
    if (key.len == 0 || key.len > RP_KEY_MEMO_LETTERS) return &memo->other;
    unsigned char middle = (unsigned char)key.data[key.len / 2], last = (unsigned char)key.data[key.len - 1];
    return &memo->slots[(key.len + 5U * middle + last) % RP_KEY_MEMO_SLOTS];
}

static void learn(struct rp_key_memo *memo, struct rp_known_key *slot, struct rampart_str key)
{
    slot->found = rp_catalog_key_find(key, &slot->row);
    if (slot == &memo->other) return;
    slot->len = (unsigned char)key.len;
    memcpy(slot->letters, key.data, key.len);
}

const struct rp_catalog_key *rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key)
{
    struct rp_known_key *slot = slot_of(memo, key);
    if (slot->len == 0 || slot->len != key.len || memcmp(slot->letters, key.data, key.len) != 0)
        learn(memo, slot, key);
    return slot->found ? &slot->row : NULL;
}
