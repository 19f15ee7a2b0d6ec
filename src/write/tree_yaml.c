/* SPDX-License-Identifier: Apache-2.0 */
/* Trees as YAML that reads the same by every version of it: what could be taken for anything but a text is quoted. */
#include "write/tree_yaml.h"

#include "base/str.h"
#include "write/document.h"

enum { INDENT = 2, WIDTH = 100 };

/* ---- scalars ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words that YAML takes for truth values, numbers or nothing, in one version or another. */
static bool is_reserved(struct rampart_str text)
{
    static const char *const words[] = {"true", "false", "yes",  "no",  "on", "off",
                                        "y",    "n",     "null", "nan", "inf"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rp_str_equal_fold(text, rampart_str(words[i]))) return true;
    return false;
}

/* Letters first, then also digits and a few signs that mean nothing within a word. */
static bool is_plain(struct rampart_str text)
{
    if (text.len == 0 || !is_letter(text.data[0]) || is_reserved(text)) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool sign = c == '-' || c == '_' || c == '.' || c == '/';
        if (!is_letter(c) && !rp_is_digit(c) && !sign) return false;
    }
    return true;
}

static void put_text(struct rp_buf *out, struct rampart_str text)
{
    if (is_plain(text))
        rp_buf_add(out, text);
    else
        rp_document_string(out, text); /* what JSON writes YAML reads */
}

static bool is_scalar(const struct rp_node *node)
{
    return node->type != RP_NODE_LIST && node->type != RP_NODE_MAP;
}

static void put_scalar(struct rp_buf *out, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING)
        put_text(out, node->text);
    else
        rp_buf_add(out, node->text);
}

static void put_key(struct rp_buf *out, const struct rp_node *node)
{
    put_text(out, node->key);
    rp_buf_add(out, RP_STR(": "));
}

/* ---- on one line ---- */

static void put_flow(struct rp_buf *out, const struct rp_node *node)
{
    bool map = node->type == RP_NODE_MAP;
    if (is_scalar(node)) {
        put_scalar(out, node);
        return;
    }
    rp_buf_add_byte(out, map ? '{' : '[');
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        if (map) put_key(out, child);
        put_flow(out, child);
        if (child->next != NULL) rp_buf_add(out, RP_STR(", "));
    }
    rp_buf_add_byte(out, map ? '}' : ']');
}

/* How deep lists and maps are nested, up to a bound that says "too deep for one line". */
static unsigned depth_of(const struct rp_node *node, unsigned most)
{
    unsigned deepest = 0;
    if (is_scalar(node)) return 0;
    for (const struct rp_node *child = node->first; child != NULL && most > 0; child = child->next) {
        unsigned depth = depth_of(child, most - 1);
        if (depth > deepest) deepest = depth;
    }
    return deepest + 1;
}

/* Writes the node on the rest of the line if it is simple and fits; takes it back otherwise. */
static bool put_in_line(struct rp_buf *out, const struct rp_node *node, size_t column)
{
    enum { DEEPEST = 3, MANY = 16 };
    size_t before = out->len;
    bool simple = node->count <= MANY && depth_of(node, DEEPEST + 1) <= DEEPEST;
    if (!is_scalar(node) && !simple) return false;
    put_flow(out, node);
    if (is_scalar(node) || node->count == 0 || column + (out->len - before) <= WIDTH) return true;
    out->len = before;
    return false;
}

/* ---- in lines ---- */

static void indent(struct rp_buf *out, unsigned depth)
{
    for (unsigned i = 0; i < depth * INDENT; i++) rp_buf_add_byte(out, ' ');
}

static void put_block(struct rp_buf *out, const struct rp_node *node, unsigned depth);

static void put_member(struct rp_buf *out, const struct rp_node *member, unsigned depth)
{
    size_t start = out->len;
    put_text(out, member->key);
    rp_buf_add_byte(out, ':');
    size_t colon = out->len;
    rp_buf_add_byte(out, ' ');
    bool section = depth == 0 && !is_scalar(member) && member->count > 0;
    if (!section && put_in_line(out, member, depth * INDENT + out->len - start)) {
        rp_buf_add_byte(out, '\n');
        return;
    }
    out->len = colon;
    rp_buf_add_byte(out, '\n');
    put_block(out, member, depth + 1);
}

static void put_element(struct rp_buf *out, const struct rp_node *element, unsigned depth)
{
    rp_buf_add(out, RP_STR("- "));
    if (put_in_line(out, element, (depth + 1) * INDENT)) {
        rp_buf_add_byte(out, '\n');
        return;
    }
    if (element->type == RP_NODE_LIST) {
        out->len--; /* the blank before a line end */
        rp_buf_add_byte(out, '\n');
        put_block(out, element, depth + 1);
        return;
    }
    for (const struct rp_node *member = element->first; member != NULL; member = member->next) {
        if (member != element->first) indent(out, depth + 1);
        put_member(out, member, depth + 1);
    }
}

/* The trees that are made here are a few levels deep, and so is this recursion. */
static void put_block(struct rp_buf *out, const struct rp_node *node, unsigned depth)
{
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        indent(out, depth);
        if (node->type == RP_NODE_MAP)
            put_member(out, child, depth);
        else
            put_element(out, child, depth);
    }
}

void rp_tree_yaml(struct rp_buf *out, const struct rp_node *root)
{
    put_block(out, root, 0);
}
