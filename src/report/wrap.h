/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that fit a terminal. */
#ifndef RP_REPORT_WRAP_H
#define RP_REPORT_WRAP_H

#include "base/buf.h"

/*
 * Breaks the lines of a text at blanks, so that each fills at most `columns`. A word is never broken: one that is longer
 * than a line stands alone, or if it is JSON goes on behind a comma. What goes on in the next line begins below the text that it continues: behind the line's label,
 * or a little further in than the line. A line of source and the one that points into it stay as they are. Colours
 * (`ESC [ … m`) fill no column. Memory that was refused is in `text->failed`.
 */
void rp_wrap(struct rp_buf *text, size_t columns);

#endif
