/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/values.h"

#include "base/plain.h"
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

enum rampart_status rp_values_init(struct rp_values *values, const struct rampart_allocator *allocator,
                                   struct rp_bytes *bytes, size_t most)
{
    *values = (struct rp_values){.bytes = bytes, .allocator = *allocator, .most = most, .line = 1};
    values->size = most + PIECE;
    values->column = 1;
    rp_buf_init(&values->answer, allocator, most);
    values->window = allocator->allocate(allocator->context, values->size);
    return values->window == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

void rp_values_free(struct rp_values *values)
{
    if (values->window != NULL) values->allocator.release(values->allocator.context, values->window);
    values->window = NULL;
    rp_buf_free(&values->answer);
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
static void pass(struct rp_values *values, size_t to)
{
    const char *text = values->window + values->begin;
    size_t len = to - values->begin, lines = rp_str_count((struct rampart_str){text, len}, '\n'), tail = len;
    values->begin = to;
    values->line += (unsigned)lines;
    if (lines > 0) {
        while (text[tail - 1] != '\n') tail--;
        values->column = 1;
        text += tail;
        len -= tail;
    }
    values->column += (unsigned)characters(text, len);
}

/* More bytes behind those of the window; *ret_ended: there are none. */
static enum rampart_status fill(struct rp_values *values, bool *ret_ended)
{
    size_t len = 0;
    if (values->begin > 0 && values->size - values->filled < PIECE) {
        memmove(values->window, values->window + values->begin, values->filled - values->begin);
        values->filled -= values->begin;
        values->at -= values->begin;
        values->begin = 0;
    }
    if (!values->ended && values->filled < values->size) {
        RP_TRY(rp_bytes_read(values->bytes, values->window + values->filled, values->size - values->filled,
                             &len));
        values->ended = len == 0;
        values->filled += len;
    }
    *ret_ended = len == 0;
    return RAMPART_OK;
}

static enum rampart_status fault(const struct rp_values *values, enum rp_code code, const char *what,
                                 const char *help)
{
    struct rampart_diag diag = rp_diag_bare(code, what);
    diag.file = values->bytes->name;
    diag.line = diag.end_line = values->line;
    diag.column = values->column;
    diag.end_column = values->column + 1;
    if (help != NULL) diag.help = rampart_str(help);
    rp_diag_again(values->bytes->diags, &diag);
    return code == RP_TRL_TOO_LONG ? RAMPART_LIMIT : RAMPART_INVALID_INPUT;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* To the next byte that is no blank; NUL at the end, which stands for nothing else where it is asked for. */
static enum rampart_status peek(struct rp_values *values, char *ret_byte)
{
    bool ended = false;
    for (;;) {
        while (values->at < values->filled && is_blank(values->window[values->at])) values->at++;
        pass(values, values->at);
        if (values->at < values->filled) break;
        RP_TRY(fill(values, &ended));
        if (!ended) continue;
        *ret_byte = '\0';
        return RAMPART_OK;
    }
    *ret_byte = values->window[values->at];
    if (*ret_byte == '\0') return fault(values, RP_TRL_VALUE, "a NUL byte stands here, not JSON", NULL);
    return RAMPART_OK;
}

/* ---- one object ---- */

static void end_string(const struct rp_values *values, struct scan *scan)
{
    scan->quoted = false;
    if (scan->depth != 1 || values->answering) return;
    struct rampart_str text = {values->window + values->begin + scan->string_at,
                               values->at - values->begin - scan->string_at};
    scan->seen = rp_str_equal(text, RP_STR("Events")) ? EVENTS : NOTHING;
}

/* In a string, as far as the window goes. An escape that is cut stays for the next time. */
static void scan_string(struct rp_values *values, struct scan *scan)
{
    while (values->at < values->filled) {
        const struct rampart_str rest = {values->window + values->at, values->filled - values->at};
        values->at += rp_plain_length(rest);
        if (values->at == values->filled) return;
        char c = values->window[values->at];
        if (c == '"') {
            end_string(values, scan);
            values->at++;
            return;
        }
        if (c == '\\' && values->at + 1 == values->filled) return;
        values->at += c == '\\' ? 2 : 1;
    }
}

static void scan_byte(struct rp_values *values, struct scan *scan, char c)
{
    bool list = c == '[' && scan->depth == 1 && scan->seen == EVENTS_COLON;
    if (is_blank(c)) return;
    if (scan->seen != NOTHING) scan->seen = c == ':' && scan->seen == EVENTS ? EVENTS_COLON : NOTHING;
    scan->quoted = c == '"';
    scan->string_at = values->at - values->begin;
    scan->depth += c == '{' || c == '[';
    scan->depth -= c == '}' || c == ']';
    scan->answer = list;
}

/* As far as the window goes. True: the object, or its part before a list of events, ends at `at`. */
static bool scan_window(struct rp_values *values, struct scan *scan)
{
    while (values->at < values->filled) {
        if (scan->quoted) {
            size_t before = values->at;
            scan_string(values, scan);
            if (values->at == before) return false;
            continue;
        }
        char c = values->window[values->at++];
        if (c == '"' || c < '0' || c == '{' || c == '}' || c == '[' || c == ']' || c == ':')
            scan_byte(values, scan, c);
        if (scan->depth == 0 || scan->answer) return true;
    }
    return false;
}

/* From the opening bracket, or behind the list of events: to the end. */
static enum rampart_status scan_object(struct rp_values *values, struct scan *scan)
{
    bool ended = false;
    while (!scan_window(values, scan)) {
        if (values->filled - values->begin > values->most)
            return fault(values, RP_TRL_TOO_LONG,
                         "the object that begins here is longer than an event may be", NULL);
        RP_TRY(fill(values, &ended));
        if (ended)
            return fault(values, RP_TRL_VALUE, "the file ends inside of the object that begins here",
                         "is the file whole? a copy may have been cut");
    }
    if (values->at - values->begin <= values->most) return RAMPART_OK;
    return fault(values, RP_TRL_TOO_LONG, "the object that begins here is longer than an event may be", NULL);
}

static struct rp_value take(struct rp_values *values)
{
    struct rp_value value = {RP_VALUE_OBJECT,
                             {values->window + values->begin, values->at - values->begin},
                             values->line,
                             values->column};
    pass(values, values->at);
    return value;
}

/* An answer's outline is kept: its reader is to see that it is one. */
static enum rampart_status keep_answer(struct rp_values *values)
{
    struct rp_value part = take(values);
    rp_buf_add(&values->answer, part.text);
    if (values->answer.failed == RAMPART_LIMIT)
        return fault(values, RP_TRL_TOO_LONG, "what stands around the events is too long", NULL);
    return values->answer.failed;
}

/* At an opening bracket. *ret_value is NONE when it turns out to hold a list of events. */
static enum rampart_status read_object(struct rp_values *values, struct rp_value *ret_value)
{
    struct scan scan = {.depth = 0};
    unsigned line = values->line, column = values->column;
    RP_TRY(scan_object(values, &scan));
    if (!scan.answer) {
        values->state = values->answering || values->listed ? RP_VALUES_AFTER_ELEMENT : RP_VALUES_AT_TOP;
        *ret_value = take(values);
        return RAMPART_OK;
    }
    values->answering = true;
    values->answer_line = line;
    values->answer_column = column;
    values->answer.len = 0;
    values->state = RP_VALUES_AT_FIRST;
    return keep_answer(values);
}

/* Behind the list of events. The object may have another one, which is left to its reader to refuse. */
static enum rampart_status end_answer(struct rp_values *values, struct rp_value *ret_value)
{
    struct scan scan = {.depth = 1};
    RP_TRY(scan_object(values, &scan));
    RP_TRY(keep_answer(values));
    values->answering = false;
    values->state = values->listed ? RP_VALUES_AFTER_ELEMENT : RP_VALUES_AT_TOP;
    *ret_value = (struct rp_value){RP_VALUE_ANSWER, rp_buf_text(&values->answer), values->answer_line,
                                   values->answer_column};
    return RAMPART_OK;
}

/* ---- between objects ---- */

static void step(struct rp_values *values, enum rp_values_state state)
{
    values->at++;
    if (!values->answering || state != RP_VALUES_IN_ANSWER) pass(values, values->at);
    values->state = state;
}

static enum rampart_status unexpected(const struct rp_values *values, char c)
{
    if (c == '\0')
        return fault(values, RP_TRL_VALUE, "the file ends before its list does",
                     "is the file whole? a copy may have been cut");
    if (values->state == RP_VALUES_AFTER_ELEMENT)
        return fault(values, RP_TRL_VALUE, "neither a comma nor the end of the list follows on an event",
                     NULL);
    return fault(values, RP_TRL_VALUE, "no event begins here",
                 "events are JSON objects, behind one another or in a list");
}

/* One step without an object: *ret_more is false when it is the object's turn, or nothing is left. */
static enum rampart_status between(struct rp_values *values, char c, bool *ret_more)
{
    bool top = values->state == RP_VALUES_AT_TOP, element = values->state == RP_VALUES_AT_ELEMENT;
    bool after = values->state == RP_VALUES_AFTER_ELEMENT;
    *ret_more = true;
    if (top && c == '[') {
        values->listed = true;
        step(values, RP_VALUES_AT_FIRST);
    } else if (after && c == ',') {
        step(values, RP_VALUES_AT_ELEMENT);
    } else if (c == ']' && !top && !element && values->answering) {
        step(values, RP_VALUES_IN_ANSWER);
    } else if (c == ']' && !top && !element) {
        values->listed = false;
        step(values, RP_VALUES_AT_TOP);
    } else if ((c == '{' && !after) || (c == '\0' && top)) {
        *ret_more = false;
    } else {
        return unexpected(values, c);
    }
    return RAMPART_OK;
}

enum rampart_status rp_values_next(struct rp_values *values, struct rp_value *ret_value)
{
    struct rp_value value = {.kind = RP_VALUE_NONE};
    while (value.kind == RP_VALUE_NONE) {
        if (values->state == RP_VALUES_IN_ANSWER) {
            RP_TRY(end_answer(values, &value));
            continue;
        }
        char c = '\0';
        bool more = true;
        RP_TRY(peek(values, &c));
        RP_TRY(between(values, c, &more));
        if (more) continue;
        if (c == '\0') break;
        RP_TRY(read_object(values, &value));
    }
    *ret_value = value;
    return RAMPART_OK;
}
