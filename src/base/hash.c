/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Multiplying carries a bit upwards, shifting carries it down again. */
static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

enum { HIGHEST_FIRST = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };

/* Eight and four bytes as numbers whose lowest byte is the first. */
static uint64_t hash_eight(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap64(word) : word;
}

static uint64_t hash_four(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap32(word) : word;
}

static uint64_t hash_one(struct rampart_str text, size_t at)
{
    return (uint64_t)(unsigned char)text.data[at] << 8 * at;
}

/* A text that is shorter than a word, filled up with zeros. Overlapping parts of it agree on the bytes they share. */
static uint64_t hash_short_text(struct rampart_str text)
{
    if (text.len == 0) return 0;
    if (text.len < 4) return hash_one(text, 0) | hash_one(text, text.len / 2) | hash_one(text, text.len - 1);
    return hash_four(text.data) | hash_four(text.data + text.len - 4) << 8 * (text.len - 4);
}

/* The last `left` bytes before `end`, filled up with zeros: the bytes before them are shifted out. */
static uint64_t hash_last_bytes(const char *end, size_t left)
{
    return left == 0 ? 0 : hash_eight(end - sizeof(uint64_t)) >> 8 * (sizeof(uint64_t) - left);
}

uint64_t rp_hash(struct rampart_str text)
{
    uint64_t hash = text.len;
    if (text.len < sizeof hash) return hash_mix(hash_mix(hash, hash_short_text(text)), 0);
    const char *end = text.data + text.len;
    for (; text.len >= sizeof hash; text.len -= sizeof hash) {
        hash = hash_mix(hash, hash_eight(text.data));
        text.data += sizeof hash;
    }
    return hash_mix(hash_mix(hash, hash_last_bytes(end, text.len)), 0);
}

/* ---- the checksum ---- */

/* Each lane waits for its own multiplication only: as many as the machine has under way at once. */
enum { LANES = 8, STRIDE = LANES * sizeof(uint64_t) };

/* It has an inverse in the lane and in the word: two that differ never become the same. */
static uint64_t hash_checksum_mix(uint64_t lane, uint64_t word)
{
    lane = (lane ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return lane << 29 | lane >> 35;
}

static void hash_checksum_mix_stride(uint64_t lanes[LANES], const char *bytes)
{
    for (size_t i = 0; i < LANES; i++) {
        uint64_t word;
        memcpy(&word, bytes + i * sizeof word, sizeof word);
        lanes[i] = hash_checksum_mix(lanes[i], word);
    }
}

uint64_t rp_checksum(struct rampart_str bytes)
{
    uint64_t lanes[LANES] = {1, 2, 3, 4, 5, 6, 7, 8}, sum = bytes.len;
    char rest[STRIDE] = "";
    size_t at = 0;
    for (; bytes.len - at >= STRIDE; at += STRIDE) hash_checksum_mix_stride(lanes, bytes.data + at);
    if (bytes.len > at) memcpy(rest, bytes.data + at, bytes.len - at);
    hash_checksum_mix_stride(lanes, rest);
    for (size_t i = 0; i < LANES; i++) sum = hash_checksum_mix(sum, lanes[i]);
    return sum ^ sum >> 32;
}
