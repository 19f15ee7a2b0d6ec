/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rampart-selfbench PROGRAM [PRINCIPALS DOCUMENTS STATEMENTS QUESTIONS SECONDS]: measures the library and
 * the program `rampart` at the path PROGRAM on a generated account, each figure beside a naive twin's, and
 * compares every answer with the twin's. Prints one table. Ends with 1 if an answer differs, with 2 if a
 * bench failed.
 */
#include "bench/selfbench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/twins.h"
#include "support/rules.h"

enum { WRONG = 1, FAILED = 2 };

/* ---- the table ---- */

static double factor_of(const char *unit)
{
    return strcmp(unit, "ms") == 0 ? 1e3 : strcmp(unit, "us") == 0 ? 1e6 : 1e9;
}

static void put_figure(char *figure, size_t size, double value, const char *unit)
{
    (void)snprintf(figure, size, value < 10 ? "%.3f %s" : value < 1000 ? "%.1f %s" : "%.0f %s", value, unit);
}

void bench_add_times(struct bench *bench, struct table_row row, const char *unit, double seconds,
                     double twin_seconds)
{
    put_figure(row.figure, sizeof row.figure, seconds * factor_of(unit), unit);
    put_figure(row.twin_figure, sizeof row.twin_figure, twin_seconds * factor_of(unit), unit);
    row.ratio = twin_seconds / seconds;
    bench->rows[bench->row_count++] = row;
}

void bench_add_rates(struct bench *bench, struct table_row row, const char *unit, double rate,
                     double twin_rate)
{
    put_figure(row.figure, sizeof row.figure, rate, unit);
    put_figure(row.twin_figure, sizeof row.twin_figure, twin_rate, unit);
    row.ratio = twin_rate > 0 ? rate / twin_rate : 0;
    bench->rows[bench->row_count++] = row;
}

static void print_table(const struct bench *bench)
{
    printf("%u principals, %u documents of %u statements, %.1f MB; %zu questions; processor time, medians of "
           "three rounds\n\n",
           bench->shape.principals, bench->shape.documents, bench->shape.statements,
           (double)bench->text.len / 1e6, bench->questions);
    printf("%-45s %15s   %-24s %15s %10s %9s\n", "what", "rampart", "beside", "its figure", "ratio",
           "answers");
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct table_row *row = &bench->rows[i];

        printf("%-45s %15s   %-24s %15s %10.*f %9zu\n", row->what, row->figure, row->twin, row->twin_figure,
               row->ratio < 10 ? 2 : 0, row->ratio, row->checked);
    }
    printf("\nratio: how many times better than what it stands beside. answers: compared with the twin's; "
           "%zu differ\n",
           bench->wrong);
}

/* ---- what the benches share ---- */

void bench_answer_naively(const struct bench *bench, size_t i, const struct naive_holding *holding,
                          struct naive_answer *ret_answer)
{
    const struct naive_policies twins = {holding->attachments, holding->count, 0};

    ret_answer->matched_count = 0;
    naive_decide(&twins, &bench->asked[i].asked, ret_answer);
}

static bool open_account(struct bench *bench)
{
    return large_account(&bench->shape, &bench->text) &&
           rampart_account_read(NULL, rp_buf_text(&bench->text), rampart_str("generated.json"), NULL,
                                &bench->account) == RAMPART_OK;
}

/* What the naive twin needs is gathered ahead, as the rules are compiled ahead. */
static bool open_question(struct bench *bench, size_t i)
{
    generate_question(&bench->shape, (unsigned)i, &bench->asked[i]);
    naive_account_gather(bench->account, &bench->asked[i].asked, &bench->holdings[i]);
    return rampart_request_new(NULL, &bench->requests[i]) == RAMPART_OK &&
           request_of_naive(&bench->asked[i].asked, bench->requests[i]) &&
           rp_account_rules(NULL, bench->account, bench->requests[i], NULL, 0, 0, NULL,
                                 &bench->rules[i]) == RAMPART_OK;
}

static bool open_bench(struct bench *bench)
{
    bench->asked = calloc(bench->questions + 1, sizeof *bench->asked);
    bench->requests = calloc(bench->questions + 1, sizeof(struct rampart_request *));
    bench->rules = calloc(bench->questions + 1, sizeof(struct rp_rules *));
    bench->holdings = calloc(bench->questions + 1, sizeof *bench->holdings);
    if (bench->asked == NULL || bench->requests == NULL || bench->rules == NULL || bench->holdings == NULL ||
        !open_account(bench))
        return false;
    for (size_t i = 0; i < bench->questions; i++)
        if (!open_question(bench, i)) return false;
    return true;
}

static void close_bench(struct bench *bench)
{
    for (size_t i = 0; i < bench->questions; i++) {
        if (bench->rules != NULL) rp_rules_free(bench->rules[i]);
        if (bench->requests != NULL) rampart_request_free(bench->requests[i]);
    }
    free(bench->asked);
    free(bench->requests);
    free(bench->rules);
    free(bench->holdings);
    rampart_account_free(bench->account);
    rp_buf_free(&bench->text);
}

/* ---- the program ---- */

static const struct {
    const char *name;
    bool (*run)(struct bench *bench);
} benches[] = {{"parse", bench_parse},     {"lint", bench_lint},         {"load", bench_load},
               {"image", bench_image},     {"decide", bench_decide},     {"replace", bench_replace},
               {"who can", bench_who_can}, {"requests", bench_requests}, {"replay", bench_replay},
               {"resources", bench_resources}};

static bool run_benches(struct bench *bench)
{
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
        if (benches[i].run(bench)) continue;
        (void)fprintf(stderr, "rampart-selfbench: %s failed\n", benches[i].name);
        return false;
    }
    return true;
}

static bool read_size(struct bench *bench, char **arguments)
{
    bench->shape.principals = (unsigned)strtoul(arguments[0], NULL, 10);
    bench->shape.documents = (unsigned)strtoul(arguments[1], NULL, 10);
    bench->shape.statements = (unsigned)strtoul(arguments[2], NULL, 10);
    bench->questions = strtoul(arguments[3], NULL, 10);
    bench->seconds = strtod(arguments[4], NULL);
    return bench->shape.documents > 0 && bench->shape.statements > 0 && bench->questions > 0;
}

int main(int count, char **arguments)
{
    struct bench bench = {.shape = ACCOUNT_SHAPE_LARGE, .questions = 2000, .seconds = 1};
    bool good = count == 2 || (count == 7 && read_size(&bench, arguments + 2));

    if (!good) {
        (void)fprintf(
            stderr, "usage: rampart-selfbench PROGRAM [PRINCIPALS DOCUMENTS STATEMENTS QUESTIONS SECONDS]\n");
        return FAILED;
    }
    bench.program = arguments[1];
    good = open_bench(&bench) && run_benches(&bench);
    if (good) print_table(&bench);
    close_bench(&bench);
    return !good ? FAILED : bench.wrong > 0 ? WRONG : 0;
}
