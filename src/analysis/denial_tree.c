/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a tree a denial stands. SDKs wrap the body of an error into objects and strings of their own, and services
 * hand the detail over as an object or as a string of JSON.
 */
#include "analysis/denial.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/source.h"

enum { MOST_DEPTH = 4 }; /* strings within strings */

bool rp_denial_is_json(struct rampart_str text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.data[i] <= ' ') i++;
    return i < text.len && (text.data[i] == '{' || text.data[i] == '"');
}

/* A place in a string can be told in the text that the string stands in, but not over several of them. */
static enum rampart_status inner_source(struct rp_denial_reader *reader, const struct rp_denial_text *outer,
                                        const struct rp_node *node, struct rp_source *ret_source)
{
    RP_TRY(rp_source_init(ret_source, &reader->tree, reader->file, node->text));
    if (outer->source->inside != NULL) return RAMPART_OK;
    struct rp_inside *inside = RP_NEW(&reader->tree, struct rp_inside);
    RP_TRY_MEMORY(inside != NULL);
    RP_TRY(rp_inside_json(inside, &reader->tree, outer->source, node->span));
    ret_source->inside = inside;
    return RAMPART_OK;
}

/* A string that is no JSON after all is a text like any other. */
static enum rampart_status take_string(struct rp_denial_reader *reader, const struct rp_denial_text *outer,
                                       const struct rp_node *node)
{
    if (outer->depth == MOST_DEPTH || !rp_denial_is_json(node->text)) return RAMPART_OK;
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(inner_source(reader, outer, node, source));
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = source, .limits = &reader->limits, .diags = reader->silence};
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read(&reading, &root);
    rampart_diags_clear(reader->silence);
    if (status == RAMPART_NO_MEMORY) return status;
    const struct rp_denial_text inner = {source, outer->depth + 1};
    return status == RAMPART_OK ? rp_denial_take(reader, &inner, root) : RAMPART_OK;
}

static enum rampart_status take_map(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                    const struct rp_node *map)
{
    if (rp_denial_is_detail(map)) return rp_denial_members(reader, text, map);
    RP_TRY(rp_denial_error_members(reader, text, map));
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        bool decoded = rp_str_equal_fold(node->key, RP_STR("DecodedDiagnosticMessage"));
        if (decoded) reader->denial->decoded = true;
        RP_TRY(rp_denial_take(reader, text, node));
    }
    return RAMPART_OK;
}

enum rampart_status rp_denial_take(struct rp_denial_reader *reader, const struct rp_denial_text *text,
                                   const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) return take_string(reader, text, node);
    if (node->type == RP_NODE_MAP) return take_map(reader, text, node);
    if (node->type != RP_NODE_LIST) return RAMPART_OK;
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        RP_TRY(rp_denial_take(reader, text, item));
    return RAMPART_OK;
}
