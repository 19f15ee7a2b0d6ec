/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a text: what both scanners use, and JSON, which is YAML in brackets as well. */
#include "lsp/scan.h"

#include "base/str.h"

struct lsp_node *lsp_node_add(struct lsp_scan *scan, struct lsp_node *parent, enum lsp_kind kind, uint32_t start)
{
    struct lsp_node *node = scan->failed || scan->nodes >= LSP_NODES_MOST ? NULL : RP_NEW(scan->arena, struct lsp_node);
    scan->failed |= node == NULL;
    if (node == NULL) return NULL;
    scan->nodes++;
    *node = (struct lsp_node){.kind = kind, .start = start, .end = start, .parent = parent};
    if (parent == NULL) return node;
    *(parent->last == NULL ? &parent->first : &parent->last->next) = node;
    parent->last = node;
    return node;
}

/* ---- texts ---- */

uint32_t lsp_scan_quoted(const struct lsp_scan *scan, uint32_t at, uint32_t *ret_inside_end, bool *ret_open)
{
    const char quote = scan->text.data[at++];
    *ret_open = false;
    for (; at < scan->text.len && scan->text.data[at] != '\n' && scan->text.data[at] != '\r'; at++) {
        const char c = scan->text.data[at];
        if (c == '\\' && quote == '"' && at + 1 < scan->text.len && scan->text.data[at + 1] != '\n') at++;
        if (c != quote) continue;
        const bool doubled = quote == '\'' && at + 1 < scan->text.len && scan->text.data[at + 1] == quote;
        if (!doubled) {
            *ret_inside_end = at;
            return at + 1;
        }
        at++;
    }
    *ret_inside_end = at;
    *ret_open = true;
    return at;
}

/* A word without quotes ends before what has a meaning between brackets. A colon ends one where a key may stand; blanks may be within YAML. */
static uint32_t scan_bare(const struct lsp_scan *scan, uint32_t at, bool key)
{
    const uint32_t start = at;
    for (; at < scan->text.len; at++) {
        const char c = scan->text.data[at];
        if (c == '\0' || strchr(",[]{}\"\r\n", c) != NULL) break;
        const char next = at + 1 < scan->text.len ? scan->text.data[at + 1] : '\n';
        if (c == ':' && key && (!scan->yaml || rp_is_blank(next) || strchr(",[]{}\"", next) != NULL)) break;
        if (!scan->yaml && (c == ' ' || c == '\t' || c == '\'')) break;
        if (scan->yaml && (c == ' ' || c == '\t') && next == '#') break;
    }
    while (at > start && (scan->text.data[at - 1] == ' ' || scan->text.data[at - 1] == '\t')) at--;
    return at > start ? at : start + 1;
}

/* ---- between brackets ---- */

/* A scan between brackets: `node` is the innermost bracket that is open. */
struct flow {
    struct lsp_scan *scan;
    const struct lsp_flow *from;
    struct lsp_node *node;
    struct lsp_node *member; /* the member whose key has been read; NULL: there is none */
    bool colon;              /* its colon, too */
    size_t depth;
};

/* A member that has a key takes what comes; else the list or map gets a new part. */
static struct lsp_node *flow_value(struct flow *flow, enum lsp_kind kind, uint32_t start)
{
    struct lsp_node *node = flow->member;
    flow->member = NULL;
    if (node == NULL || !flow->colon) return lsp_node_add(flow->scan, flow->node, kind, start);
    flow->colon = false;
    node->kind = kind;
    node->is_key = false;
    node->start = node->end = start;
    return node;
}

static void flow_open(struct flow *flow, enum lsp_kind kind, uint32_t at)
{
    struct lsp_node *node = flow_value(flow, kind, at);
    if (node == NULL) return;
    node->end = (uint32_t)flow->scan->text.len;
    flow->node = node;
    flow->scan->failed |= ++flow->depth > LSP_DEPTH_MOST;
}

/* A bracket that closes another one than the last closes what is open within. One that closes nothing is passed over. */
static void flow_close(struct flow *flow, enum lsp_kind kind, uint32_t at)
{
    struct lsp_node *node = flow->node;
    while (node != flow->from->parent && node->kind != kind) node = node->parent;
    if (node == flow->from->parent) return;
    for (struct lsp_node *open = flow->node;; open = open->parent) {
        open->end = open == node ? at + 1 : at;
        flow->depth--;
        if (open == node) break;
    }
    flow->node = node->parent;
    flow->member = NULL;
    flow->colon = false;
}

static bool flow_wants_key(const struct flow *flow)
{
    return flow->node->kind == LSP_MAP && !(flow->member != NULL && flow->colon);
}

static void flow_text(struct flow *flow, uint32_t start, uint32_t end, enum lsp_quotes quotes, bool open)
{
    const bool key = flow_wants_key(flow);
    struct lsp_node *node = flow_value(flow, LSP_TEXT, start);
    if (node == NULL) return;
    if (key) {
        node->has_key = node->is_key = true;
        node->key_start = start;
        node->key_end = end;
        node->key_quotes = quotes;
        node->key_open = open;
        flow->member = node;
        flow->colon = false;
    } else {
        node->quotes = quotes;
        node->open = open;
    }
    node->start = key ? end : start;
    node->end = end;
}

static uint32_t flow_token(struct flow *flow, uint32_t at)
{
    const char c = flow->scan->text.data[at];
    uint32_t end;
    bool open;
    switch (c) {
    case '{': flow_open(flow, LSP_MAP, at); return at + 1;
    case '[': flow_open(flow, LSP_LIST, at); return at + 1;
    case '}': flow_close(flow, LSP_MAP, at); return at + 1;
    case ']': flow_close(flow, LSP_LIST, at); return at + 1;
    case ',': flow->member = NULL; return at + 1;
    case ':': flow->colon = flow->member != NULL; return at + 1;
    case '"':
    case '\'': {
        const uint32_t after = lsp_scan_quoted(flow->scan, at, &end, &open);
        flow_text(flow, at + 1, end, c == '"' ? LSP_DOUBLE : LSP_SINGLE, open);
        return after;
    }
    default:
        end = scan_bare(flow->scan, at, flow_wants_key(flow));
        flow_text(flow, at, end, LSP_BARE, false);
        return end;
    }
}

/* Moves to the next token. True: the brackets were forgotten to be closed before a line. */
static bool flow_skip(const struct flow *flow, uint32_t *at)
{
    const struct rampart_str text = flow->scan->text;
    while (*at < text.len) {
        const char c = text.data[*at];
        if (c == '\n' && flow->from->stop != NULL && flow->from->stop(flow->scan, flow->from->context, *at + 1)) return true;
        const bool comment = flow->scan->yaml ? c == '#' : c == '/' && *at + 1 < text.len && text.data[*at + 1] == '/';
        if (comment)
            *at += (uint32_t)rp_str_find(rp_str_from(text, *at), '\n');
        else if (rp_is_blank(c))
            ++*at;
        else
            break;
    }
    return false;
}

uint32_t lsp_scan_flow(struct lsp_scan *scan, const struct lsp_flow *from, uint32_t at)
{
    struct lsp_node *last = from->parent->last;
    const bool takes = last != NULL && last->is_key; /* a member of YAML whose value this is */
    struct flow flow = {scan, from, from->parent, takes ? last : NULL, takes, 0};
    do {
        if (flow_skip(&flow, &at) || at == scan->text.len) break;
        at = flow_token(&flow, at);
    } while (!scan->failed && flow.node != from->parent);
    for (; flow.node != from->parent; flow.node = flow.node->parent) flow.node->end = at;
    return at;
}

struct lsp_node *lsp_scan_json(struct lsp_scan *scan)
{
    struct lsp_node *top = lsp_node_add(scan, NULL, LSP_LIST, 0);
    if (top == NULL) return NULL;
    const struct lsp_flow flow = {top, NULL, NULL};
    top->end = (uint32_t)scan->text.len;
    for (uint32_t at = 0; at < scan->text.len && !scan->failed;) at = lsp_scan_flow(scan, &flow, at);
    return top;
}

/* ---- looking at the parts ---- */

const struct lsp_node *lsp_node_member(const struct lsp_scan *scan, const struct lsp_node *node, const char *key)
{
    if (node == NULL || node->kind != LSP_MAP) return NULL;
    for (const struct lsp_node *member = node->first; member != NULL; member = member->next)
        if (member->has_key && rp_str_equal(lsp_key(scan, member), rampart_str(key))) return member;
    return NULL;
}

const struct lsp_node *lsp_node_at(const struct lsp_node *top, uint32_t offset, bool *ret_in_key)
{
    *ret_in_key = false;
    for (const struct lsp_node *node = top->first; node != NULL;) {
        if (node->has_key && node->key_start <= offset && offset <= node->key_end) {
            *ret_in_key = true;
            return node;
        }
        const bool inside = !node->is_key && node->start <= offset && offset <= node->end;
        if (inside && (node->kind == LSP_TEXT || node->first == NULL)) return node;
        if (!inside) {
            node = node->next;
            continue;
        }
        top = node;
        node = node->first;
    }
    return top->parent == NULL ? NULL : top;
}

/* ---- a document in a text ---- */

enum { INNER_MOST = 1 << 20 };

/* The byte that an escape of JSON or YAML stands for; what is none of the simple ones stands for a letter of no meaning. */
static char inner_escaped(char c)
{
    return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'u' || c == 'x' || c == 'U' ? 'x' : c;
}

static size_t inner_escape_len(struct rampart_str rest)
{
    size_t len = rest.len < 2 ? 1 : rest.data[1] == 'u' ? 6 : 2;
    return len < rest.len ? len : rest.len;
}

bool lsp_scan_inner(struct lsp_scan *scan, const struct lsp_node *node, struct lsp_inner *ret_inner)
{
    const struct rampart_str raw = lsp_words(scan, node);
    char *text = raw.len > INNER_MOST ? NULL : RP_NEW_ARRAY(scan->arena, char, raw.len + 1);
    uint32_t *outer = text == NULL ? NULL : RP_NEW_ARRAY(scan->arena, uint32_t, raw.len + 1);
    if (outer == NULL) return false;
    size_t len = 0, at = 0;
    while (at < raw.len) {
        const char c = raw.data[at];
        outer[len] = node->start + (uint32_t)at;
        size_t step = 1;
        text[len] = c;
        if (node->quotes == LSP_DOUBLE && c == '\\') {
            step = inner_escape_len(rp_str_from(raw, at));
            text[len] = inner_escaped(step > 1 ? raw.data[at + 1] : c);
        } else if (node->quotes == LSP_SINGLE && rp_str_starts(rp_str_from(raw, at), RP_STR("''"))) {
            step = 2;
        }
        len++;
        at += step;
    }
    outer[len] = node->start + (uint32_t)raw.len;
    *ret_inner = (struct lsp_inner){{text, len}, outer};
    return true;
}
