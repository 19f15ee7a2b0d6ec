/* SPDX-License-Identifier: Apache-2.0 */
/* One run of `rampart check`: what was given, and what has been made of it so far. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include <rampart/rampart.h>

#include "cli/account_options.h"

enum {
    CHECK_TASK_STATUS = CLI_AFTER_REQUEST,
    CHECK_TASK,
    CHECK_POLICY,
    CHECK_SESSION_POLICY,
    CHECK_CONTROL_POLICY,
    CHECK_REQUESTS,
    CHECK_ASSUMPTIONS,
    CHECK_JOBS,
    CHECK_GATE,
    CHECK_SUGGEST
};

enum { MOST_JOBS = 64 };

extern const struct cli_usage check_usage;

struct check {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed */
    struct cli_clock clock;         /* what it showed when the run began */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory; /* of the policies and the account */
    struct rampart_account *account;   /* NULL: the policies are all there is */
    struct rampart_policy **policies;  /* one for each attachment */
    struct rampart_attachment *attachments;
    size_t attachment_count;
    unsigned control_levels;
    struct rampart_set *set; /* of all of it; decides on every question */
    struct rampart_request *request;
    struct rampart_task *task; /* NULL: the note was made from a bare state, or there is none */
    struct rampart_task_note note;
    bool has_note;
    size_t part; /* of an API that several actions authorise, the one that is asked about */
    struct rampart_decision *decision;
    struct rampart_suggestions *suggestions; /* NULL: nobody asked for them */
    bool refused;                            /* an input was refused; `diags` or a message says why */
};

/*
 * Notes that an input was refused and lets the others be read, so that all their errors are seen. Returns
 * false when there is no point in going on: memory was refused, or the program has a bug.
 */
bool check_proceed(struct check *check, enum rampart_status status);

/* The stages; each returns false as check_proceed() does. */
bool check_command_line(const struct cli_arguments *arguments); /* false: refused, with a message */
bool check_read_account(struct check *check);
bool check_read_policies(struct check *check);
bool check_fill_request(struct check *check);
bool check_read_task(struct check *check);

/* Starts a request with the account's id, or with --account-id. */
enum rampart_status check_start_request(struct check *check);

/* Refuses a finished request whose principal cannot have the session policy that was given. */
enum rampart_status check_session(const struct check *check);

/* Makes check->set of what was read; `few`: for the questions of one command line. */
enum rampart_status check_make_set(struct check *check, bool few);

/* Creates check->diags and reads what is assumed, which all that follows is made with. */
bool check_start(struct check *check);

/* Makes check->decision, and check->suggestions if they are asked for. Complains and returns false when it fails. */
bool check_decide(struct check *check);

/* Frees all that was made. */
void check_free(struct check *check);

/* Answers the lines of --requests, and returns the exit code. */
int check_answer_requests(const struct check *check);

#endif
