/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An allocator for memory that is made and freed again line by line: pieces that were given back are handed out again, which
 * takes a few steps where malloc and free take hundreds. For one thread.
 */
#ifndef CLI_FREELIST_H
#define CLI_FREELIST_H

#include <rampart/status.h>

enum { FREELIST_SIZES = 7 };

struct freelist_piece;

struct freelist {
    struct rampart_allocator allocator;           /* for the options of what is made */
    struct freelist_piece *given[FREELIST_SIZES]; /* pieces that were given back, by size */
};

/* The list must stay where it is until it is closed. */
void freelist_open(struct freelist *freelist);

/* Everything that was taken must have been given back. */
void freelist_close(struct freelist *freelist);

#endif
