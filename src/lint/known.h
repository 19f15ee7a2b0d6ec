/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules that ask the catalogue share. What a catalogue leaves out may exist all the same: names are wrong only
 * where something that is known lies near, or where the catalogue knows all there is.
 */
#ifndef RP_LINT_KNOWN_H
#define RP_LINT_KNOWN_H

#include "catalog/near.h"
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
        code; /* the service that was asked about last, and whether its actions may be doubted, or are all known */
    bool code_known, code_doubtful, code_complete;
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

#endif
