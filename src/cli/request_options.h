/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that ask about one request have in common: its options, and the request made from them. */
#ifndef CLI_REQUEST_OPTIONS_H
#define CLI_REQUEST_OPTIONS_H

#include <rampart/rampart.h>

#include "cli/clock.h"
#include "cli/options.h"

/* A command takes the options of these that it lists in its table; its own begin at CLI_AFTER_REQUEST. */
enum {
    CLI_PRINCIPAL = CLI_OWN,
    CLI_ACTION,
    CLI_RESOURCE,
    CLI_LITERAL,
    CLI_PARAM,
    CLI_ACCOUNT_ID,
    CLI_CONTEXT,
    CLI_CONTEXT_FILE,
    CLI_ABSENT,
    CLI_COMPLETE,
    CLI_AT,
    CLI_ASSUME,
    CLI_LENIENT,
    CLI_ACCOUNT, /* these in account_options.h */
    CLI_BEFORE,
    CLI_TEMPLATE_PARAM,
    CLI_REQUIRE_COMPLETE,
    CLI_AS_COMPLETE,
    CLI_ALLOW_OUTSIDE,
    CLI_MAP,
    CLI_LAYER_ABSENT,
    CLI_AFTER_REQUEST
};

/* Rows for a table: circumstances, which every command takes alike. */
#define CLI_CONTEXT_OPTIONS                                                                             \
    {CLI_CONTEXT,                                                                                       \
     '\0',                                                                                              \
     "context",                                                                                         \
     "KEY=VALUE",                                                                                       \
     true,                                                                                              \
     "the value of a condition key; the same key again adds a\n"                                              \
     "                              value; acs:CurrentTime=now is the current time"},                                 \
        {CLI_CONTEXT_FILE, '\0', "context-file", "FILE", true, "condition keys and values as a JSON or YAML map"}, \
        {CLI_ABSENT, '\0', "absent", "KEY", true, "the request does not have this condition key"},              \
    {                                                                                                   \
        CLI_COMPLETE, '\0', "complete", NULL, true,                                                     \
            "every key that is not given is absent, not unknown, except\n" \
            "                              keys that every request has, such as the time"                \
    }

/* A row for a table: when. The default is the command's. */
#define CLI_AT_OPTION(otherwise)                                                                         \
    {                                                                                                    \
        CLI_AT, '\0', "at", "TIME", false,                                                               \
            "the time of the request, instead of acs:CurrentTime:\n"                                        \
            "                              2026-01-31T08:00:00Z, now or unknown (default: " otherwise ")" \
    }

/* A row for a table: what the cloud does not document. */
#define CLI_ASSUME_OPTION                                                              \
    {                                                                                  \
        CLI_ASSUME, '\0', "assume", "NAME=VALUE", true,                                \
            "choose another reading of an undocumented point, such as\n"               \
            "                              resource-case=insensitive; rampart check\n" \
            "                              --assumptions lists these points"           \
    }

/* A row for a table: what decides beside RAM and is not read. */
#define CLI_LAYER_OPTION                                                                         \
    {                                                                                            \
        CLI_LAYER_ABSENT, '\0', "layer-absent", "NAME", true,                                    \
            "the resource has no such policy or ACL: BucketPolicy, ObjectAcl,\n"                         \
            "                              BucketAcl, KeyPolicy, SecretPolicy, ProjectPolicy,\n" \
            "                              InstancePolicy, …"                                    \
    }

/*
 * Notes that an input was refused and lets the others be read, so that all their errors are seen. Returns
 * false when there is no point in going on: memory was refused, or the program has a bug.
 */
bool cli_proceed(bool *refused, enum rampart_status status);

/*
 * The request that the options describe, in the order they were given, its names checked. Returns false as cli_proceed()
 * does.
 */
bool cli_fill_request(const struct cli_arguments *arguments, struct rampart_request *request,
                      struct rampart_diags *diags, bool *refused);

/* The same, but the request is not finished: what the options did not say is to come from elsewhere. */
bool cli_begin_request(const struct cli_arguments *arguments, struct rampart_request *request,
                       struct rampart_diags *diags, bool *refused);

/* And its end: the request is finished, and its names are checked. */
bool cli_finish_request(const struct cli_arguments *arguments, struct rampart_request *request,
                        struct rampart_diags *diags, bool *refused);

/* Whether --at says when; `unknown` says so of no request, and leaves the clock out of those that do not say it. */
bool cli_gives_time(const struct cli_arguments *arguments);

/*
 * Two ways of saying when a request is made exclude each other: --at, which is the time of every line as well, and
 * acs:CurrentTime, be it as absent. RAMPART_INVALID_INPUT, reported. It costs a look at each key.
 */
enum rampart_status cli_check_time(const struct cli_arguments *arguments,
                                   const struct rampart_request *request, struct rampart_diags *diags);

/* Reports that two things that exclude each other were given; RAMPART_INVALID_INPUT, or why that failed. */
enum rampart_status cli_refuse_two(const char *message, struct rampart_diags *diags);

/* What rampart_names_check() is to be told. */
unsigned cli_name_flags(const struct cli_arguments *arguments);

/* Puts what --assume and --layer-absent say into the options, which everything that follows is to be made with. */
bool cli_fill_assumptions(const struct cli_arguments *arguments, struct rampart_options *options,
                          struct rampart_diags *diags, bool *refused);

/* Checks of a command line; each complains when it returns false. */
bool cli_needs(const struct cli_arguments *arguments, int id, const char *what);
bool cli_apart(const struct cli_arguments *arguments, int a, int b, const char *what);
bool cli_resource_or_param(const struct cli_arguments *arguments);
bool cli_template_params(const struct cli_arguments *arguments);
bool cli_assignments(const struct cli_arguments *arguments);
bool cli_one_standard_input(const struct cli_arguments *arguments);

#endif
