/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The naive twin of how a suggestion is made true: the documents that were generated are edited as texts, from what the
 * change says in words, without the library.
 */
#ifndef RP_TESTS_APPLY_CHANGE_H
#define RP_TESTS_APPLY_CHANGE_H

#include <rampart/suggest.h>

#include "support/generate.h"

/*
 * Makes all its changes. False: one does not fit the policies, or a statement that comes out is not the one that the change
 * announces, which is printed.
 */
bool apply_suggestion(const struct rampart_suggestion *suggestion, struct generated_policies *edited);

#endif
