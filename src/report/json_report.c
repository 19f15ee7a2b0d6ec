/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trees of a report, put together and printed by cJSON, which allocates nothing: the items lie in an arena of the report,
 * and are printed where they belong in its text. cJSON's strings end at a NUL and may be any bytes, and its numbers are
 * doubles; so texts are quoted and numbers written out before they become items.
 */
#include "report/json_report.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/utf8.h"

/* ---- the report ---- */

struct rp_json rp_json_start(struct rp_json_report *report, struct rp_buf *out)
{
    report->out = out;
    report->depth = 1;
    report->trees = false;
    report->tree = NULL;
    report->failed = RAMPART_OK;
    return (struct rp_json){report, report->depth};
}

static bool json_report_in_tree(struct rp_json at)
{
    return at.place >= RP_JSON_DEPTHS;
}

/* NULL: memory was refused. */
static cJSON *json_report_item_of(struct rp_json at)
{
    return at.place == RP_JSON_DEPTHS ? NULL : (cJSON *)at.place;
}

static struct rp_json json_report_place_of(struct rp_json_report *report, const cJSON *item)
{
    return (struct rp_json){report, item == NULL ? RP_JSON_DEPTHS : (uintptr_t)item};
}

static void json_report_refuse(struct rp_json_report *report)
{
    report->failed = RAMPART_NO_MEMORY;
}

static void json_report_drop_tree(struct rp_json_report *report)
{
    report->tree = NULL;
    rp_arena_reset(&report->items);
}

/* Prints the tree at a place with so much room; NULL: it is too small. Returns the end. */
static char *json_report_print_at(const struct rp_json_report *report, char *at, size_t room)
{
    if (!cJSON_PrintPreallocated(report->tree, at, (int)room, false)) return NULL;
    if (!report->members) return at + strlen(at);
    const size_t len = strlen(at) - 2; /* the brackets stand there already */
    memmove(at, at + 1, len);
    return at + len;
}

/* Most trees fit into the expected room; one of long names needs more. If there is no more, `out` has the failure. */
static void json_report_print_tree(struct rp_json_report *report)
{
    struct rp_buf *out = report->out;
    char *at = NULL, *end = NULL;
    for (size_t room = report->expected; end == NULL && report->failed == RAMPART_OK; room *= 2) {
        at = rp_json_begin(out, report->name, room);
        if (at == NULL) break;
        if (room > INT_MAX)
            report->failed = RAMPART_LIMIT; /* of cJSON */
        else
            end = json_report_print_at(report, at, room);
    }
    if (end != NULL && end > at) rp_json_end(out, end);
    json_report_drop_tree(report);
    report->depth = report->outer;
}

__attribute__((noinline)) static bool json_report_settle_all(struct rp_json at)
{
    struct rp_json_report *report = at.report;
    if (json_report_in_tree(at)) return false;
    if (report->depth == 0) json_report_print_tree(report);
    for (; report->depth > at.place; report->depth--)
        rp_write_close(report->out, report->close[report->depth]);
    return true;
}

/* Mostly one object or list is complete. */
bool rp_json_settle(struct rp_json at)
{
    struct rp_json_report *report = at.report;
    if (report->depth != at.place + 1) return json_report_settle_all(at);
    rp_write_close(report->out, report->close[report->depth--]);
    return true;
}

void rp_json_print(struct rp_json at)
{
    (void)rp_json_settle(at);
}

void rp_json_drop(struct rp_json_report *report)
{
    if (!report->trees) return;
    rp_arena_free(&report->items);
    rp_buf_free(&report->quoted);
}

enum rampart_status rp_json_finish(struct rp_json_report *report, enum rampart_status status)
{
    rp_json_print((struct rp_json){report, 1});
    rp_buf_add_byte(report->out, '\n');
    rp_json_drop(report);
    if (status != RAMPART_OK) return status;
    return report->failed != RAMPART_OK ? report->failed : report->out->failed;
}

/* ---- trees ---- */

/* The bytes of a usual member besides its value: the name with its quotes, the colon, the comma, brackets. */
enum { USUAL_MEMBER = 32, LEAST_ROOM = 64 };

static char *json_report_writable(const char *text)
{
    return (char *)(uintptr_t)text; /* cJSON's structure is not const; it does not change a reference */
}

/* NULL: memory was refused. */
static cJSON *json_report_make_item(struct rp_json_report *report, int type, struct rampart_str text)
{
    cJSON *item = rp_arena_take(&report->items, rp_arena_bytes(sizeof *item));
    if (item != NULL) *item = (cJSON){.type = type, .valuestring = json_report_writable(text.data)};
    report->expected += text.len + USUAL_MEMBER;
    return item;
}

static cJSON *json_report_make_copy(struct rp_json_report *report, int type, struct rampart_str text)
{
    struct rampart_str copy;
    return rp_arena_copy(&report->items, text, &copy) ? json_report_make_item(report, type, copy) : NULL;
}

static struct rp_json json_report_begin_tree(struct rp_json at, const char *name, bool members)
{
    struct rp_json_report *report = at.report;
    rp_json_print(at);
    if (!report->trees) {
        rp_arena_init(&report->items, &report->out->allocator);
        rp_buf_init(&report->quoted, &report->out->allocator, SIZE_MAX / 4);
    }
    report->trees = true;
    report->expected = LEAST_ROOM;
    report->tree = json_report_make_item(report, cJSON_Object, RP_STR(""));
    if (report->tree == NULL) json_report_refuse(report);
    report->name = name;
    report->members = members;
    report->outer = report->depth;
    report->depth = 0;
    return json_report_place_of(report, report->tree);
}

struct rp_json rp_put_tree(struct rp_json at, const char *name)
{
    return json_report_in_tree(at) ? rp_tree_open(at, name, '{') : json_report_begin_tree(at, name, false);
}

struct rp_json rp_put_members(struct rp_json at)
{
    return json_report_in_tree(at) ? at : json_report_begin_tree(at, NULL, true);
}

static cJSON *json_report_add(struct rp_json at, const char *name, cJSON *item)
{
    cJSON *parent = json_report_item_of(at);
    bool added =
        item != NULL && parent != NULL &&
        (name == NULL ? cJSON_AddItemToArray(parent, item) : cJSON_AddItemToObjectCS(parent, name, item));
    if (added) return item;
    json_report_refuse(at.report);
    return NULL;
}

struct rp_json rp_tree_open(struct rp_json at, const char *name, char bracket)
{
    const int type = bracket == '[' ? cJSON_Array : cJSON_Object;
    return json_report_place_of(
        at.report, json_report_add(at, name, json_report_make_item(at.report, type, RP_STR(""))));
}

void rp_tree_word(struct rp_json at, const char *name, const char *word)
{
    (void)json_report_add(at, name, json_report_make_item(at.report, cJSON_String, rampart_str(word)));
}

void rp_tree_raw(struct rp_json at, const char *name, struct rampart_str raw)
{
    (void)json_report_add(at, name,
                          raw.len == 0 ? json_report_make_item(at.report, cJSON_NULL, raw)
                                       : json_report_make_copy(at.report, cJSON_Raw, raw));
}

void rp_tree_bool(struct rp_json at, const char *name, bool value)
{
    (void)json_report_add(at, name,
                          json_report_make_item(at.report, value ? cJSON_True : cJSON_False, RP_STR("")));
}

/* A double would not hold every number. */
void rp_tree_number(struct rp_json at, const char *name, size_t number)
{
    char *digits = rp_arena_take(&at.report->items, rp_arena_bytes(RP_JSON_DIGITS + 1));
    cJSON *item = NULL;
    if (digits != NULL) {
        char *end = rp_json_number(digits, number);
        *end = '\0';
        item =
            json_report_make_item(at.report, cJSON_Raw, (struct rampart_str){digits, (size_t)(end - digits)});
    }
    (void)json_report_add(at, name, item);
}

/* cJSON would cut a text short at a NUL and print bytes that are no UTF-8, and it looks at each byte twice. */
static cJSON *json_report_text_item(struct rp_json_report *report, struct rampart_str text)
{
    struct rp_buf *quoted = &report->quoted;
    quoted->len = 0;
    rp_write_text(quoted, NULL, text);
    return quoted->failed == RAMPART_OK ? json_report_make_copy(report, cJSON_Raw, rp_buf_text(quoted))
                                        : NULL;
}

void rp_tree_text(struct rp_json at, const char *name, struct rampart_str text)
{
    (void)json_report_add(at, name, json_report_text_item(at.report, text));
}

void rp_put_text_once(struct rp_json list, struct rampart_str text)
{
    cJSON *item = json_report_text_item(list.report, text);
    const cJSON *other = NULL;
    cJSON_ArrayForEach(other, json_report_item_of(list)) if (cJSON_Compare(item, other, true)) return;
    (void)json_report_add(list, NULL, item);
}

/* Blanks stand between its tokens, and only those in strings are a part of it. */
void rp_put_document(struct rp_json at, struct rp_buf *line, struct rampart_str document)
{
    bool quoted = false;
    line->len = 0;
    for (size_t i = 0; i < document.len; i++) {
        const char byte = document.data[i];
        if (!quoted && rp_is_blank(byte)) continue;
        rp_buf_add_byte(line, byte);
        if (byte == '"') quoted = !quoted;
        if (quoted && byte == '\\' && i + 1 < document.len) rp_buf_add_byte(line, document.data[++i]);
    }
    rp_put_raw(at, "document", rp_buf_text(line));
}
