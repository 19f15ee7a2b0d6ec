/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a part of a request stands in the text that it was read from. The text is read once more, since few requests are
 * complained about: what all of them carry costs all of them.
 */
#include "decide/request_place.h"

#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

/* Reads the text; what is wrong with it was said when it was read first. */
static enum rampart_status read_again(struct rampart_request *request)
{
    struct rp_source *source = RP_NEW(&request->arena, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &request->arena, request->file, request->text));
    const struct rp_reading reading = {
        .arena = &request->arena, .source = source, .limits = &request->limits, .diags = NULL};
    RP_TRY(rp_json_read(&reading, &root));
    request->source = source;
    request->root = root;
    return RAMPART_OK;
}

/* A text itself, or the first of a list that is the text. */
static const struct rp_node *find_text(const struct rp_node *node, struct rampart_str text)
{
    if (node == NULL || node->type != RP_NODE_LIST) return node;
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        if (rp_str_equal(item->text, text)) return item;
    return NULL;
}

static bool find_key(const struct rp_node *map, struct rampart_str key, struct rp_span *ret_span)
{
    const struct rp_node *member =
        map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, key);
    if (member != NULL) *ret_span = member->key_span;
    return member != NULL;
}

static bool find(const struct rp_node *root, enum rp_request_part part, struct rampart_str text,
                 struct rp_span *ret_span)
{
    const struct rp_node *node = NULL;
    if (root->type != RP_NODE_MAP) return false;
    switch (part) {
    case RP_PART_ACTION: node = rp_node_member(root, RP_STR("action")); break;
    case RP_PART_RESOURCE: node = find_text(rp_node_member(root, RP_STR("resource")), text); break;
    case RP_PART_KEY:
        if (find_key(rp_node_member(root, RP_STR("context")), text, ret_span)) return true;
        node = find_text(rp_node_member(root, RP_STR("absent")), text);
        break;
    case RP_PART_PARAM: return find_key(rp_node_member(root, RP_STR("params")), text, ret_span);
    }
    if (node != NULL) *ret_span = node->span;
    return node != NULL;
}

enum rampart_status rp_request_place_last(struct rampart_request *request, enum rp_request_part part,
                                          struct rampart_str text, struct rampart_diags *diags)
{
    const size_t count = rampart_diags_count(diags);
    if (count == 0 || request->text.len == 0) return RAMPART_OK;
    if (request->root == NULL) {
        enum rampart_status status = read_again(request);
        if (status != RAMPART_OK) return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
    }
    struct rp_at at = {.source = request->source};
    if (find(request->root, part, text, &at.span)) rp_diags_place(diags, count - 1, at);
    return RAMPART_OK;
}
