/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of the project, found as `rampart lint` finds them in the editor's folder, and read again when they change. */
#include <errno.h>

#include "base/str.h"
#include "base/try.h"
#include "lsp/session.h"

static const char settings_name[] = ".rampart.yaml";

static void settings_forget(struct lsp_settings *settings)
{
    rampart_linter_free(settings->linter);
    rampart_lint_settings_free(settings->settings);
    rampart_catalog_free(settings->catalog);
    settings->linter = NULL;
    settings->settings = NULL;
    settings->catalog = NULL;
    rampart_diags_clear(settings->diags);
}

void lsp_settings_free(struct lsp_settings *settings)
{
    settings_forget(settings);
    rampart_diags_free(settings->diags);
}

/* ---- finding them ---- */

/* True when the file is there, or something is in the way of looking: then reading says what. */
static bool settings_are_at(const char *path, struct stat *ret_status)
{
    *ret_status = (struct stat){0};
    return stat(path, ret_status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* Looks in the folder and in those above it, as many as its path has parts. */
static bool settings_look(struct rampart_str folder, char path[LSP_PATH_MOST], struct stat *ret_status)
{
    for (size_t len = folder.len;; len--) {
        if (len > 0 && folder.data[len - 1] == '/') continue;
        if (len + 1 + sizeof settings_name <= LSP_PATH_MOST) {
            if (len > 0) memcpy(path, folder.data, len);
            path[len] = '/';
            memcpy(path + len + 1, settings_name, sizeof settings_name);
            if (settings_are_at(path, ret_status)) return true;
        }
        while (len > 0 && folder.data[len - 1] != '/') len--;
        if (len == 0) return false;
    }
}

/* Finds the settings that are in force. Without any the path is empty. */
static void settings_find(const struct lsp_session *session, char path[LSP_PATH_MOST], struct stat *ret_status)
{
    const struct lsp_options *options = session->options;
    *ret_status = (struct stat){0};
    path[0] = '\0';
    if (options->no_settings) return;
    if (options->settings != NULL) {
        const size_t len = strlen(options->settings);
        memcpy(path, options->settings, len < LSP_PATH_MOST ? len + 1 : 0);
        (void)settings_are_at(path, ret_status);
    } else if (!settings_look(rp_buf_text(&session->root), path, ret_status)) {
        path[0] = '\0';
    }
}

static bool settings_are_same(const struct lsp_settings *settings, const char *path, const struct stat *status)
{
    return settings->looked && strcmp(settings->path, path) == 0 && settings->status.st_ino == status->st_ino &&
           settings->status.st_dev == status->st_dev && settings->status.st_size == status->st_size &&
           settings->status.st_mtim.tv_sec == status->st_mtim.tv_sec &&
           settings->status.st_mtim.tv_nsec == status->st_mtim.tv_nsec;
}

/* ---- reading them ---- */

static enum rampart_status settings_make_linter(struct lsp_session *session)
{
    struct lsp_settings *settings = &session->settings;
    const struct lsp_options *given = session->options;
    const struct rampart_str folder = rampart_lint_settings_catalog(settings->settings);
    if (given->catalog == NULL && folder.len > 0)
        RP_TRY(rampart_catalog_read_folder(NULL, folder.data, settings->diags, &settings->catalog));
    const struct rampart_options options = {.catalog = given->catalog != NULL ? given->catalog : settings->catalog};
    RP_TRY(rampart_linter_new(&options, &settings->linter));
    rampart_linter_allow_outside(settings->linter, given->outside);
    rampart_lint_settings_apply(settings->settings, settings->linter);
    return RAMPART_OK;
}

static enum rampart_status settings_read(struct lsp_session *session)
{
    struct lsp_settings *settings = &session->settings;
    settings_forget(settings);
    settings->refused = false;
    if (settings->diags == NULL) RP_TRY(rampart_diags_new(NULL, &settings->diags));
    enum rampart_status status = RAMPART_OK;
    if (settings->path[0] != '\0')
        status = rampart_lint_settings_read_file(NULL, settings->path, settings->diags, &settings->settings);
    if (status == RAMPART_OK) status = settings_make_linter(session);
    settings->refused = status != RAMPART_OK;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

enum rampart_status lsp_settings_refresh(struct lsp_session *session)
{
    struct lsp_settings *settings = &session->settings;
    char path[LSP_PATH_MOST];
    struct stat status;
    settings_find(session, path, &status);
    if (settings_are_same(settings, path, &status)) return RAMPART_OK;
    memcpy(settings->path, path, strlen(path) + 1);
    settings->status = status;
    settings->looked = true;
    return settings_read(session);
}
