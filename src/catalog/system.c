/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of the system policies that are built in. */
#include <rampart/catalog.h>

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { COLUMNS = 5 };

bool rampart_find_system_policy(struct rampart_str name, struct rampart_system_policy *ret_policy)
{
    struct rampart_str line, fields[COLUMNS];
    if (name.len == 0 || !rp_rows_find(rp_tsv_rows(rp_system_index()), name, &line)) return false;
    if (!rp_tsv_values(line, fields, COLUMNS) || !rp_str_equal(fields[0], name)) return false;
    *ret_policy = (struct rampart_system_policy){fields[0], fields[1], fields[2], fields[3], fields[4]};
    return true;
}
