/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/request_options.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"

/* ---- time ---- */

bool cli_set_time(const struct cli_arguments *arguments, const struct cli_clock *clock, const char *otherwise,
                  struct rampart_request *request, struct rampart_diags *diags, bool *refused)
{
    const char *at = cli_value(arguments, CLI_AT);
    return cli_proceed(refused, rampart_request_set_clock(request, rampart_str(clock->text), diags)) &&
           cli_proceed(refused,
                       rampart_request_set_time(request, rampart_str(at != NULL ? at : otherwise), diags));
}

/* ---- the request ---- */

/* A request while it is made. */
struct filling {
    struct rampart_request *request;
    struct rampart_diags *diags;
    bool refused;
};

static bool filling_proceed(struct filling *filling, enum rampart_status status)
{
    return cli_proceed(&filling->refused, status);
}

static bool filling_add_context(struct filling *filling, const char *assignment)
{
    size_t len = strcspn(assignment, "=");
    return filling_proceed(
        filling, rampart_request_add_context(filling->request, (struct rampart_str){assignment, len},
                                             rampart_str(assignment + len + 1), filling->diags));
}

static bool filling_add_param(struct filling *filling, const char *assignment)
{
    size_t len = strcspn(assignment, "=");
    return filling_proceed(filling,
                           rampart_request_add_param(filling->request, (struct rampart_str){assignment, len},
                                                     rampart_str(assignment + len + 1), filling->diags));
}

static bool filling_read_context(struct filling *filling, const char *path)
{
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return filling_proceed(filling, RAMPART_IO);
    enum rampart_status status = rampart_request_read_context(
        filling->request, (struct rampart_str){text, len}, rampart_str(cli_file_name(path)), filling->diags);
    free(text);
    return filling_proceed(filling, status);
}

/* The options with one value that goes into the request as it is. */
static bool filling_set(struct filling *filling, enum cli_option_id id, struct rampart_str value)
{
    static const struct {
        enum cli_option_id id;
        enum rampart_status (*set)(struct rampart_request *, struct rampart_str, struct rampart_diags *);
    } setters[] = {
        {CLI_PRINCIPAL, rampart_request_set_principal}, {CLI_ACTION, rampart_request_set_action},
        {CLI_RESOURCE, rampart_request_add_resource},   {CLI_ACCOUNT_ID, rampart_request_set_account},
        {CLI_ABSENT, rampart_request_set_absent},       {CLI_UID, rampart_request_set_uid},
        {CLI_CREDENTIAL, rampart_request_set_credential}, {CLI_ACCESS_POINT, rampart_request_set_access_point},
    };
    for (size_t i = 0; i < sizeof setters / sizeof *setters; i++)
        if (setters[i].id == id)
            return filling_proceed(filling, setters[i].set(filling->request, value, filling->diags));
    return true;
}

static bool filling_apply(struct filling *filling, const struct cli_argument *argument)
{
    switch (argument->option->id) {
    case CLI_PARAM: return filling_add_param(filling, argument->value);
    case CLI_CONTEXT: return filling_add_context(filling, argument->value);
    case CLI_CONTEXT_FILE: return filling_read_context(filling, argument->value);
    case CLI_COMPLETE: rampart_request_set_complete(filling->request, true); return true;
    default: return filling_set(filling, argument->option->id, rampart_str(argument->value));
    }
}

enum rampart_status cli_refuse_two(const char *message, struct rampart_diags *diags)
{
    const struct rampart_diag twice = {.code = "CLI001",
                                       .name = "bad-usage",
                                       .message = rampart_str(message),
                                       .help = rampart_str("give one of them")};
    enum rampart_status status = rampart_diags_add(diags, &twice);
    return status == RAMPART_OK ? RAMPART_INVALID_INPUT : status;
}

bool cli_gives_time(const struct cli_arguments *arguments)
{
    const char *time = cli_value(arguments, CLI_AT);
    return time != NULL && strcmp(time, "unknown") != 0;
}

enum rampart_status cli_check_time(const struct cli_arguments *arguments,
                                   const struct rampart_request *request, struct rampart_diags *diags)
{
    if (!cli_gives_time(arguments) || !rampart_request_has_key(request, rampart_str("acs:CurrentTime")))
        return RAMPART_OK;
    return cli_refuse_two("--at and the condition key acs:CurrentTime cannot be used together", diags);
}

bool cli_begin_request(const struct cli_arguments *arguments, struct rampart_request *request,
                       struct rampart_diags *diags, bool *refused)
{
    struct filling filling = {.request = request, .diags = diags};
    bool good = true;
    for (size_t i = 0; good && i < arguments->count; i++)
        good = filling_apply(&filling, &arguments->items[i]);
    if (good && cli_count(arguments, CLI_ACCESS_KEY_POLICY) > 0 && cli_count(arguments, CLI_CREDENTIAL) == 0)
        good = filling_set(&filling, CLI_CREDENTIAL, rampart_str("accesskey"));
    good = good && filling_proceed(&filling, cli_check_time(arguments, request, diags));
    *refused |= filling.refused;
    return good;
}

unsigned cli_name_flags(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_LENIENT) > 0 ? RAMPART_NAMES_LENIENT : 0;
}

static enum rampart_status filling_check_names(const struct cli_arguments *arguments,
                                               const struct rampart_options *options,
                                               struct rampart_request *request, struct rampart_diags *diags)
{
    struct rampart_names *names = NULL;
    enum rampart_status status = rampart_names_new(options, &names);
    if (status == RAMPART_OK) status = rampart_names_check(names, request, cli_name_flags(arguments), diags);
    rampart_names_free(names);
    return status;
}

bool cli_finish_request(const struct cli_arguments *arguments, const struct rampart_options *options,
                        struct rampart_request *request, struct rampart_diags *diags, bool *refused)
{
    bool refused_here = false;
    bool good = cli_proceed(&refused_here, rampart_request_finish(request, diags));
    if (good && !refused_here)
        good = cli_proceed(&refused_here, filling_check_names(arguments, options, request, diags));
    *refused |= refused_here;
    return good;
}

bool cli_fill_request(const struct cli_arguments *arguments, const struct rampart_options *options,
                      struct rampart_request *request, struct rampart_diags *diags, bool *refused)
{
    bool refused_here = false;
    bool good = cli_begin_request(arguments, request, diags, &refused_here);
    /* A part that was refused would be reported again as missing. */
    if (good && !refused_here) good = cli_finish_request(arguments, options, request, diags, &refused_here);
    *refused |= refused_here;
    return good;
}

/* Two readings of one point are refused: a reader of the command line could not know which of them counts. */
static bool assume_is_contradicted(const struct cli_arguments *arguments, size_t at)
{
    const char *assignment = arguments->items[at].value;
    size_t name = strcspn(assignment, "=") + 1;
    for (size_t i = 0; i < at; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_ASSUME || strncmp(argument->value, assignment, name) != 0) continue;
        if (strcmp(argument->value, assignment) == 0) continue;
        cli_error("--assume %s and --assume %s contradict each other", argument->value, assignment);
        return true;
    }
    return false;
}

static enum rampart_status assume_one(const char *assignment, rampart_switches *assumptions,
                                      struct rampart_diags *diags)
{
    size_t len = strcspn(assignment, "=");
    return rampart_assume(assumptions, (struct rampart_str){assignment, len},
                          rampart_str(assignment + len + 1), diags);
}

bool cli_fill_assumptions(const struct cli_arguments *arguments, struct rampart_options *options,
                          struct rampart_diags *diags, bool *refused)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        enum rampart_status status = RAMPART_OK;
        if (argument->option->id == CLI_ASSUME && assume_is_contradicted(arguments, i))
            status = RAMPART_INVALID_INPUT;
        else if (argument->option->id == CLI_ASSUME)
            status = assume_one(argument->value, &options->assumptions, diags);
        else if (argument->option->id == CLI_LAYER_ABSENT)
            status = rampart_assume_absent(&options->absent_layers, rampart_str(argument->value), diags);
        if (!cli_proceed(refused, status)) return false;
    }
    return true;
}

bool cli_stand_in(const struct cli_arguments *arguments, struct rampart_request *request, bool *refused)
{
    if (cli_count(arguments, CLI_ACCOUNT) == 0) return true;
    *refused = true;
    return cli_proceed(refused, rampart_request_set_account(request, rampart_str("1"), NULL));
}

/* ---- the short form ---- */

enum { PRINCIPAL_PLACE, ACTION_PLACE };

/* The option that the operand in this place stands for. An ARN may contain an equals sign as well. */
static enum cli_option_id operands_meaning(size_t place, const char *word)
{
    if (place == PRINCIPAL_PLACE) return CLI_PRINCIPAL;
    if (place == ACTION_PLACE) return CLI_ACTION;
    return strncmp(word, "acs:", 4) != 0 && strchr(word, '=') != NULL ? CLI_PARAM : CLI_RESOURCE;
}

/* The place of the first operand: policies alone need no principal, and then the action comes first. */
static size_t operands_first_place(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const char *word = arguments->items[i].value;
        if (arguments->items[i].option->id != CLI_OPERAND) continue;
        return strchr(word, ':') != NULL && strchr(word, '/') == NULL && strncmp(word, "acs:", 4) != 0;
    }
    return PRINCIPAL_PLACE;
}

/* No resource is written like this: whoever writes it behind the action means who asks. */
static bool operands_is_principal(const char *word)
{
    return strncmp(word, "user/", 5) == 0 || strncmp(word, "role/", 5) == 0 || strcmp(word, "root") == 0;
}

/* `acs:SourceIp=10.0.0.8`: an ARN has more colons, and no equals sign before them. */
static bool operands_is_key(const char *word)
{
    const char *colon = strchr(word, ':'), *equals = strchr(word, '=');
    if (colon == NULL || equals == NULL || equals < colon) return false;
    colon = strchr(colon + 1, ':');
    return colon == NULL || colon > equals;
}

/* False, with an error, where the part was given by an option too, or stands in the wrong place. */
static bool operands_check(const struct cli_arguments *arguments, struct cli_argument *argument, bool by_option,
                           bool principal)
{
    if (by_option) {
        cli_error("\"%s\" and --%s give the same part of the request: use one of them", argument->value,
                  argument->option->name);
        return false;
    }
    const enum cli_option_id id = argument->option->id;
    if (id == CLI_RESOURCE && operands_is_key(argument->value)) {
        cli_error("\"%s\" gives a condition key: write --context %s", argument->value, argument->value);
        argument->option = cli_option_of(arguments, CLI_CONTEXT); /* said once, it is none of the resources */
        return false;
    }
    if ((id != CLI_RESOURCE && id != CLI_ACTION) || !operands_is_principal(argument->value)) return true;
    if (principal && id == CLI_ACTION)
        cli_error("\"%s\" stands where the principal is expected: pass a file with -a or -p",
                  cli_value(arguments, CLI_PRINCIPAL));
    else if (principal)
        cli_error("the principal stands before the action: write %s %s", argument->value,
                  cli_value(arguments, CLI_ACTION));
    else
        cli_error("\"%s\" is a principal, and the question is about all of them: leave it out", argument->value);
    return false;
}

bool cli_take_operands(const struct cli_arguments *arguments, bool principal)
{
    static const enum cli_option_id said[] = {CLI_PRINCIPAL, CLI_ACTION, CLI_RESOURCE, CLI_PARAM};
    enum { SAID = sizeof said / sizeof *said };
    size_t by_option[SAID], place = principal ? operands_first_place(arguments) : ACTION_PLACE;
    bool good = true;
    for (size_t i = 0; i < SAID; i++) by_option[i] = cli_count(arguments, said[i]);
    for (size_t i = 0; i < arguments->count; i++) {
        struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_OPERAND) continue;
        argument->option = cli_option_of(arguments, operands_meaning(place++, argument->value));
        bool twice = false;
        for (size_t k = 0; k < SAID; k++) twice |= argument->option->id == said[k] && by_option[k] > 0;
        good &= operands_check(arguments, argument, twice, principal);
    }
    return good;
}

/* Of calls that need no permission there is nothing to name. */
static bool request_options_is_unasked(const struct cli_arguments *arguments)
{
    struct rampart_unasked_call call;
    bool all = cli_count(arguments, CLI_ACTION) > 0;
    for (size_t i = 0; i < arguments->count && all; i++)
        if (arguments->items[i].option->id == CLI_ACTION)
            all = rampart_find_unasked_call(rampart_str(arguments->items[i].value), &call);
    return all;
}

bool cli_needs_resource(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_PARAM) > 0 || request_options_is_unasked(arguments)) return true;
    return cli_needs(arguments, CLI_RESOURCE, "--resource ARN (or --param NAME=VALUE)");
}

bool cli_resource_or_param(const struct cli_arguments *arguments)
{
    bool template = cli_count(arguments, CLI_ACCOUNT) > 0;
    return cli_apart(arguments, CLI_RESOURCE, CLI_PARAM,
                     template
                         ? "--resource and --param (of the API call; for a ROS template use --template-param)"
                         : "--resource and --param");
}

bool cli_template_params(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_TEMPLATE_PARAM) == 0 || cli_count(arguments, CLI_ACCOUNT) > 0) return true;
    cli_error(
        "--template-param needs a ROS template, given with --account; pass a parameter of the API call with "
        "--param");
    return false;
}
