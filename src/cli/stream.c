/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LARGE_PIECE = 1 << 12 }; /* bytes: to copy so many would cost more than a call of the kernel */

struct cli_stream *cli_stdout(void)
{
    static struct cli_stream out = {.file = -1};
    if (out.file < 0) cli_stream_start(&out, STDOUT_FILENO);
    return &out;
}

struct cli_stream *cli_stderr(void)
{
    static struct cli_stream errors = {.file = STDERR_FILENO, .eager = true};
    return &errors;
}

void cli_stream_start(struct cli_stream *stream, int file)
{
    stream->file = file;
    stream->reason = 0;
    stream->held = 0;
    stream->used = false;
    stream->eager = cli_is_terminal(stream);
}

bool cli_is_terminal(const struct cli_stream *stream)
{
    return isatty(stream->file) == 1;
}

/* Whether there is a point in trying again. A pipe that somebody else has made non-blocking may be full. */
static bool may_write_again(int file, int reason)
{
    struct pollfd output = {.fd = file, .events = POLLOUT};
    if (reason == EAGAIN) return poll(&output, 1, -1) == 1 || errno == EINTR;
    return reason == EINTR;
}

static bool write_all(struct cli_stream *stream, struct rampart_str text)
{
    while (text.len > 0 && stream->reason == 0) {
        ssize_t len = write(stream->file, text.data, text.len);
        if (len > 0)
            text = (struct rampart_str){text.data + len, text.len - (size_t)len};
        else if (len == 0)
            stream->reason = EIO;
        else if (!may_write_again(stream->file, errno))
            stream->reason = errno;
    }
    return stream->reason == 0;
}

bool cli_flush(struct cli_stream *stream)
{
    const struct rampart_str held = {stream->buffer, stream->held};
    stream->held = 0;
    return write_all(stream, held);
}

bool cli_put(struct cli_stream *stream, struct rampart_str text)
{
    stream->used |= text.len > 0;
    if (text.len >= LARGE_PIECE) return cli_flush(stream) && write_all(stream, text);
    if (text.len > sizeof stream->buffer - stream->held && !cli_flush(stream)) return false;
    if (text.len > 0) memcpy(stream->buffer + stream->held, text.data, text.len);
    stream->held += text.len;
    return stream->eager ? cli_flush(stream) : stream->reason == 0;
}

bool cli_puts(struct cli_stream *stream, const char *text)
{
    return cli_put(stream, rampart_str(text));
}

bool cli_printf(struct cli_stream *stream, const char *format, ...)
{
    for (int tries = 0; tries < 2 && stream->reason == 0; tries++) {
        va_list arguments;
        size_t room = sizeof stream->buffer - stream->held;
        va_start(arguments, format);
        int len = vsnprintf(stream->buffer + stream->held, room, format, arguments);
        va_end(arguments);
        if (len >= 0 && (size_t)len < room) {
            stream->held += (size_t)len;
            stream->used |= len > 0;
            return !stream->eager || cli_flush(stream);
        }
        (void)cli_flush(stream);
    }
    if (stream->reason == 0) stream->reason = EOVERFLOW;
    return false;
}

static bool write_piece(void *context, struct rampart_str piece)
{
    return cli_put(context, piece);
}

struct rampart_writer cli_writer(struct cli_stream *stream)
{
    return (struct rampart_writer){stream, write_piece};
}
