/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void rp_buf_init(struct rp_buf *buf, const struct rampart_allocator *allocator, size_t cap)
{
    *buf = (struct rp_buf){.allocator = rp_allocator_of(allocator), .cap = cap};
}

static char *buf_fail(struct rp_buf *buf, enum rampart_status reason)
{
    if (buf->failed == RAMPART_OK) buf->failed = reason;
    buf->capacity = buf->len;
    return NULL;
}

char *rp_buf_grow(struct rp_buf *buf, size_t more)
{
    if (buf->failed != RAMPART_OK) return NULL;
    if (more > buf->cap - buf->len) return buf_fail(buf, RAMPART_LIMIT);
    size_t need = buf->len + more + 1;
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity * 2;
    if (capacity > buf->cap) capacity = buf->cap + 1;
    if (capacity < need) capacity = need;
    char *data = buf->allocator.allocate(buf->allocator.context, capacity);
    if (data == NULL) return buf_fail(buf, RAMPART_NO_MEMORY);
    if (buf->len > 0) memcpy(data, buf->data, buf->len);
    if (buf->data != NULL) buf->allocator.release(buf->allocator.context, buf->data);
    buf->data = data;
    buf->capacity = capacity;
    return data + buf->len;
}

void rp_buf_expect(struct rp_buf *buf, size_t len)
{
    if (buf->data != NULL || len > buf->cap || len == SIZE_MAX) return;
    buf->data = buf->allocator.allocate(buf->allocator.context, len + 1);
    if (buf->data != NULL) buf->capacity = len + 1;
}

void rp_buf_add(struct rp_buf *buf, struct rampart_str text)
{
    char *room = text.len == 0 ? NULL : rp_buf_room(buf, text.len);
    if (room == NULL) return;
    memcpy(room, text.data, text.len);
    buf->len += text.len;
}

void rp_buf_printf(struct rp_buf *buf, const char *format, ...)
{
    va_list measure, print;
    const size_t left = buf->capacity - buf->len;
    va_start(measure, format);
    va_copy(print, measure);
    const int len = vsnprintf(left > 0 ? buf->data + buf->len : NULL, left, format, measure); /* mostly it fits */
    va_end(measure);
    if (len < 0) buf_fail(buf, RAMPART_LIMIT);
    const bool fits = len > 0 && (size_t)len < left;
    char *room = len > 0 && !fits ? rp_buf_room(buf, (size_t)len) : NULL;
    if (room != NULL) vsnprintf(room, (size_t)len + 1, format, print);
    if (room != NULL || fits) buf->len += (size_t)len;
    va_end(print);
}

struct rampart_str rp_buf_text(const struct rp_buf *buf)
{
    return (struct rampart_str){buf->data, buf->len};
}

void rp_buf_free(struct rp_buf *buf)
{
    if (buf->data != NULL) buf->allocator.release(buf->allocator.context, buf->data);
    *buf = (struct rp_buf){.allocator = buf->allocator, .cap = buf->cap};
}
