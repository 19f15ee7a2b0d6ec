/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>

/* The longest message; what is longer is cut. */
enum { MESSAGE_SIZE = 2048 };

/* Words of the command line may hold anything, a terminal's commands too: C0, DEL, and C1 as UTF-8 has them. */
static void print_visible(const unsigned char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < 0x20 || *text == 0x7F)
            fprintf(stderr, "\\x%02x", *text);
        else if (*text == 0xC2 && text[1] >= 0x80 && text[1] < 0xA0)
            fprintf(stderr, "\\x%02x", *++text);
        else
            putc(*text, stderr);
    }
}

__attribute__((format(printf, 2, 0))) static void print(const char *severity, const char *format,
                                                        va_list arguments)
{
    char text[MESSAGE_SIZE];
    vsnprintf(text, sizeof text, format, arguments);
    fprintf(stderr, "rampart: %s: ", severity);
    print_visible((const unsigned char *)text);
    putc('\n', stderr);
}

void cli_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("error", format, arguments);
    va_end(arguments);
}

void cli_warning(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("warning", format, arguments);
    va_end(arguments);
}

void cli_point_to_help(const char *command)
{
    fprintf(stderr, "  help: see 'rampart%s%s --help'\n", command == NULL ? "" : " ",
            command == NULL ? "" : command);
}
