/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors as XML: OSS and MNS send an element `Error` with an element for each value. It becomes the tree that the same
 * error has as JSON.
 */
#ifndef RP_DENIAL_XML_H
#define RP_DENIAL_XML_H

#include "text/tree.h"

/* A reader of the errors in a text. All zero but for arena and text at first. */
struct rp_denial_xml {
    struct rp_arena *arena;
    struct rampart_str text;
    size_t at; /* where it goes on */
    size_t tries, elements;
    bool cut; /* the last error is not well formed to its end, or has more than an error has */
};

/*
 * The next error, with the elements of it that are whole: a log may cut it off. NULL in *ret_error: there is none, or
 * there were too many. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_denial_next_xml(struct rp_denial_xml *xml, struct rp_node **ret_error);

#endif
