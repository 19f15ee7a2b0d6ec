/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands where in a text that may be broken, because somebody is typing it. Nothing is refused: what is not closed ends with
 * the text, and what makes no sense stands for itself. The library reads documents; this finds the element that a place belongs
 * to, and no answer about what a document means rests on it.
 */
#ifndef LSP_SCAN_H
#define LSP_SCAN_H

#include <stdint.h>

#include "base/arena.h"

enum lsp_kind { LSP_MAP = 0, LSP_LIST, LSP_TEXT };

/* How a text is written. */
enum lsp_quotes { LSP_BARE = 0, LSP_SINGLE, LSP_DOUBLE, LSP_BLOCK };

/* A part of the text. */
struct lsp_node {
    enum lsp_kind kind;
    enum lsp_quotes quotes;
    bool open, key_open; /* a quoted text without its closing quote */
    bool has_key;       /* it is a member of a map */
    bool is_key;        /* a member that has no value yet: `key` alone, and it is the key that somebody types */
    uint32_t start, end; /* of a quoted text without the quotes */
    uint32_t key_start, key_end;
    enum lsp_quotes key_quotes;
    struct lsp_node *parent, *first, *last, *next;
};

struct lsp_scan {
    struct rampart_str text;
    struct rp_arena *arena;
    size_t nodes;
    bool yaml;
    bool failed; /* memory was refused, or there is too much */
};

/* The most parts of a text, and of parts within others. */
enum { LSP_NODES_MOST = 1 << 20, LSP_DEPTH_MOST = 200 };

/*
 * Scans a text of less than 4 GiB. The result holds what stands at the top, mostly one map; `scan` says whether all was scanned.
 * NULL: memory was refused.
 */
struct lsp_node *lsp_scan_json(struct lsp_scan *scan);
struct lsp_node *lsp_scan_yaml(struct lsp_scan *scan);

/* ---- for the two scanners ---- */

/* A new part at the end of another; NULL: `failed`. */
struct lsp_node *lsp_node_add(struct lsp_scan *scan, struct lsp_node *parent, enum lsp_kind kind, uint32_t start);

/*
 * Scans what stands in brackets from `at` on, with its opening bracket, and adds it to `parent`, whose last member is it, where
 * `member`. Returns the offset behind it. `stop` says whether the brackets were forgotten to be closed before the line that begins
 * at an offset; NULL: they end with the text.
 */
struct lsp_flow {
    struct lsp_node *parent;
    bool (*stop)(const struct lsp_scan *scan, const void *context, uint32_t line);
    const void *context;
};
uint32_t lsp_scan_flow(struct lsp_scan *scan, const struct lsp_flow *flow, uint32_t at);

/* The offset behind a quoted text that begins at `at`, and where its inside ends; `*ret_open`: it has no end on its line. */
uint32_t lsp_scan_quoted(const struct lsp_scan *scan, uint32_t at, uint32_t *ret_inside_end, bool *ret_open);

/* ---- looking at the parts ---- */

static inline struct rampart_str lsp_slice(const struct lsp_scan *scan, uint32_t start, uint32_t end)
{
    return (struct rampart_str){scan->text.data + start, end - start};
}

/* The key of a member as it is written, and the text of a part; both without quotes. */
static inline struct rampart_str lsp_key(const struct lsp_scan *scan, const struct lsp_node *node)
{
    return lsp_slice(scan, node->key_start, node->key_end);
}

static inline struct rampart_str lsp_words(const struct lsp_scan *scan, const struct lsp_node *node)
{
    return node->kind == LSP_TEXT ? lsp_slice(scan, node->start, node->end) : (struct rampart_str){NULL, 0};
}

/* The first member of a map with this key; NULL: there is none. `node` may be NULL. */
const struct lsp_node *lsp_node_member(const struct lsp_scan *scan, const struct lsp_node *node, const char *key);

/*
 * The innermost part that an offset stands in or at the end of; *ret_in_key: in the key of this member. NULL: it stands between parts.
 */
const struct lsp_node *lsp_node_at(const struct lsp_node *top, uint32_t offset, bool *ret_in_key);

/* ---- a document in a text of another one ---- */

/* The inner text, and where each of its bytes is written in the outer one; the last offset is the end. */
struct lsp_inner {
    struct rampart_str text;
    const uint32_t *outer;
};

/* Reads a text as the document that it holds. False: memory was refused, or it is too long. */
bool lsp_scan_inner(struct lsp_scan *scan, const struct lsp_node *node, struct lsp_inner *ret_inner);

#endif
