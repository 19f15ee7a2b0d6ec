/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for memory that will be read soon: what is asked for together is waited for together. The pointer may be
 * anything, also NULL.
 */
#ifndef RP_BASE_FETCH_H
#define RP_BASE_FETCH_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a line of most processors' caches. */
enum { RP_LINE = 64 };

/*
 * The empty instruction is an effect. Without one gcc takes a function that does nothing but ask for memory for a function
 * that does nothing, and leaves the calls out.
 */
static inline void rp_fetch(const void *memory)
{
    __builtin_prefetch(memory);
    __asm__ volatile("");
}

/* All lines of so many bytes, one at the least. Addresses are counted as numbers, since NULL has nothing behind it. */
static inline void rp_fetch_bytes(const void *memory, size_t bytes)
{
    const uintptr_t start = (uintptr_t)memory;
    for (size_t i = 0; i < bytes; i += RP_LINE) rp_fetch((const void *)(start + i));
    rp_fetch((const void *)(start + bytes - 1));
}

#endif
