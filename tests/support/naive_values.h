/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of conditions the obvious way: numbers as digits in a grid, dates by counting days, addresses bit by
 * bit. Nothing is shared with src/policy. Good for the values the generator makes: numbers with at most 150
 * digits on either side of the point, years from 1900 to 2200, ASCII where case does not matter.
 */
#ifndef RP_TESTS_NAIVE_VALUES_H
#define RP_TESTS_NAIVE_VALUES_H

#include <rampart/status.h>

/* How values are read beyond the documented forms, as the switches of these names say. */
struct naive_forms {
    bool lenient_dates, lenient_addresses, unmapped;
};

/* `op` is a basic operator without its negation, such as "StringLike" or "NumericLessThan". */

/* Whether the text of a document is a value of the operator's type at all, and whether one of a request is. */
bool naive_usable(const char *op, struct rampart_str operand, const struct naive_forms *forms);
bool naive_readable(const char *op, struct rampart_str value, const struct naive_forms *forms);

/* Whether the request's value stands in the operator's relation to the operand. */
bool naive_holds(const char *op, struct rampart_str operand, struct rampart_str value,
                 const struct naive_forms *forms);

/* Equal but for the case of ASCII letters. */
bool naive_equal_fold(struct rampart_str a, struct rampart_str b);

char naive_key_type(struct rampart_str key); /* as naive_type() (naive_statement.h); '\0': it has none */

/* Whether a request can have this value of the key. */
bool naive_key_can_have(const char *key, const char *value);

#endif
