/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of CSV (RFC 4180, UTF-8). A field with a comma, a quote or a line's end is quoted, and quotes in it are doubled. One
 * that a spreadsheet would take for a formula has a ' before it. Texts come from strangers: what could move a terminal's
 * cursor, hide or reorder what follows is escaped, but for tabs and lines' ends, which a field may hold.
 */
#ifndef RP_REPORT_CSV_H
#define RP_REPORT_CSV_H

#include "report/print.h"

/* A whole field. */
void rp_csv_field(struct rp_print *print, struct rampart_str text);

/* The same behind another one. */
void rp_csv_next(struct rp_print *print, struct rampart_str text);

/* A field that is put together, with a blank between its pieces; it is always quoted. */
void rp_csv_open(struct rp_print *print);
void rp_csv_piece(struct rp_print *print, struct rampart_str text, bool first);
void rp_csv_close(struct rp_print *print);

#endif
