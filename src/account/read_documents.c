/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policy documents: in the account file itself, in files of their own, built in. A document outside of the
 * account file is put off until the account's tree is gone, and a file that is named often is read once.
 * All that is kept lies in the account's arena: an arena for each of many small policies would cost more than
 * they do.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "account/read.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/access_key.h"
#include "policy/parse.h"
#include "text/file.h"
#include "text/tree_pack.h"
#include "text/tree_read.h"

struct rp_queued_document {
    struct rp_queued_document *next;
    struct rampart_str path; /* NUL-terminated */
    struct rampart_str text; /* of a built-in policy; else empty */
    struct rp_span span;     /* where the account names it */
    rampart_switches assumed;        /* for reading it */
    struct rp_document_of of;
    struct rampart_policy *policy;
};

enum rampart_status rp_account_quarantine(struct rp_account_reader *reader, struct rp_document_of of, struct rp_at at,
                                          struct rp_quarantine_mark mark, struct rampart_policy *policy)
{
    struct rp_arena *arena = &reader->account->arena;
    struct rp_quarantine_item *item = NULL;
    RP_TRY(rp_quarantine_new(&reader->quarantine, arena, &of, at, reader->reading.diags, mark, &item));
    RP_TRY(rp_quarantine_add(&reader->quarantine, arena, &of, item));
    *policy = (struct rampart_policy){
        .name = of.name, .kind = policy->kind, .source = &reader->account->source, .unknown = true};
    return RAMPART_OK;
}

/* ---- in the account file ---- */

static bool read_documents_fits(struct rp_account_reader *reader, const struct rp_values *values)
{
    size_t limit = reader->reading.limits->list_values;
    if (values->count <= limit) return true;
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_SYN_LIST_SIZE,
            (struct rp_at){reader->reading.source, rp_values_span(values)}, "more than %zu values in one list", limit);
    return false;
}

/* Lists of the account file may be longer than those of a document, which has its own limits here too. */
static bool read_documents_sizes_fit(struct rp_account_reader *reader, const struct rampart_policy *policy)
{
    bool fit = true;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        fit &= read_documents_fits(reader, &statement->action);
        fit &= read_documents_fits(reader, &statement->resource);
        for (size_t j = 0; j < statement->condition_count; j++)
            fit &= read_documents_fits(reader, &statement->conditions[j].values);
    }
    return fit;
}

/* The tree that the document was read from, if it is to be kept. */
static enum rampart_status read_documents_pack(struct rp_account_reader *reader, const struct rp_node *root,
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

static enum rampart_status read_documents_parse_inline(struct rp_account_reader *reader, const struct rp_node *node,
                                                       struct rampart_policy *policy)
{
    policy->source = &reader->account->source; /* its text and lines are shared */
    size_t size = node->span.end - node->span.start, limit = reader->reading.limits->document_bytes;
    if (size > limit) {
        rp_diag(reader->reading.diags, RAMPART_ERROR, RP_DOC_BYTES, (struct rp_at){reader->reading.source, node->span},
                "the document has %zu bytes; the limit is %zu", size, limit);
        return RAMPART_LIMIT;
    }
    bool broken = rp_account_claim_mistakes(reader, node->span);
    RP_TRY(rp_account_unfold(reader, node, &node));
    RP_TRY(rp_document_parse(&reader->reading, node, policy));
    if (broken) return RAMPART_INVALID_INPUT;
    return read_documents_sizes_fit(reader, policy) ? read_documents_pack(reader, node, policy) : RAMPART_LIMIT;
}

static enum rampart_status read_documents_read_inline(struct rp_account_reader *reader, const struct rp_node *node,
                                                      struct rp_document_of of, struct rampart_policy *policy)
{
    struct rp_quarantine_mark mark = rp_quarantine_mark(reader->reading.diags);
    enum rampart_status status = read_documents_parse_inline(reader, node, policy);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    return rp_account_quarantine(reader, of, (struct rp_at){reader->reading.source, node->key_span}, mark, policy);
}

/*
 * ---- which files may be opened ---- Regular files in the account file's own folder and below, links resolved, and
 * those in folders that the caller allows. An account file that came from elsewhere must not show what else lies on
 * the machine.
 */

/* The part of a file's name up to the last slash: what the paths in the file are relative to. */
static struct rampart_str read_documents_folder_of_file(struct rampart_str file)
{
    size_t len = file.len;
    while (len > 0 && file.data[len - 1] != '/') len--;
    return rp_str_part(file, 0, len);
}

/* Both paths are resolved. */
static bool read_documents_lies_below(const char *path, struct rampart_str folder)
{
    if (folder.len == 1) return true; /* "/" */
    return folder.len > 0 && strncmp(path, folder.data, folder.len) == 0 && path[folder.len] == '/';
}

/* A folder that is not there holds nothing. */
static bool read_documents_lies_in(const char *path, const char *folder)
{
    char resolved[PATH_MAX];
    return realpath(folder, resolved) != NULL && read_documents_lies_below(path, rampart_str(resolved));
}

static bool read_documents_is_absence(int reason)
{
    return reason == ENOENT || reason == ENOTDIR;
}

/* Resolved once for all documents of an account; empty when it is not there. */
static enum rampart_status read_documents_resolve_own_folder(struct rp_account_reader *reader)
{
    char resolved[PATH_MAX];
    struct rampart_str folder = read_documents_folder_of_file(reader->account->source.name), terminated;
    if (reader->own_folder_resolved) return RAMPART_OK;
    if (folder.len == 0) folder = RP_STR(".");
    RP_TRY_MEMORY(rp_arena_copy(&reader->scratch, folder, &terminated));
    if (realpath(terminated.data, resolved) != NULL)
        RP_TRY_MEMORY(rp_arena_copy(&reader->scratch, rampart_str(resolved), &reader->own_folder));
    else if (!read_documents_is_absence(errno))
        return rp_file_fault(reader->reading.diags, folder, errno);
    reader->own_folder_resolved = true;
    return RAMPART_OK;
}

static bool read_documents_lies_in_allowed_folder(const struct rp_account_reader *reader, const char *path)
{
    const struct rampart_strs *folders = &reader->how.outside;
    for (size_t i = 0; i < folders->count; i++)
        if (read_documents_lies_in(path, folders->items[i].data)) return true;
    return false;
}

static enum rampart_status read_documents_refuse(struct rp_account_reader *reader, struct rampart_str path,
                                                 const char *why)
{
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_ACC_OUTSIDE, RP_NOWHERE, "%s", why);
    rp_diag_file(reader->reading.diags, path);
    return RAMPART_INVALID_INPUT;
}

/*
 * True when a document's file may be opened; a file that cannot be found may: reading it says that it is not there.
 * *ret_outside: it lies outside the account file's own folder. `path` is NUL-terminated. Errors: RAMPART_INVALID_INPUT,
 * reported.
 */
static enum rampart_status read_documents_may_open(struct rp_account_reader *reader, struct rampart_str path,
                                                   bool *ret_outside)
{
    char resolved[PATH_MAX];
    struct stat status;
    *ret_outside = false;
    if (realpath(path.data, resolved) == NULL) {
        return read_documents_is_absence(errno) ? RAMPART_OK : rp_file_fault(reader->reading.diags, path, errno);
    }
    RP_TRY(read_documents_resolve_own_folder(reader));
    *ret_outside = !read_documents_lies_below(resolved, reader->own_folder);
    if (*ret_outside && !read_documents_lies_in_allowed_folder(reader, resolved))
        return read_documents_refuse(reader, path,
                                     "it is outside the folder of the account file and not read; allow its "
                                     "folder with --allow-outside DIR");
    if (stat(resolved, &status) != 0) return rp_file_fault(reader->reading.diags, path, errno);
    if (!S_ISREG(status.st_mode))
        return read_documents_refuse(reader, path, "it is not a regular file, and is not read");
    return RAMPART_OK;
}

/* ---- elsewhere ---- */

static enum rampart_status read_documents_put_off(struct rp_account_reader *reader, struct rp_queued_document document)
{
    struct rp_queued_document *queued = RP_NEW(&reader->scratch, struct rp_queued_document);
    RP_TRY_MEMORY(queued != NULL);
    *queued = document;
    queued->next = reader->queue;
    reader->queue = queued;
    reader->queued++;
    return RAMPART_OK;
}

static enum rampart_status read_documents_queue_file(struct rp_account_reader *reader, const struct rp_node *node,
                                                     struct rp_document_of of, struct rampart_policy *policy)
{
    struct rampart_str path = node->text, folder = read_documents_folder_of_file(reader->account->source.name);
    if (path.len == 0 || path.data[0] == '{') {
        rp_account_error(reader, RP_ACC_TYPE, node->span, "this is not the path of a document");
        rp_diag_help(reader->reading.diags, "write a path, or the document itself as a map and not as a string");
        return RAMPART_OK;
    }
    if (path.data[0] == '/') folder.len = 0;
    if (folder.len == 0 && rp_str_equal(path, RP_STR("-"))) folder = RP_STR("./"); /* not standard input */
    struct rp_queued_document document = {
        .span = node->span, .assumed = reader->reading.assumed, .of = of, .policy = policy};
    RP_TRY_MEMORY(rp_arena_printf(&reader->scratch, &document.path, "%.*s%.*s", RP_ARG(folder), RP_ARG(path)));
    return read_documents_put_off(reader, document);
}

static enum rampart_status read_documents_new_policy(struct rp_account_reader *reader, struct rampart_str name,
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
static enum rampart_status read_documents_adopt(const struct rp_node *node, struct rampart_str name,
                                                struct rampart_policy **ret_policy)
{
    *ret_policy = node->made;
    (*ret_policy)->name = name;
    return RAMPART_OK;
}

enum rampart_status rp_account_document(struct rp_account_reader *reader, const struct rp_node *node,
                                        struct rp_document_of of, struct rampart_policy **ret_policy)
{
    bool trust = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_ROLE));
    return rp_account_resource_document(reader, node, of, trust ? RAMPART_POLICY_TRUST : RAMPART_POLICY_IDENTITY,
                                        ret_policy);
}

enum rampart_status rp_account_resource_document(struct rp_account_reader *reader, const struct rp_node *node,
                                                 struct rp_document_of of, enum rampart_policy_kind kind,
                                                 struct rampart_policy **ret_policy)
{
    if (node->made != NULL) return read_documents_adopt(node, of.name, ret_policy);
    RP_TRY(read_documents_new_policy(reader, of.name, kind, ret_policy));
    if (node->type == RP_NODE_MAP) return read_documents_read_inline(reader, node, of, *ret_policy);
    if (rp_account_is(reader, node, RP_NODE_STRING, node->key, "the path of a document or the document itself"))
        return read_documents_queue_file(reader, node, of, *ret_policy);
    return RAMPART_OK;
}

enum rampart_status rp_account_unknown(struct rp_account_reader *reader, struct rampart_str name,
                                       struct rampart_policy **ret_policy)
{
    RP_TRY(read_documents_new_policy(reader, name, RAMPART_POLICY_IDENTITY, ret_policy));
    (*ret_policy)->unknown = true;
    (*ret_policy)->source = &reader->account->source;
    return RAMPART_OK;
}

enum rampart_status rp_account_built_in(struct rp_account_reader *reader, struct rampart_str name,
                                        struct rampart_str text, struct rampart_policy **ret_policy)
{
    RP_TRY(read_documents_new_policy(reader, name, RAMPART_POLICY_IDENTITY, ret_policy));
    struct rp_queued_document document = {.text = text, .of = {RP_OF_SYSTEM_POLICY, name}, .policy = *ret_policy};
    RP_TRY_MEMORY(rp_arena_printf(&reader->scratch, &document.path, "<built-in>/%.*s.json", RP_ARG(name)));
    return read_documents_put_off(reader, document);
}

/* ---- later ---- */

/* The place at which the account names it. */
static struct rp_at read_documents_place_of(const struct rp_account_reader *reader,
                                            const struct rp_queued_document *queued)
{
    return (struct rp_at){reader->reading.source, queued->span};
}

static enum rampart_status read_documents_read_text(struct rp_account_reader *reader, struct rampart_str text,
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
    enum rampart_status parsed = rp_document_parse(&reading, root, policy);
    if (parsed != RAMPART_OK || read != RAMPART_OK) return parsed == RAMPART_OK ? read : parsed;
    return read_documents_pack(reader, root, policy);
}

/* Paths of one file are written in several ways: "./a.json" and "a.json". */
static struct rampart_str read_documents_plain_name(struct rampart_str name)
{
    while (rp_str_starts(name, RP_STR("./"))) name = rp_str_from(name, 2);
    return name;
}

bool rp_account_find_text(const void *texts, struct rampart_str name, struct rampart_str *ret_text)
{
    const struct rp_account_texts *all = texts;
    name = read_documents_plain_name(name);
    for (size_t i = 0; i < all->count; i++) {
        if (!rp_str_equal(read_documents_plain_name(all->items[i].name), name)) continue;
        *ret_text = all->items[i].text;
        return true;
    }
    return false;
}

/* A caller who has texts only is told which one is missing. */
static enum rampart_status read_documents_refuse_missing(struct rp_account_reader *reader,
                                                         const struct rp_queued_document *queued)
{
    const struct rp_position place = rp_source_position(reader->reading.source, queued->span.start);
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_ACC_OUTSIDE, RP_NOWHERE,
            "it is a file of its own, and not among the texts that were given");
    rp_diag_file(reader->reading.diags, queued->path);
    rp_diag_help(reader->reading.diags,
                 "it is named at %.*s:%u:%u; give it as a text with this name, or write the document in that place",
                 RP_ARG(reader->reading.source->name), place.line, place.column);
    return RAMPART_INVALID_INPUT;
}

/* An account that is read from its image finds all files in there but those that were put aside when it was made. */
static enum rampart_status read_documents_read_stored(struct rp_account_reader *reader,
                                                      const struct rp_queued_document *queued)
{
    struct rampart_str text = {NULL, 0};
    const bool found = reader->how.store->find(reader->how.store->context, queued->path, &text);
    if (found) RP_TRY(read_documents_read_text(reader, text, queued));
    if (found && reader->how.store->texts)
        return rampart_inventory_add(reader->how.inventory, RAMPART_FILE_READ, queued->path, RP_STR(""));
    if (found) return RAMPART_OK;
    if (reader->how.store->texts) return read_documents_refuse_missing(reader, queued);
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_ACC_QUARANTINE, RP_NOWHERE,
            "the image does not contain this document, which was not understood when the image was made");
    rp_diag_file(reader->reading.diags, queued->path);
    return RAMPART_INVALID_INPUT;
}

/* No word of a file outside is shown: an account file from elsewhere must not read out what lies on the machine. */
static bool read_documents_hide_text(const void *context, struct rampart_diag *diag)
{
    (void)context;
    const enum rp_code code = rp_code_of(diag);
    if (code == RP_ACC_OUTSIDE || code == RP_IO_OPEN) return true;
    diag->message =
        RP_STR("the document is not understood; it is outside the folder, so its text is not shown");
    diag->help = (struct rampart_str){NULL, 0};
    diag->snippet = (struct rampart_str){NULL, 0};
    diag->snippet_column = diag->snippet_width = 0;
    return true;
}

static enum rampart_status read_documents_load(struct rp_account_reader *reader,
                                               const struct rp_queued_document *queued, struct rp_buf *text,
                                               bool *ret_outside)
{
    struct rampart_diags *diags = reader->reading.diags;
    enum rampart_status status = read_documents_may_open(reader, queued->path, ret_outside);
    if (status == RAMPART_OK) status = rp_file_load(queued->path.data, text, diags);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    struct rp_position place = rp_source_position(reader->reading.source, queued->span.start);
    rp_diag_help(diags, "it is named at %.*s:%u:%u", RP_ARG(reader->reading.source->name), place.line, place.column);
    return status;
}

static enum rampart_status read_documents_read_file(struct rp_account_reader *reader,
                                                    const struct rp_queued_document *queued)
{
    struct rampart_diags *diags = reader->reading.diags;
    const size_t first = rampart_diags_count(diags);
    struct rp_buf text;
    bool outside = false;
    rp_buf_init(&text, &reader->account->arena.allocator, reader->reading.limits->document_bytes);
    enum rampart_status status = read_documents_load(reader, queued, &text, &outside);
    if (status == RAMPART_OK) status = read_documents_read_text(reader, rp_buf_text(&text), queued);
    if (status == RAMPART_OK)
        status = rampart_inventory_add(reader->how.inventory, RAMPART_FILE_READ, queued->path, RP_STR(""));
    if (outside && status == RAMPART_INVALID_INPUT) rp_diags_filter(diags, first, read_documents_hide_text, NULL);
    rp_buf_free(&text);
    return status;
}

/* A file that cannot or must not be read is an error of the account; one whose text makes no sense is put aside. */
static enum rampart_status read_documents_read_one(struct rp_account_reader *reader,
                                                   const struct rp_queued_document *queued)
{
    struct rampart_diags *diags = reader->reading.diags;
    struct rp_quarantine_mark mark = rp_quarantine_mark(diags);
    enum rampart_status status = queued->text.len > 0        ? read_documents_read_text(reader, queued->text, queued)
                                 : reader->how.store != NULL ? read_documents_read_stored(reader, queued)
                                                             : read_documents_read_file(reader, queued);
    rp_diags_sort(diags, mark.count);
    bool refused = status == RAMPART_IO || rp_diags_have(diags, mark.count, RP_ACC_OUTSIDE);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY || refused) return rp_account_note(reader, status);
    return rp_account_quarantine(reader, queued->of, read_documents_place_of(reader, queued), mark, queued->policy);
}

static int read_documents_by_path(const void *a, const void *b)
{
    const struct rp_queued_document *x = *(const struct rp_queued_document *const *)a;
    const struct rp_queued_document *y = *(const struct rp_queued_document *const *)b;
    int order = rp_str_compare(x->path, y->path);
    if (order != 0) return order;
    if (x->policy->kind != y->policy->kind) return x->policy->kind < y->policy->kind ? -1 : 1;
    if (x->assumed != y->assumed) return x->assumed < y->assumed ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static bool read_documents_same_file(const struct rp_queued_document *a, const struct rp_queued_document *b)
{
    return a->text.len == 0 && b->text.len == 0 && a->policy->kind == b->policy->kind && a->assumed == b->assumed &&
           rp_str_equal(a->path, b->path);
}

/* The statements are shared; the name is its own, and so is the quarantine, for the reason that is put aside last. */
static enum rampart_status read_documents_share(struct rp_account_reader *reader, const struct rampart_policy *from,
                                                const struct rp_queued_document *queued)
{
    struct rampart_str name = queued->policy->name;
    *queued->policy = *from;
    queued->policy->name = name;
    if (!from->unknown) return RAMPART_OK;
    return rp_quarantine_add(&reader->quarantine, &reader->account->arena, &queued->of, reader->quarantine.first);
}

enum rampart_status rp_account_read_queue(struct rp_account_reader *reader)
{
    size_t count = 0;
    const struct rp_queued_document **sorted =
        RP_NEW_ARRAY(&reader->scratch, const struct rp_queued_document *, reader->queued);
    RP_TRY_MEMORY(sorted != NULL);
    for (const struct rp_queued_document *item = reader->queue; item != NULL; item = item->next) sorted[count++] = item;
    if (count > 1) qsort(sorted, count, sizeof sorted[0], read_documents_by_path);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && read_documents_same_file(sorted[i - 1], sorted[i]))
            RP_TRY(read_documents_share(reader, sorted[i - 1]->policy, sorted[i]));
        else
            RP_TRY(read_documents_read_one(reader, sorted[i]));
    }
    return RAMPART_OK;
}
