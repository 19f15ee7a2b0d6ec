/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern is cut at its stars:
 *
 *     head * piece * piece * tail   →   head (?>.*?piece) (?>.*?piece) .{n,}+ (?<=tail)
 *
 * The first place where a piece stands is as good as any later one, so each group is atomic and is never
 * tried again. The tail has a known number n of characters: the last star takes the rest of the text, at
 * least n, and the tail is looked for once, backwards. Nothing backtracks over more than one piece.
 * What is left is bytes of a piece × bytes of the subject at the worst, and SEARCH_STEPS bounds that.
 */
#include "policy/pattern_regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"
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

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

/* How many wildcards the text starts with. */
static size_t wildcard_run(struct rampart_str text)
{
    size_t run = 0;
    while (run < text.len && is_wildcard(text.data[run])) run++;
    return run;
}

/* A run of wildcards as its `?` and then one star if it had any: `*?*` is `?*`. */
static void add_wildcards(struct rp_buf *normal, struct rampart_str run)
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
static void normalise(struct rampart_str pattern, struct rp_buf *normal)
{
    for (size_t at = 0; at < pattern.len;) {
        struct rampart_str rest = rp_str_from(pattern, at);
        size_t run = wildcard_run(rest);
        add_wildcards(normal, rp_str_part(rest, 0, run));
        at += run;
        if (run == 0) rp_buf_add_byte(normal, pattern.data[at++]);
    }
}

/* Every ASCII character but letters and digits is escaped: to PCRE2 that makes any of them literal. */
static void add_literal(struct rp_buf *regex, char c)
{
    bool word = (unsigned char)c >= 0x80 || rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z');
    if (!word) rp_buf_add_byte(regex, '\\');
    rp_buf_add_byte(regex, c);
}

static void add_part(struct rp_buf *regex, struct rampart_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.data[i] == '?')
            rp_buf_add_byte(regex, '.');
        else
            add_literal(regex, part.data[i]);
    }
}

static void add_tail(struct rp_buf *regex, struct rampart_str tail)
{
    rp_buf_printf(regex, ".{%zu,}+(?<=", rp_utf8_count(tail));
    add_part(regex, tail);
    rp_buf_add_byte(regex, ')');
}

/* Translates a normalised pattern; returns the length of its longest piece. */
static size_t translate(struct rampart_str normal, struct rp_buf *regex)
{
    size_t widest = 0, star = rp_str_find(normal, '*');
    add_part(regex, rp_str_part(normal, 0, star));
    while (star < normal.len) {
        normal = rp_str_from(normal, star + 1);
        star = rp_str_find(normal, '*');
        if (star == normal.len) {
            add_tail(regex, normal);
            break;
        }
        if (star > widest) widest = star;
        rp_buf_add(regex, RP_STR("(?>.*?"));
        add_part(regex, rp_str_part(normal, 0, star));
        rp_buf_add_byte(regex, ')');
    }
    return widest;
}

static void *allocate_in_arena(PCRE2_SIZE size, void *arena)
{
    return rp_arena_alloc(arena, 1, size);
}

/* The arena is freed as a whole. */
static void leave_in_arena(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

static enum rampart_status compile(struct rp_arena *arena, struct rampart_str text, uint32_t options,
                                   struct regex *regex)
{
    pcre2_general_context *general = pcre2_general_context_create(allocate_in_arena, leave_in_arena, arena);
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

static enum rampart_status compile_translated(struct rp_arena *arena, struct rampart_str pattern,
                                              struct rp_buf *normal, struct rp_buf *translated,
                                              struct regex *regex)
{
    normalise(pattern, normal);
    RP_TRY(normal->failed);
    regex->widest = translate(rp_buf_text(normal), translated);
    RP_TRY(translated->failed);
    return compile(arena, rp_buf_text(translated), PCRE2_DOTALL, regex);
}

enum rampart_status rp_regex_compile(struct rp_arena *arena, struct rampart_str pattern, void **ret_code)
{
    struct regex *regex = RP_NEW(arena, struct regex);
    RP_TRY_MEMORY(regex != NULL);
    struct rp_buf normal, translated;
    rp_buf_init(&normal, &arena->allocator, TRANSLATION_CAP);
    rp_buf_init(&translated, &arena->allocator, TRANSLATION_CAP);
    enum rampart_status status = compile_translated(arena, pattern, &normal, &translated, regex);
    rp_buf_free(&normal);
    rp_buf_free(&translated);
    if (status == RAMPART_OK) *ret_code = regex;
    return status;
}

enum rampart_status rp_regex_compile_fold(struct rp_arena *arena, struct rampart_str text, void **ret_code)
{
    struct regex *regex = RP_NEW(arena, struct regex);
    RP_TRY_MEMORY(regex != NULL);
    RP_TRY(compile(arena, text, PCRE2_LITERAL | PCRE2_CASELESS, regex));
    *ret_code = regex;
    return RAMPART_OK;
}

static void *allocate_for_match(PCRE2_SIZE size, void *data)
{
    const struct rampart_allocator *allocator = data;
    return allocator->allocate(allocator->context, size);
}

static void release_after_match(void *memory, void *data)
{
    const struct rampart_allocator *allocator = data;
    if (memory != NULL) allocator->release(allocator->context, memory);
}

enum rampart_status rp_matcher_init(struct rp_matcher *matcher, const struct rampart_allocator *allocator)
{
    *matcher = (struct rp_matcher){.allocator = rp_allocator_of(allocator)};
    matcher->general =
        pcre2_general_context_create(allocate_for_match, release_after_match, &matcher->allocator);
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

enum rampart_status rp_regex_match(const void *code, struct rp_matcher *matcher, struct rampart_str subject,
                                   bool *ret_match)
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
