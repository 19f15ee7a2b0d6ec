/* SPDX-License-Identifier: Apache-2.0 */
/* Trees as YAML that reads the same by every version of it: what could be taken for anything but a text is quoted. */
#include "write/tree_yaml.h"

#include "base/str.h"
#include "write/write_document.h"

enum { INDENT = 2, WIDTH = 100 };

/* ---- scalars ---- */

static bool tree_yaml_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words that YAML takes for truth values, numbers or nothing, in one version or another. */
static bool tree_yaml_is_reserved(struct rampart_str text)
{
    static const char *const words[] = {"true", "false", "yes",  "no",  "on", "off",
                                        "y",    "n",     "null", "nan", "inf"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rp_str_equal_fold(text, rampart_str(words[i]))) return true;
    return false;
}

/* Letters first, then also digits and a few signs that mean nothing within a word. */
static bool tree_yaml_is_plain(struct rampart_str text)
{
    if (text.len == 0 || !tree_yaml_is_letter(text.data[0]) || tree_yaml_is_reserved(text)) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool sign = c == '-' || c == '_' || c == '.' || c == '/';
        if (!tree_yaml_is_letter(c) && !rp_is_digit(c) && !sign) return false;
    }
    return true;
}

static void tree_yaml_text(struct rp_buf *out, struct rampart_str text)
{
    if (tree_yaml_is_plain(text))
        rp_buf_add(out, text);
    else
        rp_document_string(out, text); /* what JSON writes YAML reads */
}

static bool tree_yaml_is_scalar(const struct rp_node *node)
{
    return node->type != RP_NODE_LIST && node->type != RP_NODE_MAP;
}

static void tree_yaml_scalar(struct rp_buf *out, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING)
        tree_yaml_text(out, node->text);
    else
        rp_buf_add(out, node->text);
}

static void tree_yaml_key(struct rp_buf *out, const struct rp_node *node)
{
    tree_yaml_text(out, node->key);
    rp_buf_add(out, RP_STR(": "));
}

/* ---- on one line ---- */

static void tree_yaml_flow(struct rp_buf *out, const struct rp_node *node)
{
    bool map = node->type == RP_NODE_MAP;
    if (tree_yaml_is_scalar(node)) {
        tree_yaml_scalar(out, node);
        return;
    }
    rp_buf_add_byte(out, map ? '{' : '[');
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        if (map) tree_yaml_key(out, child);
        tree_yaml_flow(out, child);
        if (child->next != NULL) rp_buf_add(out, RP_STR(", "));
    }
    rp_buf_add_byte(out, map ? '}' : ']');
}

/* How deep lists and maps are nested, up to a bound that says "too deep for one line". */
static unsigned tree_yaml_depth_of(const struct rp_node *node, unsigned most)
{
    unsigned deepest = 0;
    if (tree_yaml_is_scalar(node)) return 0;
    for (const struct rp_node *child = node->first; child != NULL && most > 0; child = child->next) {
        unsigned depth = tree_yaml_depth_of(child, most - 1);
        if (depth > deepest) deepest = depth;
    }
    return deepest + 1;
}

/* Writes the node on the rest of the line if it is simple and fits; takes it back otherwise. */
static bool tree_yaml_in_line(struct rp_buf *out, const struct rp_node *node, size_t column)
{
    enum { DEEPEST = 3, MANY = 16 };
    size_t before = out->len;
    bool simple = node->count <= MANY && tree_yaml_depth_of(node, DEEPEST + 1) <= DEEPEST;
    if (!tree_yaml_is_scalar(node) && !simple) return false;
    tree_yaml_flow(out, node);
    if (tree_yaml_is_scalar(node) || node->count == 0 || column + (out->len - before) <= WIDTH) return true;
    out->len = before;
    return false;
}

/* ---- in lines ---- */

static void tree_yaml_indent(struct rp_buf *out, unsigned depth)
{
    for (unsigned i = 0; i < depth * INDENT; i++) rp_buf_add_byte(out, ' ');
}

static void tree_yaml_block(struct rp_buf *out, const struct rp_node *node, unsigned depth);

static void tree_yaml_member(struct rp_buf *out, const struct rp_node *member, unsigned depth)
{
    size_t start = out->len;
    tree_yaml_text(out, member->key);
    rp_buf_add_byte(out, ':');
    size_t colon = out->len;
    rp_buf_add_byte(out, ' ');
    bool section = depth == 0 && !tree_yaml_is_scalar(member) && member->count > 0;
    if (!section && tree_yaml_in_line(out, member, depth * INDENT + out->len - start)) {
        rp_buf_add_byte(out, '\n');
        return;
    }
    out->len = colon;
    rp_buf_add_byte(out, '\n');
    tree_yaml_block(out, member, depth + 1);
}

static void tree_yaml_element(struct rp_buf *out, const struct rp_node *element, unsigned depth)
{
    rp_buf_add(out, RP_STR("- "));
    if (tree_yaml_in_line(out, element, (depth + 1) * INDENT)) {
        rp_buf_add_byte(out, '\n');
        return;
    }
    if (element->type == RP_NODE_LIST) {
        out->len--; /* the blank before a line end */
        rp_buf_add_byte(out, '\n');
        tree_yaml_block(out, element, depth + 1);
        return;
    }
    for (const struct rp_node *member = element->first; member != NULL; member = member->next) {
        if (member != element->first) tree_yaml_indent(out, depth + 1);
        tree_yaml_member(out, member, depth + 1);
    }
}

/* The trees that are made here are a few levels deep, and so is this recursion. */
static void tree_yaml_block(struct rp_buf *out, const struct rp_node *node, unsigned depth)
{
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        tree_yaml_indent(out, depth);
        if (node->type == RP_NODE_MAP)
            tree_yaml_member(out, child, depth);
        else
            tree_yaml_element(out, child, depth);
    }
}

void rp_tree_yaml(struct rp_buf *out, const struct rp_node *root)
{
    tree_yaml_block(out, root, 0);
}
