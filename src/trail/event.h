/* SPDX-License-Identifier: Apache-2.0 */
/* One event of ActionTrail, taken out of whatever it came in. */
#ifndef RP_TRAIL_EVENT_H
#define RP_TRAIL_EVENT_H

#include "text/tree.h"

/* What is empty was not there, or no text. Texts and nodes live as long as the arena of the reading. */
struct rp_event {
    struct rampart_str id, type, name, service, source, time, region;
    struct rampart_str owner; /* the account that the event was recorded for */
    struct rampart_str error, address, vpc, scheme, mfa;
    struct rampart_str principal_type, principal_account, principal_name, access_key;
    const struct rp_node *params, *references; /* maps, or NULL */
};

/* What a JSON object is. */
enum rp_event_form {
    RP_EVENT_NONE = 0, /* nothing of ActionTrail */
    RP_EVENT_OTHER_LOG, /* a row of the Log Service that belongs to another log; its topic is the event's type */
    RP_EVENT_IS_ONE
};

/*
 * Reads an object into an event; the reading's source is not looked at but for `text`. A string in it that is JSON
 * itself must be JSON without a mistake. Errors: RAMPART_INVALID_INPUT and RAMPART_LIMIT, reported in the reading's
 * diagnostics, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_event_read(const struct rp_reading *reading, struct rampart_str text,
                                  enum rp_event_form *ret_form, struct rp_event *ret_event);

#endif
