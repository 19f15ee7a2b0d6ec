/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one tree that JSON and YAML texts become: every node knows where it stands. Reading is strict;
 * a text with an error still gives a tree, in which what could not be read is BROKEN, so that the
 * next stage can find the other errors of the document. Such a tree decides nothing.
 */
#ifndef RP_TEXT_TREE_H
#define RP_TEXT_TREE_H

#include <rampart/policy.h>

#include "text/diag.h"

enum rp_node_type {
    RP_NODE_BROKEN = 0, /* an error was reported here; say nothing more about it */
    RP_NODE_NULL,
    RP_NODE_BOOL,   /* text is "true" or "false" */
    RP_NODE_NUMBER, /* text is the lexeme */
    RP_NODE_STRING, /* text is unescaped */
    RP_NODE_LIST,
    RP_NODE_MAP
};

struct rp_node {
    enum rp_node_type type;
    bool folded;             /* a list or map whose members were left out: rp_json_unfold() reads them */
    /*
     * YAML: a word without quotes that is true or false to some readers and a string to others (off, y), read as a
     * string; of a list or map: there is one in it, or its member's key is one. Where a value of a policy or of a
     * request is meant, rp_tree_refuse_doubtful() refuses it.
     */
    bool doubtful, doubtful_key;
    struct rp_span span;     /* of the value, quotes and brackets included */
    struct rampart_str text; /* scalars; lives in the arena or in the source */
    struct rampart_str key;  /* of a map's member, unescaped */
    struct rp_span key_span; /* quotes included */
    struct rp_node *first;   /* of a list or map, in document order */
    struct rp_node *next;    /* the sibling */
    size_t count;            /* children */
    void *made;              /* of a folded node: what its reader made of it; NULL: nothing yet */
};

/* Who wants to see a list or map whole before it is folded, and the map or list that it is in. */
struct rp_fold {
    size_t depth; /* of what is folded, where the document itself is 1 */
    enum rampart_status (*see)(void *context, const struct rp_node *outer, struct rp_node *node);
    void *context;
};

/* What reading a text needs; everything lives in the arena. */
struct rp_reading {
    struct rp_arena *arena;
    const struct rp_source *source;
    const struct rampart_limits *limits; /* filled in, no zeros */
    struct rampart_diags *diags;         /* never NULL */
    unsigned assumed;                    /* what the cloud is assumed to refuse is refused */
    /* YAML: a tag is a function of a template: `!Name x` is read as {"Fn::Name": x}, but for Ref and Condition. */
    bool short_functions;
};

/*
 * Read a text into a tree. All errors are reported. RAMPART_INVALID_INPUT when there was any error; then
 * *ret_root is a tree with BROKEN parts, or NULL when the reader could not go on. RAMPART_LIMIT (also
 * reported) and RAMPART_NO_MEMORY give NULL. Both take time linear in the text.
 */
enum rampart_status rp_json_read(const struct rp_reading *reading, struct rp_node **ret_root);
enum rampart_status rp_yaml_read(const struct rp_reading *reading, struct rp_node **ret_root);

/*
 * The same, but nothing is reported, and any error gives RAMPART_INVALID_INPUT and no tree. Lists and maps of
 * this depth are checked and folded: all that is left of them is where they stand and how many
 * members they have. A large text of many parts needs little memory so, when each is unfolded and used by itself.
 */
enum rampart_status rp_json_read_folded(const struct rp_reading *reading, const struct rp_fold *fold,
                                        struct rp_node **ret_root);

/* A folded node with all that stands in it, into the arena of this reading, which may be another one. */
enum rampart_status rp_json_unfold(const struct rp_reading *reading, const struct rp_node *node,
                                   struct rp_node **ret_whole);

/*
 * A part of the text that is a document of its own, as a line can be; not empty. Every place is one of the whole text.
 * As rp_json_read().
 */
enum rampart_status rp_json_read_part(const struct rp_reading *reading, struct rp_span part,
                                      struct rp_node **ret_root);

/*
 * The value that begins behind the blanks from an offset on: to where its brackets close, or its line ends if it has
 * none. False: nothing but blanks is left. What follows one another is so told apart; whether it is JSON is not looked at.
 */
bool rp_json_next_value(struct rampart_str text, uint32_t from, struct rp_span *ret_part);

/* By format, by the source's name, else by its first character: the reader that fits. */
enum rampart_status rp_tree_read(const struct rp_reading *reading, enum rampart_format format,
                                 struct rp_node **ret_root);

/* Whether rp_tree_read() would read a text as JSON. */
bool rp_tree_is_json(const struct rp_source *source, enum rampart_format format);

/* Reports that a document is left alone because it is YAML: what would write it has no place for its comments. */
void rp_tree_not_written(struct rampart_diags *diags, struct rampart_str file);

/* Reports every doubtful word in the tree. Whether there are any. */
bool rp_tree_refuse_doubtful(const struct rp_reading *reading, const struct rp_node *root);

/* The member of a map with exactly this key, or NULL. */
struct rp_node *rp_node_member(const struct rp_node *map, struct rampart_str key);

/* "a string", "a list", … for messages. */
const char *rp_node_type_name(enum rp_node_type type);

#endif
