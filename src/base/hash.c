/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Multiplying carries a bit upwards, shifting carries it down again. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

uint64_t rp_hash(struct rampart_str text)
{
    uint64_t hash = text.len, word = 0;
    while (text.len >= sizeof word) {
        memcpy(&word, text.data, sizeof word);
        hash = mix(hash, word);
        text.data += sizeof word;
        text.len -= sizeof word;
    }
    word = 0;
    if (text.len > 0) memcpy(&word, text.data, text.len);
    return mix(mix(hash, word), 0);
}
