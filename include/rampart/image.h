/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of an account: one file that is made from an account file and all documents it names, checked.
 *
 * Reading an account file costs time in proportion to the account. An image answers at once: every function
 * that takes an account file takes an image in its place, and a set made for `few` requests reads only as
 * much of it as they need. Answers and diagnostics are the same, and name the files that the image was made
 * from.
 *
 * An image is good for the version of the library and the kind of machine that made it. Any other version
 * refuses it: keep the account file, and make the image anew. A checksum finds an image that was changed or
 * cut short.
 *
 * Words: a writer is a function of the caller's that takes what is written (write.h). Gaps are what an
 * account may have and its input does not show (account.h).
 *
 * Thread-safety: Every function of this header may be called from any thread.
 *
 * Example: write the image of an account, and count its bytes.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/image.h>
 *
 *     static bool count(void *context, struct rampart_str piece)
 *     {
 *         *(size_t *)context += piece.len;
 *         return true;
 *     }
 *
 *     int main(void)
 *     {
 *         const char *path = "examples/account/account.yaml";
 *         const struct rampart_input input = {.paths = &path, .path_count = 1};
 *         size_t bytes = 0;
 *         const struct rampart_writer writer = {&bytes, count};
 *         if (rampart_image_write(NULL, &input, NULL, &writer) != RAMPART_OK) return 1;
 *         puts(bytes > 0 ? "written" : "empty");
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     written
 */
#ifndef RAMPART_IMAGE_H
#define RAMPART_IMAGE_H

#include <rampart/input.h>
#include <rampart/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads the account file that is the only path of `input` and hands its image to the writer, piece after
 * piece. Nothing is written of an account that is refused. The same files give the same bytes. Only the
 * members `as_complete`, `require_complete` and `allow_outside` of `input` count beside the path.
 *
 * An account with gaps has no image, unless they are about documents, trust policies or layers of resources.
 *
 * Ownership: Nothing is kept.
 * Errors: as rampart_account_read_file(); RAMPART_INVALID_INPUT also for an account with other gaps;
 * RAMPART_LIMIT also for an image of 4 GiB; RAMPART_IO also when the writer stops; RAMPART_MISUSE for
 * anything but one path, and when `input`, the writer or its function is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_image_write(const struct rampart_options *options,
                                                                       const struct rampart_input *input,
                                                                       struct rampart_diags *diags,
                                                                       const struct rampart_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
