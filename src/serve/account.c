/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/account.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/try.h"

enum { MOST_DEPTH = 8, MOST_ENTRIES = 100000, LONGEST_PATH = 4096 };

/* One state of the account, with all that was made of it. */
struct serve_version {
    struct rampart_account *account;
    struct rampart_set *set;
    struct rampart_inventory *inventory;
    char **files; /* that were read for it: account files name others */
    size_t file_count, file_room;
    size_t uses; /* by questions, and one by the server while it is the current one */
};

static void version_free(struct serve_version *version)
{
    if (version == NULL) return;
    rampart_set_free(version->set);
    rampart_account_free(version->account);
    rampart_inventory_free(version->inventory);
    for (size_t i = 0; i < version->file_count; i++) free(version->files[i]);
    free(version->files);
    free(version);
}

/* ---- reading ---- */

static enum rampart_status account_read(void *context, const struct rampart_options *options, struct rampart_inventory *inventory,
                                        struct rampart_diags *diags, struct rampart_account **ret_account)
{
    const struct serve_options *served = context;
    struct rampart_input input = *served->account;
    input.inventory = inventory;
    return rampart_account_read_input(options, &input, diags, ret_account);
}

static enum rampart_status account_check_id(const struct rampart_account *account, struct rampart_str name, struct rampart_diags *diags)
{
    const struct rampart_diag diag = {.code = "CLI002", .name = "failed", .file = name,
                                      .message = RP_STR("the input does not contain the account ID: pass it with --account-id ID")};
    if (rampart_account_id(account).len > 0 || rampart_account_member_count(account) > 0) return RAMPART_OK;
    RP_TRY(rampart_diags_add(diags, &diag));
    return RAMPART_INVALID_INPUT;
}

/* Notes a file that is opened. A file that cannot be noted is not read, for nobody would see it change. */
static bool version_note(void *context, const char *path, int file)
{
    struct serve_version *version = context;
    (void)file;
    if (version->file_count == version->file_room) {
        const size_t room = version->file_room == 0 ? 16 : 2 * version->file_room;
        char **files = realloc(version->files, room * sizeof *files);
        if (files == NULL) return false;
        version->files = files;
        version->file_room = room;
    }
    version->files[version->file_count] = strdup(path);
    return version->files[version->file_count] != NULL && ++version->file_count > 0;
}

static enum rampart_status version_read(const struct serve_options *options, struct rampart_diags *diags, struct serve_version *version)
{
    RP_TRY(rampart_inventory_new(options->options, &version->inventory));
    RP_TRY(account_read((void *)(uintptr_t)options, options->options, version->inventory, diags, &version->account));
    RP_TRY(account_check_id(version->account, options->name, diags));
    const struct rampart_set_parts parts = {.account = version->account};
    return rampart_set_new(options->options, &parts, diags, &version->set);
}

static enum rampart_status version_new(const struct serve_options *options, struct rampart_diags *diags, struct serve_version **ret_version)
{
    struct serve_version *version = calloc(1, sizeof *version);
    RP_TRY_MEMORY(version != NULL);
    version->uses = 1;
    rampart_diags_watch(diags, (struct rampart_watcher){version, version_note});
    const enum rampart_status status = version_read(options, diags, version);
    rampart_diags_watch(diags, (struct rampart_watcher){NULL, NULL});
    if (status == RAMPART_OK)
        *ret_version = version;
    else
        version_free(version);
    return status;
}

/* ---- whether the files changed ---- */

/* A sum over all that is looked at; the order of a folder's entries does not count. */
struct sum {
    uint64_t value;
    size_t left; /* entries that may still be looked at */
};

static uint64_t sum_mix(uint64_t value, uint64_t more)
{
    value = (value ^ more) * 0x9E3779B97F4A7C15u;
    return value ^ value >> 29;
}

static void sum_add(struct sum *sum, const char *path, const struct stat *status)
{
    uint64_t value = sum_mix((uint64_t)status->st_ino, (uint64_t)status->st_size);
    value = sum_mix(value, (uint64_t)status->st_mtim.tv_sec * 1000000000u + (uint64_t)status->st_mtim.tv_nsec);
    for (const char *at = path; *at != '\0'; at++) value = sum_mix(value, (unsigned char)*at);
    sum->value += value;
}

static void sum_path(struct sum *sum, const char *path, unsigned depth);

static void sum_folder(struct sum *sum, const char *path, unsigned depth)
{
    char below[LONGEST_PATH];
    DIR *folder = depth < MOST_DEPTH ? opendir(path) : NULL;
    if (folder == NULL) return;
    for (const struct dirent *entry; sum->left > 0 && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        sum->left--;
        if (snprintf(below, sizeof below, "%s/%s", path, entry->d_name) < (int)sizeof below) sum_path(sum, below, depth + 1);
    }
    closedir(folder);
}

/* What is not there is a state, too. */
static void sum_path(struct sum *sum, const char *path, unsigned depth)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        sum->value += sum_mix(1, strlen(path));
        return;
    }
    sum_add(sum, path, &status);
    if (S_ISDIR(status.st_mode)) sum_folder(sum, path, depth);
}

/* The paths of the account, and the files that were read for it: account files name others. */
static uint64_t account_sum(const struct serve_account *account)
{
    const struct rampart_input *input = account->options->account;
    struct sum sum = {.value = 1, .left = MOST_ENTRIES};
    const struct serve_version *version = account->current;
    for (size_t i = 0; i < input->path_count; i++) sum_path(&sum, input->paths[i], 0);
    for (size_t i = 0; version != NULL && i < version->file_count; i++) sum_path(&sum, version->files[i], MOST_DEPTH);
    return sum.value;
}

/* ---- the current version ---- */

/* Without the lock: frees what nobody uses any more. */
static void account_drop(struct serve_account *account, struct serve_version *version)
{
    if (version == NULL) return;
    pthread_mutex_lock(&account->lock);
    const bool last = --version->uses == 0;
    pthread_mutex_unlock(&account->lock);
    if (last) version_free(version);
}

static void account_replace(struct serve_account *account, struct serve_version *version)
{
    pthread_mutex_lock(&account->lock);
    struct serve_version *old = account->current;
    account->current = version;
    account->stale[0] = '\0';
    pthread_mutex_unlock(&account->lock);
    account_drop(account, old);
}

static void account_keep_old(struct serve_account *account, const struct rampart_diags *diags, enum rampart_status status)
{
    char reason[SERVE_STALE], message[SERVE_STALE + 128];
    const struct rampart_diag *first = NULL;
    for (size_t i = 0; i < rampart_diags_count(diags) && first == NULL; i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) first = rampart_diags_at(diags, i);
    if (first == NULL)
        (void)snprintf(reason, sizeof reason, "%s", rampart_status_name(status));
    else if (first->line > 0)
        (void)snprintf(reason, sizeof reason, "%.*s:%u:%u: %.*s", RP_ARG(rp_str_part(first->file, 0, 128)), first->line, first->column,
                       RP_ARG(rp_str_part(first->message, 0, 300)));
    else
        (void)snprintf(reason, sizeof reason, "%.*s: %.*s", RP_ARG(rp_str_part(first->file, 0, 128)), RP_ARG(rp_str_part(first->message, 0, 300)));
    pthread_mutex_lock(&account->lock);
    memcpy(account->stale, reason, sizeof reason);
    pthread_mutex_unlock(&account->lock);
    (void)snprintf(message, sizeof message, "the account has changed and cannot be read; the old one is kept: %s", reason);
    account->options->say(account->options->context, true, message);
}

enum rampart_status serve_account_start(struct serve_account *account, const struct serve_options *options)
{
    *account = (struct serve_account){.options = options};
    if (pthread_mutex_init(&account->lock, NULL) != 0) return RAMPART_NO_MEMORY;
    if (options->account == NULL) return RAMPART_OK;
    RP_TRY(version_new(options, options->diags, &account->current));
    account->seen = account->pending = account_sum(account);
    return RAMPART_OK;
}

void serve_account_end(struct serve_account *account)
{
    version_free(account->current);
    pthread_mutex_destroy(&account->lock);
}

static void account_is_newest(struct serve_account *account)
{
    pthread_mutex_lock(&account->lock);
    account->stale[0] = '\0';
    pthread_mutex_unlock(&account->lock);
    account->refused = 0;
}

/* A file that is being written is read when it has stayed the same for a moment. */
void serve_account_refresh(struct serve_account *account)
{
    struct rampart_diags *diags = NULL;
    struct serve_version *version = NULL;
    if (account->current == NULL) return;
    const uint64_t sum = account_sum(account);
    const bool rests = sum == account->pending;
    account->pending = sum;
    if (rests && sum == account->seen && account->stale[0] != '\0') account_is_newest(account); /* it was put back */
    if (!rests || sum == account->seen || sum == account->refused) return;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    if (status == RAMPART_OK) status = version_new(account->options, diags, &version);
    if (status == RAMPART_OK) {
        account_replace(account, version);
        account->seen = account->pending = account_sum(account);
        account->refused = 0;
        account->options->say(account->options->context, false, "the account was read again");
    } else {
        account->refused = sum;
        account_keep_old(account, diags, status);
    }
    rampart_diags_free(diags);
}

bool serve_account_take(struct serve_account *account, struct serve_view *view)
{
    pthread_mutex_lock(&account->lock);
    view->version = account->current;
    if (view->version != NULL) {
        view->version->uses++;
        memcpy(view->stale, account->stale, sizeof view->stale);
    }
    pthread_mutex_unlock(&account->lock);
    if (view->version == NULL) return false;
    view->account = (struct rp_api_account){.account = view->version->account,
                                            .set = view->version->set,
                                            .inventory = view->version->inventory,
                                            .name = account->options->name,
                                            .stale = rampart_str(view->stale),
                                            .read = account_read,
                                            .context = (void *)(uintptr_t)account->options};
    return true;
}

void serve_account_give(struct serve_account *account, struct serve_view *view)
{
    account_drop(account, view->version);
}
