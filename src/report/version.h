/* SPDX-License-Identifier: Apache-2.0 */
/* Which knowledge a report rests on, and how old it is. */
#ifndef RP_REPORT_VERSION_H
#define RP_REPORT_VERSION_H

#include "report/json_report.h"

/* "catalog": {"date": …, "digest": …}; NULL: of the library's own catalogue. */
void rp_put_catalog(struct rp_json at, const struct rampart_catalog *catalog);

#endif
