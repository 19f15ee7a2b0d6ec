/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One event of ActionTrail, taken out of the envelope that it was delivered in: a row of the Log Service, a CloudEvent
 * of EventBridge, an element of an answer of the API, or none. Who records calls of their own can add `absentKeys`, which
 * ActionTrail does not have.
 */
#ifndef RP_TRAIL_EVENT_H
#define RP_TRAIL_EVENT_H

#include "text/tree.h"

/* A member that was missing, or no text, is empty. Texts and nodes live as long as the arena of the reading. */
struct rp_event {
    struct rampart_str id, type, name, service, source, time, region;
    struct rampart_str owner; /* the account that the event was recorded for */
    struct rampart_str error, message, address, vpc, scheme, mfa;
    struct rampart_str principal_type, principal_account, principal_name, access_key;
    const struct rp_node *params, *references; /* maps, or NULL */
    const struct rp_node *absent; /* a list of condition keys that the call did not have, or NULL */
};

/* What a JSON object is. */
enum rp_event_form {
    RP_EVENT_NONE = 0, /* nothing of ActionTrail */
    RP_EVENT_OTHER_LOG, /* a row of the Log Service that belongs to another log; its topic is the event's type */
    RP_EVENT_IS_ONE
};

/*
 * Reads the text of an object into an event; the reading's own source gives only the name. A string that is JSON itself
 * must be valid. Errors: RAMPART_INVALID_INPUT and RAMPART_LIMIT, reported in the reading's diagnostics,
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_event_read(const struct rp_reading *reading, struct rampart_str text,
                                  enum rp_event_form *ret_form, struct rp_event *ret_event);

/* Reads a member of an event that is JSON within a string. Errors: as rp_json_read(). */
enum rampart_status rp_event_text_read(const struct rp_reading *reading, struct rampart_str text,
                                       struct rp_node **ret_root);

enum { RP_EVENT_TIME_SIZE = sizeof "2026-03-01T02:03:04Z" };

/*
 * Writes the second of a time, in UTC and NUL-terminated: times in this form sort as their bytes do. False: it is no
 * time, or not of the years 1970 to 9999.
 */
bool rp_event_time_write(struct rampart_str time, char *ret_text);

#endif
