/* SPDX-License-Identifier: Apache-2.0 */
/* The change of one text into another, as an editor makes it. */
#ifndef LSP_EDIT_H
#define LSP_EDIT_H

#include "base/buf.h"
#include "lsp/lines.h"

/*
 * Writes a list of edits, as a member with this name or as an item: none where the texts are the same, else one, from the first line
 * that differs to the last.
 */
void lsp_put_edits(struct rp_buf *out, const char *name, const struct lsp_lines *before, struct rampart_str after);

#endif
