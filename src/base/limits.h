/* SPDX-License-Identifier: Apache-2.0 */
/* The options a caller gave, or the defaults where there are none. Each function takes NULL. */
#ifndef RP_BASE_LIMITS_H
#define RP_BASE_LIMITS_H

#include <rampart/status.h>

/* The limits, completed by the defaults. */
struct rampart_limits rp_limits_of(const struct rampart_options *options);

/* The chosen readings of undocumented points; 0 without options. */
rampart_switches rp_options_assumptions(const struct rampart_options *options);

/* The layers that are said not to exist; none without options. */
unsigned rp_options_absent(const struct rampart_options *options);

/* The catalogue; NULL: that which is built in. */
const struct rampart_catalog *rp_options_catalog(const struct rampart_options *options);

/* The allocator, which may be NULL. */
const struct rampart_allocator *rp_options_allocator(const struct rampart_options *options);

#endif
