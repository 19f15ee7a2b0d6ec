/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/bytes.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "text/file.h"

enum { BUFFER_SIZE = 1 << 16, GZIP_WINDOW = 16 + MAX_WBITS };

static enum rampart_status fault(struct rp_bytes *bytes, enum rp_code code, const char *what)
{
    rp_diag(bytes->diags, RAMPART_ERROR, code, RP_NOWHERE, "%s", what);
    rp_diag_file(bytes->diags, bytes->name);
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_bytes_open(struct rp_bytes *bytes, const struct rampart_allocator *allocator,
                                  const char *path, struct rampart_diags *diags)
{
    *bytes = (struct rp_bytes){.allocator = *allocator, .diags = diags};
    bytes->name = rampart_str(strcmp(path, "-") == 0 ? "<stdin>" : path);
    bytes->file = rp_file_open(path, diags);
    if (bytes->file < 0) return rp_file_fault(diags, bytes->name, errno);
    bytes->opened = true;
    bytes->buffer = allocator->allocate(allocator->context, BUFFER_SIZE);
    bytes->raw = bytes->buffer;
    if (bytes->buffer != NULL) return RAMPART_OK;
    rp_bytes_close(bytes);
    return RAMPART_NO_MEMORY;
}

void rp_bytes_of(struct rp_bytes *bytes, const struct rampart_allocator *allocator, struct rampart_str text,
                 struct rampart_str name, struct rampart_diags *diags)
{
    *bytes = (struct rp_bytes){.allocator = *allocator, .diags = diags, .file = -1, .name = name};
    bytes->raw = (const unsigned char *)text.data;
    bytes->raw_filled = text.len;
    bytes->raw_ended = true;
}

void rp_bytes_close(struct rp_bytes *bytes)
{
    if (bytes->packed) inflateEnd(&bytes->stream);
    if (bytes->opened) rp_file_close(bytes->file);
    if (bytes->buffer != NULL) bytes->allocator.release(bytes->allocator.context, bytes->buffer);
    bytes->buffer = NULL;
    bytes->packed = bytes->opened = false;
}

/* ---- as they are ---- */

static size_t left(const struct rp_bytes *bytes)
{
    return bytes->raw_filled - bytes->raw_at;
}

/* Sees that there are so many bytes unless they end before. */
static enum rampart_status need(struct rp_bytes *bytes, size_t count)
{
    if (left(bytes) >= count || bytes->raw_ended) return RAMPART_OK;
    memmove(bytes->buffer, bytes->buffer + bytes->raw_at, left(bytes));
    bytes->raw_filled = left(bytes);
    bytes->raw_at = 0;
    while (bytes->raw_filled < count && !bytes->raw_ended) {
        char *to = (char *)bytes->buffer + bytes->raw_filled;
        ssize_t len = rp_file_read(bytes->file, to, BUFFER_SIZE - bytes->raw_filled);
        if (len < 0) return rp_file_fault(bytes->diags, bytes->name, errno);
        bytes->raw_filled += (size_t)len;
        bytes->raw_ended = len == 0;
    }
    return RAMPART_OK;
}

static enum rampart_status read_plain(struct rp_bytes *bytes, char *to, size_t room, size_t *ret_len)
{
    RP_TRY(need(bytes, 1));
    size_t len = left(bytes) < room ? left(bytes) : room;
    if (len > 0) memcpy(to, bytes->raw + bytes->raw_at, len);
    bytes->raw_at += len;
    *ret_len = len;
    return RAMPART_OK;
}

/* ---- packed ---- */

static void *allocate(void *context, unsigned count, unsigned size)
{
    const struct rampart_allocator *allocator = context;
    return allocator->allocate(allocator->context, (size_t)count * size);
}

static void release(void *context, void *memory)
{
    const struct rampart_allocator *allocator = context;
    allocator->release(allocator->context, memory);
}

static bool at_member(const struct rp_bytes *bytes)
{
    return left(bytes) >= 2 && bytes->raw[bytes->raw_at] == 0x1F && bytes->raw[bytes->raw_at + 1] == 0x8B;
}

static enum rampart_status begin(struct rp_bytes *bytes)
{
    RP_TRY(need(bytes, 2));
    bytes->begun = true;
    if (!at_member(bytes)) return RAMPART_OK;
    bytes->stream = (z_stream){.zalloc = allocate, .zfree = release, .opaque = &bytes->allocator};
    if (inflateInit2(&bytes->stream, GZIP_WINDOW) != Z_OK) return RAMPART_NO_MEMORY;
    bytes->packed = bytes->in_member = true;
    return RAMPART_OK;
}

/* Between two members, or at the end. */
static enum rampart_status next_member(struct rp_bytes *bytes)
{
    RP_TRY(need(bytes, 2));
    if (left(bytes) == 0) return RAMPART_OK;
    if (!at_member(bytes))
        return fault(bytes, RP_TRL_PACKED, "bytes that are no gzip follow the packed ones");
    if (inflateReset(&bytes->stream) != Z_OK) return RAMPART_MISUSE;
    bytes->in_member = true;
    return RAMPART_OK;
}

static enum rampart_status unpack(struct rp_bytes *bytes, char *to, size_t room, size_t *ret_len)
{
    z_stream *stream = &bytes->stream;
    unsigned given = (unsigned)left(bytes), most = room > UINT_MAX ? UINT_MAX : (unsigned)room;
    if (left(bytes) > UINT_MAX) given = UINT_MAX;
    stream->next_in = bytes->raw + bytes->raw_at;
    stream->avail_in = given;
    stream->next_out = (Bytef *)to;
    stream->avail_out = most;
    int result = inflate(stream, Z_NO_FLUSH);
    bytes->raw_at += given - stream->avail_in;
    *ret_len = most - stream->avail_out;
    if (result == Z_MEM_ERROR) return RAMPART_NO_MEMORY;
    if (result == Z_STREAM_END) bytes->in_member = false;
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR) return RAMPART_OK;
    return fault(bytes, RP_TRL_PACKED, "the packed bytes (gzip) are damaged");
}

static enum rampart_status read_packed(struct rp_bytes *bytes, char *to, size_t room, size_t *ret_len)
{
    size_t len = 0;
    while (len == 0) {
        if (!bytes->in_member) {
            RP_TRY(next_member(bytes));
            if (!bytes->in_member) break;
        }
        RP_TRY(need(bytes, 1));
        if (left(bytes) == 0) {
            RP_TRY(fault(bytes, RP_TRL_PACKED, "the packed bytes (gzip) end too early: the file was cut"));
        }
        RP_TRY(unpack(bytes, to, room, &len));
    }
    *ret_len = len;
    return RAMPART_OK;
}

enum rampart_status rp_bytes_read(struct rp_bytes *bytes, char *to, size_t room, size_t *ret_len)
{
    if (!bytes->begun) RP_TRY(begin(bytes));
    return bytes->packed ? read_packed(bytes, to, room, ret_len) : read_plain(bytes, to, room, ret_len);
}
