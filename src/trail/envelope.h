/* SPDX-License-Identifier: Apache-2.0 */
/* What events are delivered in: rows of the Log Service, CloudEvents of EventBridge, answers of the API. */
#ifndef RP_TRAIL_ENVELOPE_H
#define RP_TRAIL_ENVELOPE_H

#include "trail/event.h"

/* JSON within JSON, with the name of the text around it. Errors: as rp_json_read(). */
enum rampart_status rp_text_read(const struct rp_reading *reading, struct rampart_str text,
                                 struct rp_node **ret_root);

/*
 * The map that an object holds an event in: itself, or a part of it. NONE: it is nothing of the kind; OTHER_LOG:
 * *ret_event is the topic. Errors: as rp_event_read().
 */
enum rampart_status rp_envelope_open(const struct rp_reading *reading, const struct rp_node *object,
                                     enum rp_event_form *ret_form, const struct rp_node **ret_event);

#endif
