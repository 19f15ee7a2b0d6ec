/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Suggestions from the inside. A plan is what is attached after some edits; a denial of it has fixes, each a set of
 * edits that is made together.
 */
#ifndef RP_ANALYSIS_SUGGEST_H
#define RP_ANALYSIS_SUGGEST_H

#include <rampart/suggest.h>

#include "base/buf.h"
#include "decide/match.h"

enum {
    RP_MOST_FIXES = 8,   /* of one denial */
    RP_MOST_EDITS = 48,  /* of one way */
    RP_MOST_DENIES = 16, /* statements that deny at once */
    RP_MOST_NOTES = 8
};

struct rp_edit {
    struct rampart_change told; /* without its JSON, which is written when the way is complete */
    size_t attachment;          /* of the plan: where the statement stands */
};

struct rp_fix {
    struct rp_edit edits[RP_MOST_DENIES];
    size_t count;
};

struct rp_fixes {
    struct rp_fix *items[RP_MOST_FIXES];
    size_t count;
};

struct rp_plan {
    struct rampart_attachment *attachments;
    size_t count, given; /* those that are given come first; the rest are new */
    unsigned levels;
    struct rp_edit edits[RP_MOST_EDITS];
    size_t edit_count;
};

struct rp_suggester {
    const struct rampart_options *options;
    struct rampart_request *request;
    unsigned assumed, absent_layers, held_layers; /* of the rules that deny it */
    struct rp_arena work;   /* plans and the policies in them */
    struct rp_arena *arena; /* of the result */
    struct rampart_str notes[RP_MOST_NOTES];
    size_t note_count;
};

/* A denial of a plan: its rules and why. */
struct rp_denial_of_plan {
    const struct rp_plan *plan;
    const struct rp_rules *rules;
    const struct rampart_decision *decision;
};

/* A sentence for the result, once. Errors: RAMPART_NO_MEMORY. */
__attribute__((format(printf, 2, 3))) enum rampart_status rp_suggest_note(struct rp_suggester *suggester,
                                                                          const char *format, ...);

/* ---- documents (suggest_document.c): nothing is changed in place ---- */

/* The statement with the values of the change added or removed, or with a condition more. */
enum rampart_status rp_statement_edit(struct rp_arena *arena, const struct rp_statement *statement,
                                      const struct rampart_change *change,
                                      struct rp_statement *ret_statement);

/* The policy with another statement at this place. */
enum rampart_status rp_policy_edit(struct rp_arena *arena, const struct rampart_policy *policy, size_t at,
                                   const struct rp_statement *statement, struct rampart_policy **ret_policy);

/* A policy of one Allow: the action on these resources; of a trust policy for this principal, the one value. */
enum rampart_status rp_policy_grant(struct rp_arena *arena, enum rampart_layer layer,
                                    struct rampart_str action, struct rampart_strs values,
                                    struct rampart_policy **ret_policy);

/* As what a principal stands in a trust policy: RAM, Service or Federated. */
enum rp_principal_kind rp_principal_kind_of(struct rampart_str text);

/* As JSON (suggest_json.c). */
void rp_statement_write(struct rp_buf *out, const struct rp_statement *statement);
void rp_document_write(struct rp_buf *out, const struct rampart_policy *policy);

/* ---- plans (suggest_plan.c) ---- */

enum rampart_status rp_plan_copy(struct rp_arena *arena, const struct rp_plan *plan,
                                 struct rp_plan **ret_copy);

/* Makes the edits of a fix. False in *ret_made: there are too many, or an edit before was in vain. */
enum rampart_status rp_plan_apply(struct rp_suggester *suggester, struct rp_plan *plan,
                                  const struct rp_fix *fix, bool *ret_made);

/* The statement that an edit is about, as it stands in the plan. */
const struct rp_statement *rp_plan_statement(const struct rp_plan *plan, const struct rp_edit *edit);

/* Where the statement of a reason stands in the plan that it was decided by; false: in none. */
bool rp_plan_find(const struct rp_plan *plan, const struct rampart_reason *reason, struct rp_edit *ret_edit);

/* ---- what may help (suggest_allow.c, suggest_deny.c); the narrowest fix first ---- */

enum rampart_status rp_fixes_of_implicit(struct rp_suggester *suggester,
                                         const struct rp_denial_of_plan *denial, struct rp_fixes *fixes);
enum rampart_status rp_fixes_of_explicit(struct rp_suggester *suggester,
                                         const struct rp_denial_of_plan *denial, struct rp_fixes *fixes);

/* A fix with nothing in it yet, at the end; NULL: there is no room, or *ret_status is not RAMPART_OK. */
struct rp_fix *rp_fixes_add(struct rp_suggester *suggester, struct rp_fixes *fixes,
                            enum rampart_status *ret_status);

/* One text as a list, in the arena of the plans. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_suggest_one(struct rp_suggester *suggester, struct rampart_str text,
                                   struct rampart_strs *ret_texts);

/* Whether a pattern can be written that matches this text and no other. */
bool rp_suggest_can_name(const struct rp_suggester *suggester, struct rampart_str text);

/* rampart_suggest() for these rules, with the limits of `options`. The suggestions keep nothing of the rules. */
enum rampart_status rp_rules_suggest(const struct rampart_options *options, const struct rp_rules *rules,
                                     struct rampart_request *request,
                                     struct rampart_suggestions **ret_suggestions);

#endif
