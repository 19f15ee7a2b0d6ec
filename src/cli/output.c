/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

static bool complain(const char *path, int reason)
{
    cli_error("cannot write %s: %s", path == NULL ? "standard output" : path, strerror(reason));
    return false;
}

bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments)
{
    return cli_output_open_path(output, cli_value(arguments, CLI_OUTPUT));
}

bool cli_output_open_path(struct cli_output *output, const char *path)
{
    *output = (struct cli_output){.file = cli_stdout()};
    if (path == NULL || strcmp(path, "-") == 0) return true;
    output->path = path;
    output->file = malloc(sizeof *output->file);
    if (output->file == NULL) return complain(path, ENOMEM);
    bool opened = cli_target_open(&output->target, path);
    if (opened) cli_stream_start(output->file, output->target.file);
    if (!opened) free(output->file);
    return opened;
}

bool cli_output_close(struct cli_output *output, bool good)
{
    bool written = cli_flush(output->file);
    int reason = output->file->reason;
    if (output->path == NULL) return written ? good : complain(NULL, reason);
    free(output->file);
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

bool cli_output_write(const char *path, struct rampart_str text)
{
    struct cli_output output;
    if (!cli_output_open_path(&output, path)) return false;
    return cli_output_close(&output, cli_put(output.file, text));
}
