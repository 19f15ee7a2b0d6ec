/* SPDX-License-Identifier: Apache-2.0 */
#include "text/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void rp_file_close(int file)
{
    int reason = errno;
    if (file > STDIN_FILENO) close(file);
    errno = reason;
}

int rp_file_watched(int file, const char *path, const struct rampart_diags *diags)
{
    if (file < 0 || rp_diags_opened(diags, path, file)) return file;
    rp_file_close(file);
    return -1;
}

int rp_file_open(const char *path, const struct rampart_diags *diags)
{
    int file = STDIN_FILENO;
    if (strcmp(path, "-") == 0) return rp_file_watched(file, path, diags);
    do {
        file = open(path, O_RDONLY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    return rp_file_watched(file, path, diags);
}

ssize_t rp_file_read(int file, char *to, size_t room)
{
    ssize_t len;
    do {
        len = read(file, to, room);
    } while (len < 0 && errno == EINTR);
    return len;
}

/* Who goes on to open what is not there says so. */
enum rampart_status rp_file_is_folder(const char *path, struct rampart_diags *diags, bool *ret_folder)
{
    struct stat status;
    *ret_folder = false;
    if (strcmp(path, "-") == 0) return RAMPART_OK;
    if (stat(path, &status) == 0)
        *ret_folder = S_ISDIR(status.st_mode);
    else if (errno != ENOENT)
        return rp_file_fault(diags, rampart_str(path), errno);
    return RAMPART_OK;
}

enum rampart_status rp_file_fault(struct rampart_diags *diags, struct rampart_str path, int reason)
{
    char words[128] = "";
    if (strerror_r(reason, words, sizeof words) != 0) words[0] = '\0';
    rp_diag(diags, RAMPART_ERROR, RP_IO_OPEN, RP_NOWHERE, "cannot read it: %s", words);
    rp_diag_file(diags, path);
    return RAMPART_IO;
}
