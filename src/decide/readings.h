/* SPDX-License-Identifier: Apache-2.0 */
/* One request under readings of undocumented points that are not the set's own. */
#ifndef RP_DECIDE_READINGS_H
#define RP_DECIDE_READINGS_H

#include "decide/set.h"

/*
 * The verdict on a finished request with `assumed` in the place of the set's own readings, and the switches that may
 * change it (rp_rules_touching()). Errors: as rampart_decide().
 */
enum rampart_status rp_set_decide_read(const struct rampart_set *set, struct rampart_request *request,
                                       rampart_switches assumed, struct rampart_diags *diags,
                                       struct rampart_verdict *ret_verdict, rampart_switches *ret_touching);

#endif
