/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/keys.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { KEY = 0, TYPE };

bool rp_catalog_key_find(struct rampart_str key, struct rp_catalog_key *ret_key)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_condition_keys());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal_fold(rp_tsv_field(line, KEY), key)) continue;
        *ret_key = (struct rp_catalog_key){rp_tsv_field(line, KEY), rp_tsv_field(line, TYPE)};
        return true;
    }
    return false;
}
