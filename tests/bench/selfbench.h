/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the benches of rampart-selfbench share: a generated account, requests about it, and the table they
 * fill.
 */
#ifndef RP_TESTS_SELFBENCH_H
#define RP_TESTS_SELFBENCH_H

#include <rampart/rampart.h>

#include "bench/large_account.h"
#include "bench/measure.h"
#include "support/naive_account.h"

#define TABLE_ROWS 19

/* One line of the table. `ratio` above 1 is in Rampart's favour. */
struct table_row {
    const char *what, *twin; /* what is measured, and beside what */
    char figure[24], twin_figure[24];
    double ratio;
    size_t checked; /* answers compared with the twin's */
};

struct bench {
    const char *program; /* the path of `rampart` */
    struct account_shape shape;
    size_t questions;
    double seconds;     /* the least time of a round */
    struct rp_buf text; /* the account file */
    struct rampart_account *account;
    struct generated_question *asked; /* by the index of the question, as are the following */
    struct rampart_request **requests;
    struct rp_rules **rules;
    struct naive_holding *holdings; /* the same, for the naive twin */
    struct table_row rows[TABLE_ROWS];
    size_t row_count;
    size_t wrong; /* answers that differ from the twin's */
};

/* The naive twin's answer to question `i`, of a principal who holds this. */
void bench_answer_naively(const struct bench *bench, size_t i, const struct naive_holding *holding,
                          struct naive_answer *ret_answer);

/* Adds a row about times: `unit` is "us", "ms" or "ns". */
void bench_add_times(struct bench *bench, struct table_row row, const char *unit, double seconds,
                     double twin_seconds);

/* Adds a row about rates, the larger the better. */
void bench_add_rates(struct bench *bench, struct table_row row, const char *unit, double rate,
                     double twin_rate);

/* Each adds its rows; false: it failed, and what failed was printed. */
bool bench_parse(struct bench *bench);
bool bench_lint(struct bench *bench);
bool bench_load(struct bench *bench);
bool bench_image(struct bench *bench);
bool bench_decide(struct bench *bench);
bool bench_replace(struct bench *bench);
bool bench_who_can(struct bench *bench);
bool bench_requests(struct bench *bench);
bool bench_replay(struct bench *bench);
bool bench_resources(struct bench *bench);

#endif
