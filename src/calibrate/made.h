/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an attempt to make a policy shows: the cloud took its document or refused it, and under some readings Rampart refuses
 * it as well.
 */
#ifndef RP_CALIBRATE_MADE_H
#define RP_CALIBRATE_MADE_H

#include <rampart/policy.h>

#include "calibrate/readings.h"

/*
 * The parameter of a call of RAM that is the document of a policy, and its kind; NULL: the call makes none. Source: the pages
 * of the APIs CreatePolicy, CreatePolicyVersion, CreateRole and UpdateRole.
 */
const struct rp_node *rp_made_document(const struct rp_event *event, enum rampart_policy_kind *ret_kind);

/*
 * What the attempt shows; count 0: nothing, as of a document that is refused under every reading or under none. `diags` is scratch.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_made_try(const struct rp_observed *observed, struct rampart_diags *diags,
                                struct rp_outcomes *ret_outcomes);

#endif
