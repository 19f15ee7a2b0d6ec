/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/pattern_pieces.h"
#include "policy/pattern_regex.h"

/* Where the last star stands; there is one. */
static size_t last_star(struct rampart_str text)
{
    size_t at = text.len - 1;
    while (text.data[at] != '*') at--;
    return at;
}

static enum rp_pattern_kind kind_of(const struct rp_pattern *pattern)
{
    if (pattern->code != NULL) return RP_PATTERN_PIECES;
    if (pattern->head.len > 0) return pattern->tail.len > 0 ? RP_PATTERN_BOTH : RP_PATTERN_PREFIX;
    return pattern->tail.len > 0 ? RP_PATTERN_SUFFIX : RP_PATTERN_ANY;
}

static enum rampart_status compile_stars(struct rp_arena *arena, struct rampart_str text, size_t first,
                                         struct rp_pattern *ret_pattern)
{
    size_t last = last_star(text);
    struct rp_pattern pattern = {.head = rp_str_part(text, 0, first), .tail = rp_str_from(text, last + 1)};
    RP_TRY(rp_pieces_compile(arena, rp_str_part(text, first, last - first), &pattern.code));
    pattern.kind = kind_of(&pattern);
    *ret_pattern = pattern;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_compile(struct rp_arena *arena, struct rampart_str text,
                                       struct rp_pattern *ret_pattern)
{
    size_t first = rp_str_find(text, '*');
    bool regular = rp_str_find(text, '?') < text.len;
    if (!regular && first < text.len) return compile_stars(arena, text, first, ret_pattern);
    struct rp_pattern pattern = {.kind = RP_PATTERN_EXACT, .head = text};
    if (regular) {
        pattern = (struct rp_pattern){.kind = RP_PATTERN_REGEX};
        RP_TRY(rp_regex_compile(arena, text, &pattern.code));
    }
    *ret_pattern = pattern;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_compile_fold(struct rp_arena *arena, struct rampart_str text,
                                            struct rp_pattern *ret_pattern)
{
    struct rp_pattern pattern = {.kind = RP_PATTERN_REGEX};
    RP_TRY(rp_regex_compile_fold(arena, text, &pattern.code));
    *ret_pattern = pattern;
    return RAMPART_OK;
}

/* Head and tail stand at the ends, without sharing a character; what is between them must hold the pieces. */
static bool match_between(const struct rp_pattern *pattern, struct rampart_str subject)
{
    size_t head = pattern->head.len, tail = pattern->tail.len;
    if (!rp_str_starts(subject, pattern->head)) return false;
    struct rampart_str rest = rp_str_from(subject, head);
    if (!rp_str_ends(rest, pattern->tail)) return false;
    return pattern->code == NULL || rp_pieces_match(pattern->code, rp_str_part(rest, 0, rest.len - tail));
}

enum rampart_status rp_pattern_match_other(const struct rp_pattern *pattern, struct rp_matcher *matcher,
                                           struct rampart_str subject, bool *ret_match)
{
    if (pattern->kind == RP_PATTERN_REGEX) return rp_regex_match(pattern->code, matcher, subject, ret_match);
    *ret_match = pattern->kind != RP_PATTERN_NOTHING && match_between(pattern, subject);
    return RAMPART_OK;
}
