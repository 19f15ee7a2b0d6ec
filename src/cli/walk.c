/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* d_type of readdir(), on systems that have it */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/message.h"

enum { MOST_DEPTH = 128, FIRST_SIZE = 32 };

/* What one folder has: the path of each entry, and whether the folder itself says that it is a plain file. */
struct walk_entry {
    char *path;
    bool plain;
};

struct walk_entries {
    struct walk_entry *items;
    size_t count, size;
};

/* Reports a path that cannot be read; the walk goes on. */
static bool walk_pass_over(struct cli_walk *walk, const char *path)
{
    walk->failed = true;
    if (walk->fault != NULL) return walk->fault(walk->context, path, errno);
    cli_error("cannot read %s: %s", path, strerror(errno));
    return true;
}

enum cli_path_kind cli_walk_kind(struct cli_walk *walk, const char *path)
{
    struct stat status;
    if (strcmp(path, "-") == 0) return CLI_FILE;
    if (stat(path, &status) == 0) return S_ISDIR(status.st_mode) ? CLI_FOLDER : CLI_FILE;
    if (errno == ENOENT) return CLI_FILE;
    (void)walk_pass_over(walk, path);
    return CLI_UNCERTAIN;
}

static void walk_free_entries(struct walk_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) free(entries->items[i].path);
    free(entries->items);
}

/* "folder/name"; a file in "." needs no folder before it. */
static char *walk_join(const char *folder, const char *name)
{
    size_t len = strcmp(folder, ".") == 0 ? 0 : strlen(folder), size = len + strlen(name) + 2;
    const char *slash = len == 0 || folder[len - 1] == '/' ? "" : "/";
    char *path = malloc(size);
    if (path != NULL) snprintf(path, size, "%.*s%s%s", (int)len, folder, slash, name);
    return path;
}

/* Not every file system tells what its entries are; then they are asked one by one. */
static bool walk_is_plain(const struct dirent *entry)
{
#ifdef DT_REG
    return entry->d_type == DT_REG;
#else
    (void)entry;
    return false;
#endif
}

static bool walk_add(struct walk_entries *entries, const char *folder, const struct dirent *entry)
{
    if (entries->count == entries->size) {
        size_t size = entries->size == 0 ? FIRST_SIZE : entries->size * 2;
        struct walk_entry *items = realloc(entries->items, size * sizeof *items);
        if (items == NULL) return false;
        entries->items = items;
        entries->size = size;
    }
    const struct walk_entry item = {walk_join(folder, entry->d_name), walk_is_plain(entry)};
    entries->items[entries->count] = item;
    return item.path != NULL && ++entries->count > 0;
}

static int walk_by_name(const void *a, const void *b)
{
    const struct walk_entry *left = a, *right = b;
    return strcmp(left->path, right->path);
}

/* Returns false when memory is refused or the walk ends. A folder that cannot be read has no entries. */
static bool walk_list(struct cli_walk *walk, const char *path, struct walk_entries *entries)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return walk_pass_over(walk, path);
    bool good = true;
    const struct dirent *entry;
    while (errno = 0, good && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.') good = walk_add(entries, path, entry);
    if (!good)
        cli_error("out of memory");
    else if (errno != 0)
        good = walk_pass_over(walk, path);
    closedir(folder);
    if (entries->count > 1) qsort(entries->items, entries->count, sizeof *entries->items, walk_by_name);
    return good;
}

const char *const cli_document_endings[] = {".json", ".yaml", ".yml", NULL};

static bool walk_is_wanted(const struct cli_walk *walk, const char *path)
{
    size_t len = strlen(path);
    for (size_t i = 0; walk->endings[i] != NULL; i++) {
        size_t ending = strlen(walk->endings[i]);
        if (len > ending && strcasecmp(path + len - ending, walk->endings[i]) == 0) return true;
    }
    return false;
}

/* Adds a file to the inventory. Returns false when memory is refused. */
static bool walk_note(struct cli_walk *walk, enum rampart_file_state state, const char *path,
                      const char *reason)
{
    if (rampart_inventory_add(walk->inventory, state, rampart_str(path), rampart_str(reason)) == RAMPART_OK)
        return true;
    cli_error("out of memory");
    return false;
}

static bool walk_folder(struct cli_walk *walk, const char *path, unsigned depth);

static bool walk_file(struct cli_walk *walk, const char *path, bool wanted)
{
    if (!wanted) return walk_note(walk, RAMPART_FILE_OTHER, path, "");
    walk->visited++;
    return walk->visit(walk->context, path);
}

static bool walk_ask(struct cli_walk *walk, const char *path, unsigned depth)
{
    struct stat link, status;
    if (lstat(path, &link) != 0) return walk_pass_over(walk, path);
    if (S_ISDIR(link.st_mode)) return walk_folder(walk, path, depth + 1);
    bool wanted = walk_is_wanted(walk, path), reached = stat(path, &status) == 0;
    bool leads_nowhere = !reached && (errno == ENOENT || errno == ELOOP); /* a link without a target */
    if (!reached) return (leads_nowhere && !wanted) || walk_pass_over(walk, path);
    if (S_ISDIR(status.st_mode))
        return walk_note(walk, RAMPART_FILE_SKIPPED, path, "a link to a folder is not followed");
    if (!S_ISREG(status.st_mode))
        return !wanted || walk_note(walk, RAMPART_FILE_SKIPPED, path, "it is not a regular file");
    return walk_file(walk, path, wanted);
}

static bool walk_folder(struct cli_walk *walk, const char *path, unsigned depth)
{
    struct walk_entries entries = {0};
    if (depth > MOST_DEPTH) {
        errno = ENAMETOOLONG;
        return walk_pass_over(walk, path);
    }
    bool good = walk_list(walk, path, &entries);
    for (size_t i = 0; good && i < entries.count; i++) {
        const struct walk_entry *entry = &entries.items[i];
        good = entry->plain ? walk_file(walk, entry->path, walk_is_wanted(walk, entry->path)) : walk_ask(walk, entry->path, depth);
    }
    walk_free_entries(&entries);
    return good;
}

bool cli_walk_folder(struct cli_walk *walk, const char *path)
{
    return walk_folder(walk, path, 1);
}
