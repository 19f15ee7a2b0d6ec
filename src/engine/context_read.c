/* SPDX-License-Identifier: Apache-2.0 */
/* A file of condition keys: a map of each key to a value or a list of values, in JSON or YAML. */
#include "base/str.h"
#include "base/try.h"
#include "engine/request.h"
#include "text/tree.h"

struct reader {
    const struct rp_reading *reading;
    struct rampart_request *request;
    bool failed;
};

static void wrong(struct reader *reader, const struct rp_node *node, const char *expected)
{
    reader->failed = true;
    if (node->type == RP_NODE_BROKEN) return;
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_CONTEXT,
            (struct rp_at){reader->reading->source, node->span}, "expected %s, not %s", expected,
            rp_node_type_name(node->type));
}

static enum rampart_status add_value(struct reader *reader, struct rampart_str key,
                                     const struct rp_node *value)
{
    if (value->type != RP_NODE_STRING && value->type != RP_NODE_NUMBER && value->type != RP_NODE_BOOL) {
        wrong(reader, value, "a value (text, a number, true or false)");
        return RAMPART_OK;
    }
    return rampart_request_add_context(reader->request, key, value->text, reader->reading->diags);
}

static enum rampart_status add_member(struct reader *reader, const struct rp_node *member)
{
    if (member->type != RP_NODE_LIST) return add_value(reader, member->key, member);
    if (member->count == 0)
        return rampart_request_set_empty(reader->request, member->key, reader->reading->diags);
    for (const struct rp_node *value = member->first; value != NULL; value = value->next)
        RP_TRY(add_value(reader, member->key, value));
    return RAMPART_OK;
}

static enum rampart_status read_tree(struct reader *reader)
{
    struct rp_node *root = NULL;
    RP_TRY(rp_tree_read(reader->reading, RAMPART_FORMAT_AUTO, &root));
    if (root->type != RP_NODE_MAP) {
        wrong(reader, root, "a map of condition keys to values");
        return RAMPART_INVALID_INPUT;
    }
    for (const struct rp_node *member = root->first; member != NULL; member = member->next) {
        enum rampart_status status = add_member(reader, member);
        if (status == RAMPART_INVALID_INPUT)
            reader->failed = true;
        else
            RP_TRY(status);
    }
    return reader->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rampart_request_read_context(struct rampart_request *request, struct rampart_str text,
                                                 struct rampart_str file, struct rampart_diags *diags)
{
    if (request == NULL || request->finished || diags == NULL) return RAMPART_MISUSE;
    if (text.len > request->limits.document_bytes || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_LIMIT, RP_NOWHERE, "the context has %zu bytes; the limit is %zu",
                text.len, request->limits.document_bytes);
        return RAMPART_LIMIT;
    }
    struct rp_source source;
    RP_TRY(rp_source_init(&source, &request->arena, file, text));
    struct rp_reading reading = {&request->arena, &source, &request->limits, diags};
    struct reader reader = {&reading, request, false};
    return read_tree(&reader);
}
