/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest name to a misspelt one, for "did you mean". */
#ifndef RP_TEXT_NEAR_H
#define RP_TEXT_NEAR_H

#include <rampart/status.h>

/*
 * The name that differs least from the word (case counts little; insertions, deletions, replacements and
 * swaps of neighbours count one each), or NULL when none is near: more than a third of the word off.
 */
const char *rp_nearest(struct rampart_str word, const char *const *names, size_t count);

/* How many single edits lead from one text to the other; at most `most` + 1 is returned. */
unsigned rp_edit_distance(struct rampart_str a, struct rampart_str b, unsigned most);

#endif
