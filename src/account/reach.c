/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files an account file may open: regular files in its own folder and below, links resolved, and those in
 * folders that the caller allows. An account file that came from elsewhere must not show what else lies on the machine.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "text/file.h"

/* Both paths are resolved. */
static bool lies_below(const char *path, struct rampart_str folder)
{
    if (folder.len == 1) return true; /* "/" */
    return folder.len > 0 && strncmp(path, folder.data, folder.len) == 0 && path[folder.len] == '/';
}

/* A folder that is not there holds nothing. */
static bool lies_in(const char *path, const char *folder)
{
    char resolved[PATH_MAX];
    return realpath(folder, resolved) != NULL && lies_below(path, rampart_str(resolved));
}

static bool is_absence(int reason)
{
    return reason == ENOENT || reason == ENOTDIR;
}

/* Resolved once for all documents of an account; empty when it is not there. */
static enum rampart_status resolve_own_folder(struct rp_account_reader *reader)
{
    char resolved[PATH_MAX];
    struct rampart_str folder = rp_folder_of_file(reader->account->source.name), terminated;
    if (reader->own_folder_resolved) return RAMPART_OK;
    if (folder.len == 0) folder = RP_STR(".");
    RP_TRY_MEMORY(rp_arena_copy(&reader->scratch, folder, &terminated));
    if (realpath(terminated.data, resolved) != NULL)
        RP_TRY_MEMORY(rp_arena_copy(&reader->scratch, rampart_str(resolved), &reader->own_folder));
    else if (!is_absence(errno))
        return rp_file_fault(reader->reading.diags, folder, errno);
    reader->own_folder_resolved = true;
    return RAMPART_OK;
}

static bool lies_in_allowed_folder(const struct rp_account_reader *reader, const char *path)
{
    const struct rampart_strs *folders = &reader->how.outside;
    for (size_t i = 0; i < folders->count; i++)
        if (lies_in(path, folders->items[i].data)) return true;
    return false;
}

static enum rampart_status refuse(struct rp_account_reader *reader, struct rampart_str path, const char *why)
{
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_ACC_OUTSIDE, RP_NOWHERE, "%s", why);
    rp_diag_file(reader->reading.diags, path);
    return RAMPART_INVALID_INPUT;
}

/* Who reads the file says that it is not there. */
enum rampart_status rp_account_may_open(struct rp_account_reader *reader, struct rampart_str path,
                                        bool *ret_outside)
{
    char resolved[PATH_MAX];
    struct stat status;
    *ret_outside = false;
    if (realpath(path.data, resolved) == NULL) {
        return is_absence(errno) ? RAMPART_OK : rp_file_fault(reader->reading.diags, path, errno);
    }
    RP_TRY(resolve_own_folder(reader));
    *ret_outside = !lies_below(resolved, reader->own_folder);
    if (*ret_outside && !lies_in_allowed_folder(reader, resolved))
        return refuse(reader, path,
                      "it lies outside the folder of the account file, and is not read; --allow-outside DIR "
                      "allows a folder");
    if (stat(resolved, &status) != 0) return rp_file_fault(reader->reading.diags, path, errno);
    if (!S_ISREG(status.st_mode)) return refuse(reader, path, "it is not a regular file, and is not read");
    return RAMPART_OK;
}
