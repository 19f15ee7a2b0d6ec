/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <rampart/report.h>

#include "cli/stream.h"

/* One per process: every message is about this run. */
static struct {
    bool wanted, quiet;
    bool usage;
    bool told;
    bool lost; /* memory was refused: the list is not complete and must not look as if it were */
    struct rampart_diags *diags;
} failure;

/* ---- messages ---- */

/* The longest message; a longer one is cut. */
enum { MESSAGE_SIZE = 2048, ESCAPE_SIZE = 5, HEAD_SIZE = 32, INDENT = 4 };

/* The command line may hold any bytes, also commands to a terminal: C0, DEL, and C1 in UTF-8. */
static void message_make_visible(const unsigned char *text, char *to)
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

/* The columns of a word, and in *ret_len its bytes: characters of UTF-8 are counted by their first byte. */
static size_t message_word(const char *text, size_t *ret_len)
{
    size_t columns = 0, len = 0;
    for (; text[len] != '\0' && text[len] != ' '; len++) columns += ((unsigned char)text[len] & 0xC0) != 0x80;
    *ret_len = len;
    return columns;
}

/* Breaks a line at blanks, where a terminal would break words. `to` has room for a break before each byte. */
static void message_wrap(const char *line, size_t columns, char *to)
{
    size_t column = 0, len;
    for (; *line != '\0'; line += len) {
        const size_t width = message_word(line, &len);
        if (columns > 0 && column > INDENT && column + 1 + width > columns) {
            memcpy(to, "\n    ", 1 + INDENT);
            to += 1 + INDENT;
            column = INDENT;
        } else if (column > 0) {
            *to++ = ' ';
            column++;
        }
        memcpy(to, line, len);
        to += len;
        column += width;
        len += line[len] == ' ';
    }
    *to = '\0';
}

__attribute__((format(printf, 3, 0))) static void message_print(const char *severity, bool kept,
                                                                const char *format, va_list arguments)
{
    char text[MESSAGE_SIZE], visible[MESSAGE_SIZE * (ESCAPE_SIZE - 1)], line[sizeof visible + HEAD_SIZE];
    char wrapped[sizeof line * (INDENT + 1)];
    vsnprintf(text, sizeof text, format, arguments);
    message_make_visible((const unsigned char *)text, visible);
    snprintf(line, sizeof line, "rampart: %s%s", severity, visible);
    message_wrap(line, cli_columns(cli_stderr()), wrapped);
    (void)cli_printf(cli_stderr(), "%s\n", wrapped);
    if (kept) cli_failure_keep(visible);
}

void cli_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message_print("error: ", true, format, arguments);
    va_end(arguments);
}

void cli_warning(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message_print("warning: ", false, format, arguments);
    va_end(arguments);
}

void cli_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message_print("", false, format, arguments);
    va_end(arguments);
}

void cli_point_to_help(const char *command)
{
    failure.usage = true;
    (void)cli_printf(cli_stderr(), "  help: see 'rampart%s%s --help'\n", command == NULL ? "" : " ",
                     command == NULL ? "" : command);
}

/* ---- the object of a run that fails ---- */

static bool message_is_any(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* Looks at each word by itself: the command line may be wrong, and is not read yet. */
void cli_failure_start(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        bool split =
            message_is_any(argv[i], "-f", "--format") && i + 1 < argc && strcmp(argv[i + 1], "json") == 0;
        failure.wanted |= split || message_is_any(argv[i], "-fjson", "--format=json");
        failure.quiet |= message_is_any(argv[i], "-q", "--quiet");
    }
}

static bool message_has_list(void)
{
    return failure.diags != NULL || rampart_diags_new(NULL, &failure.diags) == RAMPART_OK;
}

static void message_keep(const struct rampart_diag *diag)
{
    if (!message_has_list() || rampart_diags_add(failure.diags, diag) != RAMPART_OK) failure.lost = true;
}

void cli_failure_keep(const char *message)
{
    const struct rampart_diag diag = {.code = "CLI002", .name = "failed", .message = rampart_str(message)};
    message_keep(&diag);
}

void cli_failure_keep_diags(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++) message_keep(rampart_diags_at(diags, i));
}

const struct rampart_diags *cli_failure_kept(void)
{
    return failure.diags;
}

void cli_failure_is_told(void)
{
    failure.told = true;
}

/* All messages so far are about the command line, also those from before that was known. */
static void message_call_it_usage(void)
{
    struct rampart_diags *said = failure.diags;
    failure.diags = NULL;
    for (size_t i = 0; i < rampart_diags_count(said); i++) {
        struct rampart_diag diag = *rampart_diags_at(said, i);
        diag.code = "CLI001";
        diag.name = "bad-usage";
        message_keep(&diag);
    }
    rampart_diags_free(said);
}

void cli_failure_write(void)
{
    struct cli_stream *out = cli_stdout();
    if (!failure.wanted || failure.quiet || failure.told || out->used || out->reason != 0) return;
    if (failure.usage) message_call_it_usage();
    const struct rampart_writer writer = cli_writer(out);
    if (!failure.lost && message_has_list() &&
        rampart_report_failure(NULL, failure.diags, &writer) == RAMPART_OK)
        return;
    if (out->used) return;
    (void)cli_puts(out,
                   "{\"error\":{\"code\":\"CLI003\",\"name\":\"out-of-memory\",\"message\":\"out of memory\","
                   "\"help\":null},\"diagnostics\":[],\"omitted\":0}\n");
}

void cli_failure_free(void)
{
    rampart_diags_free(failure.diags);
    failure.diags = NULL;
}
