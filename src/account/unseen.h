/* SPDX-License-Identifier: Apache-2.0 */
/* Where a request meets the catalogue's knowledge of layers: which of them may decide on its resources (decide/unseen.h). */
#ifndef RP_ACCOUNT_UNSEEN_H
#define RP_ACCOUNT_UNSEEN_H

#include "decide/request.h"

/* Notes them with each resource of a request that is complete. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_request_find_unseen(struct rampart_request *request);

#endif
