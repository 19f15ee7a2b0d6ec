/* SPDX-License-Identifier: Apache-2.0 */
/* The documents that are open in the editor, with the text that it shows, which may not be saved. */
#ifndef LSP_DOCUMENT_H
#define LSP_DOCUMENT_H

#include "text/json_value.h"
#include "lsp/lines.h"

struct lsp_document {
    struct lsp_document *next;
    struct rp_buf uri;
    struct rp_buf path; /* of the file; of a document that is none its address. It ends in NUL. */
    struct rp_buf text;
    struct rp_buf others; /* addresses of other files that its findings were published for, a NUL behind each */
    bool is_file;
    bool yaml;        /* YAML by its name or by what the editor calls it; otherwise JSON */
    bool changed;     /* since it was linted */
    bool lost;        /* a change could not be made: the text is not what the editor shows, until all of it comes again */
    bool has_version; /* the editor counts the versions */
    unsigned version;
};

struct lsp_documents {
    struct lsp_document *first;
    size_t count;
};

/* The most documents that are open at a time, and changes in one message. */
enum { LSP_DOCUMENTS_MOST = 10000, LSP_CHANGES_MOST = 10000 };

struct lsp_document *lsp_document_find(const struct lsp_documents *documents, struct rampart_str uri);

/*
 * Opens the document that a message names by its uri, languageId, version and text; one that is open already gets the text. NULL:
 * memory was refused, there are too many, or the item is none; *ret_bad in the last two cases.
 */
struct lsp_document *lsp_document_open(struct lsp_documents *documents, struct rp_value item, bool *ret_bad);

/* Closes and frees a document. */
void lsp_document_close(struct lsp_documents *documents, struct lsp_document *document);

void lsp_documents_free(struct lsp_documents *documents);

/*
 * Makes the changes of a message in their order: each is all of the text, or the text of a range. What cannot be made loses the
 * document. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status lsp_document_change(struct lsp_document *document, struct rp_value changes);

/* Reads {"line": …, "character": …}; false: it is none. */
bool lsp_place_read(struct rp_value value, struct lsp_place *ret_place);

/* Reads {"start": …, "end": …}; false: it is none. */
bool lsp_range_read(struct rp_value value, struct lsp_range *ret_range);

#endif
