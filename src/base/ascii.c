/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

enum {
    WORD = sizeof(uint64_t),
    BLOCK = RP_ASCII_BLOCK,
    HIGHEST_FIRST = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
};

static bool ascii_is_plain(char c)
{
    return c != '"' && c != '\\' && (unsigned char)c >= ' ' && (unsigned char)c < 0x80;
}

/* Eight bytes as a number whose lowest byte is the first. */
static uint64_t ascii_word(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return HIGHEST_FIRST ? __builtin_bswap64(word) : word;
}

/* The byte that the lowest set bit lies in; WORD when there is none. */
static size_t ascii_first_byte(uint64_t word)
{
    return word == 0 ? WORD : (size_t)__builtin_ctzll(word) / 8;
}

/* The number of plain bytes at the start of a block. */
static size_t ascii_plain_of_block(const char *bytes)
{
    return (size_t)__builtin_ctz(rp_ascii_odd_bits(bytes) | 1U << BLOCK);
}

/* Sets the highest bit of each byte below `bound` (at most 0x80), and perhaps of the byte above such a byte. */
static uint64_t ascii_less(uint64_t word, uint64_t bound)
{
    return (word - EACH(bound)) & ~word;
}

/* The number of plain bytes at the start of eight. */
static size_t ascii_plain_of_word(const char *bytes)
{
    const uint64_t word = ascii_word(bytes);
    return ascii_first_byte(
        (word | ascii_less(word, ' ') | ascii_less(word ^ EACH('"'), 1) | ascii_less(word ^ EACH('\\'), 1)) &
        EACH(0x80));
}

static size_t ascii_plain_of_few(struct rampart_str text)
{
    size_t at = 0;
    while (at < text.len && ascii_is_plain(text.data[at])) at++;
    return at;
}

/* The bytes left over at the end are looked at together with bytes before them that are known to be plain. */
size_t rp_ascii_plain_length(struct rampart_str text)
{
    if (text.len < WORD) return ascii_plain_of_few(text);
    if (text.len < BLOCK) {
        size_t first = ascii_plain_of_word(text.data), rest = text.len - WORD;
        return first < WORD ? first : rest + ascii_plain_of_word(text.data + rest);
    }
    for (size_t at = 0; text.len - at >= BLOCK; at += BLOCK) {
        size_t plain = ascii_plain_of_block(text.data + at);
        if (plain < BLOCK) return at + plain;
    }
    return text.len - BLOCK + ascii_plain_of_block(text.data + text.len - BLOCK);
}

/* ---- kinds of bytes ---- */

/* The places in a block at which such a byte stood. */
struct kinds {
    rp_ascii_block capitals, wildcards, blanks;
};

/* Comparisons are -1 where they hold, so differences and sums combine them, as in rp_ascii_plain(). */
static rp_ascii_block ascii_capitals(rp_ascii_block block)
{
    return (block > 'A' - 1) - (block > 'Z');
}

static void ascii_add_kinds(const char *bytes, struct kinds *kinds)
{
    rp_ascii_block block;
    memcpy(&block, bytes, sizeof block);
    kinds->capitals |= ascii_capitals(block);
    kinds->wildcards |= (block == '*') + (block == '?');
    kinds->blanks |= (block < ' ' + 1) - (block < 0); /* bytes that are not ASCII are negative */
}

static unsigned ascii_kind_bit(rp_ascii_block found, unsigned bit)
{
    uint64_t halves[2];
    memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) == 0 ? 0 : bit;
}

/* The last block begins in the one before it: to see a byte twice does no harm. */
unsigned rp_ascii_kinds(struct rampart_str text)
{
    struct kinds kinds = {.capitals = {0}};
    if (text.len < RP_ASCII_BLOCK) {
        char few[RP_ASCII_BLOCK];
        rp_ascii_fill(few, text);
        ascii_add_kinds(few, &kinds);
    } else {
        const size_t last = text.len - RP_ASCII_BLOCK;
        for (size_t at = 0; at < last; at += RP_ASCII_BLOCK) ascii_add_kinds(text.data + at, &kinds);
        ascii_add_kinds(text.data + last, &kinds);
    }
    return ascii_kind_bit(kinds.capitals, RP_HAS_CAPITAL) | ascii_kind_bit(kinds.wildcards, RP_HAS_WILDCARD) |
           ascii_kind_bit(kinds.blanks, RP_HAS_BLANK);
}

static void ascii_lower_block(char *to, const char *from)
{
    rp_ascii_block block;
    memcpy(&block, from, sizeof block);
    block += ascii_capitals(block) & ('a' - 'A');
    memcpy(to, &block, sizeof block);
}

void rp_ascii_lower(char *to, struct rampart_str text)
{
    if (text.len < RP_ASCII_BLOCK) {
        char few[RP_ASCII_BLOCK];
        rp_ascii_fill(few, text);
        ascii_lower_block(few, few);
        memcpy(to, few, text.len);
        return;
    }
    const size_t last = text.len - RP_ASCII_BLOCK;
    for (size_t at = 0; at < last; at += RP_ASCII_BLOCK) ascii_lower_block(to + at, text.data + at);
    ascii_lower_block(to + last, text.data + last);
}
