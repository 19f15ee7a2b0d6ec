/* SPDX-License-Identifier: Apache-2.0 */
#include "base/plain.h"

#include <stdint.h>
#include <string.h>

/* In each byte that is less than `bound`, at most 0x80, its highest bit; perhaps also in the one above such a byte. */
static uint64_t less(uint64_t word, uint64_t bound)
{
    return (word - UINT64_C(0x0101010101010101) * bound) & ~word;
}

/* Whether each of the eight bytes is. */
static bool are_plain(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t quotes = word ^ UINT64_C(0x2222222222222222), escapes = word ^ UINT64_C(0x5C5C5C5C5C5C5C5C);
    return ((word | less(word, ' ') | less(quotes, 1) | less(escapes, 1)) & UINT64_C(0x8080808080808080)) ==
           0;
}

size_t rp_plain_length(struct rampart_str text)
{
    size_t at = 0;
    while (text.len - at >= sizeof(uint64_t) && are_plain(text.data + at)) at += sizeof(uint64_t);
    while (at < text.len && text.data[at] != '"' && text.data[at] != '\\' &&
           (unsigned char)text.data[at] >= ' ' && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}
