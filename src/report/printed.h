/* SPDX-License-Identifier: Apache-2.0 */
/* What is printed for people, as a text that goes into another report: a page, or Markdown. */
#ifndef RP_REPORT_PRINTED_H
#define RP_REPORT_PRINTED_H

#include "report/print.h"

/* Print to `print`; `text` has it. */
struct rp_printed {
    struct rp_buf text;
    struct rp_print print;
};

/* In full, without colours, and otherwise like the report. End it with rp_printed_free(). */
void rp_printed_start(struct rp_printed *printed, const struct rp_print *like);

/* What was printed, a line, without the blanks around it. */
struct rampart_str rp_printed_line(const struct rp_printed *printed);

/* Frees the text. Its failure becomes that of the report that it is a part of. */
void rp_printed_free(struct rp_printed *printed, struct rp_buf *out);

#endif
