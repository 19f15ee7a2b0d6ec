/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_pair.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/pattern.h"

/* The length of the text up to the first wildcard; all of it when there is none. */
static size_t pair_head_length(const struct rp_cell_pattern *pattern)
{
    return pattern->wild ? rp_literal_length(pattern->text) : pattern->text.len;
}

/* The same from the last wildcard to the end. */
static size_t pair_tail_length(const struct rp_cell_pattern *pattern)
{
    struct rampart_str text = pattern->text;
    size_t at = text.len;
    while (at > 0 && !(pattern->wild && (text.data[at - 1] == '*' || text.data[at - 1] == '?'))) at--;
    return text.len - at;
}

static bool pair_is_literal(const struct rp_cell_pattern *pattern)
{
    return pair_head_length(pattern) == pattern->text.len;
}

static bool pair_begin_or_end_apart(const struct rp_cell_pattern *a, const struct rp_cell_pattern *b)
{
    const size_t head_a = pair_head_length(a), head_b = pair_head_length(b), head = head_a < head_b ? head_a : head_b;
    const size_t tail_a = pair_tail_length(a), tail_b = pair_tail_length(b), tail = tail_a < tail_b ? tail_a : tail_b;
    return !rp_str_equal(rp_str_part(a->text, 0, head), rp_str_part(b->text, 0, head)) ||
           !rp_str_equal(rp_str_from(a->text, a->text.len - tail), rp_str_from(b->text, b->text.len - tail));
}

/* The text up to the next colon, which is taken from it. */
static struct rampart_str pair_take_field(struct rampart_str *text)
{
    const size_t colon = rp_str_find(*text, ':');
    const struct rampart_str field = rp_str_part(*text, 0, colon);
    *text = rp_str_from(*text, colon < text->len ? colon + 1 : colon);
    return field;
}

/* Leaves the fields that both texts begin with: they are not apart in them. */
static void pair_leave_common_fields(struct rampart_str *a, struct rampart_str *b)
{
    const size_t most = a->len < b->len ? a->len : b->len;
    size_t field = 0;
    for (size_t i = 0; i < most && a->data[i] == b->data[i]; i++)
        if (a->data[i] == ':') field = i + 1;
    *a = rp_str_from(*a, field);
    *b = rp_str_from(*b, field);
}

/*
 * The same for each field: a text of a pattern whose wildcards cross no colon has as many colons as that one. It leaves none
 * to the wildcards of another pattern with as many, and is no text of one with more.
 */
static bool pair_fields_are_apart(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *other)
{
    struct rp_cell_pattern a = *whole, b = *other;
    struct rampart_str left = whole->text, other_left = other->text;
    pair_leave_common_fields(&left, &other_left);
    const size_t colons = rp_str_count(left, ':'), others = rp_str_count(other_left, ':');
    bool apart = others > colons;
    for (size_t i = 0; others == colons && i <= colons && !apart; i++) {
        a.text = pair_take_field(&left);
        b.text = pair_take_field(&other_left);
        apart = pair_begin_or_end_apart(&a, &b);
    }
    return apart;
}

bool rp_patterns_are_apart(const struct rp_cell_pattern *a, const struct rp_cell_pattern *b)
{
    if (a->fold || b->fold) return false;
    if (pair_begin_or_end_apart(a, b)) return true;
    if (a->crossing == RP_NEVER_CROSSES && pair_fields_are_apart(a, b)) return true;
    return b->crossing == RP_NEVER_CROSSES && pair_fields_are_apart(b, a);
}

/* Crossings are in the order of what they let through, the widest first. */
static bool pair_is_alike(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    return whole->wild == part->wild && whole->crossing <= part->crossing && rp_str_equal(whole->text, part->text);
}

/* True when `whole` is a beginning and one star, and every text of `part` has that beginning. */
static bool pair_takes_all_after(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    const size_t head = pair_head_length(whole);
    return whole->crossing != RP_NEVER_CROSSES && head + 1 == whole->text.len && whole->text.data[head] == '*' &&
           pair_head_length(part) >= head && rp_str_starts(part->text, rp_str_part(whole->text, 0, head));
}

bool rp_pattern_takes(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    return !whole->fold && !part->fold && (pair_is_alike(whole, part) || pair_takes_all_after(whole, part));
}

/* Holds one text against a pattern with stars: SOME when the pattern matches it, since it matches others too. */
static enum rampart_status pair_relate_literal(struct rp_arena *scratch, struct rampart_str text,
                                                const struct rp_cell_pattern *part,
                                                enum rp_relation *ret_relation)
{
    struct rp_pattern pattern;
    bool match = false;
    RP_TRY(rp_pattern_compile(scratch, part->text, &pattern));
    RP_TRY(rp_pattern_match(&pattern, NULL, text, &match)); /* without `?` nothing else is needed */
    *ret_relation = match ? RP_RELATION_SOME : RP_RELATION_NONE;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_relate_at_sight(struct rp_arena *scratch, const struct rp_cell_pattern *whole,
                                               const struct rp_cell_pattern *part, enum rp_relation *ret_relation)
{
    *ret_relation = RP_RELATION_UNDECIDED;
    if (whole->fold || part->fold) return RAMPART_OK;
    if (rp_pattern_takes(whole, part))
        *ret_relation = RP_RELATION_EVERY;
    else if (rp_patterns_are_apart(whole, part))
        *ret_relation = RP_RELATION_NONE;
    else if (pair_is_literal(whole) && !pair_is_literal(part) && rp_str_find(part->text, '?') == part->text.len)
        RP_TRY(pair_relate_literal(scratch, whole->text, part, ret_relation));
    if (part->crossing != RP_CROSSES && *ret_relation == RP_RELATION_SOME) *ret_relation = RP_RELATION_UNDECIDED;
    return RAMPART_OK;
}
