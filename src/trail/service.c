/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/service.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

/* A name may be one for several hosts: the row of this one counts before the row of any. */
static bool of_events(struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_trail_services());
    size_t cursor = 0;
    bool found = false;
    while (rp_rows_next(rows, (struct rp_row_key){service, '\t'}, &cursor, &line)) {
        struct rampart_str host = rp_tsv_field(line, 1);
        bool exact = rp_str_equal_fold(host, label);
        if (!exact && (found || !rp_str_equal(host, RP_STR("*")))) continue;
        *ret_code = rp_tsv_field(line, 2);
        found = true;
        if (exact) return true;
    }
    return found;
}

static bool of_product(struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line, product, rows = rp_tsv_rows(rp_catalog_services());
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str products = rp_tsv_field(line, 1);
        while (rp_part_next(&products, ',', &product)) {
            if (!rp_str_equal_fold(product, name)) continue;
            *ret_code = rp_tsv_field(line, 0);
            return true;
        }
    }
    return false;
}

static bool of_name(struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line;
    if (name.len == 0 || rp_str_equal(name, RP_STR("-"))) return false;
    if (rp_rows_find(rp_tsv_rows(rp_catalog_product_codes()), name, &line)) {
        *ret_code = rp_tsv_field(line, 1);
        return true;
    }
    if (rp_rows_find(rp_tsv_rows(rp_catalog_services()), name, &line)) {
        *ret_code = rp_tsv_field(line, 0);
        return true;
    }
    return of_product(name, ret_code);
}

bool rp_service_code(struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code)
{
    if (service.len > 0 && of_events(service, label, ret_code)) return true;
    return of_name(service, ret_code) || of_name(label, ret_code);
}
