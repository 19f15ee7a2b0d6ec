/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trees of a report, built and printed by cJSON. Its strings end at a NUL and are not looked at, its numbers are
 * doubles, and everything it makes may fail: this file is where that is minded.
 */
#include "report/json.h"

#include <stdint.h>

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

static bool in_tree(struct rp_json at)
{
    return at.place >= RP_JSON_DEPTHS;
}

/* NULL: memory was refused. */
static cJSON *item_of(struct rp_json at)
{
    return at.place == RP_JSON_DEPTHS ? NULL : (cJSON *)at.place;
}

static struct rp_json place_of(struct rp_json_report *report, const cJSON *item)
{
    return (struct rp_json){report, item == NULL ? RP_JSON_DEPTHS : (uintptr_t)item};
}

static void refuse(struct rp_json_report *report)
{
    report->failed = RAMPART_NO_MEMORY;
}

static void free_tree(struct rp_json_report *report)
{
    cJSON_Delete(report->tree);
    report->tree = NULL;
    rp_arena_reset(&report->texts);
}

static void print_tree(struct rp_json_report *report)
{
    char *text = report->failed == RAMPART_OK ? cJSON_PrintUnformatted(report->tree) : NULL;
    if (text != NULL) {
        struct rampart_str value = rampart_str(text);
        if (report->members) value = rp_str_part(value, 1, value.len - 2);
        if (value.len > 0) rp_json_value(report->out, report->name, value);
        cJSON_free(text);
    } else {
        refuse(report);
    }
    free_tree(report);
    report->depth = report->outer;
}

__attribute__((noinline)) static bool settle_all(struct rp_json at)
{
    struct rp_json_report *report = at.report;
    if (in_tree(at)) return false;
    if (report->depth == 0) print_tree(report);
    for (; report->depth > at.place; report->depth--)
        rp_write_close(report->out, report->close[report->depth]);
    return true;
}

/* Mostly one object or list is complete. */
bool rp_json_settle(struct rp_json at)
{
    struct rp_json_report *report = at.report;
    if (report->depth != at.place + 1) return settle_all(at);
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
    free_tree(report);
    rp_arena_free(&report->texts);
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

static struct rp_json begin_tree(struct rp_json at, const char *name, bool members)
{
    struct rp_json_report *report = at.report;
    rp_json_print(at);
    if (!report->trees) rp_arena_init(&report->texts, &report->out->allocator);
    report->trees = true;
    report->tree = cJSON_CreateObject();
    if (report->tree == NULL) refuse(report);
    report->name = name;
    report->members = members;
    report->outer = report->depth;
    report->depth = 0;
    return place_of(report, report->tree);
}

struct rp_json rp_put_tree(struct rp_json at, const char *name)
{
    return in_tree(at) ? rp_tree_open(at, name, '{') : begin_tree(at, name, false);
}

struct rp_json rp_put_members(struct rp_json at)
{
    return in_tree(at) ? at : begin_tree(at, NULL, true);
}

/* Puts the value into the tree, or frees it. */
static cJSON *add(struct rp_json at, const char *name, cJSON *item)
{
    bool added = item != NULL && item_of(at) != NULL &&
                 (name == NULL ? cJSON_AddItemToArray(item_of(at), item)
                               : cJSON_AddItemToObjectCS(item_of(at), name, item));
    if (added) return item;
    cJSON_Delete(item);
    refuse(at.report);
    return NULL;
}

struct rp_json rp_tree_open(struct rp_json at, const char *name, char bracket)
{
    cJSON *item = add(at, name, bracket == '[' ? cJSON_CreateArray() : cJSON_CreateObject());
    return place_of(at.report, item);
}

void rp_tree_word(struct rp_json at, const char *name, const char *word)
{
    (void)add(at, name, cJSON_CreateStringReference(word));
}

void rp_tree_raw(struct rp_json at, const char *name, struct rampart_str raw)
{
    struct rampart_str copy;
    if (raw.len == 0)
        (void)add(at, name, cJSON_CreateNull());
    else
        (void)add(at, name, rp_arena_copy(&at.report->texts, raw, &copy) ? cJSON_CreateRaw(copy.data) : NULL);
}

/* A double would not hold every number. */
void rp_tree_number(struct rp_json at, const char *name, size_t number)
{
    char digits[RP_JSON_DIGITS + 1];
    *rp_json_number(digits, number) = '\0';
    (void)add(at, name, cJSON_CreateRaw(digits));
}

/* A text with a NUL, or bytes that are no UTF-8, is quoted here; cJSON would cut it short, or print the bytes. */
static cJSON *odd_text(struct rp_json_report *report, struct rampart_str text)
{
    struct rp_buf quoted;
    rp_buf_init(&quoted, &report->out->allocator, report->out->cap);
    rp_write_text(&quoted, NULL, text);
    rp_buf_add_byte(&quoted, '\0');
    cJSON *item = quoted.failed == RAMPART_OK ? cJSON_CreateRaw(quoted.data) : NULL;
    rp_buf_free(&quoted);
    return item;
}

static cJSON *text_item(struct rp_json_report *report, struct rampart_str text)
{
    struct rampart_str copy;
    if (rp_utf8_valid(text) < text.len || rp_str_find(text, '\0') < text.len) return odd_text(report, text);
    return rp_arena_copy(&report->texts, text, &copy) ? cJSON_CreateStringReference(copy.data) : NULL;
}

void rp_tree_text(struct rp_json at, const char *name, struct rampart_str text)
{
    (void)add(at, name, text_item(at.report, text));
}

void rp_put_text_once(struct rp_json list, struct rampart_str text)
{
    cJSON *item = text_item(list.report, text);
    const cJSON *other = NULL;
    cJSON_ArrayForEach(other, item_of(list))
    {
        if (!cJSON_Compare(item, other, true)) continue;
        cJSON_Delete(item);
        return;
    }
    (void)add(list, NULL, item);
}
