/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/freelist.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The smallest piece; each size is twice the one before. Larger pieces are rare and not kept. */
enum { SMALLEST = 1024 };

struct freelist_piece {
    struct freelist_piece *next;
    unsigned size; /* its number; FREELIST_SIZES: larger than all */
    alignas(max_align_t) unsigned char memory[];
};

static unsigned freelist_size_of(size_t bytes)
{
    unsigned size = 0;
    while (size < FREELIST_SIZES && (size_t)SMALLEST << size < bytes) size++;
    return size;
}

static void *freelist_take(void *context, size_t bytes)
{
    struct freelist *freelist = context;
    if (bytes > SIZE_MAX - sizeof(struct freelist_piece)) return NULL;
    bytes += sizeof(struct freelist_piece);
    unsigned size = freelist_size_of(bytes);
    struct freelist_piece *piece = size < FREELIST_SIZES ? freelist->given[size] : NULL;
    if (piece != NULL) {
        freelist->given[size] = piece->next;
        return piece->memory;
    }
    piece = malloc(size < FREELIST_SIZES ? (size_t)SMALLEST << size : bytes);
    if (piece == NULL) return NULL;
    piece->size = size;
    return piece->memory;
}

static void freelist_give_back(void *context, void *memory)
{
    struct freelist *freelist = context;
    if (memory == NULL) return;
    struct freelist_piece *piece =
        (struct freelist_piece *)(void *)((unsigned char *)memory - offsetof(struct freelist_piece, memory));
    if (piece->size == FREELIST_SIZES) {
        free(piece);
        return;
    }
    piece->next = freelist->given[piece->size];
    freelist->given[piece->size] = piece;
}

void freelist_open(struct freelist *freelist)
{
    *freelist = (struct freelist){.allocator = {freelist, freelist_take, freelist_give_back}};
}

void freelist_close(struct freelist *freelist)
{
    for (unsigned size = 0; size < FREELIST_SIZES; size++) {
        while (freelist->given[size] != NULL) {
            struct freelist_piece *piece = freelist->given[size];
            freelist->given[size] = piece->next;
            free(piece);
        }
    }
}
