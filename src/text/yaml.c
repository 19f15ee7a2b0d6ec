/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events are read, not libyaml's own tree: that one shares nodes between aliases, and may even have a node inside
 * itself.
 */
#include "text/yaml.h"

#include "base/str.h"
#include "base/try.h"
#include "text/yaml_scalar.h"
#include "text/yaml_text.h"

/* One open list or map. */
struct yaml_level {
    struct yaml_level *outer;
    struct rp_node *node, *last_child;
    struct rp_node *key;  /* read, and waiting for its value; NULL between members */
    struct rp_node *call; /* the function that the node is the value of, or NULL */
    uint32_t end;         /* of what was read of it so far */
    bool broken;          /* its members cannot all be known: it counts as BROKEN */
};

/* The tree while it grows. An explicit stack of levels stands for the recursion. */
struct yaml_builder {
    const struct rp_reading *reading;
    struct yaml_level *level; /* the innermost open list or map, NULL outside of all */
    size_t depth;
    struct rp_node *root;
    bool failed; /* an error was reported */
};

/* The effect of the tag of a node. */
struct yaml_tag {
    bool refused;         /* and reported: the value is something else than it looks */
    struct rp_node *call; /* the map that stands in its place, with the node as its one member; or NULL */
};

static struct rp_span yaml_span_of(const struct yaml_builder *builder, const yaml_event_t *event)
{
    const struct rp_source *source = builder->reading->source;
    return (struct rp_span){rp_yaml_offset(source, event->start_mark),
                            rp_yaml_offset(source, event->end_mark)};
}

static struct rampart_str yaml_slice(const struct yaml_builder *builder, struct rp_span span)
{
    return rp_str_part(builder->reading->source->text, span.start, span.end - span.start);
}

/* ---- the tree grows ---- */

/* True when the next node is the key of a member. */
static bool yaml_expects_key(const struct yaml_builder *builder)
{
    return builder->level != NULL && builder->level->node->type == RP_NODE_MAP && builder->level->key == NULL;
}

static enum rampart_status yaml_list_too_long(struct yaml_builder *builder, const struct rp_node *node)
{
    RP_YAML_ERROR(builder->reading, RP_SYN_LIST_SIZE, node->span.start, node->span.end,
                  "the list has more than %zu values", builder->reading->limits->list_values);
    return RAMPART_LIMIT;
}

static enum rampart_status yaml_append(struct yaml_builder *builder, struct rp_node *node)
{
    struct yaml_level *level = builder->level;
    struct rp_node *parent = level->node;
    if (parent->type == RP_NODE_LIST && parent->count == builder->reading->limits->list_values)
        return yaml_list_too_long(builder, node);
    if (level->last_child == NULL)
        parent->first = node;
    else
        level->last_child->next = node;
    level->last_child = node;
    parent->count++;
    parent->doubtful |= node->doubtful || node->doubtful_key;
    return RAMPART_OK;
}

/* A value whose key is no string has an error already, and no name. */
static enum rampart_status yaml_add_member(struct yaml_builder *builder, struct rp_node *value)
{
    const struct rp_node *key = builder->level->key;
    builder->level->key = NULL;
    if (key->type != RP_NODE_STRING) return RAMPART_OK;
    value->key = key->text;
    value->key_span = key->span;
    value->doubtful_key = key->doubtful;
    return yaml_append(builder, value);
}

/* Adds a scalar or a BROKEN node: the root, a list's value, a member's key or its value. */
static enum rampart_status yaml_add(struct yaml_builder *builder, struct rp_node *node)
{
    struct yaml_level *level = builder->level;
    if (level == NULL) {
        builder->root = node;
        return RAMPART_OK;
    }
    level->end = node->span.end;
    if (level->node->type == RP_NODE_LIST) return yaml_append(builder, node);
    if (level->key != NULL) return yaml_add_member(builder, node);
    level->key = node;
    if (node->type == RP_NODE_BROKEN) level->broken = true;
    return RAMPART_OK;
}

static enum rampart_status yaml_too_deep(struct yaml_builder *builder, const struct rp_node *node)
{
    RP_YAML_ERROR(builder->reading, RP_SYN_DEPTH, node->span.start, node->span.end,
                  "lists and maps are nested more than %zu deep", builder->reading->limits->depth);
    return RAMPART_LIMIT;
}

/* As yaml_add(), for a node that may have a tag. */
static enum rampart_status yaml_add_tagged(struct yaml_builder *builder, struct rp_node *node,
                                           struct yaml_tag tag)
{
    if (tag.call == NULL) return yaml_add(builder, node);
    if (builder->depth == builder->reading->limits->depth) return yaml_too_deep(builder, tag.call);
    return yaml_add(builder, tag.call);
}

/* Begins a list or map; the content of one with a refused tag does not count. */
static enum rampart_status yaml_open(struct yaml_builder *builder, struct rp_node *node, struct yaml_tag tag)
{
    size_t deeper = tag.call == NULL ? 1 : 2;
    if (builder->depth + deeper > builder->reading->limits->depth) return yaml_too_deep(builder, node);
    struct yaml_level *level = RP_NEW(builder->reading->arena, struct yaml_level);
    RP_TRY_MEMORY(level != NULL);
    if (yaml_expects_key(builder)) {
        builder->failed = true;
        RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, node->span.start, node->span.end,
                      "%s cannot be a key", rp_node_type_name(node->type));
        rp_diag_help(builder->reading->diags,
                     "a key is a string; put it in quotes if it begins with \"[\" or \"{\"");
    }
    RP_TRY(yaml_add_tagged(builder, node, tag));
    *level = (struct yaml_level){.outer = builder->level,
                                 .node = node,
                                 .call = tag.call,
                                 .end = node->span.end,
                                 .broken = tag.refused};
    builder->level = level;
    builder->depth += deeper;
    return RAMPART_OK;
}

static void yaml_report_duplicate(void *context, const struct rp_node *again, const struct rp_node *first)
{
    struct yaml_builder *builder = context;
    const struct rp_span span = again->key_span;
    struct rp_position place = rp_source_position(builder->reading->source, first->key_span.start);
    struct rampart_str shown = rp_yaml_shown(yaml_slice(builder, span));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_DUPLICATE, span.start, span.end,
                  "duplicate key %.*s; the first one is at line %u, column %u", RP_ARG(shown), place.line,
                  place.column);
    rp_diag_help(builder->reading->diags, "keep one of the two; readers disagree on which one counts");
}

/* Ends the innermost list or map. `span` is the closing bracket, empty when there is none. */
static enum rampart_status yaml_close(struct yaml_builder *builder, struct rp_span span)
{
    struct yaml_level *level = builder->level;
    struct rp_node *node = level->node;
    /* Without a bracket libyaml ends it where the next thing begins, after blank lines and comments. */
    node->span.end = span.end > span.start ? span.end : level->end;
    if (level->call != NULL) level->call->span.end = node->span.end;
    builder->level = level->outer;
    builder->depth -= level->call == NULL ? 1 : 2;
    if (builder->level != NULL) builder->level->end = node->span.end;
    if (level->call != NULL) level->call->doubtful |= node->doubtful;
    if (builder->level != NULL) builder->level->node->doubtful |= node->doubtful;
    if (node->type == RP_NODE_MAP)
        RP_TRY(rp_node_duplicates(builder->reading->arena, node, yaml_report_duplicate, builder));
    if (!level->broken) return RAMPART_OK;
    node->type = RP_NODE_BROKEN;
    node->first = NULL;
    node->count = 0;
    return RAMPART_OK;
}

/* ---- anchors and tags: refused, unless a tag stands for a function of a template ---- */

/* The word that begins at an offset, up to a blank or to what ends a value in a list or map. */
static struct rp_span yaml_word_at(const struct yaml_builder *builder, uint32_t start)
{
    struct rampart_str text = builder->reading->source->text;
    uint32_t end = start;
    while (end < text.len && !rp_is_blank(text.data[end]) && rp_str_find(RP_STR(",]}"), text.data[end]) == 3)
        end++;
    return (struct rp_span){start, end};
}

/* The anchor or the tag of a node, which begins with one of them or with both in any order. */
static struct rp_span yaml_property_at(const struct yaml_builder *builder, struct rp_span span, char sign)
{
    struct rampart_str text = builder->reading->source->text;
    struct rp_span word = yaml_word_at(builder, span.start);
    if (word.start < text.len && text.data[word.start] == sign) return word;
    uint32_t next = word.end;
    while (next < text.len && rp_is_blank(text.data[next])) next++;
    return yaml_word_at(builder, next);
}

/* Refuses the anchor of a node whose span begins with it; NULL for none. */
static void yaml_refuse_anchor(struct yaml_builder *builder, const yaml_char_t *anchor, struct rp_span span)
{
    if (anchor == NULL) return;
    builder->failed = true;
    struct rp_span place = yaml_property_at(builder, span, '&');
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_ANCHOR, place.start, place.end, "anchors are not supported");
    rp_diag_help(builder->reading->diags, "remove it, and write the value out wherever it is needed");
}

static void yaml_refuse_tag(struct yaml_builder *builder, struct rp_span place)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_TAG, place.start, place.end, "tags are not supported");
    rp_diag_help(builder->reading->diags, "remove it; put a value in quotes to make it a string");
}

static bool yaml_is_name(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = rp_lower(text.data[i]);
        if (!rp_is_digit(c) && (c < 'a' || c > 'z')) return false;
    }
    return text.len > 0;
}

/* The start of a value, behind its tag, blanks and comments; `end` when there is nothing. */
static uint32_t yaml_value_start(const struct yaml_builder *builder, uint32_t at, uint32_t end)
{
    struct rampart_str text = builder->reading->source->text;
    while (at < end && (rp_is_blank(text.data[at]) || text.data[at] == '#')) {
        bool comment = text.data[at] == '#';
        while (comment && at < end && text.data[at] != '\n') at++;
        if (!comment) at++;
    }
    return at;
}

static enum rampart_status yaml_name_call(struct yaml_builder *builder, struct rampart_str name,
                                          struct rp_node *value)
{
    bool bare = rp_str_equal(name, RP_STR("Ref")) || rp_str_equal(name, RP_STR("Condition"));
    struct rampart_str parts[] = {bare ? RP_STR("") : RP_STR("Fn::"), name};
    RP_TRY_MEMORY(rp_arena_join(builder->reading->arena, parts, 2, &value->key));
    return RAMPART_OK;
}

/* A list or map whose end is not known yet begins before the end of the text. */
static uint32_t yaml_value_end(const struct yaml_builder *builder, const struct rp_node *node)
{
    bool scalar = node->type != RP_NODE_LIST && node->type != RP_NODE_MAP;
    return scalar ? node->span.end : (uint32_t)builder->reading->source->text.len;
}

/* Reads the tag of a node whose span begins with it; behind a function's tag the span begins with the value. */
static enum rampart_status yaml_read_tag(struct yaml_builder *builder, const yaml_char_t *written,
                                         struct rp_node *value, struct yaml_tag *ret_tag)
{
    *ret_tag = (struct yaml_tag){false, NULL};
    if (written == NULL) return RAMPART_OK;
    struct rp_span place = yaml_property_at(builder, value->span, '!');
    struct rampart_str tag = rampart_str((const char *)written), name = rp_str_from(tag, 1);
    bool call = builder->reading->short_functions && tag.data[0] == '!' && yaml_is_name(name);
    if (!call || yaml_expects_key(builder)) {
        yaml_refuse_tag(builder, place);
        ret_tag->refused = true;
        return RAMPART_OK;
    }
    struct rp_node *map = RP_NEW(builder->reading->arena, struct rp_node);
    RP_TRY_MEMORY(map != NULL);
    *map = (struct rp_node){.type = RP_NODE_MAP, .span = value->span, .first = value, .count = 1};
    RP_TRY(yaml_name_call(builder, name, value));
    value->key_span = place;
    value->span.start = yaml_value_start(builder, place.end, yaml_value_end(builder, value));
    ret_tag->call = map;
    return RAMPART_OK;
}

/* ---- events ---- */

/*
 * In brackets libyaml takes "?" for the sign of a key, whatever follows; to other readers {?Condition: …} has the key
 * "?Condition". Elsewhere nothing begins right behind one.
 */
static void yaml_refuse_lost_mark(struct yaml_builder *builder, struct rp_span span)
{
    struct rampart_str text = builder->reading->source->text;
    if (span.start == 0 || text.data[span.start - 1] != '?') return;
    struct rampart_str shown = rp_yaml_shown(yaml_slice(builder, span));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, span.start - 1, span.start,
                  "a \"?\" before a key belongs to the key for some readers of YAML and not for others");
    rp_diag_help(builder->reading->diags, "remove it, or put the key in quotes: \"?%.*s\"", RP_ARG(shown));
}

static struct rp_node *yaml_new_node(struct yaml_builder *builder, enum rp_node_type type,
                                     struct rp_span span)
{
    struct rp_node *node = RP_NEW(builder->reading->arena, struct rp_node);
    if (node == NULL) return NULL;
    yaml_refuse_lost_mark(builder, span);
    node->type = type;
    node->span = span;
    return node;
}

static enum rampart_status yaml_add_alias(struct yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node = yaml_new_node(builder, RP_NODE_BROKEN, yaml_span_of(builder, event));
    RP_TRY_MEMORY(node != NULL);
    struct rampart_str shown = rp_yaml_shown(yaml_slice(builder, node->span));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_ANCHOR, node->span.start, node->span.end,
                  "aliases are not supported");
    rp_diag_help(builder->reading->diags,
                 "write the value out; if the text %.*s is meant, put it in quotes: \"%.*s\"", RP_ARG(shown),
                 RP_ARG(shown));
    return yaml_add(builder, node);
}

static enum rampart_status yaml_check_size(struct yaml_builder *builder, const struct rp_node *node,
                                           size_t size)
{
    if (size <= builder->reading->limits->string_bytes) return RAMPART_OK;
    RP_YAML_ERROR(builder->reading, RP_SYN_STRING_SIZE, node->span.start, node->span.end,
                  "a string of %zu bytes; the limit is %zu", size, builder->reading->limits->string_bytes);
    return RAMPART_LIMIT;
}

/* Most scalars stand in the source as they are; the others are copied. */
static bool yaml_keep_text(struct yaml_builder *builder, const yaml_event_t *event, struct rp_node *node)
{
    struct rampart_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct rampart_str written = yaml_slice(builder, node->span);
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) written = rp_str_part(written, 1, text.len);
    if (!rp_str_equal(written, text)) return rp_arena_copy(builder->reading->arena, text, &node->text);
    node->text = written;
    return true;
}

static void yaml_refuse_ambiguous(struct yaml_builder *builder, const struct rp_node *node)
{
    struct rampart_str shown = rp_yaml_shown(node->text);
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_AMBIGUOUS, node->span.start, node->span.end,
                  "%.*s without quotes is one value to some readers of YAML and another to others",
                  RP_ARG(shown));
    rp_diag_help(builder->reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(shown));
}

static void yaml_refuse_null_key(struct yaml_builder *builder, const struct rp_node *node)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, node->span.start, node->span.end,
                  "null cannot be a key");
    rp_diag_help(builder->reading->diags,
                 "write the key before the ':', in quotes if it is \"null\" or \"~\"");
}

static void yaml_refuse_merge(struct yaml_builder *builder, const struct rp_node *node)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_MERGE, node->span.start, node->span.end,
                  "merge keys are not supported");
    rp_diag_help(builder->reading->diags, "write the members out in this map");
}

/*
 * A key is a string however it looks, unless some readers would not take it for one: it is NULL here then, and its
 * member is lost. A merge key is BROKEN, since it stands for any number of members.
 */
static enum rp_node_type yaml_plain_key_type(struct yaml_builder *builder, const struct rp_node *node,
                                             enum rp_node_type type)
{
    if (type == RP_NODE_BROKEN) return RP_NODE_NULL;
    if (type == RP_NODE_NULL) {
        yaml_refuse_null_key(builder, node);
        return RP_NODE_NULL;
    }
    if (!rp_str_equal(node->text, RP_STR("<<"))) return RP_NODE_STRING;
    yaml_refuse_merge(builder, node);
    return RP_NODE_BROKEN;
}

static void yaml_read_plain(struct yaml_builder *builder, struct rp_node *node)
{
    node->doubtful = rp_yaml_is_old_bool(node->text);
    node->type = node->doubtful ? RP_NODE_STRING : rp_yaml_plain_type(node->text);
    if (node->type == RP_NODE_BROKEN) yaml_refuse_ambiguous(builder, node);
    if (yaml_expects_key(builder)) node->type = yaml_plain_key_type(builder, node, node->type);
    if (node->type != RP_NODE_BOOL) return;
    node->text = rp_lower(node->text.data[0]) == 't' ? RP_STR("true") : RP_STR("false");
}

static void yaml_read_quoted(struct yaml_builder *builder, struct rp_node *node)
{
    node->type = RP_NODE_STRING;
    if (rp_str_find(node->text, '\0') == node->text.len) return;
    node->type = RP_NODE_BROKEN;
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_NUL, node->span.start, node->span.end,
                  "the string contains a zero character");
    rp_diag_help(builder->reading->diags, "remove the escape; no name in a policy has one");
}

static void yaml_read_value(struct yaml_builder *builder, const yaml_event_t *event, struct rp_node *node)
{
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        yaml_read_plain(builder, node);
    else
        yaml_read_quoted(builder, node);
}

/* For libyaml a text under "|" or ">" ends where the next thing begins. */
static struct rp_span yaml_trim(const struct yaml_builder *builder, struct rp_span span)
{
    struct rampart_str text = builder->reading->source->text;
    while (span.end > span.start + 1 && rp_is_blank(text.data[span.end - 1])) span.end--;
    return span;
}

static enum rampart_status yaml_add_scalar(struct yaml_builder *builder, const yaml_event_t *event)
{
    struct rp_node *node =
        yaml_new_node(builder, RP_NODE_BROKEN, yaml_trim(builder, yaml_span_of(builder, event)));
    RP_TRY_MEMORY(node != NULL);
    struct yaml_tag tag;
    RP_TRY(yaml_check_size(builder, node, event->data.scalar.length));
    yaml_refuse_anchor(builder, event->data.scalar.anchor, node->span);
    RP_TRY(yaml_read_tag(builder, event->data.scalar.tag, node, &tag));
    RP_TRY_MEMORY(yaml_keep_text(builder, event, node));
    if (!tag.refused) yaml_read_value(builder, event, node);
    return yaml_add_tagged(builder, node, tag);
}

static enum rampart_status yaml_open_collection(struct yaml_builder *builder, const yaml_event_t *event,
                                               enum rp_node_type type, const yaml_char_t *anchor,
                                               const yaml_char_t *written_tag)
{
    struct rp_node *node = yaml_new_node(builder, type, yaml_span_of(builder, event));
    RP_TRY_MEMORY(node != NULL);
    struct yaml_tag tag;
    yaml_refuse_anchor(builder, anchor, node->span);
    RP_TRY(yaml_read_tag(builder, written_tag, node, &tag));
    return yaml_open(builder, node, tag);
}

static enum rampart_status yaml_open_list(struct yaml_builder *builder, const yaml_event_t *event)
{
    return yaml_open_collection(builder, event, RP_NODE_LIST, event->data.sequence_start.anchor,
                                event->data.sequence_start.tag);
}

static enum rampart_status yaml_open_map(struct yaml_builder *builder, const yaml_event_t *event)
{
    return yaml_open_collection(builder, event, RP_NODE_MAP, event->data.mapping_start.anchor,
                                event->data.mapping_start.tag);
}

static enum rampart_status yaml_begin_document(struct yaml_builder *builder, const yaml_event_t *event)
{
    if (builder->root == NULL) return RAMPART_OK;
    struct rp_span span = yaml_span_of(builder, event);
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_DOCUMENTS, span.start, span.end,
                  "a second document begins here");
    rp_diag_help(builder->reading->diags, "keep one document in a file");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status yaml_take(struct yaml_builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return yaml_begin_document(builder, event);
    case YAML_ALIAS_EVENT: return yaml_add_alias(builder, event);
    case YAML_SCALAR_EVENT: return yaml_add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT: return yaml_open_list(builder, event);
    case YAML_MAPPING_START_EVENT: return yaml_open_map(builder, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return yaml_close(builder, yaml_span_of(builder, event));
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT: break;
    }
    return RAMPART_OK;
}

static enum rampart_status yaml_parse(struct yaml_builder *builder, yaml_parser_t *parser)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            /* Refused memory leaves YAML_MEMORY_ERROR, and in a few places of libyaml nothing at all. */
            if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) return RAMPART_NO_MEMORY;
            rp_yaml_problem(builder->reading, parser);
            return RAMPART_INVALID_INPUT;
        }
        enum rampart_status status = yaml_take(builder, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        RP_TRY(status);
    }
    return RAMPART_OK;
}

/* Comments alone, or "---" alone. */
static enum rampart_status yaml_check_content(struct yaml_builder *builder)
{
    if (builder->root != NULL && builder->root->span.end > builder->root->span.start) return RAMPART_OK;
    RP_YAML_ERROR(builder->reading, RP_SYN_EMPTY, 0, 0, "the document is empty");
    builder->root = NULL;
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_yaml_read(const struct rp_reading *reading, struct rp_node **ret_root)
{
    struct yaml_builder builder = {.reading = reading};
    *ret_root = NULL;
    if (!rp_yaml_check(reading, &builder.failed)) return RAMPART_INVALID_INPUT;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return RAMPART_NO_MEMORY;
    struct rampart_str text = rp_yaml_text(reading->source);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.len);
    enum rampart_status status = yaml_parse(&builder, &parser);
    yaml_parser_delete(&parser);
    RP_TRY(status);
    RP_TRY(yaml_check_content(&builder));
    *ret_root = builder.root;
    return builder.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
