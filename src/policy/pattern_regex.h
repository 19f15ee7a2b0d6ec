/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns that PCRE2 matches: those with `?`, and texts compared without their case. */
#ifndef RP_POLICY_PATTERN_REGEX_H
#define RP_POLICY_PATTERN_REGEX_H

#include "policy/pattern.h"

/* Compiles a pattern. Nothing is borrowed. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_regex_compile(struct rp_arena *arena, struct rampart_str pattern, void **ret_code);

/* Compiles a text without wildcards whose case does not count. Nothing is borrowed. Errors: the same. */
enum rampart_status rp_regex_compile_fold(struct rp_arena *arena, struct rampart_str text, void **ret_code);

/* Whether the whole subject matches. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_regex_match(const void *code, struct rp_matcher *matcher, struct rampart_str subject,
                                   bool *ret_match);

#endif
