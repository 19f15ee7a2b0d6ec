/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of documents at the end of a page: whole where they are short, else the lines around what is linked. */
#ifndef RP_REPORT_HTML_DOCUMENT_H
#define RP_REPORT_HTML_DOCUMENT_H

#include "report/html.h"

/* Nothing without marks, which are put in order. */
void rp_html_documents(struct rp_html *html);

#endif
