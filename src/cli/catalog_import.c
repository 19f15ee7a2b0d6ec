/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/catalog_import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <rampart/pack.h>

#include "cli/catalog_option.h"
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"

enum { WHOLE = 0, DAMAGED = 1 };

/* ---- the folder ---- */

/* A folder while it is written under another name. */
struct folder {
    const char *path;
    char *temporary;
};

static char *import_join(const char *folder, const char *name, size_t len)
{
    const size_t before = strlen(folder);
    char *path = malloc(before + len + 2);
    if (path == NULL) return NULL;
    memcpy(path, folder, before);
    path[before] = '/';
    memcpy(path + before + 1, name, len);
    path[before + 1 + len] = '\0';
    return path;
}

static bool import_fail(const char *what, const char *path)
{
    cli_error("cannot %s %s: %s", what, path, strerror(errno));
    return false;
}

/* Writes one file of the pack. */
static bool import_write_file(const struct folder *folder, const struct rampart_pack_file *file)
{
    char *path = import_join(folder->temporary, file->name.data, file->name.len);
    if (path == NULL) {
        cli_error("out of memory");
        return false;
    }
    char *slash = strrchr(path, '/');
    bool good = true;
    if (slash != path + strlen(folder->temporary)) { /* in a folder of its own */
        *slash = '\0';
        good = mkdir(path, 0777) == 0 || errno == EEXIST || import_fail("create the folder", path);
        *slash = '/';
    }
    good = good && cli_output_write(path, file->text);
    free(path);
    return good;
}

/* Removes what was written of the pack. */
static void import_remove(const struct folder *folder, const struct rampart_pack_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *path = import_join(folder->temporary, files[i].name.data, files[i].name.len);
        if (path == NULL) continue;
        (void)unlink(path);
        char *slash = strrchr(path, '/');
        *slash = '\0';
        (void)rmdir(path); /* of the last file in it */
        free(path);
    }
    (void)rmdir(folder->temporary);
}

/* Makes the folder under its temporary name. */
static bool import_make(struct folder *folder)
{
    struct stat status;
    if (lstat(folder->path, &status) == 0) {
        cli_error("%s exists already: name a new folder with --output", folder->path);
        return false;
    }
    if (errno != ENOENT) return import_fail("write", folder->path);
    size_t len = strlen(folder->path);
    while (len > 1 && folder->path[len - 1] == '/') len--;
    static const char ending[] = ".XXXXXX";
    folder->temporary = malloc(len + sizeof ending);
    if (folder->temporary == NULL) {
        cli_error("out of memory");
        return false;
    }
    memcpy(folder->temporary, folder->path, len);
    memcpy(folder->temporary + len, ending, sizeof ending);
    return mkdtemp(folder->temporary) != NULL || import_fail("create the folder", folder->path);
}

/* Writes all files, and gives the folder its name when they are all there. */
static bool import_write(const struct rampart_pack *pack, const char *path)
{
    size_t count, written = 0;
    const struct rampart_pack_file *files = rampart_pack_files(pack, &count);
    struct folder folder = {.path = path};
    bool good = import_make(&folder);
    while (good && written < count) good = import_write_file(&folder, &files[written++]);
    good = good && (chmod(folder.temporary, 0755) == 0 || import_fail("open", path));
    good = good && (rename(folder.temporary, path) == 0 || import_fail("write", path));
    if (!good && folder.temporary != NULL) import_remove(&folder, files, written);
    free(folder.temporary);
    return good;
}

/* ---- the report ---- */

static enum rampart_status import_print(const void *context, struct rampart_report_style style,
                                        const struct rampart_writer *writer)
{
    return rampart_report_pack(NULL, context, style, writer);
}

/* Prints the report of an import to standard output: --output is the pack. */
static bool import_report(const struct cli_arguments *arguments, const struct rampart_pack *pack)
{
    const struct rampart_report_style style = {.format = cli_report_format(arguments),
                                               .color = cli_wants_color(arguments, cli_stdout()),
                                               .columns = cli_columns(cli_stdout())};
    const struct rampart_writer writer = cli_writer(cli_stdout());
    if (cli_count(arguments, CLI_QUIET) > 0) return true;
    const enum rampart_status status = rampart_report_pack(NULL, rampart_pack_summary(pack), style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK && cli_flush(cli_stdout());
}

/* ---- the commands ---- */

static bool import_check(const struct cli_arguments *arguments)
{
    return cli_needs(arguments, CLI_OPERAND, "FILE (a help page, metadata or a response)") &&
           cli_needs(arguments, CLI_OUTPUT, "--output DIR (the folder of the new catalogue)");
}

/* The files, as rampart_pack_import() takes them; the caller frees the list. */
static const char **import_paths(const struct cli_arguments *arguments, size_t *ret_count)
{
    const char **paths = calloc(arguments->count + 1, sizeof *paths);
    *ret_count = 0;
    for (size_t i = 0; paths != NULL && i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND) paths[(*ret_count)++] = arguments->items[i].value;
    return paths;
}

static enum rampart_status import_run(const struct cli_arguments *arguments, struct rampart_str today,
                                      struct rampart_diags *diags, struct rampart_pack **ret_pack)
{
    const char *date = cli_value(arguments, CLI_DATE);
    struct rampart_pack_input input = {.sources = cli_value(arguments, CLI_SOURCES),
                                       .base = cli_value(arguments, CLI_CATALOG),
                                       .date = rampart_str(date == NULL ? "" : date),
                                       .today = today};
    const char **paths = import_paths(arguments, &input.path_count);
    if (paths == NULL) return RAMPART_NO_MEMORY;
    input.paths = paths;
    enum rampart_status status = rampart_pack_import(NULL, &input, diags, ret_pack);
    free(paths);
    if (status == RAMPART_MISUSE) cli_error("--date: \"%s\" is no day from 2009-01-01 to today: write YYYY-MM-DD", date == NULL ? "" : date);
    return status;
}

/* Prints what was found, and an error that no diagnostic tells. */
static bool import_tell(const struct cli_arguments *arguments, const struct rampart_diags *diags,
                        enum rampart_status status)
{
    if (status != RAMPART_OK && status != RAMPART_MISUSE && rampart_diags_found(diags, RAMPART_ERROR) == 0)
        cli_error("%s", status == RAMPART_LIMIT ? "an action has more than 256 rows" : rampart_status_name(status));
    return cli_print_diags(arguments, diags) && status == RAMPART_OK;
}

int cli_catalog_import(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    struct rampart_pack *pack = NULL;
    if (!import_check(arguments)) {
        cli_point_to_help(arguments->usage->command);
        return CLI_FAILED;
    }
    struct cli_clock clock;
    struct rampart_str today;
    if (!cli_catalog_today(&clock, &today)) return CLI_FAILED;
    enum rampart_status status = cli_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = import_run(arguments, today, diags, &pack);
    const bool good = import_tell(arguments, diags, status) && import_write(pack, cli_value(arguments, CLI_OUTPUT)) &&
                      import_report(arguments, pack);
    rampart_pack_free(pack);
    rampart_diags_free(diags);
    return good ? WHOLE : CLI_FAILED;
}

int cli_catalog_verify(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    struct rampart_pack *pack = NULL;
    struct cli_clock clock;
    struct rampart_str today;
    if (!cli_catalog_today(&clock, &today)) return CLI_FAILED;
    enum rampart_status status = cli_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = rampart_pack_verify(NULL, cli_value(arguments, CLI_VERIFY), diags, &pack);
    bool told = import_tell(arguments, diags, status);
    if (told && cli_is_after(rampart_pack_summary(pack)->date, today)) {
        cli_error("%s: the date of this pack is after today", cli_value(arguments, CLI_VERIFY));
        told = false;
        status = RAMPART_INVALID_INPUT;
    }
    const bool good =
        told && cli_print_report(arguments, &(struct cli_report){.print = import_print,
                                                                 .context = rampart_pack_summary(pack)});
    rampart_pack_free(pack);
    rampart_diags_free(diags);
    if (good) return WHOLE;
    return status == RAMPART_INVALID_INPUT ? DAMAGED : CLI_FAILED;
}
