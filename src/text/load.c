/* SPDX-License-Identifier: Apache-2.0 */
#include "text/load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum rampart_status cannot_read(const char *path, int reason, struct rampart_diags *diags)
{
    char words[128] = "";
    if (strerror_r(reason, words, sizeof words) != 0) words[0] = '\0';
    rp_diag(diags, RAMPART_ERROR, RP_IO_OPEN, RP_NOWHERE, "cannot read it: %s", words);
    rp_diag_file(diags, rampart_str(path));
    return RAMPART_IO;
}

/* A file that can be measured is read into a buffer of its size; a pipe cannot be. */
static void expect_size(FILE *file, struct rp_buf *buf)
{
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    rewind(file);
    errno = 0;
    if (size > 0) rp_buf_expect(buf, (size_t)size);
}

static int read_all(FILE *file, struct rp_buf *buf)
{
    char piece[16384];
    size_t len = 0;
    while (buf->failed == RAMPART_OK && (len = fread(piece, 1, sizeof piece, file)) > 0)
        rp_buf_add(buf, (struct rampart_str){piece, len});
    return ferror(file) ? (errno != 0 ? errno : EIO) : 0;
}

enum rampart_status rp_load(const char *path, struct rp_buf *buf, struct rampart_diags *diags)
{
    bool standard_input = strcmp(path, "-") == 0;
    errno = 0;
    FILE *file = standard_input ? stdin : fopen(path, "rb");
    if (file == NULL) return cannot_read(path, errno, diags);
    if (!standard_input) expect_size(file, buf);
    int reason = read_all(file, buf);
    if (!standard_input) fclose(file);
    if (reason != 0) return cannot_read(path, reason, diags);
    if (buf->failed == RAMPART_LIMIT) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE, "it is larger than the limit of %zu bytes",
                buf->cap);
        rp_diag_file(diags, rampart_str(path));
    }
    return buf->failed;
}
