/* SPDX-License-Identifier: Apache-2.0 */
/* The place of a part of a request in the text that it was read from. */
#ifndef RP_DECIDE_REQUEST_READ_H
#define RP_DECIDE_REQUEST_READ_H

#include "decide/request.h"
#include "text/diag.h"
#include "text/tree.h"

enum rp_request_part {
    RP_PART_ACTION = 0,
    RP_PART_RESOURCE, /* one of several by its text */
    RP_PART_KEY,      /* a condition key by its name, whether it is given or absent */
    RP_PART_PARAM     /* a parameter by its name */
};

/*
 * Gives what was said last the place of the part. It has none where the part was set otherwise, or the request was not
 * read from a text. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_place_last(struct rampart_request *request, enum rp_request_part part,
                                          struct rampart_str text, struct rampart_diags *diags);

/*
 * Reads a request from a map that lies in another text, whose source and tree outlive the request. Nothing is set but the
 * accounts. `diags` is not NULL. Errors: as rampart_request_read().
 */
enum rampart_status rp_request_read_map(struct rampart_request *request, const struct rp_source *source,
                                        const struct rp_node *map, struct rampart_diags *diags);

#endif
