/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The naive twin of what unseen layers leave open: docs/semantics.md, "Layers that were not read", for the services that
 * generated requests ask about, without the table.
 */
#ifndef RP_TESTS_NAIVE_UNSEEN_H
#define RP_TESTS_NAIVE_UNSEEN_H

#include "support/naive_eval.h"

/* Whether identity policies count for another account's resource: its key's policy may let in together with them. */
bool naive_counts_abroad(const struct naive_request *request, const char *resource);

/* What is left of the verdict of identity policies. */
struct rampart_verdict naive_unseen(const struct naive_request *request, const char *resource, bool foreign,
                                    struct rampart_verdict alone);

#endif
