/* SPDX-License-Identifier: Apache-2.0 */
/* What is expected of a decision, in words. */
#ifndef RP_DECIDE_WORDS_H
#define RP_DECIDE_WORDS_H

#include <rampart/decision.h>

/* The words, as rampart_expect_name() has them; their letters count as they are written. */
bool rp_expect_read(struct rampart_str word, enum rampart_expect *ret_expect);

/* What to write: the words. */
extern const char rp_expect_help[];

#endif
