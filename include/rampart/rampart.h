/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rampart: what Alibaba Cloud RAM policies mean. This header includes all the others.
 *
 *   - Read policies (policy.h), or a whole account (account.h, input.h), and make a set of them (set.h).
 *   - Fill a request (request.h) and ask the set about it: rampart_decide() for a verdict, rampart_explain()
 *     for the same verdict with its reasons (decision.h). An account can be asked for all of its principals
 *     at once (analysis.h).
 *   - Ask what would have to change for a denied request to be allowed (suggest.h). Read a refusal that the
 *     cloud sent, and ask for the same (denial.h). Decide recorded calls again (replay.h).
 *   - Ask files of tests, and learn what they leave unasked (suite.h) and which changes they would miss (mutation.h).
 *   - Lint documents (lint.h), and write documents and accounts in canonical form (write.h). Keep an account
 *     as an image, to be asked at once (image.h).
 *   - Look up what is known of the cloud (catalog.h) and the words of the policy language (language.h), check the names
 *     of a request (names.h), and choose how undocumented points are read (assumption.h).
 *   - Print all of this as text or JSON (report.h). That is a library of its own, librampart-report.
 *
 * status.h has the conventions that hold for every function: who owns what, what NULL means, how errors are
 * returned. docs/library.md walks through a first program. Each header begins with a worked example.
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
#include <rampart/assert.h>
#include <rampart/calibrate.h>
#include <rampart/diff.h>
#include <rampart/image.h>
#include <rampart/input.h>
#include <rampart/inventory.h>
#include <rampart/language.h>
#include <rampart/lint.h>
#include <rampart/mutation.h>
#include <rampart/names.h>
#include <rampart/needs.h>
#include <rampart/pack.h>
#include <rampart/policy.h>
#include <rampart/replay.h>
#include <rampart/report.h>
#include <rampart/request.h>
#include <rampart/set.h>
#include <rampart/status.h>
#include <rampart/suggest.h>
#include <rampart/suite.h>
#include <rampart/task.h>
#include <rampart/what_can.h>
#include <rampart/write.h>

#endif
