/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of a page of HTML: its head with the style, its foot, and the documents between. */
#ifndef RP_REPORT_HTML_PAGE_H
#define RP_REPORT_HTML_PAGE_H

#include "report/html.h"

/* The head of the page, and its first heading: our own words. */
void rp_html_head(struct rp_html *html, const char *title);

/* The texts of the documents, the catalogue that was used, and the end. Returns the first failure. */
enum rampart_status rp_html_finish(struct rp_html *html, const struct rampart_catalog *catalog);

#endif
