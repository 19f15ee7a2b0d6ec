/* SPDX-License-Identifier: Apache-2.0 */
/* Formatting: the canonical form of `rampart fmt`. */
#include <stdio.h>

#include <rampart/write.h>

#include "base/str.h"
#include "lsp/edit.h"
#include "lsp/session.h"
#include "text/json_write.h"

static bool format_keep(void *context, struct rampart_str piece)
{
    struct rp_buf *out = context;
    rp_buf_add(out, piece);
    return out->failed == RAMPART_OK;
}

/* A document that is not written, such as YAML or one with errors, has the reason in the first diagnostic. */
static void format_answer(struct lsp_session *session, struct rp_value id, const struct lsp_lines *lines,
                          enum rampart_status status, const struct rampart_diags *diags, struct rampart_str text)
{
    const struct rampart_diag *first = rampart_diags_at(diags, 0);
    char message[512];
    if (status == RAMPART_OK) {
        lsp_put_edits(lsp_begin_answer(session, id), "result", lines, text);
        lsp_send(session);
        return;
    }
    if (first == NULL)
        (void)snprintf(message, sizeof message, "not formatted: %s", rampart_status_name(status));
    else
        (void)snprintf(message, sizeof message, "not formatted: %.*s", RP_ARG(rp_str_part(first->message, 0, 400)));
    lsp_send_error(session, id, LSP_REQUEST_FAILED, message);
}

static enum rampart_status format_document(struct lsp_session *session, struct rp_value id, const struct lsp_document *document)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    struct rp_buf text;
    struct rampart_diags *diags = NULL;
    const struct rampart_document source = {
        .text = rp_buf_text(&document->text), .file = rp_buf_text(&document->path), .kind = RAMPART_POLICY_ANY};
    const struct rampart_writer writer = {&text, format_keep};
    rp_arena_init(&arena, NULL);
    rp_buf_init(&text, NULL, LSP_BODY_MOST);
    enum rampart_status status = lsp_lines_find(&lines, &arena, source.text);
    if (status == RAMPART_OK) status = rampart_diags_new(NULL, &diags);
    if (status == RAMPART_OK) {
        const enum rampart_status written = rampart_write_document(NULL, &source, diags, &writer);
        if (written == RAMPART_NO_MEMORY)
            status = written;
        else
            format_answer(session, id, &lines, written, diags, rp_buf_text(&text));
    }
    rampart_diags_free(diags);
    rp_buf_free(&text);
    rp_arena_free(&arena);
    return status;
}

void lsp_formatting(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    const struct lsp_document *document = lsp_document_of(session, params);
    if (document == NULL || document->lost)
        lsp_send_error(session, id, LSP_INVALID_PARAMS, "a document that is open is wanted");
    else
        session->failed |= format_document(session, id, document) != RAMPART_OK;
}
