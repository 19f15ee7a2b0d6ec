/* SPDX-License-Identifier: Apache-2.0 */
/* What the word under the pointer means. */
#include "base/str.h"
#include "lsp/knowledge.h"
#include "lsp/session.h"
#include "text/json_write.h"

/* The text about what stands at the place; nothing is appended when there is nothing to say. */
static enum rampart_status hover_about(struct lsp_session *session, const struct lsp_element *element, struct rp_buf *out)
{
    const struct lsp_node *node = element->node;
    const struct rampart_catalog *catalog = lsp_catalog(session);
    if (catalog == NULL) return RAMPART_NO_MEMORY;
    const struct rampart_str key = element->is_key ? lsp_key(&element->scan, node) : lsp_words(&element->scan, node);
    switch (element->role) {
    case LSP_ACTION: return lsp_about_action(catalog, key, out);
    case LSP_OPERATOR: lsp_about_operator(key, out); break;
    case LSP_CONDITION_KEY: lsp_about_key(catalog, key, out); break;
    case LSP_CONDITION_VALUE: lsp_about_key(catalog, lsp_key(&element->scan, element->key), out); break;
    case LSP_DOCUMENT_ELEMENT: lsp_about_element(key, out); break;
    case LSP_STATEMENT_ELEMENT:
        lsp_about_element(key, out);
        if (out->len > 0) rp_buf_add(out, RP_STR("\n\n---\n\n"));
        return lsp_about_statement(catalog, &element->scan, element->statement, out);
    case LSP_EFFECT:
    case LSP_RESOURCE:
    case LSP_STATEMENT: return lsp_about_statement(catalog, &element->scan, element->statement, out);
    default: break;
    }
    return out->failed;
}

static void hover_answer(struct lsp_session *session, struct rp_value id, const struct lsp_lines *lines,
                         const struct lsp_element *element, struct rampart_str text)
{
    const struct lsp_node *node = element->node;
    struct rp_buf *out = lsp_begin_answer(session, id);
    if (text.len == 0) {
        rp_write_raw(out, "result", RP_STR("null"));
        lsp_send(session);
        return;
    }
    const size_t start = lsp_element_outer(element, element->is_key ? node->key_start : node->start);
    const size_t end = lsp_element_outer(element, element->is_key ? node->key_end : node->end);
    rp_write_open(out, "result", '{');
    rp_write_open(out, "contents", '{');
    rp_write_word(out, "kind", "markdown");
    rp_write_text(out, "value", text);
    rp_write_close(out, '}');
    if (node->kind == LSP_TEXT || element->is_key) lsp_put_range(out, "range", lsp_lines_range(lines, start, end));
    rp_write_close(out, '}');
    lsp_send(session);
}

static enum rampart_status hover_find(struct lsp_session *session, struct rp_value id, const struct lsp_document *document,
                                      struct lsp_place place)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    struct lsp_element element = {.role = LSP_NOTHING};
    struct rp_buf text;
    rp_arena_init(&arena, NULL);
    rp_buf_init(&text, NULL, LSP_BODY_MOST);
    enum rampart_status status = lsp_lines_find(&lines, &arena, rp_buf_text(&document->text));
    if (status == RAMPART_OK)
        status = lsp_element_find(&arena, lines.text, document->yaml, lsp_lines_offset(&lines, place), &element);
    if (status == RAMPART_OK && element.role != LSP_NOTHING) status = hover_about(session, &element, &text);
    if (status == RAMPART_OK) hover_answer(session, id, &lines, &element, rp_buf_text(&text));
    rp_buf_free(&text);
    rp_arena_free(&arena);
    return status;
}

void lsp_hover(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    struct lsp_document *document = lsp_document_of(session, params);
    struct lsp_place place;
    if (document == NULL || !lsp_place_read(rp_value_member(params, "position"), &place))
        lsp_send_error(session, id, LSP_INVALID_PARAMS, "a document that is open and a position are wanted");
    else
        session->failed |= hover_find(session, id, document, place) != RAMPART_OK;
}
