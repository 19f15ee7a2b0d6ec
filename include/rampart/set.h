/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of policies, ready to be asked. It is made of an account, of policies that were read one by one, or
 * of both.
 *
 * This is the one way to a decision: rampart_decide() gives verdicts, rampart_explain() the same verdicts
 * with their reasons, rampart_who_can() (analysis.h) asks for every principal of the account. All of them
 * read the policies in the same way, and a Deny goes through the same code as an Allow.
 *
 * The set holds everything that must agree between two questions: the policies, the assumptions about
 * undocumented points, and the layers that are said not to exist. An account brings the assumptions that it
 * was read under; for policies alone they come from the options of rampart_set_new(). A request has none. So
 * one set gives one answer.
 *
 * Words: a document is compiled when the rules in it are made ready to be matched. A layer is a group of
 * policies that must allow as a whole (decision.h).
 *
 * Ownership: A set keeps pointers to its account and its policies. They must outlive it.
 *
 * Thread-safety: A set does not change when it is asked. Any number of threads may ask it at the same time,
 * each with requests and diagnostics of its own. rampart_set_replace() and rampart_set_free() need it for
 * themselves.
 *
 * Example: two policies that are attached to the principal; the Deny of the second one wins.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/set.h>
 *
 *     static enum rampart_status ask(const struct rampart_set *set, const char *resource, struct rampart_verdict *ret)
 *     {
 *         struct rampart_request *request = NULL;
 *         enum rampart_status status = rampart_request_new(NULL, &request);
 *         if (!status) status = rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL);
 *         if (!status) status = rampart_request_add_resource(request, rampart_str(resource), NULL);
 *         if (!status) status = rampart_request_finish(request, NULL);
 *         if (!status) status = rampart_decide(set, &request, 1, NULL, ret, NULL);
 *         rampart_request_free(request);
 *         return status;
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *allow = NULL, *freeze = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_verdict verdict;
 *         const char *group = "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-prod-web";
 *         if (rampart_policy_read_file(NULL, "examples/policies/cancel-refresh.json", RAMPART_POLICY_IDENTITY, NULL,
 *                                      &allow) ||
 *             rampart_policy_read_file(NULL, "examples/policies/freeze.yaml", RAMPART_POLICY_IDENTITY, NULL, &freeze))
 *             return 1;
 *         const struct rampart_attachment attachments[] = {{.policy = allow}, {.policy = freeze}};
 *         for (size_t count = 1; count <= 2; count++) {
 *             const struct rampart_set_parts parts = {.attachments = attachments, .attachment_count = count};
 *             if (rampart_set_new(NULL, &parts, NULL, &set) || ask(set, group, &verdict)) return 1;
 *             puts(rampart_outcome_name(verdict.outcome));
 *             rampart_set_free(set);
 *         }
 *         rampart_policy_free(freeze);
 *         rampart_policy_free(allow);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     Allow
 *     Deny
 */
#ifndef RAMPART_SET_H
#define RAMPART_SET_H

#include <rampart/account.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A set of policies. */
struct rampart_set;

/*
 * The parts of a set. Zeroed they make a set without any policy, which denies every request.
 *
 * Without an account, the attachments are all policies that count for the principal. With one, they count for
 * each of its principals, in addition to what that holds: a session policy, or control policies above the
 * account's own.
 */
struct rampart_set_parts {
    /* NULL: no account. It must outlive the set. */
    const struct rampart_account *account;

    /* Copied. The policies in them must outlive the set. */
    const struct rampart_attachment *attachments;
    size_t attachment_count;

    /*
     * How many levels of control policies the attachments have, empty ones included: a level without any
     * policy denies everything. The level of an attachment counts from 0, above the account's own levels. 0:
     * without an account no control policies bind, with one only its own do.
     */
    unsigned control_levels;

    /*
     * Few requests will be asked. Then no document of the account is compiled ahead; each request compiles
     * those that bear on it, and of an image only these are read at all. The set is made sooner, and each
     * answer takes longer.
     */
    bool few;
};

/*
 * Makes a set. Without `few` every document of the account is compiled once, here, and its warnings are given
 * once, here. With `few` they are given with each request that the document bears on.
 *
 * A policy that was read under other assumptions than those of the set is refused when the set's refuse it. A
 * document of the account whose patterns are too large does not refuse the set: it refuses the requests that
 * it bears on.
 *
 * Ownership: The caller frees the set with rampart_set_free(). The account and the policies must outlive it.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a policy whose kind does not fit its layer, for one
 * that the cloud is assumed to refuse, and for a damaged image; RAMPART_LIMIT; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when `parts`, `ret_set`, or attachments that are counted are NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_set_new(const struct rampart_options *options,
                                                                   const struct rampart_set_parts *parts,
                                                                   struct rampart_diags *diags,
                                                                   struct rampart_set **ret_set);

/*
 * Frees the set. NULL is allowed. Free the decisions, results and suggestions first that it made; then, if
 * you like, the account and the policies.
 */
RAMPART_API void rampart_set_free(struct rampart_set *set);

/*
 * Replaces the document of a custom policy, or with `system` of a system policy, wherever the account has it
 * attached. Only this document is compiled anew, which is much cheaper than a new set. After an error
 * everything is as it was.
 *
 * Ownership: `policy` must outlive the set. The document that was replaced stays with the account.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a name that the account does not have, a trust policy,
 * and a document that the cloud is assumed to refuse; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE for a
 * set without an account, a set made for `few` requests, and a NULL policy.
 * Thread-safety: No thread may ask the set at the same time. Decisions and results that it made before must
 * be gone, for they point into what is replaced.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_set_replace(struct rampart_set *set,
                                                                       struct rampart_str name, bool system,
                                                                       const struct rampart_policy *policy,
                                                                       struct rampart_diags *diags);

/*
 * Decides finished requests. `ret_verdicts[i]` is the verdict on `requests[i]`; of a request with several
 * resources it is the worst of their verdicts. `ret_statuses[i]` says whether there is a verdict; it may be
 * NULL. Where there is none the verdict is zeroed, which denies. Do not take it for an answer.
 *
 * Several requests at once are answered faster than one after the other, since the memory that answers them
 * is fetched together. This changes no answer. The requests must be different ones. Most decisions of an
 * account allocate nothing.
 *
 * Returns the first status that is not RAMPART_OK; the other requests are answered nevertheless.
 *
 * Source: docs/semantics.md, section 6, with the pages of the cloud.
 * Ownership: Nothing is kept. Both arrays belong to the caller and have `count` elements.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a request without a principal where the set has an
 * account, for a principal that the account does not have, and for a request to assume several roles at once;
 * RAMPART_LIMIT or RAMPART_NO_MEMORY when a pattern could not be matched, for there is never a verdict
 * without that pattern; RAMPART_MISUSE when an argument but `diags` and `ret_statuses` is NULL, and for a
 * request that is not finished, or was made with another catalogue than the set.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_decide(const struct rampart_set *set, struct rampart_request *const *requests, size_t count,
               struct rampart_diags *diags, struct rampart_verdict *ret_verdicts,
               enum rampart_status *ret_statuses);

/* Parts that an explanation may leave out or have besides. Bits, to be combined with `|`. */
enum rampart_explain_flag {
    /*
     * The statements that came closest to an implicit deny. Without them an explanation is several times as
     * fast.
     */
    RAMPART_EXPLAIN_BRIEF = 1,

    /* With the formula of the decision. */
    RAMPART_EXPLAIN_FORMULA = 2
};

/*
 * Decides as rampart_decide() does and gives the reasons. `ret_decisions[i]` is the decision on
 * `requests[i]`, or NULL where there is none. An explanation takes much longer than a verdict: use it for
 * answers that will be read.
 *
 * Ownership: The caller frees each decision with rampart_decision_free(). It lies in memory of the request's
 * allocator. The set, its account and its policies must outlive it. The request need not, unless it has a
 * session policy of its own (rampart_request_session_policy()).
 * Errors: as rampart_decide().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_explain(const struct rampart_set *set, struct rampart_request *const *requests, size_t count,
                unsigned flags, struct rampart_diags *diags, struct rampart_decision **ret_decisions,
                enum rampart_status *ret_statuses);

/*
 * Asks what follows a denial that ends by itself: every statement of an explicit deny has a condition that
 * acs:CurrentTime is less than some time. `decision` is the answer to `request`, by this set. *ret_until is the
 * time at which the last of these statements ends, as its document writes it, and *ret_later the decision on the same
 * request then. Empty and NULL: the decision is another one, or does not end so.
 *
 * Source: the conditions of the decision; docs/semantics.md, "Date".
 * Ownership: The caller frees the decision with rampart_decision_free(). The text belongs to `decision`.
 * Errors: as rampart_explain(). The request is as it was, also then.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_explain_later(const struct rampart_set *set, struct rampart_request *request,
                      const struct rampart_decision *decision, struct rampart_diags *diags,
                      struct rampart_str *ret_until, struct rampart_decision **ret_later);

#ifdef __cplusplus
}
#endif

#endif
