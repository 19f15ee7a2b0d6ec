/* SPDX-License-Identifier: Apache-2.0 */
/* The options of a request and of undocumented points, the same in every command, and the request made from them. */
#ifndef CLI_REQUEST_OPTIONS_H
#define CLI_REQUEST_OPTIONS_H

#include <rampart/rampart.h>

#include "cli/clock.h"
#include "cli/options.h"

/* Rows for the table of a command: the condition keys. */
#define CLI_CONTEXT_ROWS                                               \
    {.id = CLI_CONTEXT}, {.id = CLI_CONTEXT_FILE}, {.id = CLI_ABSENT}, \
    {                                                                  \
        .id = CLI_COMPLETE                                             \
    }

/*
 * Gives the request the clock, and the time of --at, or `otherwise` without it: "now" or "unknown". Returns false as
 * cli_proceed() does.
 */
bool cli_set_time(const struct cli_arguments *arguments, const struct cli_clock *clock, const char *otherwise,
                  struct rampart_request *request, struct rampart_diags *diags, bool *refused);

/*
 * Makes the request that the command line describes, in the order given, and checks its names against the catalogue of the
 * options. Returns false as cli_proceed() does.
 */
bool cli_fill_request(const struct cli_arguments *arguments, const struct rampart_options *options,
                      struct rampart_request *request, struct rampart_diags *diags, bool *refused);

/* The first part of cli_fill_request(), after which the request may still get parts from elsewhere. */
bool cli_begin_request(const struct cli_arguments *arguments, struct rampart_request *request,
                       struct rampart_diags *diags, bool *refused);

/* The second part: finishes the request and checks its names. */
bool cli_finish_request(const struct cli_arguments *arguments, const struct rampart_options *options,
                        struct rampart_request *request, struct rampart_diags *diags, bool *refused);

/* True if --at gives a time. `unknown` is none: a request may then still have a time of its own. */
bool cli_gives_time(const struct cli_arguments *arguments);

/*
 * Refuses a request with two times: that of --at, which applies to every line as well, and acs:CurrentTime, even as an absent
 * key. RAMPART_INVALID_INPUT, reported. The costs are one look at each key.
 */
enum rampart_status cli_check_time(const struct cli_arguments *arguments,
                                   const struct rampart_request *request, struct rampart_diags *diags);

/* Reports two values that exclude each other; RAMPART_INVALID_INPUT, or why that failed. */
enum rampart_status cli_refuse_two(const char *message, struct rampart_diags *diags);

/* The flags for rampart_names_check(). */
unsigned cli_name_flags(const struct cli_arguments *arguments);

/* Puts --assume and --layer-absent into the options, which everything else of the run is made with. */
bool cli_fill_assumptions(const struct cli_arguments *arguments, struct rampart_options *options,
                          struct rampart_diags *diags, bool *refused);

/*
 * Gives the request an id in the place of that of an account that was refused, so that it is not reported as missing. The run is
 * refused as well.
 */
bool cli_stand_in(const struct cli_arguments *arguments, struct rampart_request *request, bool *refused);

/*
 * Replaces the operands by the options that they stand for: [PRINCIPAL] ACTION [ARN | NAME=VALUE...], without a PRINCIPAL
 * where `principal` is false. Prints an error and returns false.
 */
bool cli_take_operands(const struct cli_arguments *arguments, bool principal);

/* Checks of a command line. Each prints an error when it returns false. */
bool cli_needs_resource(const struct cli_arguments *arguments);
bool cli_resource_or_param(const struct cli_arguments *arguments);
bool cli_template_params(const struct cli_arguments *arguments);

#endif
