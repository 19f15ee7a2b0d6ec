/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replaying what happened: the calls that ActionTrail recorded are decided again, by the account as it is
 * described, and compared with what the cloud did, or with what another version of the account would decide.
 * docs/replay.md describes it for users of the program.
 *
 * Events are read one at a time and only counted. So memory does not grow with their number. It grows with
 * the rows, one for each principal, action and class, and these are bounded. The order of events and of files
 * changes nothing: parts that were counted apart and merged give the same as one run.
 *
 * Words:
 *
 *   - A class says how the decision on a call stands to the record: it agrees, the call would now be denied,
 *     or it would now be allowed. A call is undetermined when the event does not say enough, and its row has
 *     the reason.
 *   - A skipped event records no call of a principal of this account.
 *
 * Ownership: All texts that a replay hands out live until the next call about it, or until it is freed.
 *
 * Thread-safety: A replay belongs to one thread at a time. Threads that each have one may share the sets.
 *
 * Example: what a new version of an account would change for recorded calls.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/replay.h>
 *
 *     static void print(const struct rampart_replay_result *result)
 *     {
 *         for (size_t i = 0; i < result->row_count; i++) {
 *             const struct rampart_replay_row *row = &result->rows[i];
 *             if (rampart_replay_class_differs(row->which))
 *                 printf("%s: %.*s, %.*s\n", rampart_replay_class_name(row->which), (int)row->principal.len,
 *                        row->principal.data, (int)row->action.len, row->action.data);
 *         }
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_account *old = NULL, *next = NULL;
 *         struct rampart_set *old_set = NULL, *next_set = NULL;
 *         struct rampart_replay *replay = NULL;
 *         struct rampart_replay_result result;
 *         if (rampart_account_read_file(NULL, "examples/replay/account.yaml", NULL, &old) ||
 *             rampart_account_read_file(NULL, "examples/replay/next.yaml", NULL, &next))
 *             return 1;
 *         const struct rampart_set_parts old_parts = {.account = old}, next_parts = {.account = next};
 *         if (rampart_set_new(NULL, &old_parts, NULL, &old_set) || rampart_set_new(NULL, &next_parts, NULL, &next_set))
 *             return 1;
 *         const struct rampart_replay_options how = {.account = old_set, .against = next_set};
 *         if (rampart_replay_new(NULL, &how, NULL, &replay) ||
 *             rampart_replay_file(replay, "examples/replay/events.jsonl", NULL) ||
 *             rampart_replay_result(replay, &result))
 *             return 1;
 *         print(&result);
 *         rampart_replay_free(replay);
 *         rampart_set_free(next_set);
 *         rampart_set_free(old_set);
 *         rampart_account_free(next);
 *         rampart_account_free(old);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     allow-to-deny: acs:ram::1000000000000001:role/deployer, ess:CancelInstanceRefresh
 *     allow-to-deny: acs:ram::1000000000000001:user/alice, ess:CancelInstanceRefresh
 */
#ifndef RAMPART_REPLAY_H
#define RAMPART_REPLAY_H

#include <stdint.h>

#include <rampart/set.h>
#include <rampart/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A replay. */
struct rampart_replay;

/* How the decision on a call stands to the record, or to that of the other set. */
enum rampart_replay_class {
    /* Compared with the record: both say the same. */
    RAMPART_REPLAY_AGREE = 0,

    /* The call was allowed and would now be denied. */
    RAMPART_REPLAY_NOW_DENIED,

    /* The call was denied and would now be allowed. */
    RAMPART_REPLAY_NOW_ALLOWED,

    /* Compared with the other set: what `account` decides, and what `against` does. */
    RAMPART_REPLAY_SAME,
    RAMPART_REPLAY_ALLOW_TO_DENY,
    RAMPART_REPLAY_DENY_TO_ALLOW,
    RAMPART_REPLAY_ALLOW_TO_CONDITIONAL,
    RAMPART_REPLAY_CONDITIONAL_TO_ALLOW,
    RAMPART_REPLAY_DENY_TO_CONDITIONAL,
    RAMPART_REPLAY_CONDITIONAL_TO_DENY,

    /* In both cases: it cannot be told. See enum rampart_replay_reason. */
    RAMPART_REPLAY_UNDETERMINED,

    /* The number of classes. */
    RAMPART_REPLAY_CLASSES
};

/* How a call ended, by the error code of its event. */
enum rampart_recorded {
    RAMPART_RECORDED_ALLOWED = 0,
    RAMPART_RECORDED_DENIED,

    /* It failed, and it is not known whether that was before it was authorised. */
    RAMPART_RECORDED_UNTOLD
};

/* A call that was decided, and one of the actions that authorise it. */
struct rampart_replay_call {
    /* "acs:ram::…:user/alice"; of a session, its role. */
    struct rampart_str principal;

    /* "ess:CancelInstanceRefresh" */
    struct rampart_str action;

    /* It is the first action of its call. */
    bool first;

    /* What the call was about, as far as the event tells; where it does not, patterns of what it can have been. */
    struct rampart_strs resources;

    /* The event tells the resource. */
    bool told;

    /* UTC, "2026-03-01T02:03:04Z". */
    struct rampart_str time;

    enum rampart_recorded recorded;

    /* How the decision on the whole call stands to the record. */
    enum rampart_replay_class which;
};

/* How a replay is made. Zeroed, it can only merge parts. */
struct rampart_replay_options {
    /* The set that decides. NULL: parts are merged, and no events are read. */
    const struct rampart_set *account;

    /* Another set that decides as well; its decisions are compared with. NULL: the record is. */
    const struct rampart_set *against;

    /* The most rows, and the most kinds of skipped events. 0: 100,000. */
    size_t rows;

    /* The longest event, in bytes. 0: 1 MiB. */
    size_t event_bytes;

    /* The files of events, and those that parts name, are added to it. NULL: files are not recorded. */
    struct rampart_inventory *inventory;

    /*
     * Called for each action of each call that is decided, in the thread that reads. The call and its texts live until it
     * returns; another status than RAMPART_OK ends the reading. May be NULL.
     */
    enum rampart_status (*call)(void *context, const struct rampart_replay_call *call);
    void *call_context;

    /*
     * Called from time to time, in the thread that reads, with the number of bytes of a file, packed or not, that were read
     * since the last call. May be NULL.
     */
    void (*progress)(void *context, size_t bytes);
    void *progress_context;
};

/*
 * Makes an empty replay. The sets must be of one account each, not made for `few` requests, and of the same
 * account id.
 *
 * Ownership: The caller frees the replay with rampart_replay_free(). The sets and the inventory must outlive
 * it.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for sets of different accounts; RAMPART_LIMIT with a
 * diagnostic for an account with a pattern that is too large; RAMPART_NO_MEMORY; RAMPART_MISUSE for other
 * sets, for `against` without `account`, for more than 2,147,483,647 rows, and when `how` or `ret_replay` is
 * NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_new(const struct rampart_options *options, const struct rampart_replay_options *how,
                   struct rampart_diags *diags, struct rampart_replay **ret_replay);

/* Frees the replay and what it counted. NULL is allowed. */
RAMPART_API void rampart_replay_free(struct rampart_replay *replay);

/*
 * Reads the events of a file and counts them. `path` ends in NUL; "-" is standard input. The file may be
 * packed by gzip, in one member or several. It holds JSON objects one behind the other, or lists of them.
 * Each is an event, or something that holds events: a row of the Log Service, an envelope of EventBridge, an
 * answer of LookupEvents.
 *
 * The file is read as a stream, so its size does not matter. After an error the counts are incomplete: free
 * the replay.
 *
 * Ownership: Nothing of the file is kept.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a text that is no JSON, an object without an event, and
 * a damaged or truncated gzip file; RAMPART_IO for a file that cannot be read; RAMPART_LIMIT with a
 * diagnostic for an event that is too long and for too many rows; RAMPART_NO_MEMORY; RAMPART_MISUSE when
 * `replay` or `path` is NULL, and for a replay that only merges.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_file(struct rampart_replay *replay, const char *path, struct rampart_diags *diags);

/*
 * Reads events from memory and counts them, as rampart_replay_file() does. `file` names them in diagnostics.
 *
 * Ownership: Nothing of the bytes is kept.
 * Errors: as rampart_replay_file(), but RAMPART_IO.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_replay_read(struct rampart_replay *replay,
                                                                       struct rampart_str bytes,
                                                                       struct rampart_str file,
                                                                       struct rampart_diags *diags);

/*
 * Adds a part: what another replay counted, as the JSON that rampart_report_replay() printed. All parts must
 * be of one account and of one question. Each may come once: the same file, or the same text with a row in
 * it, is an error. `path` ends in NUL; "-" is standard input. After an error the counts are incomplete.
 *
 * Ownership: Nothing of the file is kept.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a file that is no such part, does not add up or does
 * not belong to the others; RAMPART_IO; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is
 * NULL, `diags` among them.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_merge_file(struct rampart_replay *replay, const char *path, struct rampart_diags *diags);

/*
 * Returns the word of reports for a class: "agree", "now-denied", "allow-to-deny", …
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_replay_class_name(enum rampart_replay_class which);

/* Returns whether calls of this class would be decided otherwise. Undetermined ones do not count. */
RAMPART_API bool rampart_replay_class_differs(enum rampart_replay_class which);

/* The reason why a call is undetermined. */
enum rampart_replay_reason {
    /* The call is determined. */
    RAMPART_REPLAY_DETERMINED = 0,

    /* Condition keys that the event does not tell. The row names them. */
    RAMPART_REPLAY_CONDITION_KEYS,

    /* It matters which resource it was, and the event does not tell. */
    RAMPART_REPLAY_RESOURCE_UNKNOWN,

    /* The session of a role may have had a session policy that denied. */
    RAMPART_REPLAY_SESSION_POLICY,

    /* Policies that the account does not show. */
    RAMPART_REPLAY_UNKNOWN_POLICIES,

    /* Layers of the resource that were not seen, such as the policy of a bucket. */
    RAMPART_REPLAY_UNKNOWN_LAYERS,

    /* The call failed, and it is not known whether that was before it was authorised. */
    RAMPART_REPLAY_OUTCOME_UNTOLD,

    /* The account has no such user or role. */
    RAMPART_REPLAY_PRINCIPAL_UNKNOWN,

    /* The number of reasons. */
    RAMPART_REPLAY_REASONS
};

/*
 * Returns the word of reports for a reason: "condition-keys", "resource-unknown", …; "" for a call that is
 * determined.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_replay_reason_name(enum rampart_replay_reason reason);

/* An event that stands for others of its row. */
struct rampart_replay_sample {
    /* UTC, "2026-03-01T02:03:04Z". */
    struct rampart_str time;

    /* The id of the event; a very long one is cut. */
    struct rampart_str id;
};

/* The most samples of one row. */
enum { RAMPART_REPLAY_SAMPLES = 3 };

/* The calls of one principal, one action and one class. */
struct rampart_replay_row {
    /* "acs:ram::…:user/alice"; of a session, its role. */
    struct rampart_str principal;

    /* "ess:CancelInstanceRefresh". Several that one call needs are separated by commas. */
    struct rampart_str action;

    enum rampart_replay_class which;
    enum rampart_replay_reason reason;

    /*
     * For the reason CONDITION_KEYS: the keys, sorted, separated by commas. A comma in a key is written %2C.
     */
    struct rampart_str keys;

    /* How many calls there were. */
    uint64_t count;

    /* The times of the earliest and the latest, as in samples. */
    struct rampart_str first, last;

    /* The earliest calls; of those at one time, the ones with the least ids. */
    struct rampart_replay_sample samples[RAMPART_REPLAY_SAMPLES];
    size_t sample_count;
};

/* Events that cannot be replayed. */
struct rampart_replay_skip {
    /* "event-type", "principal-type", "other-account", … */
    struct rampart_str reason;

    /* The type, or the account, or whatever the reason is about. It may be cut, and it may be empty. */
    struct rampart_str detail;

    uint64_t count;
};

/* Everything that was counted. */
struct rampart_replay_result {
    /* The id of the account. */
    struct rampart_str account;

    /* The decisions were compared with those of another set, and not with the record. */
    bool against;

    /*
     * Events that were read, of these the ones that are calls and were decided, and the ones that were
     * skipped.
     */
    uint64_t read, mapped, skipped;

    /* How many calls there are of each class. */
    uint64_t classes[RAMPART_REPLAY_CLASSES];

    /* Sorted by principal, action, class, reason and keys. */
    const struct rampart_replay_row *rows;
    size_t row_count;

    /* Sorted by reason and detail. */
    const struct rampart_replay_skip *skips;
    size_t skip_count;
};

/*
 * Gives what was counted so far. Sorting the rows takes additional memory. More events may be read
 * afterwards.
 *
 * Ownership: The lists live until the next call about this replay, or until it is freed.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_replay_result(struct rampart_replay *replay, struct rampart_replay_result *ret_result);

#ifdef __cplusplus
}
#endif

#endif
