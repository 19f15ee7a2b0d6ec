/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/class.h"

#include "catalog/error_codes.h"

enum rp_recorded rp_recorded_outcome(struct rampart_str error)
{
    struct rp_error_code code;
    if (error.len == 0) return RP_RECORDED_ALLOWED;
    bool denied = rp_error_code_find(error, &code) && code.about == RP_ERROR_DENIED;
    return denied ? RP_RECORDED_DENIED : RP_RECORDED_UNTOLD;
}

static void class_leave_open(struct rampart_replay_row *row, enum rampart_replay_reason reason,
                             struct rampart_str keys)
{
    row->which = RAMPART_REPLAY_UNDETERMINED;
    row->reason = reason;
    row->keys = keys;
}

/* A session whose call was denied may have had a session policy that denied it. */
void rp_class_by_record(const struct rp_call_answer *answer, enum rp_recorded recorded, bool session,
                        struct rampart_replay_row *row)
{
    bool allowed = answer->outcome == RAMPART_OUTCOME_ALLOW, was = recorded == RP_RECORDED_ALLOWED;
    if (recorded == RP_RECORDED_UNTOLD)
        class_leave_open(row, RAMPART_REPLAY_OUTCOME_UNTOLD, (struct rampart_str){NULL, 0});
    else if (answer->outcome == RAMPART_OUTCOME_CONDITIONAL)
        class_leave_open(row, answer->reason, answer->keys);
    else if (allowed && !was && session)
        class_leave_open(row, RAMPART_REPLAY_SESSION_POLICY, (struct rampart_str){NULL, 0});
    else if (allowed == was)
        row->which = RAMPART_REPLAY_AGREE;
    else
        row->which = allowed ? RAMPART_REPLAY_NOW_ALLOWED : RAMPART_REPLAY_NOW_DENIED;
}

/* Both sides have the same session policy: it matters only where the account's own answers differ. */
void rp_class_by_answers(const struct rp_call_answer *before, const struct rp_call_answer *after,
                         enum rp_recorded recorded, bool session, struct rampart_replay_row *row)
{
    static const enum rampart_replay_class classes[3][3] = {
        [RAMPART_OUTCOME_DENY] = {RAMPART_REPLAY_SAME, RAMPART_REPLAY_DENY_TO_ALLOW,
                                  RAMPART_REPLAY_DENY_TO_CONDITIONAL},
        [RAMPART_OUTCOME_ALLOW] = {RAMPART_REPLAY_ALLOW_TO_DENY, RAMPART_REPLAY_SAME,
                                   RAMPART_REPLAY_ALLOW_TO_CONDITIONAL},
        [RAMPART_OUTCOME_CONDITIONAL] = {RAMPART_REPLAY_CONDITIONAL_TO_DENY,
                                         RAMPART_REPLAY_CONDITIONAL_TO_ALLOW, RAMPART_REPLAY_UNDETERMINED},
    };
    enum rampart_outcome old = before->outcome, new = after->outcome;
    bool perhaps = session && recorded != RP_RECORDED_ALLOWED && old != new;
    if (perhaps && old == RAMPART_OUTCOME_ALLOW) old = RAMPART_OUTCOME_CONDITIONAL;
    if (perhaps && new == RAMPART_OUTCOME_ALLOW) new = RAMPART_OUTCOME_CONDITIONAL;
    row->which = classes[old][new];
    if (row->which != RAMPART_REPLAY_UNDETERMINED) return;
    const struct rp_call_answer *open = before->outcome == RAMPART_OUTCOME_CONDITIONAL ? before : after;
    class_leave_open(row, open->reason, open->keys);
}

const char *rampart_replay_class_name(enum rampart_replay_class which)
{
    static const char *const names[RAMPART_REPLAY_CLASSES] = {
        [RAMPART_REPLAY_AGREE] = "agree",
        [RAMPART_REPLAY_NOW_DENIED] = "now-denied",
        [RAMPART_REPLAY_NOW_ALLOWED] = "now-allowed",
        [RAMPART_REPLAY_SAME] = "same",
        [RAMPART_REPLAY_ALLOW_TO_DENY] = "allow-to-deny",
        [RAMPART_REPLAY_DENY_TO_ALLOW] = "deny-to-allow",
        [RAMPART_REPLAY_ALLOW_TO_CONDITIONAL] = "allow-to-conditional",
        [RAMPART_REPLAY_CONDITIONAL_TO_ALLOW] = "conditional-to-allow",
        [RAMPART_REPLAY_DENY_TO_CONDITIONAL] = "deny-to-conditional",
        [RAMPART_REPLAY_CONDITIONAL_TO_DENY] = "conditional-to-deny",
        [RAMPART_REPLAY_UNDETERMINED] = "undetermined",
    };
    return which < RAMPART_REPLAY_CLASSES ? names[which] : "";
}

bool rampart_replay_class_differs(enum rampart_replay_class which)
{
    return which != RAMPART_REPLAY_AGREE && which != RAMPART_REPLAY_SAME &&
           which < RAMPART_REPLAY_UNDETERMINED;
}

const char *rampart_replay_reason_name(enum rampart_replay_reason reason)
{
    static const char *const names[RAMPART_REPLAY_REASONS] = {
        [RAMPART_REPLAY_DETERMINED] = "",
        [RAMPART_REPLAY_CONDITION_KEYS] = "condition-keys",
        [RAMPART_REPLAY_RESOURCE_UNKNOWN] = "resource-unknown",
        [RAMPART_REPLAY_SESSION_POLICY] = "session-policy",
        [RAMPART_REPLAY_UNKNOWN_POLICIES] = "unknown-policies",
        [RAMPART_REPLAY_UNKNOWN_LAYERS] = "unknown-layers",
        [RAMPART_REPLAY_OUTCOME_UNTOLD] = "outcome-untold",
        [RAMPART_REPLAY_PRINCIPAL_UNKNOWN] = "principal-unknown",
    };
    return reason < RAMPART_REPLAY_REASONS ? names[reason] : "";
}
