/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a value that is in no form that is documented (docs/semantics.md, "Types"). */
#ifndef RP_POLICY_UNREADABLE_H
#define RP_POLICY_UNREADABLE_H

#include "policy/operator.h"

/* What comes of the value by default; `alone`: no value of its list is read. Static memory. */
const char *rp_unreadable_outcome(const struct rp_operator *op, bool alone);

/* The switches on which hangs what else it may mean. Static memory. */
const char *rp_unreadable_switches(const struct rp_operand *operand);

#endif
