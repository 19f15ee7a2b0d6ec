/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of the process, for whoever gave no allocator. A large piece lies so that the system can map it by large
 * pages: what is read here and there of a large account then waits for the account's memory, and not for the page
 * tables as well.
 */
#ifndef RP_BASE_HEAP_H
#define RP_BASE_HEAP_H

#include <stddef.h>

/* From this size on a piece is large; a multiple of it fills its pages. */
enum { RP_LARGE_PAGE = 1 << 21 };

/* As the functions of struct rampart_allocator, whose context is not looked at. */
void *rp_heap_allocate(void *context, size_t size);
void rp_heap_release(void *context, void *memory);

#endif
