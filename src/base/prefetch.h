/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prefetching: several pieces of memory that are asked for together are waited for together. The pointer may be
 * anything, also NULL.
 */
#ifndef RP_BASE_PREFETCH_H
#define RP_BASE_PREFETCH_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of a cache line of most processors. */
enum { RP_CACHE_LINE = 64 };

/*
 * Asks for the cache line at `memory`. The empty instruction is an effect: gcc takes a function that only
 * prefetches for one that does nothing, and leaves out the calls of it.
 */
static inline void rp_prefetch(const void *memory)
{
    __builtin_prefetch(memory);
    __asm__ volatile("");
}

/*
 * Asks for all cache lines of so many bytes, at least for one. NULL has nothing behind it, so addresses are numbers
 * here.
 */
static inline void rp_prefetch_bytes(const void *memory, size_t bytes)
{
    const uintptr_t start = (uintptr_t)memory;
    for (size_t i = 0; i < bytes; i += RP_CACHE_LINE) rp_prefetch((const void *)(start + i));
    rp_prefetch((const void *)(start + bytes - 1));
}

#endif
