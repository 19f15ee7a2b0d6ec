/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a principal may do: all of it, as the actions that share their resources and conditions.
 *
 * The answer is about all requests at once. Actions and resources are told by patterns, as in a diff (diff.h), and each row
 * has requests that the set was asked about before the row was made. What a limit cut off is listed as open, and what was not
 * read is named.
 *
 * Words: a row is certain when its requests are allowed whatever their condition keys are; otherwise it is conditional. Who may
 * assume a role has that for a row; what the role may do is another question.
 *
 * Ownership: everything that the answer hands out lives as long as the answer, the set, its account and its policies.
 *
 * Thread-safety: An answer does not change. Any number of threads may read it. The set may be asked by others meanwhile.
 *
 * Example: what a user of an account may do.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/what_can.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_account *account = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_what_can *can = NULL;
 *         if (rampart_account_read_file(NULL, "examples/account/account.yaml", NULL, &account) ||
 *             rampart_set_new(NULL, &(struct rampart_set_parts){.account = account}, NULL, &set) ||
 *             rampart_what_can(set, rampart_str("user/carol"), NULL, NULL, &can))
 *             return 1;
 *         for (size_t i = 0; i < rampart_what_can_count(can); i++) {
 *             const struct rampart_what_can_row *row = rampart_what_can_row(can, i);
 *             const struct rampart_str action = row->actions->within->items[0], on = row->resources->within->items[0];
 *             printf("%s: %.*s on %.*s\n", rampart_outcome_name(row->outcome), (int)action.len, action.data, (int)on.len,
 *                    on.data);
 *         }
 *         rampart_what_can_free(can);
 *         rampart_set_free(set);
 *         rampart_account_free(account);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     Allow: sts:AssumeRole on acs:ram::1234567890123456:role/ci
 */
#ifndef RAMPART_WHAT_CAN_H
#define RAMPART_WHAT_CAN_H

#include <rampart/diff.h>
#include <rampart/replay.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An action of the catalogue, or one that a document names in full. */
struct rampart_what_can_action {
    /* "ess:CancelInstanceRefresh" */
    struct rampart_str action;

    /* "create", "update", "delete", "get", "list", "none". Empty: it is not known. */
    struct rampart_str level;

    /* The catalogue does not have it: where that has all actions of the service, there is none of this name. */
    bool unlisted;
};

/* Actions that the catalogue does not know, and that patterns match. */
struct rampart_what_can_other {
    /* The code of the service, "ess"; "*" stands for every service. */
    struct rampart_str service;

    /* "DATE PAGE": as of that page the service has no others. Empty: there may be others. */
    struct rampart_str complete;
};

/* Actions that share their resources and conditions. */
struct rampart_what_can_row {
    /* ALLOW: certainly. CONDITIONAL: in some circumstances, or where a policy lets it that was not read. */
    enum rampart_outcome outcome;

    /* A request is about one of the regions of each list. */
    const struct rampart_diff_region *actions;
    size_t action_count;
    const struct rampart_diff_region *resources;
    size_t resource_count;

    /* Under which conditions it is allowed. NULL: it is certain, or that cannot be told in this form. */
    const struct rampart_formula *when;

    /* The statements that allow it; none of the account's owner. */
    const struct rampart_diff_cause *by;
    size_t by_count;

    /* Requests that were asked about, one for each cell that the row is put together of. `now` is the answer. */
    const struct rampart_diff_witness *witnesses;
    size_t witness_count;

    /*
     * What the set explains of the first of them, where nothing is said of its keys: the layers and the undocumented points
     * that the answer turns on.
     */
    const struct rampart_decision *decision;

    /* Of its undocumented points those that count for the other actions of the row as well. */
    const struct rampart_dependence *turns;
    size_t turn_count;

    /* The actions of the catalogue among them, sorted. With `write` only those that change something, or may. */
    const struct rampart_what_can_action *known;
    size_t known_count;

    /* Of which services they match actions that the catalogue does not know. */
    const struct rampart_what_can_other *others;
    size_t other_count;
};

/*
 * Policies and settings of resources of a service that were not read: they may let the principal in, or keep it out. Of "sts"
 * they are the trust policies of roles of other accounts, which the principal may assume where they let it.
 */
struct rampart_what_can_unread {
    /* The code of the service, "oss". */
    struct rampart_str service;

    /* Bits, 1 << enum rampart_layer each. */
    unsigned layers;
};

/* How it is asked. Zeroed: about everything. */
struct rampart_what_can_options {
    /* The code of a service, "ess": only its actions. Empty: of all services. */
    struct rampart_str service;

    /*
     * Only actions that change something, by their level in the catalogue: "create", "update", "delete". An action whose level
     * is not known, or is "none", may.
     */
    bool write;

    /* Called from time to time, in the thread that asks, with the number of steps that are done, of those known so far. */
    void (*progress)(void *context, size_t done, size_t known);
    void *progress_context;
};

/* What a principal may do. */
struct rampart_what_can;

/*
 * Asks what a principal may do: "user/alice", "role/ci", "role/ci/SESSION" or "root", each also as an ARN, which it must be in
 * an organisation. Of policies alone it may be empty. `how` may be NULL.
 *
 * Source: docs/semantics.md, section 6; docs/what-can.md.
 * Ownership: The caller frees the answer with rampart_what_can_free(), before the set.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a principal that is none, is of another account or is not there, and for
 * a service that is no code; RAMPART_LIMIT when a pattern could not be matched; RAMPART_NO_MEMORY; RAMPART_MISUSE when `set` or `ret_can` is NULL,
 * and for a set made for `few` requests.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_what_can(const struct rampart_set *set, struct rampart_str principal, const struct rampart_what_can_options *how,
                 struct rampart_diags *diags, struct rampart_what_can **ret_can);

/* Frees the answer and all that it handed out. NULL is allowed. */
RAMPART_API void rampart_what_can_free(struct rampart_what_can *can);

/*
 * Returns the principal as an ARN; empty for policies alone.
 *
 * Ownership: It lives as long as the answer, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_what_can_principal(const struct rampart_what_can *can);

/* Returns the number of rows. `can` must not be NULL. */
RAMPART_API size_t rampart_what_can_count(const struct rampart_what_can *can);

/*
 * Returns the i-th row, counting from 0, or NULL beyond the end. Those that are certain come first.
 *
 * Ownership: The row lives as long as the answer, which must not be NULL.
 */
RAMPART_API const struct rampart_what_can_row *rampart_what_can_row(const struct rampart_what_can *can, size_t i);

/* Returns how many things could not be told, since a limit was met. `can` must not be NULL. */
RAMPART_API size_t rampart_what_can_open_count(const struct rampart_what_can *can);

/*
 * Returns the i-th of them, counting from 0, or NULL beyond the end.
 *
 * Ownership: The struct lives as long as the answer, which must not be NULL.
 */
RAMPART_API const struct rampart_diff_open *rampart_what_can_open(const struct rampart_what_can *can, size_t i);

/*
 * Returns the principal's policies whose documents were not read: "policy/Deploy"; an empty text stands for any that nobody
 * knows. What they allow is not in the rows.
 *
 * Ownership: They live as long as the answer, which must not be NULL.
 */
RAMPART_API struct rampart_strs rampart_what_can_unread_documents(const struct rampart_what_can *can);

/*
 * Returns the i-th service whose resources may have policies that were not read, counting from 0, or NULL beyond the end.
 *
 * Ownership: The struct lives as long as the answer, which must not be NULL.
 */
RAMPART_API const struct rampart_what_can_unread *rampart_what_can_unread(const struct rampart_what_can *can, size_t i);

/* ---- as a policy ---- */

/*
 * Makes what the principal has of its own into documents that may be attached in place of all of it: its statements, put
 * together, without those that change nothing; several where one would have more bytes than RAM takes. Control policies,
 * session policies and policies of resources stay where they are. Before they are handed out the principal with them is
 * compared with the principal as it is, by the function of rampart_diff().
 *
 * Source: the limit is RAM's, https://www.alibabacloud.com/help/en/ram/product-overview/limits.
 * Ownership: The documents live as long as the answer.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic where no document is equivalent, or that cannot be told: a policy was not
 * read, a resource group has resources that no pattern tells, the principal is the account's owner; those of rampart_diff();
 * RAMPART_MISUSE when `can` or `ret_documents` is NULL.
 * Thread-safety: No other thread may read the answer meanwhile.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_what_can_as_policy(struct rampart_what_can *can,
                                                                              struct rampart_diags *diags,
                                                                              struct rampart_strs *ret_documents);

/* ---- what was used ---- */

/* An action that calls of the principal were about. */
struct rampart_what_can_used {
    struct rampart_str action;

    /* Calls that the cloud allowed, that it denied, and that failed before or after that. */
    uint64_t count, denied, failed;

    /* Of the allowed ones, the times of the first and the last, UTC, "2026-03-01T02:03:04Z"; empty: there is none. */
    struct rampart_str first, last;

    /* Some row has the action. */
    bool granted;

    /* Of the allowed ones, those that would be denied now. */
    uint64_t now_denied;

    /* The resources of the allowed ones, sorted: patterns where the events do not tell which. `crowded`: there are more. */
    struct rampart_strs resources;
    bool crowded;

    /* Of the allowed ones, those whose events do not tell the resource. */
    uint64_t untold;
};

/* What calls used of a row: those actions of it that one was allowed, and those of the catalogue that none was. */
struct rampart_what_can_row_usage {
    const struct rampart_what_can_used *const *used;
    size_t used_count;
    const struct rampart_what_can_action *unused;
    size_t unused_count;
};

/* What calls used of what a principal may do. */
struct rampart_what_can_usage {
    /* The principal's calls. */
    uint64_t calls;

    /* The times of the first and the last call of the trail, whoever made it; empty: it has none. */
    struct rampart_str since, until;

    /* Sorted by action; only those that the answer is about, by its service and level. */
    const struct rampart_what_can_used *used;
    size_t used_count;

    /* One for each row, in their order. */
    const struct rampart_what_can_row_usage *rows;
};

/* Calls that are counted against an answer. */
struct rampart_what_can_use;

/*
 * Begins to count. Give rampart_what_can_use_call() and the use to a replay of the same account
 * (rampart_replay_options), and read the events with that.
 *
 * Ownership: The caller frees the use with rampart_what_can_use_free(), before the answer and after the replay.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL, and for an answer without a principal.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_what_can_use_new(const struct rampart_what_can *can,
                                                                            struct rampart_what_can_use **ret_use);

/*
 * Counts a call; `use` is a struct rampart_what_can_use.
 *
 * Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT for too many actions.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_what_can_use_call(void *use, const struct rampart_replay_call *call);

/*
 * Gives what was counted so far.
 *
 * Ownership: The lists live until the next call about the use.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_what_can_use_result(struct rampart_what_can_use *use,
                                                                               struct rampart_what_can_usage *ret_usage);

/*
 * Makes the least documents that allow the calls that were allowed: each action on its resources, and on patterns where the
 * events do not tell which.
 *
 * Ownership: The documents live until rampart_what_can_use_result() is called again, or the use is freed.
 * Errors: RAMPART_LIMIT with a diagnostic for a statement that is too long alone; RAMPART_NO_MEMORY; RAMPART_MISUSE when
 * `use` or `ret_documents` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_what_can_use_as_policy(struct rampart_what_can_use *use,
                                                                                  struct rampart_diags *diags,
                                                                                  struct rampart_strs *ret_documents);

/* Frees the use and what it counted. NULL is allowed. */
RAMPART_API void rampart_what_can_use_free(struct rampart_what_can_use *use);

#ifdef __cplusplus
}
#endif

#endif
