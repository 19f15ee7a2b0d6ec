/* SPDX-License-Identifier: Apache-2.0 */
/* Principals that are named without their account, asked of an organisation. */
#ifndef RP_DECIDE_REQUEST_HOME_H
#define RP_DECIDE_REQUEST_HOME_H

#include "account/account.h"
#include "decide/request.h"

/*
 * Finds the one account of the request's organisation that has the principal, unless an account is named. Errors:
 * RAMPART_INVALID_INPUT, reported with the candidates; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_find_home(struct rampart_request *request, struct rampart_diags *diags);

#endif
