/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about a whole account: which of its users and roles, and its root, may do something, themselves
 * or by assuming roles.
 *
 * One question evaluates each document of the account once, however many principals hold it. So it is much
 * cheaper than asking rampart_decide() for each of them, and gives the same verdicts.
 *
 * Words: a row is one principal with the best verdict that it can reach. A chain is the list of roles that it
 * has to assume for that, user/alice → role/ci → role/deploy.
 *
 * Ownership: Everything that a result hands out lives as long as the result. The set and its account must
 * outlive it.
 *
 * Thread-safety: A result belongs to one thread at a time, also for reading: rows are made when they are
 * first asked for. The set may be asked by any number of threads meanwhile.
 *
 * Example: who may cancel an instance refresh.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/analysis.h>
 *
 *     static void print(const struct rampart_who_can *result)
 *     {
 *         for (size_t i = 0; i < rampart_who_can_count(result); i++) {
 *             const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
 *             printf("%.*s: %s", (int)row->name.len, row->name.data, rampart_outcome_name(row->verdict.outcome));
 *             for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
 *                 printf(" by assuming %.*s", (int)role->name.len, role->name.data);
 *             puts("");
 *         }
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_account *account = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_request *request = NULL;
 *         struct rampart_who_can *result = NULL;
 *         if (rampart_account_read_file(NULL, "examples/account/account.yaml", NULL, &account)) return 1;
 *         const struct rampart_set_parts parts = {.account = account};
 *         const char *group = "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-staging-web";
 *         if (rampart_set_new(NULL, &parts, NULL, &set) || rampart_request_new(NULL, &request) ||
 *             rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL) ||
 *             rampart_request_add_resource(request, rampart_str(group), NULL) ||
 *             rampart_request_add_context(request, rampart_str("acs:SourceIp"), rampart_str("10.0.0.7"), NULL) ||
 *             rampart_request_set_time(request, rampart_str("2026-03-01T08:00:00Z"), NULL) ||
 *             rampart_request_finish(request, NULL) || rampart_who_can(set, request, NULL, NULL, &result))
 *             return 1;
 *         print(result);
 *         rampart_who_can_free(result);
 *         rampart_request_free(request);
 *         rampart_set_free(set);
 *         rampart_account_free(account);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     role/aliyunserviceroleforautoscaling: Deny
 *     role/ci: Allow
 *     root: Allow
 *     user/alice: Allow
 *     user/bob: Allow
 *     user/carol: Allow by assuming role/ci
 */
#ifndef RAMPART_ANALYSIS_H
#define RAMPART_ANALYSIS_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kinds of principals. Bit 1 << kind stands for one in a set of kinds. */
enum rampart_principal_kind { RAMPART_PRINCIPAL_USER = 0, RAMPART_PRINCIPAL_ROLE, RAMPART_PRINCIPAL_ROOT };

/* One principal of the account, with the best verdict that it can reach. */
struct rampart_who_can_row {
    /* The ARN. */
    struct rampart_str principal;

    /* "user/alice", "role/ci", "root". */
    struct rampart_str name;

    enum rampart_principal_kind kind;

    /* A role that belongs to a service of the cloud. Control policies do not bind it. */
    bool service_linked;

    struct rampart_verdict verdict;

    /*
     * The verdict without layers of the resource that were not seen (rampart_who_can_unseen()). `via` is
     * about it.
     */
    struct rampart_verdict without_unseen;

    /*
     * The row of the role that the principal has to assume, which may have a `via` of its own. NULL: the
     * principal may do it itself, or may not do it at all.
     */
    const struct rampart_who_can_row *via;

    /* How many roles are assumed. */
    size_t via_count;

    /*
     * Rows with the same number have the same verdict by the same statements, and assume the same roles for it; what
     * their statements are attached to may differ in the principal itself. Rows with other numbers may come to the same
     * as well, and if the question was brief each row has its own. It counts from 0, and is less than
     * rampart_who_can_answer_count().
     */
    size_t answer;

    /*
     * The assumptions that the verdict depends on: bit 1 << enum rampart_assumption each. 0 if the question was
     * brief.
     */
    rampart_switches depends_on;
};

/* How many rows came out which way. A row that an unseen layer leaves open is conditional. */
struct rampart_who_can_summary {
    size_t principals, allow, conditional, deny;
};

/* One from outside the account whom a policy of the resource, or a role's trust policy, lets in, or may. */
struct rampart_outsider {
    /*
     * As the policy names it: the UID of an account or user, a session, an ARN, "*"; "service/" and the name of a
     * service; "anonymous" for everybody, with and without a signature.
     */
    struct rampart_str principal;

    /* The layer that names it: a policy of the resource, or the trust policy of a role. */
    enum rampart_layer layer;

    /*
     * The row of the role that it assumes to do it, which may have a `via` of its own. NULL: it may do it itself, or the role
     * is what was asked about.
     */
    const struct rampart_who_can_row *via;

    /* Allow or Conditional. */
    struct rampart_verdict verdict;

    /* Under which conditions; NULL: that cannot be told as one formula. What its own account says is not known. */
    const struct rampart_formula *formula;
};

/* Several actions that are asked about together. */
struct rampart_who_can_actions {
    /* Actions, and patterns of actions with `*` and `?`, such as "ess:Describe*": a pattern stands for every action. */
    struct rampart_strs patterns;

    /* One of them suffices; else all must be allowed. */
    bool any;
};

/*
 * Actions that are told apart by nothing that decides: the same statements match them, and the catalogue says the same
 * of them. They were asked about once, in the place of each other.
 */
struct rampart_who_can_part {
    /* The number of the pattern that stands for them (rampart_who_can_action_at()). */
    size_t pattern;

    /*
     * Patterns that take in these, but for those of `except`, and no other action of the catalogue that `pattern` matches;
     * and how many there are.
     */
    struct rampart_strs actions, except;
    size_t known;

    /* A name that the catalogue does not have and that stands for all of these; empty: the part has none. */
    struct rampart_str other;

    /* The answer about one of them. Its rows stand in the order of the rows of the whole. It belongs to the whole. */
    struct rampart_who_can *answer;
};

/* One request that is let through, and that was asked about by itself. */
struct rampart_who_can_witness {
    struct rampart_str action, resource;

    /* Allow; Conditional where none is certain; Deny: none was found, and the texts are empty. */
    struct rampart_verdict verdict;
};

/* How a question is to be answered. Zeroed it is answered in full. */
struct rampart_who_can_options {
    /* Leave out what can only be reached by assuming roles. */
    bool direct;

    /* Take `*` and `?` in the resource as characters of it, as list operations on user/ have them. */
    bool literal;

    /* Leave out `depends_on`. Without it the question is asked once; with it, several times over. */
    bool brief;

    /*
     * Called from time to time, in the thread that asks, with the number of questions that are done, of those
     * known so far. More may become known on the way. May be NULL.
     */
    void (*progress)(void *context, size_t done, size_t known);
    void *progress_context;
};

/* The answer to one question. */
struct rampart_who_can;

/*
 * Asks for every user and role of the set's account, and for its root. The request is finished and has no
 * principal. Of several resources all must be allowed to the one who makes the call. Its condition keys hold for every role that is assumed on the way as well.
 *
 * A principal that may do it itself is listed so. Otherwise the row shows the shortest chain of roles, and of
 * several the first by name. A certain answer by assuming roles counts more than a conditional one without.
 * Each role is assumed at most once in a chain. `how` may be NULL, which is the same as zeroed. A set made
 * for `few` requests compiles its account for each question.
 *
 * Source: docs/semantics.md, section 6.
 * Ownership: The caller frees the result with rampart_who_can_free(). The request must not be cleared or
 * freed before.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a request that has a principal or acs:PrincipalARN, for
 * several roles to be assumed, and for a pattern among several resources; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE for a request that is not finished,
 * and for a set without an account or with attachments beside it.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can(const struct rampart_set *set, const struct rampart_request *request,
                const struct rampart_who_can_options *how, struct rampart_diags *diags,
                struct rampart_who_can **ret_result);

/*
 * Asks about several actions together, or about every action that a pattern stands for: those of the catalogue, and names
 * that it does not have. Of a pattern Allow is an Allow of every action on every resource, Deny of none; Conditional leaves
 * open which, and rampart_who_can_part() tells. The request has everything but an action, and is not finished.
 *
 * Source: docs/decisions/0066-actions-by-pattern.md.
 * Ownership: As rampart_who_can(). The texts of `actions` are copied.
 * Errors: As rampart_who_can(); RAMPART_INVALID_INPUT for a pattern that is none; RAMPART_LIMIT for more classes of actions
 * than can be asked about; RAMPART_MISUSE for a request that is finished, and without an action.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_actions(const struct rampart_set *set, const struct rampart_request *request,
                        const struct rampart_who_can_actions *actions, const struct rampart_who_can_options *how,
                        struct rampart_diags *diags, struct rampart_who_can **ret_result);

/* Returns how many parts a question about several actions has; 0: it is about one. `result` must not be NULL. */
RAMPART_API size_t rampart_who_can_part_count(const struct rampart_who_can *result);

/*
 * Returns the i-th part, counting from 0, or NULL beyond the end; parts of one pattern follow one another.
 *
 * Ownership: The part and its answer live as long as the result, which must not be NULL.
 */
RAMPART_API const struct rampart_who_can_part *rampart_who_can_part(const struct rampart_who_can *result, size_t i);

/*
 * Returns the row of the i-th part's answer that is about the same principal as a row of the whole; NULL beyond the end.
 *
 * Ownership: The row lives as long as the result. No argument may be NULL.
 */
RAMPART_API const struct rampart_who_can_row *
rampart_who_can_part_row(const struct rampart_who_can *result, size_t i, const struct rampart_who_can_row *row);

/*
 * Names the actions of some parts of one pattern together: in few patterns, but for those of *ret_except, that take in no
 * other action of the catalogue that is asked about.
 *
 * Ownership: The texts live until the next call about this result, or until that is freed.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE for no part, and for parts of several patterns.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_name_parts(struct rampart_who_can *result, const size_t *parts, size_t count,
                           struct rampart_strs *ret_patterns, struct rampart_strs *ret_except);

/* Returns how many actions and patterns were asked about. `result` must not be NULL. */
RAMPART_API size_t rampart_who_can_action_count(const struct rampart_who_can *result);

/* Returns whether one of these suffices, instead of all. `result` must not be NULL. */
RAMPART_API bool rampart_who_can_any(const struct rampart_who_can *result);

/*
 * Returns the i-th action or pattern that was asked about, counting from 0; it is empty beyond the end.
 *
 * Ownership: The text lives as long as the result, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_who_can_action_at(const struct rampart_who_can *result, size_t i);

/*
 * Returns whether the i-th of them was looked at as a whole. False: there may be further names of actions, which the
 * catalogue does not have and the search did not come to; no row is then allowed or denied for certain. Not for NULL.
 */
RAMPART_API bool rampart_who_can_is_decided(const struct rampart_who_can *result, size_t i);

/*
 * Finds a request that a row lets through: an action and a resource of those that were asked about. It is asked of the
 * engine before it is told. Of a pattern it looks like a resource of the action where that can be.
 *
 * Ownership: The texts live until the next call about this result, or until that is freed.
 * Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_find_witness(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                             struct rampart_who_can_witness *ret_witness);

/* Frees the result, its rows and its explanations. NULL is allowed. */
RAMPART_API void rampart_who_can_free(struct rampart_who_can *result);

/*
 * Returns the account that was asked about.
 *
 * Ownership: It is the caller's own account, whose set was asked. `result` must not be NULL.
 */
RAMPART_API const struct rampart_account *rampart_who_can_account(const struct rampart_who_can *result);

/*
 * Returns the action that was asked about.
 *
 * Ownership: The text lives as long as the result, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_who_can_action(const struct rampart_who_can *result);

/*
 * Returns the API that the request named in place of an action. It is empty when the request named the
 * action.
 *
 * Ownership: The text lives as long as the result, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_who_can_api(const struct rampart_who_can *result);

/*
 * Returns the resource that was asked about; of several, the first.
 *
 * Ownership: The text lives as long as the result, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_who_can_resource(const struct rampart_who_can *result);

/* Returns how many resources were asked about: all must be allowed. `result` must not be NULL. */
RAMPART_API size_t rampart_who_can_resource_count(const struct rampart_who_can *result);

/*
 * Returns the i-th of them, counting from 0; it is empty beyond the end.
 *
 * Ownership: The text lives as long as the result, which must not be NULL.
 */
RAMPART_API struct rampart_str rampart_who_can_resource_at(const struct rampart_who_can *result, size_t i);

/*
 * Returns whether the resource stands for all that it matches as a pattern. Then Allow holds for every one of
 * them, Deny says that none is allowed, and Conditional leaves open which are; a reason that is `partly`
 * covers some. Where a search meets its limits, Conditional may turn out to be Allow or Deny. `result` must not be NULL.
 */
RAMPART_API bool rampart_who_can_is_pattern(const struct rampart_who_can *result);

/*
 * Returns the i-th layer of the resource that was not seen and that leaves rows open, counting from 0, or
 * NULL beyond the end. These layers are the same for every principal.
 *
 * Ownership: The struct lives as long as the result.
 */
RAMPART_API const struct rampart_unseen *rampart_who_can_unseen(const struct rampart_who_can *result, size_t i);

/*
 * Returns the layers of the resource that could decide, but are assumed to be absent: bit 1 << enum
 * rampart_layer each. NULL has none.
 */
RAMPART_API unsigned rampart_who_can_assumed_absent(const struct rampart_who_can *result);

/*
 * Returns the i-th from outside the account whom the policies of the resource that were read let in, or may, counting
 * from 0, or NULL beyond the end; of a role to be assumed these are accounts, users, roles, identity providers and
 * services that its trust policy names. None of several resources at once is listed. Behind them stand those whom the trust policies
 * of roles let in that may do it (`via`), each once, by the best of its roles: one that is certain, then the shortest chain; not
 * where the question was direct or brief. They are no rows.
 *
 * Ownership: The struct lives as long as the result.
 */
RAMPART_API const struct rampart_outsider *rampart_who_can_outsider(const struct rampart_who_can *result, size_t i);

/* Returns the number of rows: one for each user and role of the account, and one for root. Not for NULL. */
RAMPART_API size_t rampart_who_can_count(const struct rampart_who_can *result);

/* Returns how many different numbers `answer` of the rows may be. `result` must not be NULL. */
RAMPART_API size_t rampart_who_can_answer_count(const struct rampart_who_can *result);

/*
 * Returns the i-th row, counting from 0. The rows are sorted by ARN. NULL: it is beyond the end, or memory was refused, which
 * the number of rows tells apart (rampart_who_can_count()).
 *
 * Ownership: The row lives as long as the result, which must not be NULL; that of a user until rampart_who_can_drop_rows(). A
 * user's row takes memory from the first time that it is asked for.
 */
RAMPART_API const struct rampart_who_can_row *rampart_who_can_row(const struct rampart_who_can *result,
                                                                  size_t i);

/*
 * Tells what the i-th row comes to without making it: all members but `principal` and `name`, which are empty, and
 * `service_linked`, which is false. Who looks for the few that are allowed among many asks for the rows of these alone. It takes
 * no memory. Returns false beyond the end, and sets nothing then. No argument may be NULL.
 *
 * Ownership: The struct is the caller's copy; do not pass it where a row is wanted.
 */
RAMPART_API bool rampart_who_can_glance(const struct rampart_who_can *result, size_t i,
                                        struct rampart_who_can_row *ret_row);

/*
 * Gives back the memory of all rows of users that were asked for. A report that goes through many of them does so now and then:
 *
 *     for (size_t i = 0; i < rampart_who_can_count(result); i++) {
 *         print(rampart_who_can_row(result, i));
 *         if (i % 1024 == 1023) rampart_who_can_drop_rows(result);
 *     }
 *
 * Ownership: Rows of users, and what was explained of them, must not be used any more; other rows stay. `result` must not be NULL.
 */
RAMPART_API void rampart_who_can_drop_rows(struct rampart_who_can *result);

/*
 * Tells whom CloudSSO lets use the role of a row: "user/alice", "group/admins", and "group/admins/bob" for each known member of a
 * group, as far as the inputs tell. None: it is no role of CloudSSO, or nobody told. Whoever may use a role is let in by its
 * trust policy as a session of an identity provider; rows are about what the role may do then.
 *
 * Ownership: The texts live as long as the account. Neither argument may be NULL.
 */
RAMPART_API struct rampart_strs rampart_who_can_held_by(const struct rampart_who_can *result,
                                                        const struct rampart_who_can_row *row);

/*
 * Counts the rows by their outcome. `kinds` has bit 1 << kind for each kind of principal that counts; 0
 * stands for all. It does not make the rows, so that it is the cheapest answer for a large account. `result`
 * must not be NULL.
 *
 * Ownership: The numbers are the caller's copy.
 */
RAMPART_API struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result,
                                                               unsigned kinds);

/*
 * Gives the reasons for one row of this result: why the principal may or may not do it. For a row that goes
 * `via` a role they say why the principal may assume that role; the row of the role has the rest. Unseen
 * layers of the resource are left out. It costs as much as rampart_explain().
 *
 * Ownership: The decision lives until the next call about this result, or until that is freed. Do not free
 * it. After an error there is none.
 * Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_explain(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                        const struct rampart_decision **ret_decision);

/*
 * Gives the conditions under which the principal of one row may do it, of all steps of its chain together, as one
 * formula: (A and B) or C, unless D. Unseen layers of the resource are left out. *ret_formula is NULL where it cannot
 * be told in this form; then rampart_who_can_explain() has the conditions of each step.
 *
 * Ownership: The formula lives until the next call about this result of this function or of
 * rampart_who_can_explain(), or until that is freed.
 * Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT; RAMPART_MISUSE when an argument is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_formula(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                        const struct rampart_formula **ret_formula);

#ifdef __cplusplus
}
#endif

#endif
