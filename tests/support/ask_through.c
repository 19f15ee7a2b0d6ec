/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ask_through.h"

#include <string.h>

#include "support/ask_account.h"
#include "support/question_files.h"

int ask_through_read(int argc, char **argv, struct ask_through *ret_through)
{
    const char *word = argc > 1 ? argv[1] : "";

    *ret_through = (struct ask_through){.embed = strcmp(word, "--embedded") == 0};
    ret_through->account = ret_through->embed || strcmp(word, "--account") == 0;
    if (ret_through->account) return 2;
    if (argc < 3 || strcmp(word, "--program") != 0) return 1;
    ret_through->account = true;
    ret_through->program = argv[2];
    return 3;
}

/* The trust policy of another account's role can only be told to the library. */
static bool ask_by_program(const struct ask_through *through, const struct ask *question,
                           struct answer *ret_answer)
{
    bool untold = false;

    ask_program(question, through->program, ret_answer, &untold);
    return !untold;
}

bool ask_through(struct ask_through *through, const struct ask *question, struct answer *ret_answer)
{
    bool asked = !through->account || question_files_possible(question);

    if (!through->account)
        ask(question, ret_answer);
    else if (asked && through->program == NULL)
        ask_account(question, through->embed, ret_answer);
    else if (asked)
        asked = ask_by_program(through, question, ret_answer);
    through->passed_over += !asked;
    return asked;
}

bool ask_through_tells_errors(const struct ask_through *through)
{
    return through->program == NULL;
}
