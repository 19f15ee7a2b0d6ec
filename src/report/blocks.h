/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks, in each form that a report has for people: text, the items of a list in a page, or of one in Markdown. A block has a head,
 * such as GAIN, and rows with a label:
 *
 *     rp_print_words(rp_block(&blocks, RP_PAINT_GREEN, "GAIN"), "in all circumstances");
 *     rp_block_end_head(&blocks);
 *     rp_print_text(rp_block_row(&blocks, "on"), resource);
 *     rp_block_end_row(&blocks);
 *     rp_block_end(&blocks);
 */
#ifndef RP_REPORT_BLOCKS_H
#define RP_REPORT_BLOCKS_H

#include "report/html.h"
#include "report/printed.h"

struct rp_blocks {
    struct rp_print *print;   /* of the report */
    struct rp_html *html;     /* the page; NULL: it is none */
    bool markdown;
    bool row, rows, part;     /* a row is open; the list of rows is; another part begins */
    struct rp_printed piece;  /* what comes next in a page or in Markdown */
};

/* As text, or as Markdown. End it with rp_blocks_free(). */
void rp_blocks_text(struct rp_blocks *blocks, struct rp_print *print);
void rp_blocks_markdown(struct rp_blocks *blocks, struct rp_print *print);

/* In a page, between the tags of a list. */
void rp_blocks_html(struct rp_blocks *blocks, struct rp_print *print, struct rp_html *html);

void rp_blocks_free(struct rp_blocks *blocks);

/* Begins a block with a word in a colour. Returns where the rest of the head is printed. */
struct rp_print *rp_block(struct rp_blocks *blocks, enum rp_paint paint, const char *word);

/* `, file:line` behind what was printed, in a page a link; nothing for no place. Returns where more is printed. */
struct rp_print *rp_block_place(struct rp_blocks *blocks, struct rampart_place place);

void rp_block_end_head(struct rp_blocks *blocks);

/* A sentence of others below the head; nothing for none. */
void rp_block_note(struct rp_blocks *blocks, struct rampart_str note);

/* Begins a row; without a label it goes on with that of the row above. Returns where the value is printed. */
struct rp_print *rp_block_row(struct rp_blocks *blocks, const char *label);
void rp_block_end_row(struct rp_blocks *blocks);

/* The rows that follow are about something else. */
void rp_block_part(struct rp_blocks *blocks);

void rp_block_end(struct rp_blocks *blocks);

/* True if long lists of names are to be cut. */
bool rp_blocks_cut(const struct rp_blocks *blocks);

#endif
