/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/indexed.h"

#include "base/str.h"
#include "catalog/tsv.h"

bool rp_row_is_own(struct rampart_str line)
{
    const struct rampart_str action = rp_tsv_field(line, 0), api = rp_tsv_field(line, 1);
    return rp_str_equal(rp_str_from(action, rp_str_find(action, ':') + 1), api);
}
