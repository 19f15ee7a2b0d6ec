/* SPDX-License-Identifier: Apache-2.0 */
/* The outline of a document: its statements. */
#include "base/str.h"
#include "base/try.h"
#include "lsp/place.h"
#include "lsp/session.h"
#include "text/json_write.h"

enum { SYMBOLS_MOST = 5000, NAME_MOST = 120 };

/* "Allow ess:*, ecs:Describe*", or its Sid. */
static void symbols_name(const struct lsp_scan *scan, const struct lsp_node *statement, struct rp_buf *name)
{
    static const char *const names[] = {"Action", "NotAction"};
    struct rampart_str text;
    struct lsp_texts sids = lsp_texts_of(scan, statement, "Sid"), effects = lsp_texts_of(scan, statement, "Effect");
    name->len = 0;
    if (lsp_texts_next(&sids, &text) && text.len > 0) {
        rp_buf_add(name, rp_str_part(text, 0, NAME_MOST));
        return;
    }
    if (lsp_texts_next(&effects, &text)) rp_buf_add(name, rp_str_part(text, 0, NAME_MOST));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct lsp_texts texts = lsp_texts_of(scan, statement, names[i]);
        for (const char *between = i == 0 ? " " : " all but "; name->len < NAME_MOST && lsp_texts_next(&texts, &text); between = ", ")
            rp_buf_printf(name, "%s%.*s", between, RP_ARG(rp_str_part(text, 0, NAME_MOST)));
    }
    if (name->len == 0) rp_buf_add(name, RP_STR("statement"));
}

static enum rampart_status symbols_put(struct rp_buf *out, const struct lsp_lines *lines, bool yaml, struct rp_arena *arena)
{
    const struct lsp_node **statements = NULL;
    struct lsp_scan scan;
    struct rp_buf name;
    size_t count = 0;
    RP_TRY(lsp_statements(arena, lines->text, yaml, &scan, &statements, &count));
    rp_buf_init(&name, NULL, LSP_BODY_MOST);
    for (size_t i = 0; i < count && i < SYMBOLS_MOST; i++) {
        const struct lsp_range range = lsp_lines_range(lines, statements[i]->start, statements[i]->end);
        symbols_name(&scan, statements[i], &name);
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "name", rp_buf_text(&name));
        rp_write_number(out, "kind", 19);
        lsp_put_range(out, "range", range);
        lsp_put_range(out, "selectionRange", range);
        rp_write_close(out, '}');
    }
    const enum rampart_status status = name.failed;
    rp_buf_free(&name);
    return status;
}

void lsp_symbols(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    const struct lsp_document *document = lsp_document_of(session, params);
    struct rp_arena arena;
    struct lsp_lines lines;
    if (document == NULL) {
        lsp_send_error(session, id, LSP_INVALID_PARAMS, "a document that is open is wanted");
        return;
    }
    rp_arena_init(&arena, NULL);
    struct rp_buf *out = lsp_begin_answer(session, id);
    rp_write_open(out, "result", '[');
    enum rampart_status status = lsp_lines_find(&lines, &arena, rp_buf_text(&document->text));
    if (status == RAMPART_OK) status = symbols_put(out, &lines, document->yaml, &arena);
    rp_write_close(out, ']');
    session->failed |= status != RAMPART_OK;
    if (status == RAMPART_OK) lsp_send(session);
    rp_arena_free(&arena);
}
