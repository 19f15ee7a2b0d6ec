/* SPDX-License-Identifier: Apache-2.0 */
/* Names of a small table by their first letter and length: most others are told apart without a look at the table. */
#ifndef RP_CATALOG_NAME_FILTER_H
#define RP_CATALOG_NAME_FILTER_H

#include <stdint.h>

#include "base/str.h"

struct rp_name_filter {
    uint64_t lengths[32]; /* by the letter, a bit for each length; lengths from 63 on share one */
};

/* The filter of the first column of the rows. */
struct rp_name_filter rp_name_filter_of(struct rampart_str rows);

/* False: the name is not in the table. True: it may be. Case does not count. */
static inline bool rp_name_filter_may(const struct rp_name_filter *filter, struct rampart_str name)
{
    if (name.len == 0) return false;
    return (filter->lengths[name.data[0] & 31] >> (name.len < 63 ? name.len : 63) & 1) != 0;
}

#endif
