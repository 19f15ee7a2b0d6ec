/* SPDX-License-Identifier: Apache-2.0 */
/* What stands at a place of a document, in the words of the policy language. */
#ifndef LSP_PLACE_H
#define LSP_PLACE_H

#include "lsp/scan.h"

enum lsp_role {
    LSP_NOTHING = 0, /* not in a policy document */
    LSP_DOCUMENT_ELEMENT,
    LSP_STATEMENT_ELEMENT,
    LSP_VERSION,
    LSP_EFFECT,
    LSP_ACTION,   /* a value of Action or NotAction */
    LSP_RESOURCE, /* a value of Resource or NotResource */
    LSP_PRINCIPAL_KIND,
    LSP_PRINCIPAL,
    LSP_OPERATOR,
    LSP_CONDITION_KEY,
    LSP_CONDITION_VALUE,
    LSP_STATEMENT /* between the elements of a statement */
};

/* What stands at a place. The nodes are of the innermost scan, whose text may be a text of another one. */
struct lsp_element {
    enum lsp_role role;
    struct lsp_scan scan;
    const struct lsp_node *node;      /* the part; NULL: LSP_NOTHING */
    bool is_key;                      /* the place is in its key */
    const struct lsp_node *statement; /* NULL: none yet */
    const struct lsp_node *member;    /* the element of the statement, or of the document; NULL: none */
    const struct lsp_node *operator;  /* of LSP_CONDITION_KEY and LSP_CONDITION_VALUE */
    const struct lsp_node *key;       /* of LSP_CONDITION_VALUE */
    struct lsp_inner inner;           /* where the text is one of another; outer NULL: it is not */
    enum lsp_quotes outer_quotes;     /* of that text */
};

/* Finds it at an offset of the text. Errors: RAMPART_NO_MEMORY. */
enum rampart_status lsp_element_find(struct rp_arena *arena, struct rampart_str text, bool yaml, size_t offset,
                                     struct lsp_element *ret_element);

/* The offset in the whole text of one in the innermost. */
size_t lsp_element_outer(const struct lsp_element *element, uint32_t offset);

/* ---- statements ---- */

/* Calls for each text of an element: itself, or each of a list. */
struct lsp_texts {
    const struct lsp_scan *scan;
    const struct lsp_node *next;
    bool alone;
};

/* The texts of the statement's element of this name; none when there is no such element. */
struct lsp_texts lsp_texts_of(const struct lsp_scan *scan, const struct lsp_node *statement, const char *name);
bool lsp_texts_next(struct lsp_texts *texts, struct rampart_str *ret_text);

/* The statements of a document that is open, one after the other, of all policies in it. */
enum rampart_status lsp_statements(struct rp_arena *arena, struct rampart_str text, bool yaml, struct lsp_scan *scan,
                                   const struct lsp_node ***ret_statements, size_t *ret_count);

#endif
