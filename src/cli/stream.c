/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A piece of so many bytes costs more to copy than a call of the kernel does. */
enum { LARGE_PIECE = 1 << 12 };

/* Bytes in memory: how many there is room for at first, and how much memory is kept for the next use. */
enum { FIRST_SIZE = 4096, USUAL_SIZE = 1 << 18 };

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

size_t cli_columns(const struct cli_stream *stream)
{
    enum { USUAL = 80, FEWEST = 40, MOST = 10000 }; /* less than FEWEST would be a word a line */
    const char *wish = getenv("COLUMNS");
    const unsigned long wanted = wish == NULL ? 0 : strtoul(wish, NULL, 10);
    struct winsize size = {.ws_col = 0};
    size_t columns = wanted <= MOST ? wanted : MOST;
    if (columns == 0 && !cli_is_terminal(stream)) return 0;
    if (columns == 0) columns = ioctl(stream->file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : USUAL;
    return columns < FEWEST ? FEWEST : columns;
}

/* True if the call is worth repeating. A pipe that another program has made non-blocking may be full. */
static bool stream_may_retry(int file, int reason)
{
    struct pollfd output = {.fd = file, .events = POLLOUT};
    if (reason == EAGAIN) return poll(&output, 1, -1) == 1 || errno == EINTR;
    return reason == EINTR;
}

static bool stream_write_all(struct cli_stream *stream, struct rampart_str text)
{
    while (text.len > 0 && stream->reason == 0) {
        ssize_t len = write(stream->file, text.data, text.len);
        if (len > 0)
            text = (struct rampart_str){text.data + len, text.len - (size_t)len};
        else if (len == 0)
            stream->reason = EIO;
        else if (!stream_may_retry(stream->file, errno))
            stream->reason = errno;
    }
    return stream->reason == 0;
}

bool cli_flush(struct cli_stream *stream)
{
    const struct rampart_str held = {stream->buffer, stream->held};
    stream->held = 0;
    return stream_write_all(stream, held);
}

bool cli_put(struct cli_stream *stream, struct rampart_str text)
{
    stream->used |= text.len > 0;
    if (text.len >= LARGE_PIECE) return cli_flush(stream) && stream_write_all(stream, text);
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

static bool stream_write_piece(void *context, struct rampart_str piece)
{
    return cli_put(context, piece);
}

struct rampart_writer cli_writer(struct cli_stream *stream)
{
    return (struct rampart_writer){stream, stream_write_piece};
}

/* ---- memory ---- */

bool cli_bytes_add(struct cli_bytes *bytes, struct rampart_str more)
{
    if (more.len > bytes->size - bytes->len) {
        size_t size = bytes->size == 0 ? FIRST_SIZE : bytes->size;
        while (size - bytes->len < more.len) size *= 2;
        char *data = realloc(bytes->data, size);
        if (data == NULL) return false;
        bytes->data = data;
        bytes->size = size;
    }
    if (more.len > 0) memcpy(bytes->data + bytes->len, more.data, more.len);
    bytes->len += more.len;
    return true;
}

static bool stream_keep_piece(void *context, struct rampart_str piece)
{
    return cli_bytes_add(context, piece);
}

struct rampart_writer cli_bytes_writer(struct cli_bytes *bytes)
{
    return (struct rampart_writer){bytes, stream_keep_piece};
}

void cli_bytes_clear(struct cli_bytes *bytes)
{
    if (bytes->size > USUAL_SIZE) cli_bytes_free(bytes);
    bytes->len = 0;
}

void cli_bytes_free(struct cli_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct cli_bytes){NULL, 0, 0};
}
