/* SPDX-License-Identifier: Apache-2.0 */
#include "support/diag_lines.h"

#include <stdio.h>

const char *diag_lines(const struct rampart_diags *diags, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < rampart_diags_count(diags) && used < size; i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        int written = snprintf(buffer + used, size - used, "%s%s %u:%u %.*s%s%.*s", i > 0 ? "\n" : "",
                               diag->code, diag->line, diag->column, (int)diag->message.len,
                               diag->message.data, diag->help.len > 0 ? " | " : "", (int)diag->help.len,
                               diag->help.len > 0 ? diag->help.data : "");
        used += written > 0 ? (size_t)written : 0;
    }
    return buffer;
}
