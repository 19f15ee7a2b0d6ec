/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a `*` in a resource that somebody asks about is a wildcard, or a part of what the cloud asks about itself. */
#ifndef RP_CATALOG_READING_H
#define RP_CATALOG_READING_H

#include "base/str.h"

/* How far the templates of an action are walked; {0} at first. */
struct rp_template_cursor {
    unsigned step;
    bool ended;
    size_t row;
};

/* The next template of a resource that the action is authorised on. False: there are no more. Static memory. */
bool rp_catalog_next_template(struct rampart_str action, struct rp_template_cursor *cursor,
                              struct rampart_str *ret_template);

/*
 * Whether the resource, in which a `*` or `?` stands, is what a call of the action is authorised on as it stands: `*` for
 * an action without resources, and what fits a template of the action whose last part is `*`, as list operations have. A
 * wildcard of the text then stands only where the template says `*` itself. Of an action that the catalogue does not know
 * nothing is: as a pattern the answer is at least as careful, because a pattern matches its own text.
 */
bool rp_catalog_is_literal(struct rampart_str action, struct rampart_str resource);

/*
 * Whether nothing that the pattern stands for has a colon but the four between the fields of its ARN: it names resources
 * by ids that the cloud gives, or by names of RAM, which have none. Without that, a pattern that ends in a star overlaps
 * with nearly every other, by way of names with colons that there are not.
 */
bool rp_catalog_is_colonless(struct rampart_str action, struct rampart_str pattern);

#endif
