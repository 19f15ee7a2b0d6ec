/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing text that cannot grow past a cap. Failure is sticky: append as much as you like and look
 * at `failed` once at the end.
 */
#ifndef RP_BASE_BUF_H
#define RP_BASE_BUF_H

#include <rampart/status.h>

struct rp_buf {
    struct rampart_allocator allocator;
    char *data;                 /* NULL while empty */
    size_t len, capacity, cap;  /* after a failure there is no room, whatever the capacity was */
    enum rampart_status failed; /* RAMPART_OK, RAMPART_NO_MEMORY, RAMPART_LIMIT */
};

void rp_buf_init(struct rp_buf *buf, const struct rampart_allocator *allocator, size_t cap);
/* Makes room for a text of this length at once. It is a hint: nothing changes when memory is refused. */
void rp_buf_expect(struct rp_buf *buf, size_t len);
void rp_buf_add(struct rp_buf *buf, struct rampart_str text);
__attribute__((format(printf, 2, 3))) void rp_buf_printf(struct rp_buf *buf, const char *format, ...);
struct rampart_str rp_buf_text(const struct rp_buf *buf);
void rp_buf_free(struct rp_buf *buf);

/* As rp_buf_room(), for a buffer without that room. */
char *rp_buf_grow(struct rp_buf *buf, size_t more);

/*
 * The place behind the text, with room for `more` bytes and a NUL; a writer moves `len` on. NULL: the sticky
 * failure.
 */
static inline char *rp_buf_room(struct rp_buf *buf, size_t more)
{
    if (more < buf->capacity - buf->len) return buf->data + buf->len;
    return rp_buf_grow(buf, more);
}

static inline void rp_buf_add_byte(struct rp_buf *buf, char byte)
{
    char *room = rp_buf_room(buf, 1);
    if (room == NULL) return;
    *room = byte;
    buf->len++;
}

#endif
