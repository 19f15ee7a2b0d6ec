/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/regions.h"

#include "catalog/embedded_rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

bool rp_catalog_has_region(const struct rampart_catalog *catalog, struct rampart_str region)
{
    const struct rampart_str prefix = RP_REGION_OF_OSS;
    struct rampart_str line;
    if (rp_str_starts(region, prefix)) region = rp_str_from(region, prefix.len);
    return rp_catalog_find_line(catalog, RP_TABLE_REGIONS, region, &line) &&
           rp_str_equal(rp_tsv_field(line, 0), region); /* in lower case, as the cloud writes it */
}

bool rp_catalog_next_region_name(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_str *ret_region)
{
    struct rampart_str line;
    if (!rp_rows_next(rp_catalog_rows(catalog, RP_TABLE_REGIONS), (struct rp_row_key){RP_STR(""), '\0'}, cursor,
                      &line))
        return false;
    *ret_region = rp_tsv_field(line, 0);
    return true;
}

bool rp_catalog_is_global(struct rampart_str code)
{
    struct rampart_str line;
    return rp_embedded_find(RP_EMBEDDED_global_services, code, &line) && rp_str_equal(rp_tsv_field(line, 0), code);
}
