/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for what is made and freed again line by line: pieces that were given back are handed out again, which takes a
 * few steps where malloc and free take hundreds. For one thread.
 */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include <rampart/status.h>

enum { POOL_SIZES = 7 };

struct pool_piece;

struct pool {
    struct rampart_allocator allocator;   /* to be put into the options */
    struct pool_piece *given[POOL_SIZES]; /* back, by their size */
};

/* The pool must stay where it is. */
void pool_open(struct pool *pool);

/* Everything that was taken must have been given back. */
void pool_close(struct pool *pool);

#endif
