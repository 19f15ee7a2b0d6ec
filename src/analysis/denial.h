/* SPDX-License-Identifier: Apache-2.0 */
/* Denials from the inside: what the files that read one share. */
#ifndef RP_ANALYSIS_DENIAL_H
#define RP_ANALYSIS_DENIAL_H

#include <rampart/denial.h>

#include "text/tree.h"

/* A denial in the making. */
struct rp_denial_reader {
    struct rp_arena *arena; /* of the denial */
    struct rp_arena tree;   /* of the text that is being looked at */
    struct rampart_limits limits;
    struct rampart_diags *diags;   /* never NULL */
    struct rampart_diags *silence; /* for what may turn out to be no JSON */
    struct rampart_str file;
    struct rampart_denial *denial;
    bool found;  /* something that only a denial says */
    bool failed; /* an error was reported */
};

/* A piece of text that was read as JSON, to say where in it something stands. */
struct rp_denial_text {
    const struct rp_source *source;
    unsigned depth; /* a string of a string of … */
};

/*
 * Takes all that the tree says of a denial; what was said before stays. Strings that hold JSON are looked into
 * (denial_tree.c). Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_denial_take(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                   const struct rp_node *node);

/* The members of AccessDeniedDetail or DecodedDiagnosticMessage (denial_members.c). */
enum rampart_status rp_denial_members(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                      const struct rp_node *map);

/* The members of the error itself, beside the detail. */
enum rampart_status rp_denial_error_members(struct rp_denial_reader *reader,
                                            const struct rp_denial_text *text, const struct rp_node *map);

/* Whether a map has a member that stands in such a detail only. */
bool rp_denial_is_detail(const struct rp_node *map);

/* Whether the text begins as an object or a string of JSON does. */
bool rp_denial_is_json(struct rampart_str text);

/* Reports a node that is not what it should be. */
void rp_denial_wrong_type(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                          const struct rp_node *node, const char *expected);

/* A text that is no JSON as a whole: JSON within it, lines of `Name: value` (denial_lines.c). */
enum rampart_status rp_denial_take_lines(struct rp_denial_reader *reader, struct rampart_str text);

#endif
