/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint_setup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/message.h"

/* ---- which rules ---- */

static const struct {
    const char *word;
    enum rampart_lint_level level;
} lint_setup_levels[] = {{"error", RAMPART_LINT_ERROR},
                       {"warning", RAMPART_LINT_WARNING},
                       {"note", RAMPART_LINT_NOTE},
                       {"off", RAMPART_LINT_OFF}};

static bool lint_setup_set_all(const struct cli_arguments *arguments, enum cli_option_id id, struct rampart_linter *linter,
                             enum rampart_lint_level level, struct rampart_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != id) continue;
        good &=
            rampart_linter_set(linter, rampart_str(arguments->items[i].value), level, diags) == RAMPART_OK;
    }
    return good;
}

/* RULE=LEVEL */
static bool lint_setup_set_level(struct rampart_linter *linter, const char *value, struct rampart_diags *diags)
{
    size_t len = strcspn(value, "=");
    const char *word = value[len] == '=' ? value + len + 1 : "";
    for (size_t i = 0; i < sizeof lint_setup_levels / sizeof *lint_setup_levels; i++)
        if (strcmp(word, lint_setup_levels[i].word) == 0)
            return rampart_linter_set(linter, (struct rampart_str){value, len}, lint_setup_levels[i].level,
                                      diags) == RAMPART_OK;
    cli_error("--level must be RULE=error|warning|note|off, not \"%s\"", value);
    return false;
}

bool lint_setup_choose(const struct cli_arguments *arguments, struct rampart_linter *linter,
                                  struct rampart_diags *diags)
{
    bool good = true;
    if (cli_count(arguments, CLI_SELECT) > 0)
        good = rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, diags) == RAMPART_OK;
    good &= lint_setup_set_all(arguments, CLI_SELECT, linter, RAMPART_LINT_DEFAULT, diags);
    good &= lint_setup_set_all(arguments, CLI_IGNORE, linter, RAMPART_LINT_OFF, diags);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_LEVEL)
            good &= lint_setup_set_level(linter, arguments->items[i].value, diags);
    return good;
}

/* ---- settings ---- */

#define SETTINGS ".rampart.yaml"

enum { MOST_FOLDERS = 64, PATH_SIZE = 3 * MOST_FOLDERS + sizeof SETTINGS };

enum settings_found { SETTINGS_NONE, SETTINGS_FOUND, SETTINGS_UNCERTAIN };

static enum settings_found lint_setup_look_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) return SETTINGS_FOUND;
    if (errno == ENOENT) return SETTINGS_NONE;
    cli_error("cannot look for %s: %s", path, strerror(errno));
    return SETTINGS_UNCERTAIN;
}

/* Finds the nearest settings, from the working directory up to the root: as many folders as its path has parts. */
static enum settings_found lint_setup_find(char path[PATH_SIZE])
{
    char folder[4096];
    if (getcwd(folder, sizeof folder) == NULL) {
        cli_error("cannot find the working directory: %s", strerror(errno));
        return SETTINGS_UNCERTAIN;
    }
    size_t folders = 0;
    for (const char *at = folder; *at != '\0'; at++) folders += at[0] == '/' && at[1] != '\0';
    if (folders > MOST_FOLDERS) folders = MOST_FOLDERS;
    for (size_t up = 0; up <= folders; up++) {
        for (size_t i = 0; i < up; i++) memcpy(path + 3 * i, "../", 3);
        memcpy(path + 3 * up, SETTINGS, sizeof SETTINGS);
        enum settings_found found = lint_setup_look_for(path);
        if (found != SETTINGS_NONE) return found;
    }
    return SETTINGS_NONE;
}

bool lint_setup_read_settings(const struct cli_arguments *arguments, struct rampart_rules *const *rules, size_t count,
                                   struct rampart_diags *diags, struct rampart_lint_settings **ret_settings)
{
    char found[PATH_SIZE];
    const char *path = cli_value(arguments, CLI_SETTINGS);
    if (cli_count(arguments, CLI_NO_SETTINGS) > 0) return true;
    if (path == NULL) {
        enum settings_found known = lint_setup_find(found);
        if (known != SETTINGS_FOUND) return known == SETTINGS_NONE;
        path = found;
    }
    enum rampart_status status = rampart_lint_settings_read_beside(NULL, path, (const struct rampart_rules *const *)rules, count,
                                                                   diags, ret_settings);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0) cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK;
}

bool lint_setup_severity(const char *word, size_t len, enum rampart_severity *ret_severity)
{
    static const char *const words[] = {[RAMPART_ERROR] = "error", [RAMPART_WARNING] = "warning", [RAMPART_NOTE] = "note"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) != len || memcmp(words[i], word, len) != 0) continue;
        *ret_severity = (enum rampart_severity)i;
        return true;
    }
    return false;
}

enum rampart_severity lint_setup_fail_on(const struct cli_arguments *arguments,
                                              const struct rampart_lint_settings *settings)
{
    const char *word = cli_value(arguments, CLI_FAIL_ON);
    enum rampart_severity severity = RAMPART_WARNING;
    if (word == NULL) {
        (void)rampart_lint_settings_fail_on(settings, &severity);
        return severity;
    }
    (void)lint_setup_severity(word, strlen(word), &severity); /* the option takes these words alone */
    return severity;
}

struct rampart_lint_date lint_setup_today(void)
{
    enum { FIRST_YEAR = 1900 };
    time_t now = time(NULL);
    struct tm day = {0};
    if (gmtime_r(&now, &day) == NULL) return (struct rampart_lint_date){0};
    return (struct rampart_lint_date){(unsigned)(day.tm_year + FIRST_YEAR), (unsigned)day.tm_mon + 1,
                                      (unsigned)day.tm_mday};
}

/* ---- rules of the user's own ---- */

bool lint_setup_read_rules(const struct cli_arguments *arguments, enum cli_option_id id, struct rampart_diags *diags,
                           struct rampart_rules ***ret_rules, size_t *ret_count)
{
    *ret_rules = calloc(arguments->count + 1, sizeof **ret_rules);
    if (*ret_rules == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != id) continue;
        enum rampart_status status =
            rampart_rules_read_file(NULL, arguments->items[i].value, diags, &(*ret_rules)[*ret_count]);
        if (status != RAMPART_OK && rampart_diags_count(diags) == 0) cli_error("%s", rampart_status_name(status));
        if (status != RAMPART_OK) return false;
        ++*ret_count;
    }
    return true;
}

void lint_setup_free_rules(struct rampart_rules **rules, size_t count)
{
    for (size_t i = 0; i < count; i++) rampart_rules_free(rules[i]);
    free(rules);
}
