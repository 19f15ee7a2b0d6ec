/* SPDX-License-Identifier: Apache-2.0 */
/* The limits a caller gave, completed by the defaults. */
#ifndef RP_BASE_LIMITS_H
#define RP_BASE_LIMITS_H

#include <rampart/status.h>

struct rampart_limits rp_limits_of(const struct rampart_options *options);

/* Their assumptions; 0 without options. */
unsigned rp_options_assumptions(const struct rampart_options *options);

/* The layers that they say there are none of; none without options. */
unsigned rp_options_absent(const struct rampart_options *options);

/* The allocator of options that may be NULL; may itself be NULL. */
const struct rampart_allocator *rp_options_allocator(const struct rampart_options *options);

#endif
