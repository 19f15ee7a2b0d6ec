/* SPDX-License-Identifier: Apache-2.0 */
/* The caller of an event, and the condition keys that the event tells. */
#ifndef RP_TRAIL_CALLER_H
#define RP_TRAIL_CALLER_H

#include <rampart/replay.h>

#include "account/account.h"
#include "trail/event.h"

/* The condition keys that an event may tell. */
enum rp_circumstance {
    RP_CIRCUMSTANCE_TIME = 0,
    RP_CIRCUMSTANCE_ADDRESS,
    RP_CIRCUMSTANCE_SECURE,
    RP_CIRCUMSTANCE_MFA,
    RP_CIRCUMSTANCE_VPC,
    RP_CIRCUMSTANCES
};

/* Their names. */
extern const struct rampart_str rp_circumstance_keys[RP_CIRCUMSTANCES];

/* More absent keys than these are left unknown. */
enum { RP_ABSENT_KEYS = 8 };

/* The same for all actions and resources of a call. */
struct rp_caller {
    struct rampart_str account;                         /* that the caller is of */
    struct rampart_str principal;                       /* "user/alice", "role/ci/SESSION", "root" */
    struct rampart_str holder;                          /* the same without a session */
    struct rampart_str circumstances[RP_CIRCUMSTANCES]; /* empty: the event does not tell */
    struct rampart_str absent[RP_ABSENT_KEYS];          /* condition keys that the event says it did not have */
    size_t absent_count;
};

/*
 * Finds the caller of an event of the account, or of an organisation's. A reason in *ret_skip says why the event cannot be replayed. `arena` is
 * for the texts. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_caller_of(struct rp_arena *arena, const struct rp_event *event,
                                 const struct rampart_account *account, struct rp_caller *ret_caller,
                                 struct rampart_replay_skip *ret_skip);

#endif
