/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Multiplying carries a bit upwards, shifting carries it down again. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

/* The up to seven bytes that are left. To copy so few, and not a number that is known, is dearer than to read them. */
static uint64_t last_word(struct rampart_str text)
{
    unsigned char bytes[sizeof(uint64_t)] = {0};
    uint64_t word;
    size_t at = 0;
    if (text.len & 4) memcpy(bytes, text.data, at = 4);
    if (text.len & 2) {
        memcpy(bytes + at, text.data + at, 2);
        at += 2;
    }
    if (text.len & 1) bytes[at] = (unsigned char)text.data[at];
    memcpy(&word, bytes, sizeof word);
    return word;
}

uint64_t rp_hash(struct rampart_str text)
{
    uint64_t hash = text.len, word;
    while (text.len >= sizeof word) {
        memcpy(&word, text.data, sizeof word);
        hash = mix(hash, word);
        text.data += sizeof word;
        text.len -= sizeof word;
    }
    return mix(mix(hash, last_word(text)), 0);
}
