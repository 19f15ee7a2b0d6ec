/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Multiplying carries a bit upwards, shifting carries it down again. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

enum { HIGHEST_FIRST = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };

/* Eight and four bytes as numbers whose lowest byte is the first. */
static uint64_t eight(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap64(word) : word;
}

static uint64_t four(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap32(word) : word;
}

static uint64_t one(struct rampart_str text, size_t at)
{
    return (uint64_t)(unsigned char)text.data[at] << 8 * at;
}

/* A text of less than a word as one that is filled up with zeros. Parts of it that overlap agree where they do. */
static uint64_t short_text(struct rampart_str text)
{
    if (text.len == 0) return 0;
    if (text.len < 4) return one(text, 0) | one(text, text.len / 2) | one(text, text.len - 1);
    return four(text.data) | four(text.data + text.len - 4) << 8 * (text.len - 4);
}

/* The same of what is left before `end` of a longer text: the bytes before that are shifted out. */
static uint64_t last_bytes(const char *end, size_t left)
{
    return left == 0 ? 0 : eight(end - sizeof(uint64_t)) >> 8 * (sizeof(uint64_t) - left);
}

uint64_t rp_hash(struct rampart_str text)
{
    uint64_t hash = text.len;
    if (text.len < sizeof hash) return mix(mix(hash, short_text(text)), 0);
    const char *end = text.data + text.len;
    for (; text.len >= sizeof hash; text.len -= sizeof hash) {
        hash = mix(hash, eight(text.data));
        text.data += sizeof hash;
    }
    return mix(mix(hash, last_bytes(end, text.len)), 0);
}
