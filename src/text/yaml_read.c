/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML, the part of it that means the same to every reader. Events are read, not libyaml's own tree: that
 * one shares nodes between aliases, and may even have a node inside itself.
 */
#include "base/str.h"
#include "base/try.h"
#include "text/yaml.h"
#include "text/yaml_parts.h"

static struct rp_span span_of(const struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    const struct rp_source *source = builder->reading->source;
    return (struct rp_span){rp_yaml_offset(source, event->start_mark),
                            rp_yaml_offset(source, event->end_mark)};
}

static struct rampart_str slice(const struct rp_yaml_builder *builder, struct rp_span span)
{
    return rp_str_part(builder->reading->source->text, span.start, span.end - span.start);
}

/*
 * In brackets libyaml takes "?" for the sign of a key, whatever follows; to other readers {?Condition: …} has the key
 * "?Condition". Elsewhere nothing begins right behind one.
 */
static void refuse_lost_mark(struct rp_yaml_builder *builder, struct rp_span span)
{
    struct rampart_str text = builder->reading->source->text;
    if (span.start == 0 || text.data[span.start - 1] != '?') return;
    struct rampart_str shown = rp_yaml_shown(slice(builder, span));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, span.start - 1, span.start,
                  "a \"?\" before a key belongs to the key for some readers of YAML and not for others");
    rp_diag_help(builder->reading->diags, "remove it, or put the key in quotes: \"?%.*s\"", RP_ARG(shown));
}

static struct rp_node *new_node(struct rp_yaml_builder *builder, enum rp_node_type type, struct rp_span span)
{
    struct rp_node *node = RP_NEW(builder->reading->arena, struct rp_node);
    if (node == NULL) return NULL;
    refuse_lost_mark(builder, span);
    node->type = type;
    node->span = span;
    return node;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static enum rampart_status add_alias(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node = new_node(builder, RP_NODE_BROKEN, span_of(builder, event));
    RP_TRY_MEMORY(node != NULL);
    struct rampart_str shown = rp_yaml_shown(slice(builder, node->span));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_ANCHOR, node->span.start, node->span.end,
                  "aliases are not read");
    rp_diag_help(builder->reading->diags,
                 "write the value out; if the text %.*s is meant, put it in quotes: \"%.*s\"", RP_ARG(shown),
                 RP_ARG(shown));
    return rp_yaml_add(builder, node);
}

static enum rampart_status check_size(struct rp_yaml_builder *builder, const struct rp_node *node,
                                      size_t size)
{
    if (size <= builder->reading->limits->string_bytes) return RAMPART_OK;
    RP_YAML_ERROR(builder->reading, RP_SYN_STRING_SIZE, node->span.start, node->span.end,
                  "a string of %zu bytes; the limit is %zu", size, builder->reading->limits->string_bytes);
    return RAMPART_LIMIT;
}

/* Most scalars stand in the source as they are; the others are copied. */
static bool keep_text(struct rp_yaml_builder *builder, const yaml_event_t *event, struct rp_node *node)
{
    struct rampart_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct rampart_str written = slice(builder, node->span);
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) written = rp_str_part(written, 1, text.len);
    if (!rp_str_equal(written, text)) return rp_arena_copy(builder->reading->arena, text, &node->text);
    node->text = written;
    return true;
}

static void refuse_ambiguous(struct rp_yaml_builder *builder, const struct rp_node *node)
{
    struct rampart_str shown = rp_yaml_shown(node->text);
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_AMBIGUOUS, node->span.start, node->span.end,
                  "%.*s without quotes is one value to some readers of YAML and another to others",
                  RP_ARG(shown));
    rp_diag_help(builder->reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(shown));
}

static void refuse_null_key(struct rp_yaml_builder *builder, const struct rp_node *node)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, node->span.start, node->span.end,
                  "null cannot be a key");
    rp_diag_help(builder->reading->diags,
                 "write the key before the ':', in quotes if it is \"null\" or \"~\"");
}

static void refuse_merge(struct rp_yaml_builder *builder, const struct rp_node *node)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_MERGE, node->span.start, node->span.end,
                  "merge keys are not read");
    rp_diag_help(builder->reading->diags, "write the members out in this map");
}

/*
 * A key is a string however it looks, but for what some readers would not take for one: that is NULL here,
 * and its member is lost. A merge key is BROKEN, since it stands for any number of members.
 */
static enum rp_node_type plain_key_type(struct rp_yaml_builder *builder, const struct rp_node *node,
                                        enum rp_node_type type)
{
    if (type == RP_NODE_BROKEN) return RP_NODE_NULL;
    if (type == RP_NODE_NULL) {
        refuse_null_key(builder, node);
        return RP_NODE_NULL;
    }
    if (!rp_str_equal(node->text, RP_STR("<<"))) return RP_NODE_STRING;
    refuse_merge(builder, node);
    return RP_NODE_BROKEN;
}

static void settle_plain(struct rp_yaml_builder *builder, struct rp_node *node)
{
    node->doubtful = rp_yaml_is_old_bool(node->text);
    node->type = node->doubtful ? RP_NODE_STRING : rp_yaml_plain_type(node->text);
    if (node->type == RP_NODE_BROKEN) refuse_ambiguous(builder, node);
    if (rp_yaml_expects_key(builder)) node->type = plain_key_type(builder, node, node->type);
    if (node->type != RP_NODE_BOOL) return;
    node->text = rp_lower(node->text.data[0]) == 't' ? RP_STR("true") : RP_STR("false");
}

static void settle_quoted(struct rp_yaml_builder *builder, struct rp_node *node)
{
    node->type = RP_NODE_STRING;
    if (rp_str_find(node->text, '\0') == node->text.len) return;
    node->type = RP_NODE_BROKEN;
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_NUL, node->span.start, node->span.end,
                  "the string holds a zero character");
    rp_diag_help(builder->reading->diags, "remove the escape; no name in a policy has one");
}

static void settle(struct rp_yaml_builder *builder, const yaml_event_t *event, struct rp_node *node)
{
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        settle_plain(builder, node);
    else
        settle_quoted(builder, node);
}

/* A text under "|" or ">" ends for libyaml where the next thing begins. */
static struct rp_span trim(const struct rp_yaml_builder *builder, struct rp_span span)
{
    struct rampart_str text = builder->reading->source->text;
    while (span.end > span.start + 1 && is_blank(text.data[span.end - 1])) span.end--;
    return span;
}

static enum rampart_status add_scalar(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node = new_node(builder, RP_NODE_BROKEN, trim(builder, span_of(builder, event)));
    RP_TRY_MEMORY(node != NULL);
    struct rp_yaml_tag tag;
    RP_TRY(check_size(builder, node, event->data.scalar.length));
    rp_yaml_refuse_anchor(builder, event->data.scalar.anchor, node->span);
    RP_TRY(rp_yaml_tag(builder, event->data.scalar.tag, node, &tag));
    RP_TRY_MEMORY(keep_text(builder, event, node));
    if (!tag.refused) settle(builder, event, node);
    return rp_yaml_add_tagged(builder, node, tag);
}

static enum rampart_status open_list(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node = new_node(builder, RP_NODE_LIST, span_of(builder, event));
    RP_TRY_MEMORY(node != NULL);
    struct rp_yaml_tag tag;
    rp_yaml_refuse_anchor(builder, event->data.sequence_start.anchor, node->span);
    RP_TRY(rp_yaml_tag(builder, event->data.sequence_start.tag, node, &tag));
    return rp_yaml_open(builder, node, tag);
}

static enum rampart_status open_map(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node = new_node(builder, RP_NODE_MAP, span_of(builder, event));
    RP_TRY_MEMORY(node != NULL);
    struct rp_yaml_tag tag;
    rp_yaml_refuse_anchor(builder, event->data.mapping_start.anchor, node->span);
    RP_TRY(rp_yaml_tag(builder, event->data.mapping_start.tag, node, &tag));
    return rp_yaml_open(builder, node, tag);
}

static enum rampart_status begin_document(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    if (builder->root == NULL) return RAMPART_OK;
    struct rp_span span = span_of(builder, event);
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_DOCUMENTS, span.start, span.end,
                  "a second document begins here");
    rp_diag_help(builder->reading->diags, "keep one document in a file");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status take(struct rp_yaml_builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return begin_document(builder, event);
    case YAML_ALIAS_EVENT: return add_alias(builder, event);
    case YAML_SCALAR_EVENT: return add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT: return open_list(builder, event);
    case YAML_MAPPING_START_EVENT: return open_map(builder, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return rp_yaml_close(builder, span_of(builder, event));
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT: break;
    }
    return RAMPART_OK;
}

static enum rampart_status parse(struct rp_yaml_builder *builder, yaml_parser_t *parser)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            /* Refused memory leaves YAML_MEMORY_ERROR, and in a few places of libyaml nothing at all. */
            if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) return RAMPART_NO_MEMORY;
            rp_yaml_problem(builder->reading, parser);
            return RAMPART_INVALID_INPUT;
        }
        enum rampart_status status = take(builder, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        RP_TRY(status);
    }
    return RAMPART_OK;
}

/* Comments alone, or "---" alone. */
static enum rampart_status check_content(struct rp_yaml_builder *builder)
{
    if (builder->root != NULL && builder->root->span.end > builder->root->span.start) return RAMPART_OK;
    RP_YAML_ERROR(builder->reading, RP_SYN_EMPTY, 0, 0, "the document is empty");
    builder->root = NULL;
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_yaml_read(const struct rp_reading *reading, struct rp_node **ret_root)
{
    struct rp_yaml_builder builder = {.reading = reading};
    *ret_root = NULL;
    if (!rp_yaml_check(reading, &builder.failed)) return RAMPART_INVALID_INPUT;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return RAMPART_NO_MEMORY;
    struct rampart_str text = rp_yaml_text(reading->source);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.len);
    enum rampart_status status = parse(&builder, &parser);
    yaml_parser_delete(&parser);
    RP_TRY(status);
    RP_TRY(check_content(&builder));
    *ret_root = builder.root;
    return builder.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
