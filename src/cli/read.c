/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rampart/status.h>

#include "cli/inputs.h"
#include "cli/message.h"

enum { FIRST_SIZE = 4096 };

const char *cli_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

int cli_open(const char *path)
{
    int file = STDIN_FILENO;
    bool standard_input = strcmp(path, "-") == 0;
    while (!standard_input && (file = open(path, O_RDONLY | O_CLOEXEC)) < 0 && errno == EINTR) continue;
    if (file < 0 || cli_inputs_note(path, file)) return file;
    int reason = errno;
    cli_close(file);
    errno = reason;
    return -1;
}

void cli_close(int file)
{
    if (file > STDIN_FILENO) close(file);
}

ssize_t cli_read_some(int file, char *to, size_t most)
{
    ssize_t len;
    do {
        len = read(file, to, most);
    } while (len < 0 && errno == EINTR);
    return len;
}

/* Reads to the end, or to one byte over `most`. Returns NULL with errno when that fails. */
static char *read_all(int file, size_t most, size_t *ret_len)
{
    size_t size = FIRST_SIZE, len = 0;
    char *text = malloc(size);
    ssize_t more = 1;
    while (text != NULL && (more = cli_read_some(file, text + len, size - len)) > 0) {
        len += (size_t)more;
        if (len > most) break;
        if (len < size) continue;
        size *= 2;
        char *larger = realloc(text, size);
        if (larger == NULL) free(text);
        text = larger;
    }
    if (more < 0) {
        int reason = errno;
        free(text);
        errno = reason;
        return NULL;
    }
    *ret_len = len;
    return text;
}

char *cli_read(const char *path, size_t *ret_len)
{
    const size_t most = rampart_default_limits().document_bytes;
    int file = cli_open(path);
    char *text = file < 0 ? NULL : read_all(file, most, ret_len);
    int reason = errno;
    cli_close(file);
    if (text == NULL) {
        cli_error("cannot read %s: %s", cli_file_name(path), strerror(reason));
        return NULL;
    }
    if (*ret_len <= most) return text;
    cli_error("%s is larger than %zu bytes", cli_file_name(path), most);
    free(text);
    return NULL;
}
