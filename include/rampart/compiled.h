/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account made ready for many questions: each of its policies is compiled once, for all the principals that hold it.
 *
 * Any number of threads may ask, each with a request of its own, as long as none replaces a policy.
 */
#ifndef RAMPART_COMPILED_H
#define RAMPART_COMPILED_H

#include <rampart/account.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_compiled;

/*
 * Compiles everything in the account, which must outlive the result; of an image, everything is made first. Free it with rampart_compiled_free().
 * Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_compile(const struct rampart_options *options, const struct rampart_account *account,
                        struct rampart_diags *diags, struct rampart_compiled **ret_compiled);

/* Frees it. NULL is allowed. Rules and results made from it must be gone before. */
RAMPART_API void rampart_compiled_free(struct rampart_compiled *compiled);

/*
 * The verdict that rampart_decide() gives by the rules of rampart_account_rules(). Takes no memory, unless the request
 * is refused, has assumptions other than the defaults, or is left open where every condition is looked at by itself:
 * then rules are made for it.
 * Errors: as rampart_account_rules() and rampart_decide(); `diags` may be NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_compiled_decide(const struct rampart_compiled *compiled, struct rampart_request *request,
                        struct rampart_diags *diags, struct rampart_verdict *ret_verdict);

/*
 * The same for several requests at once, which a large account answers faster than one after the other: what it takes
 * to answer them is asked of memory together. `ret_statuses[i]` is what rampart_compiled_decide() returns for
 * `requests[i]`, and `ret_verdicts[i]` its verdict; with an error it means nothing. RAMPART_MISUSE for all when there
 * is no account or no list. The requests must be different ones.
 */
RAMPART_API void rampart_compiled_decide_together(const struct rampart_compiled *compiled,
                                                  struct rampart_request *const *requests, size_t count,
                                                  struct rampart_verdict *ret_verdicts,
                                                  enum rampart_status *ret_statuses);

/*
 * As rampart_account_rules(), for a request that is to be explained: nothing is compiled again. Explaining
 * finds the statements about an action through the documents' indexes; rampart_decide() by these rules asks one by one.
 * They must be freed before `compiled`.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_compiled_rules(const struct rampart_options *options, const struct rampart_compiled *compiled,
                       const struct rampart_request *request, const struct rampart_attachment *extra,
                       size_t extra_count, unsigned extra_levels, struct rampart_diags *diags,
                       struct rampart_rules **ret_rules);

/*
 * A principal's slice of the account: the rules of rampart_account_rules() for whoever makes this request, made for many
 * requests of the same principal. Nothing is compiled again, but all it holds, itself or by its groups, has one index, by
 * which rampart_decide() and rampart_explain() are faster than the account is. Like those rules it has the trust policy of
 * the one role that is asked for, if one is. What is said to be absent of layers that the account holds (RAMPART_GAP_LAYERS)
 * stays open, whatever resource is asked about. It must be freed before `compiled`.
 * Errors: as rampart_account_rules().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_compiled_slice(const struct rampart_options *options, const struct rampart_compiled *compiled,
                       const struct rampart_request *request, struct rampart_diags *diags,
                       struct rampart_rules **ret_rules);

/*
 * The decision that rampart_explain() makes by the rules of rampart_account_rules(). Without the nearest statements
 * (options->without_nearest) only those are looked at that may bear on the request, which is several times as fast.
 * The account, and policies that replaced some of it, must outlive the decision.
 * Errors: as rampart_account_rules() and rampart_explain(); `diags` may be NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_compiled_explain(const struct rampart_options *options, const struct rampart_compiled *compiled,
                         struct rampart_request *request, struct rampart_diags *diags,
                         struct rampart_decision **ret_decision);

/*
 * The same for several requests at once, which a large account answers faster than one after the other: what it takes
 * to answer them is asked of memory together. `ret_decisions[i]` is the decision on `requests[i]`, to be freed with
 * rampart_decision_free(), or NULL: then this request is to be asked by itself, by rampart_compiled_explain(), which
 * says why. All are NULL unless the options leave out the nearest statements.
 */
RAMPART_API void rampart_compiled_explain_together(const struct rampart_options *options,
                                                   const struct rampart_compiled *compiled,
                                                   struct rampart_request *const *requests, size_t count,
                                                   struct rampart_decision **ret_decisions);

/*
 * Puts another document in the place of a custom policy (or with `system` of a system policy) of this name, wherever
 * it is attached. `policy` must outlive `compiled`. Nobody may ask at the same time, and rules and results made before
 * must be gone, for they may look at what is replaced. After an error everything is as it was.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (no such policy, a trust policy), RAMPART_LIMIT,
 * RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_compiled_replace(struct rampart_compiled *compiled, struct rampart_str name, bool system,
                         const struct rampart_policy *policy, struct rampart_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
