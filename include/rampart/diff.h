/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two versions of policies: who gains and who loses what.
 *
 * Both sides are sets (set.h). What differs is found for all requests at once: actions and resources are compared as
 * the sets of texts that patterns match, and condition keys in every way they may turn out. Statements that both sides
 * have cost little.
 *
 * Every difference comes with a witness: a request that both sides were asked about (rampart_decide()), and that they
 * decide differently. What cannot be told within limits is listed as open. So "no row and nothing open" means that the
 * two sides decide every request alike.
 *
 * Words: a gain is a request that is decided better now than before, a loss one that is decided worse; Deny is worse
 * than Conditional, and Conditional worse than Allow. A region is a set of texts that is told by patterns. What is not
 * shown of a resource, such as the policy of a bucket, is taken to be the same on both sides, and left out; where one
 * side alone shows it, it is compared with none, and listed as open. The undocumented points are read as the sets read
 * them.
 *
 * Ownership: everything that a diff hands out lives as long as the diff, the sets, and their accounts and policies.
 *
 * Thread-safety: A diff does not change. Any number of threads may read it. The sets may be asked by others meanwhile.
 *
 * Example: a second statement lets one more action through.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/diff.h>
 *
 *     static struct rampart_policy *read(const char *text)
 *     {
 *         const struct rampart_document document = {.text = rampart_str(text), .name = rampart_str("deploy")};
 *         struct rampart_policy *policy = NULL;
 *         return rampart_policy_read(NULL, &document, NULL, &policy) == RAMPART_OK ? policy : NULL;
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *old = read("{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\","
 *                                           "\"Action\": \"ess:Describe*\", \"Resource\": \"*\"}]}");
 *         struct rampart_policy *new = read("{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\","
 *                                           "\"Action\": [\"ess:Describe*\", \"ess:EnableAlarm\"],"
 *                                           "\"Resource\": \"*\"}]}");
 *         struct rampart_diff *diff = NULL;
 *         if (old == NULL || new == NULL || rampart_diff_policies(NULL, old, new, NULL, &diff)) return 1;
 *         for (size_t i = 0; i < rampart_diff_count(diff); i++) {
 *             const struct rampart_diff_row *row = rampart_diff_row(diff, i);
 *             printf("%s: %.*s\n", row->change == RAMPART_DIFF_GAIN ? "gain" : "loss", (int)row->witness.action.len,
 *                    row->witness.action.data);
 *         }
 *         rampart_diff_free(diff);
 *         rampart_policy_free(new);
 *         rampart_policy_free(old);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     gain: ess:EnableAlarm
 */
#ifndef RAMPART_DIFF_H
#define RAMPART_DIFF_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The direction of a difference. */
enum rampart_diff_change { RAMPART_DIFF_GAIN = 0, RAMPART_DIFF_LOSS };

/*
 * A set of texts, of actions or of resources: those that a pattern of each list of `within` matches and no pattern of
 * `except`. Patterns are as the documents write them.
 */
struct rampart_diff_region {
    const struct rampart_strs *within;
    size_t within_count;
    struct rampart_strs except;
};

/* A condition key of a witness. Without values it is present and empty, or absent. */
struct rampart_diff_key {
    struct rampart_str name;
    struct rampart_strs values;
    bool absent;
};

/* A request that both sides were asked about. Keys that it does not name do not matter. */
struct rampart_diff_witness {
    /* Empty: the sides have no account. */
    struct rampart_str principal;

    struct rampart_str action, resource;
    const struct rampart_diff_key *keys;
    size_t key_count;
    struct rampart_verdict before, now;
};

/* A statement that one of the sides has and the other has not. */
struct rampart_diff_cause {
    /* It was added; otherwise it was removed. */
    bool added;

    enum rampart_effect effect;
    enum rampart_layer layer;

    /* The policy, and the number of the statement in it, counting from 0. */
    struct rampart_str policy;
    size_t statement;

    struct rampart_place place;
};

/* A gain that somebody answers for (rampart_diff_hold()). The texts live as long as the list that it stands in. */
struct rampart_diff_allowance {
    struct rampart_str owner, reason;

    /* The last day on which it counts: "2027-01-31". */
    struct rampart_str expires;

    /* Patterns of what may be gained: of principals ("user/ci-?"), of actions and of resources. None: any. */
    struct rampart_strs principals, actions, resources;
};

/* One difference: these principals, each of these actions on each of these resources. */
struct rampart_diff_row {
    enum rampart_diff_change change;

    /*
     * "user/alice", sorted. None: the sides have no account. Outsiders are named as the policies of roles and resources
     * name them: an account or a user by the UID or the ARN, "anonymous", and "*" for anybody of another account.
     */
    struct rampart_strs principals;

    /* A request is about one of the regions of each list. */
    const struct rampart_diff_region *actions;
    size_t action_count;
    const struct rampart_diff_region *resources;
    size_t resource_count;

    /*
     * The difference is there for some circumstances only. A gain: those in which `now` holds and `before` does not; a
     * loss: the other way around. Otherwise it is there in all circumstances.
     */
    bool conditional;

    /* Under which conditions either side allows. NULL: it is not conditional, or it cannot be told in this form. */
    const struct rampart_formula *before, *now;

    /* The statements that make the difference. */
    const struct rampart_diff_cause *causes;
    size_t cause_count;

    struct rampart_diff_witness witness;

    /* The entry of a list that has this gain. NULL: there is none (rampart_diff_hold()). */
    const struct rampart_diff_allowance *allowed;
};

/* Why it could not be told whether there is a difference. */
enum rampart_diff_reason {
    /* Patterns are too many or too long to be told apart within the limits. */
    RAMPART_DIFF_PATTERNS = 0,

    /* The values of a condition key cannot be compared: its conditions are of several types, or too many. */
    RAMPART_DIFF_VALUES,

    /* There are too many circumstances, or too many cases altogether. */
    RAMPART_DIFF_CASES,

    /* Policies that nobody has read may decide, or that one side does not show. */
    RAMPART_DIFF_UNREAD,

    /* A setting of a resource differs, such as an ACL, which is not compared. */
    RAMPART_DIFF_SETTING
};

/* Something that could not be told. */
struct rampart_diff_open {
    enum rampart_diff_reason reason;

    struct rampart_strs principals;

    /* None: the limits were met before. */
    const struct rampart_diff_region *actions;
    size_t action_count;
    const struct rampart_diff_region *resources;
    size_t resource_count;

    /* Under which conditions either side allows: "differs only under". NULL: that cannot be told. */
    const struct rampart_formula *before, *now;

    /* VALUES: the condition key. SETTING, UNREAD: what it is about. Otherwise empty. */
    struct rampart_str what;
};

/* How two sides are to be compared. Zeroed they are compared in full. */
struct rampart_diff_options {
    /* Stop at the first difference: enough to tell whether the sides are equivalent. */
    bool first;

    /* Look for gains alone. */
    bool gains;

    /* Called from time to time, in the thread that asks, with the number of steps that are done, of those known so far. */
    void (*progress)(void *context, size_t done, size_t known);
    void *progress_context;
};

/* The differences of two sides. */
struct rampart_diff;

/*
 * Compares two sets: of policies alone, or of two versions of an account or of an organisation. `how` may be NULL.
 *
 * Source: docs/semantics.md, for what both sides decide.
 * Ownership: The caller frees the diff with rampart_diff_free(), before the sets.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for sets that cannot be compared, such as an account and policies
 * alone, two different accounts, or other readings on the two sides; RAMPART_LIMIT when a pattern could not be matched; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when a set or `ret_diff` is NULL, and for a
 * set made for `few` requests.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diff(const struct rampart_set *old_side,
                                                                const struct rampart_set *new_side,
                                                                const struct rampart_diff_options *how,
                                                                struct rampart_diags *diags,
                                                                struct rampart_diff **ret_diff);

/*
 * Compares two documents as identity policies: the one is all that its principal has, and so is the other. They are
 * equivalent when rampart_diff_count() and rampart_diff_open_count() are 0.
 *
 * Ownership: The caller frees the diff with rampart_diff_free(), before the policies.
 * Errors: as rampart_set_new() and rampart_diff(); RAMPART_MISUSE when an argument but `options` and `diags` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_diff_policies(const struct rampart_options *options, const struct rampart_policy *old_policy,
                      const struct rampart_policy *new_policy, struct rampart_diags *diags,
                      struct rampart_diff **ret_diff);

/* Frees the diff and all that it handed out. NULL is allowed. */
RAMPART_API void rampart_diff_free(struct rampart_diff *diff);

/* Returns the number of differences. `diff` must not be NULL. */
RAMPART_API size_t rampart_diff_count(const struct rampart_diff *diff);

/*
 * Returns the i-th difference, counting from 0, or NULL beyond the end. Gains come first.
 *
 * Ownership: The row lives as long as the diff, which must not be NULL.
 */
RAMPART_API const struct rampart_diff_row *rampart_diff_row(const struct rampart_diff *diff, size_t i);

/* Returns how many things could not be told. `diff` must not be NULL. */
RAMPART_API size_t rampart_diff_open_count(const struct rampart_diff *diff);

/*
 * Returns the i-th of them, counting from 0, or NULL beyond the end.
 *
 * Ownership: The struct lives as long as the diff, which must not be NULL.
 */
RAMPART_API const struct rampart_diff_open *rampart_diff_open(const struct rampart_diff *diff, size_t i);

/* A list of gains that are expected. */
struct rampart_diff_list;

/*
 * Reads a list of gains, in YAML or JSON:
 *
 *     allow:
 *       - owner: platform              # who answers for it
 *         reason: new refresh API
 *         expires: 2027-01-31          # the last day
 *         principals: [user/ci-*]      # patterns; without any, any
 *         actions: ["ess:*Refresh"]    # the same
 *         resources: ["acs:ess:*"]     # the same
 *
 * `file` names the text in diagnostics.
 *
 * Ownership: The caller frees the list with rampart_diff_list_free(), after the diffs that were held against it.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each mistake; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE
 * when `diags` or `ret_list` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diff_list_read(const struct rampart_options *options,
                                                                          struct rampart_str text,
                                                                          struct rampart_str file,
                                                                          struct rampart_diags *diags,
                                                                          struct rampart_diff_list **ret_list);

/* Frees the list. NULL is allowed. */
RAMPART_API void rampart_diff_list_free(struct rampart_diff_list *list);

/*
 * Holds the gains of a diff against the list: `allowed` of a row is set where one entry that has not expired takes in
 * all of it, every principal, action and resource, as its patterns show. Entries that expired are warned of. `today`
 * is a day, "2026-11-30".
 *
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `diff` or `list` is NULL, or `today` is no day.
 * Thread-safety: No other thread may read the diff meanwhile.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_diff_hold(struct rampart_diff *diff,
                                                                     const struct rampart_diff_list *list,
                                                                     struct rampart_str today,
                                                                     struct rampart_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
