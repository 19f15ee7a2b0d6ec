/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks on declarations. This header is included by all others; no program needs to include it itself.
 *
 * RAMPART_API marks what the shared libraries export; everything else in them stays hidden.
 * RAMPART_MUST_CHECK lets the compiler warn of a status that is dropped: a failed decision that goes
 * unnoticed is no decision.
 */
#ifndef RAMPART_EXPORT_H
#define RAMPART_EXPORT_H

#if defined(__GNUC__)
#define RAMPART_API __attribute__((visibility("default")))
#define RAMPART_MUST_CHECK __attribute__((warn_unused_result))
#else
#define RAMPART_API
#define RAMPART_MUST_CHECK
#endif

#endif
