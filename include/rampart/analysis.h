/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about a whole account: which of its principals may do something, themselves or by assuming roles.
 */
#ifndef RAMPART_ANALYSIS_H
#define RAMPART_ANALYSIS_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

enum rampart_principal_kind { RAMPART_PRINCIPAL_USER = 0, RAMPART_PRINCIPAL_ROLE, RAMPART_PRINCIPAL_ROOT };

/*
 * One principal of the account, with the best verdict it can reach. When it has to assume a role for that, `via` is
 * that role's row, which may go on: user/alice → role/ci → role/deploy. NULL: it may do it itself, or may not.
 */
struct rampart_who_can_row {
    struct rampart_str principal; /* the ARN */
    struct rampart_str name;      /* "user/alice", "role/ci", "root" */
    enum rampart_principal_kind kind;
    bool service_linked; /* a role that belongs to a service: control policies do not bind it */
    struct rampart_verdict verdict;
    /* Without layers of the resource that were not seen (rampart_who_can_unseen()); `via` is about it. */
    struct rampart_verdict without_unseen;
    const struct rampart_who_can_row *via;
    size_t via_count; /* how many roles are assumed */
    unsigned
        depends_on; /* the assumptions on which the verdict turns: bit 1 << enum rampart_assumption each */
};

/* How many rows came out which way; what unseen layers leave open is conditional. */
struct rampart_who_can_summary {
    size_t principals, allow, conditional, deny;
};

struct rampart_who_can_options {
    bool direct; /* leave out what is only reached by assuming roles */
    bool
        literal; /* take `*` and `?` in the resource as characters of it, as list operations on user/ have them */
    bool brief; /* leave out `depends_on`, for which the question is asked several times over */
    /* Told from time to time how many questions of how many known so far are done; may be NULL. */
    void (*progress)(void *context, size_t done, size_t known);
    void *progress_context;
};

struct rampart_who_can;

/*
 * Asks for every user and role of the set's account and for its root. The request is finished, has one resource and no
 * principal; its circumstances hold for every role that is assumed on the way as well. A certain answer by
 * way of roles counts more than a conditional one without; else a principal is listed as direct if it may
 * do it itself, and by the shortest chain, the first by name, if not. A role is assumed at most once.
 * Set and request must outlive the result, which belongs to one thread. The caller frees it with
 * rampart_who_can_free(). `how` may be NULL.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic (a principal or its ARN, several resources), RAMPART_LIMIT,
 * RAMPART_NO_MEMORY, RAMPART_MISUSE (also of a set without an account, or with attachments beside it).
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can(const struct rampart_set *set, const struct rampart_request *request,
                const struct rampart_who_can_options *how, struct rampart_diags *diags,
                struct rampart_who_can **ret_result);

/* Frees the result. NULL is allowed. */
RAMPART_API void rampart_who_can_free(struct rampart_who_can *result);

/* What was asked, and the rows, sorted by principal. They live as long as the result. */
RAMPART_API const struct rampart_account *rampart_who_can_account(const struct rampart_who_can *result);
RAMPART_API struct rampart_str rampart_who_can_action(const struct rampart_who_can *result);
/* The API that the request named in place of an action; empty: it named the action. */
RAMPART_API struct rampart_str rampart_who_can_api(const struct rampart_who_can *result);
RAMPART_API struct rampart_str rampart_who_can_resource(const struct rampart_who_can *result);
/*
 * Whether the question is about many resources: all of the account that the one of the request matches as a pattern. Then Allow is
 * for every one of them, Deny says that none is allowed, and Conditional leaves it open for which: a reason that is
 * `partly` covers some. Each pattern of a statement is looked at alone, so that "some" may turn out to be "every".
 */
RAMPART_API bool rampart_who_can_many(const struct rampart_who_can *result);

/*
 * The layers of the resource that were not seen, and that leave rows open: they are the same for everybody. NULL beyond
 * the last. `assumed_absent`: bit 1 << enum rampart_layer of each that may decide, had nobody said that there are none.
 */
RAMPART_API const struct rampart_unseen *rampart_who_can_unseen(const struct rampart_who_can *result, size_t i);
RAMPART_API unsigned rampart_who_can_assumed_absent(const struct rampart_who_can *result);

RAMPART_API size_t rampart_who_can_count(const struct rampart_who_can *result);
RAMPART_API const struct rampart_who_can_row *rampart_who_can_row(const struct rampart_who_can *result,
                                                                  size_t i);

/* Counts the rows of some kinds: bit 1 << kind each; 0 stands for all. */
RAMPART_API struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result,
                                                               unsigned kinds);

/*
 * The reasons for one row: why the principal may or may not do it, and if the row goes `via` a role, why it may
 * assume that role; the role's own row has the rest. What unseen layers leave open is left out. The decision lives until the next call or the end of the
 * result. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_who_can_explain(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                        const struct rampart_decision **ret_decision);

#ifdef __cplusplus
}
#endif

#endif
