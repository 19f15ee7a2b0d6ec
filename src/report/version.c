/* SPDX-License-Identifier: Apache-2.0 */
#include "report/version.h"

void rp_put_catalog(struct rp_json at, const struct rampart_catalog *catalog)
{
    const struct rampart_catalog_version version = rampart_catalog_version(catalog);
    const struct rp_json object = rp_put_object(at, "catalog");
    rp_put_text(object, "date", version.date);
    rp_put_text(object, "digest", version.digest);
}
