/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/global.h"

#include "catalog/embedded.h"
#include "catalog/tsv.h"

bool rp_catalog_is_global(struct rampart_str code)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_global_services()), line;
    while (rp_tsv_next(&rows, &line))
        if (rp_str_equal(rp_tsv_field(line, 0), code)) return true;
    return false;
}
