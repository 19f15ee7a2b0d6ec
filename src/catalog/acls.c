/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/acls.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

bool rp_acl_actions(struct rampart_str acl, struct rampart_str *ret_actions, struct rampart_str *ret_listing)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_oss_acls()), line;
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal(rp_tsv_field(line, 0), acl)) continue;
        *ret_actions = rp_tsv_field(line, 1);
        *ret_listing = rp_tsv_field(line, 2);
        return true;
    }
    return false;
}
