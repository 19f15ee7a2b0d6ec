/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON objects of a text without end, one at a time: objects behind one another, or in lists, or in the list
 * "Events" of an answer. Only where an object begins and ends is found here; that it is JSON is for its reader to say.
 */
#ifndef RP_TRAIL_VALUES_H
#define RP_TRAIL_VALUES_H

#include "base/buf.h"
#include "trail/bytes.h"

enum rp_value_kind {
    RP_VALUE_NONE = 0, /* there are no more */
    RP_VALUE_OBJECT,
    RP_VALUE_ANSWER /* what stood around a list "Events", whose elements were handed out */
};

struct rp_value {
    enum rp_value_kind kind;
    struct rampart_str text;
    unsigned line, column; /* where it begins, counting from 1 */
};

/* What may come next. */
enum rp_values_state {
    RP_VALUES_AT_TOP = 0,
    RP_VALUES_AT_FIRST, /* an element, or the end of a list */
    RP_VALUES_AT_ELEMENT,
    RP_VALUES_AFTER_ELEMENT, /* a comma or the end of a list */
    RP_VALUES_IN_ANSWER      /* behind its list "Events" */
};

struct rp_values {
    struct rp_bytes *bytes;
    struct rampart_allocator allocator;
    char *window;
    size_t size, filled, at; /* of the window; up to `at` it has been looked at */
    size_t begin;            /* what is before it was handed out */
    size_t most;             /* bytes of one object */
    bool ended;              /* there are no more bytes than the window has */
    enum rp_values_state state;
    bool listed;           /* the outermost list is open */
    bool answering;        /* an answer is open; */
    struct rp_buf answer;  /* what was read of it, without the events */
    unsigned line, column; /* of `begin` */
    unsigned answer_line, answer_column;
};

/* `most` is the longest object; `bytes` must outlive the values. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_values_init(struct rp_values *values, const struct rampart_allocator *allocator,
                                   struct rp_bytes *bytes, size_t most);

/*
 * The next object; its text lives until the next call. Errors, reported: RAMPART_INVALID_INPUT (no object where one
 * should be, an end too early), RAMPART_LIMIT (one that is too long), and those of rp_bytes_read().
 */
enum rampart_status rp_values_next(struct rp_values *values, struct rp_value *ret_value);

void rp_values_free(struct rp_values *values);

#endif
