/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The common part of `rampart check` and `rampart explain-denial`: the policies and the account that decide, one question,
 * its decision, and exit codes.
 */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include <rampart/rampart.h>

#include "cli/account_options.h"
#include "cli/request_options.h"
#include "cli/through_role.h"

struct check {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct cli_clock clock;         /* read when the run began */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory; /* of the policies and the account */
    struct rampart_account *account;     /* NULL: there are only policies */
    struct rampart_policy **policies;    /* one for each attachment */
    struct rampart_attachment *attachments;
    size_t attachment_count;
    unsigned control_levels;
    struct rampart_set *set; /* of all policies; decides every question */
    struct rampart_request *request;
    struct rampart_task *task; /* NULL: the note was made from --task-status, or there is none */
    struct rampart_task_note note;
    bool has_note;
    size_t part; /* which action is asked about, for an API that several actions authorise */
    struct rampart_decision *decision;
    struct rampart_suggestions *suggestions; /* NULL: they are not asked for */
    struct rampart_str until;                /* when a denial ends, and what then is decided; empty: it does not end */
    struct rampart_decision *later;
    struct through_role way;                 /* by a role, if the question was denied */
    bool no_session;                         /* no option tells of one: each line need not look for it */
    bool refused;                            /* an input was refused; `diags` or a message says why */
};

/* cli_proceed() for a check. */
bool check_proceed(struct check *check, enum rampart_status status);

/* Creates check->diags and the inventory, and reads the clock, the assumptions and the catalogue. Each returns false as check_proceed() does. */
bool check_start(struct check *check);
bool check_read_account(struct check *check);
bool check_read_policies(struct check *check);

/* Adds what the command line shows of layers of the resource. Before, check_read_policies(). */
bool check_read_layers(struct check *check);

/* True when the request is one that nobody signed. */
bool check_is_anonymous(const struct cli_arguments *arguments);

/* Whether an option shows something of the resource. */
bool check_shows_layers(const struct cli_arguments *arguments);

/* Makes check->set of everything that was read; `few`: for the questions of one command line. */
enum rampart_status check_make_set(struct check *check, bool few);

/* Starts a request with the ID of the account, or with --account-id. */
enum rampart_status check_start_request(struct check *check);

/* Refuses a finished request whose principal cannot have the session policy that was given. */
enum rampart_status check_session(const struct check *check);

/* Makes check->decision, and check->suggestions with --suggest. Prints an error and returns false on failure. */
bool check_decide(struct check *check);

/* Frees everything that was made for one question; and everything. */
void check_free_question(struct check *check);
void check_free(struct check *check);

/* ---- exit codes ---- */

/* The undocumented points on which an allow may depend and still be one: those that --assume chose, or all of them. */
struct check_gate {
    bool lenient;
    bool chosen[RAMPART_ASSUMPTIONS];
};

struct check_gate check_gate_of(const struct cli_arguments *arguments);

/*
 * The exit code of a decision: 0 for an allow, 1 for a deny, 3 for a conditional one, and for an allow that depends on
 * an undocumented point that the gate does not let pass.
 */
int check_code(const struct rampart_decision *decision, const struct check_gate *gate);

/* The worse of two: 2 before 1 before 3 before 0. */
int check_worse_code(int a, int b);

/* Counts the answers to the lines of --requests. */
struct check_tally {
    size_t decided[RAMPART_OUTCOME_CONDITIONAL + 1]; /* by outcome */
    size_t turns;                                    /* allows that depend on an undocumented point */
    size_t errors;                                   /* lines that were refused */
    size_t expected, missed; /* lines that say what they expect; and those that got something else */
    int worst;               /* the worst exit code of a decision */
};

void check_count(struct check_tally *tally, const struct rampart_decision *decision,
                 enum rampart_expect expect, const struct check_gate *gate);
void check_count_error(struct check_tally *tally);
void check_add_tally(struct check_tally *sum, const struct check_tally *part);
size_t check_tally_lines(const struct check_tally *tally);

/* The exit code of the run: 2 with an error, 1 when an expectation was missed; with `gate` the worst decision counts too. */
int check_tally_code(const struct check_tally *tally, bool gate);

#endif
