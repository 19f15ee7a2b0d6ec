/* SPDX-License-Identifier: Apache-2.0 */
/* Images of account files in memory, and images that lie. */
#ifndef RP_TESTS_MAKE_IMAGE_H
#define RP_TESTS_MAKE_IMAGE_H

#include <rampart/diag.h>

#include "base/buf.h"

/* The image of an account file. The buffer is initialised here and freed by the caller. */
enum rampart_status make_image(const struct rampart_options *options, const char *path,
                               struct rampart_diags *diags, struct rp_buf *ret_image);

/* Puts the right checksums into an image whose bytes were changed, as whoever wants to deceive would. */
void seal_image(char *bytes, size_t size);

/* The same for the image of an organisation, whose sizes are kept. */
void seal_members(char *bytes, size_t size);

/* Writes a text into a file; fails the test when that fails. */
void spill(const char *path, const char *text, size_t size);

#endif
