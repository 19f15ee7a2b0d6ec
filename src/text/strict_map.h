/* SPDX-License-Identifier: Apache-2.0 */
/* Strict reading of maps that people write: every error of a file with its place, and what to write. */
#ifndef RP_TEXT_STRICT_MAP_H
#define RP_TEXT_STRICT_MAP_H

#include "text/tree.h"

/* A file while it is read. */
struct rp_strict {
    struct rp_reading reading;
    bool failed; /* an error was reported */
};

/* The members that a map may have. */
struct rp_strict_shape {
    const char *what; /* "a waiver" */
    const char *const *names;
    size_t count;
};

/* As much of a text of the file as fits into a message. */
struct rampart_str rp_strict_shown(struct rampart_str text);

/* Reports an error; rp_diag_help() adds what to write. */
__attribute__((format(printf, 4, 5))) void rp_strict_error(struct rp_strict *strict, enum rp_code code, struct rp_span span,
                                                           const char *format, ...);

/* True when the node has the type. NULL and BROKEN have none; the reader has reported the latter. */
bool rp_strict_is(struct rp_strict *strict, const struct rp_node *node, enum rp_node_type type, const char *expected);

/* Helps with the nearest of the words, or with all of them. */
void rp_strict_suggest(struct rp_strict *strict, struct rampart_str word, const char *const *words, size_t count);

/* Puts each member of the map in its place by name. A member without a place is an error. */
void rp_strict_members(struct rp_strict *strict, const struct rp_node *map, const struct rp_strict_shape *shape,
                       const struct rp_node **ret_members);

/*
 * The index of the node's text among the words. `count`: it is another text, which is reported ("is not a level"), or there
 * is no node.
 */
size_t rp_strict_word(struct rp_strict *strict, const struct rp_node *node, const char *const *words, size_t count,
                      const char *what);

#endif
