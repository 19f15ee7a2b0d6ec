/* SPDX-License-Identifier: Apache-2.0 */
#include "base/plain.h"

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

enum {
    WORD = sizeof(uint64_t),
    BLOCK = RP_PLAIN_BLOCK,
    HIGHEST_FIRST = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
};

static bool is_plain(char c)
{
    return c != '"' && c != '\\' && (unsigned char)c >= ' ' && (unsigned char)c < 0x80;
}

/* Eight bytes as a number whose lowest byte is the first. */
static uint64_t word_of(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap64(word) : word;
}

/* In which byte the lowest bit that is set lies; WORD when there is none. */
static size_t first_byte(uint64_t word)
{
    return word == 0 ? WORD : (size_t)__builtin_ctzll(word) / 8;
}

/* How many bytes at the start are -1, the others being 0. */
static size_t count_of(rp_plain_block plain)
{
#ifdef __SSE2__
    return (size_t)__builtin_ctz(~(unsigned)_mm_movemask_epi8((__m128i)plain)); /* sixteen bits, and zeros above */
#else
    const uint64_t low = ~word_of(&plain), high = ~word_of((const char *)&plain + WORD);
    return low != 0 ? first_byte(low) : WORD + first_byte(high);
#endif
}

/* How many of a block's bytes at the start are plain. */
static size_t plain_of_block(const char *bytes)
{
    rp_plain_block block;
    memcpy(&block, bytes, sizeof block);
    return count_of(rp_plain_of(block));
}

/* In each byte that is less than `bound`, at most 0x80, its highest bit; perhaps also in the one above such a byte. */
static uint64_t less(uint64_t word, uint64_t bound)
{
    return (word - EACH(bound)) & ~word;
}

/* The same of eight bytes. */
static size_t plain_of_word(const char *bytes)
{
    const uint64_t word = word_of(bytes);
    return first_byte((word | less(word, ' ') | less(word ^ EACH('"'), 1) | less(word ^ EACH('\\'), 1)) &
                      EACH(0x80));
}

static size_t plain_of_few(struct rampart_str text)
{
    size_t at = 0;
    while (at < text.len && is_plain(text.data[at])) at++;
    return at;
}

/* What is left at the end is looked at together with bytes before it that are known to be plain. */
size_t rp_plain_length(struct rampart_str text)
{
    if (text.len < WORD) return plain_of_few(text);
    if (text.len < BLOCK) {
        size_t first = plain_of_word(text.data), rest = text.len - WORD;
        return first < WORD ? first : rest + plain_of_word(text.data + rest);
    }
    for (size_t at = 0; text.len - at >= BLOCK; at += BLOCK) {
        size_t plain = plain_of_block(text.data + at);
        if (plain < BLOCK) return at + plain;
    }
    return text.len - BLOCK + plain_of_block(text.data + text.len - BLOCK);
}

const char *rp_plain_end(const char *text)
{
    size_t plain = plain_of_block(text);
    while (plain == BLOCK) plain = plain_of_block(text += BLOCK);
    return text + plain;
}
