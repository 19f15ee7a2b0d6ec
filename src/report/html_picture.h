/* SPDX-License-Identifier: Apache-2.0 */
/* A picture in a page: boxes in columns, and arrows from left to right (SVG). */
#ifndef RP_REPORT_HTML_PICTURE_H
#define RP_REPORT_HTML_PICTURE_H

#include "report/html.h"

/* A box. Columns and rows count from 0. A long label is cut; its tooltip has all of it. */
struct rp_picture_box {
    struct rampart_str label;
    size_t column, row;
};

/* An arrow between boxes, by their numbers. */
struct rp_picture_arrow {
    size_t from, to;
};

struct rp_picture {
    const struct rp_picture_box *boxes;
    size_t box_count;
    const struct rp_picture_arrow *arrows;
    size_t arrow_count;
};

/* `name` says what the picture shows, for those who do not see it. Nothing without boxes. */
void rp_html_picture(struct rp_html *html, const char *name, const struct rp_picture *picture);

#endif
