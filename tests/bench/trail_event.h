/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of a generated account as ActionTrail would have recorded them: the same number gives the same bytes. */
#ifndef RP_TESTS_TRAIL_EVENT_H
#define RP_TESTS_TRAIL_EVENT_H

#include "bench/large_account.h"

/* A trail is so many calls, made again and again at other times: machines make most of them. */
enum { TRAIL_CALLS = 500 };

/* Adds event `i` as one line of JSON, about as long as an event is. */
void trail_event_put(struct rp_buf *buf, const struct generated_question *question, unsigned i);

#endif
