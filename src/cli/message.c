/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/failure.h"
#include "cli/stream.h"

/* The longest message; what is longer is cut. */
enum { MESSAGE_SIZE = 2048, ESCAPE_SIZE = 5 };

/* Words of the command line may hold anything, a terminal's commands too: C0, DEL, and C1 as UTF-8 has them. */
static void make_visible(const unsigned char *text, char *to)
{
    for (; *text != '\0'; text++) {
        bool pair = *text == 0xC2 && text[1] >= 0x80 && text[1] < 0xA0;
        if (pair) text++;
        if (pair || *text < 0x20 || *text == 0x7F)
            to += snprintf(to, ESCAPE_SIZE, "\\x%02x", *text);
        else
            *to++ = (char)*text;
    }
    *to = '\0';
}

__attribute__((format(printf, 3, 0))) static void print(const char *severity, bool kept, const char *format,
                                                        va_list arguments)
{
    char text[MESSAGE_SIZE], visible[MESSAGE_SIZE * (ESCAPE_SIZE - 1)];
    vsnprintf(text, sizeof text, format, arguments);
    make_visible((const unsigned char *)text, visible);
    (void)cli_printf(cli_stderr(), "rampart: %s%s\n", severity, visible);
    if (kept) cli_failure_keep(visible);
}

void cli_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("error: ", true, format, arguments);
    va_end(arguments);
}

void cli_warning(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("warning: ", false, format, arguments);
    va_end(arguments);
}

void cli_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("", false, format, arguments);
    va_end(arguments);
}

void cli_point_to_help(const char *command)
{
    cli_failure_is_usage();
    (void)cli_printf(cli_stderr(), "  help: see 'rampart%s%s --help'\n", command == NULL ? "" : " ",
                     command == NULL ? "" : command);
}
