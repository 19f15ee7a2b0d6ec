/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/status.h>

#include "cli/message.h"

enum { FIRST_SIZE = 4096 };

const char *cli_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

/* Reads to the end, or to one byte over `most`. Returns NULL with errno when that fails. */
static char *read_all(FILE *file, size_t most, size_t *ret_len)
{
    size_t size = FIRST_SIZE, len = 0;
    char *text = malloc(size);
    while (text != NULL) {
        len += fread(text + len, 1, size - len, file);
        if (len < size || len > most) break;
        size *= 2;
        char *larger = realloc(text, size);
        if (larger == NULL) free(text);
        text = larger;
    }
    if (text != NULL && ferror(file)) {
        free(text);
        return NULL;
    }
    *ret_len = len;
    return text;
}

char *cli_read(const char *path, size_t *ret_len)
{
    const size_t most = rampart_default_limits().document_bytes;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *text = file == NULL ? NULL : read_all(file, most, ret_len);
    int reason = errno;
    if (file != NULL && file != stdin) fclose(file);
    if (text == NULL) {
        cli_error("cannot read %s: %s", cli_file_name(path), strerror(reason));
        return NULL;
    }
    if (*ret_len <= most) return text;
    cli_error("%s is larger than %zu bytes", cli_file_name(path), most);
    free(text);
    return NULL;
}
