/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of a call that are objects, or lists of them: BackendServers=[{"ServerId":"i-1"}]. */
#ifndef RP_CATALOG_OBJECTS_H
#define RP_CATALOG_OBJECTS_H

#include "catalog/fill.h"

/*
 * The same call with the members of objects in the place of each object that has one which fills a place of an ARN, by
 * their dotted names: BackendServers.1.ServerId. Where one of several objects lacks the member, nobody knows what it is
 * about, and the parameter stays as it is. The texts are in the arena. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_call_open_objects(struct rp_arena *arena, const struct rp_call *call, struct rp_call *ret_call);

#endif
