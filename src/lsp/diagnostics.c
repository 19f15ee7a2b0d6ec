/* SPDX-License-Identifier: Apache-2.0 */
/* What lint finds, as the editor shows it. */
#include <stdio.h>
#include <time.h>

#include "base/str.h"
#include "base/try.h"
#include "lsp/session.h"
#include "lsp/uri.h"
#include "text/json_write.h"

/* ---- linting ---- */

static struct rampart_lint_date diagnostics_today(void)
{
    enum { FIRST_YEAR = 1900 };
    const time_t now = time(NULL);
    struct tm day = {0};
    if (gmtime_r(&now, &day) == NULL) return (struct rampart_lint_date){0};
    return (struct rampart_lint_date){(unsigned)(day.tm_year + FIRST_YEAR), (unsigned)day.tm_mon + 1, (unsigned)day.tm_mday};
}

static bool diagnostics_is_empty(struct rampart_str text)
{
    while (text.len > 0 && rp_is_blank(text.data[0])) text = rp_str_from(text, 1);
    return text.len == 0;
}

/*
 * The file need not hold a policy, as one that lint finds in a folder: editors send every file of JSON and YAML. One that is
 * empty yet is nothing yet.
 */
enum rampart_status lsp_lint(struct lsp_session *session, struct lsp_document *document, bool *ret_refused)
{
    struct rampart_lint_count count;
    rampart_diags_clear(session->findings);
    RP_TRY(lsp_settings_refresh(session));
    *ret_refused = session->settings.refused;
    if (*ret_refused || document->lost || diagnostics_is_empty(rp_buf_text(&document->text))) return RAMPART_OK;
    const struct rampart_lint_input input = {document->path.data, RAMPART_POLICY_ANY, true};
    enum rampart_status status = rampart_lint_text(session->settings.linter, &input, rp_buf_text(&document->text),
                                                   session->findings, &count);
    if (status == RAMPART_IO || status == RAMPART_LIMIT) status = RAMPART_OK; /* a finding says so */
    if (status == RAMPART_OK && session->settings.settings != NULL)
        status = rampart_lint_settings_waive(session->settings.settings, rp_buf_text(&session->root), diagnostics_today(),
                                             session->findings);
    return status;
}

/* ---- one diagnostic ---- */

/* The units of UTF-16 before a column of the line that a diagnostic shows; of a line that is cut, the characters. */
static unsigned diagnostics_units(const struct rampart_diag *diag, unsigned column)
{
    unsigned units = column == 0 ? 0 : column - 1;
    if (diag->snippet_column != diag->column) return units;
    unsigned character = 1;
    for (size_t i = 0; i < diag->snippet.len && character < column; i++) {
        const unsigned char byte = (unsigned char)diag->snippet.data[i];
        character += byte < 0x80 || byte >= 0xC0;
        units += byte >= 0xF0;
    }
    return units;
}

/* `lines` is NULL for a file that is not open. */
static struct lsp_range diagnostics_range(const struct rampart_diag *diag, const struct lsp_lines *lines)
{
    struct lsp_range range = {{0, 0}, {0, 0}};
    if (diag->line == 0) return range;
    if (lines != NULL)
        return lsp_lines_range(lines, lsp_lines_offset_of(lines, diag->line, diag->column),
                               lsp_lines_offset_of(lines, diag->end_line, diag->end_column));
    range.start = (struct lsp_place){diag->line - 1, diagnostics_units(diag, diag->column)};
    range.end = range.start;
    if (diag->end_line == diag->line) range.end.unit = diagnostics_units(diag, diag->end_column);
    if (diag->end_line > diag->line) range.end = (struct lsp_place){diag->end_line - 1, diag->end_column - 1};
    return range;
}

/* Which document of the file it is, and where in that. */
static void diagnostics_related(struct rp_buf *out, struct rampart_str uri, struct lsp_range range,
                                const struct rampart_diag *diag)
{
    struct rp_buf message;
    rp_buf_init(&message, NULL, UINT32_MAX);
    rp_buf_printf(&message, "in %.*s", RP_ARG(diag->subject));
    if (diag->inner_line > 0) rp_buf_printf(&message, ", line %u column %u of the document", diag->inner_line, diag->inner_column);
    rp_write_open(out, "relatedInformation", '[');
    rp_write_open(out, NULL, '{');
    rp_write_open(out, "location", '{');
    rp_write_text(out, "uri", uri);
    lsp_put_range(out, "range", range);
    rp_write_close(out, '}');
    rp_write_text(out, "message", rp_buf_text(&message));
    rp_write_close(out, '}');
    rp_write_close(out, ']');
    rp_buf_free(&message);
}

static void diagnostics_message(struct rp_buf *out, const struct rampart_diag *diag, bool names_subject)
{
    struct rp_buf message;
    rp_buf_init(&message, NULL, UINT32_MAX);
    rp_buf_add(&message, diag->message);
    if (diag->help.len > 0) rp_buf_printf(&message, "\nhelp: %.*s", RP_ARG(diag->help));
    if (names_subject) rp_buf_printf(&message, "\nin %.*s", RP_ARG(diag->subject));
    rp_write_text(out, "message", rp_buf_text(&message));
    if (message.failed != RAMPART_OK) out->failed = message.failed;
    rp_buf_free(&message);
}

/* The numbers of LSP: 1 is an error, 2 a warning, 3 information. */
static void diagnostics_put(const struct lsp_session *session, struct rp_buf *out, struct rampart_str uri,
                            const struct lsp_lines *lines, const struct rampart_diag *diag)
{
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(diag->code));
    const struct lsp_range range = diagnostics_range(diag, lines);
    rp_write_open(out, NULL, '{');
    lsp_put_range(out, "range", range);
    rp_write_number(out, "severity", (size_t)diag->severity + 1);
    rp_write_word(out, "code", diag->code);
    if (rule != NULL) {
        rp_write_open(out, "codeDescription", '{');
        rp_write_word(out, "href", rampart_lint_rule_address(rule));
        rp_write_close(out, '}');
    }
    rp_write_word(out, "source", "rampart");
    diagnostics_message(out, diag, diag->subject.len > 0 && !session->relates);
    if (diag->subject.len > 0 && session->relates)
        diagnostics_related(out, uri, range, diag);
    rp_write_close(out, '}');
}

/* ---- publishing ---- */

static struct rp_buf *diagnostics_begin(struct lsp_session *session, struct rampart_str uri, const struct lsp_document *document)
{
    struct rp_buf *out = lsp_begin_notice(session, "textDocument/publishDiagnostics");
    rp_write_open(out, "params", '{');
    rp_write_text(out, "uri", uri);
    if (document != NULL && document->has_version) rp_write_number(out, "version", document->version);
    rp_write_open(out, "diagnostics", '[');
    return out;
}

static void diagnostics_end(struct lsp_session *session)
{
    rp_write_close(&session->answer, ']');
    rp_write_close(&session->answer, '}');
    lsp_send(session);
}

static void diagnostics_none(struct lsp_session *session, struct rampart_str uri)
{
    (void)diagnostics_begin(session, uri, NULL);
    diagnostics_end(session);
}

/* Publishes the findings of one file; `lines` is NULL for a file that is not open. */
static void diagnostics_of_file(struct lsp_session *session, struct rampart_str uri, struct rampart_str file,
                                const struct lsp_document *document, const struct lsp_lines *lines)
{
    struct rp_buf *out = diagnostics_begin(session, uri, document);
    for (size_t i = 0; i < rampart_diags_count(session->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(session->findings, i);
        const bool here = rp_str_equal(diag->file, file) || (document != NULL && diag->file.len == 0);
        if (here && diag->waiver.len == 0) diagnostics_put(session, out, uri, lines, diag);
    }
    diagnostics_end(session);
}

/* A document that was not linted says why, at its beginning. */
static void diagnostics_not_linted(struct lsp_session *session, const struct lsp_document *document)
{
    static const char lost[] = "a change of the editor could not be followed: close the document and open it again";
    const struct lsp_range start = {{0, 0}, {0, 0}};
    const struct rampart_diag *first = rampart_diags_at(session->settings.diags, 0);
    struct rp_buf *out = diagnostics_begin(session, rp_buf_text(&document->uri), document);
    rp_write_open(out, NULL, '{');
    lsp_put_range(out, "range", start);
    rp_write_number(out, "severity", 1);
    rp_write_word(out, "source", "rampart");
    if (document->lost) {
        rp_write_word(out, "message", lost);
    } else {
        struct rp_buf text;
        rp_buf_init(&text, NULL, UINT32_MAX);
        rp_buf_printf(&text, "not linted: the settings %s cannot be used", session->settings.path);
        if (first != NULL && first->line > 0)
            rp_buf_printf(&text, ": line %u: %.*s", first->line, RP_ARG(first->message));
        else if (first != NULL)
            rp_buf_printf(&text, ": %.*s", RP_ARG(first->message));
        rp_write_text(out, "message", rp_buf_text(&text));
        rp_buf_free(&text);
    }
    rp_write_close(out, '}');
    diagnostics_end(session);
}

/* ---- findings in other files, which an account file names ---- */

static bool diagnostics_is_first(const struct rampart_diags *findings, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (rp_str_equal(rampart_diags_at(findings, k)->file, rampart_diags_at(findings, i)->file)) return false;
    return true;
}

/* True when the list of addresses, with a NUL behind each, has this one. */
static bool diagnostics_lists(struct rampart_str list, struct rampart_str uri)
{
    while (list.len > 0) {
        const struct rampart_str one = rp_str_part(list, 0, rp_str_find(list, '\0'));
        if (rp_str_equal(one, uri)) return true;
        list = rp_str_from(list, one.len + 1);
    }
    return false;
}

/* Takes back what was published before for files that `now` does not have. One that is open has findings of its own. */
static void diagnostics_take_back(struct lsp_session *session, struct rampart_str before, struct rampart_str now)
{
    while (before.len > 0) {
        const struct rampart_str uri = rp_str_part(before, 0, rp_str_find(before, '\0'));
        if (!diagnostics_lists(now, uri) && lsp_document_find(&session->documents, uri) == NULL) diagnostics_none(session, uri);
        before = rp_str_from(before, uri.len + 1);
    }
}

static void diagnostics_of_others(struct lsp_session *session, struct lsp_document *document)
{
    struct rp_buf before = document->others, uri;
    const struct rampart_str own = rp_buf_text(&document->path);
    rp_buf_init(&document->others, NULL, LSP_BODY_MOST);
    rp_buf_init(&uri, NULL, LSP_BODY_MOST);
    for (size_t i = 0; i < rampart_diags_count(session->findings); i++) {
        const struct rampart_str file = rampart_diags_at(session->findings, i)->file;
        if (file.len == 0 || rp_str_equal(file, own) || !diagnostics_is_first(session->findings, i)) continue;
        uri.len = 0;
        lsp_uri_of(file, &uri);
        if (lsp_document_find(&session->documents, rp_buf_text(&uri)) != NULL) continue;
        diagnostics_of_file(session, rp_buf_text(&uri), file, NULL, NULL);
        rp_buf_add(&document->others, rp_buf_text(&uri));
        rp_buf_add_byte(&document->others, '\0');
    }
    diagnostics_take_back(session, rp_buf_text(&before), rp_buf_text(&document->others));
    session->failed |= uri.failed != RAMPART_OK || document->others.failed != RAMPART_OK;
    rp_buf_free(&uri);
    rp_buf_free(&before);
}

void lsp_publish_none(struct lsp_session *session, struct lsp_document *document)
{
    diagnostics_none(session, rp_buf_text(&document->uri));
    diagnostics_take_back(session, rp_buf_text(&document->others), (struct rampart_str){NULL, 0});
}

static void diagnostics_publish(struct lsp_session *session, struct lsp_document *document)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    bool refused = false;
    document->changed = false;
    rp_arena_init(&arena, NULL);
    enum rampart_status status = lsp_lint(session, document, &refused);
    if (status == RAMPART_OK) status = lsp_lines_find(&lines, &arena, rp_buf_text(&document->text));
    session->failed |= status != RAMPART_OK;
    if (status == RAMPART_OK && (refused || document->lost))
        diagnostics_not_linted(session, document);
    else if (status == RAMPART_OK)
        diagnostics_of_file(session, rp_buf_text(&document->uri), rp_buf_text(&document->path), document, &lines);
    if (status == RAMPART_OK) diagnostics_of_others(session, document);
    rp_arena_free(&arena);
}

void lsp_publish_changed(struct lsp_session *session)
{
    for (struct lsp_document *document = session->documents.first; document != NULL && !session->failed; document = document->next)
        if (document->changed) diagnostics_publish(session, document);
}
