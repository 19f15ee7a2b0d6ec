/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors as programs print them: JSON, XML and objects of Python and Node.js within other text; the sentence of an SDK
 * (denial-frames.tsv); lines of `Name: value`. Objects are found by their brackets.
 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "denial/reader.h"
#include "text/source.h"
#include "text/yaml.h"

enum {
    MOST_OBJECTS = 32, /* tries to find an object in other text; */
    MOST_UNCLOSED = 8, /* what comes after them is passed over */
    MOST_FITS = 16
};

/* ---- objects ---- */

/* A character of an object: quotes are ' or ", and a backslash keeps one from ending. */
struct scan {
    char quote; /* '\0': outside */
    bool escaped;
};

static void printed_step(struct scan *scan, char c)
{
    if (scan->escaped)
        scan->escaped = false;
    else if (scan->quote != '\0' && c == '\\')
        scan->escaped = true;
    else if (scan->quote == c)
        scan->quote = '\0';
    else if (scan->quote == '\0' && (c == '"' || c == '\''))
        scan->quote = c;
}

/* Returns where the object ends, behind its bracket; 0: it does not end. */
static size_t printed_object_end(struct rampart_str text, size_t start)
{
    struct scan scan = {'\0', false};
    size_t depth = 0;
    for (size_t i = start; i < text.len; i++) {
        char c = text.data[i];
        printed_step(&scan, c);
        if (scan.quote != '\0') continue;
        if (c == '{') depth++;
        if (c == '}' && --depth == 0) return i + 1;
    }
    return 0;
}

bool rp_denial_is_one_object(struct rampart_str text)
{
    size_t first = 0, last = text.len;
    while (first < last && rp_is_blank(text.data[first])) first++;
    while (last > first && rp_is_blank(text.data[last - 1])) last--;
    if (first == last || text.data[first] != '{') return false;
    const size_t end = printed_object_end(text, first);
    return end == 0 || end >= last;
}

/* Returns where the string ends, behind its quote; 0: it does not end. */
static size_t printed_string_end(struct rampart_str text, size_t start)
{
    for (size_t i = start + 1; i < text.len; i++) {
        if (text.data[i] == '\\')
            i++;
        else if (text.data[i] == '"')
            return i + 1;
    }
    return 0;
}

/*
 * The text before a piece becomes blanks, so that places are those of the whole text. So does a line end within a
 * string: a terminal has broken the line there.
 */
static enum rampart_status printed_blank(struct rp_denial_reader *reader, struct rampart_str text,
                                         size_t start, size_t end, struct rp_source *ret_source)
{
    char *bytes = RP_NEW_ARRAY(&reader->tree, char, end);
    struct scan scan = {'\0', false};
    RP_TRY_MEMORY(bytes != NULL);
    memcpy(bytes, text.data, end);
    for (size_t i = 0; i < start; i++)
        if (bytes[i] != '\n') bytes[i] = ' ';
    for (size_t i = start; i < end; i++) {
        printed_step(&scan, bytes[i]);
        if (scan.quote != '\0' && (bytes[i] == '\n' || bytes[i] == '\r')) bytes[i] = ' ';
    }
    return rp_source_init(ret_source, &reader->tree, reader->file, (struct rampart_str){bytes, end});
}

/* Objects of Python and Node.js are flow maps of YAML. */
static enum rampart_status printed_parse(struct rp_denial_reader *reader, struct rp_denial_text *text,
                                         struct rp_node **ret_root)
{
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = text->source, .limits = &reader->limits, .diags = reader->silence};
    text->json = true;
    enum rampart_status status = rp_denial_parse(reader, text->source, reader->silence, ret_root);
    if (status == RAMPART_INVALID_INPUT) {
        text->json = false;
        status = rp_yaml_read(&reading, ret_root);
    }
    rampart_diags_clear(reader->silence);
    return status;
}

static enum rampart_status printed_take_piece(struct rp_denial_reader *reader, struct rampart_str text,
                                              size_t start, size_t end)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(printed_blank(reader, text, start, end, source));
    struct rp_denial_text piece = {.source = source};
    enum rampart_status status = printed_parse(reader, &piece, &root);
    if (status == RAMPART_NO_MEMORY) return status;
    return status == RAMPART_OK ? rp_denial_take(reader, &piece, root) : RAMPART_OK;
}

/* True when the object stands in a string with its quotes escaped: "{\"Code\":… */
static bool printed_is_quoted(struct rampart_str text, size_t at)
{
    return at > 0 && text.data[at - 1] == '"' && at + 1 < text.len && text.data[at + 1] == '\\';
}

static enum rampart_status printed_take_objects(struct rp_denial_reader *reader, struct rampart_str text)
{
    size_t at = 0, unclosed = 0;
    for (size_t tries = 0; tries < MOST_OBJECTS && unclosed < MOST_UNCLOSED; tries++) {
        at += rp_str_find(rp_str_from(text, at), '{');
        if (at >= text.len) return RAMPART_OK;
        const size_t start = printed_is_quoted(text, at) ? at - 1 : at;
        size_t end = start < at ? printed_string_end(text, start) : printed_object_end(text, start);
        if (end > 0) RP_TRY(printed_take_piece(reader, text, start, end));
        rp_arena_reset(&reader->tree);
        unclosed += end == 0;
        at = end > 0 ? end : at + 1;
    }
    return RAMPART_OK;
}

static enum rampart_status printed_take_xml(struct rp_denial_reader *reader, struct rampart_str text)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &reader->tree, reader->file, text));
    RP_TRY(rp_denial_take_xml(reader, &(struct rp_denial_text){.source = source}));
    rp_arena_reset(&reader->tree);
    return RAMPART_OK;
}

/* ---- maps of Go: map[AuthAction:ram:ListUsers NoPermissionType:ImplicitDeny] ---- */

/* The pairs of one map; values that are maps or lists say nothing. Returns where it ends. */
static enum rampart_status printed_take_map(struct rp_denial_reader *reader, struct rampart_str text,
                                            size_t *at)
{
    size_t end = *at;
    while (end < text.len && text.data[end] != ']' && text.data[end] != '\n') {
        const struct rampart_str rest = rp_str_from(text, end);
        size_t len = 0;
        enum rp_slot slot;
        while (len < rest.len && !rp_is_blank(rest.data[len]) && rest.data[len] != ']') len++;
        const struct rampart_str pair = rp_str_part(rest, 0, len),
                                 name = rp_str_part(pair, 0, rp_str_find(pair, ':'));
        const struct rampart_str value = rp_str_from(pair, name.len + 1);
        if (rp_denial_detail_slot(name, &slot) && rp_slot_takes(slot, value)) {
            reader->found |= slot != RP_SLOT_LAYER;
            RP_TRY(rp_denial_put(reader, slot, value, "AccessDeniedDetail"));
        }
        end += len > 0 ? len : 1;
    }
    *at = end;
    return RAMPART_OK;
}

static enum rampart_status printed_take_maps(struct rp_denial_reader *reader, struct rampart_str text)
{
    struct rp_fit fit;
    size_t at = 0;
    for (size_t tries = 0; tries < MOST_OBJECTS; tries++) {
        if (!rp_template_find(RP_STR("map["), text, at, &fit)) return RAMPART_OK;
        at = fit.end;
        RP_TRY(printed_take_map(reader, text, &at));
    }
    return RAMPART_OK;
}

/* ---- sentences ---- */

struct printed_frame {
    struct rp_fit fit;
    struct rampart_str code; /* that the sentence stands for; empty: it names one, or none */
};

/* The outer one comes first, whose values count. */
static void printed_insert(struct printed_frame *frames, size_t count, const struct printed_frame *frame)
{
    while (count > 0 && (frames[count - 1].fit.start > frame->fit.start ||
                         (frames[count - 1].fit.start == frame->fit.start &&
                          frames[count - 1].fit.end < frame->fit.end))) {
        frames[count] = frames[count - 1];
        count--;
    }
    frames[count] = *frame;
}

/* The sentence on one line, with single blanks. */
static enum rampart_status printed_one_line(struct rp_denial_reader *reader, struct rampart_str *text)
{
    char *bytes = RP_NEW_ARRAY(&reader->tree, char, text->len + 1);
    size_t len = 0;
    RP_TRY_MEMORY(bytes != NULL);
    for (size_t i = 0; i < text->len; i++) {
        bool blank = rp_is_blank(text->data[i]);
        if (blank && len > 0 && bytes[len - 1] == ' ') continue;
        bytes[len++] = blank ? ' ' : text->data[i];
    }
    *text = (struct rampart_str){bytes, len};
    return RAMPART_OK;
}

static enum rampart_status printed_take_frames(struct rp_denial_reader *reader, struct rampart_str text)
{
    struct printed_frame *frames = RP_NEW_ARRAY(&reader->tree, struct printed_frame, MOST_FITS);
    struct rampart_str rows = rp_tsv_rows(rp_catalog_denial_frames()), row;
    size_t count = 0;
    RP_TRY_MEMORY(frames != NULL);
    while (rp_tsv_next(&rows, &row) && count < MOST_FITS) {
        struct printed_frame frame = {.code = rp_tsv_unless_dash(rp_tsv_field(row, 1))};
        if (rp_template_find(rp_tsv_field(row, 0), text, 0, &frame.fit))
            printed_insert(frames, count++, &frame);
    }
    for (size_t i = 0; i < count; i++) {
        RP_TRY(printed_one_line(reader, &frames[i].fit.values[RP_SLOT_MESSAGE]));
        RP_TRY(rp_denial_put_fit(reader, &frames[i].fit, "the sentence of the SDK"));
        RP_TRY(rp_denial_put(reader, RP_SLOT_CODE, frames[i].code, "the name of the error"));
    }
    return RAMPART_OK;
}

/* ---- lines of `Name: value` ---- */

static struct rampart_str printed_trim(struct rampart_str text)
{
    while (text.len > 0 && (unsigned char)text.data[0] <= ' ') text = rp_str_from(text, 1);
    while (text.len > 0 && ((unsigned char)text.data[text.len - 1] <= ' ' || text.data[text.len - 1] == ','))
        text.len--;
    return text;
}

/* Without the pair of brackets or quotes around it. */
static struct rampart_str printed_inside(struct rampart_str text, char open, char close)
{
    bool around = text.len > 1 && text.data[0] == open && text.data[text.len - 1] == close;
    return around ? printed_trim(rp_str_part(text, 1, text.len - 2)) : text;
}

/* Names are written "RequestId", "Request ID", "request_id". */
static bool printed_slot_of(struct rampart_str name, enum rp_slot *ret_slot)
{
    char bytes[32];
    size_t len = 0;
    if (rp_denial_error_slot(name, ret_slot)) return true;
    for (size_t i = 0; i < name.len; i++) {
        if (name.data[i] == ' ' || name.data[i] == '_') continue;
        if (len == sizeof bytes) return false;
        bytes[len++] = name.data[i];
    }
    name = (struct rampart_str){bytes, len};
    if (rp_denial_error_slot(name, ret_slot) || rp_denial_detail_slot(name, ret_slot)) return true;
    *ret_slot = rp_str_equal_fold(name, RP_STR("Action")) ? RP_SLOT_ACTION : RP_SLOT_RESOURCE;
    return *ret_slot == RP_SLOT_ACTION || rp_str_equal_fold(name, RP_STR("Resource"));
}

static enum rampart_status printed_take_line(struct rp_denial_reader *reader, struct rampart_str line)
{
    const size_t colon = rp_str_find(line, ':');
    enum rp_slot slot;
    struct rampart_str name = printed_inside(printed_trim(rp_str_part(line, 0, colon)), '[', ']');
    struct rampart_str value = printed_inside(printed_trim(rp_str_from(line, colon + 1)), '[', ']');
    value = printed_inside(printed_inside(value, '"', '"'), '\'', '\'');
    if (!printed_slot_of(name, &slot) || !rp_slot_takes(slot, value)) return RAMPART_OK;
    return rp_denial_put(reader, slot, value, "the lines");
}

static enum rampart_status printed_take_lines(struct rp_denial_reader *reader, struct rampart_str text)
{
    while (text.len > 0) {
        size_t end = rp_str_find(text, '\n');
        RP_TRY(printed_take_line(reader, rp_str_part(text, 0, end)));
        text = rp_str_from(text, end + 1);
    }
    return RAMPART_OK;
}

/* ---- all of it ---- */

/* Terraform draws a line beside its errors. It becomes blanks, of as many bytes. */
static enum rampart_status printed_without_box(struct rp_denial_reader *reader, struct rampart_str *text)
{
    static const char bar[] = "\xE2\x94\x82";
    char *bytes = RP_NEW_ARRAY(reader->arena, char, text->len);
    RP_TRY_MEMORY(bytes != NULL);
    if (text->len > 0) memcpy(bytes, text->data, text->len);
    for (size_t i = 0; i + 3 <= text->len; i++)
        if (memcmp(bytes + i, bar, 3) == 0) memset(bytes + i, ' ', 3);
    text->data = bytes;
    return RAMPART_OK;
}

enum rampart_status rp_denial_take_printed(struct rp_denial_reader *reader, struct rampart_str text)
{
    RP_TRY(printed_without_box(reader, &text));
    RP_TRY(printed_take_objects(reader, text));
    RP_TRY(printed_take_xml(reader, text));
    RP_TRY(printed_take_maps(reader, text));
    RP_TRY(printed_take_frames(reader, text));
    return printed_take_lines(reader, text);
}
