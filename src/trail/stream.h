/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON objects of a text of any length, one at a time, out of a file, standard input or memory; gzip is unpacked.
 * Objects stand behind one another, in lists, or in the list "Events" of an answer of the API. Only the ends of objects
 * are found here: their reader says whether they are JSON.
 */
#ifndef RP_TRAIL_STREAM_H
#define RP_TRAIL_STREAM_H

#define ZLIB_CONST
#include <zlib.h>

#include "base/buf.h"
#include "text/diag.h"

/* ---- bytes ---- */

struct rp_byte_stream {
    struct rampart_allocator allocator;
    struct rampart_diags *diags;
    struct rampart_str name; /* in diagnostics */
    int file;                /* -1: memory */
    bool opened;             /* the stream closes the file */
    unsigned char *buffer;   /* of a file's bytes, packed or not; NULL for memory */
    const unsigned char *raw;
    size_t raw_at, raw_filled;
    bool raw_ended;
    void (*progress)(void *context, size_t bytes); /* is told how much was read of the file; NULL: nobody is */
    void *progress_context;
    bool begun; /* the first bytes were looked at: `packed` holds */
    bool packed, in_member;
    z_stream stream;
};

/* Opens a file; "-" is standard input. Errors, reported in `diags`: RAMPART_IO; RAMPART_NO_MEMORY. */
enum rampart_status rp_byte_stream_open(struct rp_byte_stream *bytes,
                                        const struct rampart_allocator *allocator, const char *path,
                                        struct rampart_diags *diags);

/* Streams a text, which must outlive the stream. */
void rp_byte_stream_of_text(struct rp_byte_stream *bytes, const struct rampart_allocator *allocator,
                            struct rampart_str text, struct rampart_str name, struct rampart_diags *diags);

/*
 * Reads the next bytes: at least one and at most `room`; none at the end. Errors, reported: RAMPART_IO,
 * RAMPART_INVALID_INPUT (packed bytes that are damaged or end too early); RAMPART_NO_MEMORY.
 */
enum rampart_status rp_byte_stream_read(struct rp_byte_stream *bytes, char *to, size_t room, size_t *ret_len);

void rp_byte_stream_close(struct rp_byte_stream *bytes);

/* ---- objects ---- */

enum rp_json_object_kind {
    RP_JSON_OBJECT_NONE = 0, /* there are no more */
    RP_JSON_OBJECT_ONE,
    RP_JSON_OBJECT_ANSWER /* the text around a list "Events", whose elements came before */
};

struct rp_json_object {
    enum rp_json_object_kind kind;
    struct rampart_str text;
    unsigned line, column; /* where it begins, counting from 1 */
};

/* The next thing in the stream. */
enum rp_json_stream_state {
    RP_JSON_STREAM_AT_TOP = 0,
    RP_JSON_STREAM_AT_FIRST, /* an element, or the end of a list */
    RP_JSON_STREAM_AT_ELEMENT,
    RP_JSON_STREAM_AFTER_ELEMENT, /* a comma or the end of a list */
    RP_JSON_STREAM_IN_ANSWER      /* the rest of an answer, behind its list "Events" */
};

struct rp_json_stream {
    struct rp_byte_stream *bytes;
    struct rampart_allocator allocator;
    char *window;
    size_t size, filled, at; /* of the window; the bytes before `at` were scanned */
    size_t begin;            /* the bytes before it were handed out */
    size_t most;             /* bytes of one object */
    bool ended;              /* the window has the last bytes */
    enum rp_json_stream_state state;
    bool listed;           /* the outermost list is open */
    bool answering;        /* an answer is open; */
    struct rp_buf answer;  /* its text so far, without the events */
    unsigned line, column; /* of `begin` */
    unsigned answer_line, answer_column;
};

/* `most` is the longest object; `bytes` must outlive the stream. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_json_stream_init(struct rp_json_stream *stream,
                                        const struct rampart_allocator *allocator,
                                        struct rp_byte_stream *bytes, size_t most);

/*
 * Reads the next object; its text lives until the next call. Errors, reported: RAMPART_INVALID_INPUT (no object where
 * one should be, an end too early), RAMPART_LIMIT (one that is too long), and those of rp_byte_stream_read().
 */
enum rampart_status rp_json_stream_next(struct rp_json_stream *stream, struct rp_json_object *ret_object);

void rp_json_stream_free(struct rp_json_stream *stream);

#endif
