/* SPDX-License-Identifier: Apache-2.0 */
/* What may stand at a place: proposals, each of which replaces the word that is being typed. */
#ifndef LSP_COMPLETE_H
#define LSP_COMPLETE_H

#include "base/buf.h"
#include "lsp/knowledge.h"
#include "lsp/lines.h"

/* The kinds of proposals, by the numbers of the protocol. */
enum lsp_item_kind {
    LSP_ITEM_FIELD = 5,
    LSP_ITEM_MODULE = 9,
    LSP_ITEM_PROPERTY = 10,
    LSP_ITEM_VALUE = 12,
    LSP_ITEM_MEMBER = 20,
    LSP_ITEM_EVENT = 23,
    LSP_ITEM_OPERATOR = 24
};

struct lsp_item {
    struct rampart_str label;
    struct rampart_str detail; /* may be empty */
    struct rampart_str text;   /* what is written, without quotes; with `snippet` places to fill in are ${1:…} */
    enum lsp_item_kind kind;
    char rank; /* '0' stands before '1' */
    bool snippet;
};

/* A place while proposals are made for it. */
struct lsp_completion {
    struct rp_arena *arena;
    const struct rampart_catalog *catalog;
    const struct lsp_element *element;
    struct rampart_str typed; /* of the word, up to the place */
    struct lsp_range range;   /* of the word in the document */
    bool is_key;              /* a key is being typed, whose colon follows when `colon` */
    bool colon;
    bool open;     /* a quote was opened and not closed */
    bool embedded; /* in a document that is a text in double quotes, where a quote is \" */
    bool snippets;
    size_t count;
    bool cut; /* there are more than an editor can show */
    struct rp_buf *out;
};

/* Proposes one, if what is typed stands in its label letter for letter, maybe with others between. */
void lsp_propose(struct lsp_completion *completion, const struct lsp_item *item);

/* Proposes what may stand in an element. Errors: RAMPART_NO_MEMORY. */
void lsp_propose_elements(struct lsp_completion *completion, bool of_statement);
void lsp_propose_words(struct lsp_completion *completion);
void lsp_propose_values(struct lsp_completion *completion);
void lsp_propose_actions(struct lsp_completion *completion);
enum rampart_status lsp_propose_resources(struct lsp_completion *completion);
void lsp_propose_operators(struct lsp_completion *completion);
enum rampart_status lsp_propose_keys(struct lsp_completion *completion);

#endif
