/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one tree that JSON and YAML texts become: every node knows its place. Reading is strict. A text with an error
 * still gives a tree, whose unreadable parts are BROKEN, so that the next stage finds the other errors of the
 * document. Such a tree decides nothing.
 */
#ifndef RP_TEXT_TREE_H
#define RP_TEXT_TREE_H

#include "base/buf.h"
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
    bool lazy; /* a list or map whose children were left out: rp_json_expand() reads them */
    /*
     * YAML: a word without quotes that is true or false to some readers and a string to others (off, y); it is read
     * as a string. A list or map is doubtful when a value or key in it is. rp_tree_refuse_doubtful() refuses such
     * words where they stand for a value of a policy or of a request.
     */
    bool doubtful, doubtful_key;
    struct rp_span span;     /* of the value, quotes and brackets included */
    struct rampart_str text; /* scalars; lives in the arena or in the source */
    struct rampart_str key;  /* of a map's member, unescaped */
    struct rp_span key_span; /* quotes included */
    struct rp_node *first;   /* of a list or map, in document order */
    struct rp_node *next;    /* the sibling */
    size_t count;            /* children */
    void *made;              /* of a lazy node: the caller's own result of reading it; NULL: nothing yet */
};

/* The inputs of reading a text; everything lives in the arena. */
struct rp_reading {
    struct rp_arena *arena;
    const struct rp_source *source;
    const struct rampart_limits *limits; /* filled in, no zeros */
    struct rampart_diags *diags;         /* never NULL */
    rampart_switches assumed;                    /* the chosen readings of undocumented points */
    const struct rampart_catalog *catalog; /* NULL: that which is built in */
    /* YAML: a tag is a function of a template: `!Name x` is read as {"Fn::Name": x}, but for Ref and Condition. */
    bool short_functions;
    /* Nothing is decided by what is read: behind a fault that concerns one principal alone the rest is read. */
    bool looks_over;
};

/* Reports every doubtful word in the tree. True when there are any. */
bool rp_tree_refuse_doubtful(const struct rp_reading *reading, const struct rp_node *root);

/*
 * Reports each member of a map whose key an earlier member has, in document order. Readers differ in which of the
 * two they take, so none may be taken. It takes n log n steps on every input. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_node_duplicates(const struct rp_arena *arena, const struct rp_node *map,
                                       void (*report)(void *context, const struct rp_node *member,
                                                      const struct rp_node *first),
                                       void *context);

/* The member of a map with exactly this key, or NULL. */
struct rp_node *rp_node_member(const struct rp_node *map, struct rampart_str key);

/* "a string", "a list", … for messages. */
const char *rp_node_type_name(enum rp_node_type type);

/*
 * ---- making trees that are to be written ----
 * Each node goes to the end of its parent, NULL for the root. Errors: RAMPART_NO_MEMORY.
 */

static const struct rampart_str rp_no_key = {NULL, 0}; /* of a list's element */

enum rampart_status rp_make_map(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                struct rp_node **ret_map);
enum rampart_status rp_make_list(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rp_node **ret_list);
/* The text is not copied. */
enum rampart_status rp_make_text(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rampart_str text);
/* A number or a truth value, as it is written. */
enum rampart_status rp_make_word(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 const char *word);
/* Hangs a tree that was made by itself into another one. */
void rp_make_join(struct rp_node *parent, struct rampart_str key, struct rp_node *tree);

/* Writes a tree as JSON on one line, without a newline. */
void rp_tree_json(struct rp_buf *out, const struct rp_node *root);

#endif
