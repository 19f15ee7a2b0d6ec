/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing texts but for ASCII case, a byte at a time. */
#ifndef RP_TESTS_NAIVE_FOLD_H
#define RP_TESTS_NAIVE_FOLD_H

#include "base/str.h"

/* Negative, zero or positive; zero: they are equal but for case. */
static inline int naive_fold_compare(struct rampart_str a, struct rampart_str b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        int order = (unsigned char)rp_lower(a.data[i]) - (unsigned char)rp_lower(b.data[i]);

        if (order != 0) return order;
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

#endif
