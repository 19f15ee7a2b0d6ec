/* SPDX-License-Identifier: Apache-2.0 */
/* An account is read from the text of its file or from an image. */
#ifndef RP_IMAGE_READ_H
#define RP_IMAGE_READ_H

#include "account/read.h"

/* As rampart_account_read() and rampart_account_read_file(), in this way; `diags` may not be NULL. */
enum rampart_status rp_account_read_text(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rp_account_how how,
                                         struct rampart_diags *diags, struct rampart_account **ret_account);
enum rampart_status rp_account_read_path(const struct rampart_options *options, const char *path,
                                         struct rp_account_how how, struct rampart_diags *diags,
                                         struct rampart_account **ret_account);

/* The same for a file that was loaded; the buffer is empty afterwards. */
enum rampart_status rp_account_read_loaded(const struct rampart_options *options, struct rp_buf *loaded,
                                           struct rampart_str file, struct rp_account_how how,
                                           struct rampart_diags *diags, struct rampart_account **ret_account);

/* The account of an image that is mapped. NULL in *ret_account with RAMPART_OK: the file is no image. */
enum rampart_status rp_account_map_image(const struct rampart_options *options, const char *path,
                                         struct rp_account_how how, struct rampart_diags *diags,
                                         struct rampart_account **ret_account);

#endif
