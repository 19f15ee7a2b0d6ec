/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "cli/inputs.h"
#include "cli/message.h"

/* A pipe never holds so much at once. */
enum { CHUNK_SIZE = 1 << 18, FIRST_SIZE = 4096 };

static bool lines_complain(const struct cli_lines *lines, int reason)
{
    cli_error("cannot read %s: %s", cli_file_name(lines->path), strerror(reason));
    return false;
}

bool cli_lines_open(struct cli_lines *lines, const char *path, size_t most)
{
    *lines = (struct cli_lines){.path = path, .most = most, .file = cli_open(path)};
    if (lines->file < 0) return lines_complain(lines, errno);
    lines->chunk = malloc(CHUNK_SIZE);
    if (lines->chunk != NULL) return true;
    cli_lines_close(lines);
    return lines_complain(lines, ENOMEM);
}

void cli_lines_close(struct cli_lines *lines)
{
    cli_close(lines->file);
    free(lines->chunk);
    free(lines->text);
    lines->chunk = lines->text = NULL;
}

/* Reading would block. A regular file never does, nor an input that has ended. */
static bool lines_must_wait(int file)
{
    struct pollfd input = {.fd = file, .events = POLLIN};
    return poll(&input, 1, 0) < 1;
}

/* stdio would wait until the whole chunk is full. */
static enum cli_lines_result lines_fill(struct cli_lines *lines)
{
    if (lines->before_waiting != NULL && lines_must_wait(lines->file) &&
        !lines->before_waiting(lines->context))
        return CLI_LINES_FAILED;
    ssize_t len = cli_read_some(lines->file, lines->chunk, CHUNK_SIZE);
    lines->at = 0;
    lines->filled = len < 0 ? 0 : (size_t)len;
    if (len > 0) return CLI_LINES_LINE;
    if (len < 0) lines_complain(lines, errno);
    return len < 0 ? CLI_LINES_FAILED : CLI_LINES_END;
}

static bool lines_grow(struct cli_lines *lines, size_t needed)
{
    if (needed <= lines->size) return true;
    size_t size = lines->size == 0 ? FIRST_SIZE : lines->size;
    while (size < needed) size *= 2;
    char *text = realloc(lines->text, size);
    if (text == NULL) return lines_complain(lines, ENOMEM);
    lines->text = text;
    lines->size = size;
    return true;
}

/* Drops everything beyond the limit except one byte, which shows that the line is too long. */
static bool lines_append(struct cli_lines *lines, const char *piece, size_t len)
{
    size_t room = lines->most + 1 - lines->len;
    if (len > room) len = room;
    if (!lines_grow(lines, lines->len + len + 1)) return false;
    memcpy(lines->text + lines->len, piece, len);
    lines->len += len;
    return true;
}

enum cli_lines_result cli_lines_next(struct cli_lines *lines)
{
    const char *end = NULL;
    lines->len = 0;
    for (bool begun = false; end == NULL; begun = true) {
        enum cli_lines_result result = lines->at < lines->filled ? CLI_LINES_LINE : lines_fill(lines);
        if (result == CLI_LINES_END && begun) break;
        if (result != CLI_LINES_LINE) return result;
        const char *start = lines->chunk + lines->at;
        end = lines->end != NULL ? lines->end : memchr(start, '\n', lines->filled - lines->at);
        lines->end = NULL;
        size_t len = end == NULL ? lines->filled - lines->at : (size_t)(end - start);
        if (!lines_append(lines, start, len)) return CLI_LINES_FAILED;
        lines->at += len + (end != NULL);
    }
    if (lines->len > 0 && lines->len <= lines->most && lines->text[lines->len - 1] == '\r') lines->len--;
    lines->number++;
    return CLI_LINES_LINE;
}

bool cli_lines_ready(struct cli_lines *lines)
{
    lines->end = memchr(lines->chunk + lines->at, '\n', lines->filled - lines->at);
    return lines->end != NULL;
}
