/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"

void lsp_wire_start(struct lsp_wire *wire, int in, int out)
{
    wire->in = in;
    wire->out = out;
    wire->reason = 0;
    wire->at = wire->filled = 0;
    rp_buf_init(&wire->body, NULL, LSP_BODY_MOST);
}

void lsp_wire_end(struct lsp_wire *wire)
{
    rp_buf_free(&wire->body);
}

/* ---- bytes ---- */

/* Waits until a descriptor that does not block is ready. */
static bool wire_wait(int file, short events)
{
    struct pollfd poller = {.fd = file, .events = events};
    return poll(&poller, 1, -1) >= 0 || errno == EINTR;
}

static bool wire_may_go_on(int file, short events)
{
    if (errno == EINTR) return true;
    return (errno == EAGAIN || errno == EWOULDBLOCK) && wire_wait(file, events);
}

/* Fills the chunk when it is empty. False at the end of input, and when reading fails. */
static bool wire_fill(struct lsp_wire *wire)
{
    if (wire->at < wire->filled) return true;
    ssize_t len;
    do len = read(wire->in, wire->chunk, sizeof wire->chunk);
    while (len < 0 && wire_may_go_on(wire->in, POLLIN));
    if (len < 0) wire->reason = errno;
    wire->at = 0;
    wire->filled = len > 0 ? (size_t)len : 0;
    return len > 0;
}

bool lsp_wire_has_more(const struct lsp_wire *wire)
{
    struct pollfd poller = {.fd = wire->in, .events = POLLIN};
    return wire->at < wire->filled || (poll(&poller, 1, 0) > 0 && (poller.revents & POLLIN) != 0);
}

/* ---- the header ---- */

struct header {
    char line[LSP_HEADER_MOST];
    size_t total; /* bytes of all lines */
    size_t length;
    bool has_length;
};

/* Reads a line, whose end is left out. */
static enum lsp_read wire_line(struct lsp_wire *wire, struct header *header, struct rampart_str *ret_line)
{
    size_t len = 0;
    for (;;) {
        if (!wire_fill(wire)) {
            if (wire->reason != 0) return LSP_READ_FAILED;
            return header->total == 0 ? LSP_READ_END : LSP_READ_BROKEN;
        }
        const char c = wire->chunk[wire->at++];
        if (++header->total > LSP_HEADER_MOST) return LSP_READ_BROKEN;
        if (c == '\n') break;
        header->line[len++] = c;
    }
    if (len > 0 && header->line[len - 1] == '\r') len--;
    *ret_line = (struct rampart_str){header->line, len};
    return LSP_READ_MESSAGE;
}

static bool wire_length(struct header *header, struct rampart_str value)
{
    enum { MOST_DIGITS = 9 };
    while (value.len > 0 && (value.data[0] == ' ' || value.data[0] == '\t')) value = rp_str_from(value, 1);
    if (value.len == 0 || value.len > MOST_DIGITS || header->has_length) return false;
    header->has_length = true;
    for (size_t i = 0; i < value.len; i++) {
        if (!rp_is_digit(value.data[i])) return false;
        header->length = header->length * 10 + (size_t)(value.data[i] - '0');
    }
    return true;
}

/* A field of the header. What it says beside the length is taken for the default: JSON in UTF-8. */
static bool wire_field(struct header *header, struct rampart_str line)
{
    const size_t colon = rp_str_find(line, ':');
    if (colon == 0 || colon == line.len) return false;
    if (!rp_str_equal_fold(rp_str_part(line, 0, colon), RP_STR("Content-Length"))) return true;
    return wire_length(header, rp_str_from(line, colon + 1));
}

static enum lsp_read wire_header(struct lsp_wire *wire, size_t *ret_length)
{
    struct header header = {.total = 0};
    struct rampart_str line;
    for (;;) {
        enum lsp_read read = wire_line(wire, &header, &line);
        if (read != LSP_READ_MESSAGE) return read;
        if (line.len == 0) break;
        if (!wire_field(&header, line)) return LSP_READ_BROKEN;
    }
    *ret_length = header.length;
    return header.has_length ? LSP_READ_MESSAGE : LSP_READ_BROKEN;
}

/* ---- messages ---- */

enum lsp_read lsp_wire_read(struct lsp_wire *wire)
{
    size_t left = 0;
    enum lsp_read read = wire_header(wire, &left);
    if (read != LSP_READ_MESSAGE) return read;
    const bool large = left > LSP_BODY_MOST;
    wire->body.len = 0;
    while (left > 0) {
        if (!wire_fill(wire)) return wire->reason != 0 ? LSP_READ_FAILED : LSP_READ_BROKEN;
        const struct rampart_str piece =
            rp_str_part((struct rampart_str){wire->chunk + wire->at, wire->filled - wire->at}, 0, left);
        if (!large) rp_buf_add(&wire->body, piece);
        wire->at += piece.len;
        left -= piece.len;
    }
    if (wire->body.failed != RAMPART_OK) return LSP_READ_FAILED;
    return large ? LSP_READ_LARGE : LSP_READ_MESSAGE;
}

static bool wire_put(struct lsp_wire *wire, struct rampart_str text)
{
    while (text.len > 0) {
        const ssize_t len = write(wire->out, text.data, text.len);
        if (len < 0 && !wire_may_go_on(wire->out, POLLOUT)) {
            wire->reason = errno;
            return false;
        }
        if (len > 0) text = rp_str_from(text, (size_t)len);
    }
    return true;
}

bool lsp_wire_write(struct lsp_wire *wire, struct rampart_str body)
{
    char header[64];
    const int len = snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", body.len);
    return wire_put(wire, (struct rampart_str){header, (size_t)len}) && wire_put(wire, body);
}
