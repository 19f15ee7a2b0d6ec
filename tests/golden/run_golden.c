/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_golden FILE [CASE...]: runs the commands of a transcript and holds what they print, and their exit codes, against
 * what stands there. With names of cases it runs only these. RAMPART is the program. UPDATE=1 writes what it gets into
 * the file instead: read what git then shows as changed.
 *
 * A transcript is a list of cases:
 *
 *     who-can-literal                              the name, the first line after the last case
 *     # A pattern is taken by its letters.         comments, as many as one likes
 *     $ rampart who-can --literal ... |            the command line, for sh, in tests/golden/inputs
 *     >     cut -c 1-40                            more lines of it
 *     user/alice                                   its standard output
 *     [stderr]                                     its standard error, where there is any
 *     warning: ...
 *     ? 3                                          its exit code, which ends the case
 *
 * A new case needs its name, its command and a line "?" below it; UPDATE=1 writes the rest. In a command the program is
 * called rampart, and $SCRATCH is an empty folder of the case. A backslash is put before a line of output that could be
 * taken for one of these lines; "[no newline]" follows a line that ends without one.
 *
 * The member "catalog" of reports in JSON, the version of the catalogue, is left out; of its day in a text is left "YYYY-MM-DD".
 *
 * The clock shows 2026-07-01T00:00:00Z (RAMPART_NOW): files of this folder were made later, and so have no age.
 *
 * What it runs makes a new text of the file. The test holds if that is the text of the file, byte by byte.
 */
#define _XOPEN_SOURCE 700 /* nftw() and realpath() are POSIX's, not C's */

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/slurp.h"

enum { PATH_SIZE = PATH_MAX + 64 };

struct line {
    const char *text; /* with its newline, but for the last line of a file that has none */
    size_t len;
    unsigned number;
};

struct transcript {
    const char *file;
    const char *at, *end; /* what is still to read */
    unsigned line;        /* lines that were read */
    FILE *now;            /* the new text */
};

struct golden_case {
    struct line name;
    char *script;
    size_t script_size;
    struct line expected; /* from the line below the command to its exit code */
};

/* The folder that is removed at the end. It holds bin/rampart, scratch/, stdout, stderr and now. */
static char work[] = "/tmp/golden-XXXXXX";

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)about;
    (void)type;
    (void)where;
    return remove(path);
}

/* A folder and all that is in it; true as well when it is not there. */
static bool remove_folder(const char *path)
{
    if (rmdir(path) == 0 || errno == ENOENT) return true;
    return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0;
}

static void remove_work(void)
{
    (void)remove_folder(work);
}

static _Noreturn void die(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    exit(2);
}

static _Noreturn void die_of(const char *what)
{
    die("%s: %s", what, strerror(errno));
}

static const char *work_path(char path[PATH_SIZE], const char *name)
{
    (void)snprintf(path, PATH_SIZE, "%s/%s", work, name);
    return path;
}

static void make_work(void)
{
    const char *program = getenv("RAMPART");
    char target[PATH_MAX], path[PATH_SIZE];
    const char *old = getenv("PATH");
    char *list = NULL;
    size_t size = 0;

    if (program == NULL || realpath(program, target) == NULL) die("RAMPART must name the program to test");
    if (mkdtemp(work) == NULL) die_of(work);
    if (atexit(remove_work) != 0 || mkdir(work_path(path, "bin"), 0700) != 0) die_of(work);
    if (symlink(target, work_path(path, "bin/rampart")) != 0) die_of(path);
    size = strlen(work) + strlen(old == NULL ? "" : old) + 16;
    if ((list = malloc(size)) == NULL) die_of(work);
    (void)snprintf(list, size, "%s/bin:%s", work, old == NULL ? "/usr/bin:/bin" : old);
    if (setenv("PATH", list, 1) != 0 || setenv("LC_ALL", "C", 1) != 0 || unsetenv("NO_COLOR") != 0 || unsetenv("COLUMNS") != 0 ||
        setenv("RAMPART_NOW", "2026-07-01T00:00:00Z", 1) != 0 || setenv("SCRATCH", work_path(path, "scratch"), 1) != 0)
        die_of("the environment");
    free(list);
}

/* Commands run in inputs/ beside the transcripts. */
static void enter_inputs(const char *file)
{
    char path[PATH_SIZE];
    const char *slash = strrchr(file, '/');

    (void)snprintf(path, sizeof path, "%.*sinputs", slash == NULL ? 0 : (int)(slash - file + 1), file);
    if (chdir(path) != 0) die_of(path);
}

static bool starts(const struct line *line, const char *prefix)
{
    return line->len >= strlen(prefix) && memcmp(line->text, prefix, strlen(prefix)) == 0;
}

static bool is(const struct line *line, const char *text)
{
    return starts(line, text) && (line->len == strlen(text) || line->text[strlen(text)] == '\n');
}

static bool next_line(struct transcript *transcript, struct line *ret_line)
{
    const char *newline = NULL;

    if (transcript->at == transcript->end) return false;
    newline = memchr(transcript->at, '\n', (size_t)(transcript->end - transcript->at));
    *ret_line = (struct line){.text = transcript->at, .number = ++transcript->line};
    transcript->at = newline == NULL ? transcript->end : newline + 1;
    ret_line->len = (size_t)(transcript->at - ret_line->text);
    return true;
}

static void put(FILE *to, const char *text, size_t len)
{
    if (fwrite(text, 1, len, to) != len) die_of(work);
}

/* Copies the lines before a command. False: there is no command any more. */
static bool read_name(struct transcript *transcript, struct golden_case *ret_case, struct line *ret_command)
{
    struct line line;

    *ret_case = (struct golden_case){.script = NULL};
    while (next_line(transcript, &line)) {
        put(transcript->now, line.text, line.len);
        *ret_command = line;
        if (starts(&line, "$ ")) {
            if (ret_case->name.len > 0) return true;
            die("%s:%u: the case has no name: it stands in a line before the command", transcript->file, line.number);
        }
        if (ret_case->name.len == 0 && line.text[0] != '#' && line.text[0] != '\n') ret_case->name = line;
    }
    if (ret_case->name.len == 0) return false;
    die("%s:%u: the case has no command: \"$ rampart ...\"", transcript->file, ret_case->name.number);
}

/* Copies the command, and what it is expected to print as well if the case is `kept`. */
static void read_command(struct transcript *transcript, struct golden_case *test, const struct line *first, bool kept)
{
    FILE *script = open_memstream(&test->script, &test->script_size);
    struct line line = *first;
    bool command = true;

    if (script == NULL) die_of("the command");
    put(script, first->text + 2, first->len - 2);
    while (next_line(transcript, &line)) {
        command = command && line.text[0] == '>' && (starts(&line, "> ") || is(&line, ">"));
        if (command) put(script, line.text + (line.len > 2 ? 2 : 1), line.len - (line.len > 2 ? 2 : 1));
        if (!command && test->expected.len == 0) test->expected = line;
        if (command || kept) put(transcript->now, line.text, line.len);
        if (starts(&line, "$ ")) break;
        if (starts(&line, "? ") || is(&line, "?")) {
            test->expected.len = (size_t)(transcript->at - test->expected.text);
            if (fclose(script) != 0) die_of("the command");
            return;
        }
    }
    die("%s:%u: the case that starts here does not end: its last line is \"? \" and its exit code", transcript->file,
        test->name.number);
}

static int open_output(const char *name)
{
    char path[PATH_SIZE];
    int fd = open(work_path(path, name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0) die_of(path);
    return fd;
}

/* Runs the command with an empty scratch folder and nothing to read; leaves stdout and stderr in `work`. */
static int run_script(const char *script)
{
    char scratch[PATH_SIZE];
    int out = open_output("stdout"), err = open_output("stderr"), in = open("/dev/null", O_RDONLY), status = 0;
    pid_t child = -1;

    if (!remove_folder(work_path(scratch, "scratch")) || mkdir(scratch, 0777) != 0) die_of(scratch);
    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
        (void)execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) die_of("sh");
    (void)close(in);
    (void)close(out);
    (void)close(err);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void put_line(FILE *now, const struct line *line)
{
    bool marked = line->text[0] == '\\' || starts(line, "$ ") || starts(line, "? ") || is(line, "?") ||
                  is(line, "[stderr]") || is(line, "[no newline]") || starts(line, "> ") || is(line, ">");

    if (marked) put(now, "\\", 1);
    put(now, line->text, line->len);
    if (line->text[line->len - 1] != '\n') put(now, "\n[no newline]\n", strlen("\n[no newline]\n"));
}

/*
 * Takes the version of the catalogue out of a report, `,"catalog":{"date":"…","digest":"…"}`: every change of a table would
 * change every transcript. Returns the new size.
 */
static size_t forget_version(char *text, size_t size)
{
    static const char before[] = ",\"catalog\":{\"date\":\"";
    size_t to = 0;
    for (size_t at = 0; at < size;) {
        const char *end = NULL;
        if (size - at > sizeof before && memcmp(text + at, before, sizeof before - 1) == 0)
            end = memchr(text + at, '}', size - at);
        if (end == NULL) {
            text[to++] = text[at++];
            continue;
        }
        at = (size_t)(end - text) + 1;
    }
    return to;
}

/* The same of a text: `catalogue 2026-11-29`. It stays as long, since lines are broken by it. */
static void forget_day(char *text, size_t size)
{
    static const char day[] = "YYYY-MM-DD", *const befores[] = {"; catalogue ", "        catalogue "};
    for (size_t at = 0; at < size; at++) {
        for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) {
            const size_t len = strlen(befores[i]);
            if (size - at >= len + strlen(day) && memcmp(text + at, befores[i], len) == 0)
                memcpy(text + at + len, day, strlen(day));
        }
    }
}

static void put_output(FILE *now, const char *name)
{
    struct transcript output = {.file = name};
    char path[PATH_SIZE], *text = NULL;
    size_t size = 0;
    struct line line;

    if (!slurp(work_path(path, name), &text, &size)) die_of(path);
    size = forget_version(text, size);
    forget_day(text, size);
    if (size > 0 && strcmp(name, "stderr") == 0) put(now, "[stderr]\n", strlen("[stderr]\n"));
    output.at = text;
    output.end = text + size;
    while (next_line(&output, &line)) put_line(now, &line);
    free(text);
}

static bool wanted(const struct golden_case *test, char **names)
{
    if (*names == NULL) return true;
    for (; *names != NULL; names++)
        if (is(&test->name, *names)) return true;
    return false;
}

/* Says in which line of the file the case first differs from what it gave. */
static void say_where(const char *file, const struct golden_case *test, const char *got, size_t size)
{
    unsigned number = test->expected.number;
    const char *old = test->expected.text;

    if (test->expected.len == size && memcmp(old, got, size) == 0) return;
    for (size_t i = 0; i < size && i < test->expected.len && old[i] == got[i]; i++)
        if (old[i] == '\n') number++;
    (void)printf("%s:%u: case %.*s differs from here on\n", file, number, (int)strcspn(test->name.text, "\n"),
                 test->name.text);
}

static void run_case(struct transcript *transcript, const struct golden_case *test)
{
    char *got = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&got, &size);
    int code = run_script(test->script);

    if (stream == NULL) die_of("the output");
    put_output(stream, "stdout");
    put_output(stream, "stderr");
    if (fprintf(stream, "? %d\n", code) < 0 || fclose(stream) != 0) die_of("the output");
    say_where(transcript->file, test, got, size);
    put(transcript->now, got, size);
    free(got);
}

/* Writes the new text of the file; how many cases it ran. */
static unsigned run_all(struct transcript *transcript, char **names)
{
    struct golden_case test;
    struct line command;
    unsigned ran = 0;

    while (read_name(transcript, &test, &command)) {
        bool chosen = wanted(&test, names);

        read_command(transcript, &test, &command, !chosen);
        if (chosen) {
            run_case(transcript, &test);
            ran++;
        }
        free(test.script);
    }
    return ran;
}

static void show_difference(const char *file, const char *now)
{
    char label[PATH_SIZE];
    int status = 0;
    pid_t child = -1;

    (void)snprintf(label, sizeof label, "%s (what it is now)", file);
    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        (void)execlp("diff", "diff", "-u", "--label", file, "--label", label, file, now, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) die_of("diff");
}

static void write_file(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) die_of(path);
    put(file, text, size);
    if (fclose(file) != 0) die_of(path);
}

int main(int argc, char **argv)
{
    char file[PATH_MAX], path[PATH_SIZE], *old = NULL, *now = NULL;
    size_t old_size = 0, now_size = 0;
    struct transcript transcript = {.file = argc > 1 ? argv[1] : NULL};
    const char *update = getenv("UPDATE");
    unsigned ran = 0;
    bool same = false;

    if (argc < 2) die("run_golden FILE [CASE...]");
    if (realpath(argv[1], file) == NULL || !slurp(file, &old, &old_size)) die_of(argv[1]);
    make_work();
    enter_inputs(file);
    transcript.at = old;
    transcript.end = old + old_size;
    if ((transcript.now = open_memstream(&now, &now_size)) == NULL) die_of("the new text");
    ran = run_all(&transcript, argv + 2);
    if (fclose(transcript.now) != 0) die_of("the new text");
    if (ran == 0) die("%s: no such case", argv[1]);
    same = now_size == old_size && memcmp(now, old, now_size) == 0;
    if (!same && update != NULL && strcmp(update, "1") == 0) {
        write_file(file, now, now_size);
        (void)printf("%s: written\n", argv[1]);
        same = true;
    } else if (!same) {
        write_file(work_path(path, "now"), now, now_size);
        show_difference(file, path);
    }
    (void)printf("%s: %u cases\n", argv[1], ran);
    free(old);
    free(now);
    return same ? 0 : 1;
}
