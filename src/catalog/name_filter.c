/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/name_filter.h"

#include "catalog/tsv.h"

struct rp_name_filter rp_name_filter_of(struct rampart_str rows)
{
    struct rp_name_filter filter = {.lengths = {0}};
    struct rampart_str line;
    while (rp_tsv_next(&rows, &line)) {
        const struct rampart_str name = rp_tsv_field(line, 0);
        if (name.len == 0) continue;
        filter.lengths[name.data[0] & 31] |= (uint64_t)1 << (name.len < 63 ? name.len : 63);
    }
    return filter;
}
