/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise(), on systems that have it */

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/ascii.h"

/*
 * The first chunk is 1 KiB with its head: allocators keep such pieces at hand. The largest chunk fills a large
 * page.
 */
enum { FIRST_CHUNK = 992, LARGEST_CHUNK = RP_LARGE_PAGE - sizeof(struct rp_arena_chunk) };

/* ---- the memory of the process ---- */

static void *arena_heap_allocate(void *context, size_t size)
{
    void *memory = NULL;
    (void)context;
    if (size < RP_LARGE_PAGE) return malloc(size);
    if (posix_memalign(&memory, RP_LARGE_PAGE, size) != 0) return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(memory, size, MADV_HUGEPAGE); /* a wish: without large pages the memory is as good as any */
#endif
    return memory;
}

static void arena_heap_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

struct rampart_allocator rp_allocator_of(const struct rampart_allocator *allocator)
{
    if (allocator != NULL) return *allocator;
    return (struct rampart_allocator){NULL, arena_heap_allocate, arena_heap_release};
}

/* ---- chunks ---- */

void rp_arena_init(struct rp_arena *arena, const struct rampart_allocator *allocator)
{
    *arena = (struct rp_arena){.allocator = rp_allocator_of(allocator)};
}

static struct rp_arena_chunk *arena_make_chunk(const struct rp_arena *arena, size_t capacity)
{
    if (capacity > SIZE_MAX - sizeof(struct rp_arena_chunk)) return NULL;
    struct rp_arena_chunk *chunk =
        arena->allocator.allocate(arena->allocator.context, sizeof *chunk + capacity);
    if (chunk != NULL) *chunk = (struct rp_arena_chunk){.capacity = capacity};
    return chunk;
}

/* Chunks double up to a size of which it does not matter when half of the last one stays empty. */
static struct rp_arena_chunk *arena_add_chunk(struct rp_arena *arena, size_t size)
{
    size_t capacity = arena->chunks == NULL ? FIRST_CHUNK : 2 * arena->chunks->capacity;
    if (capacity > LARGEST_CHUNK) capacity = LARGEST_CHUNK;
    if (capacity < size) capacity = size;
    struct rp_arena_chunk *chunk = arena_make_chunk(arena, capacity);
    if (chunk == NULL) return NULL;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

/* A large piece has a chunk to itself, behind the one in use, whose rest would be lost otherwise. */
static struct rp_arena_chunk *arena_add_behind(struct rp_arena *arena, size_t size)
{
    struct rp_arena_chunk *chunk = arena_make_chunk(arena, size);
    if (chunk == NULL) return NULL;
    chunk->next = arena->chunks->next;
    arena->chunks->next = chunk;
    return chunk;
}

/* A function of its own keeps its many registers out of the usual way. */
__attribute__((noinline)) void *rp_arena_more(struct rp_arena *arena, size_t bytes)
{
    const bool behind = arena->chunks != NULL && bytes > LARGEST_CHUNK / 4;
    struct rp_arena_chunk *chunk = behind ? arena_add_behind(arena, bytes) : arena_add_chunk(arena, bytes);
    if (chunk == NULL) return NULL;
    void *memory = chunk->memory + chunk->used;
    chunk->used += bytes;
    return memory;
}

static void arena_release_chunks(struct rp_arena *arena, struct rp_arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct rp_arena_chunk *next = chunk->next;
        arena->allocator.release(arena->allocator.context, chunk);
        chunk = next;
    }
}

void rp_arena_reset(struct rp_arena *arena)
{
    if (arena->chunks == NULL) return;
    arena_release_chunks(arena, arena->chunks->next); /* the one in use is as large as usual use needs */
    arena->chunks->next = NULL;
    arena->chunks->used = 0;
}

void rp_arena_free(struct rp_arena *arena)
{
    arena_release_chunks(arena, arena->chunks);
    arena->chunks = NULL;
}

/* ---- texts ---- */

static char *arena_take_letters(struct rp_arena *arena, size_t count)
{
    if (count > SIZE_MAX - RP_ARENA_ALIGNMENT) return NULL;
    return rp_arena_take(arena, rp_arena_bytes(count));
}

bool rp_arena_copy(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_copy)
{
    if (text.len == SIZE_MAX) return false;
    char *copy = arena_take_letters(arena, text.len + 1);
    if (copy == NULL) return false;
    if (text.len > 0) memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    *ret_copy = (struct rampart_str){copy, text.len};
    return true;
}

void *rp_arena_grow(struct rp_arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    enum { FIRST_ROOM = 64 };
    if (count < *room) return items;
    const size_t more = *room == 0 ? FIRST_ROOM : *room * 2;
    void *grown = rp_arena_alloc(arena, more, size);
    if (grown == NULL) return NULL;
    if (count > 0) memcpy(grown, items, count * size);
    *room = more;
    return grown;
}

bool rp_arena_join(struct rp_arena *arena, const struct rampart_str *parts, size_t count,
                   struct rampart_str *ret_text)
{
    size_t bytes = sizeof "";
    for (size_t i = 0; i < count; i++)
        if (__builtin_add_overflow(bytes, parts[i].len, &bytes)) return false;
    char *text = arena_take_letters(arena, bytes);
    if (text == NULL) return false;
    *ret_text = (struct rampart_str){text, bytes - sizeof ""};
    text[ret_text->len] = '\0';
    for (size_t i = 0; i < count; text += parts[i++].len)
        if (parts[i].len > 0) memcpy(text, parts[i].data, parts[i].len);
    return true;
}

bool rp_arena_vprintf(struct rp_arena *arena, struct rampart_str *ret_text, const char *format,
                      va_list values)
{
    va_list measure;
    va_copy(measure, values);
    int len = vsnprintf(NULL, 0, format, measure);
    va_end(measure);
    char *text = len < 0 ? NULL : RP_NEW_ARRAY(arena, char, (size_t)len + 1);
    if (text == NULL) return false;
    vsnprintf(text, (size_t)len + 1, format, values);
    *ret_text = (struct rampart_str){text, (size_t)len};
    return true;
}

bool rp_arena_lower(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_lower)
{
    char *letters = arena_take_letters(arena, text.len);
    if (letters == NULL) return false;
    rp_ascii_lower(letters, text);
    *ret_lower = (struct rampart_str){letters, text.len};
    return true;
}

bool rp_arena_printf(struct rp_arena *arena, struct rampart_str *ret_text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    bool printed = rp_arena_vprintf(arena, ret_text, format, values);
    va_end(values);
    return printed;
}
