/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A denial within other text: the message of an SDK, what a command printed, a line of a log. Objects of JSON are looked
 * for by their brackets, each byte once; lines of `Name: value` tell what the error itself says.
 */
#include <string.h>

#include "analysis/denial.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

enum { MOST_OBJECTS = 32, MOST_UNCLOSED = 8 }; /* tries; what comes after is passed over */

/* ---- lines ---- */

static struct rampart_str trimmed(struct rampart_str text)
{
    while (text.len > 0 && (unsigned char)text.data[0] <= ' ') text = rp_str_from(text, 1);
    while (text.len > 0 && (unsigned char)text.data[text.len - 1] <= ' ') text.len--;
    return text;
}

static enum rampart_status take_line(struct rp_denial_reader *reader, struct rampart_str line)
{
    struct rampart_denial *denial = reader->denial;
    const struct {
        struct rampart_str name;
        struct rampart_str *place;
    } lines[] = {
        {RP_STR("ErrorCode"), &denial->code},       {RP_STR("Code"), &denial->code},
        {RP_STR("RequestId"), &denial->request_id}, {RP_STR("Message"), &denial->message},
        {RP_STR("Recommend"), &denial->recommend},
    };
    size_t colon = rp_str_find(line, ':');
    struct rampart_str name = trimmed(rp_str_part(line, 0, colon));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct rampart_str value = trimmed(rp_str_from(line, colon + 1));
        if (!rp_str_equal_fold(name, lines[i].name) || lines[i].place->len > 0 || value.len == 0) continue;
        if (lines[i].place == &denial->code) reader->found = true;
        return rp_arena_copy(reader->arena, value, lines[i].place) ? RAMPART_OK : RAMPART_NO_MEMORY;
    }
    return RAMPART_OK;
}

static enum rampart_status take_plain_lines(struct rp_denial_reader *reader, struct rampart_str text)
{
    while (text.len > 0) {
        size_t end = rp_str_find(text, '\n');
        RP_TRY(take_line(reader, rp_str_part(text, 0, end)));
        text = rp_str_from(text, end + 1);
    }
    return RAMPART_OK;
}

/* ---- JSON in between ---- */

/* The end of the object that begins here, behind its bracket; 0: it does not end. */
static size_t object_end(struct rampart_str text, size_t start)
{
    size_t depth = 0;
    bool string = false;
    for (size_t i = start; i < text.len; i++) {
        char c = text.data[i];
        if (string && c == '\\') i++;
        if (c == '"') string = !string;
        if (string) continue;
        if (c == '{') depth++;
        if (c == '}' && --depth == 0) return i + 1;
    }
    return 0;
}

/* All that stands before it is blank, so that places are those of the whole text. */
static enum rampart_status blank_before(struct rp_denial_reader *reader, struct rampart_str text,
                                        size_t start, size_t end, struct rp_source *ret_source)
{
    char *bytes = RP_NEW_ARRAY(&reader->tree, char, end);
    RP_TRY_MEMORY(bytes != NULL);
    memcpy(bytes, text.data, end);
    for (size_t i = 0; i < start; i++)
        if (bytes[i] != '\n') bytes[i] = ' ';
    return rp_source_init(ret_source, &reader->tree, reader->file, (struct rampart_str){bytes, end});
}

static enum rampart_status take_object(struct rp_denial_reader *reader, struct rampart_str text, size_t start,
                                       size_t end)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(blank_before(reader, text, start, end, source));
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = source, .limits = &reader->limits, .diags = reader->silence};
    enum rampart_status status = rp_json_read(&reading, &root);
    rampart_diags_clear(reader->silence);
    if (status == RAMPART_NO_MEMORY) return status;
    const struct rp_denial_text whole = {source, 0};
    return status == RAMPART_OK ? rp_denial_take(reader, &whole, root) : RAMPART_OK;
}

static enum rampart_status take_objects(struct rp_denial_reader *reader, struct rampart_str text)
{
    size_t at = 0, unclosed = 0;
    for (size_t tries = 0; tries < MOST_OBJECTS && unclosed < MOST_UNCLOSED; tries++) {
        at += rp_str_find(rp_str_from(text, at), '{');
        if (at >= text.len) return RAMPART_OK;
        size_t end = object_end(text, at);
        if (end > 0) RP_TRY(take_object(reader, text, at, end));
        rp_arena_reset(&reader->tree);
        unclosed += end == 0;
        at = end > 0 ? end : at + 1;
    }
    return RAMPART_OK;
}

enum rampart_status rp_denial_take_lines(struct rp_denial_reader *reader, struct rampart_str text)
{
    RP_TRY(take_objects(reader, text));
    return take_plain_lines(reader, text);
}
