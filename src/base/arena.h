/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of one lifetime: a document, a set of rules, a call. Everything in an arena is freed at once. */
#ifndef RP_BASE_ARENA_H
#define RP_BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <rampart/status.h>

#include "base/prefetch.h"

/* Everything in an arena is made of these. max_align_t would keep room for a long double. */
union rp_arena_widest {
    void *pointer;
    uint64_t number;
    double fraction;
};

enum { RP_ARENA_ALIGNMENT = alignof(union rp_arena_widest) };

/*
 * From this size on a piece of the process's memory begins with a large page, and a multiple of it fills its pages.
 */
enum { RP_LARGE_PAGE = 1 << 21 };

struct rp_arena_chunk {
    struct rp_arena_chunk *next;
    size_t capacity, used;
    alignas(union rp_arena_widest) unsigned char memory[];
};

struct rp_arena {
    struct rampart_allocator allocator;
    struct rp_arena_chunk *chunks; /* the one in use first */
};

/* An empty arena over the allocator, or over malloc and free when it is NULL. */
void rp_arena_init(struct rp_arena *arena, const struct rampart_allocator *allocator);

/* The bytes that an object takes: never none, so that NULL says that memory was refused. */
static inline size_t rp_arena_bytes(size_t bytes)
{
    if (bytes == 0) return RP_ARENA_ALIGNMENT;
    return (bytes + RP_ARENA_ALIGNMENT - 1) / RP_ARENA_ALIGNMENT * RP_ARENA_ALIGNMENT;
}

/* As rp_arena_take(), from another chunk than the one in use. */
void *rp_arena_more(struct rp_arena *arena, size_t bytes);

/* Memory that is not cleared, for the caller to fill at once; `bytes` is a result of rp_arena_bytes(). */
static inline void *rp_arena_take(struct rp_arena *arena, size_t bytes)
{
    struct rp_arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->capacity - chunk->used < bytes) return rp_arena_more(arena, bytes);
    void *memory = chunk->memory + chunk->used;
    chunk->used += bytes;
    return memory;
}

/*
 * Zeroed memory for `count` objects of `size` bytes; NULL when it is refused or overflows. It is inline because
 * callers give constant sizes.
 */
static inline void *rp_arena_alloc(struct rp_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - RP_ARENA_ALIGNMENT) / size) return NULL;
    const size_t bytes = rp_arena_bytes(count * size);
    void *memory = rp_arena_take(arena, bytes);
    return memory == NULL ? NULL : memset(memory, 0, bytes);
}

/*
 * As rp_arena_alloc(), from the start of a cache line: an object no larger than a line lies in one. It is for
 * objects that are read one at a time from cold memory.
 */
static inline void *rp_arena_alloc_lines(struct rp_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - 2 * RP_CACHE_LINE) / size) return NULL;
    unsigned char *memory = rp_arena_alloc(arena, count * size + RP_CACHE_LINE, 1);
    return memory == NULL ? NULL : memory + (-(uintptr_t)memory & (RP_CACHE_LINE - 1));
}

/* Zeroed memory for one object or for `count` objects of a type. */
#define RP_NEW(arena, type) ((type *)rp_arena_alloc((arena), 1, sizeof(type)))
#define RP_NEW_ARRAY(arena, type, count) ((type *)rp_arena_alloc((arena), (count), sizeof(type)))

/*
 * The list of `count` items of `size` bytes with room for one more: itself, or a copy twice as long when it is full.
 * *room is how many it has room for; 0 and NULL: there is no list yet. NULL: memory is refused, and the list is as it was.
 */
void *rp_arena_grow(struct rp_arena *arena, void *items, size_t count, size_t *room, size_t size);

/* A copy of the text in the arena, NUL-terminated as well. Returns false when memory is refused. */
bool rp_arena_copy(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_copy);

/* The parts joined, NUL-terminated as well. Returns false when memory is refused. */
bool rp_arena_join(struct rp_arena *arena, const struct rampart_str *parts, size_t count,
                   struct rampart_str *ret_text);

/* The text with its ASCII letters in lower case. Returns false when memory is refused. */
bool rp_arena_lower(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_lower);

/* The text of a printf format, in the arena. Returns false when memory is refused. */
__attribute__((format(printf, 3, 4))) bool
rp_arena_printf(struct rp_arena *arena, struct rampart_str *ret_text, const char *format, ...);

__attribute__((format(printf, 3, 0))) bool
rp_arena_vprintf(struct rp_arena *arena, struct rampart_str *ret_text, const char *format, va_list values);

/* Forgets everything, but keeps the chunk in use for the next time. */
void rp_arena_reset(struct rp_arena *arena);

/* Gives all memory back; the arena may be used again. */
void rp_arena_free(struct rp_arena *arena);

/*
 * The caller's allocator, or the memory of the process when it is NULL. There a large piece begins with a large
 * page: an account of 100 MB has more small pages than a processor remembers, and each read would wait for the page
 * tables too.
 */
struct rampart_allocator rp_allocator_of(const struct rampart_allocator *allocator);

#endif
