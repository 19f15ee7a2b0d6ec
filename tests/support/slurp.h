/* SPDX-License-Identifier: Apache-2.0 */
/* A whole file in memory. */
#ifndef RP_TESTS_SLURP_H
#define RP_TESTS_SLURP_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* The caller frees *ret_text, which is NUL-terminated as well. False: the file cannot be read. */
static inline bool slurp(const char *path, char **ret_text, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = -1;

    if (file == NULL) return false;
    if (fseek(file, 0, SEEK_END) == 0) size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) text = calloc(1, (size_t)size + 1);
    if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size) {
        free(text);
        text = NULL;
    }
    (void)fclose(file);
    if (text == NULL) return false;
    *ret_text = text;
    *ret_size = (size_t)size;
    return true;
}

#endif
