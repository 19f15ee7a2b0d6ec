/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest name to a misspelt one, for "did you mean". */
#ifndef RP_TEXT_DID_YOU_MEAN_H
#define RP_TEXT_DID_YOU_MEAN_H

#include <rampart/status.h>

/*
 * The name that differs least from the word (case counts little; insertions, deletions, replacements and
 * swaps of neighbours count one each), or NULL when none is near: more than a third of the word off.
 */
const char *rp_nearest(struct rampart_str word, const char *const *names, size_t count);

/* The number of single edits between two texts; `most` + 1 when there are more than `most`. */
unsigned rp_edit_distance(struct rampart_str a, struct rampart_str b, unsigned most);

#endif
