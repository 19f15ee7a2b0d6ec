/* SPDX-License-Identifier: Apache-2.0 */
/* One pattern against one subject, from a compiler and a matcher of its own; and what such tests need. */
#ifndef TESTS_SUPPORT_TRY_PATTERN_H
#define TESTS_SUPPORT_TRY_PATTERN_H

#include <rampart/status.h>

/* Whether the pattern matches; a status other than RAMPART_OK fails the test. */
bool try_pattern(struct rampart_str pattern, struct rampart_str subject);

/* The same of C strings. */
bool matches(const char *pattern, const char *subject);

/* Whether the text equals the subject but for case. */
bool folds(const char *text, const char *subject);

/* `begin`, `times` copies of `unit`, then `end`. The caller frees it. */
char *repeat(const char *begin, const char *unit, size_t times, const char *end);

#endif
