/* SPDX-License-Identifier: Apache-2.0 */
/* Eight bytes at a time with their ASCII letters in lower case. */
#ifndef RP_BASE_FOLD_H
#define RP_BASE_FOLD_H

#include <stdint.h>
#include <string.h>

/*
 * What rp_lower() makes of each of the eight bytes, in their order. Of a byte below 0x80 the highest bit of a sum tells
 * whether it reaches 'A', and of another whether it is beyond 'Z'; no sum carries into the next byte.
 */
static inline uint64_t rp_fold_word(const char *bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = 0x80 * each;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t low = word & ~high;
    uint64_t from_a = low + (0x80 - 'A') * each, beyond_z = low + (0x7F - 'Z') * each;
    uint64_t capital = (from_a ^ beyond_z) & ~word & high;
    return word | capital >> 2;
}

#endif
