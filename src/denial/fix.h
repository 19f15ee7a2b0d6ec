/* SPDX-License-Identifier: Apache-2.0 */
/* Fixes of a denied plan: edits after which a denial's reason is gone. The narrowest fix comes first. */
#ifndef RP_DENIAL_FIX_H
#define RP_DENIAL_FIX_H

#include "decide/verdict.h"
#include "denial/plan.h"

enum {
    RP_MOST_FIXES = 8, /* of one denial */
    RP_MOST_NOTES = 8
};

struct rp_fixes {
    struct rp_fix *items[RP_MOST_FIXES];
    size_t count;
};

struct rp_suggester {
    const struct rampart_options *options;
    struct rampart_request *request;
    rampart_switches assumed;             /* of the rules that deny the request */
    unsigned absent_layers, held_layers; /* the same */
    struct rp_arena work;                         /* plans and the policies in them */
    struct rp_arena *arena;                       /* of the result */
    struct rampart_str notes[RP_MOST_NOTES];
    size_t note_count;
};

/* A denial of a plan: its rules and why. */
struct rp_plan_denial {
    const struct rp_plan *plan;
    const struct rp_rules *rules;
    const struct rampart_decision *decision;
};

/* Adds a sentence to the result, once. Errors: RAMPART_NO_MEMORY. */
__attribute__((format(printf, 2, 3))) enum rampart_status rp_suggester_note(struct rp_suggester *suggester,
                                                                            const char *format, ...);

/* Nothing allows: a new statement, or the one element by which an Allow misses. */
enum rampart_status rp_fixes_of_implicit(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                         struct rp_fixes *fixes);

/* Statements deny: an exception from each of them. */
enum rampart_status rp_fixes_of_explicit(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                         struct rp_fixes *fixes);

#endif
