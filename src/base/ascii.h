/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at the bytes of a text many at a time. "Plain" text is ASCII without controls, quotes and backslashes: it
 * stands in a JSON string as it is.
 */
#ifndef RP_BASE_ASCII_H
#define RP_BASE_ASCII_H

#include <stdint.h>
#include <string.h>

#include <rampart/status.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* So many bytes are one block: compared together where the processor can, and one by one elsewhere. */
enum { RP_ASCII_BLOCK = 16 };

typedef signed char rp_ascii_block __attribute__((vector_size(RP_ASCII_BLOCK)));

/*
 * -1 for each byte that is plain, else 0. Comparisons are -1 where they hold. As signed numbers the bytes beyond
 * ASCII are the least. A quote is no backslash, and neither is a control, so differences do: they are the fewest
 * instructions.
 */
static inline rp_ascii_block rp_ascii_plain(rp_ascii_block block)
{
    return (block > ' ' - 1) - (block == '"') - (block == '\\');
}

/* True when a byte of the block is not 0. */
static inline bool rp_ascii_any(rp_ascii_block block)
{
    uint64_t halves[2];
    memcpy(halves, &block, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* True when each byte of the block is -1. */
static inline bool rp_ascii_all(rp_ascii_block plain)
{
    uint64_t halves[2];
    memcpy(halves, &plain, sizeof halves);
    return (halves[0] & halves[1]) == UINT64_MAX;
}

/* The number of plain bytes at the start; text.len when all are. */
size_t rp_ascii_plain_length(struct rampart_str text);

/* A bit for each byte of a block that is not plain, the first byte's lowest. */
static inline unsigned rp_ascii_odd_bits(const char *bytes)
{
#ifdef __SSE2__
    const __m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(ends, _mm_cmplt_epi8(block, _mm_set1_epi8(' '))));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < RP_ASCII_BLOCK; i++) {
        const signed char c = (signed char)bytes[i];
        bits |= (unsigned)(c < ' ' || c == '"' || c == '\\') << i;
    }
    return bits;
#endif
}

/* A bit for each byte of a block that is a quote or a bracket of JSON, the first byte's lowest. [ and ] are { and } but for one bit. */
static inline unsigned rp_ascii_bracket_bits(const char *bytes)
{
#ifdef __SSE2__
    const __m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes), braces = _mm_or_si128(block, _mm_set1_epi8(' '));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(braces, _mm_set1_epi8('{')), _mm_cmpeq_epi8(braces, _mm_set1_epi8('}')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8('"'))));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < RP_ASCII_BLOCK; i++) {
        const char brace = (char)(bytes[i] | ' ');
        bits |= (unsigned)(brace == '{' || brace == '}' || bytes[i] == '"') << i;
    }
    return bits;
#endif
}

/* The first byte at or after `at` that is not plain; `end` when all are. Inline: in JSON most strings are short. */
static inline const char *rp_ascii_plain_end(const char *at, const char *end)
{
    while (end - at >= RP_ASCII_BLOCK) {
        const unsigned odd = rp_ascii_odd_bits(at);
        if (odd != 0) return at + __builtin_ctz(odd);
        at += RP_ASCII_BLOCK;
    }
    return at + rp_ascii_plain_length((struct rampart_str){at, (size_t)(end - at)});
}

/* The bytes with a meaning in the names of actions and resources. */
enum {
    RP_HAS_CAPITAL = 1,  /* of ASCII */
    RP_HAS_WILDCARD = 2, /* `*`, `?` */
    RP_HAS_BLANK = 4     /* a blank or a control character */
};

/* The bits of all such bytes that stand somewhere in the text. */
unsigned rp_ascii_kinds(struct rampart_str text);

/* Copies the text with its ASCII letters in lower case; `to` lies elsewhere, with room for the text. */
void rp_ascii_lower(char *to, struct rampart_str text);

/* ---- copying; inline because texts are short: a call would take as long as the copy ---- */

/* Copies a block, and tells of each byte whether it is plain. */
static inline rp_ascii_block rp_ascii_copy_block(char *to, const char *from)
{
    rp_ascii_block block;
    memcpy(&block, from, sizeof block);
    memcpy(to, &block, sizeof block);
    return rp_ascii_plain(block);
}

/* Copies the first and the last `width` bytes, which may overlap. */
static inline void rp_ascii_copy_ends(char *to, struct rampart_str text, size_t width)
{
    memcpy(to, text.data, width);
    memcpy(to + text.len - width, text.data + text.len - width, width);
}

/* Fills a text that is shorter than a block up with plain bytes that mean nothing. */
static inline void rp_ascii_fill(char few[RP_ASCII_BLOCK], struct rampart_str text)
{
    memset(few, 'a', RP_ASCII_BLOCK);
    if (text.len >= sizeof(uint64_t))
        rp_ascii_copy_ends(few, text, sizeof(uint64_t));
    else if (text.len >= sizeof(uint32_t))
        rp_ascii_copy_ends(few, text, sizeof(uint32_t));
    else if (text.len >= sizeof(uint16_t))
        rp_ascii_copy_ends(few, text, sizeof(uint16_t));
    else if (text.len == 1)
        few[0] = text.data[0];
}

/*
 * Copies a text if all of it is plain; otherwise returns false, and the written bytes mean nothing. `to` has room
 * for a block at least. The bytes left over at the end are copied together with bytes before them.
 */
static inline bool rp_ascii_copy_plain(char *to, struct rampart_str text)
{
    if (text.len < RP_ASCII_BLOCK) {
        rp_ascii_block few;
        rp_ascii_fill((char *)&few, text);
        return rp_ascii_all(rp_ascii_copy_block(to, (const char *)&few));
    }
    const size_t last = text.len - RP_ASCII_BLOCK;
    rp_ascii_block plain = rp_ascii_copy_block(to + last, text.data + last);
    for (size_t at = 0; at < last; at += RP_ASCII_BLOCK)
        plain &= rp_ascii_copy_block(to + at, text.data + at);
    return rp_ascii_all(plain);
}

#endif
