/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports in JSON. A report puts its values into objects and lists, each where it belongs:
 *
 *     struct rp_json_report report;
 *     struct rp_json root = rp_put_tree(rp_json_start(&report, out), NULL), list = rp_put_list(root, "rows");
 *     for (…) rp_put_text(rp_put_object(list, NULL), "name", …);
 *     return rp_json_finish(&report, status);
 *
 * Nothing is closed: an object is complete when something is put into one around it. rp_put_tree() and rp_put_members()
 * begin a tree of cJSON, which cJSON prints when it is complete: a single answer is one, and of many rows each is one. All
 * else is written straight into the text: lines of streams, and the brackets around rows.
 *
 * A `name` makes the value a member of an object, NULL an element of a list; names are our own words. Failure is sticky:
 * rp_json_finish() tells.
 */
#ifndef RP_REPORT_JSON_REPORT_H
#define RP_REPORT_JSON_REPORT_H

#include <stdint.h>

#include "base/arena.h"
#include "report/report.h"
#include "text/json_write.h"

struct cJSON;

enum { RP_JSON_DEPTHS = 32 };

struct rp_json_report {
    struct rp_buf *out;
    size_t depth, outer;        /* of the text; while there is a tree, `depth` is 0 and `outer` has it */
    char close[RP_JSON_DEPTHS]; /* the bracket that closes what is open at a depth */
    bool trees;                 /* there was one; `items` is in use */
    bool members;               /* of the tree alone are printed */
    struct cJSON *tree;         /* not printed yet; NULL: none, or memory was refused */
    const char *name;           /* of the tree */
    size_t expected;            /* about the bytes that it is printed in */
    struct rp_arena items;      /* of the tree, and their texts */
    struct rp_buf quoted;       /* the last text, as JSON */
    enum rampart_status failed;
};

/* An object or a list that is being filled. */
struct rp_json {
    struct rp_json_report *report;
    uintptr_t place; /* a depth of the text; RP_JSON_DEPTHS: memory was refused; else an item of the tree */
};

/* Begins a report at the end of `out`; it is a list without brackets. */
struct rp_json rp_json_start(struct rp_json_report *report, struct rp_buf *out);

/* Prints and closes everything that was put into others, so that `out` may be handed over. */
void rp_json_print(struct rp_json at);

/* Ends the report with a newline and frees what it has. The first failure of `status`, of a tree and of `out` is returned. */
enum rampart_status rp_json_finish(struct rp_json_report *report, enum rampart_status status);

/* The same without an end, after a failure. Needs no rp_json_finish(). */
void rp_json_drop(struct rp_json_report *report);

/* An object as a tree of its own; in a tree, a part of it. */
struct rp_json rp_put_tree(struct rp_json at, const char *name);

/* More members of the object `at`, as a tree of their own. */
struct rp_json rp_put_members(struct rp_json at);

/* The same where there is a tree, or something is to be closed first; these are called by those below. */
bool rp_json_settle(struct rp_json at);
struct rp_json rp_tree_open(struct rp_json at, const char *name, char bracket);
void rp_tree_text(struct rp_json at, const char *name, struct rampart_str text);
void rp_tree_word(struct rp_json at, const char *name, const char *word);
void rp_tree_bool(struct rp_json at, const char *name, bool value);
void rp_tree_raw(struct rp_json at, const char *name, struct rampart_str raw);
void rp_tree_number(struct rp_json at, const char *name, size_t number);

/* True if the place is in the text, with nothing open in it. */
RP_JSON_INLINE bool rp_json_is_text(struct rp_json at)
{
    return __builtin_expect(at.place == at.report->depth, 1) || rp_json_settle(at);
}

RP_JSON_INLINE struct rp_json rp_json_open(struct rp_json at, const char *name, char bracket)
{
    if (!rp_json_is_text(at)) return rp_tree_open(at, name, bracket);
    rp_write_open(at.report->out, name, bracket);
    at.report->close[++at.report->depth] = bracket == '[' ? ']' : '}';
    return (struct rp_json){at.report, at.report->depth};
}

RP_JSON_INLINE struct rp_json rp_put_object(struct rp_json at, const char *name)
{
    return rp_json_open(at, name, '{');
}

RP_JSON_INLINE struct rp_json rp_put_list(struct rp_json at, const char *name)
{
    return rp_json_open(at, name, '[');
}

/* One of our own words, which need no escapes and live as long as the report. */
RP_JSON_INLINE void rp_put_word(struct rp_json at, const char *name, const char *word)
{
    rp_json_is_text(at) ? rp_write_word(at.report->out, name, word) : rp_tree_word(at, name, word);
}

/* Text of others; what is not valid UTF-8 in it becomes U+FFFD. */
RP_JSON_INLINE void rp_put_text(struct rp_json at, const char *name, struct rampart_str text)
{
    rp_json_is_text(at) ? rp_write_text(at.report->out, name, text) : rp_tree_text(at, name, text);
}

/* JSON that is taken over as it is; nothing becomes null. */
RP_JSON_INLINE void rp_put_raw(struct rp_json at, const char *name, struct rampart_str raw)
{
    rp_json_is_text(at) ? rp_write_raw(at.report->out, name, raw) : rp_tree_raw(at, name, raw);
}

/* A list of so many elements. One of none is complete as it is, and much of a stream's lines: nothing can be put into it. */
RP_JSON_INLINE struct rp_json rp_put_list_of(struct rp_json at, const char *name, size_t count)
{
    if (count > 0) return rp_put_list(at, name);
    rp_put_raw(at, name, RP_STR("[]"));
    return (struct rp_json){at.report, RP_JSON_DEPTHS};
}

RP_JSON_INLINE void rp_put_text_or_null(struct rp_json at, const char *name, struct rampart_str text)
{
    if (text.len == 0)
        rp_put_raw(at, name, text);
    else
        rp_put_text(at, name, text);
}

RP_JSON_INLINE void rp_put_bool(struct rp_json at, const char *name, bool value)
{
    rp_json_is_text(at) ? rp_write_bool(at.report->out, name, value) : rp_tree_bool(at, name, value);
}

RP_JSON_INLINE void rp_put_number(struct rp_json at, const char *name, size_t number)
{
    rp_json_is_text(at) ? rp_write_number(at.report->out, name, number) : rp_tree_number(at, name, number);
}

/* A list of texts. */
RP_JSON_INLINE void rp_put_texts(struct rp_json at, const char *name, struct rampart_strs texts)
{
    const struct rp_json list = rp_put_list_of(at, name, texts.count);
    for (size_t i = 0; i < texts.count; i++) rp_put_text(list, NULL, texts.items[i]);
}

/* Adds the text to a list of a tree unless it stands in it. */
void rp_put_text_once(struct rp_json list, struct rampart_str text);

/* A policy document that is printed for people, as `document`; `line` is room for it. */
void rp_put_document(struct rp_json at, struct rp_buf *line, struct rampart_str document);

#endif
