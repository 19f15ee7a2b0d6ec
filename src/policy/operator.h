/* SPDX-License-Identifier: Apache-2.0 */
/* The condition operators: RAM's 21, and those of AWS that documents use (docs/semantics.md, "Operators"). */
#ifndef RP_POLICY_OPERATOR_H
#define RP_POLICY_OPERATOR_H

#include "policy/operand.h"

/* How the results for several values of a request's key are combined. */
enum rp_quantifier { RP_BARE = 0, RP_FOR_ANY_VALUE, RP_FOR_ALL_VALUES };

struct rp_operator {
    const char *name;               /* the basic name, "StringNotLike"; NULL for Null */
    const struct rp_family *family; /* NULL for Null */
    enum rp_comparison comparison;
    bool negated;
    enum rp_quantifier quantifier; /* this and the rest belong to AWS; RAM refuses them */
    bool if_exists;
    bool null; /* the operator Null: whether the key is absent */
};

/* Reads a name with its qualifier and suffix, in exact case. False: no such operator. */
bool rp_operator_find(struct rampart_str name, struct rp_operator *ret_operator);

/* True when RAM takes the operator: one of the 21, without qualifier or IfExists. */
bool rp_operator_supported(const struct rp_operator *op);

/* True when the key is known to have another type than the operator. Null has no type: it asks for no value. */
bool rp_operator_is_unlike(const struct rampart_catalog *catalog, const struct rp_operator *op, struct rampart_str key);

/* Every basic name, RAM's 21 first and Null last: for "did you mean". */
const char *const *rp_operator_names(size_t *ret_count);

/* ---- a value in no documented form (docs/semantics.md, "Types"), for messages ---- */

/* The outcome of the value by default; `alone`: no value of its list is read. Static memory. */
const char *rp_unreadable_outcome(const struct rp_operator *op, bool alone);

/* The switches that decide about the other meanings of the value. Static memory. */
const char *rp_unreadable_switches(const struct rp_operand *operand);

#endif
