/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/inputs.h"
#include "cli/message.h"

enum { MOST_CLEANUPS = 4, MOST_LINKS = 40, MOST_NAMES = 100, NAME_SIZE = 40 };

static bool output_is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

static bool output_complain(const char *path, int reason)
{
    cli_error("cannot write %s: %s", output_is_standard(path) ? "standard output" : path, strerror(reason));
    return false;
}

/* ---- files that are removed when a signal ends the program ---- */

/* Files to be removed if a signal ends the program. The handler reads them, in whichever thread it runs. */
static _Atomic(const char *) cleanup_paths[MOST_CLEANUPS];

/* Removes the files and lets the signal end the program: its disposition is the default again (SA_RESETHAND). */
static void cleanup_run(int number)
{
    for (size_t i = 0; i < MOST_CLEANUPS; i++) {
        const char *path = atomic_load(&cleanup_paths[i]);
        if (path != NULL) (void)unlink(path);
    }
    (void)raise(number);
}

/* A signal that the program was started to ignore stays ignored. */
static void cleanup_catch(int number)
{
    struct sigaction now = {0}, action = {.sa_handler = cleanup_run, .sa_flags = (int)SA_RESETHAND};
    if (sigaction(number, NULL, &now) != 0 || now.sa_handler != SIG_DFL) return;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

static void cleanup_catch_all(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) cleanup_catch(numbers[i]);
}

/* The path must stay valid until cleanup_remove(). One file at a time is written, under two names at most. */
static void cleanup_add(const char *path)
{
    cleanup_catch_all();
    for (size_t i = 0; i < MOST_CLEANUPS; i++) {
        const char *none = NULL;
        if (atomic_compare_exchange_strong(&cleanup_paths[i], &none, path)) return;
    }
}

static void cleanup_remove(const char *path)
{
    for (size_t i = 0; i < MOST_CLEANUPS; i++) {
        const char *mine = path;
        if (atomic_compare_exchange_strong(&cleanup_paths[i], &mine, NULL)) return;
    }
}

/* ---- the file: where it is ---- */

static size_t target_folder_len(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

char *cli_beside(const char *path, struct rampart_str name)
{
    size_t folder = target_folder_len(path), size = folder + name.len + 1;
    char *joined = malloc(size);
    if (joined == NULL) return NULL;
    memcpy(joined, path, folder);
    memcpy(joined + folder, name.data, name.len);
    joined[size - 1] = '\0';
    return joined;
}

/* Where a link leads. NULL with errno. */
static char *target_follow(const char *path)
{
    char text[PATH_MAX];
    ssize_t len = readlink(path, text, sizeof text - 1);
    if (len < 0) return NULL;
    text[len] = '\0';
    return text[0] == '/' ? strdup(text) : cli_beside(path, rampart_str(text));
}

/* The descriptor that a name such as /dev/stdout means, which cannot be replaced; -1: none. */
static int target_descriptor(const char *path)
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

/* Follows links one by one: the last may lead to a file that does not exist yet. */
static bool target_resolve(struct output_target *target, const char *path)
{
    target->path = strdup(path);
    for (int i = 0; i < MOST_LINKS && target->path != NULL; i++) {
        target->file = target_descriptor(target->path);
        target->shared = target->file >= 0;
        if (target->shared) return true;
        target->fresh = lstat(target->path, &target->old) != 0;
        if (target->fresh) return errno == ENOENT;
        if (!S_ISLNK(target->old.st_mode)) return true;
        char *next = target_follow(target->path);
        int reason = errno;
        free(target->path);
        target->path = next;
        errno = next != NULL ? ELOOP : reason;
    }
    return false;
}

/* A file that was made read-only is not replaced, even if its folder would allow that. */
static bool target_may_replace(const struct output_target *target, const char *path)
{
    if (target->fresh) return true;
    if ((target->old.st_mode & S_IWUSR) == 0) {
        cli_error("cannot write %s: the file is read-only; make it writable first (chmod u+w)", path);
        return false;
    }
    return access(target->path, W_OK) == 0 || output_complain(path, errno);
}

/* ---- the file: the new one beside it ---- */

/* A name that is not in use. Walks over the folder skip it, and it is short however long the name of the file is. */
static char *target_new_name(const struct output_target *target)
{
    static unsigned long made;
    struct timespec now = {0, 0};
    char name[NAME_SIZE];
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(name, sizeof name, ".rampart-%lx-%lx-%lx", (unsigned long)getpid(),
             ((unsigned long)now.tv_sec << 20) ^ (unsigned long)now.tv_nsec, made++);
    return cli_beside(target->path, rampart_str(name));
}

/* The name is noted before the file exists, so that a signal in between leaves no file. */
static int target_make(struct output_target *target)
{
    const int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    for (int i = 0; i < MOST_NAMES; i++) {
        target->temporary = target_new_name(target);
        if (target->temporary == NULL) return -1;
        cleanup_add(target->temporary);
        int file = open(target->temporary, how, target->fresh ? 0666 : 0600);
        if (file >= 0) return file;
        int reason = errno;
        cleanup_remove(target->temporary);
        free(target->temporary);
        target->temporary = NULL;
        errno = reason;
        if (reason != EEXIST && reason != EINTR) break;
    }
    return -1;
}

/* Keeps owner and group of the old file if possible; if the group cannot be kept, its rights go to no other group. */
static bool target_copy_rights(const struct output_target *target)
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

static bool target_complain(const char *path, int reason)
{
    bool folder = reason == EACCES || reason == EPERM || reason == EROFS;
    if (!folder) return output_complain(path, reason);
    cli_error(
        "cannot write %s: its folder is not writable (%s), and the new file is made there before it takes "
        "the place of the old one; write to another folder or to standard output",
        path, strerror(reason));
    return false;
}

static void target_remove_name(char **name)
{
    if (*name == NULL) return;
    (void)unlink(*name); /* gone already, if it has taken its place */
    cleanup_remove(*name);
    free(*name);
    *name = NULL;
}

static void target_drop(struct output_target *target)
{
    if (target->file >= 0 && !target->shared) close(target->file);
    target->file = -1;
    target_remove_name(&target->temporary);
    target_remove_name(&target->kept);
    free(target->path);
    target->path = NULL;
}

static bool target_open_directly(struct output_target *target, const char *path)
{
    do {
        target->file = open(target->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } while (target->file < 0 && errno == EINTR);
    return target->file >= 0 || output_complain(path, errno);
}

static bool target_open_beside(struct output_target *target, const char *path)
{
    if (!target_may_replace(target, path)) return false;
    target->file = target_make(target);
    if (target->file < 0) return target_complain(path, errno);
    return target_copy_rights(target) || output_complain(path, errno);
}

static bool target_open(struct output_target *target, const char *path)
{
    *target = (struct output_target){.file = -1};
    bool good = target_resolve(target, path) || output_complain(path, errno);
    if (good && !target->shared) {
        bool plain = target->fresh || S_ISREG(target->old.st_mode);
        good = plain ? target_open_beside(target, path) : target_open_directly(target, path);
    }
    if (!good) target_drop(target);
    return good;
}

/* EINVAL: a file of this kind cannot be synced. */
static bool target_sync(int file)
{
    int result;
    do {
        result = fsync(file);
    } while (result != 0 && errno == EINTR);
    return result == 0 || errno == EINVAL;
}

static int target_open_folder(const char *path)
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

/* Gives the old file a second name, from which it can come back. A file system without hard links has none. */
static void target_keep_old(struct output_target *target)
{
    if (target->fresh) return;
    target->kept = target_new_name(target);
    if (target->kept == NULL) return;
    cleanup_add(target->kept);
    if (link(target->path, target->kept) == 0) return;
    cleanup_remove(target->kept);
    free(target->kept);
    target->kept = NULL;
}

static bool target_put_in_place(struct output_target *target, int folder)
{
    target_keep_old(target);
    if (rename(target->temporary, target->path) != 0) return false;
    if (target_sync(folder)) return true;
    int reason = errno;
    if (target->kept != NULL)
        (void)rename(target->kept, target->path);
    else if (target->fresh)
        (void)unlink(target->path);
    errno = reason;
    return false;
}

static bool target_keep(struct output_target *target)
{
    bool kept = true;
    if (target->temporary != NULL) {
        int folder = -1;
        kept = target_sync(target->file) && (folder = target_open_folder(target->path)) >= 0 &&
               target_put_in_place(target, folder);
        int reason = errno;
        if (folder >= 0) close(folder);
        errno = reason;
    }
    int reason = errno;
    target_drop(target);
    errno = reason;
    return kept;
}

/* ---- files that were read ---- */

/* A path that does not exist yet, or is not open, is no input. */
static bool output_look_up(const char *path, struct stat *status)
{
    *status = (struct stat){.st_mode = 0};
    if (output_is_standard(path)) return fstat(STDOUT_FILENO, status) == 0 || errno == EBADF;
    return stat(path, status) == 0 || errno == ENOENT;
}

bool cli_output_may(const char *path)
{
    struct stat status;
    if (!output_look_up(path, &status)) return output_complain(path, errno);
    const char *input = cli_inputs_find(&status);
    if (input == NULL) return true;
    cli_error(
        "cannot write %s: it is an input of this run (%s) and would be overwritten; write to another file",
        output_is_standard(path) ? "standard output" : path, input);
    return false;
}

/* ---- from opening to the end ---- */

static bool output_open_path(struct cli_output *output, const char *path, bool in_place)
{
    *output = (struct cli_output){.file = cli_stdout(), .in_place = in_place};
    if (!in_place && !cli_output_may(path)) return false;
    if (output_is_standard(path)) return true;
    output->path = path;
    output->file = malloc(sizeof *output->file);
    if (output->file == NULL) return output_complain(path, ENOMEM);
    bool opened = target_open(&output->target, path);
    if (opened) cli_stream_start(output->file, output->target.file);
    if (!opened) free(output->file);
    return opened;
}

bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments)
{
    return output_open_path(output, cli_value(arguments, CLI_OUTPUT), false);
}

bool cli_output_close(struct cli_output *output, bool good)
{
    bool written = cli_flush(output->file);
    int reason = output->file->reason;
    if (output->path == NULL) return written ? good : output_complain(NULL, reason);
    free(output->file);
    if (written && good && !output->in_place)
        good = cli_output_may(output->path); /* it may have been read meanwhile */
    if (written && good) {
        written = target_keep(&output->target);
        reason = errno;
    } else {
        target_drop(&output->target);
    }
    return written ? good : output_complain(output->path, reason);
}

bool cli_wants_color(const struct cli_arguments *arguments, const struct cli_stream *stream)
{
    const char *wish = cli_value(arguments, CLI_COLOR);
    if (wish != NULL && strcmp(wish, "auto") != 0) return strcmp(wish, "always") == 0;
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (refused != NULL && *refused != '\0') return false;
    if (terminal != NULL && strcmp(terminal, "dumb") == 0) return false;
    return cli_is_terminal(stream);
}

static bool output_write_whole(const char *path, struct rampart_str text, bool in_place)
{
    struct cli_output output;
    if (!output_open_path(&output, path, in_place)) return false;
    return cli_output_close(&output, cli_put(output.file, text));
}

bool cli_output_write(const char *path, struct rampart_str text)
{
    return output_write_whole(path, text, false);
}

bool cli_output_write_back(const char *path, struct rampart_str text)
{
    return output_write_whole(path, text, true);
}
