/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/stream.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/try.h"
#include "text/file.h"

enum { BUFFER_SIZE = 1 << 16, GZIP_WINDOW = 16 + MAX_WBITS };

static enum rampart_status stream_fault(struct rp_byte_stream *bytes, enum rp_code code, const char *what)
{
    rp_diag(bytes->diags, RAMPART_ERROR, code, RP_NOWHERE, "%s", what);
    rp_diag_file(bytes->diags, bytes->name);
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_byte_stream_open(struct rp_byte_stream *bytes,
                                        const struct rampart_allocator *allocator, const char *path,
                                        struct rampart_diags *diags)
{
    *bytes = (struct rp_byte_stream){.allocator = *allocator, .diags = diags};
    bytes->name = rampart_str(strcmp(path, "-") == 0 ? "<stdin>" : path);
    bytes->file = rp_file_open(path, diags);
    if (bytes->file < 0) return rp_file_fault(diags, bytes->name, errno);
    bytes->opened = true;
    bytes->buffer = allocator->allocate(allocator->context, BUFFER_SIZE);
    bytes->raw = bytes->buffer;
    if (bytes->buffer != NULL) return RAMPART_OK;
    rp_byte_stream_close(bytes);
    return RAMPART_NO_MEMORY;
}

void rp_byte_stream_of_text(struct rp_byte_stream *bytes, const struct rampart_allocator *allocator,
                            struct rampart_str text, struct rampart_str name, struct rampart_diags *diags)
{
    *bytes = (struct rp_byte_stream){.allocator = *allocator, .diags = diags, .file = -1, .name = name};
    bytes->raw = (const unsigned char *)text.data;
    bytes->raw_filled = text.len;
    bytes->raw_ended = true;
}

void rp_byte_stream_close(struct rp_byte_stream *bytes)
{
    if (bytes->packed) inflateEnd(&bytes->stream);
    if (bytes->opened) rp_file_close(bytes->file);
    if (bytes->buffer != NULL) bytes->allocator.release(bytes->allocator.context, bytes->buffer);
    bytes->buffer = NULL;
    bytes->packed = bytes->opened = false;
}

/* ---- plain bytes ---- */

static size_t stream_left(const struct rp_byte_stream *bytes)
{
    return bytes->raw_filled - bytes->raw_at;
}

/* Reads until there are `count` bytes, or no more. */
static enum rampart_status stream_need(struct rp_byte_stream *bytes, size_t count)
{
    if (stream_left(bytes) >= count || bytes->raw_ended) return RAMPART_OK;
    memmove(bytes->buffer, bytes->buffer + bytes->raw_at, stream_left(bytes));
    bytes->raw_filled = stream_left(bytes);
    bytes->raw_at = 0;
    while (bytes->raw_filled < count && !bytes->raw_ended) {
        char *to = (char *)bytes->buffer + bytes->raw_filled;
        ssize_t len = rp_file_read(bytes->file, to, BUFFER_SIZE - bytes->raw_filled);
        if (len < 0) return rp_file_fault(bytes->diags, bytes->name, errno);
        bytes->raw_filled += (size_t)len;
        bytes->raw_ended = len == 0;
        if (bytes->progress != NULL) bytes->progress(bytes->progress_context, (size_t)len);
    }
    return RAMPART_OK;
}

static enum rampart_status stream_read_plain(struct rp_byte_stream *bytes, char *to, size_t room,
                                             size_t *ret_len)
{
    RP_TRY(stream_need(bytes, 1));
    size_t len = stream_left(bytes) < room ? stream_left(bytes) : room;
    if (len > 0) memcpy(to, bytes->raw + bytes->raw_at, len);
    bytes->raw_at += len;
    *ret_len = len;
    return RAMPART_OK;
}

/* ---- packed bytes ---- */

static void *stream_allocate(void *context, unsigned count, unsigned size)
{
    const struct rampart_allocator *allocator = context;
    return allocator->allocate(allocator->context, (size_t)count * size);
}

static void stream_release(void *context, void *memory)
{
    const struct rampart_allocator *allocator = context;
    allocator->release(allocator->context, memory);
}

static bool stream_at_member(const struct rp_byte_stream *bytes)
{
    return stream_left(bytes) >= 2 && bytes->raw[bytes->raw_at] == 0x1F &&
           bytes->raw[bytes->raw_at + 1] == 0x8B;
}

static enum rampart_status stream_begin(struct rp_byte_stream *bytes)
{
    RP_TRY(stream_need(bytes, 2));
    bytes->begun = true;
    if (!stream_at_member(bytes)) return RAMPART_OK;
    bytes->stream =
        (z_stream){.zalloc = stream_allocate, .zfree = stream_release, .opaque = &bytes->allocator};
    if (inflateInit2(&bytes->stream, GZIP_WINDOW) != Z_OK) return RAMPART_NO_MEMORY;
    bytes->packed = bytes->in_member = true;
    return RAMPART_OK;
}

/* Between two members, or at the end. */
static enum rampart_status stream_next_member(struct rp_byte_stream *bytes)
{
    RP_TRY(stream_need(bytes, 2));
    if (stream_left(bytes) == 0) return RAMPART_OK;
    if (!stream_at_member(bytes))
        return stream_fault(bytes, RP_TRL_PACKED, "bytes that are not gzip follow the packed ones");
    if (inflateReset(&bytes->stream) != Z_OK) return RAMPART_MISUSE;
    bytes->in_member = true;
    return RAMPART_OK;
}

static enum rampart_status stream_unpack(struct rp_byte_stream *bytes, char *to, size_t room, size_t *ret_len)
{
    z_stream *stream = &bytes->stream;
    unsigned given = (unsigned)stream_left(bytes), most = room > UINT_MAX ? UINT_MAX : (unsigned)room;
    if (stream_left(bytes) > UINT_MAX) given = UINT_MAX;
    stream->next_in = bytes->raw + bytes->raw_at;
    stream->avail_in = given;
    stream->next_out = (Bytef *)to;
    stream->avail_out = most;
    int result = inflate(stream, Z_NO_FLUSH);
    bytes->raw_at += given - stream->avail_in;
    *ret_len = most - stream->avail_out;
    if (result == Z_MEM_ERROR) return RAMPART_NO_MEMORY;
    if (result == Z_STREAM_END) bytes->in_member = false;
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR) return RAMPART_OK;
    return stream_fault(bytes, RP_TRL_PACKED, "the packed bytes (gzip) are damaged");
}

static enum rampart_status stream_read_packed(struct rp_byte_stream *bytes, char *to, size_t room,
                                              size_t *ret_len)
{
    size_t len = 0;
    while (len == 0) {
        if (!bytes->in_member) {
            RP_TRY(stream_next_member(bytes));
            if (!bytes->in_member) break;
        }
        RP_TRY(stream_need(bytes, 1));
        if (stream_left(bytes) == 0) {
            RP_TRY(stream_fault(bytes, RP_TRL_PACKED,
                                "the packed bytes (gzip) end too early: the file was cut"));
        }
        RP_TRY(stream_unpack(bytes, to, room, &len));
    }
    *ret_len = len;
    return RAMPART_OK;
}

enum rampart_status rp_byte_stream_read(struct rp_byte_stream *bytes, char *to, size_t room, size_t *ret_len)
{
    if (!bytes->begun) RP_TRY(stream_begin(bytes));
    return bytes->packed ? stream_read_packed(bytes, to, room, ret_len)
                         : stream_read_plain(bytes, to, room, ret_len);
}

/* ---- objects ---- */

enum { PIECE = 1 << 16 };

/* The search for the end of an object. */
struct scan {
    size_t depth;
    bool quoted;      /* inside a string */
    size_t string_at; /* of a string at depth 1: behind its opening quote, from `begin` */
    enum { NOTHING = 0, EVENTS, EVENTS_COLON } seen;
    bool answer; /* found: the list of events begins behind `at` */
};

enum rampart_status rp_json_stream_init(struct rp_json_stream *stream,
                                        const struct rampart_allocator *allocator,
                                        struct rp_byte_stream *bytes, size_t most)
{
    *stream = (struct rp_json_stream){.bytes = bytes, .allocator = *allocator, .most = most, .line = 1};
    stream->size = most + PIECE;
    stream->column = 1;
    rp_buf_init(&stream->answer, allocator, most);
    stream->window = allocator->allocate(allocator->context, stream->size);
    return stream->window == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

void rp_json_stream_free(struct rp_json_stream *stream)
{
    if (stream->window != NULL) stream->allocator.release(stream->allocator.context, stream->window);
    stream->window = NULL;
    rp_buf_free(&stream->answer);
}

/* ---- the window ---- */

/* Counts characters: a byte that does not continue one begins one. */
static size_t stream_count_characters(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Moves the beginning to `to`, and the place with it. */
static void stream_pass(struct rp_json_stream *stream, size_t to)
{
    const char *text = stream->window + stream->begin;
    size_t len = to - stream->begin, lines = rp_str_count((struct rampart_str){text, len}, '\n'), tail = len;
    stream->begin = to;
    stream->line += (unsigned)lines;
    if (lines > 0) {
        while (text[tail - 1] != '\n') tail--;
        stream->column = 1;
        text += tail;
        len -= tail;
    }
    stream->column += (unsigned)stream_count_characters(text, len);
}

/* Reads more bytes into the window; *ret_ended: there are none. */
static enum rampart_status stream_fill(struct rp_json_stream *stream, bool *ret_ended)
{
    size_t len = 0;
    if (stream->begin > 0 && stream->size - stream->filled < PIECE) {
        memmove(stream->window, stream->window + stream->begin, stream->filled - stream->begin);
        stream->filled -= stream->begin;
        stream->at -= stream->begin;
        stream->begin = 0;
    }
    if (!stream->ended && stream->filled < stream->size) {
        RP_TRY(rp_byte_stream_read(stream->bytes, stream->window + stream->filled,
                                   stream->size - stream->filled, &len));
        stream->ended = len == 0;
        stream->filled += len;
    }
    *ret_ended = len == 0;
    return RAMPART_OK;
}

static enum rampart_status stream_fault_here(const struct rp_json_stream *stream, enum rp_code code,
                                             const char *what, const char *help)
{
    struct rampart_diag diag = rp_diag_bare(code, what);
    diag.file = stream->bytes->name;
    diag.line = diag.end_line = stream->line;
    diag.column = stream->column;
    diag.end_column = stream->column + 1;
    if (help != NULL) diag.help = rampart_str(help);
    rp_diag_copy(stream->bytes->diags, &diag);
    return code == RP_TRL_TOO_LONG ? RAMPART_LIMIT : RAMPART_INVALID_INPUT;
}

/* Goes to the next byte that is no blank. NUL stands for the end: a NUL byte of the text is an error. */
static enum rampart_status stream_peek(struct rp_json_stream *stream, char *ret_byte)
{
    bool ended = false;
    for (;;) {
        while (stream->at < stream->filled && rp_is_blank(stream->window[stream->at])) stream->at++;
        stream_pass(stream, stream->at);
        if (stream->at < stream->filled) break;
        RP_TRY(stream_fill(stream, &ended));
        if (!ended) continue;
        *ret_byte = '\0';
        return RAMPART_OK;
    }
    *ret_byte = stream->window[stream->at];
    if (*ret_byte == '\0')
        return stream_fault_here(stream, RP_TRL_VALUE, "a NUL byte is here, not JSON", NULL);
    return RAMPART_OK;
}

/* ---- one object ---- */

static void stream_end_string(const struct rp_json_stream *stream, struct scan *scan)
{
    scan->quoted = false;
    if (scan->depth != 1 || stream->answering) return;
    struct rampart_str text = {stream->window + stream->begin + scan->string_at,
                               stream->at - stream->begin - scan->string_at};
    scan->seen = rp_str_equal(text, RP_STR("Events")) ? EVENTS : NOTHING;
}

/* Scans a string up to the end of the window. An escape that is cut stays for the next time. */
static void stream_scan_string(struct rp_json_stream *stream, struct scan *scan)
{
    while (stream->at < stream->filled) {
        const struct rampart_str rest = {stream->window + stream->at, stream->filled - stream->at};
        stream->at += rp_ascii_plain_length(rest);
        if (stream->at == stream->filled) return;
        char c = stream->window[stream->at];
        if (c == '"') {
            stream_end_string(stream, scan);
            stream->at++;
            return;
        }
        if (c == '\\' && stream->at + 1 == stream->filled) return;
        stream->at += c == '\\' ? 2 : 1;
    }
}

static void stream_scan_byte(struct rp_json_stream *stream, struct scan *scan, char c)
{
    bool list = c == '[' && scan->depth == 1 && scan->seen == EVENTS_COLON;
    if (rp_is_blank(c)) return;
    if (scan->seen != NOTHING) scan->seen = c == ':' && scan->seen == EVENTS ? EVENTS_COLON : NOTHING;
    scan->quoted = c == '"';
    scan->string_at = stream->at - stream->begin;
    scan->depth += c == '{' || c == '[';
    scan->depth -= c == '}' || c == ']';
    scan->answer = list;
}

/* Scans up to the end of the window. True: the object, or its part before a list of events, ends at `at`. */
static bool stream_scan_window(struct rp_json_stream *stream, struct scan *scan)
{
    while (stream->at < stream->filled) {
        if (scan->quoted) {
            size_t before = stream->at;
            stream_scan_string(stream, scan);
            if (stream->at == before) return false;
            continue;
        }
        char c = stream->window[stream->at++];
        if (c == '"' || c < '0' || c == '{' || c == '}' || c == '[' || c == ']' || c == ':')
            stream_scan_byte(stream, scan, c);
        if (scan->depth == 0 || scan->answer) return true;
    }
    return false;
}

/* Scans to the end of the object, from its opening bracket or from behind its list of events. */
static enum rampart_status stream_scan_object(struct rp_json_stream *stream, struct scan *scan)
{
    bool ended = false;
    while (!stream_scan_window(stream, scan)) {
        if (stream->filled - stream->begin > stream->most)
            return stream_fault_here(stream, RP_TRL_TOO_LONG,
                                     "the object that begins here is longer than an event may be", NULL);
        RP_TRY(stream_fill(stream, &ended));
        if (ended)
            return stream_fault_here(stream, RP_TRL_VALUE,
                                     "the file ends inside of the object that begins here",
                                     "is the file whole? a copy may have been cut");
    }
    if (stream->at - stream->begin <= stream->most) return RAMPART_OK;
    return stream_fault_here(stream, RP_TRL_TOO_LONG,
                             "the object that begins here is longer than an event may be", NULL);
}

static struct rp_json_object stream_take(struct rp_json_stream *stream)
{
    struct rp_json_object object = {RP_JSON_OBJECT_ONE,
                                    {stream->window + stream->begin, stream->at - stream->begin},
                                    stream->line,
                                    stream->column};
    stream_pass(stream, stream->at);
    return object;
}

/* Keeps the text around the events: its reader checks it. */
static enum rampart_status stream_keep_answer(struct rp_json_stream *stream)
{
    struct rp_json_object part = stream_take(stream);
    rp_buf_add(&stream->answer, part.text);
    if (stream->answer.failed == RAMPART_LIMIT)
        return stream_fault_here(stream, RP_TRL_TOO_LONG, "the text around the events is too long", NULL);
    return stream->answer.failed;
}

/* Reads the object that begins here. *ret_object stays NONE when it is an answer with a list of events. */
static enum rampart_status stream_read_object(struct rp_json_stream *stream,
                                              struct rp_json_object *ret_object)
{
    struct scan scan = {.depth = 0};
    unsigned line = stream->line, column = stream->column;
    RP_TRY(stream_scan_object(stream, &scan));
    if (!scan.answer) {
        stream->state =
            stream->answering || stream->listed ? RP_JSON_STREAM_AFTER_ELEMENT : RP_JSON_STREAM_AT_TOP;
        *ret_object = stream_take(stream);
        return RAMPART_OK;
    }
    stream->answering = true;
    stream->answer_line = line;
    stream->answer_column = column;
    stream->answer.len = 0;
    stream->state = RP_JSON_STREAM_AT_FIRST;
    return stream_keep_answer(stream);
}

/* Reads an answer behind its list of events. A second list in it is left to its reader to refuse. */
static enum rampart_status stream_end_answer(struct rp_json_stream *stream, struct rp_json_object *ret_object)
{
    struct scan scan = {.depth = 1};
    RP_TRY(stream_scan_object(stream, &scan));
    RP_TRY(stream_keep_answer(stream));
    stream->answering = false;
    stream->state = stream->listed ? RP_JSON_STREAM_AFTER_ELEMENT : RP_JSON_STREAM_AT_TOP;
    *ret_object = (struct rp_json_object){RP_JSON_OBJECT_ANSWER, rp_buf_text(&stream->answer),
                                          stream->answer_line, stream->answer_column};
    return RAMPART_OK;
}

/* ---- between stream ---- */

static void stream_step(struct rp_json_stream *stream, enum rp_json_stream_state state)
{
    stream->at++;
    if (!stream->answering || state != RP_JSON_STREAM_IN_ANSWER) stream_pass(stream, stream->at);
    stream->state = state;
}

static enum rampart_status stream_unexpected(const struct rp_json_stream *stream, char c)
{
    if (c == '\0')
        return stream_fault_here(stream, RP_TRL_VALUE, "the file ends before its list does",
                                 "is the file whole? a copy may have been cut");
    if (stream->state == RP_JSON_STREAM_AFTER_ELEMENT)
        return stream_fault_here(stream, RP_TRL_VALUE,
                                 "expected a comma or the end of the list after an event", NULL);
    return stream_fault_here(stream, RP_TRL_VALUE, "no event begins here",
                             "events are JSON objects, one after another or in a list");
}

/* Takes one step between objects. *ret_more is false: an object begins here, or nothing is left. */
static enum rampart_status stream_between(struct rp_json_stream *stream, char c, bool *ret_more)
{
    bool top = stream->state == RP_JSON_STREAM_AT_TOP, element = stream->state == RP_JSON_STREAM_AT_ELEMENT;
    bool after = stream->state == RP_JSON_STREAM_AFTER_ELEMENT;
    *ret_more = true;
    if (top && c == '[') {
        stream->listed = true;
        stream_step(stream, RP_JSON_STREAM_AT_FIRST);
    } else if (after && c == ',') {
        stream_step(stream, RP_JSON_STREAM_AT_ELEMENT);
    } else if (c == ']' && !top && !element && stream->answering) {
        stream_step(stream, RP_JSON_STREAM_IN_ANSWER);
    } else if (c == ']' && !top && !element) {
        stream->listed = false;
        stream_step(stream, RP_JSON_STREAM_AT_TOP);
    } else if ((c == '{' && !after) || (c == '\0' && top)) {
        *ret_more = false;
    } else {
        return stream_unexpected(stream, c);
    }
    return RAMPART_OK;
}

enum rampart_status rp_json_stream_next(struct rp_json_stream *stream, struct rp_json_object *ret_object)
{
    struct rp_json_object object = {.kind = RP_JSON_OBJECT_NONE};
    while (object.kind == RP_JSON_OBJECT_NONE) {
        if (stream->state == RP_JSON_STREAM_IN_ANSWER) {
            RP_TRY(stream_end_answer(stream, &object));
            continue;
        }
        char c = '\0';
        bool more = true;
        RP_TRY(stream_peek(stream, &c));
        RP_TRY(stream_between(stream, c, &more));
        if (more) continue;
        if (c == '\0') break;
        RP_TRY(stream_read_object(stream, &object));
    }
    *ret_object = object;
    return RAMPART_OK;
}
