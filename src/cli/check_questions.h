/* SPDX-License-Identifier: Apache-2.0 */
/* What one command line of `rampart check` asks: each action, on its resources, is a question of its own. */
#ifndef CLI_CHECK_QUESTIONS_H
#define CLI_CHECK_QUESTIONS_H

#include <rampart/catalog.h>

#include "cli/options.h"

/* A question: the command line with one action. */
struct check_question {
    struct cli_arguments arguments;
    size_t part; /* of an API that several actions authorise: rampart_request_take_part() */
};

struct check_questions {
    struct check_question *items;
    size_t count;
};

/* Puts the operands, PRINCIPAL ACTION [ARN | NAME=VALUE...], in the place of options. Complains and returns false. */
bool check_take_operands(const struct cli_arguments *arguments);

/*
 * Splits the command line; an API that several actions authorise is as many questions. Complains and returns false when
 * that fails. Free the questions in any case.
 */
bool check_ask(const struct cli_arguments *arguments, struct check_questions *ret_questions);
void check_questions_free(struct check_questions *questions);

#endif
