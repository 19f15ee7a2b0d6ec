/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml tells what its grammar expected; people want to know what to write. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/yaml_parts.h"

/* What libyaml says, and what is said instead. */
struct problem {
    const char *told;
    enum rp_code code;
    bool from_context; /* the place is where the construct began, not where it failed */
    const char *message, *help;
};

static const struct problem problems[] = {
    {"found unknown escape character", RP_SYN_ESCAPE, false, "this escape is not known",
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
    {"found incompatible YAML document", RP_SYN_YAML, false, "this version of YAML is not known",
     "remove the line"},
    {"found duplicate %YAML directive", RP_SYN_YAML, false, "the version of YAML stands twice",
     "remove the line"},
    {"found undefined tag handle", RP_SYN_YAML_TAG, false, "tags are not read",
     "remove it; put a value that begins with '!' in quotes"},
};

/* The place of a problem, in bytes. */
struct place {
    uint32_t problem, context;
};

static bool is_told(const yaml_parser_t *parser, const char *problem)
{
    return strcmp(parser->problem, problem) == 0;
}

static bool is_within(const yaml_parser_t *parser, const char *context)
{
    return parser->context != NULL && strcmp(parser->context, context) == 0;
}

static struct rampart_str source_from(const struct rp_reading *reading, uint32_t offset)
{
    return rp_str_from(reading->source->text, offset);
}

/* The offset behind a character; a line end is nothing to point at. */
static uint32_t character_end(const struct rp_reading *reading, uint32_t offset)
{
    struct rampart_str text = source_from(reading, offset);
    bool line_end = rp_str_starts(text, RP_STR("\n")) || rp_str_starts(text, RP_STR("\r"));
    return line_end ? offset : offset + (uint32_t)rp_utf8_width(text);
}

/* A text that begins with "*" is by far the most frequent mistake in a policy: Action: * */
static void report_sign(const struct rp_reading *reading, uint32_t start)
{
    struct rampart_str text = source_from(reading, start);
    size_t len = 0;
    while (len < text.len && rp_str_find(RP_STR(" \t\r\n,]}"), text.data[len]) == 7) len++;
    struct rampart_str shown = rp_yaml_shown(rp_str_part(text, 0, len));
    bool alias = text.len > 0 && text.data[0] == '*';
    RP_YAML_ERROR(reading, RP_SYN_YAML_ANCHOR, start, start + (uint32_t)len,
                  "a text without quotes cannot begin with '%c', which %s in YAML", alias ? '*' : '&',
                  alias ? "refers to an anchor" : "sets an anchor");
    rp_diag_help(reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(shown));
}

static void report_no_token(const struct rp_reading *reading, uint32_t start)
{
    uint32_t end = character_end(reading, start);
    struct rampart_str shown = rp_str_part(source_from(reading, start), 0, end - start);
    bool tab = rp_str_equal(shown, RP_STR("\t"));
    if (tab)
        RP_YAML_ERROR(reading, RP_SYN_YAML, start, end, "a tab indents this line");
    else
        RP_YAML_ERROR(reading, RP_SYN_YAML, start, end, "a text without quotes cannot begin with '%.*s'",
                      RP_ARG(shown));
    rp_diag_help(reading->diags, "%s", tab ? "indent with spaces" : "put it in quotes");
}

/* libyaml stops behind the "\u" of an escape for half a surrogate pair, or for nothing at all. */
static void report_escape(const struct rp_reading *reading, uint32_t digits)
{
    struct rampart_str text = source_from(reading, digits);
    bool surrogate = text.len > 1 && rp_lower(text.data[0]) == 'd' &&
                     rp_str_find(RP_STR("89abcdef"), rp_lower(text.data[1])) < 8;
    uint32_t start = digits - 2;
    if (surrogate) {
        RP_YAML_ERROR(reading, RP_SYN_SURROGATE, start, digits + 4, "YAML has no surrogate pairs");
        rp_diag_help(reading->diags,
                     "write the character itself, or \"\\U\" with its eight hexadecimal digits");
        return;
    }
    RP_YAML_ERROR(reading, RP_SYN_ESCAPE, start, digits + 8, "this escape stands for no character");
    rp_diag_help(reading->diags, "the highest character is \"\\U0010FFFF\"");
}

static void report_known(const struct rp_reading *reading, const struct problem *problem, struct place place)
{
    uint32_t start = problem->from_context ? place.context : place.problem;
    RP_YAML_ERROR(reading, problem->code, start, character_end(reading, start), "%s", problem->message);
    if (problem->help != NULL) {
        rp_diag_help(reading->diags, "%s", problem->help);
        return;
    }
    struct rp_position opened = rp_source_position(reading->source, place.context);
    rp_diag_help(reading->diags, "it opened at line %u, column %u", opened.line, opened.column);
}

/* The many ways to write a tag or a directive badly. */
static void report_unknown(const struct rp_reading *reading, const yaml_parser_t *parser, struct place place)
{
    const char *context = parser->context == NULL ? "" : parser->context;
    uint32_t end = character_end(reading, place.context);
    if (strstr(context, "directive") != NULL) {
        RP_YAML_ERROR(reading, RP_SYN_YAML, place.context, end, "this directive is not known");
        rp_diag_help(reading->diags, "remove the line");
    } else if (strstr(context, "tag") != NULL) {
        RP_YAML_ERROR(reading, RP_SYN_YAML_TAG, place.context, end, "tags are not read");
        rp_diag_help(reading->diags, "remove it; put a value that begins with '!' in quotes");
    } else {
        RP_YAML_ERROR(reading, RP_SYN_YAML, place.problem, character_end(reading, place.problem),
                      "this is not YAML: %s", parser->problem);
    }
}

void rp_yaml_problem(const struct rp_reading *reading, const yaml_parser_t *parser)
{
    struct place place = {rp_yaml_offset(reading->source, parser->problem_mark),
                          rp_yaml_offset(reading->source, parser->context_mark)};
    if (is_within(parser, "while scanning an alias") || is_within(parser, "while scanning an anchor")) {
        report_sign(reading, place.context);
        return;
    }
    if (is_told(parser, "found character that cannot start any token")) {
        report_no_token(reading, place.problem);
        return;
    }
    if (is_told(parser, "found invalid Unicode character escape code")) {
        report_escape(reading, place.problem);
        return;
    }
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (!is_told(parser, problems[i].told)) continue;
        report_known(reading, &problems[i], place);
        return;
    }
    report_unknown(reading, parser, place);
}
