/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around the answers in each page: what was read, how old it is, and what is not known. */
#ifndef RP_REPORT_HTML_PARTS_H
#define RP_REPORT_HTML_PARTS_H

#include "report/html.h"
#include "report/print.h"

/* What was read; nothing when the report does not know. */
void rp_html_sources(struct rp_html *html, const struct rp_print *print);

/* A section with the gaps of the account and the layers that nobody showed; nothing without any. The account may be NULL. */
void rp_html_gaps(struct rp_html *html, const struct rp_print *print, const char *title,
                  const struct rampart_account *account, const struct rampart_unseen *unseen, size_t count);

/* The gaps of the account, of the version before it as well, and the files that were not read. */
void rp_html_not_known(struct rp_html *html, const struct rp_print *print);

/* The same in Markdown. */
void rp_markdown_sources(struct rp_print *print);
void rp_markdown_not_known(struct rp_print *print);

/* The files that were not read, as a list in Markdown; nothing without any. */
void rp_markdown_inventory(struct rp_buf *out, const struct rampart_inventory *inventory);

#endif
