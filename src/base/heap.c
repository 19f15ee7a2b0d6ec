/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise(), where there is one */

#include "base/heap.h"

#include <stdlib.h>
#include <sys/mman.h>

/* A wish: where the system does not know it or does not grant it, the memory is as good as any. */
static void want_large_pages(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
    (void)madvise(memory, size, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)size;
#endif
}

void *rp_heap_allocate(void *context, size_t size)
{
    void *memory = NULL;
    (void)context;
    if (size < RP_LARGE_PAGE) return malloc(size);
    if (posix_memalign(&memory, RP_LARGE_PAGE, size) != 0) return NULL;
    want_large_pages(memory, size);
    return memory;
}

void rp_heap_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}
