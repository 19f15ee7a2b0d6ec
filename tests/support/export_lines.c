/* SPDX-License-Identifier: Apache-2.0 */
#include "support/export_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

const char *export_lines(const char *lines)
{
    static char text[65536], buffer[65536];
    size_t count = 0, used = 0;
    for (const char *at = lines; *at != '\0'; at++) {
        text[used++] = *at == '\'' ? '"' : *at;
        count += *at == '\n';
    }
    (void)snprintf(text + used, sizeof text - used, "{\"rampart\":1,\"api\":\"end\",\"lines\":%zu}\n", count);
    return account_of_text_lines(text, buffer, sizeof buffer);
}

void assert_export_line(const char *lines, const char *part)
{
    const char *all = export_lines(lines);
    if (strstr(all, part) == NULL) assert_string_equal(all, part);
}
