/* SPDX-License-Identifier: Apache-2.0 */
/* What one command line of `rampart check` asks: each action, on its resources, is a question of its own. */
#ifndef CLI_CHECK_QUESTIONS_H
#define CLI_CHECK_QUESTIONS_H

#include <rampart/catalog.h>

#include "cli/options.h"

enum { CHECK_ACTION_SIZE = 128 };

/* A question: the command line with one action. */
struct check_question {
    struct cli_arguments arguments;
    char action[CHECK_ACTION_SIZE]; /* of `api` */
    struct rampart_str api;         /* one of whose actions it is; empty: it was asked for by one name */
};

struct check_questions {
    struct check_question *items;
    size_t count;
};

/* Puts the operands, PRINCIPAL ACTION [ARN | NAME=VALUE...], in the place of options. Complains and returns false. */
bool check_take_operands(const struct cli_arguments *arguments);

/*
 * Splits the command line; an API that several actions authorise is as many questions, each about the resource in its
 * place. Complains and returns false when that fails. Free the questions in any case.
 */
bool check_ask(const struct cli_arguments *arguments, struct check_questions *ret_questions);
void check_questions_free(struct check_questions *questions);

#endif
