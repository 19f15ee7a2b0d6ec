/* SPDX-License-Identifier: Apache-2.0 */
/* The length of a document as JSON without white space, whatever it is written in. */
#ifndef RP_LINT_COMPACT_H
#define RP_LINT_COMPACT_H

#include "policy/ast.h"

/*
 * Counts characters. A single value stands alone or in a list as it does in the document. Principals of one kind make one
 * list, and conditions with one operator stand together.
 */
size_t rp_lint_compact_length(const struct rampart_policy *policy);

#endif
