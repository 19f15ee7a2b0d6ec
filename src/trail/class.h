/* SPDX-License-Identifier: Apache-2.0 */
/* The class of a call: its decision beside the record of the call, or beside another decision. */
#ifndef RP_TRAIL_CLASS_H
#define RP_TRAIL_CLASS_H

#include "trail/evaluator.h"

/* How the call ended, by the error code of its event. */
enum rp_recorded { RP_RECORDED_ALLOWED = 0, RP_RECORDED_DENIED, RP_RECORDED_UNTOLD };
enum rp_recorded rp_recorded_outcome(struct rampart_str error);

/* Fill the class of a row, and the reason where it stays undetermined. `session`: a role session made the call. */
void rp_class_by_record(const struct rp_call_answer *answer, enum rp_recorded recorded, bool session,
                        struct rampart_replay_row *row);
void rp_class_by_answers(const struct rp_call_answer *before, const struct rp_call_answer *after,
                         enum rp_recorded recorded, bool session, struct rampart_replay_row *row);

#endif
