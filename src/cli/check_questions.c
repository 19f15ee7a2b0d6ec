/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/message.h"

enum { MOST_ACTIONS = 4 };

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
            cli_error("\"%s\" and --%s say the same thing: give one of them", argument->value,
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

/* A copy of the command line with this action in place of all, and, unless `place` is beyond all, one resource. */
static bool add(struct check_questions *questions, const struct cli_arguments *all, const char *action,
                size_t place)
{
    struct check_question *question = &questions->items[questions->count];
    struct cli_arguments *own = &question->arguments;
    *own = (struct cli_arguments){.usage = all->usage, .items = calloc(all->count, sizeof *own->items)};
    if (own->items == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    size_t resources = 0;
    bool asked = false;
    for (size_t i = 0; i < all->count; i++) {
        struct cli_argument argument = all->items[i];
        if (argument.option->id == CLI_ACTION && asked) continue;
        if (argument.option->id == CLI_RESOURCE && place < MOST_ACTIONS && resources++ != place) continue;
        if (argument.option->id == CLI_ACTION) argument.value = action;
        asked |= argument.option->id == CLI_ACTION;
        own->items[own->count++] = argument;
    }
    questions->count++;
    return true;
}

/* Two resources are the source and the target, in this order: which is which, nothing else would tell. */
static bool add_api(struct check_questions *questions, const struct cli_arguments *all, const char *api,
                    const struct rampart_api_action *actions, size_t count)
{
    if (cli_count(all, CLI_RESOURCE) != count) {
        cli_error(
            "%s is authorised by %.*s on its %.*s and %.*s on its %.*s: give --resource twice, in this order",
            api, (int)actions[0].action.len, actions[0].action.data, (int)actions[0].resource.len,
            actions[0].resource.data, (int)actions[1].action.len, actions[1].action.data,
            (int)actions[1].resource.len, actions[1].resource.data);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct check_question *question = &questions->items[questions->count];
        snprintf(question->action, sizeof question->action, "%.*s", (int)actions[i].action.len,
                 actions[i].action.data);
        question->api = rampart_str(api);
        if (!add(questions, all, question->action, i)) return false;
    }
    return true;
}

/* Each question reads its circumstances by itself. */
static bool reads_standard_input_once(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        int id = argument->option->id;
        if ((id != CLI_CONTEXT_FILE && id != CHECK_TASK) || strcmp(argument->value, "-") != 0) continue;
        cli_error("--%s - cannot be read for several actions", argument->option->name);
        return false;
    }
    return true;
}

bool check_ask(const struct cli_arguments *arguments, struct check_questions *ret_questions)
{
    struct check_questions *questions = ret_questions;
    const size_t most = cli_count(arguments, CLI_ACTION) * MOST_ACTIONS;
    *questions = (struct check_questions){.items = calloc(most + 1, sizeof *questions->items)};
    bool good = questions->items != NULL;
    if (!good) cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    for (size_t i = 0; i < arguments->count && good; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        struct rampart_api_action actions[MOST_ACTIONS];
        if (argument->option->id != CLI_ACTION) continue;
        size_t count = rampart_api_actions(rampart_str(argument->value), actions, MOST_ACTIONS);
        good = count > 1 ? add_api(questions, arguments, argument->value, actions, count)
                         : add(questions, arguments, argument->value, MOST_ACTIONS);
    }
    return good && (questions->count < 2 || reads_standard_input_once(arguments));
}
