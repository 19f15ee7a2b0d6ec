/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replaying what happened: the calls that ActionTrail recorded are decided again, by the account as it is described,
 * and compared with what the cloud did, or with what another account would decide.
 *
 * Events are read one at a time and only counted, so memory does not grow with their number; it grows with the rows,
 * which are bounded. The order of events and of files changes nothing: parts that were counted apart and merged give
 * the same as one run. A replay belongs to one thread.
 */
#ifndef RAMPART_REPLAY_H
#define RAMPART_REPLAY_H

#include <stdint.h>

#include <rampart/set.h>
#include <rampart/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_replay;

/* What a replay is made with; zeroed, it can only merge. */
struct rampart_replay_options {
    const struct rampart_set *account; /* decides; NULL: parts are merged, no events are read */
    const struct rampart_set *against; /* decides as well, and is compared with; NULL: the record is */
    size_t rows;                            /* the most rows and skipped kinds; 0: 100,000 */
    size_t event_bytes;                     /* the longest event; 0: 1 MiB */
    struct rampart_inventory *inventory; /* files of events that are read, or that parts tell of, are added; or NULL */
};

/*
 * An empty replay. The accounts must outlive it; two must be of the same id. The caller frees it with
 * rampart_replay_free(). Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_new(const struct rampart_options *options, const struct rampart_replay_options *how,
                   struct rampart_diags *diags, struct rampart_replay **ret_replay);

/* NULL is allowed. */
RAMPART_API void rampart_replay_free(struct rampart_replay *replay);

/*
 * Reads the events of a file, "-" for standard input, and counts them. It may be packed by gzip, in one member or
 * several. It holds JSON objects behind one another, or lists of them; each is an event, or what holds one: a row of
 * the Log Service, an envelope of EventBridge, an answer of LookupEvents.
 * After an error the counts are good for nothing. Errors: RAMPART_INVALID_INPUT with a diagnostic (no JSON, no event,
 * a damaged or truncated gz), RAMPART_IO, RAMPART_LIMIT (an event that is too long, too many rows; with a diagnostic),
 * RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_file(struct rampart_replay *replay, const char *path, struct rampart_diags *diags);

/* The same for bytes in memory; `file` names them in diagnostics. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_replay_read(struct rampart_replay *replay,
                                                                       struct rampart_str bytes,
                                                                       struct rampart_str file,
                                                                       struct rampart_diags *diags);

/*
 * Adds what another replay counted: the JSON that rampart_report_replay() printed. All parts must be of one account
 * and of one question, and each may come once: the same file, or the same text with a row in it, is an error. Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_IO, RAMPART_LIMIT, RAMPART_NO_MEMORY,
 * RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_merge_file(struct rampart_replay *replay, const char *path, struct rampart_diags *diags);

/* How the decision on a call stands to the record, or to that of the other account. */
enum rampart_replay_class {
    RAMPART_REPLAY_AGREE = 0,
    RAMPART_REPLAY_NOW_DENIED,  /* was allowed, would now be denied */
    RAMPART_REPLAY_NOW_ALLOWED, /* was denied, would now be allowed */
    /* Against another account: */
    RAMPART_REPLAY_SAME,
    RAMPART_REPLAY_ALLOW_TO_DENY,
    RAMPART_REPLAY_DENY_TO_ALLOW,
    RAMPART_REPLAY_ALLOW_TO_CONDITIONAL,
    RAMPART_REPLAY_CONDITIONAL_TO_ALLOW,
    RAMPART_REPLAY_DENY_TO_CONDITIONAL,
    RAMPART_REPLAY_CONDITIONAL_TO_DENY,

    RAMPART_REPLAY_UNDETERMINED, /* of both: see enum rampart_replay_reason */
    RAMPART_REPLAY_CLASSES
};

/* "agree", "now-denied", "allow-to-deny", … Static memory. */
RAMPART_API const char *rampart_replay_class_name(enum rampart_replay_class which);

/* Whether a call of this class would be decided differently. */
RAMPART_API bool rampart_replay_class_differs(enum rampart_replay_class which);

/* What leaves a call undetermined. */
enum rampart_replay_reason {
    RAMPART_REPLAY_DETERMINED = 0,
    RAMPART_REPLAY_CONDITION_KEYS,   /* keys that the event does not tell; the row names them */
    RAMPART_REPLAY_RESOURCE_UNKNOWN, /* it matters which resource it was, and that cannot be told */
    RAMPART_REPLAY_SESSION_POLICY,   /* the session of a role may have had one that denied */
    RAMPART_REPLAY_UNKNOWN_POLICIES, /* policies that were not given */
    RAMPART_REPLAY_UNKNOWN_LAYERS,   /* layers of the resource that were not seen: a bucket's policy */
    RAMPART_REPLAY_OUTCOME_UNTOLD, /* the call failed, and it is not known whether before it was authorised */
    RAMPART_REPLAY_PRINCIPAL_UNKNOWN, /* the account has no such user or role */
    RAMPART_REPLAY_REASONS
};

/* "condition-keys", "resource-unknown", … Static memory; "" for a call that is determined. */
RAMPART_API const char *rampart_replay_reason_name(enum rampart_replay_reason reason);

/* An event that stands for others of its row. */
struct rampart_replay_sample {
    struct rampart_str time; /* UTC, "2026-03-01T02:03:04Z" */
    struct rampart_str id;   /* may be cut */
};

enum { RAMPART_REPLAY_SAMPLES = 3 };

/* The calls of one principal, one action and one class. All texts live as long as the replay. */
struct rampart_replay_row {
    struct rampart_str principal; /* "acs:ram::…:user/alice"; of a session its role */
    struct rampart_str action;    /* "ess:CancelInstanceRefresh"; several are separated by "," */
    enum rampart_replay_class which;
    enum rampart_replay_reason reason;
    struct rampart_str keys; /* of CONDITION_KEYS: their names, sorted, separated by ","; one within is %2C */
    uint64_t count;
    struct rampart_str first, last;                               /* times */
    struct rampart_replay_sample samples[RAMPART_REPLAY_SAMPLES]; /* the earliest, then the least ids */
    size_t sample_count;
};

/* Events that cannot be replayed. */
struct rampart_replay_skip {
    struct rampart_str reason; /* "event-type", "principal-type", "other-account", … */
    struct rampart_str detail; /* the type, the account, …; of others, may be cut, may be empty */
    uint64_t count;
};

/* Everything that was counted. */
struct rampart_replay_result {
    struct rampart_str account;
    bool against; /* compared with another account, not with the record */
    uint64_t read, mapped, skipped;
    uint64_t classes[RAMPART_REPLAY_CLASSES];
    const struct rampart_replay_row *rows; /* sorted by principal, action, class, reason and keys */
    size_t row_count;
    const struct rampart_replay_skip *skips; /* sorted by reason and detail */
    size_t skip_count;
};

/*
 * What was counted so far; it lives until the next call about this replay. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_result(struct rampart_replay *replay, struct rampart_replay_result *ret_result);

#ifdef __cplusplus
}
#endif

#endif
