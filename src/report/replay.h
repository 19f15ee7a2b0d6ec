/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of a replay. */
#ifndef RP_REPORT_REPLAY_H
#define RP_REPORT_REPLAY_H

#include <rampart/replay.h>

#include "report/report.h"

enum rampart_status rp_replay_json(struct rp_print *print, const struct rampart_replay_result *result);
enum rampart_status rp_replay_csv(struct rp_print *print, const struct rampart_replay_result *result);
enum rampart_status rp_replay_text(struct rp_print *print, const struct rampart_replay_result *result);

#endif
