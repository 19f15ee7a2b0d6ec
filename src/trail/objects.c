/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/objects.h"

#include "base/ascii.h"
#include "base/str.h"
#include "base/try.h"

enum { PIECE = 1 << 16 };

/* An object while its end is looked for. */
struct scan {
    size_t depth;
    bool quoted;      /* inside a string */
    size_t string_at; /* of depth 1: behind its opening quote, from `begin` */
    enum { NOTHING = 0, EVENTS, EVENTS_COLON } seen;
    bool answer; /* found: the list of events begins behind `at` */
};

enum rampart_status rp_objects_init(struct rp_objects *objects, const struct rampart_allocator *allocator,
                                    struct rp_bytes *bytes, size_t most)
{
    *objects = (struct rp_objects){.bytes = bytes, .allocator = *allocator, .most = most, .line = 1};
    objects->size = most + PIECE;
    objects->column = 1;
    rp_buf_init(&objects->answer, allocator, most);
    objects->window = allocator->allocate(allocator->context, objects->size);
    return objects->window == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

void rp_objects_free(struct rp_objects *objects)
{
    if (objects->window != NULL) objects->allocator.release(objects->allocator.context, objects->window);
    objects->window = NULL;
    rp_buf_free(&objects->answer);
}

/* ---- the window ---- */

/* How many characters, taking each byte that continues none as the first of one. */
static size_t characters(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Moves the beginning on, and with it the place. */
static void pass(struct rp_objects *objects, size_t to)
{
    const char *text = objects->window + objects->begin;
    size_t len = to - objects->begin, lines = rp_str_count((struct rampart_str){text, len}, '\n'), tail = len;
    objects->begin = to;
    objects->line += (unsigned)lines;
    if (lines > 0) {
        while (text[tail - 1] != '\n') tail--;
        objects->column = 1;
        text += tail;
        len -= tail;
    }
    objects->column += (unsigned)characters(text, len);
}

/* More bytes behind those of the window; *ret_ended: there are none. */
static enum rampart_status fill(struct rp_objects *objects, bool *ret_ended)
{
    size_t len = 0;
    if (objects->begin > 0 && objects->size - objects->filled < PIECE) {
        memmove(objects->window, objects->window + objects->begin, objects->filled - objects->begin);
        objects->filled -= objects->begin;
        objects->at -= objects->begin;
        objects->begin = 0;
    }
    if (!objects->ended && objects->filled < objects->size) {
        RP_TRY(rp_bytes_read(objects->bytes, objects->window + objects->filled,
                             objects->size - objects->filled, &len));
        objects->ended = len == 0;
        objects->filled += len;
    }
    *ret_ended = len == 0;
    return RAMPART_OK;
}

static enum rampart_status fault(const struct rp_objects *objects, enum rp_code code, const char *what,
                                 const char *help)
{
    struct rampart_diag diag = rp_diag_bare(code, what);
    diag.file = objects->bytes->name;
    diag.line = diag.end_line = objects->line;
    diag.column = objects->column;
    diag.end_column = objects->column + 1;
    if (help != NULL) diag.help = rampart_str(help);
    rp_diag_copy(objects->bytes->diags, &diag);
    return code == RP_TRL_TOO_LONG ? RAMPART_LIMIT : RAMPART_INVALID_INPUT;
}

/* To the next byte that is no blank; NUL at the end, which stands for nothing else where it is asked for. */
static enum rampart_status peek(struct rp_objects *objects, char *ret_byte)
{
    bool ended = false;
    for (;;) {
        while (objects->at < objects->filled && rp_is_blank(objects->window[objects->at])) objects->at++;
        pass(objects, objects->at);
        if (objects->at < objects->filled) break;
        RP_TRY(fill(objects, &ended));
        if (!ended) continue;
        *ret_byte = '\0';
        return RAMPART_OK;
    }
    *ret_byte = objects->window[objects->at];
    if (*ret_byte == '\0') return fault(objects, RP_TRL_VALUE, "a NUL byte stands here, not JSON", NULL);
    return RAMPART_OK;
}

/* ---- one object ---- */

static void end_string(const struct rp_objects *objects, struct scan *scan)
{
    scan->quoted = false;
    if (scan->depth != 1 || objects->answering) return;
    struct rampart_str text = {objects->window + objects->begin + scan->string_at,
                               objects->at - objects->begin - scan->string_at};
    scan->seen = rp_str_equal(text, RP_STR("Events")) ? EVENTS : NOTHING;
}

/* In a string, as far as the window goes. An escape that is cut stays for the next time. */
static void scan_string(struct rp_objects *objects, struct scan *scan)
{
    while (objects->at < objects->filled) {
        const struct rampart_str rest = {objects->window + objects->at, objects->filled - objects->at};
        objects->at += rp_ascii_plain_length(rest);
        if (objects->at == objects->filled) return;
        char c = objects->window[objects->at];
        if (c == '"') {
            end_string(objects, scan);
            objects->at++;
            return;
        }
        if (c == '\\' && objects->at + 1 == objects->filled) return;
        objects->at += c == '\\' ? 2 : 1;
    }
}

static void scan_byte(struct rp_objects *objects, struct scan *scan, char c)
{
    bool list = c == '[' && scan->depth == 1 && scan->seen == EVENTS_COLON;
    if (rp_is_blank(c)) return;
    if (scan->seen != NOTHING) scan->seen = c == ':' && scan->seen == EVENTS ? EVENTS_COLON : NOTHING;
    scan->quoted = c == '"';
    scan->string_at = objects->at - objects->begin;
    scan->depth += c == '{' || c == '[';
    scan->depth -= c == '}' || c == ']';
    scan->answer = list;
}

/* As far as the window goes. True: the object, or its part before a list of events, ends at `at`. */
static bool scan_window(struct rp_objects *objects, struct scan *scan)
{
    while (objects->at < objects->filled) {
        if (scan->quoted) {
            size_t before = objects->at;
            scan_string(objects, scan);
            if (objects->at == before) return false;
            continue;
        }
        char c = objects->window[objects->at++];
        if (c == '"' || c < '0' || c == '{' || c == '}' || c == '[' || c == ']' || c == ':')
            scan_byte(objects, scan, c);
        if (scan->depth == 0 || scan->answer) return true;
    }
    return false;
}

/* From the opening bracket, or behind the list of events: to the end. */
static enum rampart_status scan_object(struct rp_objects *objects, struct scan *scan)
{
    bool ended = false;
    while (!scan_window(objects, scan)) {
        if (objects->filled - objects->begin > objects->most)
            return fault(objects, RP_TRL_TOO_LONG,
                         "the object that begins here is longer than an event may be", NULL);
        RP_TRY(fill(objects, &ended));
        if (ended)
            return fault(objects, RP_TRL_VALUE, "the file ends inside of the object that begins here",
                         "is the file whole? a copy may have been cut");
    }
    if (objects->at - objects->begin <= objects->most) return RAMPART_OK;
    return fault(objects, RP_TRL_TOO_LONG, "the object that begins here is longer than an event may be",
                 NULL);
}

static struct rp_object take(struct rp_objects *objects)
{
    struct rp_object object = {RP_OBJECT_ONE,
                               {objects->window + objects->begin, objects->at - objects->begin},
                               objects->line,
                               objects->column};
    pass(objects, objects->at);
    return object;
}

/* An answer's outline is kept: its reader is to see that it is one. */
static enum rampart_status keep_answer(struct rp_objects *objects)
{
    struct rp_object part = take(objects);
    rp_buf_add(&objects->answer, part.text);
    if (objects->answer.failed == RAMPART_LIMIT)
        return fault(objects, RP_TRL_TOO_LONG, "what stands around the events is too long", NULL);
    return objects->answer.failed;
}

/* At an opening bracket. *ret_object is NONE when it turns out to hold a list of events. */
static enum rampart_status read_object(struct rp_objects *objects, struct rp_object *ret_object)
{
    struct scan scan = {.depth = 0};
    unsigned line = objects->line, column = objects->column;
    RP_TRY(scan_object(objects, &scan));
    if (!scan.answer) {
        objects->state = objects->answering || objects->listed ? RP_OBJECTS_AFTER_ELEMENT : RP_OBJECTS_AT_TOP;
        *ret_object = take(objects);
        return RAMPART_OK;
    }
    objects->answering = true;
    objects->answer_line = line;
    objects->answer_column = column;
    objects->answer.len = 0;
    objects->state = RP_OBJECTS_AT_FIRST;
    return keep_answer(objects);
}

/* Behind the list of events. The object may have another one, which is left to its reader to refuse. */
static enum rampart_status end_answer(struct rp_objects *objects, struct rp_object *ret_object)
{
    struct scan scan = {.depth = 1};
    RP_TRY(scan_object(objects, &scan));
    RP_TRY(keep_answer(objects));
    objects->answering = false;
    objects->state = objects->listed ? RP_OBJECTS_AFTER_ELEMENT : RP_OBJECTS_AT_TOP;
    *ret_object = (struct rp_object){RP_OBJECT_ANSWER, rp_buf_text(&objects->answer), objects->answer_line,
                                     objects->answer_column};
    return RAMPART_OK;
}

/* ---- between objects ---- */

static void step(struct rp_objects *objects, enum rp_objects_state state)
{
    objects->at++;
    if (!objects->answering || state != RP_OBJECTS_IN_ANSWER) pass(objects, objects->at);
    objects->state = state;
}

static enum rampart_status unexpected(const struct rp_objects *objects, char c)
{
    if (c == '\0')
        return fault(objects, RP_TRL_VALUE, "the file ends before its list does",
                     "is the file whole? a copy may have been cut");
    if (objects->state == RP_OBJECTS_AFTER_ELEMENT)
        return fault(objects, RP_TRL_VALUE, "neither a comma nor the end of the list follows on an event",
                     NULL);
    return fault(objects, RP_TRL_VALUE, "no event begins here",
                 "events are JSON objects, behind one another or in a list");
}

/* One step without an object: *ret_more is false when it is the object's turn, or nothing is left. */
static enum rampart_status between(struct rp_objects *objects, char c, bool *ret_more)
{
    bool top = objects->state == RP_OBJECTS_AT_TOP, element = objects->state == RP_OBJECTS_AT_ELEMENT;
    bool after = objects->state == RP_OBJECTS_AFTER_ELEMENT;
    *ret_more = true;
    if (top && c == '[') {
        objects->listed = true;
        step(objects, RP_OBJECTS_AT_FIRST);
    } else if (after && c == ',') {
        step(objects, RP_OBJECTS_AT_ELEMENT);
    } else if (c == ']' && !top && !element && objects->answering) {
        step(objects, RP_OBJECTS_IN_ANSWER);
    } else if (c == ']' && !top && !element) {
        objects->listed = false;
        step(objects, RP_OBJECTS_AT_TOP);
    } else if ((c == '{' && !after) || (c == '\0' && top)) {
        *ret_more = false;
    } else {
        return unexpected(objects, c);
    }
    return RAMPART_OK;
}

enum rampart_status rp_objects_next(struct rp_objects *objects, struct rp_object *ret_object)
{
    struct rp_object object = {.kind = RP_OBJECT_NONE};
    while (object.kind == RP_OBJECT_NONE) {
        if (objects->state == RP_OBJECTS_IN_ANSWER) {
            RP_TRY(end_answer(objects, &object));
            continue;
        }
        char c = '\0';
        bool more = true;
        RP_TRY(peek(objects, &c));
        RP_TRY(between(objects, c, &more));
        if (more) continue;
        if (c == '\0') break;
        RP_TRY(read_object(objects, &object));
    }
    *ret_object = object;
    return RAMPART_OK;
}
