/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as a page of HTML that stands alone: no script, no request to anywhere, readable in print and in the dark. Every
 * text of others is escaped, and what would hide or reorder text is shown as its code point. Places link to the lines of
 * their documents, which stand at the end of the page.
 */
#ifndef RP_REPORT_HTML_H
#define RP_REPORT_HTML_H

#include "base/arena.h"
#include "report/report.h"

/* A place that the page links to. */
struct rp_html_mark {
    struct rampart_str file;
    unsigned line, column;
};

/* A page while it is written. */
struct rp_html {
    struct rp_buf *out;
    struct rampart_report_texts texts;
    struct rp_arena arena;
    struct rp_html_mark *marks; /* in the order in which they came */
    size_t count, room;
    enum rampart_status failed;
};

/*
 * A page whose parts are put at the end of `out`; NULL: it shows no documents. End it with rp_html_finish() (html_page.h) or
 * rp_html_drop().
 */
void rp_html_start(struct rp_html *html, struct rp_buf *out, const struct rampart_report_texts *texts);

/* Our own words and tags, as they are. */
void rp_html_words(struct rp_html *html, const char *words);

/* Text of others. */
void rp_html_text(struct rp_html *html, struct rampart_str text);

/* The same as the value of an attribute, in which nothing can be marked up. */
void rp_html_attribute(struct rp_html *html, struct rampart_str text);

/* The same as text, in `code`. */
void rp_html_code(struct rp_html *html, struct rampart_str text);

/* `file:line:column`, linked to the line. Without a line, or a text that may be shown (`shown`), it is no link. */
void rp_html_place(struct rp_html *html, struct rampart_str file, unsigned line, unsigned column, bool shown);

/* The name of a line of a document in the page: what links to it has it, and the line itself. */
void rp_html_line_id(struct rp_html *html, struct rampart_str file, unsigned line);

/* Text as wide as it comes, which the reader scrolls, line by line; `name` says what it is. */
void rp_html_open_text(struct rp_html *html, struct rampart_str name);
void rp_html_lines(struct rp_html *html, struct rampart_str text);
void rp_html_close_text(struct rp_html *html);

/*
 * A number with its label, such as "error" and "errors", in the row of figures under the heading; `tone` is a class of the
 * page's style, or NULL.
 */
void rp_html_figure(struct rp_html *html, size_t number, const char *one, const char *several, const char *tone);

/* The files that were not read, as a list; nothing for an inventory without any, or NULL. */
void rp_html_inventory(struct rp_html *html, const struct rampart_inventory *inventory);

void rp_html_drop(struct rp_html *html);

#endif
