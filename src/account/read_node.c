/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The questions of all sections of an account file about its nodes: is one what it should be, its members, the texts
 * that outlive the tree, and all of a part that was left out of the outline. And the errors of the file.
 */
#include <stdio.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/layer.h"
#include "policy/kind.h"
#include "policy/resource_policy.h"
#include "text/did_you_mean.h"
#include "text/json.h"
#include "text/tree_read.h"

enum { MOST_SEARCHES = 20 };

void rp_account_error(struct rp_account_reader *reader, enum rp_code code, struct rp_span span, const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    if (reader->status == RAMPART_OK) reader->status = RAMPART_INVALID_INPUT;
    rp_diag(reader->reading.diags, RAMPART_ERROR, code, (struct rp_at){reader->reading.source, span}, "%s", message);
}

enum rampart_status rp_account_note(struct rp_account_reader *reader, enum rampart_status status)
{
    if (reader->status == RAMPART_OK) reader->status = status;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

struct rampart_str rp_account_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 80);
}

bool rp_account_is(struct rp_account_reader *reader, const struct rp_node *node, enum rp_node_type type,
                   struct rampart_str name, const char *expected)
{
    if (node == NULL) return false;
    if (node->type == type) return true;
    if (node->type == RP_NODE_BROKEN) return false;
    rp_account_error(reader, RP_ACC_TYPE, node->span, "%.*s must be %s, not %s", RP_ARG(rp_account_shown(name)),
                     expected, rp_node_type_name(node->type));
    if (type == RP_NODE_MAP && node->type == RP_NODE_NULL) rp_diag_help(reader->reading.diags, "write {} for nothing");
    if (type == RP_NODE_LIST && node->type == RP_NODE_NULL) rp_diag_help(reader->reading.diags, "write [] for nothing");
    if (type == RP_NODE_LIST && node->type == RP_NODE_STRING)
        rp_diag_help(reader->reading.diags, "write [\"%.*s\"]", RP_ARG(rp_account_shown(node->text)));
    return false;
}

static size_t read_node_unknown_member(struct rp_account_reader *reader, const struct rp_node *member,
                                       const struct rp_account_shape *shape)
{
    rp_account_error(reader, RP_ACC_UNKNOWN, member->key_span, "%s has no member \"%.*s\"", shape->what,
                     RP_ARG(rp_account_shown(member->key)));
    const char *nearest = rp_nearest(member->key, shape->names, shape->count);
    size_t i = 0;
    while (i < shape->count && shape->names[i] != nearest) i++;
    if (nearest != NULL)
        rp_diag_help(reader->reading.diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(reader->reading.diags, "%s", shape->help);
    return i;
}

/* As in a document, a misspelt member stands in for the one that was meant, unless that is there too. */
void rp_account_members(struct rp_account_reader *reader, const struct rp_node *map,
                        const struct rp_account_shape *shape, const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < shape->count && !rp_str_equal(member->key, rampart_str(shape->names[i]))) i++;
        bool known = i < shape->count;
        if (!known) i = read_node_unknown_member(reader, member, shape);
        if (i < shape->count && (known || ret_members[i] == NULL)) ret_members[i] = member;
    }
}

static void read_node_refuse_name(struct rp_account_reader *reader, const struct rp_node *member, const char *what,
                                  size_t at)
{
    const char held[] = {'"', member->key.data[at], '"', '\0'};
    bool blank = (unsigned char)member->key.data[at] <= ' ';
    rp_account_error(reader, RP_ACC_NAME, member->key_span,
                     "\"%.*s\" cannot be the name of %s: it contains %s",
                     RP_ARG(rp_account_shown(member->key)), what, blank ? "a blank" : held);
    rp_diag_help(reader->reading.diags, "write the plain name, not an ARN or a path");
}

void rp_account_check_name(struct rp_account_reader *reader, const struct rp_node *member, const char *what)
{
    struct rampart_str name = member->key;
    if (name.len == 0) {
        rp_account_error(reader, RP_ACC_NAME, member->key_span, "the name of %s is empty", what);
        return;
    }
    size_t slash = rp_str_find(name, '/'), colon = rp_str_find(name, ':');
    size_t first = slash < colon ? slash : colon;
    if (first < name.len) read_node_refuse_name(reader, member, what, first);
}

void rp_account_check_principal(struct rp_account_reader *reader, const struct rp_node *member, const char *what)
{
    size_t fault = rp_principal_name_fault(member->key);
    if (fault < member->key.len)
        read_node_refuse_name(reader, member, what, fault);
    else
        rp_account_check_name(reader, member, what);
}

bool rp_account_may_search(struct rp_account_reader *reader)
{
    return reader->searches++ < MOST_SEARCHES;
}

struct rampart_str rp_account_meant(struct rp_account_reader *reader, struct rampart_str word, const void *items,
                                      size_t count, size_t size)
{
    if (!rp_account_may_search(reader)) return (struct rampart_str){NULL, 0};
    return rp_names_meant(items, count, size, word);
}

void rp_account_layers(struct rp_account_reader *reader, const struct rp_node *node, unsigned *layers)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of layers")) return;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        enum rampart_layer layer;
        if (!rp_account_is(reader, value, RP_NODE_STRING, RP_STR("a layer"), "a name such as BucketPolicy")) continue;
        if (rp_layer_read(value->text, &layer)) {
            *layers |= 1U << layer;
            continue;
        }
        rp_account_error(reader, RP_ACC_LAYER, value->span, "unknown layer of a resource: \"%.*s\"",
                         RP_ARG(rp_account_shown(value->text)));
        rp_layer_suggest(value->text, reader->reading.diags);
    }
}

/* ---- texts ---- */

/* The list or map that the walk is in. Levels are used again: a walk needs as many as the tree is deep. */
struct level {
    struct level *outer, *inner;
    struct rp_node *next;
};

enum rampart_status rp_keep_text(const struct rp_source *source, struct rp_arena *arena, struct rampart_str *text)
{
    if (text->len == 0) {
        if (text->data != NULL) *text = RP_STR(""); /* an empty text is not a missing one */
        return RAMPART_OK;
    }
    if ((uintptr_t)text->data - (uintptr_t)source->text.data < source->text.len) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(arena, *text, text));
    return RAMPART_OK;
}

enum rampart_status rp_keep_texts(const struct rp_source *source, struct rp_node *root, struct rp_arena *scratch,
                                  struct rp_arena *arena)
{
    struct level bottom = {.next = root};
    for (struct level *level = &bottom; level != NULL;) {
        struct rp_node *node = level->next;
        if (node == NULL) {
            level = level->outer;
            continue;
        }
        level->next = node->next;
        RP_TRY(rp_keep_text(source, arena, &node->text));
        RP_TRY(rp_keep_text(source, arena, &node->key));
        if (node->first == NULL) continue;
        if (level->inner == NULL) {
            level->inner = RP_NEW(scratch, struct level);
            RP_TRY_MEMORY(level->inner != NULL);
            level->inner->outer = level;
        }
        level = level->inner;
        level->next = node->first;
    }
    return RAMPART_OK;
}

/* ---- a part of the tree ---- */

struct rp_reading rp_account_reading(const struct rp_account_reader *reader, struct rp_arena *arena)
{
    struct rp_reading reading = reader->reading;
    reading.limits = &reader->file_limits;
    reading.arena = arena;
    return reading;
}

enum rampart_status rp_account_unfold(struct rp_account_reader *reader, const struct rp_node *node,
                                      const struct rp_node **ret_whole)
{
    *ret_whole = node;
    if (!node->lazy) return RAMPART_OK;
    struct rp_reading reading = rp_account_reading(reader, &reader->unfolded);
    struct rp_node *whole = NULL;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_json_expand(&reading, node, &whole));
    RP_TRY(rp_keep_texts(reading.source, whole, &reader->unfolded, &reader->account->arena));
    *ret_whole = whole;
    return RAMPART_OK;
}

/* ---- mistakes of the text ---- */

/* True when a place is not behind a line and column. */
static bool read_node_is_up_to(struct rp_position place, const struct rampart_diag *diag)
{
    return place.line != diag->line ? place.line < diag->line : place.column <= diag->column;
}

bool rp_account_claim_mistakes(struct rp_account_reader *reader, struct rp_span span)
{
    bool any = false;
    if (reader->mistakes == NULL) return false;
    const struct rp_position start = rp_source_position(reader->reading.source, span.start),
                             end = rp_source_position(reader->reading.source, span.end);
    for (size_t i = 0; i < rampart_diags_count(reader->mistakes); i++) {
        const struct rampart_diag *mistake = rampart_diags_at(reader->mistakes, i);
        if (reader->claimed[i] || !read_node_is_up_to(start, mistake) || read_node_is_up_to(end, mistake)) continue;
        reader->claimed[i] = any = true;
        rp_diag_copy(reader->reading.diags, mistake);
    }
    return any;
}

void rp_account_report_mistakes(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < rampart_diags_count(reader->mistakes); i++) {
        if (reader->claimed[i]) continue;
        rp_diag_copy(reader->reading.diags, rampart_diags_at(reader->mistakes, i));
        (void)rp_account_note(reader, RAMPART_INVALID_INPUT);
    }
}

/* ---- files of other kinds ---- */

/* ---- a policy document ---- */

/* The tree of the account file is an outline, and what a policy of a resource is stands in the statements. */
static enum rampart_status read_node_read_whole(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options quiet = {.allocator = &reader->scratch.allocator, .limits.diagnostics = 1};
    struct rp_reading reading = reader->reading;
    reading.arena = &reader->scratch;
    reading.limits = &reader->file_limits;
    *ret_root = NULL;
    RP_TRY(rampart_diags_new(&quiet, &reading.diags));
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(reading.diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(reading.diags);
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

/* "BucketPolicy or EndpointPolicy" */
static enum rampart_status read_node_name_layers(struct rp_arena *arena, unsigned layers, struct rampart_str *names)
{
    *names = RP_STR("");
    for (int layer = 0; layer < RAMPART_LAYERS; layer++) {
        if ((layers >> layer & 1) == 0) continue;
        const struct rampart_str parts[] = {*names, names->len > 0 ? RP_STR(" or ") : RP_STR(""),
                                            rampart_str(rampart_layer_name((enum rampart_layer)layer))};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, names));
    }
    return RAMPART_OK;
}

static enum rampart_status read_node_say_of_resource(struct rp_account_reader *reader, const struct rp_node *root,
                                                     const struct rp_resource_policy *is)
{
    struct rampart_str names;
    RP_TRY(read_node_name_layers(&reader->scratch, is->layers, &names));
    rp_account_error(reader, RP_DOC_RESOURCE_POLICY, root->span,
                     "this is %s, not an account: it is the layer %.*s of a resource", rp_kind_of(is->kind)->words, RP_ARG(names));
    rp_diag_help(reader->reading.diags,
                 "pass it together with an account (-a ACCOUNT -a %.*s): Rampart does not read it, and a "
                 "decision that it could change is conditional",
                 RP_ARG(reader->reading.source->name));
    return RAMPART_OK;
}

static void read_node_say_of_principal(struct rp_account_reader *reader, const struct rp_node *root,
                                       const struct rp_node *statements)
{
    const struct rp_node *first =
        statements != NULL && statements->type == RP_NODE_LIST ? statements->first : statements;
    bool trust = first != NULL && first->type == RP_NODE_MAP && rp_node_member(first, RP_STR("Principal")) != NULL;
    rp_account_error(reader, RP_ACC_INPUT, root->span, "this is a %s, not an account",
                     trust ? "role's trust policy" : "policy document");
    rp_diag_help(reader->reading.diags,
                 trust ? "name it in an account file, as the trust of a role"
                       : "ask about it with `rampart check -p %.*s`, or name it in an account file, under policies",
                 RP_ARG(reader->reading.source->name));
}

static enum rampart_status read_node_refuse_document(struct rp_account_reader *reader, const struct rp_node *root)
{
    struct rp_node *whole = NULL;
    struct rp_resource_policy is;
    RP_TRY(read_node_read_whole(reader, &whole));
    if (whole != NULL && rp_resource_policy_of(whole, true, &is)) return read_node_say_of_resource(reader, root, &is);
    read_node_say_of_principal(reader, root, whole == NULL ? NULL : rp_node_member(whole, RP_STR("Statement")));
    return RAMPART_OK;
}

/* ---- anything else ---- */

static bool read_node_has_any(const struct rp_node *root, const struct rp_account_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++)
        if (rp_node_member(root, rampart_str(shape->names[i])) != NULL) return true;
    return false;
}

/* A line of an export: what the cloud answered, in its envelope. */
bool rp_account_refuse_export(struct rp_account_reader *reader, const struct rp_node *root)
{
    if (root == NULL || root->type != RP_NODE_MAP || rp_node_member(root, RP_STR("api")) == NULL ||
        rp_node_member(root, RP_STR("response")) == NULL)
        return false;
    rp_account_error(reader, RP_ACC_INPUT, root->span, "this is an export of an account, not an account file");
    rp_diag_help(reader->reading.diags, "write rampart import %.*s -o account.yaml, and read that",
                 RP_ARG(reader->reading.source->name));
    return true;
}

enum rampart_status rp_account_refuse_other(struct rp_account_reader *reader, const struct rp_node *root,
                                            const struct rp_account_shape *shape, bool *ret_refused)
{
    *ret_refused = rp_account_refuse_export(reader, root);
    if (*ret_refused) return RAMPART_OK;
    *ret_refused = root->type == RP_NODE_MAP && root->first != NULL && !read_node_has_any(root, shape);
    if (!*ret_refused) return RAMPART_OK;
    if (rp_node_member(root, RP_STR("Statement")) != NULL) return read_node_refuse_document(reader, root);
    rp_account_error(reader, RP_ACC_INPUT, root->span,
                     "this is not an account file: it has none of the members of one");
    rp_diag_help(reader->reading.diags,
                 "an account file begins with rampart: 1; `rampart import` makes one of a plan, a template or an "
                 "export");
    return RAMPART_OK;
}
