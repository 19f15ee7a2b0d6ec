/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/request_parts.h"

#include "base/try.h"

enum rampart_status rp_request_source(struct rampart_request *request, struct rampart_str text,
                                      struct rampart_str file, const char *what, struct rampart_diags *diags,
                                      struct rp_source *ret_source)
{
    if (text.len > request->limits.document_bytes || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_LIMIT, RP_NOWHERE, "%s is longer than the limit of %zu bytes",
                what, request->limits.document_bytes);
        return RAMPART_LIMIT;
    }
    return rp_source_init(ret_source, &request->arena, file, text);
}

void rp_request_wrong_type(struct rp_request_reader *reader, const struct rp_node *node, const char *expected)
{
    reader->failed = true;
    if (node->type == RP_NODE_BROKEN) return;
    rp_diag(reader->reading->diags, RAMPART_ERROR, reader->wrong_type,
            (struct rp_at){reader->reading->source, node->span}, "expected %s, not %s", expected,
            rp_node_type_name(node->type));
}

bool rp_request_is_value(struct rp_request_reader *reader, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL)
        return true;
    rp_request_wrong_type(reader, node, "a value (text, a number, true or false)");
    return false;
}

enum rampart_status rp_request_took(struct rp_request_reader *reader, size_t from, struct rp_span span,
                                    enum rampart_status status)
{
    if (status == RAMPART_OK) return RAMPART_OK;
    rp_diags_place(reader->reading->diags, from, (struct rp_at){reader->reading->source, span});
    reader->failed = true;
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* A value that its key cannot have is told of where it stands, and the next one is looked at. */
static enum rampart_status add_value(struct rp_request_reader *reader, struct rampart_str key,
                                     const struct rp_node *value)
{
    struct rampart_diags *diags = reader->reading->diags;
    struct rampart_request *request = reader->request;
    struct rampart_str text = value->text;
    size_t from = rampart_diags_count(diags);
    if (!rp_request_is_value(reader, value)) return RAMPART_OK;
    if (rp_request_fit_value(request, rp_key_memo_find(&request->known_keys, key), &text))
        return rampart_request_add_context(request, key, value->text, diags);
    return rp_request_took(reader, from, value->span, rp_request_refuse_value(request, key, text, diags));
}

static enum rampart_status add_no_value(struct rp_request_reader *reader, struct rampart_str key,
                                        const struct rp_node *list)
{
    struct rampart_diags *diags = reader->reading->diags;
    size_t from = rampart_diags_count(diags);
    if (rp_request_has_set(reader->request, key))
        return rampart_request_set_empty(reader->request, key, diags);
    return rp_request_took(reader, from, list->span, rp_request_refuse_empty(reader->request, key, diags));
}

static enum rampart_status add_key(struct rp_request_reader *reader, const struct rp_node *member)
{
    if (member->type != RP_NODE_LIST) return add_value(reader, member->key, member);
    if (member->count == 0) return add_no_value(reader, member->key, member);
    for (const struct rp_node *value = member->first; value != NULL; value = value->next)
        RP_TRY(add_value(reader, member->key, value));
    return RAMPART_OK;
}

enum rampart_status rp_request_read_keys(struct rp_request_reader *reader, const struct rp_node *map)
{
    if (map->type != RP_NODE_MAP) {
        rp_request_wrong_type(reader, map, "a map of condition keys to values");
        return RAMPART_OK;
    }
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t from = rampart_diags_count(reader->reading->diags);
        RP_TRY(rp_request_took(reader, from, member->key_span, add_key(reader, member)));
    }
    return RAMPART_OK;
}
