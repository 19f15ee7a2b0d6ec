/* SPDX-License-Identifier: Apache-2.0 */
/* Events of libyaml become a tree. An explicit stack of levels stands for the recursion. */
#include "base/str.h"
#include "base/try.h"
#include "text/yaml_parts.h"

/* One open list or map. */
struct rp_yaml_level {
    struct rp_yaml_level *outer;
    struct rp_node *node, *last_child;
    struct rp_node *key;  /* read, and waiting for its value; NULL between members */
    struct rp_node *call; /* the function that the node is the value of, or NULL */
    uint32_t end;         /* of what was read of it so far */
    bool broken;          /* its members cannot all be known: it counts as BROKEN */
};

bool rp_yaml_expects_key(const struct rp_yaml_builder *builder)
{
    return builder->level != NULL && builder->level->node->type == RP_NODE_MAP && builder->level->key == NULL;
}

static enum rampart_status list_too_long(struct rp_yaml_builder *builder, const struct rp_node *node)
{
    RP_YAML_ERROR(builder->reading, RP_SYN_LIST_SIZE, node->span.start, node->span.end,
                  "the list has more than %zu values", builder->reading->limits->list_values);
    return RAMPART_LIMIT;
}

static enum rampart_status append(struct rp_yaml_builder *builder, struct rp_node *node)
{
    struct rp_yaml_level *level = builder->level;
    struct rp_node *parent = level->node;
    if (parent->type == RP_NODE_LIST && parent->count == builder->reading->limits->list_values)
        return list_too_long(builder, node);
    if (level->last_child == NULL)
        parent->first = node;
    else
        level->last_child->next = node;
    level->last_child = node;
    parent->count++;
    parent->doubtful |= node->doubtful || node->doubtful_key;
    return RAMPART_OK;
}

/* A value whose key is no string has an error already; no name could be given to it. */
static enum rampart_status add_member(struct rp_yaml_builder *builder, struct rp_node *value)
{
    const struct rp_node *key = builder->level->key;
    builder->level->key = NULL;
    if (key->type != RP_NODE_STRING) return RAMPART_OK;
    value->key = key->text;
    value->key_span = key->span;
    value->doubtful_key = key->doubtful;
    return append(builder, value);
}

enum rampart_status rp_yaml_add(struct rp_yaml_builder *builder, struct rp_node *node)
{
    struct rp_yaml_level *level = builder->level;
    if (level == NULL) {
        builder->root = node;
        return RAMPART_OK;
    }
    level->end = node->span.end;
    if (level->node->type == RP_NODE_LIST) return append(builder, node);
    if (level->key != NULL) return add_member(builder, node);
    level->key = node;
    if (node->type == RP_NODE_BROKEN) level->broken = true;
    return RAMPART_OK;
}

static enum rampart_status too_deep(struct rp_yaml_builder *builder, const struct rp_node *node)
{
    RP_YAML_ERROR(builder->reading, RP_SYN_DEPTH, node->span.start, node->span.end,
                  "lists and maps are nested more than %zu deep", builder->reading->limits->depth);
    return RAMPART_LIMIT;
}

enum rampart_status rp_yaml_add_tagged(struct rp_yaml_builder *builder, struct rp_node *node,
                                       struct rp_yaml_tag tag)
{
    if (tag.call == NULL) return rp_yaml_add(builder, node);
    if (builder->depth == builder->reading->limits->depth) return too_deep(builder, tag.call);
    return rp_yaml_add(builder, tag.call);
}

enum rampart_status rp_yaml_open(struct rp_yaml_builder *builder, struct rp_node *node,
                                 struct rp_yaml_tag tag)
{
    size_t deeper = tag.call == NULL ? 1 : 2;
    if (builder->depth + deeper > builder->reading->limits->depth) return too_deep(builder, node);
    struct rp_yaml_level *level = RP_NEW(builder->reading->arena, struct rp_yaml_level);
    RP_TRY_MEMORY(level != NULL);
    if (rp_yaml_expects_key(builder)) {
        builder->failed = true;
        RP_YAML_ERROR(builder->reading, RP_SYN_YAML_KEY, node->span.start, node->span.end,
                      "%s cannot be a key", rp_node_type_name(node->type));
        rp_diag_help(builder->reading->diags,
                     "a key is a string; put it in quotes if it begins with \"[\" or \"{\"");
    }
    RP_TRY(rp_yaml_add_tagged(builder, node, tag));
    *level = (struct rp_yaml_level){.outer = builder->level,
                                    .node = node,
                                    .call = tag.call,
                                    .end = node->span.end,
                                    .broken = tag.refused};
    builder->level = level;
    builder->depth += deeper;
    return RAMPART_OK;
}

/* Members with the same key stand together, the first of them first. */
static bool comes_before(const struct rp_node *a, const struct rp_node *b)
{
    int order = rp_str_compare(a->key, b->key);
    return order != 0 ? order < 0 : a->key_span.start < b->key_span.start;
}

/* Lets the member at `root` sink to its place in the heap of the first `count`. */
static void sink(const struct rp_node **members, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && comes_before(members[child], members[child + 1])) child++;
        if (!comes_before(members[root], members[child])) return;
        const struct rp_node *moved = members[root];
        members[root] = members[child];
        members[child] = moved;
        root = child;
    }
}

/* Heap sort: n log n whatever the keys are, so that no document can make the check for duplicates slow. */
static void sort_members(const struct rp_node **members, size_t count)
{
    for (size_t root = count / 2; root > 0; root--) sink(members, root - 1, count);
    for (size_t end = count; end > 1; end--) {
        const struct rp_node *last = members[0];
        members[0] = members[end - 1];
        members[end - 1] = last;
        sink(members, 0, end - 1);
    }
}

static void report_duplicate(struct rp_yaml_builder *builder, const struct rp_node *first,
                             const struct rp_node *again)
{
    const struct rp_source *source = builder->reading->source;
    struct rp_position place = rp_source_position(source, first->key_span.start);
    struct rp_span span = again->key_span;
    struct rampart_str shown = rp_yaml_shown(rp_str_part(source->text, span.start, span.end - span.start));
    builder->failed = true;
    RP_YAML_ERROR(builder->reading, RP_SYN_DUPLICATE, span.start, span.end,
                  "the key %.*s stands twice in this map, first at line %u, column %u", RP_ARG(shown),
                  place.line, place.column);
    rp_diag_help(builder->reading->diags, "keep one of the two; readers disagree on which one counts");
}

static enum rampart_status report_duplicates(struct rp_yaml_builder *builder, const struct rp_node *map)
{
    if (map->count < 2) return RAMPART_OK;
    const struct rp_node **members =
        RP_NEW_ARRAY(builder->reading->arena, const struct rp_node *, map->count);
    RP_TRY_MEMORY(members != NULL);
    size_t count = 0;
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        members[count++] = member;
    sort_members(members, count);
    const struct rp_node *first = members[0];
    for (size_t i = 1; i < count; i++) {
        if (rp_str_equal(first->key, members[i]->key))
            report_duplicate(builder, first, members[i]);
        else
            first = members[i];
    }
    return RAMPART_OK;
}

enum rampart_status rp_yaml_close(struct rp_yaml_builder *builder, struct rp_span span)
{
    struct rp_yaml_level *level = builder->level;
    struct rp_node *node = level->node;
    /* Without a bracket libyaml's end is where the next thing begins, blank lines and comments later. */
    node->span.end = span.end > span.start ? span.end : level->end;
    if (level->call != NULL) level->call->span.end = node->span.end;
    builder->level = level->outer;
    builder->depth -= level->call == NULL ? 1 : 2;
    if (builder->level != NULL) builder->level->end = node->span.end;
    if (level->call != NULL) level->call->doubtful |= node->doubtful;
    if (builder->level != NULL) builder->level->node->doubtful |= node->doubtful;
    if (node->type == RP_NODE_MAP) RP_TRY(report_duplicates(builder, node));
    if (!level->broken) return RAMPART_OK;
    node->type = RP_NODE_BROKEN;
    node->first = NULL;
    node->count = 0;
    return RAMPART_OK;
}
