/* SPDX-License-Identifier: Apache-2.0 */
/* Markdown for the comments of pull requests (GitHub's and GitLab's dialects). */
#ifndef RP_REPORT_MARKDOWN_H
#define RP_REPORT_MARKDOWN_H

#include "base/buf.h"

/* Text of others, on one line, with everything escaped that could be markup, a mention or HTML. */
void rp_markdown_text(struct rp_buf *out, struct rampart_str text);

/* The same as code. */
void rp_markdown_code(struct rp_buf *out, struct rampart_str text);

#endif
