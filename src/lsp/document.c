/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/document.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "lsp/uri.h"
#include "lsp/wire.h"

enum { ADDRESS_MOST = 1 << 16 };

struct lsp_document *lsp_document_find(const struct lsp_documents *documents, struct rampart_str uri)
{
    struct lsp_document *document = documents->first;
    while (document != NULL && !rp_str_equal(rp_buf_text(&document->uri), uri)) document = document->next;
    return document;
}

static void document_free(struct lsp_document *document)
{
    rp_buf_free(&document->uri);
    rp_buf_free(&document->path);
    rp_buf_free(&document->text);
    rp_buf_free(&document->others);
    free(document);
}

void lsp_document_close(struct lsp_documents *documents, struct lsp_document *document)
{
    struct lsp_document **at = &documents->first;
    while (*at != document) at = &(*at)->next;
    *at = document->next;
    documents->count--;
    document_free(document);
}

void lsp_documents_free(struct lsp_documents *documents)
{
    while (documents->first != NULL) lsp_document_close(documents, documents->first);
}

/* ---- opening ---- */

static struct lsp_document *document_new(struct lsp_documents *documents)
{
    struct lsp_document *document = calloc(1, sizeof *document);
    if (document == NULL) return NULL;
    rp_buf_init(&document->uri, NULL, ADDRESS_MOST);
    rp_buf_init(&document->path, NULL, ADDRESS_MOST);
    rp_buf_init(&document->text, NULL, LSP_BODY_MOST);
    rp_buf_init(&document->others, NULL, LSP_BODY_MOST);
    document->next = documents->first;
    documents->first = document;
    documents->count++;
    return document;
}

static bool document_is_yaml(const struct lsp_document *document, struct rp_value language)
{
    const struct rampart_str path = rp_buf_text(&document->path);
    if (rp_str_ends_fold(path, RP_STR(".json"))) return false;
    if (rp_str_ends_fold(path, RP_STR(".yaml")) || rp_str_ends_fold(path, RP_STR(".yml"))) return true;
    return rp_value_is_word(language, "yaml");
}

/* Names a document: its address stands for the path of what is no file, and a NUL for one in it cannot be. */
static bool document_name(struct lsp_document *document, struct rampart_str uri)
{
    rp_buf_add(&document->uri, uri);
    document->is_file = lsp_uri_path(uri, &document->path);
    if (!document->is_file) rp_buf_add(&document->path, uri);
    rp_buf_add_byte(&document->path, '\0');
    document->path.len -= document->path.failed == RAMPART_OK;
    return memchr(uri.data, '\0', uri.len) == NULL;
}

static bool document_failed(const struct lsp_document *document)
{
    return document->uri.failed != RAMPART_OK || document->path.failed != RAMPART_OK || document->text.failed != RAMPART_OK;
}

/* A text that grew too large before has failed for good, so that a new one begins anew. */
static void document_set_text(struct lsp_document *document, struct rp_value text)
{
    if (document->text.failed != RAMPART_OK) {
        rp_buf_free(&document->text);
        rp_buf_init(&document->text, NULL, LSP_BODY_MOST);
    }
    document->text.len = 0;
    document->lost = !rp_value_string(text, &document->text);
    document->changed = true;
}

struct lsp_document *lsp_document_open(struct lsp_documents *documents, struct rp_value item, bool *ret_bad)
{
    struct rp_buf uri;
    rp_buf_init(&uri, NULL, ADDRESS_MOST);
    *ret_bad = !rp_value_string(rp_value_member(item, "uri"), &uri) || uri.failed == RAMPART_LIMIT || uri.len == 0 ||
               !rp_value_is(rp_value_member(item, "text"), '"');
    struct lsp_document *document = *ret_bad ? NULL : lsp_document_find(documents, rp_buf_text(&uri));
    *ret_bad |= document == NULL && documents->count == LSP_DOCUMENTS_MOST;
    if (document == NULL && !*ret_bad) {
        document = document_new(documents);
        if (document != NULL) *ret_bad = !document_name(document, rp_buf_text(&uri));
        if (document != NULL) document->yaml = document_is_yaml(document, rp_value_member(item, "languageId"));
    }
    rp_buf_free(&uri);
    if (document == NULL) return NULL;
    document->has_version = rp_value_number(rp_value_member(item, "version"), &document->version);
    document_set_text(document, rp_value_member(item, "text"));
    if (!*ret_bad && !document_failed(document)) return document;
    lsp_document_close(documents, document);
    return NULL;
}

/* ---- changes ---- */

bool lsp_place_read(struct rp_value value, struct lsp_place *ret_place)
{
    return rp_value_number(rp_value_member(value, "line"), &ret_place->line) &&
           rp_value_number(rp_value_member(value, "character"), &ret_place->unit);
}

bool lsp_range_read(struct rp_value value, struct lsp_range *ret_range)
{
    return lsp_place_read(rp_value_member(value, "start"), &ret_range->start) &&
           lsp_place_read(rp_value_member(value, "end"), &ret_range->end);
}

/* Puts a text in the place of [start, end). */
static void document_splice(struct rp_buf *text, size_t start, size_t end, struct rampart_str piece)
{
    const size_t tail = text->len - end;
    if (rp_buf_room(text, piece.len) == NULL) return;
    memmove(text->data + start + piece.len, text->data + end, tail);
    if (piece.len > 0) memcpy(text->data + start, piece.data, piece.len);
    text->len = start + piece.len + tail;
}

static bool document_change_range(struct lsp_document *document, const struct lsp_range *range, struct rampart_str piece)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    rp_arena_init(&arena, NULL);
    bool good = lsp_lines_find(&lines, &arena, rp_buf_text(&document->text)) == RAMPART_OK;
    if (good) {
        const size_t start = lsp_lines_offset(&lines, range->start), end = lsp_lines_offset(&lines, range->end);
        if (start > end)
            document->lost = true;
        else
            document_splice(&document->text, start, end, piece);
    }
    rp_arena_free(&arena);
    return good && document->text.failed != RAMPART_NO_MEMORY;
}

static enum rampart_status document_change_one(struct lsp_document *document, struct rp_value change)
{
    struct lsp_range range;
    struct rp_buf piece;
    const struct rp_value text = rp_value_member(change, "text");
    if (rp_value_member(change, "range").text.len == 0) {
        document_set_text(document, text);
        return document->text.failed == RAMPART_NO_MEMORY ? RAMPART_NO_MEMORY : RAMPART_OK;
    }
    if (document->lost) return RAMPART_OK;
    rp_buf_init(&piece, NULL, LSP_BODY_MOST);
    bool good = true;
    document->lost = !lsp_range_read(rp_value_member(change, "range"), &range) || !rp_value_string(text, &piece);
    if (!document->lost && piece.failed == RAMPART_OK) good = document_change_range(document, &range, rp_buf_text(&piece));
    good &= piece.failed == RAMPART_OK;
    rp_buf_free(&piece);
    return good ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status lsp_document_change(struct lsp_document *document, struct rp_value changes)
{
    struct rp_value change;
    size_t cursor = 0, count = 0;
    document->changed = true;
    document->lost |= !rp_value_is(changes, '[');
    while (count++ < LSP_CHANGES_MOST && rp_value_next(changes, &cursor, &change)) {
        RP_TRY(document_change_one(document, change));
        document->lost |= document->text.failed != RAMPART_OK;
    }
    document->lost |= rp_value_next(changes, &cursor, &change);
    return RAMPART_OK;
}
