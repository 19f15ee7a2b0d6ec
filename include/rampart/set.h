/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of policies, ready to be asked: those of an account, a few that were read one by one, or both. It is made once;
 * then any number of threads may ask it, each with requests of its own.
 *
 * What the policies mean, the switches for what the cloud does not document and the layers that there are none of, is
 * part of the set: an account brings what it was read under, and for policies alone the options say it. A request has no
 * part in it, so that one set gives one answer.
 *
 *     struct rampart_set *set = NULL;
 *     struct rampart_verdict verdict;
 *     struct rampart_set_parts parts = {.account = account};
 *     enum rampart_status status = rampart_set_new(NULL, &parts, diags, &set);
 *     if (status == RAMPART_OK) status = rampart_decide(set, &request, 1, diags, &verdict, NULL);
 *     bool allowed = status == RAMPART_OK && verdict.outcome == RAMPART_OUTCOME_ALLOW;
 *     rampart_set_free(set);
 */
#ifndef RAMPART_SET_H
#define RAMPART_SET_H

#include <rampart/account.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_set;

/*
 * What a set is made of. Without an account the attachments are all that bears on whoever asks. With one they stand
 * beside what its principals hold, for all of them: a session policy, control policies above the account's own.
 */
struct rampart_set_parts {
    const struct rampart_account *account;        /* NULL: none. Must outlive the set */
    const struct rampart_attachment *attachments; /* copied; their policies must outlive the set */
    size_t attachment_count;
    /*
     * How many levels of control policies the attachments have, empty ones included: a level without any policy denies
     * everything. 0: without an account no control policies bind, with one only its own do. A level of an attachment
     * counts from 0, above the account's own levels.
     */
    unsigned control_levels;
    /* Few requests will be asked: nothing of the account is made ahead, and of an image only what a request needs. */
    bool few;
};

/*
 * Makes a set. Free it with rampart_set_free(). An account's policies decide by the switches that it was read under;
 * policies alone by those of `options`. A document that was read under others is refused if these refuse it.
 * A warning of a document is given once, here; with `few`, with each request that it bears on. A document of the account
 * whose patterns are too large refuses the requests that it bears on, not the set.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (a policy in a layer that its kind does not fit, one that the cloud is
 * assumed to refuse, a damaged image), RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE. `diags` may be NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_set_new(const struct rampart_options *options,
                                                                   const struct rampart_set_parts *parts,
                                                                   struct rampart_diags *diags,
                                                                   struct rampart_set **ret_set);

/* Frees it. NULL is allowed. Decisions and results made by it must be gone before. */
RAMPART_API void rampart_set_free(struct rampart_set *set);

/*
 * Puts another document in the place of a custom policy (or with `system` of a system policy) of this name, wherever the
 * account has it attached. `policy` must outlive the set. Nobody may ask at the same time, and decisions and results made
 * before must be gone, for they may look at what is replaced. After an error everything is as it was.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (no such policy, a trust policy, one that the cloud is assumed to
 * refuse), RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE (also of a set without an account, or made for few requests).
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_set_replace(struct rampart_set *set,
                                                                       struct rampart_str name, bool system,
                                                                       const struct rampart_policy *policy,
                                                                       struct rampart_diags *diags);

/*
 * Decides finished requests. With several resources the worst of their verdicts counts. `ret_verdicts[i]` is the verdict
 * on `requests[i]`, and `ret_statuses[i]` says whether there is one; `ret_statuses` may be NULL. Where there is none the
 * verdict is zeroed, which denies. The requests must be different ones. Several at once are answered faster than one
 * after the other: what it takes to answer them is asked of memory together. No answer changes by it.
 * Takes no memory of an account for most requests. Returns the first status that is not RAMPART_OK.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (no principal, one that the account does not have, several roles to be
 * assumed at once); RAMPART_LIMIT or RAMPART_NO_MEMORY when a pattern could not be matched or memory is refused: then
 * there is no verdict at all, never one without that pattern; RAMPART_MISUSE, also for a request that is not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_decide(const struct rampart_set *set, struct rampart_request *const *requests, size_t count,
               struct rampart_diags *diags, struct rampart_verdict *ret_verdicts,
               enum rampart_status *ret_statuses);

/* What an explanation may leave out. */
enum rampart_explain_flag {
    RAMPART_EXPLAIN_BRIEF = 1 /* the statements that came closest to an implicit deny: several times as fast */
};

/*
 * Decides as rampart_decide() does and gives the reasons: `ret_decisions[i]` is the decision on `requests[i]`, which the
 * caller frees with rampart_decision_free(), or NULL where there is none. Its memory is of the request's allocator.
 * The set, its account and its policies must outlive the decisions; the requests need not. Errors: as rampart_decide().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_explain(const struct rampart_set *set, struct rampart_request *const *requests, size_t count,
                unsigned flags, struct rampart_diags *diags, struct rampart_decision **ret_decisions,
                enum rampart_status *ret_statuses);

#ifdef __cplusplus
}
#endif

#endif
