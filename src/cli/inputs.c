/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/read.h"

enum { FIRST_ROOM = 16 };

struct input {
    dev_t device;
    ino_t number;
    char *path;
};

/* Files are read by the thread that the program began with. */
static struct {
    struct input *items;
    size_t count, room;
} inputs;

static bool make_room(void)
{
    if (inputs.count < inputs.room) return true;
    size_t room = inputs.room == 0 ? FIRST_ROOM : inputs.room * 2;
    struct input *items = realloc(inputs.items, room * sizeof *items);
    if (items == NULL) return false;
    inputs.items = items;
    inputs.room = room;
    return true;
}

/* What is no plain file cannot be replaced. */
static bool note(const char *path, const struct stat *status)
{
    if (!S_ISREG(status->st_mode)) return true;
    char *name = strdup(cli_file_name(path));
    if (name == NULL || !make_room()) {
        free(name);
        return false;
    }
    inputs.items[inputs.count++] = (struct input){status->st_dev, status->st_ino, name};
    return true;
}

bool cli_inputs_note(const char *path, int file)
{
    struct stat status;
    return fstat(file, &status) == 0 && note(path, &status);
}

bool cli_inputs_note_named(const char *path)
{
    struct stat status;
    if (strcmp(path, "-") == 0) return cli_inputs_note(path, STDIN_FILENO);
    return stat(path, &status) == 0 ? note(path, &status) : errno == ENOENT;
}

static bool opened(void *context, const char *path, int file)
{
    (void)context;
    return cli_inputs_note(path, file);
}

void cli_inputs_watch(struct rampart_diags *diags)
{
    rampart_diags_watch(diags, (struct rampart_watcher){NULL, opened});
}

size_t cli_inputs_count(void)
{
    return inputs.count;
}

void cli_inputs_forget(size_t count)
{
    while (inputs.count > count) free(inputs.items[--inputs.count].path);
}

const char *cli_inputs_find(const struct stat *file)
{
    if (!S_ISREG(file->st_mode)) return NULL;
    for (size_t i = 0; i < inputs.count; i++)
        if (inputs.items[i].device == file->st_dev && inputs.items[i].number == file->st_ino)
            return inputs.items[i].path;
    return NULL;
}

void cli_inputs_free(void)
{
    cli_inputs_forget(0);
    free(inputs.items);
    inputs.items = NULL;
    inputs.room = 0;
}
