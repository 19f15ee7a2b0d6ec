/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics as a compiler prints them:
 *
 *     policy.json:5:7: error: there is no element "Efect" [DOC004 unknown-element]
 *         5 |       "Efect": "Allow",
 *           |       ^~~~~~~
 *           help: did you mean "Effect"?
 *
 * and as JSON, for programs: docs/error.schema.json.
 */
#include "report/diags.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { GUTTER = 5 };

const struct rampart_diag *rp_first_error(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) return rampart_diags_at(diags, i);
    return NULL;
}

size_t rp_diags_omitted(const struct rampart_diags *diags)
{
    size_t found = 0, kept = rampart_diags_count(diags);
    for (int severity = RAMPART_ERROR; severity <= RAMPART_NOTE; severity++)
        found += rampart_diags_found(diags, (enum rampart_severity)severity);
    return found > kept ? found - kept : 0;
}

/* ---- for people ---- */

static void diags_print_severity(struct rp_print *print, enum rampart_severity severity)
{
    if (severity == RAMPART_ERROR)
        rp_print_painted(print, RP_PAINT_RED, "error");
    else if (severity == RAMPART_WARNING)
        rp_print_painted(print, RP_PAINT_YELLOW, "warning");
    else
        rp_print_painted(print, RP_PAINT_CYAN, "note");
    rp_print_words(print, ": ");
}

/* In a file of many requests each is a text of its own, in which lines begin anew. */
static size_t diags_line_of(const struct rp_print *print, const struct rampart_diag *diag)
{
    return print->line > 0 ? print->line : diag->line;
}

/* Numbers stand in every line of a report: they are not left to a format. */
static void diags_print_number(struct rp_print *print, size_t width, size_t number)
{
    enum { DIGITS = 20 };
    char digits[DIGITS];
    size_t at = DIGITS;
    for (; at == DIGITS || number > 0; number /= 10) digits[--at] = (char)('0' + number % 10);
    while (DIGITS - at < width) digits[--at] = ' ';
    rp_buf_add(print->out, (struct rampart_str){digits + at, DIGITS - at});
}

static void diags_print_behind_colon(struct rp_print *print, size_t number)
{
    rp_print_words(print, ":");
    diags_print_number(print, 0, number);
}

static void diags_print_headline(struct rp_print *print, const struct rampart_diag *diag)
{
    const size_t line = diags_line_of(print, diag);
    const struct rampart_str file = print->line > 0 ? print->file : diag->file;
    rp_print_text(print, file.len > 0 ? file : line > 0 ? RP_STR("<policy>") : RP_STR("rampart"));
    if (line > 0) diags_print_behind_colon(print, line);
    if (diag->line > 0) diags_print_behind_colon(print, diag->column);
    rp_print_words(print, ": ");
    diags_print_severity(print, diag->severity);
    rp_print_text(print, diag->message);
    rp_print_words(print, " [");
    rp_print_words(print, diag->code);
    rp_print_words(print, " ");
    rp_print_words(print, diag->name);
    rp_print_words(print, "]\n");
}

/* The columns of a snippet that are shown; what is cut off on either side is a `…` there. */
struct window {
    size_t start, end;
};

static struct window diags_window(const struct rp_print *print, const struct rampart_diag *diag)
{
    const size_t room = print->columns > 2 * (GUTTER + 3) ? print->columns - GUTTER - 3 : SIZE_MAX;
    size_t cells, width = 0, marked = 0, column = 1;
    for (size_t at = 0; at < diag->snippet.len; column++) {
        if (column == diag->snippet_column) marked = width;
        at += rp_print_measure(rp_str_from(diag->snippet, at), &cells);
        width += cells;
    }
    if (column == diag->snippet_column) marked = width++;
    if (width <= room) return (struct window){0, SIZE_MAX};
    const size_t start = marked < room / 2 ? 0 : marked - room / 3;
    return (struct window){start, start + room};
}

/* The caret line is built beside the snippet: an escaped or a wide character fills more columns than one. */
static void diags_print_snippet(struct rp_print *print, const struct rampart_diag *diag, struct rp_buf *caret)
{
    const struct window window = diags_window(print, diag);
    const size_t end = (size_t)diag->snippet_column + diag->snippet_width;
    size_t column = 1, place = 0, cells;
    if (window.start > 0) {
        rp_print_words(print, "…");
        rp_buf_add_byte(caret, ' ');
    }
    for (size_t at = 0; at < diag->snippet.len; column++, place += cells) {
        const struct rampart_str rest = rp_str_from(diag->snippet, at);
        at += rp_print_measure(rest, &cells);
        if (window.start > 0 && place <= window.start) continue;
        if (place + cells + (at < diag->snippet.len) > window.end) {
            rp_print_words(print, "…");
            return;
        }
        rp_print_character(print, rest, &cells);
        for (size_t i = 0; i < cells && column < end; i++)
            rp_buf_add_byte(caret, column < diag->snippet_column                ? ' '
                                   : column == diag->snippet_column && i == 0 ? '^'
                                                                              : '~');
    }
    if (column <= diag->snippet_column) rp_buf_add_byte(caret, '^'); /* at the end of the line */
}

/* A line of printable ASCII that is shown whole: each character is a column. */
static bool diags_is_plain(const struct rp_print *print, const struct rampart_diag *diag)
{
    const size_t room = print->columns > 2 * (GUTTER + 3) ? print->columns - GUTTER - 3 : SIZE_MAX;
    return !print->color && rp_utf8_plain(diag->snippet) == diag->snippet.len && diag->snippet.len < room &&
           diag->snippet_column <= diag->snippet.len;
}

static void diags_print_plain(struct rp_print *print, const struct rampart_diag *diag)
{
    const size_t line = diag->inner_line > 0 ? (size_t)diag->inner_line : diags_line_of(print, diag);
    const size_t marked = diag->snippet_column - 1, left = diag->snippet.len - marked;
    const size_t width = diag->snippet_width < left ? diag->snippet_width : left;
    diags_print_number(print, GUTTER, line);
    rp_print_words(print, " | ");
    rp_buf_add(print->out, diag->snippet);
    rp_print_words(print, "\n      | ");
    char *room = rp_buf_room(print->out, marked + width + 1);
    if (room == NULL) return;
    memset(room, ' ', marked);
    memset(room + marked, '~', width);
    room[marked] = '^';
    room[marked + width] = '\n';
    print->out->len += marked + width + 1;
}

static void diags_print_source(struct rp_print *print, const struct rampart_diag *diag)
{
    if (diag->line == 0 || diag->snippet_column == 0) return;
    if (diags_is_plain(print, diag)) {
        diags_print_plain(print, diag);
        return;
    }
    struct rp_buf caret;
    rp_buf_init(&caret, &print->out->allocator, print->out->cap);
    rp_buf_printf(print->out, "%*zu | ", GUTTER,
                  diag->inner_line > 0 ? (size_t)diag->inner_line : diags_line_of(print, diag));
    diags_print_snippet(print, diag, &caret);
    rp_buf_printf(print->out, "\n%*s | ", GUTTER, "");
    rp_buf_add_byte(&caret, '\0');
    if (caret.failed == RAMPART_OK)
        rp_print_painted(print, RP_PAINT_GREEN, caret.data);
    else if (print->out->failed == RAMPART_OK)
        print->out->failed = caret.failed;
    rp_print_words(print, "\n");
    rp_buf_free(&caret);
}

static void diags_print_help(struct rp_print *print, const struct rampart_diag *diag)
{
    if (diag->help.len == 0) return;
    rp_print_words(print, diag->line > 0 ? "        " : "  ");
    rp_print_painted(print, RP_PAINT_CYAN, "help");
    rp_print_words(print, ": ");
    rp_print_text(print, diag->help);
    rp_print_words(print, "\n");
}

/* The document, where a file has several; and the place in it, where it is a string of the file. */
static void diags_print_subject(struct rp_print *print, const struct rampart_diag *diag)
{
    if (diag->subject.len == 0) return;
    rp_buf_printf(print->out, "%*sin ", diag->line > 0 ? GUTTER + 3 : 2, "");
    rp_print_text(print, diag->subject);
    if (diag->inner_line > 0)
        rp_buf_printf(print->out, ", line %u column %u of the document", diag->inner_line,
                      diag->inner_column);
    rp_print_words(print, "\n");
}

void rp_diag_text(struct rp_print *print, const struct rampart_diag *diag)
{
    diags_print_headline(print, diag);
    diags_print_subject(print, diag);
    diags_print_source(print, diag);
    diags_print_help(print, diag);
}

RP_REPORTER(rp_diags_text)
{
    const struct rampart_diags *diags = what;
    for (size_t i = 0; i < rampart_diags_count(diags); i++) rp_diag_text(print, rampart_diags_at(diags, i));
    size_t omitted = rp_diags_omitted(diags);
    if (omitted > 0) rp_buf_printf(print->out, "rampart: … and %zu more\n", omitted);
    return RAMPART_OK;
}

/* ---- JSON ---- */

const char *rp_severity_word(enum rampart_severity severity)
{
    if (severity == RAMPART_WARNING) return "warning";
    return severity == RAMPART_NOTE ? "note" : "error";
}

/* Line 0 stands for no place, here as in the library. */
void rp_put_extent(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_number(item, "line", diag->line);
    rp_put_number(item, "column", diag->column);
    rp_put_number(item, "endLine", diag->end_line);
    rp_put_number(item, "endColumn", diag->end_column);
}

static void diags_put_diag(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_word(item, "severity", rp_severity_word(diag->severity));
    rp_put_word(item, "code", diag->code);
    rp_put_word(item, "name", diag->name);
    rp_put_text_or_null(item, "file", diag->file);
    rp_put_extent(item, diag);
    rp_put_text(item, "message", diag->message);
    rp_put_text_or_null(item, "help", diag->help);
}

void rp_put_problem(struct rp_json at, const struct rampart_diag *diag)
{
    rp_put_word(at, "code", diag->code);
    rp_put_word(at, "name", diag->name);
    rp_put_text(at, "message", diag->message);
    rp_put_text_or_null(at, "help", diag->help);
}

static void diags_put_warning(struct rp_json item, const struct rampart_diag *diag)
{
    rp_put_problem(item, diag);
    rp_put_text_or_null(item, "file", diag->file);
    rp_put_number(item, "line", diag->line);
    rp_put_number(item, "column", diag->column);
}

void rp_put_warnings(struct rp_json at, const struct rampart_diags *diags)
{
    if (rampart_diags_found(diags, RAMPART_WARNING) == 0) return;
    const struct rp_json list = rp_put_list(at, "warnings");
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_WARNING)
            diags_put_warning(rp_put_object(list, NULL), rampart_diags_at(diags, i));
}

static void diags_put_diags(struct rp_json at, const struct rampart_diags *diags)
{
    const struct rp_json list = rp_put_list(at, "diagnostics");
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        diags_put_diag(rp_put_object(list, NULL), rampart_diags_at(diags, i));
    rp_put_number(at, "omitted", rp_diags_omitted(diags));
}

RP_REPORTER(rp_diags_json)
{
    const struct rampart_diags *diags = what;
    struct rp_json_report report;
    diags_put_diags(rp_put_tree(rp_json_start(&report, print->out), NULL), diags);
    return rp_json_finish(&report, RAMPART_OK);
}

/* ---- a run without an answer: docs/error.schema.json ---- */

void rp_put_failure(struct rp_json at, const struct rampart_diags *diags)
{
    const struct rampart_diag unknown = {
        .code = "CLI002", .name = "failed", .message = RP_STR("the run failed")};
    const struct rampart_diag *first = rp_first_error(diags);
    rp_put_problem(rp_put_object(at, "error"), first == NULL ? &unknown : first);
    diags_put_diags(at, diags);
}

RP_REPORTER(rp_failure_json)
{
    const struct rampart_diags *diags = what;
    struct rp_json_report report;
    rp_put_failure(rp_put_tree(rp_json_start(&report, print->out), NULL), diags);
    return rp_json_finish(&report, RAMPART_OK);
}
