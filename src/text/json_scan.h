/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of scanning a JSON text, and the parts that all of the scanner uses: confusable characters, repeated
 * mistakes, templates, and the ends of what was not closed. Mistakes are reported and then read as their author
 * most likely meant, so that the reader finds the other errors of the document. Every byte is looked at a bounded
 * number of times.
 */
#ifndef RP_TEXT_JSON_SCAN_H
#define RP_TEXT_JSON_SCAN_H

#include "text/tree.h"

enum { RP_JSON_CONFUSABLES = 48 };

/* A character that looks like a part of JSON and is none: editors, web pages and keyboards put them there. */
struct rp_json_confusable {
    uint32_t first, last; /* the characters of this row */
    char means;           /* ' ' for a blank, '"' and '\'' for quotes, else the punctuation it resembles */
    const char *name;
};

/* The row of the character at the start of the text, or NULL; *ret_row is its number. */
const struct rp_json_confusable *rp_json_confusable_at(struct rampart_str text, size_t *ret_row);

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
    RP_JSON_WORD, /* text without quotes; not reported yet, since a key is reported otherwise */
    RP_JSON_JUNK  /* stands for a value, and was reported */
};

struct rp_json_token {
    enum rp_json_kind kind;
    struct rp_span span;
    struct rampart_str text; /* scalars and words; strings unescaped */
    bool broken;             /* an error was reported in it */
    bool requoted;           /* … and the error is only that its quotes are wrong */
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
    /* A comment or template without an end was met: another search for one would cost quadratic time. */
    bool block_open, template_open;
    struct rp_json_repeat *blanks; /* RP_JSON_CONFUSABLES of them; NULL: there was none */
    struct rp_json_repeat backslashes;
};

/* ---- the text ---- */

/* The byte at an offset; 0 beyond the end. */
static inline unsigned char rp_json_byte(const struct rp_json_scan *scan, uint32_t at)
{
    return at < scan->text.len ? (unsigned char)scan->text.data[at] : 0;
}

/* The offset of the end of the line that an offset stands in. */
uint32_t rp_json_line_end(const struct rp_json_scan *scan, uint32_t at);

/* The offset of the first byte that is no blank, from an offset on; nothing is reported. */
uint32_t rp_json_past_blanks(const struct rp_json_scan *scan, uint32_t at);

struct rampart_str rp_json_part(const struct rp_json_scan *scan, uint32_t start, uint32_t end);
struct rp_at rp_json_place(const struct rp_json_scan *scan, uint32_t start, uint32_t end);

/* The beginning of a text, short enough for a message. */
struct rampart_str rp_json_shown(struct rampart_str text);

/*
 * The offset at which a string without a closing quote most likely ends, between its start and the end of its line.
 */
uint32_t rp_json_unclosed_end(const struct rp_json_scan *scan, uint32_t start, uint32_t line_end);

/* ---- repeated mistakes ---- */

/* Counts one more of a repeated mistake. True when it is the first: report it, then call rp_json_repeat_listed(). */
bool rp_json_repeat(struct rp_json_scan *scan, struct rp_json_repeat *repeat);

/* Notes whether the report found a place: a full list has none for the help that comes later. */
void rp_json_repeat_listed(const struct rp_json_scan *scan, struct rp_json_repeat *repeat);

/* Gives the report its help and the number of the others: "…; the string has 3 more". */
void rp_json_repeat_help(const struct rp_json_scan *scan, const struct rp_json_repeat *repeat,
                         const char *help, const char *where, const char *of_them);

/* ---- templates ---- */

/* True when a template of Terraform or of its relatives begins here: "${", "%{", "{{ x". */
bool rp_json_at_template(const struct rp_json_scan *scan, uint32_t at);

/*
 * The offset after the bracket that closes the first one at or after `at`; 0 when there is none, or with `one_line`
 * none on this line. After the first failure nothing is searched any more.
 */
uint32_t rp_json_matching(struct rp_json_scan *scan, uint32_t at, bool one_line, char open, char close);

void rp_json_report_template(struct rp_json_scan *scan, uint32_t start, uint32_t end);

#endif
