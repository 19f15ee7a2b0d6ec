/* SPDX-License-Identifier: Apache-2.0 */
/* The state of reading one JSON text, shared by the files that do it. */
#ifndef RP_TEXT_JSON_READER_H
#define RP_TEXT_JSON_READER_H

#include "text/json.h"
#include "text/json_scan.h"

/* A list or map that is still open. */
struct rp_json_frame {
    struct rp_json_frame *up;
    struct rp_json_frame
        *other; /* the nearest one above that is a map where this is a list, or the reverse */
    struct rp_node *node, *last;
    bool is_map;
};

/* What may come next. */
enum rp_json_state {
    RP_JSON_AT_START = 0,
    RP_JSON_AT_FIRST_ITEM, /* an item, or the end of an empty list */
    RP_JSON_AT_ITEM,
    RP_JSON_AT_FIRST_KEY, /* a key, or the end of an empty map */
    RP_JSON_AT_KEY,
    RP_JSON_AT_COLON,
    RP_JSON_AT_VALUE,
    RP_JSON_AFTER_VALUE, /* a comma or a closing bracket */
    RP_JSON_DONE
};

struct rp_json_reader {
    const struct rp_reading *reading;
    struct rp_json_scan scan;
    struct rp_json_token token;
    enum rp_json_state state;
    bool again;      /* the token has not been used up: the new state looks at it */
    bool quiet;      /* text that was reported precedes: what follows on it is no new mistake */
    bool mismatched; /* a bracket was wrong: what is left over or missing at the end was said */
    struct rp_json_frame *top, *spare;
    size_t depth;
    struct rp_json_token key; /* of the member being read; kind END for none */
    struct rp_span comma;     /* the last one */
    uint32_t last_end;        /* of the last token that was used up */
    struct rp_node *root;
    struct rp_span part;    /* of the text, which is read; ends at 0: all of it */
    struct rp_json_lazy fold;    /* of depth 0: nothing is folded */
    struct rp_arena inside; /* what stands in the one that is open */
};

/* json_read.c: reads what a zeroed reader was told to read; as rp_json_read(). */
enum rampart_status rp_json_run(struct rp_json_reader *reader, struct rp_node **ret_root);

/* json_build.c: add the token as a scalar, open a list or map, close the innermost one. */
enum rampart_status rp_json_add_scalar(struct rp_json_reader *reader, enum rp_node_type type,
                                       struct rp_span span);
enum rampart_status rp_json_open(struct rp_json_reader *reader, bool is_map);
enum rampart_status rp_json_close(struct rp_json_reader *reader, uint32_t end);

/* json_bracket.c: a closing bracket, whichever is open. */
enum rampart_status rp_json_closing(struct rp_json_reader *reader);

/* json_end.c: the text ends inside a list or map. */
enum rampart_status rp_json_at_end(struct rp_json_reader *reader);
/* Looks for text after the document. After a wrong bracket, or if
 * the document is none at all, it is no mistake of its own. */
void rp_json_check_rest(struct rp_json_reader *reader);

/* json_members.c: reports members of a map that stand twice. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_json_check_members(const struct rp_reading *reading, const struct rp_node *map);

#endif
