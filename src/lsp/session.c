/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/session.h"

#include <stdio.h>

#include "base/str.h"
#include "text/json_write.h"

const struct rampart_catalog *lsp_catalog(struct lsp_session *session)
{
    if (session->settings.catalog != NULL) return session->settings.catalog;
    if (session->options->catalog != NULL) return session->options->catalog;
    if (session->catalog == NULL) session->failed |= rampart_catalog_open(NULL, &session->catalog) != RAMPART_OK;
    return session->catalog;
}

struct lsp_document *lsp_document_of(struct lsp_session *session, struct rp_value params)
{
    struct rp_buf uri;
    rp_buf_init(&uri, NULL, LSP_BODY_MOST);
    (void)rp_value_string(rp_value_path(params, "textDocument", "uri"), &uri);
    struct lsp_document *document = lsp_document_find(&session->documents, rp_buf_text(&uri));
    rp_buf_free(&uri);
    return document;
}

static struct rp_buf *session_begin(struct lsp_session *session)
{
    session->answer.len = 0;
    rp_write_open(&session->answer, NULL, '{');
    rp_write_word(&session->answer, "jsonrpc", "2.0");
    return &session->answer;
}

struct rp_buf *lsp_begin_answer(struct lsp_session *session, struct rp_value id)
{
    struct rp_buf *out = session_begin(session);
    rp_write_raw(out, "id", id.text);
    return out;
}

struct rp_buf *lsp_begin_notice(struct lsp_session *session, const char *method)
{
    struct rp_buf *out = session_begin(session);
    rp_write_word(out, "method", method);
    return out;
}

void lsp_send(struct lsp_session *session)
{
    rp_write_close(&session->answer, '}');
    session->failed |= session->answer.failed != RAMPART_OK;
    if (!session->failed) session->failed = !lsp_wire_write(&session->wire, rp_buf_text(&session->answer));
}

void lsp_send_error(struct lsp_session *session, struct rp_value id, int code, const char *message)
{
    char digits[16];
    struct rp_buf *out = lsp_begin_answer(session, id);
    const int len = snprintf(digits, sizeof digits, "%d", code);
    rp_write_open(out, "error", '{');
    rp_write_raw(out, "code", (struct rampart_str){digits, (size_t)len});
    rp_write_text(out, "message", rampart_str(message));
    rp_write_close(out, '}');
    lsp_send(session);
}

static void session_put_place(struct rp_buf *out, const char *name, struct lsp_place place)
{
    rp_write_open(out, name, '{');
    rp_write_number(out, "line", place.line);
    rp_write_number(out, "character", place.unit);
    rp_write_close(out, '}');
}

void lsp_put_range(struct rp_buf *out, const char *name, struct lsp_range range)
{
    rp_write_open(out, name, '{');
    session_put_place(out, "start", range.start);
    session_put_place(out, "end", range.end);
    rp_write_close(out, '}');
}
