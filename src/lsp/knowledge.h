/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalogue says about words of a document, as Markdown for an editor to show. */
#ifndef LSP_KNOWLEDGE_H
#define LSP_KNOWLEDGE_H

#include <rampart/catalog.h>

#include "base/buf.h"
#include "lsp/place.h"

/* Each appends a text of Markdown to `out`, or nothing when nothing is known. Errors: RAMPART_NO_MEMORY, sticky in `out` as well. */

/* An action or a pattern of actions: what it is authorised on, its level, its keys, source and date; what a pattern matches. */
enum rampart_status lsp_about_action(const struct rampart_catalog *catalog, struct rampart_str action, struct rp_buf *out);

/* A condition key: its type, the requests that carry it, its source. */
void lsp_about_key(const struct rampart_catalog *catalog, struct rampart_str key, struct rp_buf *out);

/* A condition operator, and an element. */
void lsp_about_operator(struct rampart_str name, struct rp_buf *out);
void lsp_about_element(struct rampart_str name, struct rp_buf *out);

/* The actions of the catalogue that a statement is about, by their levels, and what they are authorised on. */
enum rampart_status lsp_about_statement(const struct rampart_catalog *catalog, const struct lsp_scan *scan,
                                        const struct lsp_node *statement, struct rp_buf *out);

/* ---- the actions of a statement ---- */

/* Those that the catalogue knows, each once. */
struct lsp_actions {
    struct rampart_catalog_action *items;
    size_t count;
    bool complement; /* of NotAction: the statement is about all others */
};

/* At most `most` are found. Errors: RAMPART_NO_MEMORY. */
enum rampart_status lsp_actions_of(struct rp_arena *arena, const struct rampart_catalog *catalog, const struct lsp_scan *scan,
                                   const struct lsp_node *statement, size_t most, struct lsp_actions *ret_actions);

/* Appends a text in the quotes of code. */
void lsp_code(struct rp_buf *out, struct rampart_str text);

#endif
