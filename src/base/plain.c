/* SPDX-License-Identifier: Apache-2.0 */
#include "base/plain.h"

#include <stdint.h>
#include <string.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

enum { WORD = sizeof(uint64_t), BIG_ENDIAN = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };

static bool is_plain(char c)
{
    return c != '"' && c != '\\' && (unsigned char)c >= ' ' && (unsigned char)c < 0x80;
}

/* In each byte that is less than `bound`, at most 0x80, its highest bit; perhaps also in the one above such a byte. */
static uint64_t less(uint64_t word, uint64_t bound)
{
    return (word - EACH(bound)) & ~word;
}

/* Zero when each of the eight bytes is plain; else the first byte that is not has its highest bit set, and none before. */
static uint64_t odd_ones(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    if (BIG_ENDIAN) word = __builtin_bswap64(word);
    return (word | less(word, ' ') | less(word ^ EACH('"'), 1) | less(word ^ EACH('\\'), 1)) & EACH(0x80);
}

size_t rp_plain_length(struct rampart_str text)
{
    size_t at = 0;
    for (; text.len - at >= WORD; at += WORD) {
        uint64_t odd = odd_ones(text.data + at);
        if (odd != 0) return at + (size_t)__builtin_ctzll(odd) / 8;
    }
    if (at > 0 && odd_ones(text.data + text.len - WORD) == 0) return text.len;
    while (at < text.len && is_plain(text.data[at])) at++;
    return at;
}
