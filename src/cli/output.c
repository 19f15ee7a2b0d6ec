/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"

static bool complain(const char *path)
{
    cli_error("cannot write %s: %s", path == NULL ? "standard output" : path, strerror(errno));
    return false;
}

/* What the new file's permissions are to be: the old one's, else those that open() would give. */
static mode_t mode_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) return status.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool open_temporary(struct cli_output *output)
{
    static const char ending[] = ".XXXXXX";
    size_t size = strlen(output->path) + sizeof ending;
    output->temporary = malloc(size);
    if (output->temporary == NULL) return false;
    snprintf(output->temporary, size, "%s%s", output->path, ending);
    int file = mkstemp(output->temporary);
    if (file >= 0 && fchmod(file, mode_for(output->path)) == 0) output->file = fdopen(file, "w");
    if (output->file != NULL) return true;
    int reason = errno;
    if (file >= 0) {
        close(file);
        unlink(output->temporary);
    }
    free(output->temporary);
    errno = reason;
    return false;
}

bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments)
{
    return cli_output_open_path(output, cli_value(arguments, CLI_OUTPUT));
}

bool cli_output_open_path(struct cli_output *output, const char *path)
{
    *output = (struct cli_output){.path = path};
    if (path == NULL || strcmp(path, "-") == 0) {
        *output = (struct cli_output){.file = stdout};
        return true;
    }
    /* A device, a pipe or a link must stay what it is: only a plain file may be replaced by a new one. */
    struct stat status;
    bool in_place = lstat(path, &status) == 0 && !S_ISREG(status.st_mode);
    if (in_place) output->file = fopen(path, "w");
    if (in_place ? output->file != NULL : open_temporary(output)) return true;
    return complain(path);
}

bool cli_output_close(struct cli_output *output, bool good)
{
    bool written = fflush(output->file) == 0 && ferror(output->file) == 0;
    if (output->path != NULL && fclose(output->file) != 0) written = false;
    if (written && good && output->temporary != NULL) written = rename(output->temporary, output->path) == 0;
    int reason = errno;
    if (output->temporary != NULL && !(written && good)) unlink(output->temporary);
    free(output->temporary);
    errno = reason;
    return written ? good : complain(output->path);
}

static bool write_piece(void *context, struct rampart_str piece)
{
    return fwrite(piece.data, 1, piece.len, context) == piece.len;
}

struct rampart_writer cli_writer(FILE *file)
{
    return (struct rampart_writer){file, write_piece};
}

bool cli_wants_color(const struct cli_arguments *arguments, FILE *file)
{
    const char *wish = cli_value(arguments, CLI_COLOR);
    if (wish != NULL && strcmp(wish, "auto") != 0) return strcmp(wish, "always") == 0;
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (refused != NULL && *refused != '\0') return false;
    if (terminal != NULL && strcmp(terminal, "dumb") == 0) return false;
    return isatty(fileno(file)) == 1;
}

bool cli_output_write(const char *path, struct rampart_str text)
{
    struct cli_output output;
    if (!cli_output_open_path(&output, path)) return false;
    const struct rampart_writer writer = cli_writer(output.file);
    return cli_output_close(&output, writer.write(writer.context, text));
}
