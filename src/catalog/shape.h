/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a name: its length, and which letters it has once and more than once. Two names of different shapes are
 * told apart without a look at them, so that a search for a misspelt name compares few.
 */
#ifndef RP_CATALOG_SHAPE_H
#define RP_CATALOG_SHAPE_H

#include "base/str.h"

enum { RP_SHAPE_LETTERS = 26, RP_SHAPE_LENGTH = 2 * RP_SHAPE_LETTERS, RP_SHAPE_LONGEST = 63 };

/* Set in the shape of a name that is a guess: it is near to none. No shape has this bit. */
#define RP_SHAPE_GUESS (UINT64_C(1) << 63)

/*
 * A bit for each letter that the name has, in either case, one for each that it has again, and above them the length;
 * all that are longer share one.
 */
static inline uint64_t rp_shape(struct rampart_str name)
{
    const uint64_t len = name.len < RP_SHAPE_LONGEST ? name.len : RP_SHAPE_LONGEST;
    uint64_t once = 0, again = 0;
    for (size_t i = 0; i < name.len; i++) {
        const char c = rp_lower(name.data[i]);
        if (c < 'a' || c > 'z') continue;
        const uint64_t bit = UINT64_C(1) << (c - 'a');
        again |= once & bit;
        once |= bit;
    }
    return len << RP_SHAPE_LENGTH | again << RP_SHAPE_LETTERS | once;
}

/* Without the lowest bit, if there is one. */
static inline uint64_t rp_shape_less(uint64_t letters)
{
    return letters & (letters - 1);
}

/*
 * False when more than so many slips, two at most, are between the names of two shapes: a slip makes a name longer or shorter by one
 * letter at most; it takes one letter away and brings another at most, each of which changes one bit at most.
 */
static inline bool rp_shapes_near(uint64_t a, uint64_t b, unsigned slips)
{
    const uint64_t lengths = (a >> RP_SHAPE_LENGTH) - (b >> RP_SHAPE_LENGTH) + slips;
    uint64_t other = (a ^ b) & ((UINT64_C(1) << RP_SHAPE_LENGTH) - 1);
    if (lengths > 2 * slips) return false;
    if (slips > 1) other = rp_shape_less(rp_shape_less(other));
    return (slips > 0 ? rp_shape_less(rp_shape_less(other)) : other) == 0;
}

/* The same for any number of slips. */
static inline bool rp_shapes_may_be_near(uint64_t a, uint64_t b, unsigned slips)
{
    const uint64_t lengths = (a >> RP_SHAPE_LENGTH) - (b >> RP_SHAPE_LENGTH) + slips;
    uint64_t other = (a ^ b) & ((UINT64_C(1) << RP_SHAPE_LENGTH) - 1);
    if (lengths > 2 * (uint64_t)slips) return false;
    for (unsigned left = 2 * slips; other != 0 && left > 0; left--) other = rp_shape_less(other);
    return other == 0;
}

#endif
