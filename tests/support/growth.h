/* SPDX-License-Identifier: Apache-2.0 */
/* How the time of a work grows with the length of what it is given. */
#ifndef RP_TESTS_GROWTH_H
#define RP_TESTS_GROWTH_H

#include <stddef.h>

/* How many times as long the longer input is. */
enum { GROWTH = 16 };

struct growing {
    void (*work)(void *context,
                 size_t length); /* done many times; fails the test itself when its result is wrong */
    void *context;
    size_t length; /* of the longer input; a multiple of GROWTH */
};

/*
 * How many times as dear a byte of the longer input is as one of the shorter: about 1 when the time is linear, GROWTH
 * when it is the square. The median of many turns, each of which takes the processor time of as many bytes at both
 * lengths, so that a machine that is slow for a while is slow for both.
 */
double growth_of(const struct growing *growing);

#endif
