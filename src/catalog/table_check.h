/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a table of strangers can be searched in place: lookups rely on its form and its order. */
#ifndef RP_CATALOG_TABLE_CHECK_H
#define RP_CATALOG_TABLE_CHECK_H

#include "catalog/tables.h"
#include "text/diag.h"

/*
 * Reports every row that has another form than its table, is out of order or twice, or speaks of a service that is not
 * among the rows of services. True when there is none.
 */
bool rp_table_check(const struct rp_source *source, const struct rp_table_form *form,
                    struct rampart_str services, struct rampart_diags *diags);

#endif
