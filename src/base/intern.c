/* SPDX-License-Identifier: Apache-2.0 */
#include "base/intern.h"

#include "base/hash.h"
#include "base/str.h"

enum { FIRST_SLOTS = 64, MOST_PROBES = 32 };

/*
 * The slot that holds the text, or the free one where it belongs. NULL: neither is near. Texts can be chosen so that
 * they crowd; then some are kept more than once, but none costs more than others.
 */
static struct rampart_str **find(const struct rp_intern *intern, struct rampart_str text)
{
    size_t at = (size_t)(rp_hash(text) >> 32);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        struct rampart_str **slot = &intern->slots[(at + i) & intern->mask];
        if (*slot == NULL || rp_str_equal(**slot, text)) return slot;
    }
    return NULL;
}

static bool grow(struct rp_intern *intern, struct rp_arena *arena)
{
    size_t slots = intern->slots == NULL ? FIRST_SLOTS : 2 * (intern->mask + 1);
    struct rp_intern grown = {RP_NEW_ARRAY(arena, struct rampart_str *, slots), slots - 1, intern->count};
    if (grown.slots == NULL) return false;
    for (size_t i = 0; intern->slots != NULL && i <= intern->mask; i++) {
        struct rampart_str **slot = intern->slots[i] == NULL ? NULL : find(&grown, *intern->slots[i]);
        if (slot != NULL) *slot = intern->slots[i];
    }
    *intern = grown;
    return true;
}

struct rampart_str *rp_intern(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text)
{
    if ((intern->slots == NULL || 2 * intern->count > intern->mask) && !grow(intern, arena)) return NULL;
    struct rampart_str **slot = find(intern, text);
    if (slot == NULL) return RP_NEW(arena, struct rampart_str);
    if (*slot != NULL) return *slot;
    *slot = RP_NEW(arena, struct rampart_str);
    intern->count += *slot != NULL;
    return *slot;
}
