/* SPDX-License-Identifier: Apache-2.0 */
/* Anchors, which are refused, and tags: refused as well, unless they stand for the functions of a template. */
#include "base/str.h"
#include "base/try.h"
#include "text/yaml_parts.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The word that begins at an offset, up to a blank or to what ends a value in a list or map. */
static struct rp_span word_at(const struct rp_yaml_builder *builder, uint32_t start)
{
    struct rampart_str text = builder->reading->source->text;
    uint32_t end = start;
    while (end < text.len && !is_blank(text.data[end]) && rp_str_find(RP_STR(",]}"), text.data[end]) == 3)
        end++;
    return (struct rp_span){start, end};
}

/* Where the anchor or the tag of a node stands, which begins with one of them or with both in any order. */
static struct rp_span property_at(const struct rp_yaml_builder *builder, struct rp_span span, char sign)
{
    struct rampart_str text = builder->reading->source->text;
    struct rp_span word = word_at(builder, span.start);
    if (word.start < text.len && text.data[word.start] == sign) return word;
    uint32_t next = word.end;
    while (next < text.len && is_blank(text.data[next])) next++;
    return word_at(builder, next);
}

void rp_yaml_refuse_anchor(struct rp_yaml_builder *builder, const yaml_char_t *anchor, struct rp_span span)
{
    if (anchor == NULL) return;
    builder->failed = true;
    struct rp_span place = property_at(builder, span, '&');
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_ANCHOR, place.start, place.end, "anchors are not read");
    rp_diag_help(builder->reading->diags, "remove it, and write the value out wherever it is needed");
}

static void refuse(struct rp_yaml_builder *builder, struct rp_span place)
{
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_YAML_TAG, place.start, place.end, "tags are not read");
    rp_diag_help(builder->reading->diags, "remove it; put a value in quotes to make it a string");
}

/* ---- functions ---- */

static bool is_name(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = rp_lower(text.data[i]);
        if (!rp_is_digit(c) && (c < 'a' || c > 'z')) return false;
    }
    return text.len > 0;
}

/* Where the value begins, behind its tag, blanks and comments; `end` when there is nothing. */
static uint32_t value_start(const struct rp_yaml_builder *builder, uint32_t at, uint32_t end)
{
    struct rampart_str text = builder->reading->source->text;
    while (at < end && (is_blank(text.data[at]) || text.data[at] == '#')) {
        bool comment = text.data[at] == '#';
        while (comment && at < end && text.data[at] != '\n') at++;
        if (!comment) at++;
    }
    return at;
}

static enum rampart_status name_call(struct rp_yaml_builder *builder, struct rampart_str name,
                                     struct rp_node *value)
{
    bool bare = rp_str_equal(name, RP_STR("Ref")) || rp_str_equal(name, RP_STR("Condition"));
    struct rampart_str parts[] = {bare ? RP_STR("") : RP_STR("Fn::"), name};
    RP_TRY_MEMORY(rp_arena_join(builder->reading->arena, parts, 2, &value->key));
    return RAMPART_OK;
}

/* A list or map whose end is not known yet begins before the end of the text. */
static uint32_t end_of(const struct rp_yaml_builder *builder, const struct rp_node *node)
{
    bool scalar = node->type != RP_NODE_LIST && node->type != RP_NODE_MAP;
    return scalar ? node->span.end : (uint32_t)builder->reading->source->text.len;
}

enum rampart_status rp_yaml_tag(struct rp_yaml_builder *builder, const yaml_char_t *written,
                                struct rp_node *value, struct rp_yaml_tag *ret_tag)
{
    *ret_tag = (struct rp_yaml_tag){false, NULL};
    if (written == NULL) return RAMPART_OK;
    struct rp_span place = property_at(builder, value->span, '!');
    struct rampart_str tag = rampart_str((const char *)written), name = rp_str_from(tag, 1);
    bool call = builder->reading->short_functions && tag.data[0] == '!' && is_name(name);
    if (!call || rp_yaml_expects_key(builder)) {
        refuse(builder, place);
        ret_tag->refused = true;
        return RAMPART_OK;
    }
    struct rp_node *map = RP_NEW(builder->reading->arena, struct rp_node);
    RP_TRY_MEMORY(map != NULL);
    *map = (struct rp_node){.type = RP_NODE_MAP, .span = value->span, .first = value, .count = 1};
    RP_TRY(name_call(builder, name, value));
    value->key_span = place;
    value->span.start = value_start(builder, place.end, end_of(builder, value));
    ret_tag->call = map;
    return RAMPART_OK;
}
