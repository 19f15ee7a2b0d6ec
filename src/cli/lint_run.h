/* SPDX-License-Identifier: Apache-2.0 */
/* A run of lint over files: set up by the command line and the settings, and fed to a report. */
#ifndef CLI_LINT_RUN_H
#define CLI_LINT_RUN_H

#include <limits.h>

#include <rampart/report.h>

#include "cli/options.h"
#include "cli/progress.h"

/* Zeroed but for the first members, it is to be started. */
struct lint_run {
    const struct cli_arguments *arguments;
    enum rampart_lint_format format;
    enum cli_option_id rules_option;        /* names files of rules */
    bool rules_apart;                       /* which the linter does not judge by */
    const char *from, *to;                  /* files at or beside the one are named as if they were there at the other; NULL: none */
    enum rampart_policy_kind kind;          /* of the documents */
    struct rampart_inventory *inventory;    /* of the caller; NULL: nobody asks */
    struct rampart_linter *linter;
    struct rampart_catalog *catalog;        /* NULL: the one built in */
    struct rampart_lint_settings *settings; /* NULL: there are none */
    struct rampart_diags *findings;         /* of the file at hand */
    struct rampart_lint_report *report;     /* of the caller, who begins and ends it */
    struct cli_progress progress;
    char folder[PATH_MAX];                  /* the working directory */
    struct rampart_lint_baseline *baseline; /* NULL: there is none */
    struct rampart_rules **rules;           /* the files of the option */
    size_t rules_count;
    struct rampart_str *outside;            /* the folders of --allow-outside */
    struct rampart_lint_date today;
    enum rampart_severity fail_on;
    bool failed;                            /* a file could not be read, or the run could not go on */
};

/* Reads rules and settings and makes the linter. Returns false with an error, or with diagnostics in `findings`. */
bool lint_run_start(struct lint_run *run);

/* The findings in the file of --baseline, and in `more`, which is a baseline too, are known. Prints an error on failure. */
bool lint_run_know(struct lint_run *run, struct rampart_str more);

/* Lints a file, or the documents of a folder. Returns false when the run cannot go on. */
bool lint_run_path(struct lint_run *run, const char *path);

/* Lints a file that is named, or one that was found in a folder. */
bool lint_run_file(struct lint_run *run, const char *path, bool found);

/* Waives what the settings waive, and adds the findings at hand to the report as those of a file. */
bool lint_run_add(struct lint_run *run, const char *name, const struct rampart_lint_count *count);

/* Prints an error and ends the run, for a failure that is not about one document. Returns false. */
bool lint_run_fail(struct lint_run *run, enum rampart_status status);

/* A writer of a report that nobody reads. */
bool lint_run_discard(void *context, struct rampart_str piece);

/* Frees everything but the inventory. */
void lint_run_free(struct lint_run *run);

#endif
