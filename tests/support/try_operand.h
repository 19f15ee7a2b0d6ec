/* SPDX-License-Identifier: Apache-2.0 */
/* One operand of a family of operators against one value of a request. */
#ifndef TESTS_SUPPORT_TRY_OPERAND_H
#define TESTS_SUPPORT_TRY_OPERAND_H

#include "policy/operand.h"

/* Whether `value` stands in the comparison to `operand`; a status other than RAMPART_OK fails the test. */
bool holds_between(const struct rp_family *family, const char *value, enum rp_comparison comparison,
                   const char *operand);

/* The same as assumed; UNKNOWN: the value is none of the family's. */
enum rampart_truth truth_between(const struct rp_family *family, const char *value,
                                 enum rp_comparison comparison, const char *operand, rampart_switches assumed);

/* Whether the family can use the text as an operand, as nothing is assumed. */
bool is_usable(const struct rp_family *family, const char *operand);

/* The family's names stand in messages, and an operand that is not usable never holds, whatever is compared. */
void check_family(const struct rp_family *family, const char *name, const char *value);

/*
 * Whatever one of the samples is, all of them values, one of the family's representatives stands in the same comparisons to the
 * operands, as assumed. Both lists end with NULL.
 */
void check_representatives(const struct rp_family *family, const enum rp_comparison *comparisons,
                           size_t count, const char *const *operands, rampart_switches assumed,
                           const char *const *samples);

#endif
