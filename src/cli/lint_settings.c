/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of `rampart lint`: where they are, and the day they are read on. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/lint.h"
#include "cli/message.h"

#define SETTINGS ".rampart.yaml"

enum { MOST_FOLDERS = 64, PATH_SIZE = 3 * MOST_FOLDERS + sizeof SETTINGS };

enum found { FOUND_NONE, FOUND, FOUND_UNCERTAIN };

static enum found look_at(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) return FOUND;
    if (errno == ENOENT) return FOUND_NONE;
    cli_error("cannot look for %s: %s", path, strerror(errno));
    return FOUND_UNCERTAIN;
}

/* The nearest settings, from the working directory up to the root: as many folders as its path has parts. */
static enum found find(char path[PATH_SIZE])
{
    char folder[4096];
    if (getcwd(folder, sizeof folder) == NULL) {
        cli_error("cannot find the working directory: %s", strerror(errno));
        return FOUND_UNCERTAIN;
    }
    size_t folders = 0;
    for (const char *at = folder; *at != '\0'; at++) folders += at[0] == '/' && at[1] != '\0';
    if (folders > MOST_FOLDERS) folders = MOST_FOLDERS;
    for (size_t up = 0; up <= folders; up++) {
        for (size_t i = 0; i < up; i++) memcpy(path + 3 * i, "../", 3);
        memcpy(path + 3 * up, SETTINGS, sizeof SETTINGS);
        enum found found = look_at(path);
        if (found != FOUND_NONE) return found;
    }
    return FOUND_NONE;
}

bool lint_read_settings(const struct cli_arguments *arguments, struct rampart_diags *diags,
                        struct rampart_lint_settings **ret_settings)
{
    char found[PATH_SIZE];
    const char *path = cli_value(arguments, LINT_SETTINGS);
    if (cli_count(arguments, LINT_NO_SETTINGS) > 0) return true;
    if (path == NULL) {
        enum found known = find(found);
        if (known != FOUND) return known == FOUND_NONE;
        path = found;
    }
    enum rampart_status status = rampart_lint_settings_read_file(NULL, path, diags, ret_settings);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0) cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK;
}

enum rampart_severity lint_fail_on(const struct cli_arguments *arguments,
                                   const struct rampart_lint_settings *settings)
{
    const char *word = cli_value(arguments, LINT_FAIL_ON);
    enum rampart_severity severity = RAMPART_WARNING;
    if (word == NULL) {
        (void)rampart_lint_settings_fail_on(settings, &severity);
        return severity;
    }
    if (strcmp(word, "error") == 0) return RAMPART_ERROR;
    return strcmp(word, "warning") == 0 ? RAMPART_WARNING : RAMPART_NOTE;
}

struct rampart_lint_date lint_today(void)
{
    enum { FIRST_YEAR = 1900 };
    time_t now = time(NULL);
    struct tm day = {0};
    if (gmtime_r(&now, &day) == NULL) return (struct rampart_lint_date){0};
    return (struct rampart_lint_date){(unsigned)(day.tm_year + FIRST_YEAR), (unsigned)day.tm_mon + 1,
                                      (unsigned)day.tm_mday};
}
