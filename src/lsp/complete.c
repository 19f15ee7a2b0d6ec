/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Completion. A mark is put into a copy of the text at the place, so that a word stands there in any case, and the text is scanned
 * with it: so it is known what may stand there, however broken the rest is.
 */
#include "lsp/complete.h"

#include "base/str.h"
#include "base/try.h"
#include "lsp/session.h"
#include "text/json_write.h"

#define MARK RP_STR("\x01")

static enum rampart_status complete_propose(struct lsp_completion *completion)
{
    switch (completion->element->role) {
    case LSP_DOCUMENT_ELEMENT: lsp_propose_elements(completion, false); break;
    case LSP_STATEMENT_ELEMENT: lsp_propose_elements(completion, true); break;
    case LSP_VERSION:
    case LSP_EFFECT:
    case LSP_PRINCIPAL_KIND: lsp_propose_words(completion); break;
    case LSP_ACTION: lsp_propose_actions(completion); break;
    case LSP_RESOURCE: return lsp_propose_resources(completion);
    case LSP_OPERATOR: lsp_propose_operators(completion); break;
    case LSP_CONDITION_KEY: return lsp_propose_keys(completion);
    case LSP_CONDITION_VALUE: lsp_propose_values(completion); break;
    default: break;
    }
    return RAMPART_OK;
}

/* ---- the word at the place ---- */

/* Where the word begins and ends in the innermost text, with the mark. A word whose quote is not closed ends with the mark. */
static bool complete_word(struct lsp_completion *completion, struct rampart_str *ret_word)
{
    const struct lsp_element *element = completion->element;
    const struct lsp_node *node = element->node;
    if (element->role == LSP_NOTHING || (!element->is_key && node->kind != LSP_TEXT)) return false;
    completion->is_key = element->is_key || element->role == LSP_DOCUMENT_ELEMENT || element->role == LSP_STATEMENT_ELEMENT ||
                         element->role == LSP_OPERATOR || element->role == LSP_CONDITION_KEY;
    completion->open = element->is_key ? node->key_open : node->open;
    struct rampart_str word = element->is_key ? lsp_key(&element->scan, node) : lsp_words(&element->scan, node);
    const size_t mark = rp_str_find(word, MARK.data[0]);
    completion->typed = rp_str_part(word, 0, mark);
    if (completion->open) word.len = mark + 1;
    *ret_word = word;
    return mark < word.len && completion->typed.len < 4096;
}

/* True when a colon follows the word. */
static bool complete_has_colon(const struct lsp_scan *scan, struct rampart_str word)
{
    struct rampart_str rest = rp_str_from(scan->text, (size_t)(word.data - scan->text.data) + word.len);
    while (rest.len > 0 && strchr("\"' \t", rest.data[0]) != NULL && rest.data[0] != '\0') rest = rp_str_from(rest, 1);
    return rest.len > 0 && rest.data[0] == ':';
}

/* The place in the text as it is, of an offset in the innermost text with the mark, which stands at `mark`. */
static size_t complete_unmarked(const struct lsp_element *element, size_t inner, size_t mark)
{
    const size_t outer = lsp_element_outer(element, (uint32_t)inner);
    return outer > mark ? outer - MARK.len : outer;
}

static bool complete_mark(struct rp_arena *arena, struct rampart_str text, size_t offset, struct rampart_str *ret_marked)
{
    const struct rampart_str parts[] = {rp_str_part(text, 0, offset), MARK, rp_str_from(text, offset)};
    return rp_arena_join(arena, parts, sizeof parts / sizeof *parts, ret_marked);
}

static enum rampart_status complete_at(struct lsp_session *session, const struct lsp_document *document, struct rp_arena *arena,
                                       struct lsp_place place, struct lsp_completion *completion)
{
    struct lsp_lines lines;
    struct lsp_element element;
    struct rampart_str marked, word;
    RP_TRY(lsp_lines_find(&lines, arena, rp_buf_text(&document->text)));
    const size_t offset = lsp_lines_offset(&lines, place);
    RP_TRY_MEMORY(complete_mark(arena, lines.text, offset, &marked));
    RP_TRY(lsp_element_find(arena, marked, document->yaml, offset, &element));
    completion->element = &element;
    if (!complete_word(completion, &word)) return RAMPART_OK;
    const size_t start = (size_t)(word.data - element.scan.text.data);
    completion->catalog = lsp_catalog(session);
    RP_TRY_MEMORY(completion->catalog != NULL);
    completion->arena = arena;
    completion->colon = complete_has_colon(&element.scan, word);
    completion->embedded = element.inner.outer != NULL && element.outer_quotes == LSP_DOUBLE;
    completion->snippets = session->snippets;
    completion->range = lsp_lines_range(&lines, complete_unmarked(&element, start, offset),
                                        complete_unmarked(&element, start + word.len, offset));
    return complete_propose(completion);
}

static enum rampart_status complete_answer(struct lsp_session *session, struct rp_value id, const struct lsp_document *document,
                                           struct lsp_place place)
{
    struct rp_arena arena;
    struct lsp_completion completion = {.out = lsp_begin_answer(session, id)};
    rp_arena_init(&arena, NULL);
    rp_write_open(completion.out, "result", '{');
    rp_write_open(completion.out, "items", '[');
    const enum rampart_status status = complete_at(session, document, &arena, place, &completion);
    rp_write_close(completion.out, ']');
    rp_write_bool(completion.out, "isIncomplete", completion.cut);
    rp_write_close(completion.out, '}');
    if (status == RAMPART_OK) lsp_send(session);
    rp_arena_free(&arena);
    return status;
}

void lsp_completion(struct lsp_session *session, struct rp_value id, struct rp_value params)
{
    const struct lsp_document *document = lsp_document_of(session, params);
    struct lsp_place place;
    if (document == NULL || !lsp_place_read(rp_value_member(params, "position"), &place))
        lsp_send_error(session, id, LSP_INVALID_PARAMS, "a document that is open and a position are wanted");
    else
        session->failed |= complete_answer(session, id, document, place) != RAMPART_OK;
}
