/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a name: its length and the set of its letters. Two names of different shapes are told apart without a
 * look at them, so that a search for a misspelt name compares few.
 */
#ifndef RP_CATALOG_SHAPE_H
#define RP_CATALOG_SHAPE_H

#include "base/str.h"

enum { RP_SHAPE_LETTERS = 26, RP_SHAPE_LONGEST = 63 };

/* A bit for each letter that the name has, in either case, and above them the length; all that are longer share one. */
static inline uint32_t rp_shape(struct rampart_str name)
{
    const uint32_t len = name.len < RP_SHAPE_LONGEST ? (uint32_t)name.len : RP_SHAPE_LONGEST;
    uint32_t letters = 0;
    for (size_t i = 0; i < name.len; i++) {
        const char c = rp_lower(name.data[i]);
        if (c >= 'a' && c <= 'z') letters |= UINT32_C(1) << (c - 'a');
    }
    return len << RP_SHAPE_LETTERS | letters;
}

/*
 * False when more than so many slips are between the names of two shapes: a slip makes a name longer or shorter by one
 * letter at most, and takes one letter away and brings another at most.
 */
static inline bool rp_shapes_near(uint32_t a, uint32_t b, unsigned slips)
{
    const uint32_t lengths = (a >> RP_SHAPE_LETTERS) - (b >> RP_SHAPE_LETTERS) + slips;
    uint32_t other = (a ^ b) & ((UINT32_C(1) << RP_SHAPE_LETTERS) - 1);
    if (lengths > 2 * slips) return false;
    for (unsigned i = 0; i < 2 * slips; i++) other &= other - 1; /* takes the lowest bit, if there is one */
    return other == 0;
}

#endif
