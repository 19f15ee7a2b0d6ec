/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON objects of a text without end, one at a time: objects behind one another, or in lists, or in the list
 * "Events" of an answer. Only where an object begins and ends is found here; that it is JSON is for its reader to say.
 */
#ifndef RP_TRAIL_OBJECTS_H
#define RP_TRAIL_OBJECTS_H

#include "base/buf.h"
#include "trail/bytes.h"

enum rp_object_kind {
    RP_OBJECT_NONE = 0, /* there are no more */
    RP_OBJECT_ONE,
    RP_OBJECT_ANSWER /* what stood around a list "Events", whose elements were handed out */
};

struct rp_object {
    enum rp_object_kind kind;
    struct rampart_str text;
    unsigned line, column; /* where it begins, counting from 1 */
};

/* What may come next. */
enum rp_objects_state {
    RP_OBJECTS_AT_TOP = 0,
    RP_OBJECTS_AT_FIRST, /* an element, or the end of a list */
    RP_OBJECTS_AT_ELEMENT,
    RP_OBJECTS_AFTER_ELEMENT, /* a comma or the end of a list */
    RP_OBJECTS_IN_ANSWER      /* behind its list "Events" */
};

struct rp_objects {
    struct rp_bytes *bytes;
    struct rampart_allocator allocator;
    char *window;
    size_t size, filled, at; /* of the window; up to `at` it has been looked at */
    size_t begin;            /* what is before it was handed out */
    size_t most;             /* bytes of one object */
    bool ended;              /* there are no more bytes than the window has */
    enum rp_objects_state state;
    bool listed;           /* the outermost list is open */
    bool answering;        /* an answer is open; */
    struct rp_buf answer;  /* what was read of it, without the events */
    unsigned line, column; /* of `begin` */
    unsigned answer_line, answer_column;
};

/* `most` is the longest object; `bytes` must outlive the objects. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_objects_init(struct rp_objects *objects, const struct rampart_allocator *allocator,
                                    struct rp_bytes *bytes, size_t most);

/*
 * The next object; its text lives until the next call. Errors, reported: RAMPART_INVALID_INPUT (no object where one
 * should be, an end too early), RAMPART_LIMIT (one that is too long), and those of rp_bytes_read().
 */
enum rampart_status rp_objects_next(struct rp_objects *objects, struct rp_object *ret_object);

void rp_objects_free(struct rp_objects *objects);

#endif
