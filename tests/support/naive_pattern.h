/* SPDX-License-Identifier: Apache-2.0 */
/* The naive twin of policy/pattern.h: two pointers and the last star. And that of policy/arn_pattern.h. */
#ifndef TESTS_SUPPORT_NAIVE_PATTERN_H
#define TESTS_SUPPORT_NAIVE_PATTERN_H

#include <rampart/status.h>

/* Whether the pattern (`*`, `?`) matches the whole subject; both valid UTF-8. */
bool naive_pattern_match(struct rampart_str pattern, struct rampart_str subject);

/* The same for an ARN of five fields: but at the pattern's end a wildcard stays within its field. */
bool naive_fields_match(const char *pattern, const char *resource);

/* The pattern with a `*` for every field that is empty or missing; one at its end stands for the missing ones. */
void naive_fill_fields(const char *pattern, char *ret_filled, size_t size);

#endif
