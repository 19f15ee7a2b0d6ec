/* SPDX-License-Identifier: Apache-2.0 */
/* What resources look like: for the one that is told in the place of many, which `rampart check` is to accept. */
#ifndef RP_DECIDE_WITNESS_H
#define RP_DECIDE_WITNESS_H

#include "decide/match.h"

/* What stays open of a pattern that is narrowed. */
struct rp_likely_how {
    bool regions; /* the region, where a wildcard stands in it */
    bool empty;   /* whether a `*` at the end stands for nothing as well; names have a character at least */
};

/*
 * The pattern that is asked about, its open fields filled in with what usually stands there. In the arena;
 * false: no memory.
 */
bool rp_likely_narrow(struct rp_arena *arena, const struct rp_question *question, struct rp_likely_how how,
                      struct rampart_str *ret_pattern);

/* A `*` at the end as `?*`, in the arena. False: no memory. */
bool rp_likely_named(struct rp_arena *arena, struct rampart_str *text);

/* A template of the catalogue (rp_resource.forms) as a pattern, in the arena: places stand for a character at least. */
bool rp_likely_form(struct rp_arena *arena, struct rampart_str template, struct rampart_str *ret_pattern);

/* Whether the region is one that there is, as far as the question leaves it open. */
bool rp_likely_region(const struct rp_question *question, const struct rp_resource *resource);

/* The region that resources of the service have in examples; empty where they have none. Static memory. */
struct rampart_str rp_likely_usual_region(const struct rp_question *question);

/* How far the regions are walked; {0} at first. */
struct rp_region_cursor {
    size_t row;
    bool plain;    /* of OSS: in the usual way, once those in its own way are through */
    char name[64]; /* of the last */
};

/*
 * The next known region that the question leaves open, which lives as long as the cursor rests. False: there
 * are no more.
 */
bool rp_likely_next_region(const struct rp_question *question, struct rp_region_cursor *cursor,
                           struct rampart_str *ret_region);

/* The resource in another region, in the arena. False: no memory. */
bool rp_likely_in_region(struct rp_arena *arena, const struct rp_resource *resource,
                         struct rampart_str region, struct rampart_str *ret_text);

#endif
