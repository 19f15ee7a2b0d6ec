/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of regions (policies/catalog/regions.tsv). The engine asks this table too, for the example that it tells of
 * many resources (docs/decisions/0018-patterns-in-requests.md), so it needs nothing but base and text.
 */
#ifndef RP_CATALOG_REGION_NAMES_H
#define RP_CATALOG_REGION_NAMES_H

#include "base/str.h"

/* OSS writes its regions with this before them, or without. */
#define RP_REGION_OF_OSS RP_STR("oss-")

/* Whether a region is known, written as in a resource: "cn-hangzhou", "oss-cn-hangzhou". */
bool rp_catalog_has_region(struct rampart_str region);

/* Walks the regions: start with a cursor of 0. False at the end. Static memory. */
bool rp_catalog_next_region_name(size_t *cursor, struct rampart_str *ret_region);

#endif
