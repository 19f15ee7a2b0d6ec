/* SPDX-License-Identifier: Apache-2.0 */
/* An allocator that grants so many requests and refuses all after them. */
#ifndef RP_TESTS_RATION_H
#define RP_TESTS_RATION_H

#include <rampart/status.h>

/* `left` is counted down with each request; it must outlive everything the allocator is given to. */
struct rampart_allocator ration_allocator(size_t *left);

#endif
