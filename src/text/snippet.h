/* SPDX-License-Identifier: Apache-2.0 */
/* The part of a source that a diagnostic shows, safe to print on a terminal. */
#ifndef RP_TEXT_SNIPPET_H
#define RP_TEXT_SNIPPET_H

#include "text/source.h"

struct rp_snippet {
    struct rampart_str text; /* one line, or the part of a long line around the place */
    unsigned column, width;  /* of the place in `text`, in characters */
};

/* Copies the line on which the span begins. Returns false when memory is refused. */
bool rp_snippet_make(const struct rp_source *source, struct rp_span span, struct rp_arena *arena,
                     struct rp_snippet *ret_snippet);

/*
 * A copy that fits one line of a terminal: tabs become blanks; control and invisible characters and bytes
 * that are not UTF-8 become question marks. The number of characters stays. False when memory is refused.
 */
bool rp_printable_copy(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_copy);

#endif
