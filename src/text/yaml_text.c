/* SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml_text.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* ---- places ---- */

static bool yaml_text_has_byte_order_mark(const struct rp_source *source)
{
    return rp_str_starts(source->text, RP_STR("\xEF\xBB\xBF"));
}

struct rampart_str rp_yaml_text(const struct rp_source *source)
{
    return yaml_text_has_byte_order_mark(source) ? rp_str_from(source->text, 3) : source->text;
}

/* The number of the last mark of the source that is not behind the character. */
static size_t yaml_text_mark_before(const struct rp_source *source, size_t character)
{
    size_t low = 0, high = source->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->marks[middle].characters <= character)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t rp_yaml_offset(const struct rp_source *source, yaml_mark_t mark)
{
    if (source->mark_count == 0) return 0; /* an empty text */
    size_t character = mark.index + (yaml_text_has_byte_order_mark(source) ? 1 : 0);
    size_t near = yaml_text_mark_before(source, character);
    const struct rp_source_mark *known = &source->marks[near], *next = known + 1;
    bool ascii =
        near + 1 < source->mark_count && next->offset - known->offset == next->characters - known->characters;
    if (ascii) return known->offset + (uint32_t)(character - known->characters);
    size_t offset = known->offset;
    for (size_t i = known->characters; i < character && offset < source->text.len; i++)
        offset += rp_utf8_width(rp_str_from(source->text, offset));
    return (uint32_t)offset;
}

struct rampart_str rp_yaml_shown(struct rampart_str text)
{
    enum { MOST = 60 };
    size_t end = 0;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r') {
        size_t width = rp_utf8_width(rp_str_from(text, end));
        if (width == 0 || end + width > MOST) break;
        end += width;
    }
    return rp_str_part(text, 0, end);
}

/* ---- the check before libyaml ---- */

/* One walk through the text before libyaml gets it. */
struct yaml_check {
    const struct rp_reading *reading;
    struct rampart_str text;
    bool readable;
};

/* Reports [at, at + width) and keeps the text from libyaml. */
#define REFUSE(check, code, at, width, ...)                                                               \
    do {                                                                                                  \
        (check)->readable = false;                                                                        \
        RP_YAML_ERROR((check)->reading, (code), (uint32_t)(at), (uint32_t)((at) + (width)), __VA_ARGS__); \
    } while (0)

/* A document begins with an ASCII character, so in UTF-16 one of its first two bytes is zero. */
static bool yaml_text_is_utf16(struct rampart_str text)
{
    if (text.len < 2) return false;
    if (rp_str_starts(text, RP_STR("\xFF\xFE")) || rp_str_starts(text, RP_STR("\xFE\xFF"))) return true;
    return (text.data[0] == '\0') != (text.data[1] == '\0');
}

static bool yaml_text_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF;
}

static void yaml_text_check_character(struct yaml_check *check, size_t at, size_t width)
{
    uint32_t code = rp_utf8_decode(rp_str_part(check->text, at, width));
    if (code == '\t' || code == '\n' || code == '\r') return;
    if (code == 0) {
        REFUSE(check, RP_SYN_NUL, at, width, "the text contains a zero byte");
        rp_diag_help(check->reading->diags, "remove it; no name in a policy has one");
    } else if (code == 0x85 || code == 0x2028 || code == 0x2029) {
        REFUSE(check, RP_SYN_BLANK, at, width, "U+%04X ends a line in YAML 1.1 only", (unsigned)code);
        rp_diag_help(check->reading->diags, "end the line with a line feed, or write \"\\u%04X\" in quotes",
                     (unsigned)code);
    } else if (code == 0xFEFF) {
        REFUSE(check, RP_SYN_BOM, at, width, "a byte order mark inside the text");
        rp_diag_help(check->reading->diags, "remove it; it is invisible in most editors");
    } else if (yaml_text_is_control(code)) {
        REFUSE(check, RP_SYN_CONTROL, at, width, "the control character U+%04X", (unsigned)code);
        rp_diag_help(check->reading->diags, "remove it, or write \"\\u%04X\" in quotes", (unsigned)code);
    }
}

/* Tags are refused anyway; this early because many %TAG lines cost libyaml the square of their number. */
static void yaml_text_check_line_start(struct yaml_check *check, size_t at)
{
    if (!rp_str_starts(rp_str_from(check->text, at), RP_STR("%TAG"))) return;
    REFUSE(check, RP_SYN_YAML_TAG, at, 4, "a %%TAG directive");
    rp_diag_help(check->reading->diags, "remove the line; tags are not supported");
}

static void yaml_text_check_from(struct yaml_check *check, size_t at)
{
    bool line_start = true;
    while (at < check->text.len) {
        if (line_start) yaml_text_check_line_start(check, at);
        char c = check->text.data[at];
        line_start = c == '\n' || c == '\r';
        size_t width = rp_utf8_width(rp_str_from(check->text, at));
        if (width == 0) {
            REFUSE(check, RP_SYN_UTF8, at, 1, "this is not valid UTF-8");
            rp_diag_help(check->reading->diags, "save the file as UTF-8");
            return;
        }
        if (c < ' ' || c > '~')
            yaml_text_check_character(check, at, width); /* char may be signed: not ASCII either way */
        at += width;
    }
}

bool rp_yaml_check(const struct rp_reading *reading, bool *ret_failed)
{
    struct yaml_check check = {.reading = reading, .text = reading->source->text, .readable = true};
    size_t start = check.text.len - rp_yaml_text(reading->source).len;
    *ret_failed = start > 0;
    if (yaml_text_is_utf16(check.text)) {
        REFUSE(&check, RP_SYN_UTF8, 0, 1, "the text is UTF-16, not UTF-8");
        rp_diag_help(reading->diags, "save the file as UTF-8");
    } else if (start > 0) {
        RP_YAML_ERROR(reading, RP_SYN_BOM, 0, (uint32_t)start, "the text begins with a byte order mark");
        rp_diag_help(reading->diags, "save the file as UTF-8 without a byte order mark");
    }
    if (check.readable) yaml_text_check_from(&check, start);
    *ret_failed = *ret_failed || !check.readable;
    return check.readable;
}

/* ---- the complaints of libyaml ---- */

/* A message of libyaml, which names its grammar, and the one that is reported, which tells people what to write. */
struct yaml_problem {
    const char *libyaml;
    enum rp_code code;
    bool from_context; /* the place is where the construct began, not where it failed */
    const char *message, *help;
};

static const struct yaml_problem yaml_problems[] = {
    {"found unknown escape character", RP_SYN_ESCAPE, false, "unknown escape",
     "write \"\\\\\" for a backslash, or use single quotes, in which it is plain text"},
    {"did not find expected hexdecimal number", RP_SYN_ESCAPE, false,
     "a hexadecimal digit is missing in this escape",
     "write two digits after \"\\x\", four after \"\\u\", eight after \"\\U\""},
    {"mapping values are not allowed in this context", RP_SYN_YAML, false, "a ':' cannot stand here",
     "put a value that holds \": \" in quotes; begin every member of a map on its own line"},
    {"mapping keys are not allowed in this context", RP_SYN_YAML, false, "a '?' cannot stand here",
     "put a value that begins with '?' in quotes"},
    {"block sequence entries are not allowed in this context", RP_SYN_YAML, false, "a list cannot begin here",
     "begin it on the next line, or put a value that begins with '-' in quotes"},
    {"could not find expected ':'", RP_SYN_YAML, true, "this key has no ':' and no value",
     "write \"key: value\""},
    {"did not find expected key", RP_SYN_YAML, false, "this does not belong to the map before it",
     "indent it exactly as the other members; nothing may follow a closing quote or bracket"},
    {"did not find expected '-' indicator", RP_SYN_YAML, false, "this does not belong to the list before it",
     "begin every value of the list with '-', all with the same indent"},
    {"did not find expected ',' or ']'", RP_SYN_YAML, false, "a ',' or the list's ']' is missing before this",
     NULL},
    {"did not find expected ',' or '}'", RP_SYN_YAML, false, "a ',' or the map's '}' is missing before this",
     NULL},
    {"did not find expected node content", RP_SYN_YAML, false, "a value is missing before this",
     "write the value; put a text that begins with this character in quotes"},
    {"did not find expected <document start>", RP_SYN_YAML, false,
     "this does not belong to the document before it", "remove it, or indent it as the rest of the document"},
    {"found unexpected end of stream", RP_SYN_YAML, true, "the quote that opens here is never closed",
     "close it at the end of the text"},
    {"found unexpected document indicator", RP_SYN_YAML, true,
     "the quote that opens here is not closed before \"---\"", "close it at the end of the text"},
    {"found a tab character that violates indentation", RP_SYN_YAML, false, "a tab indents this line",
     "indent with spaces"},
    {"found a tab character where an indentation space is expected", RP_SYN_YAML, false,
     "a tab indents this line", "indent with spaces"},
    {"found an indentation indicator equal to 0", RP_SYN_YAML, false, "a text cannot be indented by 0",
     "remove the digit"},
    {"did not find expected comment or line break", RP_SYN_YAML, false,
     "nothing but a comment may follow here", "begin the text on the next line"},
    {"found unexpected ':'", RP_SYN_YAML, false, "a ':' cannot stand here", "put the text in quotes"},
    {"found incompatible YAML document", RP_SYN_YAML, false, "unknown version of YAML", "remove the line"},
    {"found duplicate %YAML directive", RP_SYN_YAML, false, "the version of YAML is given twice",
     "remove the line"},
    {"found undefined tag handle", RP_SYN_YAML_TAG, false, "tags are not supported",
     "remove it; put a value that begins with '!' in quotes"},
};

/* The place of a problem, in bytes. */
struct yaml_place {
    uint32_t problem, context;
};

static bool yaml_text_is_problem(const yaml_parser_t *parser, const char *problem)
{
    return strcmp(parser->problem, problem) == 0;
}

static bool yaml_text_is_context(const yaml_parser_t *parser, const char *context)
{
    return parser->context != NULL && strcmp(parser->context, context) == 0;
}

static struct rampart_str yaml_text_from(const struct rp_reading *reading, uint32_t offset)
{
    return rp_str_from(reading->source->text, offset);
}

/* The offset behind a character; a line end is nothing to point at. */
static uint32_t yaml_text_character_end(const struct rp_reading *reading, uint32_t offset)
{
    struct rampart_str text = yaml_text_from(reading, offset);
    bool line_end = rp_str_starts(text, RP_STR("\n")) || rp_str_starts(text, RP_STR("\r"));
    return line_end ? offset : offset + (uint32_t)rp_utf8_width(text);
}

/* A text that begins with "*" is by far the most frequent mistake in a policy: Action: * */
static void yaml_text_report_sign(const struct rp_reading *reading, uint32_t start)
{
    struct rampart_str text = yaml_text_from(reading, start);
    size_t len = 0;
    while (len < text.len && rp_str_find(RP_STR(" \t\r\n,]}"), text.data[len]) == 7) len++;
    struct rampart_str shown = rp_yaml_shown(rp_str_part(text, 0, len));
    bool alias = text.len > 0 && text.data[0] == '*';
    RP_YAML_ERROR(reading, RP_SYN_YAML_ANCHOR, start, start + (uint32_t)len,
                  "a text without quotes cannot begin with '%c', which %s in YAML", alias ? '*' : '&',
                  alias ? "refers to an anchor" : "sets an anchor");
    rp_diag_help(reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(shown));
}

static void yaml_text_report_no_token(const struct rp_reading *reading, uint32_t start)
{
    uint32_t end = yaml_text_character_end(reading, start);
    struct rampart_str shown = rp_str_part(yaml_text_from(reading, start), 0, end - start);
    bool tab = rp_str_equal(shown, RP_STR("\t"));
    if (tab)
        RP_YAML_ERROR(reading, RP_SYN_YAML, start, end, "a tab indents this line");
    else
        RP_YAML_ERROR(reading, RP_SYN_YAML, start, end, "a text without quotes cannot begin with '%.*s'",
                      RP_ARG(shown));
    rp_diag_help(reading->diags, "%s", tab ? "indent with spaces" : "put it in quotes");
}

/* libyaml stops behind the "\u" of an escape for half a surrogate pair, or for nothing at all. */
static void yaml_text_report_escape(const struct rp_reading *reading, uint32_t digits)
{
    struct rampart_str text = yaml_text_from(reading, digits);
    bool surrogate = text.len > 1 && rp_lower(text.data[0]) == 'd' &&
                     rp_str_find(RP_STR("89abcdef"), rp_lower(text.data[1])) < 8;
    uint32_t start = digits - 2;
    if (surrogate) {
        RP_YAML_ERROR(reading, RP_SYN_SURROGATE, start, digits + 4, "YAML has no surrogate pairs");
        rp_diag_help(reading->diags,
                     "write the character itself, or \"\\U\" with its eight hexadecimal digits");
        return;
    }
    RP_YAML_ERROR(reading, RP_SYN_ESCAPE, start, digits + 8, "this escape is not a character");
    rp_diag_help(reading->diags, "the highest character is \"\\U0010FFFF\"");
}

static void yaml_text_report_known(const struct rp_reading *reading, const struct yaml_problem *problem,
                                   struct yaml_place place)
{
    uint32_t start = problem->from_context ? place.context : place.problem;
    RP_YAML_ERROR(reading, problem->code, start, yaml_text_character_end(reading, start), "%s",
                  problem->message);
    if (problem->help != NULL) {
        rp_diag_help(reading->diags, "%s", problem->help);
        return;
    }
    struct rp_position opened = rp_source_position(reading->source, place.context);
    rp_diag_help(reading->diags, "it opened at line %u, column %u", opened.line, opened.column);
}

/* Tags and directives can be wrong in many ways. */
static void yaml_text_report_unknown(const struct rp_reading *reading, const yaml_parser_t *parser,
                                     struct yaml_place place)
{
    const char *context = parser->context == NULL ? "" : parser->context;
    uint32_t end = yaml_text_character_end(reading, place.context);
    if (strstr(context, "directive") != NULL) {
        RP_YAML_ERROR(reading, RP_SYN_YAML, place.context, end, "unknown directive");
        rp_diag_help(reading->diags, "remove the line");
    } else if (strstr(context, "tag") != NULL) {
        RP_YAML_ERROR(reading, RP_SYN_YAML_TAG, place.context, end, "tags are not supported");
        rp_diag_help(reading->diags, "remove it; put a value that begins with '!' in quotes");
    } else {
        RP_YAML_ERROR(reading, RP_SYN_YAML, place.problem, yaml_text_character_end(reading, place.problem),
                      "invalid YAML: %s", parser->problem);
    }
}

void rp_yaml_problem(const struct rp_reading *reading, const yaml_parser_t *parser)
{
    struct yaml_place place = {rp_yaml_offset(reading->source, parser->problem_mark),
                               rp_yaml_offset(reading->source, parser->context_mark)};
    if (yaml_text_is_context(parser, "while scanning an alias") ||
        yaml_text_is_context(parser, "while scanning an anchor")) {
        yaml_text_report_sign(reading, place.context);
        return;
    }
    if (yaml_text_is_problem(parser, "found character that cannot start any token")) {
        yaml_text_report_no_token(reading, place.problem);
        return;
    }
    if (yaml_text_is_problem(parser, "found invalid Unicode character escape code")) {
        yaml_text_report_escape(reading, place.problem);
        return;
    }
    for (size_t i = 0; i < sizeof yaml_problems / sizeof *yaml_problems; i++) {
        if (!yaml_text_is_problem(parser, yaml_problems[i].libyaml)) continue;
        yaml_text_report_known(reading, &yaml_problems[i], place);
        return;
    }
    yaml_text_report_unknown(reading, parser, place);
}
