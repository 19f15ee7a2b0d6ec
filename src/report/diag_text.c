/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics as a compiler prints them:
 *
 *     policy.json:5:7: error: there is no element "Efect" [DOC004 unknown-element]
 *         5 |       "Efect": "Allow",
 *           |       ^~~~~~~
 *           help: did you mean "Effect"?
 */
#include "report/print.h"

enum { GUTTER = 5 };

static void print_severity(struct rp_print *print, enum rampart_severity severity)
{
    if (severity == RAMPART_ERROR)
        rp_print_painted(print, RP_PAINT_RED, "error");
    else if (severity == RAMPART_WARNING)
        rp_print_painted(print, RP_PAINT_YELLOW, "warning");
    else
        rp_print_painted(print, RP_PAINT_CYAN, "note");
    rp_print_words(print, ": ");
}

/* Of many requests in one file each is a text of its own, in which lines begin anew. */
static size_t line_of(const struct rp_print *print, const struct rampart_diag *diag)
{
    return print->line > 0 ? print->line : diag->line;
}

static void print_headline(struct rp_print *print, const struct rampart_diag *diag)
{
    const size_t line = line_of(print, diag);
    const struct rampart_str file = print->line > 0 ? print->file : diag->file;
    rp_print_text(print, file.len > 0 ? file : line > 0 ? RP_STR("<policy>") : RP_STR("rampart"));
    if (line > 0) rp_buf_printf(print->out, ":%zu", line);
    if (diag->line > 0) rp_buf_printf(print->out, ":%u", diag->column);
    rp_print_words(print, ": ");
    print_severity(print, diag->severity);
    rp_print_text(print, diag->message);
    rp_buf_printf(print->out, " [%s %s]\n", diag->code, diag->name);
}

/* The caret line is built beside the snippet: an escaped character is wider than it was. */
static void print_snippet(struct rp_print *print, const struct rampart_diag *diag, struct rp_buf *caret)
{
    size_t end = (size_t)diag->snippet_column + diag->snippet_width, column = 1;
    for (size_t at = 0; at < diag->snippet.len; column++) {
        size_t cells;
        at += rp_print_character(print, rp_str_from(diag->snippet, at), &cells);
        if (column == diag->snippet_column) {
            rp_buf_add_byte(caret, '^');
            cells--;
        }
        for (size_t i = 0; i < cells && column < end; i++)
            rp_buf_add_byte(caret, column < diag->snippet_column ? ' ' : '~');
    }
    if (column <= diag->snippet_column) rp_buf_add_byte(caret, '^'); /* at the end of the line */
}

static void print_source(struct rp_print *print, const struct rampart_diag *diag)
{
    if (diag->line == 0 || diag->snippet_column == 0) return;
    struct rp_buf caret;
    rp_buf_init(&caret, &print->out->allocator, print->out->cap);
    rp_buf_printf(print->out, "%*zu | ", GUTTER,
                  diag->inner_line > 0 ? (size_t)diag->inner_line : line_of(print, diag));
    print_snippet(print, diag, &caret);
    rp_buf_printf(print->out, "\n%*s | ", GUTTER, "");
    rp_buf_add_byte(&caret, '\0');
    if (caret.failed == RAMPART_OK)
        rp_print_painted(print, RP_PAINT_GREEN, caret.data);
    else if (print->out->failed == RAMPART_OK)
        print->out->failed = caret.failed;
    rp_print_words(print, "\n");
    rp_buf_free(&caret);
}

static void print_help(struct rp_print *print, const struct rampart_diag *diag)
{
    if (diag->help.len == 0) return;
    rp_buf_printf(print->out, "%*s", diag->line > 0 ? GUTTER + 3 : 2, "");
    rp_print_painted(print, RP_PAINT_CYAN, "help");
    rp_print_words(print, ": ");
    rp_print_text(print, diag->help);
    rp_print_words(print, "\n");
}

/* Of several documents of a file it says which, and of one that is a string of the file where in the document. */
static void print_subject(struct rp_print *print, const struct rampart_diag *diag)
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
    print_headline(print, diag);
    print_subject(print, diag);
    print_source(print, diag);
    print_help(print, diag);
}

enum rampart_status rp_diags_text(struct rp_print *print, const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++) rp_diag_text(print, rampart_diags_at(diags, i));
    size_t omitted = rp_diags_omitted(diags);
    if (omitted > 0) rp_buf_printf(print->out, "rampart: … and %zu more\n", omitted);
    return RAMPART_OK;
}
