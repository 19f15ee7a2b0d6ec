/* SPDX-License-Identifier: Apache-2.0 */
#include "support/render.h"

#include "base/buf.h"
#include "base/str.h"

static void render_string(struct rp_buf *buf, struct rampart_str text)
{
    rp_buf_add_byte(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c == '"' || c == '\\') rp_buf_add_byte(buf, '\\');
        if (c < 0x20)
            rp_buf_printf(buf, "\\u%04x", (unsigned)c);
        else
            rp_buf_add_byte(buf, text.data[i]);
    }
    rp_buf_add_byte(buf, '"');
}

static void render_node(struct rp_buf *buf, const struct rp_node *node)
{
    bool map = node->type == RP_NODE_MAP;

    if (node->type != RP_NODE_LIST && !map) {
        if (node->type == RP_NODE_STRING)
            render_string(buf, node->text);
        else
            rp_buf_add(buf, node->type == RP_NODE_NULL ? RP_STR("null") : node->text);
        return;
    }
    rp_buf_add_byte(buf, map ? '{' : '[');
    for (const struct rp_node *item = node->first; item != NULL; item = item->next) {
        if (item != node->first) rp_buf_add_byte(buf, ',');
        if (map) {
            render_string(buf, item->key);
            rp_buf_add_byte(buf, ':');
        }
        render_node(buf, item);
    }
    rp_buf_add_byte(buf, map ? '}' : ']');
}

struct rampart_str render_json(struct rp_arena *arena, const struct rp_node *node)
{
    struct rp_buf buf;
    struct rampart_str text = {0};

    rp_buf_init(&buf, NULL, (size_t)1 << 20);
    render_node(&buf, node);
    if (buf.failed == RAMPART_OK) (void)rp_arena_copy(arena, rp_buf_text(&buf), &text);
    rp_buf_free(&buf);
    return text;
}
