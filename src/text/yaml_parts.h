/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the YAML reader share. libyaml splits the text; what it means is decided here. */
#ifndef RP_TEXT_YAML_PARTS_H
#define RP_TEXT_YAML_PARTS_H

#include <yaml.h>

#include "text/tree.h"

/*
 * Whether libyaml may see the text (yaml_check.c); what may not stand in it is reported. A byte order mark is
 * reported too and sets *ret_failed, but does not keep the rest from being read.
 */
bool rp_yaml_check(const struct rp_reading *reading, bool *ret_failed);

/* The source's text without a byte order mark: what libyaml gets to see (yaml_mark.c). */
struct rampart_str rp_yaml_text(const struct rp_source *source);

/* The offset of a mark in the source; libyaml counts characters where spans count bytes (yaml_mark.c). */
uint32_t rp_yaml_offset(const struct rp_source *source, yaml_mark_t mark);

/* What an unquoted scalar is, which is no old bool; BROKEN when YAML 1.1 and YAML 1.2 disagree (yaml_scalar.c). */
enum rp_node_type rp_yaml_plain_type(struct rampart_str text);

/* Whether YAML 1.1 takes the word for true or false, and YAML 1.2 does not. */
bool rp_yaml_is_old_bool(struct rampart_str text);

/* Says in plain words why libyaml stopped (yaml_problem.c). */
void rp_yaml_problem(const struct rp_reading *reading, const yaml_parser_t *parser);

/* As much of a part of the source as fits into a message: the beginning of its first line (yaml_mark.c). */
struct rampart_str rp_yaml_shown(struct rampart_str text);

/* The tree while it grows (yaml_build.c). */
struct rp_yaml_builder {
    const struct rp_reading *reading;
    struct rp_yaml_level *level; /* the innermost open list or map, NULL outside of all */
    size_t depth;
    struct rp_node *root;
    bool failed; /* an error was reported */
};

/* Whether the next node is the key of a member. */
bool rp_yaml_expects_key(const struct rp_yaml_builder *builder);

/* What the tag of a node makes of it (yaml_tag.c). */
struct rp_yaml_tag {
    bool refused;         /* and reported: the value is something else than it looks */
    struct rp_node *call; /* the map that stands in its place, with the node as its one member; or NULL */
};

/* Reads the tag of a node whose span begins with it; behind a function's tag the span begins with the value. */
enum rampart_status rp_yaml_tag(struct rp_yaml_builder *builder, const yaml_char_t *written,
                                struct rp_node *value, struct rp_yaml_tag *ret_tag);

/* An anchor, of a node whose span begins with it; NULL for none. */
void rp_yaml_refuse_anchor(struct rp_yaml_builder *builder, const yaml_char_t *anchor, struct rp_span span);

/* Adds a scalar or what is BROKEN: the root, a list's value, a member's key or its value. */
enum rampart_status rp_yaml_add(struct rp_yaml_builder *builder, struct rp_node *node);

/* The same for what may have a tag. */
enum rampart_status rp_yaml_add_tagged(struct rp_yaml_builder *builder, struct rp_node *node,
                                       struct rp_yaml_tag tag);

/* Begins a list or map; the content of one with a refused tag does not count. */
enum rampart_status rp_yaml_open(struct rp_yaml_builder *builder, struct rp_node *node,
                                 struct rp_yaml_tag tag);

/* Ends it. `span` is the closing bracket, empty when there is none. */
enum rampart_status rp_yaml_close(struct rp_yaml_builder *builder, struct rp_span span);

/* Reports an error; its help goes by rp_diag_help(). */
#define RP_YAML_ERROR(reading, code, start, end, ...)                                                     \
    rp_diag((reading)->diags, RAMPART_ERROR, (code), (struct rp_at){(reading)->source, {(start), (end)}}, \
            __VA_ARGS__)

#endif
