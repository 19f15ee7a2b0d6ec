/* SPDX-License-Identifier: Apache-2.0 */
#include "text/load.h"

#include <errno.h>
#include <sys/stat.h>

#include "text/file.h"

/* A plain file is read into a buffer of its size; the size of a pipe is not known. */
static int expect_size(int file, struct rp_buf *buf)
{
    struct stat status;
    if (fstat(file, &status) != 0) return errno;
    if (S_ISREG(status.st_mode) && status.st_size > 0) rp_buf_expect(buf, (size_t)status.st_size);
    return 0;
}

/* Into the room there is; when it is full, a piece tells whether more is needed. */
static ssize_t read_some(int file, struct rp_buf *buf)
{
    char piece[16384];
    size_t room = buf->capacity > buf->len + 1 ? buf->capacity - buf->len - 1 : 0;
    ssize_t len =
        room > 0 ? rp_file_read(file, buf->data + buf->len, room) : rp_file_read(file, piece, sizeof piece);
    if (len > 0 && room > 0) buf->len += (size_t)len;
    if (len > 0 && room == 0) rp_buf_add(buf, (struct rampart_str){piece, (size_t)len});
    return len;
}

/* Returns why it failed: an errno, or 0. */
static int read_all(int file, struct rp_buf *buf)
{
    int reason = expect_size(file, buf);
    ssize_t len = 1;
    while (reason == 0 && len > 0 && buf->failed == RAMPART_OK) {
        len = read_some(file, buf);
        if (len < 0) reason = errno;
    }
    return reason;
}

enum rampart_status rp_load(const char *path, struct rp_buf *buf, struct rampart_diags *diags)
{
    int file = rp_file_open(path, diags);
    if (file < 0) return rp_file_fault(diags, rampart_str(path), errno);
    int reason = read_all(file, buf);
    rp_file_close(file);
    if (reason != 0) return rp_file_fault(diags, rampart_str(path), reason);
    if (buf->failed == RAMPART_LIMIT) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE, "it is larger than the limit of %zu bytes",
                buf->cap);
        rp_diag_file(diags, rampart_str(path));
    }
    return buf->failed;
}
