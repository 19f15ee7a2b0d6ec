/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pages state about actions (authorization.tsv). A statement is what one page of one date says of an action: its
 * rows stand together, and the newest statement of an action comes first. The newest one stands. An older one that
 * authorises the action on other resources contradicts it, and nothing that rests on either is certain.
 */
#ifndef RP_CATALOG_STATEMENTS_H
#define RP_CATALOG_STATEMENTS_H

#include <rampart/catalog.h>

enum {
    RP_MOST_STATEMENT_ROWS = 256, /* of one action */
    RP_STATEMENT_TEMPLATE = 4     /* a column */
};

/* Takes a row apart. False: it has another form. */
bool rp_statement_read_row(struct rampart_str line, struct rampart_catalog_arn *ret_arn);

/* The order of two rows: negative, zero or positive. Actions go up, the dates of one action down. */
int rp_statement_compare(struct rampart_str line, struct rampart_str other);

/* All rows of an action, of which the first begins at `start`. */
struct rampart_str rp_statements_from(struct rampart_str rows, size_t start);

/* All rows of an action in a sorted table; empty: it has none. */
struct rampart_str rp_statements_of(struct rampart_str rows, struct rampart_str action);

/* The same in the table of a catalogue; NULL: of that which is built in. */
struct rampart_str rp_statements_known(const struct rampart_catalog *catalog, struct rampart_str action);

/* Takes the newest statement off the rows of one action; empty when there is none left. */
struct rampart_str rp_statement_take(struct rampart_str *block);

/* True when two statements authorise on different resources: the names of places and the case of letters do not count. */
bool rp_statements_differ(struct rampart_str one, struct rampart_str other);

/* Takes the newest statement, and tells whether an older one contradicts it. */
struct rampart_str rp_statement_newest(struct rampart_str block, bool *ret_disputed);

#endif
