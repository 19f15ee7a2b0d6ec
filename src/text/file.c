/* SPDX-License-Identifier: Apache-2.0 */
#include "text/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"

void rp_file_close(int file)
{
    int reason = errno;
    if (file > STDIN_FILENO) close(file);
    errno = reason;
}

/* Tells the watcher of an open file, and closes it when it must not be read. Returns it, or negative with errno. */
static int file_watched(int file, const char *path, const struct rampart_diags *diags)
{
    if (file < 0 || rp_diags_opened(diags, path, file)) return file;
    rp_file_close(file);
    return -1;
}

int rp_file_open(const char *path, const struct rampart_diags *diags)
{
    int file = STDIN_FILENO;
    if (strcmp(path, "-") == 0) return file_watched(file, path, diags);
    do {
        file = open(path, O_RDONLY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    return file_watched(file, path, diags);
}

ssize_t rp_file_read(int file, char *to, size_t room)
{
    ssize_t len;
    do {
        len = read(file, to, room);
    } while (len < 0 && errno == EINTR);
    return len;
}

/* A path without a file is no folder: opening it reports that it is not there. */
enum rampart_status rp_file_is_folder(const char *path, struct rampart_diags *diags, bool *ret_folder)
{
    struct stat status;
    *ret_folder = false;
    if (strcmp(path, "-") == 0) return RAMPART_OK;
    if (stat(path, &status) == 0)
        *ret_folder = S_ISDIR(status.st_mode);
    else if (errno != ENOENT)
        return rp_file_fault(diags, rampart_str(path), errno);
    return RAMPART_OK;
}

enum rampart_status rp_file_fault(struct rampart_diags *diags, struct rampart_str path, int reason)
{
    char words[128] = "";
    if (strerror_r(reason, words, sizeof words) != 0) words[0] = '\0';
    rp_diag(diags, RAMPART_ERROR, RP_IO_OPEN, RP_NOWHERE, "cannot read the file: %s", words);
    rp_diag_file(diags, path);
    return RAMPART_IO;
}

/* ---- loading ---- */

/* A plain file is read into a buffer of its size and one byte more; the size of a pipe is not known: 0. */
static int file_expect_size(int file, struct rp_buf *buf, size_t *ret_size)
{
    struct stat status;
    *ret_size = 0;
    if (fstat(file, &status) != 0) return errno;
    if (!S_ISREG(status.st_mode) || status.st_size <= 0) return 0;
    *ret_size = (size_t)status.st_size;
    rp_buf_expect(buf, *ret_size + 1);
    return 0;
}

/* Reads into the room there is. When the buffer is full, a piece tells whether more room is needed. */
static ssize_t file_read_some(int file, struct rp_buf *buf)
{
    char piece[16384];
    size_t room = buf->capacity > buf->len + 1 ? buf->capacity - buf->len - 1 : 0;
    ssize_t len =
        room > 0 ? rp_file_read(file, buf->data + buf->len, room) : rp_file_read(file, piece, sizeof piece);
    if (len > 0 && room > 0) buf->len += (size_t)len;
    if (len > 0 && room == 0) rp_buf_add(buf, (struct rampart_str){piece, (size_t)len});
    return len;
}

/* Returns 0, or the errno of a failure. */
static int file_read_all(int file, struct rp_buf *buf)
{
    size_t size;
    int reason = file_expect_size(file, buf, &size);
    ssize_t len = 1;
    while (reason == 0 && len > 0 && buf->failed == RAMPART_OK) {
        len = file_read_some(file, buf);
        if (len < 0) reason = errno;
        if (size > 0 && buf->len == size && buf->capacity > size + 1) break; /* more was asked for, and there is no more */
    }
    return reason;
}

enum rampart_status rp_file_load(const char *path, struct rp_buf *buf, struct rampart_diags *diags)
{
    int file = rp_file_open(path, diags);
    if (file < 0) return rp_file_fault(diags, rampart_str(path), errno);
    int reason = file_read_all(file, buf);
    rp_file_close(file);
    if (reason != 0) return rp_file_fault(diags, rampart_str(path), reason);
    if (buf->failed == RAMPART_LIMIT) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the file is larger than the limit of %zu bytes", buf->cap);
        rp_diag_file(diags, rampart_str(path));
    }
    return buf->failed;
}

/* ---- mapping ---- */

/* Returns 0, or the errno of a failure. */
static int file_map_open(int file, struct rampart_str *ret_bytes)
{
    struct stat status;
    if (fstat(file, &status) != 0) return errno;
    if (!S_ISREG(status.st_mode) || status.st_size <= 0) return 0;
    if ((uintmax_t)status.st_size > SIZE_MAX) return EFBIG;
    size_t size = (size_t)status.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) return errno;
    *ret_bytes = (struct rampart_str){bytes, size};
    return 0;
}

/* stat() comes first, since opening a pipe would wait for its writer. */
enum rampart_status rp_file_map(const char *path, struct rampart_diags *diags, struct rampart_str *ret_bytes)
{
    struct stat status;
    *ret_bytes = (struct rampart_str){NULL, 0};
    if (stat(path, &status) != 0) return rp_file_fault(diags, rampart_str(path), errno);
    if (!S_ISREG(status.st_mode)) return RAMPART_OK;
    int file = file_watched(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), path, diags);
    if (file < 0) return rp_file_fault(diags, rampart_str(path), errno);
    int reason = file_map_open(file, ret_bytes);
    close(file);
    return reason == 0 ? RAMPART_OK : rp_file_fault(diags, rampart_str(path), reason);
}

void rp_file_unmap(struct rampart_str bytes)
{
    if (bytes.len > 0) munmap((void *)(uintptr_t)bytes.data, bytes.len);
}

/* ---- the inventory ---- */

struct rampart_inventory {
    struct rp_arena arena;
    size_t counts[RAMPART_FILE_STATES];
    struct rampart_file_row *rows; /* of those that were not read */
    size_t row_count, room;
};

enum rampart_status rampart_inventory_new(const struct rampart_options *options,
                                          struct rampart_inventory **ret_inventory)
{
    if (ret_inventory == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_inventory *inventory = RP_NEW(&arena, struct rampart_inventory);
    if (inventory == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    inventory->arena = arena; /* the inventory lives in it */
    *ret_inventory = inventory;
    return RAMPART_OK;
}

void rampart_inventory_free(struct rampart_inventory *inventory)
{
    if (inventory == NULL) return;
    struct rp_arena arena = inventory->arena;
    rp_arena_free(&arena);
}

static enum rampart_status file_inventory_add_row(struct rampart_inventory *inventory,
                                                  struct rampart_file_row row)
{
    struct rampart_file_row *rows =
        rp_arena_grow(&inventory->arena, inventory->rows, inventory->row_count, &inventory->room, sizeof *rows);
    RP_TRY_MEMORY(rows != NULL);
    inventory->rows = rows;
    struct rampart_file_row *kept = &rows[inventory->row_count];
    kept->state = row.state;
    RP_TRY_MEMORY(rp_arena_copy(&inventory->arena, row.path, &kept->path));
    RP_TRY_MEMORY(rp_arena_copy(&inventory->arena, row.reason, &kept->reason));
    inventory->row_count++;
    return RAMPART_OK;
}

enum rampart_status rampart_inventory_add(struct rampart_inventory *inventory, enum rampart_file_state state,
                                          struct rampart_str path, struct rampart_str reason)
{
    if ((size_t)state >= RAMPART_FILE_STATES) return RAMPART_MISUSE;
    if (inventory == NULL) return RAMPART_OK;
    if (state == RAMPART_FILE_QUARANTINED || state == RAMPART_FILE_SKIPPED)
        RP_TRY(file_inventory_add_row(inventory, (struct rampart_file_row){state, path, reason}));
    inventory->counts[state]++;
    return RAMPART_OK;
}

void rp_inventory_add_count(struct rampart_inventory *inventory, enum rampart_file_state state,
                            uint64_t count)
{
    if (inventory != NULL) inventory->counts[state] += (size_t)count;
}

size_t rampart_inventory_count(const struct rampart_inventory *inventory, enum rampart_file_state state)
{
    return inventory == NULL || (size_t)state >= RAMPART_FILE_STATES ? 0 : inventory->counts[state];
}

const struct rampart_file_row *rampart_inventory_row(const struct rampart_inventory *inventory, size_t i)
{
    return inventory == NULL || i >= inventory->row_count ? NULL : &inventory->rows[i];
}

/* ---- folders ---- */

enum { MOST_FOLDERS = 128 };

struct folder_listing {
    struct rp_arena *arena;
    const char *const *endings;
    size_t ending_count;
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct rp_folder_fault *fault; /* the first, of what cannot be read and is passed over; NULL: nothing is */
    struct rampart_str *files;
    size_t count, room;
};

/* The names in one folder. */
struct folder_names {
    struct rampart_str *items;
    size_t count, room;
};

static bool file_folder_add(struct rp_arena *arena, struct rampart_str **items, size_t *count, size_t *room,
                            struct rampart_str text)
{
    struct rampart_str *grown = rp_arena_grow(arena, *items, *count, room, sizeof **items);
    if (grown == NULL) return false;
    *items = grown;
    (*items)[(*count)++] = text;
    return true;
}

static int file_folder_by_bytes(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

static enum rampart_status file_folder_read_names(struct folder_listing *listing, struct rampart_str path,
                                                  DIR *folder, struct folder_names *names)
{
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        struct rampart_str name;
        if (entry->d_name[0] == '.') continue;
        bool kept = rp_arena_copy(listing->arena, rampart_str(entry->d_name), &name) &&
                    file_folder_add(listing->arena, &names->items, &names->count, &names->room, name);
        if (!kept) return RAMPART_NO_MEMORY;
    }
    return errno == 0 ? RAMPART_OK : rp_file_fault(listing->diags, path, errno);
}

static bool file_folder_is_wanted(const struct folder_listing *listing, struct rampart_str path)
{
    for (size_t i = 0; i < listing->ending_count; i++)
        if (rp_str_ends_fold(path, rampart_str(listing->endings[i]))) return true;
    return false;
}

/* Tells the inventory of a file that is not listed: a document that is not read must not go unnoticed. */
static enum rampart_status file_folder_pass_over(const struct folder_listing *listing,
                                                 struct rampart_str path, bool wanted, mode_t mode)
{
    if (S_ISDIR(mode))
        return rampart_inventory_add(listing->inventory, RAMPART_FILE_SKIPPED, path,
                                     RP_STR("a link to a folder is not followed"));
    if (wanted)
        return rampart_inventory_add(listing->inventory, RAMPART_FILE_SKIPPED, path,
                                     RP_STR("it is not a regular file"));
    if (!S_ISREG(mode)) return RAMPART_OK;
    return rampart_inventory_add(listing->inventory, RAMPART_FILE_OTHER, path, RP_STR(""));
}

/* An entry that cannot be read; that the folder itself cannot is no such thing. */
static enum rampart_status file_folder_fault(const struct folder_listing *listing, struct rampart_str path, unsigned depth,
                                             int fault)
{
    if (listing->fault == NULL || depth == 1) return rp_file_fault(listing->diags, path, fault);
    if (listing->fault->path.len == 0) *listing->fault = (struct rp_folder_fault){path, fault};
    return rampart_inventory_add(listing->inventory, RAMPART_FILE_SKIPPED, path, rampart_str(strerror(fault)));
}

static enum rampart_status file_folder_list(struct folder_listing *listing, struct rampart_str path,
                                            unsigned depth);

static enum rampart_status file_folder_list_entry(struct folder_listing *listing, struct rampart_str path,
                                                  unsigned depth)
{
    struct stat link, status;
    if (lstat(path.data, &link) != 0) return file_folder_fault(listing, path, depth + 1, errno);
    if (S_ISDIR(link.st_mode)) return file_folder_list(listing, path, depth + 1);
    bool wanted = file_folder_is_wanted(listing, path), reached = stat(path.data, &status) == 0;
    bool leads_nowhere = !reached && (errno == ENOENT || errno == ELOOP); /* a link, whose name says enough */
    if (!reached) return leads_nowhere && !wanted ? RAMPART_OK : file_folder_fault(listing, path, depth + 1, errno);
    if (!wanted || !S_ISREG(status.st_mode))
        return file_folder_pass_over(listing, path, wanted, status.st_mode);
    RP_TRY_MEMORY(file_folder_add(listing->arena, &listing->files, &listing->count, &listing->room, path));
    return RAMPART_OK;
}

/* The depth of folders is bounded, and so is this recursion. */
static enum rampart_status file_folder_list(struct folder_listing *listing, struct rampart_str path,
                                            unsigned depth)
{
    struct folder_names names = {NULL, 0, 0};
    const size_t before = listing->count;
    DIR *folder = depth > MOST_FOLDERS ? NULL : opendir(path.data);
    if (folder == NULL)
        return file_folder_fault(listing, path, depth, depth > MOST_FOLDERS ? ENAMETOOLONG : errno);
    enum rampart_status status = file_folder_read_names(listing, path, folder, &names);
    closedir(folder);
    if (names.count > 1) qsort(names.items, names.count, sizeof names.items[0], file_folder_by_bytes);
    bool slash = path.len > 0 && path.data[path.len - 1] == '/';
    for (size_t i = 0; i < names.count && status == RAMPART_OK; i++) {
        const struct rampart_str parts[] = {path, rampart_str(slash ? "" : "/"), names.items[i]};
        struct rampart_str joined;
        RP_TRY_MEMORY(rp_arena_join(listing->arena, parts, 3, &joined));
        status = file_folder_list_entry(listing, joined, depth);
    }
    if (status != RAMPART_OK || listing->fault == NULL || depth != 2 || listing->count > before) return status;
    return rampart_inventory_add(listing->inventory, RAMPART_FILE_SKIPPED, path, RP_STR("it has no file that could be read"));
}

static enum rampart_status file_folder_files(struct folder_listing listing, const char *path,
                                             struct rampart_strs *ret_paths)
{
    RP_TRY(file_folder_list(&listing, rampart_str(path), 1));
    *ret_paths = (struct rampart_strs){listing.files, listing.count};
    return RAMPART_OK;
}

enum rampart_status rp_folder_files(struct rp_arena *arena, const char *path, const char *const *endings,
                                    size_t count, struct rampart_diags *diags,
                                    struct rampart_inventory *inventory, struct rampart_strs *ret_paths)
{
    const struct folder_listing listing = {
        .arena = arena, .endings = endings, .ending_count = count, .diags = diags, .inventory = inventory};
    return file_folder_files(listing, path, ret_paths);
}

enum rampart_status rp_folder_bear(struct rp_arena *arena, const char *path, const char *const *endings, size_t count,
                                   struct rampart_diags *diags, struct rampart_inventory *inventory,
                                   struct rp_folder_fault *ret_fault, struct rampart_strs *ret_paths)
{
    *ret_fault = (struct rp_folder_fault){.fault = 0};
    const struct folder_listing listing = {.arena = arena,
                                           .endings = endings,
                                           .ending_count = count,
                                           .diags = diags,
                                           .inventory = inventory,
                                           .fault = ret_fault};
    return file_folder_files(listing, path, ret_paths);
}
