/* SPDX-License-Identifier: Apache-2.0 */
#include "text/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/try.h"
#include "text/file.h"

enum { MOST_FOLDERS = 128, FIRST_ROOM = 32 };

struct listing {
    struct rp_arena *arena;
    const char *const *endings;
    size_t ending_count;
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct rampart_str *files;
    size_t count, room;
};

/* The names in one folder. */
struct names {
    struct rampart_str *items;
    size_t count, room;
};

static bool add(struct rp_arena *arena, struct rampart_str **items, size_t *count, size_t *room,
                struct rampart_str text)
{
    if (*count == *room) {
        size_t more = *room == 0 ? FIRST_ROOM : *room * 2;
        struct rampart_str *grown = RP_NEW_ARRAY(arena, struct rampart_str, more);
        if (grown == NULL) return false;
        if (*count > 0) memcpy(grown, *items, *count * sizeof **items);
        *items = grown;
        *room = more;
    }
    (*items)[(*count)++] = text;
    return true;
}

static int by_bytes(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

static enum rampart_status read_names(struct listing *listing, struct rampart_str path, DIR *folder,
                                      struct names *names)
{
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        struct rampart_str name;
        if (entry->d_name[0] == '.') continue;
        bool kept = rp_arena_copy(listing->arena, rampart_str(entry->d_name), &name) &&
                    add(listing->arena, &names->items, &names->count, &names->room, name);
        if (!kept) return RAMPART_NO_MEMORY;
    }
    return errno == 0 ? RAMPART_OK : rp_file_fault(listing->diags, path, errno);
}

static bool is_wanted(const struct listing *listing, struct rampart_str path)
{
    for (size_t i = 0; i < listing->ending_count; i++)
        if (rp_str_ends_fold(path, rampart_str(listing->endings[i]))) return true;
    return false;
}

/* What is not listed. A document that is not read must not go unnoticed. */
static enum rampart_status pass_over(const struct listing *listing, struct rampart_str path, bool wanted,
                                     mode_t mode)
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

static enum rampart_status list_folder(struct listing *listing, struct rampart_str path, unsigned depth);

static enum rampart_status list_entry(struct listing *listing, struct rampart_str path, unsigned depth)
{
    struct stat link, status;
    if (lstat(path.data, &link) != 0) return rp_file_fault(listing->diags, path, errno);
    if (S_ISDIR(link.st_mode)) return list_folder(listing, path, depth + 1);
    bool wanted = is_wanted(listing, path), reached = stat(path.data, &status) == 0;
    bool leads_nowhere = !reached && (errno == ENOENT || errno == ELOOP); /* a link, whose name says enough */
    if (!reached) return leads_nowhere && !wanted ? RAMPART_OK : rp_file_fault(listing->diags, path, errno);
    if (!wanted || !S_ISREG(status.st_mode)) return pass_over(listing, path, wanted, status.st_mode);
    RP_TRY_MEMORY(add(listing->arena, &listing->files, &listing->count, &listing->room, path));
    return RAMPART_OK;
}

/* The depth of folders is bounded, and so is this recursion. */
static enum rampart_status list_folder(struct listing *listing, struct rampart_str path, unsigned depth)
{
    struct names names = {NULL, 0, 0};
    DIR *folder = depth > MOST_FOLDERS ? NULL : opendir(path.data);
    if (folder == NULL)
        return rp_file_fault(listing->diags, path, depth > MOST_FOLDERS ? ENAMETOOLONG : errno);
    enum rampart_status status = read_names(listing, path, folder, &names);
    closedir(folder);
    if (names.count > 1) qsort(names.items, names.count, sizeof names.items[0], by_bytes);
    bool slash = path.len > 0 && path.data[path.len - 1] == '/';
    for (size_t i = 0; i < names.count && status == RAMPART_OK; i++) {
        const struct rampart_str parts[] = {path, rampart_str(slash ? "" : "/"), names.items[i]};
        struct rampart_str joined;
        RP_TRY_MEMORY(rp_arena_join(listing->arena, parts, 3, &joined));
        status = list_entry(listing, joined, depth);
    }
    return status;
}

enum rampart_status rp_folder_files(struct rp_arena *arena, const char *path, const char *const *endings,
                                    size_t count, struct rampart_diags *diags,
                                    struct rampart_inventory *inventory, struct rampart_strs *ret_paths)
{
    struct listing listing = {
        .arena = arena, .endings = endings, .ending_count = count, .diags = diags, .inventory = inventory};
    RP_TRY(list_folder(&listing, rampart_str(path), 1));
    *ret_paths = (struct rampart_strs){listing.files, listing.count};
    return RAMPART_OK;
}
