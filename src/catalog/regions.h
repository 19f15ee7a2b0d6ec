/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The regions of the cloud (policies/catalog/regions.tsv) and the services without regions (global-services.tsv). The
 * engine asks these tables too (docs/decisions/0014-global-regions.md, 0018-patterns-in-requests.md), so this file
 * needs nothing but base and text.
 */
#ifndef RP_CATALOG_REGIONS_H
#define RP_CATALOG_REGIONS_H

#include "base/str.h"

struct rampart_catalog;

/* OSS writes its regions with this before them, or without. */
#define RP_REGION_OF_OSS RP_STR("oss-")

/*
 * True when a region is known, written as in a resource: "cn-hangzhou", "oss-cn-hangzhou". The catalogue may be NULL: that
 * which is built in.
 */
bool rp_catalog_has_region(const struct rampart_catalog *catalog, struct rampart_str region);

/* Walks the regions: start with a cursor of 0. False at the end. */
bool rp_catalog_next_region_name(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_str *ret_region);

/* True when the service of this code has no regions. */
bool rp_catalog_is_global(struct rampart_str code);

#endif
