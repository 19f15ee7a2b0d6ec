/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of an account: a file made once from an account file and all documents that it names, checked, for
 * questions that are to be answered at once. Whatever takes an account file takes an image in its place
 * (rampart_account_read_file(), account.h) and reads only as much of it as a question needs; answers and
 * diagnostics are the same, and name the files that the image was made from.
 *
 * An image is for the version of the library and the kind of machine that made it; any other refuses it.
 */
#ifndef RAMPART_IMAGE_H
#define RAMPART_IMAGE_H

#include <rampart/input.h>
#include <rampart/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads the account file that is the only path of `input` as rampart_account_read_input() does, with the same
 * diagnostics, and hands its image to the writer, piece after piece; nothing is written of an account that is refused.
 * The same files give the same bytes.
 * Errors: as rampart_account_read_file(); RAMPART_IO when the writer stops; RAMPART_LIMIT for an image of 4 GiB.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_image_write(const struct rampart_options *options,
                                                                       const struct rampart_input *input,
                                                                       struct rampart_diags *diags,
                                                                       const struct rampart_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
