/* SPDX-License-Identifier: Apache-2.0 */
/* Writing policy documents for people. */
#ifndef RP_WRITE_WRITE_DOCUMENT_H
#define RP_WRITE_WRITE_DOCUMENT_H

#include "base/buf.h"
#include "text/tree.h"

/* A policy document, read into a tree or made as one, in its canonical form; ends with a newline. */
void rp_document_print(struct rp_buf *out, const struct rp_node *document);

/* A string as JSON; characters stand for themselves, except those that JSON forbids and those that are invisible. */
void rp_document_string(struct rp_buf *out, struct rampart_str text);

#endif
