/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules that ask the catalogue share. What a catalogue leaves out may exist all the same: names are wrong only
 * where something that is known lies near, or where the catalogue knows all there is.
 */
#ifndef RP_LINT_KNOWN_H
#define RP_LINT_KNOWN_H

#include <rampart/catalog.h>

#include "lint/lint.h"

/*
 * What is like a misspelt name is looked for in a whole service: a document has so many of these looks. Of a statement so
 * many resources are compared with each action.
 */
enum { RP_KNOWN_SEARCHES = 64, RP_KNOWN_RESOURCES = 32 };

struct rp_known {
    const struct rp_lint *lint;
    const struct rampart_catalog *catalog;
    const struct rp_statement *statement; /* the one that is looked at */
    size_t searches;                      /* that are left */
    bool resources_wide; /* one of the statement's resources may be any, or they are too many to compare */
    struct rampart_str beginnings[RP_KNOWN_RESOURCES]; /* of the resources' names */
    struct rampart_str
        code; /* the service that was asked about last, and whether its actions may be doubted */
    bool code_known, code_doubtful;
    struct rampart_str region; /* the one that was found last */
    bool write_told;           /* that the statement's actions could be narrowed */
};

/* Takes one search. False: none is left. */
static inline bool rp_known_search(struct rp_known *known)
{
    if (known->searches == 0) return false;
    known->searches--;
    return true;
}

/* An action without wildcards that the catalogue has not, and a pattern of the form `service:Begin*…`. */
void rp_lint_known_missing(struct rp_known *known, const struct rp_value *value);
void rp_lint_known_pattern(struct rp_known *known, const struct rp_value *value);

/* Looks at the statement's resources, before its actions are looked at. */
void rp_lint_known_resources(struct rp_known *known);

/* Whether the action, which is known, goes with the statement's resources. */
void rp_lint_known_shape(struct rp_known *known, const struct rp_value *value,
                         const struct rampart_catalog_action *action);

/* The keys of the statement's conditions. */
void rp_lint_known_keys(struct rp_known *known);

/* ---- names that are alike ---- */

/* Whether they differ by a slip of the pen: in one letter, or in two of a long name, and not in a number. */
bool rp_known_alike(struct rampart_str word, struct rampart_str name);

/* The action of the service that the name is like. False: none, or no search is left. */
bool rp_known_near_action(struct rp_known *known, struct rampart_str service, struct rampart_str name,
                          struct rampart_catalog_action *ret_action);

/* The beginning of an action of the service that the text is like. */
bool rp_known_near_beginning(struct rp_known *known, struct rampart_str service, struct rampart_str text,
                             struct rampart_str *ret_beginning);

#endif
