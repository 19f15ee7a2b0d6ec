/* SPDX-License-Identifier: Apache-2.0 */
/* What became of the files that were found, alike in every report. */
#ifndef RP_REPORT_INVENTORY_H
#define RP_REPORT_INVENTORY_H

#include "report/print.h"

/* The files that were not read, a few of them; nothing when there are none, or for NULL. */
void rp_print_inventory(struct rp_print *print, const struct rampart_inventory *inventory);

#endif
