/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rampart: what Alibaba Cloud RAM policies mean.
 *
 *     read policies (policy.h), or a whole account (account.h) → make a set of them (set.h, of the library rampart-report)
 *     finish a request (request.h) → ask the set: rampart_decide(), rampart_explain() (decision.h) → print (report.h)
 *     keep it as an image, to be asked at once (image.h)
 *     ask for all of its principals at once (analysis.h)
 *     ask what would have to change for a denied request to be allowed (suggest.h)
 *     read a refusal that the cloud sent, and ask for the same (denial.h)
 *     replay recorded calls (replay.h)
 *     write documents and accounts in canonical form (write.h)
 *     look up what is known of the cloud (catalog.h), and hold the names of a request against it (names.h)
 *
 * This header includes all the others. docs/library.md walks through a first program.
 */
#ifndef RAMPART_RAMPART_H
#define RAMPART_RAMPART_H

#include <rampart/account.h>
#include <rampart/analysis.h>
#include <rampart/assumption.h>
#include <rampart/catalog.h>
#include <rampart/decision.h>
#include <rampart/denial.h>
#include <rampart/diag.h>
#include <rampart/image.h>
#include <rampart/input.h>
#include <rampart/inventory.h>
#include <rampart/lint.h>
#include <rampart/names.h>
#include <rampart/policy.h>
#include <rampart/replay.h>
#include <rampart/report.h>
#include <rampart/request.h>
#include <rampart/set.h>
#include <rampart/status.h>
#include <rampart/suggest.h>
#include <rampart/task.h>
#include <rampart/write.h>

#endif
