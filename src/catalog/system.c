/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of the system policies that are built in, or of a pack. */
#include <rampart/catalog.h>

#include "catalog/embedded_rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum { COLUMNS = 5 };

bool rp_catalog_policy_version(const struct rampart_catalog *catalog, struct rampart_str name,
                               struct rampart_system_policy *ret_policy)
{
    const bool own = catalog == NULL || catalog->documents == NULL;
    struct rampart_str line, fields[COLUMNS];
    if (name.len == 0) return false;
    if (!(own ? rp_embedded_find(RP_EMBEDDED_system_policies, name, &line) : rp_rows_find(rp_tsv_rows(catalog->policies), name, &line)))
        return false;
    if (!rp_tsv_values(line, fields, COLUMNS) || !rp_str_equal(fields[0], name)) return false;
    *ret_policy = (struct rampart_system_policy){fields[0], fields[1], fields[2], fields[3], fields[4]};
    return true;
}

bool rampart_find_system_policy(struct rampart_str name, struct rampart_system_policy *ret_policy)
{
    return rp_catalog_policy_version(NULL, name, ret_policy);
}
