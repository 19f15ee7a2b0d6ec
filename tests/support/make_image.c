/* SPDX-License-Identifier: Apache-2.0 */
#include "support/make_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/image.h>

#include "base/hash.h"
#include "image/image.h"

static bool collect(void *context, struct rampart_str piece)
{
    struct rp_buf *image = context;

    rp_buf_add(image, piece);
    return image->failed == RAMPART_OK;
}

enum rampart_status make_image(const struct rampart_options *options, const char *path,
                               struct rampart_diags *diags, struct rp_buf *ret_image)
{
    const struct rampart_writer writer = {ret_image, collect};

    rp_buf_init(ret_image, NULL, SIZE_MAX / 2);
    const struct rampart_input input = {.paths = &path, .path_count = 1};
    return rampart_image_write(options, &input, diags, &writer);
}

void seal_image(char *bytes, size_t size)
{
    struct rp_image_head head;
    size_t at = sizeof head;

    assert_true(size >= sizeof head);
    memcpy(&head, bytes, sizeof head);
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++) {
        uint64_t padded = (head.sizes[i] + 7) / 8 * 8;

        if (head.sizes[i] > size || padded > size - at) break;
        head.checksums[i] = rp_checksum((struct rampart_str){bytes + at, (size_t)padded});
        at += (size_t)padded;
    }
    head.checksum = rp_checksum(
        (struct rampart_str){(const char *)head.sizes, sizeof head - offsetof(struct rp_image_head, sizes)});
    memcpy(bytes, &head, sizeof head);
}

void seal_members(char *bytes, size_t size)
{
    struct rp_image_members_tail tail;
    size_t at = sizeof(struct rp_image_members_head);

    assert_true(size >= at + sizeof tail);
    memcpy(&tail, bytes + size - sizeof tail, sizeof tail);
    const size_t sizes = (size_t)tail.count * sizeof(uint64_t);
    assert_true(sizes <= size - at - sizeof tail);
    const char *const first = bytes + size - sizeof tail - sizes;
    for (size_t i = 0; i < tail.count; i++) {
        uint64_t part;

        memcpy(&part, first + i * sizeof part, sizeof part);
        if (part < sizeof(struct rp_image_head) || part > size - at) break;
        seal_image(bytes + at, (size_t)part);
        at += (size_t)part;
    }
    tail.checksum = rp_checksum((struct rampart_str){first, sizes + sizeof tail.count});
    memcpy(bytes + size - sizeof tail, &tail, sizeof tail);
}

void spill(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}
