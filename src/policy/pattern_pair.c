/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_pair.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/pattern.h"

enum { AT_SIGHT = 512, FIELDS = 5 /* of an ARN */ };

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

/* ---- one text ---- */

/* Tells letters of both cases apart. Takes time in proportion to the product of the lengths, so they are bounded. */
static bool pair_glob(struct rampart_str pattern, struct rampart_str text)
{
    size_t at = 0, place = 0, behind_star = 0, retry = 0; /* behind_star 0: there was no star yet */
    while (place < text.len) {
        if (at < pattern.len && pattern.data[at] == '*') {
            behind_star = ++at;
            retry = place;
        } else if (at < pattern.len && (pattern.data[at] == '?' || pattern.data[at] == text.data[place])) {
            at++;
            place++;
        } else if (behind_star > 0) {
            at = behind_star; /* the star takes one more character */
            place = ++retry;
        } else {
            return false;
        }
    }
    while (at < pattern.len && pattern.data[at] == '*') at++;
    return at == pattern.len;
}

/* Each field by itself; the last has all further colons. */
static bool pair_glob_fields(const struct rp_arn *pattern, const struct rp_arn *text)
{
    return pair_glob(pattern->partition, text->partition) && pair_glob(pattern->service, text->service) &&
           pair_glob(pattern->region, text->region) && pair_glob(pattern->account, text->account) &&
           pair_glob(pattern->rest, text->rest);
}

/* The same for wildcards that cross no colon: the text has as many as the pattern. */
static bool pair_glob_all(struct rampart_str pattern, struct rampart_str text)
{
    const size_t colons = rp_str_count(pattern, ':');
    bool match = rp_str_count(text, ':') == colons;
    for (size_t i = 0; i <= colons && match; i++) {
        const struct rampart_str field = pair_take_field(&pattern);
        match = pair_glob(field, pair_take_field(&text));
    }
    return match;
}

static bool pair_is_short(struct rampart_str a, struct rampart_str b)
{
    return a.len <= AT_SIGHT && b.len <= AT_SIGHT;
}

/* A `?` stands for a character, and here it would for a byte. */
static bool pair_counts_bytes(struct rampart_str pattern, struct rampart_str text)
{
    bool ascii = rp_str_find(pattern, '?') < pattern.len;
    for (size_t i = 0; ascii && i < text.len; i++) ascii = (unsigned char)text.data[i] < 0x80;
    return ascii || rp_str_find(pattern, '?') == pattern.len;
}

/* A beginning and one star, which stands for colons too: within fields as well, since it is at the end. */
static bool pair_is_beginning(const struct rp_cell_pattern *pattern)
{
    return pair_head_length(pattern) + 1 == pattern->text.len && pattern->text.data[pattern->text.len - 1] == '*';
}

bool rp_pattern_match_at_sight(const struct rp_cell_pattern *pattern, struct rampart_str text, bool *ret_match)
{
    struct rp_arn fields, of_text;
    if (pattern->fold || !pair_is_short(pattern->text, text)) return false;
    if (!pattern->wild) {
        *ret_match = rp_str_equal(pattern->text, text);
        return true;
    }
    if (!pair_counts_bytes(pattern->text, text)) return false;
    *ret_match = pair_glob(pattern->text, text);
    if (pattern->crossing == RP_CROSSES || !*ret_match) return true;
    if (pattern->crossing == RP_NEVER_CROSSES) *ret_match = pair_glob_all(pattern->text, text);
    if (pattern->crossing == RP_NEVER_CROSSES || pair_is_beginning(pattern)) return true;
    if (!rp_arn_split(pattern->text, &fields)) return false;
    *ret_match = rp_arn_split(text, &of_text) && pair_glob_fields(&fields, &of_text);
    return true;
}

/* ---- guesses ---- */

bool rp_pattern_guess(struct rp_arena *arena, struct rampart_str pattern, struct rampart_str *ret_text)
{
    char *text = rp_arena_alloc(arena, 1, pattern.len);
    size_t len = 0;
    if (text == NULL) return false;
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.data[i] != '*') text[len++] = pattern.data[i] == '?' ? 'a' : pattern.data[i];
    *ret_text = (struct rampart_str){text, len};
    return true;
}

/* Of two patterns the one that says more: without wildcards, else with more letters. */
static struct rampart_str pair_narrower(struct rampart_str a, struct rampart_str b)
{
    if (rp_has_wildcard(a) != rp_has_wildcard(b)) return rp_has_wildcard(a) ? b : a;
    return b.len > a.len ? b : a;
}

enum rampart_status rp_patterns_guess_both(struct rp_arena *arena, struct rampart_str one, struct rampart_str other,
                                           struct rampart_str *ret_text)
{
    struct rp_arn a, b;
    struct rampart_str both;
    *ret_text = (struct rampart_str){NULL, 0};
    if (!rp_arn_split(one, &a) || !rp_arn_split(other, &b)) return RAMPART_OK;
    const struct rampart_str colon = RP_STR(":");
    const struct rampart_str parts[2 * FIELDS - 1] = {
        pair_narrower(a.partition, b.partition), colon, pair_narrower(a.service, b.service), colon,
        pair_narrower(a.region, b.region),       colon, pair_narrower(a.account, b.account), colon,
        pair_narrower(a.rest, b.rest)};
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 2 * FIELDS - 1, &both));
    return rp_pattern_guess(arena, both, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- two patterns ---- */

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

/*
 * True when the stars of `whole` stand for what `part` has there, its wildcards included: whatever these stand for, the
 * stars do. Where they cross no colon that is told field by field.
 */
static bool pair_takes_by_stars(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    struct rp_arn fields, of_part;
    if (!whole->wild || rp_str_find(whole->text, '?') < whole->text.len) return false;
    if (!pair_is_short(whole->text, part->text) || !pair_glob(whole->text, part->text)) return false;
    if (whole->crossing == RP_CROSSES) return true;
    return whole->crossing == RP_WITHIN_FIELDS && part->crossing != RP_CROSSES && rp_arn_split(whole->text, &fields) &&
           rp_arn_split(part->text, &of_part) && pair_glob_fields(&fields, &of_part);
}

bool rp_pattern_takes(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    if (whole->fold || part->fold) return false;
    return pair_is_alike(whole, part) || pair_takes_all_after(whole, part) || pair_takes_by_stars(whole, part);
}

/* What is known of two patterns by texts that were tried. */
struct pair_tried {
    const struct rp_cell_pattern *whole, *part;
    bool both, only_part; /* there is such a text */
};

static void pair_try(struct pair_tried *tried, struct rampart_str text)
{
    bool in_part = false, in_whole = false;
    if (!rp_pattern_match_at_sight(tried->part, text, &in_part) || !in_part) return;
    if (!rp_pattern_match_at_sight(tried->whole, text, &in_whole)) return;
    tried->both |= in_whole;
    tried->only_part |= !in_whole;
}

/* SOME when two texts show it: one that both patterns match, and one that only `part` does. */
static enum rampart_status pair_show_some(struct rp_arena *scratch, const struct rp_cell_pattern *whole,
                                          const struct rp_cell_pattern *part, enum rp_relation *ret_relation)
{
    struct pair_tried tried = {.whole = whole, .part = part};
    const struct rampart_str text = part->text, other = whole->text;
    const size_t most = text.len < other.len ? text.len : other.len;
    size_t head = 0;
    struct rampart_str guess, more;
    RP_TRY_MEMORY(rp_pattern_guess(scratch, text, &guess));
    pair_try(&tried, guess);
    RP_TRY(rp_patterns_guess_both(scratch, text, other, &more));
    pair_try(&tried, more);
    while (head < most && text.data[head] == other.data[head]) head++;
    RP_TRY_MEMORY(rp_pattern_guess(scratch, rp_str_from(other, head), &more));
    const struct rampart_str joined[] = {guess, more}, odd[] = {guess, RP_STR("~")};
    if (!tried.both || !tried.only_part) {
        RP_TRY_MEMORY(rp_arena_join(scratch, joined, 2, &more));
        pair_try(&tried, more);
        RP_TRY_MEMORY(rp_arena_join(scratch, odd, 2, &more));
        pair_try(&tried, more);
    }
    if (tried.both && tried.only_part) *ret_relation = RP_RELATION_SOME;
    return RAMPART_OK;
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
    return *ret_relation == RP_RELATION_UNDECIDED ? pair_show_some(scratch, whole, part, ret_relation) : RAMPART_OK;
}
