/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An allocator that refuses the n-th request and all after it, and counts what is still held. It stands in for the
 * caller's allocator, for libyaml's allocation and for cJSON's, so that no memory escapes it.
 */
#ifndef RP_TESTS_FAILING_H
#define RP_TESTS_FAILING_H

#include <rampart/status.h>

/* From now on the n-th request (counting from 1) and all later ones are refused; 0: none is. */
void failing_start(size_t n);

/* Whether a request has been refused since the start. */
bool failing_refused(void);

/* Pieces of memory that were given out and not given back. */
size_t failing_held(void);

/* Options with this allocator and default limits. */
struct rampart_options failing_options(void);

#endif
