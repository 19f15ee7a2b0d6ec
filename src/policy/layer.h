/* SPDX-License-Identifier: Apache-2.0 */
/* Layers of resources by their names. rampart_layer_name() has those of all layers. */
#ifndef RP_POLICY_LAYER_H
#define RP_POLICY_LAYER_H

#include <rampart/decision.h>
#include <rampart/policy.h>

/* The layer of a resource that has this name, case aside. */
bool rp_layer_read(struct rampart_str name, enum rampart_layer *ret_layer);

/* The kind of the documents that stand in a layer of a resource. False: it has none, but settings; or is no such layer. */
bool rp_layer_kind(enum rampart_layer layer, enum rampart_policy_kind *ret_kind);

/* Gives the last diagnostic the name of a layer that is nearest to a wrong one, or some names when none is near. */
void rp_layer_suggest(struct rampart_str name, struct rampart_diags *diags);

#endif
