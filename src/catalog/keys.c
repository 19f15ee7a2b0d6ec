/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/keys.h"

#include "catalog/embedded.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

enum { KEY = 0, TYPE };

bool rp_catalog_key_row(struct rampart_str rows, struct rampart_str key, struct rampart_str *ret_line)
{
    size_t cursor = 0, slash = rp_str_find(key, '/');
    if (key.len == 0) return false;
    if (rp_rows_next(rows, (struct rp_row_key){key, '\t'}, &cursor, ret_line)) return true;
    cursor = 0;
    return slash < key.len &&
           rp_rows_next(rows, (struct rp_row_key){rp_str_part(key, 0, slash + 1), '*'}, &cursor, ret_line);
}

static enum rp_key_values values_of(struct rampart_str type)
{
    if (rp_str_equal(type, RP_STR("IP"))) return RP_VALUES_ADDRESSES;
    if (rp_str_equal(type, RP_STR("Date"))) return RP_VALUES_TIMES;
    return rp_str_equal(type, RP_STR("Bool")) ? RP_VALUES_TRUTHS : RP_VALUES_ANY;
}

bool rp_catalog_key_find(struct rampart_str key, struct rp_catalog_key *ret_key)
{
    struct rampart_str line;
    if (!rp_catalog_key_row(rp_tsv_rows(rp_catalog_condition_keys()), key, &line)) return false;
    const struct rampart_str type = rp_tsv_field(line, TYPE);
    *ret_key = (struct rp_catalog_key){values_of(type), rp_tsv_field(line, KEY), type};
    return true;
}
