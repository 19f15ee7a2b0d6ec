/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a pattern of a document matches all that another matches; a document may take only so many comparisons. */
#ifndef RP_LINT_COVERS_H
#define RP_LINT_COVERS_H

#include "policy/ast.h"

/* A pattern ready to be compared. Few are ever matched: it is compiled when it is first. */
struct rp_lint_pattern {
    struct rampart_str text;
    bool fold, is_lower; /* case does not count; the text is in lower case, as it is when it is matched */
    uint32_t head, tail; /* bytes before the first wildcard and behind the last; all of them: there is none */
    bool has_question;
    struct rp_pattern pattern; /* matches nothing until it is compiled, and with a `?` */
};

struct rp_lint_patterns {
    struct rp_lint_pattern *items;
    size_t count;
};

/* What may still be compared; where it is used up, nothing covers anything. */
struct rp_lint_effort {
    struct rp_arena *arena;
    size_t comparisons;
    size_t deep; /* of patterns with a `?` */
};

/* As much effort as a document of this many values is worth: linear, and enough for all that people write. */
struct rp_lint_effort rp_lint_effort(struct rp_arena *arena, size_t values);

/* The patterns of a list, in the arena; `fold`: case does not count, nor may it in what they are compared with. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_patterns(struct rp_arena *arena, const struct rp_values *values, bool fold,
                                     struct rp_lint_patterns *ret_patterns);

/* Whether `whole` matches every text that `part` matches. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT. */
enum rampart_status rp_lint_covers(struct rp_lint_effort *effort, struct rp_lint_pattern *whole,
                                   struct rp_lint_pattern *part, bool *ret_covers);

/* Whether they are written the same. */
bool rp_lint_pattern_equal(const struct rp_lint_pattern *a, const struct rp_lint_pattern *b);

/* The same for any pattern of a list. */
enum rampart_status rp_lint_any_covers(struct rp_lint_effort *effort, const struct rp_lint_patterns *whole,
                                       struct rp_lint_pattern *part, bool *ret_covers);

#endif
