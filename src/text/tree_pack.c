/* SPDX-License-Identifier: Apache-2.0 */
/* Each node is a byte, its key if it is a map's member, its span, and its text or the number of its children. */
#include "text/tree_pack.h"

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

/* Beside the type in a node's first byte: the text, or the key, does not stand in the source. */
enum { TYPE = 7, TEXT_BESIDE = 8, KEY_BESIDE = 16, FLAGS = TEXT_BESIDE | KEY_BESIDE };

/* Seven bits a byte, the low ones first; the eighth says that there are more. */
enum { BITS = 7, MORE = 1 << BITS, MOST_BITS = 63 };

static bool tree_pack_is_branch(enum rp_node_type type)
{
    return type == RP_NODE_LIST || type == RP_NODE_MAP;
}

static bool tree_pack_has_text(enum rp_node_type type)
{
    return type != RP_NODE_BROKEN && !tree_pack_is_branch(type);
}

/* ---- packing ---- */

struct tree_packing {
    const struct rp_source *source;
    struct rp_buf *buf;
    uint32_t place; /* where the last span ended, or began when it has children */
};

static void tree_pack_put_number(struct tree_packing *packing, uint64_t number)
{
    for (; number >= MORE; number >>= BITS) rp_buf_add_byte(packing->buf, (char)(number | MORE));
    rp_buf_add_byte(packing->buf, (char)number);
}

/* The sign is the lowest bit. */
static void tree_pack_put_distance(struct tree_packing *packing, uint32_t from, uint32_t to)
{
    tree_pack_put_number(packing, to >= from ? (uint64_t)(to - from) << 1 : (uint64_t)(from - to) << 1 | 1);
}

static bool tree_pack_is_beside(const struct rp_source *source, struct rampart_str text)
{
    return (uintptr_t)text.data - (uintptr_t)source->text.data >= source->text.len;
}

static void tree_pack_put_span(struct tree_packing *packing, struct rp_span span)
{
    tree_pack_put_distance(packing, packing->place, span.start);
    tree_pack_put_number(packing, span.end - span.start);
    packing->place = span.end;
}

/* After the span that it stands in. */
static void tree_pack_put_text(struct tree_packing *packing, struct rampart_str text, struct rp_span span)
{
    bool beside = tree_pack_is_beside(packing->source, text);
    tree_pack_put_number(packing, text.len);
    if (beside)
        rp_buf_add(packing->buf, text);
    else
        tree_pack_put_distance(packing, span.start, (uint32_t)(text.data - packing->source->text.data));
}

static void tree_pack_put_node(struct tree_packing *packing, const struct rp_node *node, bool keyed)
{
    unsigned flags = 0;
    if (tree_pack_has_text(node->type) && tree_pack_is_beside(packing->source, node->text))
        flags |= TEXT_BESIDE;
    if (keyed && tree_pack_is_beside(packing->source, node->key)) flags |= KEY_BESIDE;
    rp_buf_add_byte(packing->buf, (char)((unsigned)node->type | flags));
    if (keyed) {
        tree_pack_put_span(packing, node->key_span);
        tree_pack_put_text(packing, node->key, node->key_span);
    }
    tree_pack_put_span(packing, node->span);
    if (tree_pack_has_text(node->type)) tree_pack_put_text(packing, node->text, node->span);
    if (!tree_pack_is_branch(node->type)) return;
    tree_pack_put_number(packing, node->count);
    packing->place = node->span.start;
}

/* The children that are left of a list or map that the walk is in. */
struct tree_siblings {
    const struct rp_node *next;
    bool keyed;
};

/* No tree is deeper than its text is long. */
static size_t tree_pack_depth_of(const struct rp_reading *reading, size_t most)
{
    return reading->limits->depth < most ? reading->limits->depth : most;
}

enum rampart_status rp_tree_pack(const struct rp_reading *reading, const struct rp_node *root,
                                 struct rp_buf *buf)
{
    struct tree_packing packing = {.source = reading->source, .buf = buf};
    size_t depth = tree_pack_depth_of(reading, reading->source->text.len), open = 0;
    struct tree_siblings *branches = RP_NEW_ARRAY(reading->arena, struct tree_siblings, depth + 1);
    RP_TRY_MEMORY(branches != NULL);
    tree_pack_put_node(&packing, root, false);
    branches[0] = (struct tree_siblings){root->first, root->type == RP_NODE_MAP};
    for (;;) {
        const struct rp_node *node = branches[open].next;
        if (node == NULL && open-- == 0) return buf->failed;
        if (node == NULL) continue;
        tree_pack_put_node(&packing, node, branches[open].keyed);
        branches[open].next = node->next;
        if (node->first == NULL) continue;
        if (open + 1 >= depth) return RAMPART_LIMIT;
        branches[++open] = (struct tree_siblings){node->first, node->type == RP_NODE_MAP};
    }
}

/* ---- unpacking ---- */

/* A list or map whose children are read. */
struct tree_branch {
    struct rp_node *node, **next;
    size_t left; /* children to come */
};

struct tree_unpacking {
    const struct rp_reading *reading;
    struct rampart_str bytes;
    size_t at, *budget;
    uint32_t place;
    bool failed;
};

static unsigned tree_pack_take_byte(struct tree_unpacking *unpacking)
{
    if (unpacking->at < unpacking->bytes.len) return (unsigned char)unpacking->bytes.data[unpacking->at++];
    unpacking->failed = true;
    return 0;
}

static uint64_t tree_pack_take_number(struct tree_unpacking *unpacking)
{
    uint64_t number = 0;
    unsigned byte = MORE;
    for (unsigned shift = 0; (byte & MORE) != 0; shift += BITS) {
        if (shift >= MOST_BITS) unpacking->failed = true;
        if (unpacking->failed) return 0;
        byte = tree_pack_take_byte(unpacking);
        number |= (uint64_t)(byte & (MORE - 1)) << shift;
    }
    return number;
}

/* A number that is no more than `most`; 0 otherwise. */
static size_t tree_pack_take_below(struct tree_unpacking *unpacking, size_t most)
{
    uint64_t number = tree_pack_take_number(unpacking);
    if (number <= most) return (size_t)number;
    unpacking->failed = true;
    return 0;
}

/* An offset in the source. */
static uint32_t tree_pack_take_place(struct tree_unpacking *unpacking, uint32_t from)
{
    uint64_t number = tree_pack_take_number(unpacking), distance = number >> 1;
    uint64_t room = (number & 1) != 0 ? from : unpacking->reading->source->text.len - from;
    if (distance > room) unpacking->failed = true;
    if (unpacking->failed) return 0;
    return (uint32_t)((number & 1) != 0 ? from - distance : from + distance);
}

static struct rp_span tree_pack_take_span(struct tree_unpacking *unpacking)
{
    uint32_t start = tree_pack_take_place(unpacking, unpacking->place);
    size_t len = tree_pack_take_below(unpacking, unpacking->reading->source->text.len - start);
    unpacking->place = start + (uint32_t)len;
    return (struct rp_span){start, unpacking->place};
}

static struct rampart_str tree_pack_take_text(struct tree_unpacking *unpacking, bool beside,
                                              struct rp_span span)
{
    const struct rampart_str none = {NULL, 0}, source = unpacking->reading->source->text;
    size_t most = unpacking->reading->limits->string_bytes;
    size_t len = tree_pack_take_below(unpacking, most < *unpacking->budget ? most : *unpacking->budget);
    size_t start = beside ? unpacking->at : tree_pack_take_place(unpacking, span.start);
    const struct rampart_str whole = beside ? unpacking->bytes : source;
    if (unpacking->failed || len > whole.len - start) {
        unpacking->failed = true;
        return none;
    }
    *unpacking->budget -= len;
    if (beside) unpacking->at += len;
    const struct rampart_str text = {whole.data + start, len};
    if (rp_utf8_valid(text) != len || rp_str_find(text, '\0') != len) unpacking->failed = true;
    return len > 0 ? text : RP_STR("");
}

static enum rampart_status tree_pack_take_node(struct tree_unpacking *unpacking, bool keyed,
                                               struct rp_node **ret_node)
{
    struct rp_node *node = RP_NEW(unpacking->reading->arena, struct rp_node);
    RP_TRY_MEMORY(node != NULL);
    unsigned head = tree_pack_take_byte(unpacking), type = head & TYPE;
    if (head > (TYPE | FLAGS) || type > RP_NODE_MAP) return RAMPART_INVALID_INPUT;
    node->type = (enum rp_node_type)type;
    if (keyed) {
        node->key_span = tree_pack_take_span(unpacking);
        node->key = tree_pack_take_text(unpacking, (head & KEY_BESIDE) != 0, node->key_span);
    }
    node->span = tree_pack_take_span(unpacking);
    if (tree_pack_has_text(node->type))
        node->text = tree_pack_take_text(unpacking, (head & TEXT_BESIDE) != 0, node->span);
    if (tree_pack_is_branch(node->type)) {
        node->count = tree_pack_take_below(unpacking, unpacking->bytes.len - unpacking->at);
        unpacking->place = node->span.start;
    }
    *ret_node = node;
    return unpacking->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* The innermost branch stands last in `branches`. */
static enum rampart_status tree_pack_take_tree(struct tree_unpacking *unpacking, struct tree_branch *branches,
                                               size_t depth, struct rp_node **ret_root)
{
    struct tree_branch root = {.next = ret_root, .left = 1}, *branch = &root;
    size_t open = 0;
    for (;;) {
        while (branch->left == 0) {
            if (branch == &root) return RAMPART_OK;
            branch = --open > 0 ? &branches[open - 1] : &root;
        }
        struct rp_node *node = NULL;
        RP_TRY(
            tree_pack_take_node(unpacking, branch->node != NULL && branch->node->type == RP_NODE_MAP, &node));
        *branch->next = node;
        branch->next = &node->next;
        branch->left--;
        if (node->count == 0) continue;
        if (open == depth) return RAMPART_INVALID_INPUT;
        branch = &branches[open++];
        *branch = (struct tree_branch){node, &node->first, node->count};
    }
}

enum rampart_status rp_tree_unpack(const struct rp_reading *reading, struct rampart_str bytes, size_t *budget,
                                   struct rp_node **ret_root)
{
    struct tree_unpacking unpacking = {.reading = reading, .bytes = bytes, .budget = budget};
    size_t depth = tree_pack_depth_of(reading, bytes.len);
    struct tree_branch *branches = RP_NEW_ARRAY(reading->arena, struct tree_branch, depth);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(branches != NULL);
    RP_TRY(tree_pack_take_tree(&unpacking, branches, depth, &root));
    if (unpacking.at != bytes.len) return RAMPART_INVALID_INPUT;
    *ret_root = root;
    return RAMPART_OK;
}
