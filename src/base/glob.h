/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing a pattern with a short text that is known, without compiling it. */
#ifndef RP_BASE_GLOB_H
#define RP_BASE_GLOB_H

#include <rampart/status.h>

/*
 * Whether a pattern matches the whole text; ASCII case does not count. A `*` in the text is an ordinary character, so
 * that a pattern that matches another pattern's text matches everything that one matches, as long as it has no `?`.
 * Takes time in proportion to the product of the lengths: one of the two must be short.
 */
bool rp_glob(struct rampart_str pattern, struct rampart_str text);

#endif
