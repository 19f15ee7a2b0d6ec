/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CMocka prints the line of the assertion that failed, which may be in a helper of many tests. This prints the line of
 * each call on the way to it, up to the test. The assertions of CMocka end in _fail(); the linker prefers this one, and
 * this one calls CMocka's. (tests/CMakeLists.txt asks the linker for it.)
 */
#define _GNU_SOURCE /* RTLD_NEXT and dladdr() */

#include <dlfcn.h>
#include <execinfo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_CALLS = 32, COMMAND_SIZE = 4096, LINE_SIZE = 1024 };

/*
 * Writes the command that gives the line of each call that is in this program, the innermost first. A return address is
 * behind its call. False: there is none.
 */
static bool write_command(char command[COMMAND_SIZE])
{
    void *calls[MOST_CALLS];
    int count = backtrace(calls, MOST_CALLS), used = 0;
    Dl_info own, other;
    bool any = false;

    if (dladdr((void *)(uintptr_t)&write_command, &own) == 0) return false;
    used = snprintf(command, COMMAND_SIZE, "exec addr2line -fp -e '%s' 2> /dev/null", own.dli_fname);
    for (int i = 0; i < count && used > 0 && used < COMMAND_SIZE; i++) {
        if (dladdr(calls[i], &other) == 0 || other.dli_fbase != own.dli_fbase) continue;
        used += snprintf(command + used, (size_t)(COMMAND_SIZE - used), " 0x%tx",
                         (char *)calls[i] - (char *)own.dli_fbase - 1);
        any = true;
    }
    return any && used > 0 && used < COMMAND_SIZE;
}

/* "function at /path/tests/unit/test.c:12 (discriminator 3)\n" becomes "    tests/unit/test.c:12 in function\n". */
static void print_call(char *line)
{
    char *place = strstr(line, " at "), *path = NULL;

    for (char *next = place; next != NULL && (next = strstr(next, "/tests/")) != NULL; next++) path = next;
    if (path == NULL) return;
    *place = '\0';
    path[strcspn(path, " \n")] = '\0';
    print_error("%s: called from here, in %s\n", path + 1, line);
}

static void print_calls(void)
{
    char command[COMMAND_SIZE], line[LINE_SIZE];
    FILE *lines = NULL;

    if (!write_command(command) || (lines = popen(command, "r")) == NULL) return;
    /* This function, _fail() and the function of the assertion, which CMocka names itself. */
    for (int i = 0; fgets(line, sizeof line, lines) != NULL && strncmp(line, "main at ", 8) != 0; i++)
        if (i > 3) print_call(line);
    (void)pclose(lines);
}

void _fail(const char *const file, const int line)
{
    void (*cmocka)(const char *, int) = NULL;
    void *found = dlsym(RTLD_NEXT, "_fail");

    memcpy(&cmocka, &found, sizeof cmocka);
    print_calls();
    cmocka(file, line);
}
