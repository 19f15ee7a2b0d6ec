/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the server have in common: the documents, the linter, what the editor can show, the answers. */
#ifndef LSP_SESSION_H
#define LSP_SESSION_H

#include <limits.h>
#include <sys/stat.h>

#include "lsp/document.h"
#include "lsp/server.h"
#include "lsp/wire.h"

enum { LSP_PATH_MOST = PATH_MAX };

/* The settings that are in force, as they were read last. */
struct lsp_settings {
    char path[LSP_PATH_MOST]; /* empty: there are none */
    struct stat status;       /* of the file that was read */
    bool looked, refused;     /* an error in them lets nothing be linted */
    struct rampart_lint_settings *settings;
    struct rampart_linter *linter;
    struct rampart_catalog *catalog; /* that the settings name; NULL: none */
    struct rampart_diags *diags;     /* about the settings */
};

struct lsp_session {
    const struct lsp_options *options;
    struct lsp_wire wire;
    struct lsp_documents documents;
    struct lsp_settings settings;
    struct rampart_diags *findings;
    struct rampart_catalog *catalog; /* the library's, opened when it is first asked; NULL: not yet, or the caller gave one */
    struct rp_buf root;              /* the folder of the editor; it ends in NUL */
    struct rp_buf answer;            /* the message that is written now */
    bool initialized, shut;
    bool relates;  /* the editor shows places that a finding is related to */
    bool snippets; /* … and moves to the places of a completion that are to be filled in */
    bool failed;   /* memory was refused, or an answer could not be written */
};

/* The catalogue for hover and completion. NULL: `failed`. */
const struct rampart_catalog *lsp_catalog(struct lsp_session *session);

/* The open document that parameters name as textDocument. NULL: none is open by that address. */
struct lsp_document *lsp_document_of(struct lsp_session *session, struct rp_value params);

/* ---- messages to the editor ---- */

/* A message begins: its envelope up to the result or the parameters, which the caller writes with this name. */
struct rp_buf *lsp_begin_answer(struct lsp_session *session, struct rp_value id);
struct rp_buf *lsp_begin_notice(struct lsp_session *session, const char *method);

/* The message ends, and is sent. */
void lsp_send(struct lsp_session *session);

/* Sends an error. Without an id it is about a message that could not be read. */
void lsp_send_error(struct lsp_session *session, struct rp_value id, int code, const char *message);

/* Writes a range as a member. */
void lsp_put_range(struct rp_buf *out, const char *name, struct lsp_range range);

/* ---- requests; each answers ---- */

void lsp_hover(struct lsp_session *session, struct rp_value id, struct rp_value params);
void lsp_completion(struct lsp_session *session, struct rp_value id, struct rp_value params);
void lsp_code_action(struct lsp_session *session, struct rp_value id, struct rp_value params);
void lsp_formatting(struct lsp_session *session, struct rp_value id, struct rp_value params);
void lsp_symbols(struct lsp_session *session, struct rp_value id, struct rp_value params);

/* ---- diagnostics ---- */

/* Lints the documents that have changed, and publishes what is found. */
void lsp_publish_changed(struct lsp_session *session);

/* Takes back what was published for a document that is closed. */
void lsp_publish_none(struct lsp_session *session, struct lsp_document *document);

/* Lints the text of a document under the settings in force. *ret_refused: these have errors, and nothing was linted. */
enum rampart_status lsp_lint(struct lsp_session *session, struct lsp_document *document, bool *ret_refused);

/* Reads the settings if they are new or have changed. Errors: RAMPART_NO_MEMORY. */
enum rampart_status lsp_settings_refresh(struct lsp_session *session);
void lsp_settings_free(struct lsp_settings *settings);

/* ---- the errors of the protocol ---- */

enum {
    LSP_PARSE_ERROR = -32700,
    LSP_INVALID_REQUEST = -32600,
    LSP_METHOD_NOT_FOUND = -32601,
    LSP_INVALID_PARAMS = -32602,
    LSP_INTERNAL_ERROR = -32603,
    LSP_NOT_INITIALIZED = -32002,
    LSP_REQUEST_FAILED = -32803
};

#endif
