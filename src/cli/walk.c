/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/message.h"

enum { MOST_FOLDERS = 128, FIRST_SIZE = 32 };

/* The paths of what lies in one folder. */
struct entries {
    char **paths;
    size_t count, size;
};

/* Nothing of it is visited, and the walk goes on. */
static bool pass_over(struct cli_walk *walk, const char *path)
{
    walk->failed = true;
    if (walk->fault != NULL) return walk->fault(walk->context, path, errno);
    cli_error("cannot read %s: %s", path, strerror(errno));
    return true;
}

enum cli_lies cli_what_lies_at(struct cli_walk *walk, const char *path)
{
    struct stat status;
    if (strcmp(path, "-") == 0) return CLI_FILE;
    if (stat(path, &status) == 0) return S_ISDIR(status.st_mode) ? CLI_FOLDER : CLI_FILE;
    if (errno == ENOENT) return CLI_FILE;
    (void)pass_over(walk, path);
    return CLI_UNCERTAIN;
}

static void free_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) free(entries->paths[i]);
    free(entries->paths);
}

/* "folder/name"; what lies in "." needs no folder before it. */
static char *join(const char *folder, const char *name)
{
    size_t len = strcmp(folder, ".") == 0 ? 0 : strlen(folder), size = len + strlen(name) + 2;
    const char *slash = len == 0 || folder[len - 1] == '/' ? "" : "/";
    char *path = malloc(size);
    if (path != NULL) snprintf(path, size, "%.*s%s%s", (int)len, folder, slash, name);
    return path;
}

static bool add(struct entries *entries, const char *folder, const char *name)
{
    if (entries->count == entries->size) {
        size_t size = entries->size == 0 ? FIRST_SIZE : entries->size * 2;
        char **paths = realloc(entries->paths, size * sizeof *paths);
        if (paths == NULL) return false;
        entries->paths = paths;
        entries->size = size;
    }
    entries->paths[entries->count] = join(folder, name);
    return entries->paths[entries->count] != NULL && ++entries->count > 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* False: there is no memory, or the walk is given up. A folder that cannot be read has no entries. */
static bool list(struct cli_walk *walk, const char *path, struct entries *entries)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return pass_over(walk, path);
    bool good = true;
    const struct dirent *entry;
    while (errno = 0, good && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.') good = add(entries, path, entry->d_name);
    if (!good)
        cli_error("out of memory");
    else if (errno != 0)
        good = pass_over(walk, path);
    closedir(folder);
    if (entries->count > 1) qsort(entries->paths, entries->count, sizeof entries->paths[0], by_name);
    return good;
}

const char *const cli_document_endings[] = {".json", ".yaml", ".yml", NULL};

static bool is_wanted(const struct cli_walk *walk, const char *path)
{
    size_t len = strlen(path);
    for (size_t i = 0; walk->endings[i] != NULL; i++) {
        size_t ending = strlen(walk->endings[i]);
        if (len > ending && strcasecmp(path + len - ending, walk->endings[i]) == 0) return true;
    }
    return false;
}

/* Tells the inventory. False: there is no memory. */
static bool note(struct cli_walk *walk, enum rampart_file_state state, const char *path, const char *reason)
{
    if (rampart_inventory_add(walk->inventory, state, rampart_str(path), rampart_str(reason)) == RAMPART_OK)
        return true;
    cli_error("out of memory");
    return false;
}

static bool walk_folder(struct cli_walk *walk, const char *path, unsigned depth);

static bool walk_entry(struct cli_walk *walk, const char *path, unsigned depth)
{
    struct stat link, status;
    if (lstat(path, &link) != 0) return pass_over(walk, path);
    if (S_ISDIR(link.st_mode)) return walk_folder(walk, path, depth + 1);
    bool wanted = is_wanted(walk, path), reached = stat(path, &status) == 0;
    bool leads_nowhere = !reached && (errno == ENOENT || errno == ELOOP); /* a link, whose name says enough */
    if (!reached) return (leads_nowhere && !wanted) || pass_over(walk, path);
    if (S_ISDIR(status.st_mode))
        return note(walk, RAMPART_FILE_SKIPPED, path, "a link to a folder is not followed");
    if (!S_ISREG(status.st_mode))
        return !wanted || note(walk, RAMPART_FILE_SKIPPED, path, "it is not a regular file");
    if (!wanted) return note(walk, RAMPART_FILE_OTHER, path, "");
    walk->visited++;
    return walk->visit(walk->context, path);
}

static bool walk_folder(struct cli_walk *walk, const char *path, unsigned depth)
{
    struct entries entries = {0};
    if (depth > MOST_FOLDERS) {
        errno = ENAMETOOLONG;
        return pass_over(walk, path);
    }
    bool good = list(walk, path, &entries);
    for (size_t i = 0; good && i < entries.count; i++) good = walk_entry(walk, entries.paths[i], depth);
    free_entries(&entries);
    return good;
}

bool cli_walk_folder(struct cli_walk *walk, const char *path)
{
    return walk_folder(walk, path, 1);
}
