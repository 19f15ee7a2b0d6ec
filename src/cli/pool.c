/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pool.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Of 1 KiB, and each size twice the one before; what is larger is rare, and nothing that should be kept. */
enum { SMALLEST = 1024 };

struct pool_piece {
    struct pool_piece *next;
    unsigned size; /* its number; POOL_SIZES: larger than all */
    alignas(max_align_t) unsigned char memory[];
};

static unsigned size_of(size_t bytes)
{
    unsigned size = 0;
    while (size < POOL_SIZES && (size_t)SMALLEST << size < bytes) size++;
    return size;
}

static void *take(void *context, size_t bytes)
{
    struct pool *pool = context;
    if (bytes > SIZE_MAX - sizeof(struct pool_piece)) return NULL;
    bytes += sizeof(struct pool_piece);
    unsigned size = size_of(bytes);
    struct pool_piece *piece = size < POOL_SIZES ? pool->given[size] : NULL;
    if (piece != NULL) {
        pool->given[size] = piece->next;
        return piece->memory;
    }
    piece = malloc(size < POOL_SIZES ? (size_t)SMALLEST << size : bytes);
    if (piece == NULL) return NULL;
    piece->size = size;
    return piece->memory;
}

static void give_back(void *context, void *memory)
{
    struct pool *pool = context;
    if (memory == NULL) return;
    struct pool_piece *piece =
        (struct pool_piece *)(void *)((unsigned char *)memory - offsetof(struct pool_piece, memory));
    if (piece->size == POOL_SIZES) {
        free(piece);
        return;
    }
    piece->next = pool->given[piece->size];
    pool->given[piece->size] = piece;
}

void pool_open(struct pool *pool)
{
    *pool = (struct pool){.allocator = {pool, take, give_back}};
}

void pool_close(struct pool *pool)
{
    for (unsigned size = 0; size < POOL_SIZES; size++) {
        while (pool->given[size] != NULL) {
            struct pool_piece *piece = pool->given[size];
            pool->given[size] = piece->next;
            free(piece);
        }
    }
}
