/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies text that means nothing else in a JSON string, and finds out on the way whether it is such text. It stands here
 * because texts are short: a call would take as long as the copy.
 */
#ifndef RP_BASE_PLAIN_COPY_H
#define RP_BASE_PLAIN_COPY_H

#include <stdint.h>
#include <string.h>

#include "base/plain.h"

/* Copies a block, and tells of each byte whether it is plain. */
static inline rp_plain_block rp_plain_copy_block(char *to, const char *from)
{
    rp_plain_block block;
    memcpy(&block, from, sizeof block);
    memcpy(to, &block, sizeof block);
    return rp_plain_of(block);
}

static inline bool rp_plain_all(rp_plain_block plain)
{
    uint64_t halves[2];
    memcpy(halves, &plain, sizeof halves);
    return (halves[0] & halves[1]) == UINT64_MAX;
}

/* The first and the last `width` bytes, which may be the same in part. */
static inline void rp_plain_copy_ends(char *to, struct rampart_str text, size_t width)
{
    memcpy(to, text.data, width);
    memcpy(to + text.len - width, text.data + text.len - width, width);
}

/* A text that is shorter than a block, filled up with plain bytes that mean nothing. */
static inline void rp_plain_fill(char few[RP_PLAIN_BLOCK], struct rampart_str text)
{
    memset(few, 'a', RP_PLAIN_BLOCK);
    if (text.len >= sizeof(uint64_t))
        rp_plain_copy_ends(few, text, sizeof(uint64_t));
    else if (text.len >= sizeof(uint32_t))
        rp_plain_copy_ends(few, text, sizeof(uint32_t));
    else if (text.len >= sizeof(uint16_t))
        rp_plain_copy_ends(few, text, sizeof(uint16_t));
    else if (text.len == 1)
        few[0] = text.data[0];
}

static inline bool rp_plain_copy_few(char *to, struct rampart_str text)
{
    char few[RP_PLAIN_BLOCK];
    rp_plain_fill(few, text);
    return rp_plain_all(rp_plain_copy_block(to, few));
}

/*
 * False: not all of the text is plain, and what was written means nothing. The room at `to` must be that of
 * a block at the least. What is left at the end is copied together with bytes before it.
 */
static inline bool rp_plain_copy(char *to, struct rampart_str text)
{
    if (text.len < RP_PLAIN_BLOCK) return rp_plain_copy_few(to, text);
    const size_t last = text.len - RP_PLAIN_BLOCK;
    rp_plain_block plain = rp_plain_copy_block(to + last, text.data + last);
    for (size_t at = 0; at < last; at += RP_PLAIN_BLOCK) plain &= rp_plain_copy_block(to + at, text.data + at);
    return rp_plain_all(plain);
}

#endif
