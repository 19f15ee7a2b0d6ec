/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `rampart check --requests` over a file of requests, beside `jq -c .` copying the same lines; without jq,
 * alone. What either takes for an empty file (starting, loading the account) is taken off.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "bench/selfbench.h"
#include "support/slurp.h"

enum { LINES_A_QUESTION = 100, MOST_ARGUMENTS = 11 };

extern char **environ;

struct files {
    char folder[32], account[48], requests[48], empty[48], answers[48];
};

/* One program to be timed. */
struct command {
    char *const *arguments;
    const char *output;
};

static bool write_file(const char *path, struct rampart_str text)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && (text.len == 0 || fwrite(text.data, 1, text.len, file) == text.len);

    return file != NULL && fclose(file) == 0 && good;
}

static bool run(void *context, size_t i)
{
    const struct command *command = context;
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int code = -1;
    bool started = posix_spawn_file_actions_init(&actions) == 0;

    (void)i;
    if (!started) return false;
    started = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, command->output,
                                               O_WRONLY | O_CREAT | O_TRUNC, 0600) == 0 &&
              posix_spawnp(&child, command->arguments[0], &actions, NULL, command->arguments, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    return started && waitpid(child, &code, 0) == child && WIFEXITED(code) && WEXITSTATUS(code) == 0;
}

/* Seconds for the lines alone. Negative: the program failed or is not there. */
static double time_lines(char *const *arguments, size_t input, const struct files *files, double seconds)
{
    char *empty[MOST_ARGUMENTS + 1] = {NULL};
    struct command full = {arguments, files->answers}, bare = {empty, "/dev/null"};
    const struct measured lines = {run, &full, 1, measure_used}, nothing = {run, &bare, 1, measure_used};
    double spent = 0, idle = 0;
    char path[48];

    for (size_t i = 0; arguments[i] != NULL && i < MOST_ARGUMENTS; i++) empty[i] = arguments[i];
    (void)snprintf(path, sizeof path, "%s", files->empty);
    empty[input] = path;
    idle = measure_bulk(&nothing, seconds);
    spent = idle < 0 ? -1 : measure_bulk(&lines, seconds);
    return spent < 0 ? -1 : spent - idle;
}

/* ---- answers ---- */

static bool same_answer(const char *line, const struct rampart_verdict *naive)
{
    cJSON *answer = cJSON_Parse(line);
    const char *outcome = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, "decision"));
    const char *deny = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, "noPermissionType"));
    bool same = outcome != NULL && strcmp(outcome, rampart_outcome_name(naive->outcome)) == 0;

    if (same && naive->outcome == RAMPART_OUTCOME_DENY)
        same = deny != NULL && strcmp(deny, rampart_deny_name(naive->deny)) == 0;
    cJSON_Delete(answer);
    return same;
}

static bool check_answers(struct bench *bench, const struct files *files, size_t lines)
{
    char *text = NULL, *rest = NULL;
    size_t size = 0;

    if (!slurp(files->answers, &text, &size)) return false;
    rest = text;
    for (unsigned i = 0; i < lines; i++) {
        struct generated_question question;
        struct naive_answer naive = {.matched_count = 0};
        char *end = strchr(rest, '\n');

        generate_question(&bench->shape, i, &question);
        naive_account_decide(bench->account, &question.asked, &naive);
        if (end != NULL) *end = '\0';
        bench->wrong += !same_answer(rest, &naive.verdict);
        if (end != NULL) rest = end + 1;
    }
    bench->wrong += *rest != '\0';
    free(text);
    return true;
}

/* ---- the row ---- */

static bool write_files(const struct bench *bench, struct files *files, unsigned lines)
{
    struct rp_buf buf;
    bool good = false;

    (void)snprintf(files->folder, sizeof files->folder, "/tmp/rampart-bench-XXXXXX");
    if (mkdtemp(files->folder) == NULL) return false;
    (void)snprintf(files->account, sizeof files->account, "%s/account.json", files->folder);
    (void)snprintf(files->requests, sizeof files->requests, "%s/requests.jsonl", files->folder);
    (void)snprintf(files->empty, sizeof files->empty, "%s/empty.jsonl", files->folder);
    (void)snprintf(files->answers, sizeof files->answers, "%s/answers.jsonl", files->folder);
    rp_buf_init(&buf, NULL, (size_t)1 << 30);
    for (unsigned i = 0; i < lines; i++) {
        struct generated_question question;

        generate_question(&bench->shape, i, &question);
        generated_question_put(&buf, &question, i);
    }
    good = buf.failed == RAMPART_OK && write_file(files->account, rp_buf_text(&bench->text)) &&
           write_file(files->requests, rp_buf_text(&buf)) && write_file(files->empty, rampart_str(""));
    rp_buf_free(&buf);
    return good;
}

static void remove_files(const struct files *files)
{
    (void)remove(files->account);
    (void)remove(files->requests);
    (void)remove(files->empty);
    (void)remove(files->answers);
    (void)rmdir(files->folder);
}

static bool time_programs(struct bench *bench, struct files *files, unsigned lines)
{
    char program[512], check[] = "check", a[] = "-a", requests[] = "--requests", jq[] = "jq", c[] = "-c",
                       dot[] = ".";
    char lenient[] = "--lenient", at[] = "--at=unknown"; /* invented actions, and requests without a time */
    char *own[] = {program, check, a, files->account, lenient, at, requests, files->requests, NULL};
    char *twin[] = {jq, c, dot, files->requests, NULL};
    struct table_row row = {.what = "check --requests, a line", .twin = "jq -c .", .checked = lines};
    double seconds = 0, twins = 0;

    (void)snprintf(program, sizeof program, "%s", bench->program);
    twins = time_lines(twin, 3, files, bench->seconds);
    if (twins <= 0) row.twin = "jq is not installed";
    seconds = time_lines(own, 7, files, bench->seconds);
    if (seconds == -1) return false;
    bench_add_rates(bench, row, "lines/s", lines / seconds, twins <= 0 ? 0 : lines / twins);
    return check_answers(bench, files, lines);
}

bool bench_requests(struct bench *bench)
{
    struct files files;
    unsigned lines = (unsigned)bench->questions * LINES_A_QUESTION;
    bool good = write_files(bench, &files, lines) && time_programs(bench, &files, lines);

    remove_files(&files);
    return good;
}
