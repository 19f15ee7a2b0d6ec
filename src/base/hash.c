/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Multiplying carries a bit upwards, shifting carries it down again. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

/* A word whose first byte is the lowest. */
static uint64_t from_lowest(uint64_t word)
{
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word) : word;
}

/* Up to seven bytes. To copy so few, and not a number that is known, is dearer than to read them. */
static uint64_t few_bytes(struct rampart_str text)
{
    uint64_t word = 0;
    for (size_t i = text.len; i > 0; i--) word = word << 8 | (unsigned char)text.data[i - 1];
    return from_lowest(word);
}

/* The up to seven bytes before `end` that are left of a text of a word or more: those before them are shifted out. */
static uint64_t last_bytes(const char *end, size_t left)
{
    uint64_t word;
    memcpy(&word, end - sizeof word, sizeof word);
    return left == 0 ? 0 : from_lowest(from_lowest(word) >> 8 * (sizeof word - left));
}

uint64_t rp_hash(struct rampart_str text)
{
    const char *end = text.data + text.len;
    uint64_t hash = text.len, word;
    if (text.len < sizeof word) return mix(mix(hash, few_bytes(text)), 0);
    for (; text.len >= sizeof word; text.len -= sizeof word) {
        memcpy(&word, text.data, sizeof word);
        hash = mix(hash, word);
        text.data += sizeof word;
    }
    return mix(mix(hash, last_bytes(end, text.len)), 0);
}
