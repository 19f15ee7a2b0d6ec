/* SPDX-License-Identifier: Apache-2.0 */
/* The life of the server: which message is answered when, and by what. */
#include "lsp/server.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"
#include "lsp/session.h"
#include "lsp/uri.h"
#include "text/json_write.h"

enum { MOST_FINDINGS = 2000 };

/* ---- the life of the session ---- */

/* A capability that the editor tells of documents of text. */
static struct rp_value server_capability(struct rp_value params, const char *outer, const char *inner)
{
    return rp_value_path(rp_value_path(params, "capabilities", "textDocument"), outer, inner);
}

/* The folder of the editor: its first workspace folder, its root, or where the server was started. */
static bool server_set_root(struct lsp_session *session, struct rp_value params)
{
    struct rp_buf uri;
    struct rp_value folder = {{NULL, 0}};
    size_t cursor = 0;
    char here[LSP_PATH_MOST];
    rp_buf_init(&uri, NULL, LSP_BODY_MOST);
    bool named = rp_value_next(rp_value_member(params, "workspaceFolders"), &cursor, &folder) && rp_value_string(rp_value_member(folder, "uri"), &uri);
    if (!named) named = rp_value_string(rp_value_member(params, "rootUri"), &uri);
    if (named) named = lsp_uri_path(rp_buf_text(&uri), &session->root);
    if (!named && getcwd(here, sizeof here) != NULL) rp_buf_add(&session->root, rampart_str(here));
    rp_buf_free(&uri);
    while (session->root.len > 1 && session->root.data[session->root.len - 1] == '/') session->root.len--;
    return session->root.failed == RAMPART_OK;
}

static void server_initialize(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    static const char capabilities[] =
        "{\"positionEncoding\":\"utf-16\","
        "\"textDocumentSync\":{\"openClose\":true,\"change\":2,\"save\":{\"includeText\":false}},"
        "\"hoverProvider\":true,"
        "\"completionProvider\":{\"triggerCharacters\":[\"\\\"\",\":\",\"/\"]},"
        "\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\",\"source.fixAll\"]},"
        "\"documentFormattingProvider\":true,"
        "\"documentSymbolProvider\":true}";
    session->relates = rp_value_truth(server_capability(params, "publishDiagnostics", "relatedInformation"));
    session->snippets = rp_value_truth(rp_value_member(server_capability(params, "completion", "completionItem"), "snippetSupport"));
    session->failed |= !server_set_root(session, params);
    session->initialized = true;
    struct rp_buf *out = lsp_begin_answer(session, id);
    rp_write_open(out, "result", '{');
    rp_write_raw(out, "capabilities", rampart_str(capabilities));
    rp_write_open(out, "serverInfo", '{');
    rp_write_word(out, "name", "rampart");
    rp_write_word(out, "version", session->options->version);
    rp_write_close(out, '}');
    rp_write_close(out, '}');
    lsp_send(session);
}

static void server_shutdown(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    (void)params;
    session->shut = true;
    rp_write_raw(lsp_begin_answer(session, id), "result", RP_STR("null"));
    lsp_send(session);
}

/* ---- documents ---- */

/* A notice is never answered, so that a document that cannot be opened is told as a message to the person. */
static void server_show(struct lsp_session *session, const char *message)
{
    struct rp_buf *out = lsp_begin_notice(session, "window/showMessage");
    rp_write_open(out, "params", '{');
    rp_write_number(out, "type", 1);
    rp_write_word(out, "message", message);
    rp_write_close(out, '}');
    lsp_send(session);
}

static void server_open(struct lsp_session *session, struct rp_value params)
{
    bool bad = false;
    if (lsp_document_open(&session->documents, rp_value_member(params, "textDocument"), &bad) != NULL) return;
    if (bad)
        server_show(session, "rampart: a document could not be opened: its address or text is none, or too many are open");
    else
        session->failed = true;
}

static void server_change(struct lsp_session *session, struct rp_value params)
{
    struct lsp_document *document = lsp_document_of(session, params);
    if (document == NULL) return;
    document->has_version = rp_value_number(rp_value_path(params, "textDocument", "version"), &document->version);
    session->failed |= lsp_document_change(document, rp_value_member(params, "contentChanges")) != RAMPART_OK;
}

/* A saved file may be one that an account file names, or the settings: every document is linted again. */
static void server_save(struct lsp_session *session, struct rp_value params)
{
    (void)params;
    for (struct lsp_document *document = session->documents.first; document != NULL; document = document->next)
        document->changed = true;
}

static void server_close(struct lsp_session *session, struct rp_value params)
{
    struct lsp_document *document = lsp_document_of(session, params);
    if (document == NULL) return;
    lsp_publish_none(session, document);
    lsp_document_close(&session->documents, document);
}

static void server_pass(struct lsp_session *session, struct rp_value params)
{
    (void)session;
    (void)params;
}

/* ---- messages ---- */

static const struct {
    const char *method;
    void (*answer)(struct lsp_session *session, struct rp_value id, struct rp_value params);
} requests[] = {
    {"shutdown", server_shutdown},
    {"textDocument/hover", lsp_hover},
    {"textDocument/completion", lsp_completion},
    {"textDocument/codeAction", lsp_code_action},
    {"textDocument/formatting", lsp_formatting},
    {"textDocument/documentSymbol", lsp_symbols},
};

static const struct {
    const char *method;
    void (*take)(struct lsp_session *session, struct rp_value params);
} notices[] = {
    {"initialized", server_pass},
    {"textDocument/didOpen", server_open},
    {"textDocument/didChange", server_change},
    {"textDocument/didSave", server_save},
    {"textDocument/didClose", server_close},
    {"workspace/didChangeWatchedFiles", server_save},
};

static void server_request(struct lsp_session *session, struct rp_value id, struct rp_value method, struct rp_value params)
{
    const bool begins = rp_value_is_word(method, "initialize");
    if (session->shut) {
        lsp_send_error(session, id, LSP_INVALID_REQUEST, "the server has been shut down");
    } else if (begins && session->initialized) {
        lsp_send_error(session, id, LSP_INVALID_REQUEST, "the server has been initialized already");
    } else if (begins) {
        server_initialize(session, id, params);
    } else if (!session->initialized) {
        lsp_send_error(session, id, LSP_NOT_INITIALIZED, "initialize must come first");
    } else {
        lsp_publish_changed(session);
        for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
            if (rp_value_is_word(method, requests[i].method)) {
                requests[i].answer(session, id, params);
                return;
            }
        lsp_send_error(session, id, LSP_METHOD_NOT_FOUND, "rampart does not answer this method");
    }
}

/* Notices that are unknown, or come too early or late, are passed over: they are never answered. */
static void server_notice(struct lsp_session *session, struct rp_value method, struct rp_value params)
{
    if (!session->initialized || session->shut) return;
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++)
        if (rp_value_is_word(method, notices[i].method)) notices[i].take(session, params);
}

static bool server_is_id(struct rp_value id)
{
    return rp_value_is(id, '"') || (id.text.len > 0 && (id.text.data[0] == '-' || rp_is_digit(id.text.data[0])));
}

/* Answers one message. True: it says exit. */
static bool server_message(struct lsp_session *session)
{
    const struct rp_value none = {{NULL, 0}};
    const struct rampart_str body = rp_buf_text(&session->wire.body);
    if (!rp_value_check(body)) {
        lsp_send_error(session, none, LSP_PARSE_ERROR, "the message is no JSON");
        return false;
    }
    const struct rp_value message = rp_value_of(body), method = rp_value_member(message, "method"), id = rp_value_member(message, "id");
    const struct rp_value params = rp_value_member(message, "params");
    const bool answer = rp_value_member(message, "result").text.len > 0 || rp_value_member(message, "error").text.len > 0;
    if (rp_value_is(method, '"') && id.text.len == 0) {
        if (rp_value_is_word(method, "exit")) return true;
        server_notice(session, method, params);
    } else if (rp_value_is(method, '"') && server_is_id(id)) {
        server_request(session, id, method, params);
    } else if (!answer) {
        lsp_send_error(session, none, LSP_INVALID_REQUEST, "the message is no request: it has no method, or no id");
    }
    return false;
}

/* ---- the loop ---- */

static enum lsp_end server_ended(const struct lsp_session *session, enum lsp_read read, int *ret_reason)
{
    *ret_reason = session->wire.reason;
    if (*ret_reason != 0) return LSP_END_IO;
    if (session->failed || read == LSP_READ_FAILED) return LSP_END_NO_MEMORY;
    if (read == LSP_READ_BROKEN) return LSP_END_BROKEN;
    return session->shut ? LSP_END_GOOD : LSP_END_EARLY;
}

static enum lsp_end server_run(struct lsp_session *session, int *ret_reason)
{
    const struct rp_value none = {{NULL, 0}};
    enum lsp_read read = LSP_READ_END;
    for (bool exits = false; !exits && !session->failed;) {
        /* While the next message is there already, what is found now may be out of date. */
        if (!lsp_wire_has_more(&session->wire)) lsp_publish_changed(session);
        read = session->failed ? LSP_READ_END : lsp_wire_read(&session->wire);
        if (read == LSP_READ_BROKEN)
            lsp_send_error(session, none, LSP_PARSE_ERROR, "the message is broken: a header with Content-Length and as many bytes are wanted");
        if (read == LSP_READ_LARGE)
            lsp_send_error(session, none, LSP_INVALID_REQUEST, "the message is longer than 64 MiB");
        else if (read == LSP_READ_MESSAGE)
            exits = server_message(session);
        else
            break;
    }
    return server_ended(session, read, ret_reason);
}

static enum lsp_end server_serve(struct lsp_session *session, int *ret_reason)
{
    const struct rampart_options keeps = {.limits.diagnostics = MOST_FINDINGS};
    *ret_reason = 0;
    if (rampart_diags_new(&keeps, &session->findings) != RAMPART_OK) return LSP_END_NO_MEMORY;
    const enum lsp_end end = server_run(session, ret_reason);
    lsp_documents_free(&session->documents);
    lsp_settings_free(&session->settings);
    rampart_diags_free(session->findings);
    rampart_catalog_free(session->catalog);
    return end;
}

enum lsp_end lsp_serve(const struct lsp_options *options, int *ret_reason)
{
    struct lsp_session *session = calloc(1, sizeof *session);
    if (session == NULL) return LSP_END_NO_MEMORY;
    session->options = options;
    lsp_wire_start(&session->wire, options->in, options->out);
    rp_buf_init(&session->root, NULL, LSP_PATH_MOST);
    rp_buf_init(&session->answer, NULL, UINT32_MAX);
    const enum lsp_end end = server_serve(session, ret_reason);
    lsp_wire_end(&session->wire);
    rp_buf_free(&session->root);
    rp_buf_free(&session->answer);
    free(session);
    return end;
}
