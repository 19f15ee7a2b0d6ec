/* SPDX-License-Identifier: Apache-2.0 */
/* Policy documents in canonical form, for people: from a tree, or from a document of the caller's. */
#include <rampart/write.h>

#include <stdint.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "policy/ast.h"
#include "text/diag.h"
#include "text/json.h"
#include "text/tree.h"
#include "text/tree_read.h"
#include "write/write_document.h"

enum { WIDTH = 100, INDENT = 2 };

/* Of documents of RAM and of resources, and of the policies of AccessKeys; none has members of both. */
static const char *const document_order[] = {"Version", "Status", "Statement", "Statements"};
static const char *const statement_order[] = {"Sid",         "Effect",    "Principal", "Action", "NotAction", "Resource",
                                              "NotResource", "Condition", "Type",      "Value",  "IPList"};

/* The text that is written, and the depth in it. */
struct place {
    struct rp_buf *out;
    unsigned depth;
};

static void write_document_start_line(struct place place)
{
    rp_buf_printf(place.out, "\n%*s", (int)(place.depth * INDENT), "");
}

/* ---- scalars ---- */

static void write_document_unit(struct rp_buf *out, unsigned unit)
{
    rp_buf_printf(out, "\\u%04x", unit);
}

static void write_document_escape(struct rp_buf *out, uint32_t code)
{
    static const char letters[][2] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
                                      {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (code != (unsigned char)letters[i][0]) continue;
        rp_buf_add_byte(out, '\\');
        rp_buf_add_byte(out, letters[i][1]);
        return;
    }
    if (code < 0x10000) {
        write_document_unit(out, (unsigned)code);
        return;
    }
    write_document_unit(out, 0xD800u + (unsigned)((code - 0x10000) >> 10));
    write_document_unit(out, 0xDC00u + (unsigned)((code - 0x10000) & 0x3FF));
}

/* Characters stand for themselves, except those that JSON forbids and those that are invisible. */
void rp_document_string(struct rp_buf *out, struct rampart_str text)
{
    rp_buf_add_byte(out, '"');
    while (text.len > 0) {
        uint32_t code = rp_utf8_decode(text);
        size_t width = rp_utf8_width(text);
        if (code == '"' || code == '\\' || rp_utf8_hidden(code))
            write_document_escape(out, code);
        else
            rp_buf_add(out, rp_str_part(text, 0, width));
        text = rp_str_from(text, width);
    }
    rp_buf_add_byte(out, '"');
}

static void write_document_scalar(struct rp_buf *out, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING)
        rp_document_string(out, node->text);
    else
        rp_buf_add(out, node->text);
}

static bool write_document_is_scalar(const struct rp_node *node)
{
    return node->type != RP_NODE_LIST && node->type != RP_NODE_MAP;
}

/* ---- lists ---- */

static void write_document_list_in_line(struct rp_buf *out, const struct rp_node *list)
{
    rp_buf_add_byte(out, '[');
    for (const struct rp_node *value = list->first; value != NULL; value = value->next) {
        write_document_scalar(out, value);
        if (value->next != NULL) rp_buf_add(out, RP_STR(", "));
    }
    rp_buf_add_byte(out, ']');
}

static void write_document_list_in_lines(struct place place, const struct rp_node *list)
{
    struct place inner = {place.out, place.depth + 1};
    rp_buf_add_byte(place.out, '[');
    for (const struct rp_node *value = list->first; value != NULL; value = value->next) {
        write_document_start_line(inner);
        write_document_scalar(place.out, value);
        if (value->next != NULL) rp_buf_add_byte(place.out, ',');
    }
    write_document_start_line(place);
    rp_buf_add_byte(place.out, ']');
}

/* The characters of the line that is being written. */
static size_t write_document_column(const struct rp_buf *out)
{
    struct rampart_str text = rp_buf_text(out);
    size_t start = text.len;
    while (start > 0 && text.data[start - 1] != '\n') start--;
    return rp_utf8_count(rp_str_from(text, start));
}

/* On one line when it fits with the comma that may follow. */
static void write_document_list(struct place place, const struct rp_node *list)
{
    size_t before = place.out->len;
    write_document_list_in_line(place.out, list);
    if (list->count == 0 || place.out->failed != RAMPART_OK || write_document_column(place.out) < WIDTH)
        return;
    place.out->len = before;
    write_document_list_in_lines(place, list);
}

/* ---- maps ---- */

static void write_document_key(struct place place, const struct rp_node *member)
{
    write_document_start_line(place);
    rp_document_string(place.out, member->key);
    rp_buf_add(place.out, RP_STR(": "));
}

/* Principal, Condition and the operators in it: the order is the author's. */
static void write_document_value(struct place place, const struct rp_node *node)
{
    struct place inner = {place.out, place.depth + 1};
    if (write_document_is_scalar(node)) {
        write_document_scalar(place.out, node);
        return;
    }
    if (node->type == RP_NODE_LIST) {
        write_document_list(place, node);
        return;
    }
    rp_buf_add_byte(place.out, '{');
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        write_document_key(inner, member);
        write_document_value(inner, member);
        if (member->next != NULL) rp_buf_add_byte(place.out, ',');
    }
    if (node->count > 0) write_document_start_line(place);
    rp_buf_add_byte(place.out, '}');
}

/* A map whose members are written in an order, each by a function. */
static void write_document_in_order(struct place place, const struct rp_node *map, const char *const *names,
                                    size_t count,
                                    void (*write)(struct place place, const struct rp_node *member))
{
    struct place inner = {place.out, place.depth + 1};
    const char *before = "";
    rp_buf_add_byte(place.out, '{');
    for (size_t i = 0; i < count; i++) {
        const struct rp_node *member = rp_node_member(map, rampart_str(names[i]));
        if (member == NULL) continue;
        rp_buf_add(place.out, rampart_str(before));
        write_document_key(inner, member);
        write(inner, member);
        before = ",";
    }
    write_document_start_line(place);
    rp_buf_add_byte(place.out, '}');
}

static void write_document_statement(struct place place, const struct rp_node *statement)
{
    write_document_in_order(place, statement, statement_order,
                            sizeof statement_order / sizeof *statement_order, write_document_value);
}

static void write_document_statements(struct place place, const struct rp_node *list)
{
    struct place inner = {place.out, place.depth + 1};
    rp_buf_add_byte(place.out, '[');
    for (const struct rp_node *statement = list->first; statement != NULL; statement = statement->next) {
        write_document_start_line(inner);
        write_document_statement(inner, statement);
        if (statement->next != NULL) rp_buf_add_byte(place.out, ',');
    }
    if (list->count > 0) write_document_start_line(place);
    rp_buf_add_byte(place.out, ']');
}

/* Version and Status, or Statement: a list, or one statement alone. */
static void write_document_document_member(struct place place, const struct rp_node *member)
{
    if (write_document_is_scalar(member))
        write_document_scalar(place.out, member);
    else if (member->type == RP_NODE_LIST)
        write_document_statements(place, member);
    else
        write_document_statement(place, member);
}

void rp_document_print(struct rp_buf *out, const struct rp_node *document)
{
    write_document_in_order((struct place){out, 0}, document, document_order,
                            sizeof document_order / sizeof *document_order, write_document_document_member);
    rp_buf_add_byte(out, '\n');
}

/* ---- a document of the caller's: read as a policy first, so that every error is seen ---- */

/* A warning is no reason not to write the document, and it is not what was asked for. */
static bool write_document_is_error(const void *context, struct rampart_diag *diag)
{
    (void)context;
    return diag->severity == RAMPART_ERROR;
}

static enum rampart_status write_document_print_policy(struct rp_buf *out,
                                                       const struct rampart_options *options,
                                                       const struct rampart_policy *policy,
                                                       struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    const struct rp_reading reading = {
        .arena = &arena, .source = policy->source, .limits = &limits, .diags = diags};
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read(&reading, &root);
    if (status == RAMPART_OK) rp_document_print(out, root);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status write_document_print_document(struct rp_buf *out,
                                                         const struct rampart_options *options,
                                                         const struct rampart_document *document,
                                                         struct rampart_diags *diags)
{
    struct rampart_policy *policy = NULL;
    size_t first = rampart_diags_count(diags);
    enum rampart_status status = rampart_policy_read(options, document, diags, &policy);
    rp_diags_filter(diags, first, write_document_is_error, NULL);
    if (status != RAMPART_OK) return status;
    if (rp_tree_is_json(policy->source, document->format)) {
        status = write_document_print_policy(out, options, policy, diags);
    } else {
        rp_tree_not_written(diags, document->file);
        status = RAMPART_INVALID_INPUT;
    }
    rampart_policy_free(policy);
    return status;
}

enum rampart_status rampart_write_document(const struct rampart_options *options,
                                           const struct rampart_document *document,
                                           struct rampart_diags *diags, const struct rampart_writer *writer)
{
    if (document == NULL || diags == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    rp_buf_init(&out, rp_options_allocator(options), SIZE_MAX / 4);
    enum rampart_status status = write_document_print_document(&out, options, document, diags);
    if (status == RAMPART_OK) status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}
