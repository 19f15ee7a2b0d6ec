/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics in one text, a line each: "DOC004 3:5 unknown element \"Acton\" | did you mean \"Action\"?" */
#ifndef RP_TESTS_DIAG_LINES_H
#define RP_TESTS_DIAG_LINES_H

#include <rampart/diag.h>

/* Writes the lines into a buffer and returns it; what does not fit is cut. */
const char *diag_lines(const struct rampart_diags *diags, char *buffer, size_t size);

#endif
