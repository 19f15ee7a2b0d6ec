/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/words.h"

#include "base/hash.h"
#include "base/try.h"
#include "catalog/slips.h"
#include "catalog/tsv.h"

enum { MOST_PROBES = 256, FEWEST_SLOTS = 64 };

static const uint32_t no_slot = UINT32_MAX;

static bool words_is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool words_is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

size_t rp_word_end(struct rampart_str name, size_t at)
{
    while (at < name.len && words_is_small(name.data[at])) at++;
    return at;
}

static uint64_t words_hash(struct rampart_str word)
{
    char small[RP_LONGEST_ALIKE];
    for (size_t i = 0; i < word.len; i++) small[i] = rp_lower(word.data[i]);
    return rp_hash((struct rampart_str){small, word.len});
}

/* The word that begins at a place of the rows. */
static struct rampart_str words_at(struct rampart_str actions, uint32_t place)
{
    return rp_str_part(actions, place, rp_word_end(actions, place + 1) - place);
}

/* The slot of the word, or the free one that it would have; no_slot: neither is near. */
static uint32_t words_slot(const struct rp_word_index *index, struct rampart_str actions, struct rampart_str word)
{
    const uint64_t at = words_hash(word);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        const uint32_t slot = (uint32_t)(at + i) & index->mask, place = index->slots[slot];
        if (place == 0 || rp_str_equal_fold(words_at(actions, place - 1), word)) return slot;
    }
    return no_slot;
}

/* ---- making the index ---- */

/* An index that grows, so that half of it stays free. */
struct words {
    struct rp_word_index index;
    struct rampart_str actions;
    uint32_t *slots, count;
};

static void words_put(struct words *words, uint32_t place)
{
    const uint32_t slot = words_slot(&words->index, words->actions, words_at(words->actions, place));
    words->index.crowded = words->index.crowded || slot == no_slot;
    if (slot == no_slot || words->slots[slot] != 0) return;
    words->slots[slot] = place + 1;
    words->count++;
}

static enum rampart_status words_grow(struct words *words, struct rp_arena *arena)
{
    const uint32_t *const before = words->slots;
    const size_t old = before == NULL ? 0 : (size_t)words->index.mask + 1, size = before == NULL ? FEWEST_SLOTS : 2 * old;
    uint32_t *slots = RP_NEW_ARRAY(arena, uint32_t, size);
    RP_TRY_MEMORY(slots != NULL);
    words->slots = slots;
    words->index.slots = slots;
    words->index.mask = (uint32_t)size - 1;
    words->count = 0;
    for (size_t i = 0; i < old; i++)
        if (before[i] != 0) words_put(words, before[i] - 1);
    return RAMPART_OK;
}

static enum rampart_status words_add_name(struct words *words, struct rp_arena *arena, struct rampart_str name)
{
    for (size_t at = 0, end; at < name.len; at = end) {
        end = rp_word_end(name, at + 1);
        if (!words_is_capital(name.data[at]) || end - at < RP_SHORTEST_WORD || end - at > RP_LONGEST_ALIKE) continue;
        if (2 * ((size_t)words->count + 1) > (size_t)words->index.mask + 1) RP_TRY(words_grow(words, arena));
        words_put(words, (uint32_t)(name.data + at - words->actions.data));
    }
    return RAMPART_OK;
}

enum rampart_status rp_word_index_build(struct rp_word_index *ret_index, struct rp_arena *arena, struct rampart_str actions)
{
    struct words words = {.actions = actions};
    struct rampart_str rest = actions, line;
    RP_TRY(words_grow(&words, arena));
    while (rp_tsv_next(&rest, &line)) {
        const struct rampart_str action = rp_tsv_field(line, 0);
        RP_TRY(words_add_name(&words, arena, rp_str_from(action, rp_str_find(action, ':') + 1)));
    }
    *ret_index = words.index;
    return RAMPART_OK;
}

/* ---- asking it ---- */

bool rp_word_index_has(const struct rp_word_index *index, struct rampart_str actions, struct rampart_str word)
{
    if (word.len < RP_SHORTEST_WORD || word.len > RP_LONGEST_ALIKE) return false;
    const uint32_t slot = words_slot(index, actions, word);
    return slot == no_slot || index->slots[slot] != 0 || index->crowded;
}
