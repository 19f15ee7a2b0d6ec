/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of documents, and the paths of files that they name. */
#ifndef LSP_URI_H
#define LSP_URI_H

#include "base/buf.h"

/*
 * Appends the path that an address of the scheme file names. False, and nothing is added: it names no file of this machine, or
 * one whose name holds a NUL.
 */
bool lsp_uri_path(struct rampart_str uri, struct rp_buf *out);

/* Appends the address of an absolute path. */
void lsp_uri_of(struct rampart_str path, struct rp_buf *out);

#endif
