/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a difference that other reports print as well. */
#ifndef RP_REPORT_DIFF_H
#define RP_REPORT_DIFF_H

#include "report/json_report.h"
#include "report/print.h"

/* ---- for people: rows with a label ---- */

/* A few, or verbosely all; nothing for none. */
void rp_diff_print_principals(struct rp_print *print, struct rampart_strs principals);

void rp_diff_print_regions(struct rp_print *print, const char *tag, const struct rampart_diff_region *regions, size_t count);

/* The conditions; NULL: they cannot be told as one formula. */
void rp_diff_print_when(struct rp_print *print, const char *tag, const struct rampart_formula *formula);

/* ` with acs:SourceIp=10.0.0.1, acs:MFAPresent absent`, behind the request of a witness. */
void rp_diff_print_context(struct rp_print *print, const struct rampart_diff_witness *witness);

/* What could not be told, as a block of rows. */
void rp_diff_print_open(struct rp_print *print, const struct rampart_diff_open *open);

/* ---- JSON: elements of a list ---- */

void rp_diff_put_row(struct rp_json list, const struct rampart_diff_row *row);
void rp_diff_put_open(struct rp_json list, const struct rampart_diff_open *open);

#endif
