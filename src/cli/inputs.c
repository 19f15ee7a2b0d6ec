/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rampart/status.h>

#include "cli/message.h"

/* How many files, and how many bytes of one, there is room for at first. */
enum { FIRST_ROOM = 16, FIRST_SIZE = 4096 };

struct input_file {
    dev_t device;
    ino_t number;
    int64_t changed; /* seconds since 1970 */
    char *path;
};

/* Only the first thread of the program reads files. */
static struct {
    struct input_file *items;
    size_t count, room;
} inputs;

static bool inputs_make_room(void)
{
    if (inputs.count < inputs.room) return true;
    size_t room = inputs.room == 0 ? FIRST_ROOM : inputs.room * 2;
    struct input_file *items = realloc(inputs.items, room * sizeof *items);
    if (items == NULL) return false;
    inputs.items = items;
    inputs.room = room;
    return true;
}

/* Only a regular file can be replaced, so only these are noted. */
static bool inputs_note(const char *path, const struct stat *status)
{
    if (!S_ISREG(status->st_mode)) return true;
    char *name = strdup(cli_file_name(path));
    if (name == NULL || !inputs_make_room()) {
        free(name);
        return false;
    }
    inputs.items[inputs.count++] = (struct input_file){
        .device = status->st_dev, .number = status->st_ino, .changed = status->st_mtime, .path = name};
    return true;
}

bool cli_inputs_note(const char *path, int file)
{
    struct stat status;
    return fstat(file, &status) == 0 && inputs_note(path, &status);
}

bool cli_inputs_note_named(const char *path)
{
    struct stat status;
    if (strcmp(path, "-") == 0) return cli_inputs_note(path, STDIN_FILENO);
    return stat(path, &status) == 0 ? inputs_note(path, &status) : errno == ENOENT;
}

static bool inputs_opened(void *context, const char *path, int file)
{
    (void)context;
    return cli_inputs_note(path, file);
}

void cli_inputs_watch(struct rampart_diags *diags)
{
    rampart_diags_watch(diags, (struct rampart_watcher){NULL, inputs_opened});
}

size_t cli_inputs_count(void)
{
    return inputs.count;
}

void cli_inputs_forget(size_t count)
{
    while (inputs.count > count) free(inputs.items[--inputs.count].path);
}

static const struct input_file *inputs_find(const struct stat *file)
{
    if (!S_ISREG(file->st_mode)) return NULL;
    for (size_t i = 0; i < inputs.count; i++)
        if (inputs.items[i].device == file->st_dev && inputs.items[i].number == file->st_ino) return &inputs.items[i];
    return NULL;
}

const char *cli_inputs_find(const struct stat *file)
{
    const struct input_file *found = inputs_find(file);
    return found == NULL ? NULL : found->path;
}

bool cli_inputs_unchanged(const struct stat *file)
{
    const struct input_file *found = inputs_find(file);
    return found != NULL && found->changed == file->st_mtime;
}

/* True if it is the file itself, or one below the folder. */
static bool inputs_lies_at(const char *file, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') len--;
    return strncmp(file, path, len) == 0 && (file[len] == '\0' || file[len] == '/' || path[len - 1] == '/');
}

bool cli_inputs_oldest(const char *path, int64_t *ret_seconds)
{
    bool found = false;
    for (size_t i = 0; i < inputs.count; i++) {
        if (!inputs_lies_at(inputs.items[i].path, path)) continue;
        if (!found || inputs.items[i].changed < *ret_seconds) *ret_seconds = inputs.items[i].changed;
        found = true;
    }
    return found;
}

void cli_inputs_free(void)
{
    cli_inputs_forget(0);
    free(inputs.items);
    inputs.items = NULL;
    inputs.room = 0;
}

/* ---- reading ---- */

const char *cli_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

int cli_open(const char *path)
{
    int file = STDIN_FILENO;
    bool standard_input = strcmp(path, "-") == 0;
    while (!standard_input && (file = open(path, O_RDONLY | O_CLOEXEC)) < 0 && errno == EINTR) continue;
    if (file < 0 || cli_inputs_note(path, file)) return file;
    int reason = errno;
    cli_close(file);
    errno = reason;
    return -1;
}

void cli_close(int file)
{
    if (file > STDIN_FILENO) close(file);
}

ssize_t cli_read_some(int file, char *to, size_t most)
{
    ssize_t len;
    do {
        len = read(file, to, most);
    } while (len < 0 && errno == EINTR);
    return len;
}

/* Reads to the end, or to one byte over `most`. Returns NULL with errno when that fails. */
static char *inputs_read_all(int file, size_t most, size_t *ret_len)
{
    size_t size = FIRST_SIZE, len = 0;
    char *text = malloc(size);
    ssize_t more = 1;
    while (text != NULL && (more = cli_read_some(file, text + len, size - len)) > 0) {
        len += (size_t)more;
        if (len > most) break;
        if (len < size) continue;
        size *= 2;
        char *larger = realloc(text, size);
        if (larger == NULL) free(text);
        text = larger;
    }
    if (more < 0) {
        int reason = errno;
        free(text);
        errno = reason;
        return NULL;
    }
    *ret_len = len;
    return text;
}

char *cli_read(const char *path, size_t *ret_len)
{
    const size_t most = rampart_default_limits().document_bytes;
    int file = cli_open(path);
    char *text = file < 0 ? NULL : inputs_read_all(file, most, ret_len);
    int reason = errno;
    cli_close(file);
    if (text == NULL) {
        cli_error("cannot read %s: %s", cli_file_name(path), strerror(reason));
        return NULL;
    }
    if (*ret_len <= most) return text;
    cli_error("%s is larger than %zu bytes", cli_file_name(path), most);
    free(text);
    return NULL;
}
