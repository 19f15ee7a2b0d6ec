/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A recorded trail as the judge of the decisions: each call that ActionTrail recorded is decided, and held against what the
 * cloud did; and what the calls show about the points that the cloud does not document. docs/calibrate.md describes it for
 * users of the program.
 *
 * Events are read as a replay reads them (replay.h): as a stream, with memory that grows with what is told apart, which is
 * bounded, and not with their number. The order of events and of files changes nothing, and parts that were counted apart
 * and merged give the same as one run.
 *
 * Words:
 *
 *   - The agreement of a call says what the cloud did, what is decided here, or why that cannot be told.
 *   - A reading is a value of a switch (assumption.h). A reading explains a call when the decision under it is what the
 *     cloud did, and contradicts it when the decision is the other one.
 *   - An observation is what calls show: under which combinations of readings they are explained. A call that no
 *     combination explains differs for another reason, and is none.
 *   - A verdict on a reading is refuted, supported (all other readings of the switch are refuted), disputed (calls speak
 *     against every reading, so that something else is amiss), or silent.
 *   - A contradiction is a call whose refusal names another action or resource than the catalogue derives from it.
 *
 * Ownership: All texts and lists that a calibration hands out live until the next call about it, or until it is freed.
 *
 * Thread-safety: A calibration belongs to one thread at a time. Threads that each have one may share the set.
 *
 * Example: which readings do these events speak for?
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/calibrate.h>
 *
 *     static void print(const struct rampart_calibration_result *result)
 *     {
 *         for (size_t i = 0; i < result->reading_count; i++) {
 *             const struct rampart_calibration_reading *reading = &result->readings[i];
 *             if (reading->verdict != RAMPART_READING_SILENT)
 *                 printf("%s=%s: %s\n", rampart_assumption_name(reading->assumption),
 *                        rampart_assumption_value(reading->assumption, reading->value),
 *                        rampart_reading_verdict_name(reading->verdict));
 *         }
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_account *account = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_calibration *calibration = NULL;
 *         struct rampart_calibration_result result;
 *         if (rampart_account_read_file(NULL, "examples/calibrate/account.yaml", NULL, &account)) return 1;
 *         const struct rampart_set_parts parts = {.account = account};
 *         if (rampart_set_new(NULL, &parts, NULL, &set)) return 1;
 *         const struct rampart_calibration_options how = {.account = set};
 *         if (rampart_calibration_new(NULL, &how, NULL, &calibration) ||
 *             rampart_calibration_file(calibration, "examples/calibrate/events.jsonl", NULL) ||
 *             rampart_calibration_result(calibration, &result))
 *             return 1;
 *         print(&result);
 *         rampart_calibration_free(calibration);
 *         rampart_set_free(set);
 *         rampart_account_free(account);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     resource-case=sensitive: refuted
 *     resource-case=insensitive: supported
 */
#ifndef RAMPART_CALIBRATE_H
#define RAMPART_CALIBRATE_H

#include <rampart/replay.h>
#include <rampart/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A calibration. */
struct rampart_calibration;

/* How a calibration is made. Zeroed, it can only merge parts. The members are those of struct rampart_replay_options. */
struct rampart_calibration_options {
    /* The set that decides; readings that no call speaks about are as it was made with. NULL: parts are merged. */
    const struct rampart_set *account;

    /* The most rows of all kinds, and the most kinds of skipped events. 0: 100,000 of each. */
    size_t rows;

    /* The longest event, in bytes. 0: 1 MiB. */
    size_t event_bytes;

    /* A few events of each thing are kept, for rampart_calibration_evidence(): at most 2,000 of 32 KiB each. */
    bool keep_evidence;

    /* The files of events, and those that parts name, are added to it. NULL: files are not recorded. */
    struct rampart_inventory *inventory;

    /* Called from time to time with the number of bytes that were read since the last call. May be NULL. */
    void (*progress)(void *context, size_t bytes);
    void *progress_context;
};

/*
 * Makes an empty calibration. The set must be of one account, or of an organisation, and not made for `few` requests.
 *
 * Ownership: The caller frees the calibration with rampart_calibration_free(). The set and the inventory must outlive it.
 * Errors: as rampart_replay_new().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_calibration_new(const struct rampart_options *options, const struct rampart_calibration_options *how,
                        struct rampart_diags *diags, struct rampart_calibration **ret_calibration);

/* Frees the calibration and what it counted. NULL is allowed. */
RAMPART_API void rampart_calibration_free(struct rampart_calibration *calibration);

/*
 * Reads the events of a file, as rampart_replay_file() does, and counts what they show. After an error the counts are
 * incomplete: free the calibration.
 *
 * Ownership: Nothing of the file is kept but the texts of samples.
 * Errors: as rampart_replay_file().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_calibration_file(struct rampart_calibration *calibration, const char *path, struct rampart_diags *diags);

/*
 * Reads events from memory, as rampart_replay_read() does. `file` names them in diagnostics and samples.
 *
 * Ownership: Nothing of the bytes is kept but the texts of samples.
 * Errors: as rampart_replay_read().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_calibration_read(struct rampart_calibration *calibration,
                                                                            struct rampart_str bytes,
                                                                            struct rampart_str file,
                                                                            struct rampart_diags *diags);

/*
 * Adds a part: what another calibration counted, as the JSON that rampart_report_calibration() printed. All parts must
 * be of one account and of the same readings, and each may come once, as for rampart_replay_merge_file().
 *
 * Ownership: Nothing of the file is kept.
 * Errors: as rampart_replay_merge_file().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_calibration_merge_file(struct rampart_calibration *calibration, const char *path, struct rampart_diags *diags);

/* A call that stands for others. */
struct rampart_calibration_sample {
    /* UTC, "2026-03-01T02:03:04Z". */
    struct rampart_str time;

    /* The id of the event. */
    struct rampart_str id;

    /* The file, and the line that the event begins in. Long texts of a sample are cut. */
    struct rampart_str file;
    unsigned line;

    /* Of a contradiction: the action or resource that the refusal names. Otherwise empty. */
    struct rampart_str told;
};

/* The most samples of one thing: the earliest calls; of those at one time, the ones with the least ids. */
enum { RAMPART_CALIBRATION_SAMPLES = 3 };

/* What the cloud did with a call, and what is decided here. */
enum rampart_agreement {
    RAMPART_BOTH_ALLOWED = 0,
    RAMPART_BOTH_DENIED,

    /* The cloud allowed it. */
    RAMPART_DENIED_HERE,

    /* The cloud denied it. */
    RAMPART_ALLOWED_HERE,

    /* It cannot be told. See enum rampart_replay_reason. */
    RAMPART_AGREEMENT_UNDETERMINED,

    /* The number of agreements. */
    RAMPART_AGREEMENTS
};

/*
 * Returns the word of reports: "both-allowed", "both-denied", "denied-here", "allowed-here", "undetermined".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_agreement_name(enum rampart_agreement agreement);

/* The calls of one action and one agreement. */
struct rampart_calibration_row {
    /* "ess:CancelInstanceRefresh". Several that one call needs are separated by commas. */
    struct rampart_str action;

    enum rampart_agreement agreement;

    /* Of undetermined calls; for CONDITION_KEYS the keys, sorted, separated by commas. */
    enum rampart_replay_reason reason;
    struct rampart_str keys;

    /* How many calls there were, and the first of them. */
    uint64_t count;
    struct rampart_calibration_sample samples[RAMPART_CALIBRATION_SAMPLES];
    size_t sample_count;
};

/* The calls of one service. */
struct rampart_calibration_service {
    /* "ess": what stands before the colon of its actions. */
    struct rampart_str service;

    uint64_t counts[RAMPART_AGREEMENTS];
};

/* What the calls say about a reading. */
enum rampart_reading_verdict {
    RAMPART_READING_SILENT = 0,
    RAMPART_READING_SUPPORTED,
    RAMPART_READING_REFUTED,
    RAMPART_READING_DISPUTED
};

/*
 * Returns the word of reports: "silent", "supported", "refuted", "disputed".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_reading_verdict_name(enum rampart_reading_verdict verdict);

/* One value of a switch. */
struct rampart_calibration_reading {
    enum rampart_assumption assumption;

    /* The number of the value, for rampart_assumption_value(). */
    size_t value;

    enum rampart_reading_verdict verdict;

    /* The calls that this reading alone explains, as far as the others are settled. */
    uint64_t alone;
    struct rampart_calibration_sample alone_samples[RAMPART_CALIBRATION_SAMPLES];
    size_t alone_sample_count;

    /* The calls that contradict it, and that another reading explains. */
    uint64_t against;
    struct rampart_calibration_sample against_samples[RAMPART_CALIBRATION_SAMPLES];
    size_t against_sample_count;
};

/* Calls that are explained under the same combinations of readings. */
struct rampart_calibration_observation {
    /* The names of the switches that matter, in the order of enum rampart_assumption, separated by commas. */
    struct rampart_str switches;

    /*
     * A sign for each combination of their values, those of the last switch next to one another: `+` explains the
     * calls, `-` contradicts them, `?` leaves them open.
     */
    struct rampart_str outcomes;

    uint64_t count;
    struct rampart_calibration_sample samples[RAMPART_CALIBRATION_SAMPLES];
    size_t sample_count;
};

/* Calls whose refusal contradicts the catalogue. */
struct rampart_calibration_contradiction {
    /* "ess:CancelInstanceRefresh", as the catalogue has it for the call. */
    struct rampart_str action;

    /* The refusal names another resource; otherwise another action. */
    bool of_resource;

    /* What the catalogue has: the ARN templates of the action, separated by blanks, or the actions. */
    struct rampart_str expected;

    /* The samples have what the refusal names. */
    uint64_t count;
    struct rampart_calibration_sample samples[RAMPART_CALIBRATION_SAMPLES];
    size_t sample_count;
};

/* Everything that was counted. */
struct rampart_calibration_result {
    /* The id of the account; of an organisation those of all its accounts, with commas between them. */
    struct rampart_str account;

    /* The readings that decided: those of the set, or of the parts. */
    rampart_switches assumptions;

    /* Events that were read, of these the calls that were decided, and the ones that were skipped. */
    uint64_t read, mapped, skipped;

    /* How many calls there are of each agreement. */
    uint64_t agreements[RAMPART_AGREEMENTS];

    /* Calls that so many readings may change that they were not tried. */
    uint64_t entangled;

    /* A reading that decided here is refuted or disputed. */
    bool refuted;

    /* Sorted by name; by action, agreement, reason and keys. */
    const struct rampart_calibration_service *services;
    size_t service_count;
    const struct rampart_calibration_row *rows;
    size_t row_count;

    /* Every value of every switch, in the order of enum rampart_assumption. */
    const struct rampart_calibration_reading *readings;
    size_t reading_count;

    /* Sorted by switches and outcomes. */
    const struct rampart_calibration_observation *observations;
    size_t observation_count;

    /* Sorted by action. */
    const struct rampart_calibration_contradiction *contradictions;
    size_t contradiction_count;

    /* Sorted by reason and detail. */
    const struct rampart_replay_skip *skips;
    size_t skip_count;
};

/*
 * Gives what was counted so far, and what it says. More events may be read afterwards.
 *
 * Ownership: The lists live until the next call about this calibration, or until it is freed.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_calibration_result(struct rampart_calibration *calibration, struct rampart_calibration_result *ret_result);

/*
 * Writes evidence of what was found, to be handed on: the events that were kept, and the users, roles and policies that they
 * need. Names, ids, values and addresses are replaced, each by the same wherever it stands. Actions, services, regions, ARN
 * words, condition keys, error codes, numbers and dates in conditions stay, and times where a condition asks for them.
 * Each event was tried again against the account that is written: one that does not show the same there is left out, and how
 * many are is said. docs/calibrate.md tells what stands in it; rampart_evidence_account_read_file() and rampart_calibration_file() read it.
 *
 * Ownership: Nothing is kept. The writer gets the whole text in one piece.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for an organisation, and for an account that cannot be written or read
 * again; RAMPART_IO when the writer stops; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE when `calibration` or `writer`
 * is NULL, and for a calibration that keeps no evidence or has no account.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_calibration_evidence(struct rampart_calibration *calibration, struct rampart_diags *diags,
                             const struct rampart_writer *writer);

/*
 * Reads the account of a file of evidence. Its events are read as those of any other file.
 *
 * Ownership: The caller frees the account with rampart_account_free().
 * Errors: as rampart_account_read(); RAMPART_IO; RAMPART_INVALID_INPUT also for a file that is no evidence; RAMPART_MISUSE when `path`,
 * `diags` or `ret_account` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_evidence_account_read_file(const struct rampart_options *options, const char *path, struct rampart_diags *diags,
                                   struct rampart_account **ret_account);

#ifdef __cplusplus
}
#endif

#endif
