/* SPDX-License-Identifier: Apache-2.0 */
/* A text that is a string of another text: where its bytes stand there. */
#ifndef RP_TEXT_INSIDE_H
#define RP_TEXT_INSIDE_H

#include "text/source.h"

/* Where a character of the inner text begins in the outer one. */
struct rp_inside_mark {
    uint32_t inner, outer;
};

struct rp_inside {
    const struct rp_source *outer;
    struct rp_span span;                /* of the string, quotes included */
    const struct rp_inside_mark *marks; /* one for every few hundred bytes; NULL: the string is no JSON */
    size_t mark_count;
};

/*
 * A string of a JSON text, which must be one without a mistake. Its escapes are followed once, so that a place costs
 * little afterwards. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_inside_json(struct rp_inside *inside, struct rp_arena *arena,
                                   const struct rp_source *outer, struct rp_span span);

/* The bytes of the outer text that a part of the inner one was written as; of a string of YAML, all of it. */
struct rp_span rp_inside_span(const struct rp_inside *inside, struct rp_span inner);

#endif
