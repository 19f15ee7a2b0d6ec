/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/inputs.h"
#include "cli/message.h"

static bool is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

static bool complain(const char *path, int reason)
{
    cli_error("cannot write %s: %s", is_standard(path) ? "standard output" : path, strerror(reason));
    return false;
}

/* ---- inputs ---- */

/* What is not there yet, or is not open, is no input. */
static bool look_at(const char *path, struct stat *status)
{
    *status = (struct stat){.st_mode = 0};
    if (is_standard(path)) return fstat(STDOUT_FILENO, status) == 0 || errno == EBADF;
    return stat(path, status) == 0 || errno == ENOENT;
}

bool cli_output_may(const char *path)
{
    struct stat status;
    if (!look_at(path, &status)) return complain(path, errno);
    const char *input = cli_inputs_find(&status);
    if (input == NULL) return true;
    cli_error("cannot write %s: it is an input of this run (%s) and would be overwritten; write to another file",
              is_standard(path) ? "standard output" : path, input);
    return false;
}

/* ---- from opening to the end ---- */

static bool open_path(struct cli_output *output, const char *path, bool in_place)
{
    *output = (struct cli_output){.file = cli_stdout(), .in_place = in_place};
    if (!in_place && !cli_output_may(path)) return false;
    if (is_standard(path)) return true;
    output->path = path;
    output->file = malloc(sizeof *output->file);
    if (output->file == NULL) return complain(path, ENOMEM);
    bool opened = cli_target_open(&output->target, path);
    if (opened) cli_stream_start(output->file, output->target.file);
    if (!opened) free(output->file);
    return opened;
}

bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments)
{
    return open_path(output, cli_value(arguments, CLI_OUTPUT), false);
}

bool cli_output_close(struct cli_output *output, bool good)
{
    bool written = cli_flush(output->file);
    int reason = output->file->reason;
    if (output->path == NULL) return written ? good : complain(NULL, reason);
    free(output->file);
    if (written && good && !output->in_place) good = cli_output_may(output->path); /* it may be read by now */
    if (written && good) {
        written = cli_target_keep(&output->target);
        reason = errno;
    } else {
        cli_target_drop(&output->target);
    }
    return written ? good : complain(output->path, reason);
}

bool cli_wants_color(const struct cli_arguments *arguments, const struct cli_stream *stream)
{
    const char *wish = cli_value(arguments, CLI_COLOR);
    if (wish != NULL && strcmp(wish, "auto") != 0) return strcmp(wish, "always") == 0;
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (refused != NULL && *refused != '\0') return false;
    if (terminal != NULL && strcmp(terminal, "dumb") == 0) return false;
    return cli_is_terminal(stream);
}

static bool write_whole(const char *path, struct rampart_str text, bool in_place)
{
    struct cli_output output;
    if (!open_path(&output, path, in_place)) return false;
    return cli_output_close(&output, cli_put(output.file, text));
}

bool cli_output_write(const char *path, struct rampart_str text)
{
    return write_whole(path, text, false);
}

bool cli_output_write_back(const char *path, struct rampart_str text)
{
    return write_whole(path, text, true);
}
