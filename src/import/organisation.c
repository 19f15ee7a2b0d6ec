/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a folder is told from the first bytes of its files, before anything is read: whose account they are. Two
 * ids make it a folder of several accounts; what has one id is one account together, as inputs are anywhere.
 */
#include "import/organisation.h"

#include <errno.h>

#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "policy/arn.h"
#include "text/file.h"

/* ---- whose account a text is ---- */

/* How much of a file is looked at; its id stands near its beginning. */
enum { GLANCE = 64 << 10, LEAST_DIGITS = 5 };

static bool organisation_is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* The digits behind blanks, a colon and a quote. */
static struct rampart_str organisation_digits(struct rampart_str text)
{
    size_t at = 0, end;
    while (at < text.len && (rp_is_blank(text.data[at]) || text.data[at] == ':' || organisation_is_quote(text.data[at]))) at++;
    for (end = at; end < text.len && rp_is_digit(text.data[end]);) end++;
    return rp_str_part(text, at, end - at);
}

/* The digits behind the first of these words, if it stands before `end`. */
static struct rampart_str organisation_behind(struct rampart_str text, struct rampart_str word)
{
    for (size_t at = 0; at + word.len <= text.len; at += 1 + rp_str_find(rp_str_from(text, at + 1), word.data[0]))
        if (rp_str_starts(rp_str_from(text, at), word)) return organisation_digits(rp_str_from(text, at + word.len));
    return (struct rampart_str){NULL, 0};
}

/* A member of the map that begins the text in brackets. */
static struct rampart_str organisation_member_of(struct rampart_str text, struct rampart_str key)
{
    size_t depth = 0;
    for (size_t at = 0; at < text.len; at++) {
        const char c = text.data[at];
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && (depth == 0 || --depth == 0)) break;
        if (!organisation_is_quote(c)) continue;
        size_t end = at + 1;
        while (end < text.len && text.data[end] != c) end += text.data[end] == '\\' ? 2 : 1;
        const struct rampart_str behind = rp_str_from(text, end + 1);
        if (depth == 1 && rp_str_equal(rp_str_part(text, at + 1, end - at - 1), key) && behind.len > 0 &&
            behind.data[0] == ':')
            return organisation_digits(behind);
        at = end;
    }
    return (struct rampart_str){NULL, 0};
}

/* A line of a YAML map. */
static struct rampart_str organisation_line_of(struct rampart_str text, struct rampart_str key)
{
    for (; text.len > 0; text = rp_str_from(text, rp_str_find(text, '\n') + 1))
        if (rp_str_starts(text, key)) return organisation_digits(rp_str_from(text, key.len));
    return (struct rampart_str){NULL, 0};
}

static struct rampart_str organisation_of_account_file(struct rampart_str text)
{
    const struct rampart_str inner = rp_str_from(text, rp_str_starts(text, RP_STR("\xEF\xBB\xBF")) ? 3 : 0);
    size_t at = 0;
    while (at < inner.len && rp_is_blank(inner.data[at])) at++;
    return at < inner.len && inner.data[at] == '{' ? organisation_member_of(rp_str_from(inner, at), RP_STR("account"))
                                                   : organisation_line_of(inner, RP_STR("account:"));
}

/* The answer of GetCallerIdentity, in an export or alone: no other speaks of the caller. */
static struct rampart_str organisation_of_response(struct rampart_str text)
{
    const struct rampart_str none = {NULL, 0};
    for (; text.len > 0; text = rp_str_from(text, rp_str_find(text, '\n') + 1)) {
        const struct rampart_str line = rp_str_part(text, 0, rp_str_find(text, '\n'));
        if (organisation_behind(line, RP_STR("\"GetCallerIdentity\"")).data != NULL)
            return organisation_behind(line, RP_STR("\"AccountId\""));
    }
    return none;
}

/* ---- the entries of the folder ---- */

/* A file right in the folder, or a folder in it; those of one id follow each other. */
struct organisation_entry {
    size_t files;
    struct rampart_str folder; /* itself, or the folder that its files lie in */
    struct rampart_str path; /* ends in NUL; of a folder with one file, the file */
    struct rampart_str id;   /* empty: it does not tell */
    size_t exports;          /* files that are whole exports */
    struct rampart_str manager; /* the management account of the resource directory that it shows; empty: it shows none */
};

struct organisation_reader {
    const struct rampart_options *options;
    const struct rampart_input *input;
    rp_read_one *read;
    struct rampart_diags *diags;
    struct rp_arena *arena;
    struct organisation_entry *entries;
    size_t count, room;
    bool other; /* a file right in the folder is none of an account, but a part of one */
    struct rp_folder_fault unread; /* an entry that could not be looked at; an empty path: there is none */
    char *glance; /* of GLANCE bytes */
    struct rampart_inventory *passed; /* what was passed over when the folder was listed */
    size_t head;                      /* of the path of what stands right in the folder */
    struct rp_organisation_directory directory;
    struct rp_members members;
};

/* An image tells its id behind its names. */
static enum rampart_status organisation_id_of_image(const struct organisation_reader *reader, struct rampart_str path,
                                                    struct rampart_str *ret_id)
{
    struct rampart_str bytes;
    struct rampart_diags *said = NULL;
    struct rp_image image;
    RP_TRY(rp_file_map(path.data, reader->diags, &bytes));
    enum rampart_status status = rampart_diags_new(reader->options, &said);
    struct rampart_str id = {NULL, 0};
    if (status == RAMPART_OK && rp_image_is(bytes) && rp_image_open(bytes, path, said, &image) == RAMPART_OK)
        (void)rp_image_string(&image, 0, &id);
    if (status == RAMPART_OK && !rp_arena_copy(reader->arena, id, ret_id)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(said);
    rp_file_unmap(bytes);
    return status;
}

static enum rampart_status organisation_glance(const struct organisation_reader *reader, const char *path, char *room,
                                               size_t *ret_len)
{
    int file = rp_file_open(path, reader->diags);
    ssize_t more = file < 0 ? -1 : 1;
    size_t len = 0;
    while (more > 0 && len < GLANCE)
        if ((more = rp_file_read(file, room + len, GLANCE - len)) > 0) len += (size_t)more;
    rp_file_close(file); /* errno stays */
    *ret_len = len;
    return more < 0 ? RAMPART_IO : RAMPART_OK;
}

/* What a file tells of its account, unless another one has told it. */
static enum rampart_status organisation_look_at(struct organisation_reader *reader, struct rampart_str path, bool inner,
                                                struct organisation_entry *entry)
{
    struct rampart_str id = {NULL, 0}, manager = {NULL, 0};
    size_t len = 0;
    if (organisation_glance(reader, path.data, reader->glance, &len) != RAMPART_OK) {
        reader->unread = (struct rp_folder_fault){path, errno};
        return RAMPART_OK;
    }
    const struct rampart_str text = {reader->glance, len};
    if (rp_image_is(text)) return entry->id.len > 0 ? RAMPART_OK : organisation_id_of_image(reader, path, &entry->id);
    const enum rp_input_format format = rp_detect_format(path, text);
    if (format == RP_INPUT_ACCOUNT) id = organisation_of_account_file(text);
    if (format == RP_INPUT_EXPORT) id = organisation_of_response(text);
    if (format == RP_INPUT_EXPORT || format == RP_INPUT_RESPONSE)
        manager = organisation_behind(text, RP_STR("\"MasterAccountId\""));
    if (entry->id.len == 0) RP_TRY_MEMORY(rp_arena_copy(reader->arena, id, &entry->id));
    if (entry->manager.len == 0) RP_TRY_MEMORY(rp_arena_copy(reader->arena, manager, &entry->manager));
    entry->exports += format == RP_INPUT_EXPORT && id.len > 0;
    reader->other |= !inner && format != RP_INPUT_ACCOUNT && format != RP_INPUT_EXPORT;
    return RAMPART_OK;
}

/* "1234567890123456.ndjson": a name of digits, up to its first dot, is the id of what does not tell another. */
static struct rampart_str organisation_id_in_name(struct rampart_str name)
{
    const struct rampart_str stem = rp_str_part(name, 0, rp_str_find(name, '.'));
    return stem.len >= LEAST_DIGITS && rp_account_id_valid(stem) ? stem : (struct rampart_str){NULL, 0};
}

/* The entry of a file: itself, or the folder right in `folder` that it lies in. */
static enum rampart_status organisation_note_file(struct organisation_reader *reader, size_t folder,
                                                  struct rampart_str file)
{
    const size_t end = folder + rp_str_find(rp_str_from(file, folder), '/');
    struct organisation_entry *last = reader->count > 0 ? &reader->entries[reader->count - 1] : NULL;
    struct rampart_str path = rp_str_part(file, 0, end);
    const bool inner = end < file.len;
    if (last == NULL || !rp_str_equal(last->folder, path)) {
        struct organisation_entry *entries =
            rp_arena_grow(reader->arena, reader->entries, reader->count, &reader->room, sizeof *entries);
        RP_TRY_MEMORY(entries != NULL && rp_arena_copy(reader->arena, path, &path));
        reader->entries = entries;
        last = &entries[reader->count++];
        *last = (struct organisation_entry){.folder = path};
    }
    last->path = last->files++ == 0 ? file : last->folder; /* one account file is not a part of an account */
    return organisation_look_at(reader, file, inner, last);
}

static enum rampart_status organisation_list(struct organisation_reader *reader, const char *path)
{
    static const char *const endings[] = {".json", ".ndjson", ".jsonl", ".yaml", ".yml", ".tfstate", ".rampart"};
    const struct rampart_str folder = rampart_str(path);
    const bool slash = folder.len > 0 && folder.data[folder.len - 1] == '/';
    const size_t head = reader->head = folder.len + (slash ? 0 : 1);
    struct rampart_strs files;
    reader->glance = rp_arena_alloc(reader->arena, GLANCE, 1);
    RP_TRY_MEMORY(reader->glance != NULL);
    RP_TRY(rampart_inventory_new(reader->options, &reader->passed));
    RP_TRY(rp_folder_bear(reader->arena, path, endings, sizeof endings / sizeof *endings, reader->diags, reader->passed,
                          &reader->unread, &files));
    for (size_t i = 0; i < files.count; i++) RP_TRY(organisation_note_file(reader, head, files.items[i]));
    for (size_t i = 0; i < reader->count; i++) {
        struct organisation_entry *entry = &reader->entries[i];
        if (entry->id.len == 0) entry->id = organisation_id_in_name(rp_str_from(entry->folder, head));
    }
    return RAMPART_OK;
}

/* Two entries tell different ids. */
static bool organisation_is_one(const struct organisation_reader *reader)
{
    const struct rampart_str *first = NULL;
    for (size_t i = 0; i < reader->count && !reader->other; i++) {
        const struct rampart_str *id = &reader->entries[i].id;
        if (id->len == 0) continue;
        if (first == NULL) first = id;
        if (!rp_str_equal(*first, *id)) return true;
    }
    return false;
}

/* ---- one account ---- */

static enum rampart_status organisation_refuse_nested(struct rampart_diags *said, struct rampart_account *account)
{
    rp_diag(said, RAMPART_ERROR, RP_ACC_INPUT, RP_NOWHERE, "it holds several accounts, within a folder of several");
    rp_diag_help(said, "put each account into the folder itself");
    rampart_account_free(account);
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status organisation_read_paths(struct organisation_reader *reader, const char *const *paths,
                                                   size_t count, struct rampart_str id, struct rampart_diags *said,
                                                   struct rampart_account **ret_account)
{
    struct rampart_input input = *reader->input;
    struct rampart_account *account = NULL;
    input.paths = paths;
    input.path_count = count;
    input.account = id;
    input.require_complete = false; /* of all of them together */
    RP_TRY(reader->read(reader->options, &input, &reader->directory, said, &account));
    if (account->organisation != NULL) return organisation_refuse_nested(said, account);
    *ret_account = account;
    return RAMPART_OK;
}

static enum rampart_status organisation_fail(struct organisation_reader *reader, struct rampart_str id,
                                             struct rampart_str path, const struct rampart_diags *said)
{
    const struct rampart_diag *first = rp_diags_first_error(said, 0);
    RP_TRY(rp_members_fail(&reader->members, id, path, RP_NOWHERE, said, reader->diags));
    return rampart_inventory_add(reader->input->inventory, RAMPART_FILE_SKIPPED, path,
                                 first != NULL ? first->message : RP_STR("it cannot be read"));
}

static enum rampart_status organisation_read_account(struct organisation_reader *reader, const char *const *paths,
                                                     size_t count, struct rampart_str id)
{
    struct rampart_diags *said = NULL;
    struct rampart_account *account = NULL;
    const struct rampart_options own = {.allocator = rp_options_allocator(reader->options),
                                        .limits.diagnostics = rp_diags_limit(reader->diags)};
    RP_TRY(rampart_diags_new(&own, &said));
    rp_diags_share_watcher(said, reader->diags);
    enum rampart_status status = organisation_read_paths(reader, paths, count, id, said, &account);
    if (status == RAMPART_OK) {
        rp_diags_copy_all(reader->diags, said);
        status = rp_members_add(&reader->members, account);
    } else if (status != RAMPART_NO_MEMORY) {
        status = organisation_fail(reader, id, rampart_str(paths[0]), said);
    }
    rampart_diags_free(said);
    return status;
}

/* ---- what was passed over ---- */

/* What it lies in, right in the folder, is an account that is read, and then says so itself. */
static bool organisation_is_read(const struct organisation_reader *reader, struct rampart_str path)
{
    const size_t end = reader->head + rp_str_find(rp_str_from(path, reader->head), '/');
    for (size_t i = 0; i < reader->count; i++)
        if (rp_str_equal(reader->entries[i].folder, rp_str_part(path, 0, end))) return true;
    return false;
}

/* A link to a folder, a folder that may not be read: an account may be there, of which nothing is known. */
static enum rampart_status organisation_fail_passed(struct organisation_reader *reader)
{
    const struct rampart_file_row *row;
    struct rampart_str last = {NULL, 0};
    for (size_t i = 0; (row = rampart_inventory_row(reader->passed, i)) != NULL; i++) {
        const struct rampart_str rest = rp_str_from(row->path, reader->head);
        const struct rampart_str name = rp_str_part(rest, 0, rp_str_find(rest, '/'));
        if (organisation_is_read(reader, row->path) || rp_str_equal(name, last)) continue;
        const struct rampart_str id = organisation_id_in_name(name);
        last = name;
        rp_diag(reader->diags, RAMPART_WARNING, RP_ACC_FAILED, RP_NOWHERE, "it is left out: %.*s", RP_ARG(row->reason));
        rp_diag_file(reader->diags, row->path);
        RP_TRY(rp_members_note_failed(&reader->members, id, row->path, row->reason));
        RP_TRY(rampart_inventory_add(reader->input->inventory, RAMPART_FILE_SKIPPED, row->path, row->reason));
    }
    return RAMPART_OK;
}

/* ---- what looks like a mistake ---- */

/* The file goes by what it tells. */
static void organisation_check_name(const struct organisation_reader *reader, const struct organisation_entry *entry)
{
    const struct rampart_str named = organisation_id_in_name(rp_str_from(entry->folder, reader->head));
    if (named.len == 0 || rp_str_equal(named, entry->id)) return;
    rp_diag(reader->diags, RAMPART_WARNING, RP_ACC_CONFLICT, RP_NOWHERE, "it is named %.*s and tells of account %.*s",
            RP_ARG(rp_str_part(named, 0, 40)), RP_ARG(entry->id));
    rp_diag_file(reader->diags, entry->folder);
    rp_diag_help(reader->diags, "what it tells counts: make sure that it is the right file, and name it by that");
}

/* Parts of one account may be several; two exports are two times at which it was seen. */
static void organisation_check_exports(const struct organisation_reader *reader, size_t first, size_t exports)
{
    if (exports < 2 || reader->entries[first].id.len == 0) return;
    rp_diag(reader->diags, RAMPART_WARNING, RP_ACC_CONFLICT, RP_NOWHERE, "account %.*s has %zu exports, which are taken together",
            RP_ARG(reader->entries[first].id), exports);
    rp_diag_file(reader->diags, reader->entries[first].path);
    rp_diag_help(reader->diags, "leave the newest: what was removed since is still in an older one");
}

/* ---- all of them ---- */

/* Reads the entries from `first` on that have its id, which are one account; one without an id is alone. */
static enum rampart_status organisation_read_alike(struct organisation_reader *reader, size_t first, bool *taken)
{
    const struct rampart_str id = reader->entries[first].id;
    const char **paths = RP_NEW_ARRAY(reader->arena, const char *, reader->count - first);
    size_t count = 0, exports = 0;
    RP_TRY_MEMORY(paths != NULL);
    for (size_t i = first; i < reader->count; i++) {
        if (taken[i] || (i > first && (id.len == 0 || !rp_str_equal(reader->entries[i].id, id)))) continue;
        taken[i] = true;
        exports += reader->entries[i].exports;
        organisation_check_name(reader, &reader->entries[i]);
        paths[count++] = reader->entries[i].path.data;
    }
    organisation_check_exports(reader, first, exports);
    return organisation_read_account(reader, paths, count, id);
}

/* The one who shows the directory: the management account, or the first that shows it. */
static size_t organisation_find_directory(const struct organisation_reader *reader)
{
    size_t first = reader->count;
    for (size_t i = 0; i < reader->count; i++) {
        const struct organisation_entry *entry = &reader->entries[i];
        if (entry->id.len == 0 || entry->manager.len == 0) continue;
        if (rp_str_equal(entry->id, entry->manager)) return i;
        if (first == reader->count) first = i;
    }
    return first;
}

/* What others are told of the directory is read before them. */
static enum rampart_status organisation_read_directory(struct organisation_reader *reader, bool *taken)
{
    const size_t shows = organisation_find_directory(reader);
    size_t first = 0;
    if (shows == reader->count) return RAMPART_OK;
    while (!rp_str_equal(reader->entries[first].id, reader->entries[shows].id)) first++;
    reader->directory.wanted = true;
    enum rampart_status status = organisation_read_alike(reader, first, taken);
    reader->directory.wanted = false;
    return status;
}

static enum rampart_status organisation_read_members(struct organisation_reader *reader)
{
    bool *taken = RP_NEW_ARRAY(reader->arena, bool, reader->count);
    RP_TRY_MEMORY(taken != NULL);
    RP_TRY(organisation_read_directory(reader, taken));
    for (size_t i = 0; i < reader->count; i++)
        if (!taken[i]) RP_TRY(organisation_read_alike(reader, i, taken));
    return RAMPART_OK;
}

static enum rampart_status organisation_read_all(struct organisation_reader *reader,
                                                 struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL;
    RP_TRY(organisation_list(reader, reader->input->paths[0]));
    if (!organisation_is_one(reader)) /* what could not be looked at may be another account's */
        return reader->unread.path.len == 0 ? RAMPART_OK
                                            : rp_file_fault(reader->diags, reader->unread.path, reader->unread.fault);
    RP_TRY(organisation_read_members(reader));
    RP_TRY(organisation_fail_passed(reader));
    RP_TRY(rp_account_new(reader->options, &account));
    enum rampart_status status = rp_organisation_make(reader->options, &reader->members, reader->diags, account);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

enum rampart_status rp_organisation_read(const struct rampart_options *options, const struct rampart_input *input,
                                         rp_read_one *read, struct rampart_diags *diags,
                                         struct rampart_account **ret_account)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct organisation_reader reader = {
        .options = options, .input = input, .read = read, .diags = diags, .arena = &arena, .members.arena = &arena};
    *ret_account = NULL;
    enum rampart_status status = organisation_read_all(&reader, ret_account);
    rp_members_drop(&reader.members);
    rp_builder_free(reader.directory.shown);
    rampart_inventory_free(reader.passed);
    rp_arena_free(&arena);
    return status;
}
