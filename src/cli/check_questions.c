/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_questions.h"

#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/message.h"

/* ---- the short form ---- */

static const struct cli_option *option_of(const struct cli_usage *usage, int id)
{
    for (size_t i = 0; i < usage->option_count; i++)
        if (usage->options[i].id == id) return &usage->options[i];
    return NULL;
}

/* What the operand in this place says. An ARN may hold an equals sign as well. */
static int meaning_of(size_t place, const char *word)
{
    if (place == 0) return CLI_PRINCIPAL;
    if (place == 1) return CLI_ACTION;
    return strncmp(word, "acs:", 4) != 0 && strchr(word, '=') != NULL ? CLI_PARAM : CLI_RESOURCE;
}

bool check_take_operands(const struct cli_arguments *arguments)
{
    static const int said[] = {CLI_PRINCIPAL, CLI_ACTION, CLI_RESOURCE, CLI_PARAM};
    enum { SAID = sizeof said / sizeof *said };
    size_t by_option[SAID], place = 0;
    bool good = true;
    for (size_t i = 0; i < SAID; i++) by_option[i] = cli_count(arguments, said[i]);
    for (size_t i = 0; i < arguments->count; i++) {
        struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_OPERAND) continue;
        argument->option = option_of(arguments->usage, meaning_of(place++, argument->value));
        for (size_t k = 0; k < SAID; k++) {
            if (argument->option->id != said[k] || by_option[k] == 0) continue;
            cli_error("\"%s\" and --%s give the same part of the request: use one of them", argument->value,
                      argument->option->name);
            good = false;
        }
    }
    return good;
}

/* ---- questions ---- */

void check_questions_free(struct check_questions *questions)
{
    for (size_t i = 0; i < questions->count; i++) free(questions->items[i].arguments.items);
    free(questions->items);
    *questions = (struct check_questions){.items = NULL};
}

/* A copy of the command line with this action in place of all. */
static bool add(struct check_questions *questions, const struct cli_arguments *all, const char *action,
                size_t part)
{
    struct check_question *question = &questions->items[questions->count];
    struct cli_arguments *own = &question->arguments;
    *own = (struct cli_arguments){.usage = all->usage, .items = calloc(all->count, sizeof *own->items)};
    if (own->items == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    bool asked = false;
    for (size_t i = 0; i < all->count; i++) {
        struct cli_argument argument = all->items[i];
        if (argument.option->id == CLI_ACTION && asked) continue;
        if (argument.option->id == CLI_ACTION) argument.value = action;
        asked |= argument.option->id == CLI_ACTION;
        own->items[own->count++] = argument;
    }
    question->part = part;
    questions->count++;
    return true;
}

/* Each question reads its circumstances by itself. */
static bool reads_standard_input_once(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        int id = argument->option->id;
        if ((id != CLI_CONTEXT_FILE && id != CHECK_TASK) || strcmp(argument->value, "-") != 0) continue;
        cli_error("--%s - cannot be used with several actions: standard input can be read only once", argument->option->name);
        return false;
    }
    return true;
}

static size_t parts_of(const char *action)
{
    size_t count = rampart_api_actions(rampart_str(action), NULL, 0);
    return count > 1 ? count : 1;
}

bool check_ask(const struct cli_arguments *arguments, struct check_questions *ret_questions)
{
    struct check_questions *questions = ret_questions;
    size_t most = 0;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_ACTION) most += parts_of(arguments->items[i].value);
    *questions = (struct check_questions){.items = calloc(most + 1, sizeof *questions->items)};
    bool good = questions->items != NULL;
    if (!good) cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    for (size_t i = 0; i < arguments->count && good; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_ACTION) continue;
        const size_t count = parts_of(argument->value);
        for (size_t part = 0; part < count && good; part++)
            good = add(questions, arguments, argument->value, part);
    }
    return good && (questions->count < 2 || reads_standard_input_once(arguments));
}
