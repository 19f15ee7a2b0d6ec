/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decisions on a line: mostly one. A line about an API that several actions authorise, such as oss:CopyObject, is read
 * once for each of them, which is asked about the resource in its place; all must be allowed.
 */
#ifndef CLI_PARTS_H
#define CLI_PARTS_H

#include "cli/answerer.h"

enum { MOST_PARTS = 4 };

/* Zeroed at first. */
struct parts {
    struct rampart_request *requests[MOST_PARTS];
    struct rampart_decision *own[MOST_PARTS];
    const struct rampart_decision *decisions[MOST_PARTS]; /* the same */
    size_t count;   /* that were begun */
    size_t decided; /* all of them, or none */
};

/* The only decision of a line. */
void parts_add(struct parts *parts, struct rampart_decision *decision);

/* All decisions of a line that was refused as a whole. What is wrong with one of them is said, and those after it are left out. */
enum rampart_status parts_decide(struct parts *parts, struct answerer *answerer,
                                 const struct request_line *line, struct reading *reading);

void parts_free(struct parts *parts);

#endif
