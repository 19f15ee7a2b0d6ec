/* SPDX-License-Identifier: Apache-2.0 */
/* The length of a document as JSON without white space, whatever it is written in. */
#ifndef RP_LINT_COMPACT_H
#define RP_LINT_COMPACT_H

#include "policy/ast.h"

/*
 * Counts characters. A single value is in a list if it is in one in the document. Principals of one kind make one list,
 * and conditions with one operator make one map.
 */
size_t rp_lint_compact_length(const struct rampart_policy *policy);

#endif
