/* SPDX-License-Identifier: Apache-2.0 */
/* Equal texts as one, mostly: the first that was given stands for the others. */
#ifndef RP_BASE_INTERN_H
#define RP_BASE_INTERN_H

#include "base/arena.h"

/* Zeroed: empty. The table lies in the arena that is given with each text, which must be the same each time. */
struct rp_intern {
    struct rampart_str **slots; /* a table with open addressing, at most half full */
    size_t mask, count;
};

/*
 * Where the text is kept; if it is new, the place is empty (data NULL) and to be filled with an equal text before the
 * next call. NULL when memory is refused.
 */
struct rampart_str *rp_intern(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text);

#endif
