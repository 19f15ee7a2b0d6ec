/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a difference, for each of its reports and for those of others. */
#ifndef RP_REPORT_DIFF_H
#define RP_REPORT_DIFF_H

#include "report/blocks.h"
#include "report/json_report.h"

struct rp_diff_sum {
    size_t gains, losses, allowed, open; /* of the gains, those that a list allows; what could not be told */
};

struct rp_diff_sum rp_diff_sum(const struct rampart_diff *diff);

/* ---- for people ---- */

/* A block for each difference, and for each thing that could not be told. */
void rp_diff_blocks(struct rp_blocks *blocks, const struct rampart_diff *diff);
void rp_diff_block(struct rp_blocks *blocks, const struct rampart_diff_row *row);
void rp_diff_open_block(struct rp_blocks *blocks, const struct rampart_diff_open *open);

/* `1 gain (1 listed), 2 losses`; a line of it, or of there being none. */
void rp_diff_print_counts(struct rp_print *print, const struct rampart_diff *diff);
void rp_diff_print_sum(struct rp_print *print, const struct rampart_diff *diff);

/* In a page: figures in the row of those, and a section (diff_page.c). */
void rp_diff_html_figures(struct rp_html *html, const struct rampart_diff *diff);
void rp_diff_html_section(struct rp_html *html, struct rp_print *print, const struct rampart_diff *diff);

/* Rows: a few principals, or verbosely all, and nothing for none; regions; conditions, NULL: they are no one formula. */
void rp_diff_principals(struct rp_blocks *blocks, struct rampart_strs principals);
void rp_diff_regions(struct rp_blocks *blocks, const char *label, const struct rampart_diff_region *regions, size_t count);
void rp_diff_when(struct rp_blocks *blocks, const char *label, const struct rampart_formula *formula);

/* `user/alice: ess:EnableAlarm on * with acs:SourceIp=10.0.0.1: `, before the answers. */
void rp_diff_print_request(struct rp_print *print, const struct rampart_diff_witness *witness);

/* Begins the row of a request that was asked. Returns where the answers are printed; end it with rp_block_end_row(). */
struct rp_print *rp_diff_asked(struct rp_blocks *blocks, const struct rampart_diff_witness *witness);

/* What could not be told: why, and the rows that say about whom and what. */
void rp_diff_print_reason(struct rp_print *print, const struct rampart_diff_open *open);
void rp_diff_open_rows(struct rp_blocks *blocks, const struct rampart_diff_open *open);

/* ---- JSON: members, and elements of a list ---- */

void rp_diff_put_sum(struct rp_json at, const struct rampart_diff *diff);
void rp_diff_put_members(struct rp_json at, const struct rampart_diff *diff);

void rp_diff_put_regions(struct rp_json at, const char *name, const struct rampart_diff_region *regions, size_t count);

/* The members of the request of a witness. */
void rp_diff_put_request(struct rp_json item, const struct rampart_diff_witness *witness);

void rp_diff_put_row(struct rp_json list, const struct rampart_diff_row *row);
void rp_diff_put_open(struct rp_json list, const struct rampart_diff_open *open);

#endif
