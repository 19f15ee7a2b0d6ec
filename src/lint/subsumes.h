/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern or a statement subsumes another when it matches everything that the other matches: `ecs:*` subsumes
 * `ecs:Start*`. Each comparison is paid from a budget; when it is spent, nothing subsumes anything any more.
 */
#ifndef RP_LINT_SUBSUMES_H
#define RP_LINT_SUBSUMES_H

#include "policy/ast.h"

/* ---- patterns ---- */

/* A pattern that can be compared. Few are ever matched, so it is compiled only when it is matched first. */
struct rp_lint_pattern {
    struct rampart_str text;
    bool fold, is_lower; /* case does not count; the text is in lower case already */
    uint32_t head, tail; /* bytes before the first wildcard and behind the last; all of them: there is none */
    bool has_question;
    uint64_t first, literal;   /* the first eight bytes, and which of them stand before the first wildcard */
    struct rp_pattern pattern; /* matches nothing until it is compiled, and with a `?` */
};

struct rp_lint_patterns {
    struct rp_lint_pattern *items;
    size_t count;
};

/* The comparisons that a document may still cost. */
struct rp_lint_budget {
    struct rp_arena *arena;
    size_t comparisons;
    size_t deep; /* of patterns with a `?` */
};

/* The budget of a document with this many values. It grows linearly, and suffices for everything that people write. */
struct rp_lint_budget rp_lint_budget(struct rp_arena *arena, size_t values);

/*
 * Makes the patterns of a list. With `fold`, case counts neither in them nor in the patterns that they are compared
 * with. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_patterns(struct rp_arena *arena, const struct rp_values *values, bool fold,
                                     struct rp_lint_patterns *ret_patterns);

/* True when they are written alike. */
bool rp_lint_pattern_equal(const struct rp_lint_pattern *a, const struct rp_lint_pattern *b);

/* False: the narrow pattern begins otherwise, and is not covered. That is so of most pairs of actions, and asked without a call. */
static inline bool rp_lint_begins_alike(const struct rp_lint_pattern *wide, const struct rp_lint_pattern *narrow)
{
    return ((wide->first ^ narrow->first) & wide->literal) == 0;
}

/*
 * Says whether `wide`, or one of several patterns, matches every text that `narrow` matches.
 * Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
 */
enum rampart_status rp_lint_covers(struct rp_lint_budget *budget, struct rp_lint_pattern *wide,
                                   struct rp_lint_pattern *narrow, bool *ret_covers);
enum rampart_status rp_lint_any_covers(struct rp_lint_budget *budget, const struct rp_lint_patterns *wide,
                                       struct rp_lint_pattern *narrow, bool *ret_covers);

/* ---- statements ---- */

/* A statement with its patterns. */
struct rp_lint_prepared {
    const struct rp_statement *statement;
    struct rp_lint_patterns actions, resources;
};

/* Errors of all below: RAMPART_NO_MEMORY, RAMPART_LIMIT. */
enum rampart_status rp_lint_prepare(struct rp_arena *arena, const struct rp_statement *statement,
                                    struct rp_lint_prepared *ret_prepared);

/* True when `wide` has every principal that `narrow` has. */
bool rp_lint_principals_subsume(const struct rp_statement *wide, const struct rp_statement *narrow);

/* True when `wide` has the same conditions or fewer of them: it matches whenever the other's are met. */
bool rp_lint_conditions_subsume(const struct rp_statement *wide, const struct rp_statement *narrow);

/* The same for actions and for resources. Nothing subsumes an element that names nothing. */
enum rampart_status rp_lint_actions_subsume(struct rp_lint_budget *budget,
                                            const struct rp_lint_prepared *wide,
                                            const struct rp_lint_prepared *narrow, bool *ret_subsumes);
enum rampart_status rp_lint_resources_subsume(struct rp_lint_budget *budget,
                                              const struct rp_lint_prepared *wide,
                                              const struct rp_lint_prepared *narrow, bool *ret_subsumes);

/* Says whether `wide` matches every request that `narrow` matches. The effects are not compared. */
enum rampart_status rp_lint_subsumes(struct rp_lint_budget *budget, const struct rp_lint_prepared *wide,
                                     const struct rp_lint_prepared *narrow, bool *ret_subsumes);

#endif
