/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

/* ---- literal pieces between stars ---- */

/*
 * The search is Knuth, Morris and Pratt's: its time is linear in the text whatever the pieces are, where
 * trying every place takes seconds for `*aaa…ab*` against a long run of `a`. Bytes serve for characters: in
 * UTF-8 a piece cannot be found in the middle of a character.
 */
struct piece {
    struct rampart_str text;
    const uint32_t *borders; /* how much of the piece still stands when the byte after [i] differs */
};

struct pieces {
    struct piece *items;
    size_t count;
};

/* The text up to the next star, which is taken off the rest together with the star. */
static struct rampart_str pieces_take(struct rampart_str *rest)
{
    size_t star = rp_str_find(*rest, '*');
    struct rampart_str piece = rp_str_part(*rest, 0, star);
    *rest = rp_str_from(*rest, star + 1);
    return piece;
}

static size_t pieces_count(struct rampart_str middle)
{
    size_t count = 0;
    while (middle.len > 0) count += pieces_take(&middle).len > 0;
    return count;
}

/* borders[i]: the length of the longest text, shorter than i + 1, that text[0..i] both starts and ends with. */
static void pieces_find_borders(struct rampart_str text, uint32_t *borders)
{
    uint32_t border = 0;
    for (size_t i = 1; i < text.len; i++) {
        while (border > 0 && text.data[i] != text.data[border]) border = borders[border - 1];
        if (text.data[i] == text.data[border]) border++;
        borders[i] = border;
    }
}

/*
 * Compiles what stands between the first and the last star of a pattern. *ret_code is NULL when nothing but
 * stars stands there. Borrows. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
static enum rampart_status pieces_compile(struct rp_arena *arena, struct rampart_str middle, void **ret_code)
{
    if (middle.len > UINT32_MAX) return RAMPART_LIMIT;
    size_t count = pieces_count(middle);
    if (count == 0) {
        *ret_code = NULL;
        return RAMPART_OK;
    }
    struct pieces *pieces = RP_NEW(arena, struct pieces);
    struct piece *items = RP_NEW_ARRAY(arena, struct piece, count);
    uint32_t *borders = RP_NEW_ARRAY(arena, uint32_t, middle.len);
    RP_TRY_MEMORY(pieces != NULL && items != NULL && borders != NULL);
    *pieces = (struct pieces){items, count};
    while (middle.len > 0) {
        struct rampart_str text = pieces_take(&middle);
        if (text.len == 0) continue;
        pieces_find_borders(text, borders);
        *items++ = (struct piece){text, borders};
        borders += text.len;
    }
    *ret_code = pieces;
    return RAMPART_OK;
}

/* Takes everything up to the end of the piece's first occurrence off the text. */
static bool pieces_skip_past(const struct piece *piece, struct rampart_str *text)
{
    const char *wanted = piece->text.data;
    size_t matched = 0;
    for (size_t at = 0; at < text->len; at++) {
        if (matched == 0) {
            at += rp_str_find(rp_str_from(*text, at), wanted[0]);
            if (at == text->len) return false;
        }
        while (matched > 0 && wanted[matched] != text->data[at]) matched = piece->borders[matched - 1];
        if (wanted[matched] == text->data[at]) matched++;
        if (matched < piece->text.len) continue;
        *text = rp_str_from(*text, at + 1);
        return true;
    }
    return false;
}

/* True when the text holds all pieces, in order and apart. Linear in the text. */
static bool pieces_match(const void *code, struct rampart_str text)
{
    const struct pieces *pieces = code;
    for (size_t i = 0; i < pieces->count; i++)
        if (!pieces_skip_past(&pieces->items[i], &text)) return false;
    return true;
}

/* ---- patterns with `?`, and texts without their case: PCRE2 ---- */

/*
 * A pattern is cut at its stars:
 *
 *     head * piece * piece * tail   →   head (?>.*?piece) (?>.*?piece) .{n,}+ (?<=tail)
 *
 * The first place where a piece stands is as good as any later one, so each group is atomic and is never
 * tried again. The tail has a known number n of characters: the last star takes the rest of the text, at
 * least n, and the tail is looked for once, backwards. Nothing backtracks over more than one piece.
 * The rest of the cost is bytes of a piece × bytes of the subject at the worst, and SEARCH_STEPS bounds that.
 */
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

enum {
    TRANSLATION_CAP = 1 << 20, /* PCRE2 takes no more than 64 KiB of code: this is beyond it */
    MATCH_CALLS = 10000000,    /* PCRE2's default; a pattern needs one for each character of the subject */
    MATCH_HEAP_KIB = 16384,
    SEARCH_STEPS = 1 << 26 /* about a quarter of a second */
};

struct regex {
    pcre2_code *code;
    size_t widest; /* bytes of the longest piece between two stars */
};

static bool regex_is_wildcard(char c)
{
    return c == '*' || c == '?';
}

/* How many wildcards the text starts with. */
static size_t regex_wildcard_run(struct rampart_str text)
{
    size_t run = 0;
    while (run < text.len && regex_is_wildcard(text.data[run])) run++;
    return run;
}

/* A run of wildcards as its `?` and then one star if it had any: `*?*` is `?*`. */
static void regex_add_wildcards(struct rp_buf *normal, struct rampart_str run)
{
    bool star = false;
    for (size_t i = 0; i < run.len; i++) {
        if (run.data[i] == '?')
            rp_buf_add_byte(normal, '?');
        else
            star = true;
    }
    if (star) rp_buf_add_byte(normal, '*');
}

/* Afterwards no piece is empty or starts with a wildcard. */
static void regex_normalise(struct rampart_str pattern, struct rp_buf *normal)
{
    for (size_t at = 0; at < pattern.len;) {
        struct rampart_str rest = rp_str_from(pattern, at);
        size_t run = regex_wildcard_run(rest);
        regex_add_wildcards(normal, rp_str_part(rest, 0, run));
        at += run;
        if (run == 0) rp_buf_add_byte(normal, pattern.data[at++]);
    }
}

/* Every ASCII character but letters and digits is escaped: to PCRE2 that makes any of them literal. */
static void regex_add_literal(struct rp_buf *regex, char c)
{
    bool word = (unsigned char)c >= 0x80 || rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z');
    if (!word) rp_buf_add_byte(regex, '\\');
    rp_buf_add_byte(regex, c);
}

static void regex_add_part(struct rp_buf *regex, struct rampart_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.data[i] == '?')
            rp_buf_add_byte(regex, '.');
        else
            regex_add_literal(regex, part.data[i]);
    }
}

static void regex_add_tail(struct rp_buf *regex, struct rampart_str tail)
{
    rp_buf_printf(regex, ".{%zu,}+(?<=", rp_utf8_count(tail));
    regex_add_part(regex, tail);
    rp_buf_add_byte(regex, ')');
}

/* Translates a normalised pattern; returns the length of its longest piece. */
static size_t regex_translate(struct rampart_str normal, struct rp_buf *regex)
{
    size_t widest = 0, star = rp_str_find(normal, '*');
    regex_add_part(regex, rp_str_part(normal, 0, star));
    while (star < normal.len) {
        normal = rp_str_from(normal, star + 1);
        star = rp_str_find(normal, '*');
        if (star == normal.len) {
            regex_add_tail(regex, normal);
            break;
        }
        if (star > widest) widest = star;
        rp_buf_add(regex, RP_STR("(?>.*?"));
        regex_add_part(regex, rp_str_part(normal, 0, star));
        rp_buf_add_byte(regex, ')');
    }
    return widest;
}

static void *regex_allocate(PCRE2_SIZE size, void *arena)
{
    return rp_arena_alloc(arena, 1, size);
}

/* The arena is freed as a whole. */
static void regex_leave(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

static enum rampart_status regex_compile(struct rp_arena *arena, struct rampart_str text, uint32_t options,
                                         struct regex *regex)
{
    pcre2_general_context *general = pcre2_general_context_create(regex_allocate, regex_leave, arena);
    RP_TRY_MEMORY(general != NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    RP_TRY_MEMORY(context != NULL);
    options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF | PCRE2_NO_UTF_CHECK;
    PCRE2_SPTR pattern = (PCRE2_SPTR)(text.len == 0 ? "" : text.data);
    int error;
    PCRE2_SIZE where;
    regex->code = pcre2_compile(pattern, text.len, options, &error, &where, context);
    if (regex->code != NULL) return RAMPART_OK;
    return error == PCRE2_ERROR_HEAP_FAILED ? RAMPART_NO_MEMORY : RAMPART_LIMIT;
}

static enum rampart_status regex_compile_translated(struct rp_arena *arena, struct rampart_str pattern,
                                                    struct rp_buf *normal, struct rp_buf *translated,
                                                    struct regex *regex)
{
    regex_normalise(pattern, normal);
    RP_TRY(normal->failed);
    regex->widest = regex_translate(rp_buf_text(normal), translated);
    RP_TRY(translated->failed);
    return regex_compile(arena, rp_buf_text(translated), PCRE2_DOTALL, regex);
}

/* Nothing is borrowed. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
static enum rampart_status regex_compile_pattern(struct rp_arena *arena, struct rampart_str pattern,
                                                 void **ret_code)
{
    struct regex *regex = RP_NEW(arena, struct regex);
    RP_TRY_MEMORY(regex != NULL);
    struct rp_buf normal, translated;
    rp_buf_init(&normal, &arena->allocator, TRANSLATION_CAP);
    rp_buf_init(&translated, &arena->allocator, TRANSLATION_CAP);
    enum rampart_status status = regex_compile_translated(arena, pattern, &normal, &translated, regex);
    rp_buf_free(&normal);
    rp_buf_free(&translated);
    if (status == RAMPART_OK) *ret_code = regex;
    return status;
}

/* A text without wildcards whose case does not count. Nothing is borrowed. Errors: the same. */
static enum rampart_status regex_compile_fold(struct rp_arena *arena, struct rampart_str text,
                                              void **ret_code)
{
    struct regex *regex = RP_NEW(arena, struct regex);
    RP_TRY_MEMORY(regex != NULL);
    RP_TRY(regex_compile(arena, text, PCRE2_LITERAL | PCRE2_CASELESS, regex));
    *ret_code = regex;
    return RAMPART_OK;
}

static void *matcher_allocate(PCRE2_SIZE size, void *data)
{
    const struct rampart_allocator *allocator = data;
    return allocator->allocate(allocator->context, size);
}

static void matcher_release(void *memory, void *data)
{
    const struct rampart_allocator *allocator = data;
    if (memory != NULL) allocator->release(allocator->context, memory);
}

enum rampart_status rp_matcher_init(struct rp_matcher *matcher, const struct rampart_allocator *allocator)
{
    *matcher = (struct rp_matcher){.allocator = rp_allocator_of(allocator)};
    matcher->general = pcre2_general_context_create(matcher_allocate, matcher_release, &matcher->allocator);
    if (matcher->general != NULL) {
        matcher->data = pcre2_match_data_create(1, matcher->general);
        matcher->context = pcre2_match_context_create(matcher->general);
    }
    if (matcher->data == NULL || matcher->context == NULL) {
        rp_matcher_free(matcher);
        return RAMPART_NO_MEMORY;
    }
    pcre2_set_match_limit(matcher->context, MATCH_CALLS);
    pcre2_set_heap_limit(matcher->context, MATCH_HEAP_KIB);
    return RAMPART_OK;
}

void rp_matcher_free(struct rp_matcher *matcher)
{
    pcre2_match_context_free(matcher->context);
    pcre2_match_data_free(matcher->data);
    pcre2_general_context_free(matcher->general);
    *matcher = (struct rp_matcher){.allocator = matcher->allocator};
}

static enum rampart_status regex_match(const void *code, struct rp_matcher *matcher,
                                       struct rampart_str subject, bool *ret_match)
{
    const struct regex *regex = code;
    if (regex->widest > SEARCH_STEPS / (subject.len + 1)) return RAMPART_LIMIT;
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.len == 0 ? "" : subject.data);
    int result =
        pcre2_match(regex->code, text, subject.len, 0, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
    if (result == PCRE2_ERROR_NOMEMORY) return RAMPART_NO_MEMORY;
    if (result < 0 && result != PCRE2_ERROR_NOMATCH) return RAMPART_LIMIT;
    *ret_match = result != PCRE2_ERROR_NOMATCH;
    return RAMPART_OK;
}

/* ---- a pattern ---- */

/* Where the last star stands; there is one. */
static size_t pattern_last_star(struct rampart_str text)
{
    size_t at = text.len - 1;
    while (text.data[at] != '*') at--;
    return at;
}

static enum rp_pattern_kind pattern_kind_of(const struct rp_pattern *pattern)
{
    if (pattern->code != NULL) return RP_PATTERN_PIECES;
    if (pattern->head.len > 0) return pattern->tail.len > 0 ? RP_PATTERN_BOTH : RP_PATTERN_PREFIX;
    return pattern->tail.len > 0 ? RP_PATTERN_SUFFIX : RP_PATTERN_ANY;
}

static enum rampart_status pattern_compile_stars(struct rp_arena *arena, struct rampart_str text,
                                                 size_t first, struct rp_pattern *ret_pattern)
{
    size_t last = pattern_last_star(text);
    struct rp_pattern pattern = {.head = rp_str_part(text, 0, first), .tail = rp_str_from(text, last + 1)};
    RP_TRY(pieces_compile(arena, rp_str_part(text, first, last - first), &pattern.code));
    pattern.kind = pattern_kind_of(&pattern);
    *ret_pattern = pattern;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_compile(struct rp_arena *arena, struct rampart_str text,
                                       struct rp_pattern *ret_pattern)
{
    size_t first = rp_str_find(text, '*');
    bool regular = rp_str_find(text, '?') < text.len;
    if (!regular && first < text.len) return pattern_compile_stars(arena, text, first, ret_pattern);
    struct rp_pattern pattern = {.kind = RP_PATTERN_EXACT, .head = text};
    if (regular) {
        pattern = (struct rp_pattern){.kind = RP_PATTERN_REGEX};
        RP_TRY(regex_compile_pattern(arena, text, &pattern.code));
    }
    *ret_pattern = pattern;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_compile_fold(struct rp_arena *arena, struct rampart_str text,
                                            struct rp_pattern *ret_pattern)
{
    struct rp_pattern pattern = {.kind = RP_PATTERN_REGEX};
    RP_TRY(regex_compile_fold(arena, text, &pattern.code));
    *ret_pattern = pattern;
    return RAMPART_OK;
}

/* Head and tail stand at the ends, without sharing a character; what is between them must hold the pieces. */
static bool pattern_match_between(const struct rp_pattern *pattern, struct rampart_str subject)
{
    size_t head = pattern->head.len, tail = pattern->tail.len;
    if (!rp_str_starts(subject, pattern->head)) return false;
    struct rampart_str rest = rp_str_from(subject, head);
    if (!rp_str_ends(rest, pattern->tail)) return false;
    return pattern->code == NULL || pieces_match(pattern->code, rp_str_part(rest, 0, rest.len - tail));
}

enum rampart_status rp_pattern_match_other(const struct rp_pattern *pattern, struct rp_matcher *matcher,
                                           struct rampart_str subject, bool *ret_match)
{
    if (pattern->kind == RP_PATTERN_REGEX) return regex_match(pattern->code, matcher, subject, ret_match);
    *ret_match = pattern->kind != RP_PATTERN_NOTHING && pattern_match_between(pattern, subject);
    return RAMPART_OK;
}
