/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of a JSON text. What RFC 8259 does not allow is reported here and read as what its author
 * most likely meant, so that the reader behind finds the other errors of the document. Every byte is
 * looked at a bounded number of times.
 */
#ifndef RP_TEXT_JSON_SCAN_H
#define RP_TEXT_JSON_SCAN_H

#include "text/json_odd.h"
#include "text/tree.h"

enum rp_json_kind {
    RP_JSON_END = 0,
    RP_JSON_OPEN_MAP,
    RP_JSON_CLOSE_MAP,
    RP_JSON_OPEN_LIST,
    RP_JSON_CLOSE_LIST,
    RP_JSON_COLON,
    RP_JSON_COMMA,
    RP_JSON_STRING,
    RP_JSON_NUMBER,
    RP_JSON_BOOL,
    RP_JSON_NULL,
    RP_JSON_WORD, /* text without quotes; not reported yet, since as a key it means something else */
    RP_JSON_JUNK  /* stands for a value and has been reported */
};

struct rp_json_token {
    enum rp_json_kind kind;
    struct rp_span span;
    struct rampart_str text; /* scalars and words; strings unescaped */
    bool broken;             /* an error was reported in it */
    bool requoted;           /* … and the error is nothing but its quotes */
};

/* A mistake that runs through a whole document is reported once and then counted. */
struct rp_json_repeat {
    size_t count;
    size_t diag; /* its place in the list of diagnostics */
    bool listed; /* false when the list was full */
};

struct rp_json_scan {
    const struct rp_reading *reading;
    struct rp_arena *arena; /* of the texts that are unescaped */
    struct rampart_str text;
    uint32_t at;
    bool ended_in_string; /* the text ends inside a string or comment, which has been reported */
    bool block_open,
        template_open; /* one that never ends was met: searching again would cost quadratic time */
    struct rp_json_repeat blanks[RP_JSON_ODD_COUNT];
    struct rp_json_repeat backslashes;
};

/*
 * Of a part of the text; one that ends at 0 is all of it. Looks at the start of the text. False when the rest makes no
 * sense as UTF-8 (reported).
 */
bool rp_json_scan_init(struct rp_json_scan *scan, const struct rp_reading *reading, struct rp_span part);

/* The next token. Errors: RAMPART_LIMIT (a string that is too long; reported), RAMPART_NO_MEMORY. */
enum rampart_status rp_json_next(struct rp_json_scan *scan, struct rp_json_token *ret_token);

/* Reports how often the repeated mistakes were met. */
void rp_json_scan_finish(struct rp_json_scan *scan);

/* ---- parts of the scanner ---- */

/* json_skip.c: to the next token, past blanks, comments and what has no place between tokens. */
void rp_json_skip(struct rp_json_scan *scan);
/* The offset of the first byte that is no blank, from an offset on; nothing is reported. */
uint32_t rp_json_past_blanks(const struct rp_json_scan *scan, uint32_t at);
/* Notes one more of a repeated mistake. True when it is the first: the caller then reports it. */
bool rp_json_repeated(struct rp_json_scan *scan, struct rp_json_repeat *repeat);

/* json_string.c: at an opening quote. */
enum rampart_status rp_json_string(struct rp_json_scan *scan, struct rp_json_token *ret_token);
/* json_quote.c: at an opening quote that is none in JSON, of `width` bytes. */
void rp_json_odd_string(struct rp_json_scan *scan, size_t width, struct rp_json_token *ret_token);
/* Where a string without a closing quote most likely ends, between its start and the end of its line. */
uint32_t rp_json_unclosed_end(const struct rp_json_scan *scan, uint32_t start, uint32_t line_end);

/* json_escape.c: steps over an escape; reports a wrong one. False when it is wrong. */
bool rp_json_escape(struct rp_json_scan *scan, uint32_t *at, struct rp_json_repeat *backslashes);
/* The text between the quotes with its escapes replaced. False when memory is refused. */
bool rp_json_unescape(struct rp_arena *arena, struct rampart_str raw, struct rampart_str *ret_text);

/* json_word.c: a number, true, false, null or other text without quotes. */
void rp_json_word(struct rp_json_scan *scan, struct rp_json_token *ret_token);
/* A word where a value belongs: takes the rest of the value with it and reports it.
 * `alone`: it stands where the whole document should. */
void rp_json_bare_value(struct rp_json_scan *scan, bool alone, struct rp_json_token *token);

/* json_template.c: whether a template begins here. */
bool rp_json_at_template(const struct rp_json_scan *scan, uint32_t at);
/* Steps over a template outside of strings and reports it. */
void rp_json_template(struct rp_json_scan *scan, struct rp_json_token *ret_token);
/*
 * The offset after the bracket that closes the first one at or after `at`; 0 when there is none, also not
 * on this line if only `one_line` is searched. After the first failure nothing is searched any more.
 */
uint32_t rp_json_matching(struct rp_json_scan *scan, uint32_t at, bool one_line, char open, char close);
void rp_json_report_template(struct rp_json_scan *scan, uint32_t start, uint32_t end);

/* ---- small helpers ---- */

/* The byte at an offset; 0 beyond the end. */
static inline unsigned char rp_json_byte(const struct rp_json_scan *scan, uint32_t at)
{
    return at < scan->text.len ? (unsigned char)scan->text.data[at] : 0;
}
uint32_t rp_json_line_end(const struct rp_json_scan *scan, uint32_t at);
struct rampart_str rp_json_part(const struct rp_json_scan *scan, uint32_t start, uint32_t end);
struct rp_at rp_json_place(const struct rp_json_scan *scan, uint32_t start, uint32_t end);
/* The beginning of a text, short enough for a message. */
struct rampart_str rp_json_shown(struct rampart_str text);

#endif
