/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns with `*` (any run of characters) and `?` (exactly one character), over the whole text
 * (docs/semantics.md, "Wildcards"). Plain comparison where it suffices, PCRE2 for the rest.
 */
#ifndef RP_POLICY_PATTERN_H
#define RP_POLICY_PATTERN_H

#include "base/arena.h"
#include "base/str.h"

enum rp_pattern_kind {
    RP_PATTERN_NOTHING = 0, /* zeroed memory matches nothing */
    RP_PATTERN_ANY,         /* *     */
    RP_PATTERN_EXACT,       /* x     */
    RP_PATTERN_PREFIX,      /* x*    */
    RP_PATTERN_SUFFIX,      /* *x    */
    RP_PATTERN_BOTH,        /* x*y   */
    RP_PATTERN_PIECES,      /* x*y*z: stars only */
    RP_PATTERN_REGEX        /* with `?`, or folded: PCRE2 */
};

struct rp_pattern {
    enum rp_pattern_kind kind;
    uint32_t tag;                  /* for the caller that compiled it; matching does not use it */
    struct rampart_str head, tail; /* borrowed from the text it was compiled from */
    void *code;                    /* of PIECES and REGEX, in the arena */
};

/* The memory in which PCRE2 matches: it belongs to one thread, and must stay where it was initialised. */
struct rp_matcher {
    struct rampart_allocator allocator;
    void *general, *data, *context; /* pcre2_general_context, pcre2_match_data, pcre2_match_context */
};

/* Takes memory from the allocator; NULL: from malloc and free. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_matcher_init(struct rp_matcher *matcher, const struct rampart_allocator *allocator);
void rp_matcher_free(struct rp_matcher *matcher);

/*
 * Compiles a pattern; `text` (valid UTF-8) must live as long as the pattern. Errors: RAMPART_LIMIT when
 * PCRE2 finds it too large, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_pattern_compile(struct rp_arena *arena, struct rampart_str text,
                                       struct rp_pattern *ret_pattern);

/*
 * A pattern that matches exactly the texts equal to `text` but for case, by Unicode simple folding.
 */
enum rampart_status rp_pattern_compile_fold(struct rp_arena *arena, struct rampart_str text,
                                            struct rp_pattern *ret_pattern);

/* Matches the other kinds, for rp_pattern_match(). */
enum rampart_status rp_pattern_match_other(const struct rp_pattern *pattern, struct rp_matcher *matcher,
                                           struct rampart_str subject, bool *ret_match);

/*
 * Tells whether the pattern matches the whole subject (valid UTF-8). A fault of the matcher is an error, never
 * "no match": a skipped Deny is an Allow. Only a REGEX needs a matcher. Errors: RAMPART_LIMIT,
 * RAMPART_NO_MEMORY.
 */
static inline enum rampart_status rp_pattern_match(const struct rp_pattern *pattern,
                                                   struct rp_matcher *matcher, struct rampart_str subject,
                                                   bool *ret_match)
{
    switch (pattern->kind) { /* most patterns are of these kinds, and their match takes less than a call */
    case RP_PATTERN_ANY: *ret_match = true; return RAMPART_OK;
    case RP_PATTERN_EXACT: *ret_match = rp_str_equal(subject, pattern->head); return RAMPART_OK;
    case RP_PATTERN_PREFIX: *ret_match = rp_str_starts(subject, pattern->head); return RAMPART_OK;
    default: return rp_pattern_match_other(pattern, matcher, subject, ret_match);
    }
}

#endif
