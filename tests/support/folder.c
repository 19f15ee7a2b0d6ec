/* SPDX-License-Identifier: Apache-2.0 */
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST = 512 };

void folder_make(char path[FOLDER_PATH])
{
    strcpy(path, "/tmp/rampart-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void folder_write(const char *path, const char *name, struct rampart_str text)
{
    char file_path[LONGEST];
    snprintf(file_path, sizeof file_path, "%s/%s", path, name);
    FILE *file = fopen(file_path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

void folder_remove(const char *path)
{
    char file_path[LONGEST];
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        snprintf(file_path, sizeof file_path, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') assert_int_equal(unlink(file_path), 0);
    }
    closedir(folder);
    assert_int_equal(rmdir(path), 0);
}
