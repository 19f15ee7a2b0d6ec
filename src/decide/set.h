/* SPDX-License-Identifier: Apache-2.0 */
/* A set from the inside. */
#ifndef RP_DECIDE_SET_H
#define RP_DECIDE_SET_H

#include <rampart/set.h>

#include "decide/compiled.h"

struct rampart_set {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    struct rampart_options options;
    const struct rampart_account *account; /* NULL: none */
    struct rampart_attachment *attachments;
    size_t attachment_count;
    unsigned control_levels;
    bool few;                     /* nothing of the account is made ahead */
    struct rp_rules *rules;       /* of the attachments, without an account; else NULL */
    struct rp_compiled *compiled; /* the account; NULL: the rules of each request are made when it is asked */
    /* Of an organisation: a set for each member, in their order, and the compiled accounts of these. */
    struct rampart_set **members;
    const struct rp_compiled **peers;
    size_t member_count;
};

/* ---- organisations (set_members.c) ---- */

/*
 * The set that answers a finished request: of an organisation that of the member whose principal asks, or which owns the
 * resource; else `set` itself. Errors: RAMPART_INVALID_INPUT, reported, where it is nobody's, and for resources of
 * several members.
 */
enum rampart_status rp_set_asked(const struct rampart_set *set, const struct rampart_request *request,
                                 struct rampart_diags *diags, const struct rampart_set **ret_set);

/*
 * Whether an account is all that bears on a request: no policy and no empty level of control policies stands
 * beside it.
 */
bool rp_set_is_account_alone(const struct rampart_set *set);

/*
 * Refuses what is asked of all requests where an account has a pattern that is too large to be compiled: then only single
 * requests are answered. Errors: RAMPART_LIMIT, with a diagnostic; RAMPART_MISUSE for a set that was made for few requests.
 */
enum rampart_status rp_set_check_compiled(const struct rampart_set *set, struct rampart_diags *diags);

/* Whether the types of keys and the forms of resources of both are those of one catalogue. */
bool rp_set_is_of_catalog(const struct rampart_set *set, const struct rampart_request *request);

/* The rules that bear on a finished request, its session policy among them, and whether they were made for it alone. */
struct rp_set_rules {
    const struct rp_rules *rules;
    struct rp_rules *own; /* the same, to be freed with rp_rules_free(); NULL: they are the set's */
};

/* Errors: as rampart_decide(). */
enum rampart_status rp_set_rules(const struct rampart_set *set, const struct rampart_request *request,
                                 struct rampart_diags *diags, struct rp_set_rules *ret_rules);

/*
 * The rules that would bear on a finished request if one document stood in place of another: those of the set that
 * rp_set_asked() finds, which is compiled or has no account. The exchange must outlive them; they are to be freed with
 * rp_rules_free(). Errors: as rp_set_rules(); RAMPART_MISUSE for a set whose account is not compiled.
 */
enum rampart_status rp_set_rules_exchanged(const struct rampart_set *set, const struct rampart_request *request,
                                           const struct rp_exchange *exchange, struct rp_rules **ret_rules);

#endif
