/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policy documents: in the account file itself, in files of their own, built in. What does not stand in the
 * account file is put off until the account's tree is gone, and a file that is named often is read once.
 * All that is kept lies in the account's arena: an arena for each of many small policies would cost more than
 * they do.
 */
#include <stdlib.h>
#include <string.h>

#include "account/image.h"
#include "account/read.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/parse.h"
#include "text/load.h"
#include "text/tree_pack.h"

struct rp_queued_document {
    struct rp_queued_document *next;
    struct rampart_str path; /* NUL-terminated */
    struct rampart_str text; /* of a built-in policy; else empty */
    struct rp_span span;     /* where the account names it */
    unsigned assumed;        /* for reading it */
    struct rampart_policy *policy;
};

/* ---- in the account file ---- */

static void check_values(struct rp_account_reader *reader, const struct rp_values *values)
{
    size_t limit = reader->reading.limits->list_values;
    if (values->count <= limit) return;
    rp_account_error(reader, RP_SYN_LIST_SIZE, rp_values_span(values), "more than %zu values in one list",
                     limit);
}

/* Lists of the account file may be longer than those of a document, which has its own limits here too. */
static void check_sizes(struct rp_account_reader *reader, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        check_values(reader, &statement->action);
        check_values(reader, &statement->resource);
        for (size_t j = 0; j < statement->condition_count; j++)
            check_values(reader, &statement->conditions[j].values);
    }
}

/* The tree that the document was read from, if it is to be kept. */
static enum rampart_status pack(struct rp_account_reader *reader, const struct rp_node *root,
                                struct rampart_policy *policy)
{
    struct rp_reading for_now = {.arena = &reader->moment,
                                 .source = policy->source,
                                 .limits = &reader->file_limits,
                                 .diags = reader->reading.diags};
    if (!reader->how.packs) return RAMPART_OK;
    rp_arena_reset(&reader->moment);
    reader->packed.len = 0;
    RP_TRY(rp_tree_pack(&for_now, root, &reader->packed));
    RP_TRY_MEMORY(rp_arena_copy(&reader->account->arena, rp_buf_text(&reader->packed), &policy->packed));
    return RAMPART_OK;
}

static enum rampart_status read_inline(struct rp_account_reader *reader, const struct rp_node *node,
                                       struct rampart_policy *policy)
{
    policy->source = &reader->account->source; /* its text and lines are shared */
    size_t size = node->span.end - node->span.start, limit = reader->reading.limits->document_bytes;
    if (size > limit) {
        rp_account_error(reader, RP_DOC_BYTES, node->span, "the document has %zu bytes; the limit is %zu",
                         size, limit);
        return RAMPART_OK;
    }
    RP_TRY(rp_account_unfold(reader, node, &node));
    RP_TRY(rp_account_note(reader, rp_policy_parse(&reader->reading, node, policy)));
    check_sizes(reader, policy);
    return reader->status == RAMPART_OK ? pack(reader, node, policy) : RAMPART_OK;
}

/* ---- elsewhere ---- */

static enum rampart_status put_off(struct rp_account_reader *reader, struct rp_queued_document document)
{
    struct rp_queued_document *queued = RP_NEW(&reader->scratch, struct rp_queued_document);
    RP_TRY_MEMORY(queued != NULL);
    *queued = document;
    queued->next = reader->queue;
    reader->queue = queued;
    reader->queued++;
    return RAMPART_OK;
}

struct rampart_str rp_folder_of_file(struct rampart_str file)
{
    size_t len = file.len;
    while (len > 0 && file.data[len - 1] != '/') len--;
    return rp_str_part(file, 0, len);
}

static enum rampart_status queue_file(struct rp_account_reader *reader, const struct rp_node *node,
                                      struct rampart_policy *policy)
{
    struct rampart_str path = node->text, folder = rp_folder_of_file(reader->account->source.name);
    if (path.len == 0 || path.data[0] == '{') {
        rp_account_error(reader, RP_ACC_TYPE, node->span, "this is not the path of a document");
        rp_diag_help(reader->reading.diags,
                     "write a path, or the document itself as a map and not as a string");
        return RAMPART_OK;
    }
    if (path.data[0] == '/') folder.len = 0;
    if (folder.len == 0 && rp_str_equal(path, RP_STR("-"))) folder = RP_STR("./"); /* not standard input */
    struct rp_queued_document document = {
        .span = node->span, .assumed = reader->reading.assumed, .policy = policy};
    RP_TRY_MEMORY(
        rp_arena_printf(&reader->scratch, &document.path, "%.*s%.*s", RP_ARG(folder), RP_ARG(path)));
    return put_off(reader, document);
}

static enum rampart_status new_policy(struct rp_account_reader *reader, struct rampart_str name,
                                      enum rampart_policy_kind kind, struct rampart_policy **ret_policy)
{
    struct rampart_policy *policy = RP_NEW(&reader->account->arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    policy->name = name;
    policy->kind = kind;
    *ret_policy = policy;
    return RAMPART_OK;
}

/* It was read when the outline was; its name may have lain beside the nodes then. */
static enum rampart_status adopt(const struct rp_node *node, struct rampart_str name,
                                 struct rampart_policy **ret_policy)
{
    *ret_policy = node->made;
    (*ret_policy)->name = name;
    return RAMPART_OK;
}

enum rampart_status rp_account_document(struct rp_account_reader *reader, const struct rp_node *node,
                                        struct rampart_str name, enum rampart_policy_kind kind,
                                        struct rampart_policy **ret_policy)
{
    if (node->made != NULL) return adopt(node, name, ret_policy);
    RP_TRY(new_policy(reader, name, kind, ret_policy));
    if (node->type == RP_NODE_MAP) return read_inline(reader, node, *ret_policy);
    if (rp_account_is(reader, node, RP_NODE_STRING, node->key,
                      "the path of a document or the document itself"))
        return queue_file(reader, node, *ret_policy);
    return RAMPART_OK;
}

enum rampart_status rp_account_unknown(struct rp_account_reader *reader, struct rampart_str name,
                                       struct rampart_policy **ret_policy)
{
    RP_TRY(new_policy(reader, name, RAMPART_POLICY_IDENTITY, ret_policy));
    (*ret_policy)->unknown = true;
    (*ret_policy)->source = &reader->account->source;
    return RAMPART_OK;
}

enum rampart_status rp_account_built_in(struct rp_account_reader *reader, struct rampart_str name,
                                        struct rampart_str text, struct rampart_policy **ret_policy)
{
    RP_TRY(new_policy(reader, name, RAMPART_POLICY_IDENTITY, ret_policy));
    struct rp_queued_document document = {.text = text, .policy = *ret_policy};
    RP_TRY_MEMORY(rp_arena_printf(&reader->scratch, &document.path, "<built-in>/%.*s.json", RP_ARG(name)));
    return put_off(reader, document);
}

/* ---- later ---- */

static enum rampart_status read_text(struct rp_account_reader *reader, struct rampart_str text,
                                     const struct rp_queued_document *queued)
{
    struct rp_arena *arena = &reader->account->arena;
    struct rampart_policy *policy = queued->policy;
    struct rp_source *source = RP_NEW(arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, arena, queued->path, text));
    policy->source = source;
    struct rp_reading reading = reader->reading, into_tree = reader->reading;
    reading.source = into_tree.source = source;
    reading.assumed = queued->assumed;
    rp_arena_reset(&reader->tree);
    into_tree.arena = &reader->tree;
    struct rp_node *root = NULL;
    enum rampart_status read = rp_tree_read(&into_tree, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read != RAMPART_OK ? read : RAMPART_INVALID_INPUT;
    RP_TRY(rp_keep_texts(source, root, &reader->tree, arena));
    enum rampart_status parsed = rp_policy_parse(&reading, root, policy);
    if (parsed != RAMPART_OK || read != RAMPART_OK) return parsed == RAMPART_OK ? read : parsed;
    return pack(reader, root, policy);
}

/* An account that is read from its image finds all files in there. */
static enum rampart_status read_stored(struct rp_account_reader *reader,
                                       const struct rp_queued_document *queued)
{
    struct rampart_str text;
    if (!rp_image_text(reader->how.image, &reader->files, queued->path, &text))
        return rp_image_damaged(reader->how.image, reader->reading.diags);
    return read_text(reader, text, queued);
}

/* No word of a file outside is shown: an account file from elsewhere must not read out what lies on the machine. */
static bool hide_text(const void *context, struct rampart_diag *diag)
{
    (void)context;
    if (strcmp(diag->code, "ACC022") == 0 || strcmp(diag->code, "IO001") == 0) return true;
    diag->message = RP_STR("the document is not understood; it lies outside, so its text is not shown");
    diag->help = (struct rampart_str){NULL, 0};
    diag->snippet = (struct rampart_str){NULL, 0};
    diag->snippet_column = diag->snippet_width = 0;
    return true;
}

static enum rampart_status load(struct rp_account_reader *reader, const struct rp_queued_document *queued,
                                struct rp_buf *text, bool *ret_outside)
{
    struct rampart_diags *diags = reader->reading.diags;
    enum rampart_status status = rp_account_may_open(reader, queued->path, ret_outside);
    if (status == RAMPART_OK) status = rp_load(queued->path.data, text, diags);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    struct rp_position place = rp_source_position(reader->reading.source, queued->span.start);
    rp_diag_help(diags, "it is named at %.*s:%u:%u", RP_ARG(reader->reading.source->name), place.line,
                 place.column);
    return status;
}

static enum rampart_status read_file(struct rp_account_reader *reader,
                                     const struct rp_queued_document *queued)
{
    struct rampart_diags *diags = reader->reading.diags;
    const size_t first = rampart_diags_count(diags);
    struct rp_buf text;
    bool outside = false;
    rp_buf_init(&text, &reader->account->arena.allocator, reader->reading.limits->document_bytes);
    enum rampart_status status = load(reader, queued, &text, &outside);
    if (status == RAMPART_OK) status = read_text(reader, rp_buf_text(&text), queued);
    if (outside && status == RAMPART_INVALID_INPUT) rp_diags_settle(diags, first, hide_text, NULL);
    rp_buf_free(&text);
    return status;
}

static enum rampart_status read_one(struct rp_account_reader *reader, const struct rp_queued_document *queued)
{
    size_t first = rampart_diags_count(reader->reading.diags);
    enum rampart_status status = queued->text.len > 0        ? read_text(reader, queued->text, queued)
                                 : reader->how.image != NULL ? read_stored(reader, queued)
                                                             : read_file(reader, queued);
    rp_diags_sort(reader->reading.diags, first);
    return rp_account_note(reader, status);
}

static int by_path(const void *a, const void *b)
{
    const struct rp_queued_document *x = *(const struct rp_queued_document *const *)a;
    const struct rp_queued_document *y = *(const struct rp_queued_document *const *)b;
    int order = rp_str_compare(x->path, y->path);
    if (order != 0) return order;
    if (x->policy->kind != y->policy->kind) return x->policy->kind < y->policy->kind ? -1 : 1;
    if (x->assumed != y->assumed) return x->assumed < y->assumed ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static bool same_file(const struct rp_queued_document *a, const struct rp_queued_document *b)
{
    return a->text.len == 0 && b->text.len == 0 && a->policy->kind == b->policy->kind &&
           a->assumed == b->assumed && rp_str_equal(a->path, b->path);
}

/* The statements are shared; the name is its own. */
static void share(const struct rampart_policy *from, struct rampart_policy *to)
{
    struct rampart_str name = to->name;
    *to = *from;
    to->name = name;
}

enum rampart_status rp_account_read_queue(struct rp_account_reader *reader)
{
    size_t count = 0;
    const struct rp_queued_document **sorted =
        RP_NEW_ARRAY(&reader->scratch, const struct rp_queued_document *, reader->queued);
    RP_TRY_MEMORY(sorted != NULL);
    for (const struct rp_queued_document *item = reader->queue; item != NULL; item = item->next)
        sorted[count++] = item;
    if (count > 1) qsort(sorted, count, sizeof sorted[0], by_path);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && same_file(sorted[i - 1], sorted[i]))
            share(sorted[i - 1]->policy, sorted[i]->policy);
        else
            RP_TRY(read_one(reader, sorted[i]));
    }
    return RAMPART_OK;
}
