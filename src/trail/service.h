/* SPDX-License-Identifier: Apache-2.0 */
/* From the name that events give a service to the code that its actions begin with. */
#ifndef RP_TRAIL_SERVICE_H
#define RP_TRAIL_SERVICE_H

#include "base/str.h"

/*
 * The code of the service of this name, whose calls arrive at a host with this first label; either may be empty.
 * Static memory. False: no table knows it.
 */
bool rp_service_code(struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code);

#endif
