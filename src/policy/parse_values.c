/* SPDX-License-Identifier: Apache-2.0 */
/* A string or a list of strings, kept as where they stand in the document wherever that is enough. */
#include "base/str.h"
#include "base/try.h"
#include "policy/parse.h"

bool rp_node_is_scalar(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL;
}

static bool is_a_value(struct rp_parse *parse, const struct rp_node *node, bool coerce,
                       struct rampart_str element)
{
    if (node->type != RP_NODE_STRING && !(coerce && rp_node_is_scalar(node))) {
        rp_parse_wrong_type(parse, node, element, "a string or a list of strings");
        return false;
    }
    if (node->type == RP_NODE_STRING) return true;
    rp_parse_warning(parse, RP_DOC_UNQUOTED, node->span,
                     "a condition's values are strings; it is read as one");
    rp_diag_help(parse->reading->diags, "write \"%.*s\"", RP_ARG(rp_parse_shown(node->text)));
    return true;
}

/* ---- where they stand ---- */

static const struct rp_node *first_of(const struct rp_node *node)
{
    return node->type == RP_NODE_LIST ? node->first : node;
}

static size_t count_of(const struct rp_node *node)
{
    return node->type == RP_NODE_LIST ? node->count : 1;
}

/* Whether each value is written as it is meant. */
static bool is_verbatim(const struct rp_parse *parse, const struct rp_node *node)
{
    const struct rp_node *value = first_of(node);
    for (size_t i = 0; i < count_of(node); i++, value = value->next)
        if (!rp_node_is_scalar(value) ||
            !rp_str_equal(rp_span_text(parse->reading->source->text.data, value->span), value->text))
            return false;
    return true;
}

/* Room for the spans, and behind them for the texts. */
static struct rp_span *make_room(const struct rp_parse *parse, size_t count, bool verbatim)
{
    size_t size = sizeof(struct rp_span) + (verbatim ? 0 : sizeof(struct rampart_str));
    return rp_arena_alloc(parse->reading->arena, count, size);
}

enum rampart_status rp_values_parse(struct rp_parse *parse, const struct rp_node *node, bool coerce,
                                    struct rampart_str element, struct rp_values *ret_values)
{
    size_t count = count_of(node);
    if (count > RP_MOST_VALUES) return RAMPART_LIMIT;
    bool verbatim = is_verbatim(parse, node);
    struct rp_span *spans = make_room(parse, count, verbatim);
    RP_TRY_MEMORY(spans != NULL);
    struct rampart_str *texts = verbatim ? NULL : (struct rampart_str *)(void *)(spans + count);
    const struct rp_node *value = first_of(node);
    for (size_t i = 0; i < count; i++, value = value->next) {
        if (!is_a_value(parse, value, coerce, element)) continue;
        spans[i] = value->span;
        if (texts != NULL) texts[i] = value->text;
    }
    if (count == 0) rp_parse_warning(parse, RP_DOC_EMPTY_LIST, node->span, "an empty list matches nothing");
    *ret_values = (struct rp_values){.spans = spans,
                                     .document = verbatim ? parse->reading->source->text.data : NULL,
                                     .start = node->span.start,
                                     .count = (unsigned)count & RP_MOST_VALUES};
    return RAMPART_OK;
}

void rp_values_check_patterns(struct rp_parse *parse, const struct rp_values *values)
{
    size_t limit = parse->reading->limits->pattern_bytes;
    for (size_t i = 0; i < values->count; i++) {
        size_t len = rp_value_text(values, i).len;
        if (len > limit)
            rp_parse_error(parse, RP_DOC_PATTERN_SIZE, values->spans[i],
                           "a pattern of %zu bytes; the limit is %zu", len, limit);
    }
}
