/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of what became of rules, for each of its reports and for those of others. */
#ifndef RP_REPORT_ASSERTS_H
#define RP_REPORT_ASSERTS_H

#include "report/diff.h"

struct rp_assert_sum {
    size_t outcomes[RAMPART_REFUTED + 1];
};

struct rp_assert_sum rp_assert_sum(const struct rampart_assertions *assertions);

/* A block for each rule. */
void rp_assert_blocks(struct rp_blocks *blocks, const struct rampart_assertions *assertions);
void rp_assert_block(struct rp_blocks *blocks, const struct rampart_assertion *assertion);

/* `2 rules: 1 holds, 1 refuted, 0 undetermined`, a line. */
void rp_assert_print_sum(struct rp_print *print, const struct rampart_assertions *assertions);

/* In a page: figures in the row of those, and a section (asserts_page.c). */
void rp_assert_html_figures(struct rp_html *html, const struct rampart_assertions *assertions);
void rp_assert_html_section(struct rp_html *html, struct rp_print *print, const struct rampart_assertions *assertions);

/* In JSON: the members of the sum, and the elements of a list. */
void rp_assert_put_sum(struct rp_json at, const struct rampart_assertions *assertions);
void rp_assert_put_rules(struct rp_json list, const struct rampart_assertions *assertions);

#endif
