/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about many resources at once: its resource is a pattern, and a statement is about all of what that stands
 * for, some of it or nothing of it. Each pattern of a document is looked at alone: where only several of them together
 * take in everything, the answer is "some".
 */
#ifndef RP_ENGINE_COVER_H
#define RP_ENGINE_COVER_H

#include "engine/match.h"

/*
 * How much the patterns cover: TRUE all, FALSE nothing, UNKNOWN some of it, or more than can be found out within the
 * limits of policy/pattern_cells.h. *ret_index is the first that covers all, else the first that covers some, else
 * `count`. Of the assumptions only resource-case has a part in it. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_cover(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index);

#endif
