/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services without regions (policies/catalog/global-services.tsv). The engine asks this table too
 * (docs/decisions/0014-global-regions.md), so it needs nothing but base and text.
 */
#ifndef RP_CATALOG_GLOBAL_H
#define RP_CATALOG_GLOBAL_H

#include "base/str.h"

/* Whether the service of this code has no regions. */
bool rp_catalog_is_global(struct rampart_str code);

#endif
