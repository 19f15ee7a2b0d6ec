/* SPDX-License-Identifier: Apache-2.0 */
/* A file of `rampart catalog --import` by itself: what it gives, a line each. */
#ifndef RP_TESTS_PAGE_FACTS_H
#define RP_TESTS_PAGE_FACTS_H

#include "pack/facts.h"

struct page_facts {
    struct rp_arena arena;
    struct rp_buf lines; /* "action level type needed template keys dependents #API", "type …", "key …", "name …" */
    enum rampart_status status;
    struct rampart_diags *diags; /* a list of the caller's */
    struct rp_facts facts;
};

/* Reads a text under the name of a file, as a page or, if it begins with a bracket, as JSON. */
void page_facts_read(struct page_facts *read, const struct rampart_options *options, const char *name,
                     struct rampart_str text, struct rampart_diags *diags);
void page_facts_free(struct page_facts *read);

#endif
