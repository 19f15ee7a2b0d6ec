/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a question: an object with the members that its path has, and no others. */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

enum { LONGEST_NAME = 512, MOST_TEXTS = 1000 };

static const struct {
    const char *name;
    enum api_kind kind;
} members[] = {
#define API_MEMBER(id, name, kind) {name, kind},
    API_MEMBERS(API_MEMBER)
#undef API_MEMBER
};

const char *api_member_name(enum api_member member)
{
    return members[member].name;
}

/* ---- what is wrong ---- */

/* Characters, not bytes, as in all other places. */
static void body_place(struct rampart_str body, struct rampart_str place, struct rampart_diag *diag)
{
    if (place.data == NULL || place.data < body.data || place.data > body.data + body.len) return;
    diag->line = diag->column = 1;
    for (const char *at = body.data; at < place.data; at++) {
        if (*at == '\n') {
            diag->line++;
            diag->column = 1;
        } else if (((unsigned char)*at & 0xC0) != 0x80) {
            diag->column++;
        }
    }
    diag->end_line = diag->line;
    diag->end_column = diag->column + 1;
}

enum rampart_status api_refuse(struct api_call *call, struct rampart_str place, const char *message, const char *help)
{
    struct rampart_diag diag = {.code = "API001",
                                .name = "bad-question",
                                .file = RP_STR("body"),
                                .message = rampart_str(message),
                                .help = rampart_str(help)};
    body_place(call->body, place, &diag);
    call->answer->status = 400;
    RP_TRY(rampart_diags_add(call->diags, &diag));
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status body_refuse_kind(struct api_call *call, enum api_member member, struct rp_value value, const char *wanted)
{
    struct rampart_str message;
    RP_TRY_MEMORY(rp_arena_printf(&call->arena, &message, "\"%s\" is not %s", members[member].name, wanted));
    return api_refuse(call, value.text, message.data, "");
}

/* ---- kinds ---- */

static bool body_is_scalar(struct rp_value value)
{
    return !rp_value_is(value, '{') && !rp_value_is(value, '[') && !rp_value_is(value, 'n');
}

static bool body_is_strings(struct rp_value value)
{
    struct rp_value item;
    size_t cursor = 0;
    if (!rp_value_is(value, '[')) return false;
    while (rp_value_next(value, &cursor, &item))
        if (!rp_value_is(item, '"')) return false;
    return true;
}

static bool body_is_map(struct rp_value value)
{
    struct rp_value name, item;
    size_t cursor = 0;
    if (!rp_value_is(value, '{')) return false;
    while (rp_value_next_member(value, &cursor, &name, &item))
        if (!body_is_scalar(item)) return false;
    return true;
}

/* The name is shown and compared, and never opened. */
static bool body_is_name(struct rp_value value)
{
    return rp_value_is(value, '"') && value.text.len > 2 && value.text.len <= LONGEST_NAME;
}

static bool body_is_text(struct rp_value value)
{
    struct rp_value name, item;
    size_t cursor = 0, known = 0;
    if (!rp_value_is(value, '{')) return false;
    while (rp_value_next_member(value, &cursor, &name, &item)) {
        const bool names = rp_value_is_word(name, "name"), texts = rp_value_is_word(name, "text");
        if (!names && !texts) return false;
        if (names && !body_is_name(item)) return false;
        if (texts && body_is_scalar(item) && !rp_value_is(item, '"')) return false;
        known++;
    }
    return known == 2 && rp_value_member(value, "name").text.len > 0 && rp_value_member(value, "text").text.len > 0;
}

static bool body_is_texts(struct rp_value value)
{
    struct rp_value item;
    size_t cursor = 0, count = 0;
    if (!rp_value_is(value, '[')) return body_is_text(value);
    while (rp_value_next(value, &cursor, &item))
        if (!body_is_text(item) || ++count > MOST_TEXTS) return false;
    return count > 0;
}

static enum rampart_status body_check_kind(struct api_call *call, enum api_member member, struct rp_value value)
{
    static const char text[] = "an object of a name (of at most 512 bytes) and a text: {\"name\": \"a.json\", \"text\": \"…\"}";
    const bool word = rp_value_is(value, '"');
    unsigned number;
    bool good = true;
    const char *wanted = "";
    switch (members[member].kind) {
    case API_BOOL: good = rp_value_is(value, 't') || rp_value_is(value, 'f'); wanted = "true or false"; break;
    case API_NUMBER: good = rp_value_number(value, &number); wanted = "a whole number"; break;
    case API_STRING: good = word && value.text.len > 2; wanted = "a string with something in it"; break;
    case API_STRINGS: good = body_is_strings(value); wanted = "a list of strings"; break;
    case API_MAP: good = body_is_map(value); wanted = "an object of strings, numbers, true and false"; break;
    case API_OBJECT: good = rp_value_is(value, '{'); wanted = "an object"; break;
    case API_TEXT: good = body_is_text(value); wanted = text; break;
    case API_TEXTS: good = body_is_texts(value); wanted = "a text {\"name\": \"a.json\", \"text\": \"…\"}, or a list of 1 to 1000"; break;
    case API_ACCOUNT_TEXTS:
        good = body_is_texts(value) || rp_value_is(value, 'n') || rp_value_is_word(value, "served");
        wanted = "a text {\"name\": \"account.yaml\", \"text\": \"…\"}, a list of 1 to 1000, \"served\", or null";
        break;
    }
    return good ? RAMPART_OK : body_refuse_kind(call, member, value, wanted);
}

/* ---- members ---- */

static enum rampart_status body_refuse_unknown(struct api_call *call, struct rp_value name, const enum api_member *allowed)
{
    struct rp_buf list;
    struct rampart_str message, shown = rp_str_part(name.text, 0, 64), help;
    rp_buf_init(&list, call->options.allocator, SIZE_MAX / 4);
    for (const enum api_member *member = allowed; *member != API_MEMBER_COUNT; member++)
        rp_buf_printf(&list, "%s%s", member == allowed ? "the members are " : ", ", members[*member].name);
    const bool made = list.failed == RAMPART_OK && rp_arena_copy(&call->arena, rp_buf_text(&list), &help);
    rp_buf_free(&list);
    RP_TRY_MEMORY(made);
    RP_TRY_MEMORY(rp_arena_printf(&call->arena, &message, "unknown member %.*s", RP_ARG(shown)));
    return api_refuse(call, name.text, message.data, help.data == NULL ? "" : help.data);
}

static enum rampart_status body_take(struct api_call *call, const enum api_member *allowed, struct rp_value name, struct rp_value value)
{
    const enum api_member *member = allowed;
    struct rampart_str message;
    while (*member != API_MEMBER_COUNT && !rp_value_is_word(name, members[*member].name)) member++;
    if (*member == API_MEMBER_COUNT) return body_refuse_unknown(call, name, allowed);
    if (api_has(call, *member)) {
        RP_TRY_MEMORY(rp_arena_printf(&call->arena, &message, "\"%s\" is there twice", members[*member].name));
        return api_refuse(call, name.text, message.data, "");
    }
    call->members[*member] = value;
    return body_check_kind(call, *member, value);
}

enum rampart_status api_read_body(struct api_call *call, const enum api_member *allowed)
{
    size_t at = 0, cursor = 0;
    if (!rp_value_check_at(call->body, &at))
        return api_refuse(call, rp_str_part(call->body, at, 0), call->body.len == 0 ? "the body is empty" : "the body is no JSON from here on",
                          "send one object of JSON in UTF-8");
    const struct rp_value object = rp_value_of(call->body);
    struct rp_value name, value;
    if (!rp_value_is(object, '{')) return api_refuse(call, object.text, "the body is no object", "send one object of JSON");
    while (rp_value_next_member(object, &cursor, &name, &value)) RP_TRY(body_take(call, allowed, name, value));
    return RAMPART_OK;
}

/* ---- their texts ---- */

enum rampart_status api_value_text(struct api_call *call, struct rp_value value, struct rampart_str *ret_text)
{
    struct rp_buf text;
    if (!rp_value_is(value, '"')) {
        RP_TRY_MEMORY(rp_arena_copy(&call->arena, value.text, ret_text));
        return RAMPART_OK;
    }
    rp_buf_init(&text, call->options.allocator, SIZE_MAX / 4);
    (void)rp_value_string(value, &text);
    const bool copied = text.failed == RAMPART_OK && rp_arena_copy(&call->arena, rp_buf_text(&text), ret_text);
    rp_buf_free(&text);
    RP_TRY_MEMORY(copied);
    return RAMPART_OK;
}

enum rampart_status api_string(struct api_call *call, enum api_member member, struct rampart_str *ret_text)
{
    *ret_text = (struct rampart_str){NULL, 0};
    return api_has(call, member) ? api_value_text(call, call->members[member], ret_text) : RAMPART_OK;
}

static size_t body_count(struct rp_value list)
{
    struct rp_value item;
    size_t cursor = 0, count = 0;
    while (rp_value_next(list, &cursor, &item)) count++;
    return count;
}

enum rampart_status api_strings(struct api_call *call, enum api_member member, struct rampart_strs *ret_texts)
{
    const struct rp_value list = call->members[member];
    struct rp_value item;
    size_t cursor = 0, count = 0;
    struct rampart_str *items = RP_NEW_ARRAY(&call->arena, struct rampart_str, body_count(list));
    RP_TRY_MEMORY(items != NULL);
    while (rp_value_next(list, &cursor, &item)) RP_TRY(api_value_text(call, item, &items[count++]));
    *ret_texts = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status body_text(struct api_call *call, struct rp_value value, struct rampart_named_text *ret_text)
{
    const struct rp_value name = rp_value_member(value, "name");
    RP_TRY(api_value_text(call, name, &ret_text->name));
    for (size_t i = 0; i < ret_text->name.len; i++)
        if ((unsigned char)ret_text->name.data[i] < ' ')
            return api_refuse(call, name.text, "the name of a text has a control character", "");
    return api_value_text(call, rp_value_member(value, "text"), &ret_text->text);
}

enum rampart_status api_texts(struct api_call *call, enum api_member member, struct api_texts *ret_texts)
{
    const struct rp_value value = call->members[member];
    struct rp_value item;
    size_t cursor = 0, count = 0;
    struct rampart_named_text *items = RP_NEW_ARRAY(&call->arena, struct rampart_named_text, body_count(value) + 1);
    RP_TRY_MEMORY(items != NULL);
    if (rp_value_is(value, '{')) RP_TRY(body_text(call, value, &items[count++]));
    while (rp_value_next(value, &cursor, &item)) RP_TRY(body_text(call, item, &items[count++]));
    *ret_texts = (struct api_texts){items, count};
    return RAMPART_OK;
}
