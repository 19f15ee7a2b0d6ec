/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/leftover.h"
#include "cli/message.h"

enum { MOST_LINKS = 40, MOST_NAMES = 100, NAME_SIZE = 40 };

static bool complain(const char *path, int reason)
{
    cli_error("cannot write %s: %s", path, strerror(reason));
    return false;
}

/* ---- where it is ---- */

static size_t folder_len(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

char *cli_beside(const char *path, struct rampart_str name)
{
    size_t folder = folder_len(path), size = folder + name.len + 1;
    char *joined = malloc(size);
    if (joined == NULL) return NULL;
    memcpy(joined, path, folder);
    memcpy(joined + folder, name.data, name.len);
    joined[size - 1] = '\0';
    return joined;
}

/* Where a link leads. NULL with errno. */
static char *follow(const char *path)
{
    char text[PATH_MAX];
    ssize_t len = readlink(path, text, sizeof text - 1);
    if (len < 0) return NULL;
    text[len] = '\0';
    return text[0] == '/' ? strdup(text) : cli_beside(path, rampart_str(text));
}

/* The descriptor that a name stands for, which cannot be replaced; -1: none. */
static int descriptor(const char *path)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0) return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0) return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t len = strlen(folders[i]);
        char *end = NULL;
        if (strncmp(path, folders[i], len) != 0 || path[len] < '0' || path[len] > '9') continue;
        long number = strtol(path + len, &end, 10);
        if (*end == '\0' && number <= INT_MAX) return (int)number;
    }
    return -1;
}

/* Links are followed one by one, for the last may lead to a file that is still to be made. */
static bool resolve(struct cli_target *target, const char *path)
{
    target->path = strdup(path);
    for (int i = 0; i < MOST_LINKS && target->path != NULL; i++) {
        target->file = descriptor(target->path);
        target->shared = target->file >= 0;
        if (target->shared) return true;
        target->fresh = lstat(target->path, &target->old) != 0;
        if (target->fresh) return errno == ENOENT;
        if (!S_ISLNK(target->old.st_mode)) return true;
        char *next = follow(target->path);
        int reason = errno;
        free(target->path);
        target->path = next;
        errno = next != NULL ? ELOOP : reason;
    }
    return false;
}

/* ---- whether it may be written ---- */

/* A file that was made read-only is not to be changed, though its folder lets everybody replace it. */
static bool may_replace(const struct cli_target *target, const char *path)
{
    if (target->fresh) return true;
    if ((target->old.st_mode & S_IWUSR) == 0) {
        cli_error("cannot write %s: the file is read-only; make it writable first (chmod u+w)", path);
        return false;
    }
    return access(target->path, W_OK) == 0 || complain(path, errno);
}

/* ---- the file beside it ---- */

/* A name that nobody has: the folder's walkers pass over it, and it is short whatever the file is called. */
static char *new_name(const struct cli_target *target)
{
    static unsigned long made;
    struct timespec now = {0, 0};
    char name[NAME_SIZE];
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(name, sizeof name, ".rampart-%lx-%lx-%lx", (unsigned long)getpid(),
             ((unsigned long)now.tv_sec << 20) ^ (unsigned long)now.tv_nsec, made++);
    return cli_beside(target->path, rampart_str(name));
}

/* Its name is noted before there is a file, so that a signal in between leaves none. */
static int make(struct cli_target *target)
{
    const int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    for (int i = 0; i < MOST_NAMES; i++) {
        target->temporary = new_name(target);
        if (target->temporary == NULL) return -1;
        cli_leftover_add(target->temporary);
        int file = open(target->temporary, how, target->fresh ? 0666 : 0600);
        if (file >= 0) return file;
        int reason = errno;
        cli_leftover_remove(target->temporary);
        free(target->temporary);
        target->temporary = NULL;
        errno = reason;
        if (reason != EEXIST && reason != EINTR) break;
    }
    return -1;
}

/* It is its old owner's and group's where they can be kept; a group that cannot be gives its rights to nobody else. */
static bool take_after(const struct cli_target *target)
{
    mode_t mode = target->old.st_mode & 0777;
    struct stat made;
    if (target->fresh) return true;
    if (fstat(target->file, &made) != 0) return false;
    bool owner = made.st_uid == target->old.st_uid, group = made.st_gid == target->old.st_gid;
    if (!(owner && group) && fchown(target->file, target->old.st_uid, target->old.st_gid) != 0) {
        group = group || fchown(target->file, (uid_t)-1, target->old.st_gid) == 0;
        if (!group) mode = (mode & ~(mode_t)070) | (mode & 07) << 3;
    }
    return fchmod(target->file, mode) == 0;
}

static bool cannot_make(const char *path, int reason)
{
    bool folder = reason == EACCES || reason == EPERM || reason == EROFS;
    if (!folder) return complain(path, reason);
    cli_error(
        "cannot write %s: its folder is not writable (%s), and the new file is made there before it takes "
        "the place of the old one; write to another folder or to standard output",
        path, strerror(reason));
    return false;
}

/* ---- from opening to the end ---- */

static bool open_directly(struct cli_target *target, const char *path)
{
    do {
        target->file = open(target->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } while (target->file < 0 && errno == EINTR);
    return target->file >= 0 || complain(path, errno);
}

static bool open_beside(struct cli_target *target, const char *path)
{
    if (!may_replace(target, path)) return false;
    target->file = make(target);
    if (target->file < 0) return cannot_make(path, errno);
    return take_after(target) || complain(path, errno);
}

bool cli_target_open(struct cli_target *target, const char *path)
{
    *target = (struct cli_target){.file = -1};
    bool good = resolve(target, path) || complain(path, errno);
    if (good && !target->shared) {
        bool plain = target->fresh || S_ISREG(target->old.st_mode);
        good = plain ? open_beside(target, path) : open_directly(target, path);
    }
    if (!good) cli_target_drop(target);
    return good;
}

/* What cannot be synced by its nature says so by EINVAL. */
static bool sync_file(int file)
{
    int result;
    do {
        result = fsync(file);
    } while (result != 0 && errno == EINTR);
    return result == 0 || errno == EINVAL;
}

static int open_folder(const char *path)
{
    char *folder = cli_beside(path, rampart_str("."));
    int file = -1;
    while (folder != NULL && file < 0) {
        file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (file < 0 && errno != EINTR) break;
    }
    int reason = errno;
    free(folder);
    errno = reason;
    return file;
}

/* Gives the old file a second name. Where a file system has none, the old one cannot come back. */
static void keep_old(struct cli_target *target)
{
    if (target->fresh) return;
    target->kept = new_name(target);
    if (target->kept == NULL) return;
    cli_leftover_add(target->kept);
    if (link(target->path, target->kept) == 0) return;
    cli_leftover_remove(target->kept);
    free(target->kept);
    target->kept = NULL;
}

static bool put_in_place(struct cli_target *target, int folder)
{
    keep_old(target);
    if (rename(target->temporary, target->path) != 0) return false;
    if (sync_file(folder)) return true;
    int reason = errno;
    if (target->kept != NULL)
        (void)rename(target->kept, target->path);
    else if (target->fresh)
        (void)unlink(target->path);
    errno = reason;
    return false;
}

bool cli_target_keep(struct cli_target *target)
{
    bool kept = true;
    if (target->temporary != NULL) {
        int folder = -1;
        kept = sync_file(target->file) && (folder = open_folder(target->path)) >= 0 &&
               put_in_place(target, folder);
        int reason = errno;
        if (folder >= 0) close(folder);
        errno = reason;
    }
    int reason = errno;
    cli_target_drop(target);
    errno = reason;
    return kept;
}

static void remove_name(char **name)
{
    if (*name == NULL) return;
    (void)unlink(*name); /* gone already, if it has taken its place */
    cli_leftover_remove(*name);
    free(*name);
    *name = NULL;
}

void cli_target_drop(struct cli_target *target)
{
    if (target->file >= 0 && !target->shared) close(target->file);
    target->file = -1;
    remove_name(&target->temporary);
    remove_name(&target->kept);
    free(target->path);
    target->path = NULL;
}
