/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ration.h"

#include <stdlib.h>

static void *ration_allocate(void *context, size_t size)
{
    size_t *left = context;
    if (*left == 0) return NULL;
    (*left)--;
    return malloc(size);
}

static void ration_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

struct rampart_allocator ration_allocator(size_t *left)
{
    return (struct rampart_allocator){left, ration_allocate, ration_release};
}
