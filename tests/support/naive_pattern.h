/* SPDX-License-Identifier: Apache-2.0 */
/* The naive twin of policy/pattern.h: two pointers and the last star. */
#ifndef TESTS_SUPPORT_NAIVE_PATTERN_H
#define TESTS_SUPPORT_NAIVE_PATTERN_H

#include <rampart/status.h>

/* Whether the pattern (`*`, `?`) matches the whole subject; both valid UTF-8. */
bool naive_pattern_match(struct rampart_str pattern, struct rampart_str subject);

#endif
